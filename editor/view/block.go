package view

import (
	"slices"

	"gioui.org/text"
	"golang.org/x/image/math/fixed"

	"chirograph/editor/markdown"
)

// A block is a paragraph, or one chunk of a very long one, shaped and wrapped.
// All its positions are relative to itself and to the column.
type block struct {
	markdown.Block
	rows   []row
	height int
	size   int // which of paper's sizes
	rtl    bool
}

// A row is one visual line.
type row struct {
	from, to int // bytes of the block
	y        int // top
	height   int
	baseline int           // from the top
	end      fixed.Int26_6 // where the caret stands behind the last character
	cells    []cell
	pieces   []piece
}

// A cell is what a caret steps over: a grapheme cluster.
type cell struct {
	at          int           // byte of the block
	lead, trail fixed.Int26_6 // x before and behind it; lead > trail in right-to-left text
}

// A piece is a stretch of glyphs of one kind in one direction.
type piece struct {
	kind   markdown.Kind
	glyphs []text.Glyph
	from   fixed.Int26_6
	to     fixed.Int26_6

	outlined bool // none of the glyphs is a bitmap, as those of emoji are
}

// rowAt returns the index of the row with the byte at off. Where a line is
// wrapped, upstream chooses the upper of two rows.
func (b *block) rowAt(off int, upstream bool) int {
	i := len(b.rows) - 1
	for i > 0 && (b.rows[i].from > off || upstream && b.rows[i].from == off) {
		i--
	}
	return i
}

// x returns where a caret before the byte at off stands.
func (r *row) x(off int) fixed.Int26_6 {
	i, _ := slices.BinarySearchFunc(r.cells, off, func(c cell, off int) int { return c.at - off })
	if i < len(r.cells) && (r.cells[i].at == off || i == 0) {
		return r.cells[i].lead
	}
	if off >= r.to || i == 0 {
		return r.end
	}
	return r.cells[i-1].lead // inside a cluster: others may put a caret there
}

// near returns the caret position nearest to x.
func (r *row) near(x fixed.Int26_6) int {
	best, at := abs(r.end-x), r.to
	for _, c := range r.cells {
		if d := abs(c.lead - x); d < best {
			best, at = d, c.at
		}
	}
	return at
}

// bands calls f with the stretches of the row that the bytes from to to take.
// In mixed directions there can be several.
func (r *row) bands(from, to int, f func(x0, x1 int)) {
	var x0, x1 fixed.Int26_6
	for i, c := range r.cells {
		end := r.to
		if i+1 < len(r.cells) {
			end = r.cells[i+1].at
		}
		if c.at >= to || end <= from {
			continue
		}
		l, h := min(c.lead, c.trail), max(c.lead, c.trail)
		switch {
		case x0 == x1:
			x0, x1 = l, h
		case l <= x1 && h >= x0:
			x0, x1 = min(x0, l), max(x1, h)
		default:
			f(x0.Floor(), x1.Ceil())
			x0, x1 = l, h
		}
	}
	if x1 > x0 {
		f(x0.Floor(), x1.Ceil())
	}
}

func abs(x fixed.Int26_6) fixed.Int26_6 {
	return max(x, -x)
}
