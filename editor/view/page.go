package view

import (
	"image"
	"unicode/utf8"

	"golang.org/x/image/math/fixed"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

// chunk is the most that is shaped at once: 4 kB take 3 ms, 1 MB takes 1 s
// (the shaper's cost grows faster than its input).
const chunk = 4 << 10

// A place is where a block comes from: a line of the text, or the nth chunk of
// a very long one.
type place struct {
	line, nth int
	from, to  int // bytes, without the line's end
	last      bool
}

// placed is a block on the page.
type placed struct {
	place
	block *block
	y     int // of its top, from the top of the view
}

func (p placed) bottom() int { return p.y + p.block.height }

// lineEnd is the end of a line without its newline.
func lineEnd(t *crdt.Text, line int) int {
	if line+1 >= t.Lines() {
		return t.Len()
	}
	return t.LineStart(line+1) - 1
}

// placeAt returns the place with the byte at off.
func placeAt(t *crdt.Text, off int) place {
	line := t.LineOf(off)
	from, to := t.LineStart(line), lineEnd(t, line)
	nth := (off - from) / chunk
	if nth+1 < chunks(from, to) && cut(t, from, to, nth+1) <= off {
		nth++
	}
	return chunkOf(t, line, from, to, nth)
}

func chunkOf(t *crdt.Text, line, from, to, nth int) place {
	n := chunks(from, to)
	nth = max(0, min(nth, n-1))
	return place{line, nth, cut(t, from, to, nth), cut(t, from, to, nth+1), nth == n-1}
}

func chunks(from, to int) int {
	return max(1, (to-from+chunk-1)/chunk)
}

// cut returns where the nth chunk of a line begins: behind white space if some
// is near, else at a rune. It depends only on the line.
func cut(t *crdt.Text, from, to, nth int) int {
	if nth <= 0 {
		return from
	}
	if nth >= chunks(from, to) {
		return to
	}
	at := from + nth*chunk
	var near [257]byte
	s := t.AppendRange(near[:0], at-256, at+1)
	for i := len(s) - 2; i >= 0; i-- {
		if s[i] == ' ' || s[i] == '\t' {
			return at - 256 + i + 1
		}
	}
	for i := len(s) - 1; i > 0; i-- {
		if utf8.RuneStart(s[i]) {
			return at - 256 + i
		}
	}
	return at
}

func nextPlace(t *crdt.Text, p place) (place, bool) {
	line, nth := p.line, p.nth+1
	if p.last {
		line, nth = p.line+1, 0
	}
	if line >= t.Lines() {
		return place{}, false
	}
	return chunkOf(t, line, t.LineStart(line), lineEnd(t, line), nth), true
}

func previousPlace(t *crdt.Text, p place) (place, bool) {
	line, nth := p.line, p.nth-1
	if p.nth == 0 {
		line, nth = p.line-1, chunk // the last one
	}
	if line < 0 {
		return place{}, false
	}
	from, to := t.LineStart(line), lineEnd(t, line)
	return chunkOf(t, line, from, to, min(nth, chunks(from, to)-1)), true
}

// shape returns the block at a place.
func (v *View) shape(t *crdt.Text, p place) *block {
	v.content = t.AppendRange(v.content[:0], p.from, p.to)
	return v.paper.block(v.content, p.nth == 0)
}

// place puts blocks on the page so that the anchored row stands where it was,
// and then takes the anchor anew: the caret's row if it is visible, else the
// first visible one. So what others write moves neither.
func (v *View) place(t *crdt.Text, b *buffer.Buffer) {
	v.laid = b.Mark()
	off, y := 0, v.column.Min.Y
	if v.anchored {
		y = v.anchorY
		if at, ok := t.Resolve(v.anchor); ok {
			off = at
		}
	}
	v.stack(t, off, y)
	_, head := b.Selection()
	if v.reveal {
		v.reveal = false
		v.show(t, head)
	}
	v.settle(t, head)
}

// stack lays out blocks from the row with the byte at off, whose top is at y,
// until the view is full.
func (v *View) stack(t *crdt.Text, off, y int) {
	p := placeAt(t, off)
	b := v.shape(t, p)
	v.placed = append(v.placed[:0], placed{p, b, y - b.rows[b.rowAt(off-p.from, false)].y})
	v.down(t)
	v.up(t)
	if d := v.column.Min.Y - v.placed[0].y; v.atStart() && d < 0 {
		v.shift(d)
		v.down(t)
	}
	if d := v.floor() - v.placed[len(v.placed)-1].bottom(); v.atEnd(t) && d > 0 {
		v.shift(d)
		v.up(t)
		if d := v.column.Min.Y - v.placed[0].y; v.atStart() && d < 0 {
			v.shift(d)
			v.down(t)
		}
	}
	v.trim()
}

// floor is where the end of the text may at the highest be scrolled to.
func (v *View) floor() int { return v.size.Y * 3 / 5 }

func (v *View) atStart() bool { return v.placed[0].from == 0 }

func (v *View) atEnd(t *crdt.Text) bool { return v.placed[len(v.placed)-1].to == t.Len() }

func (v *View) shift(d int) {
	for i := range v.placed {
		v.placed[i].y += d
	}
}

func (v *View) down(t *crdt.Text) {
	for {
		last := v.placed[len(v.placed)-1]
		p, ok := nextPlace(t, last.place)
		if !ok || last.bottom() > v.size.Y {
			return
		}
		v.placed = append(v.placed, placed{p, v.shape(t, p), last.bottom()})
	}
}

func (v *View) up(t *crdt.Text) {
	var above []placed
	for top := v.placed[0]; top.y > 0; {
		p, ok := previousPlace(t, top.place)
		if !ok {
			break
		}
		b := v.shape(t, p)
		top = placed{p, b, top.y - b.height}
		above = append(above, top)
	}
	if n := len(above); n > 0 {
		all := make([]placed, 0, n+len(v.placed))
		for i := range above {
			all = append(all, above[n-1-i])
		}
		v.placed = append(all, v.placed...)
	}
}

// trim drops the blocks that a long way of scrolling has left outside.
func (v *View) trim() {
	from, to := 0, len(v.placed)
	for from+1 < to && v.placed[from].bottom() < 0 {
		from++
	}
	for to-1 > from && v.placed[to-1].y > v.size.Y {
		to--
	}
	v.placed = v.placed[from:to]
}

// show scrolls no further than needed to bring the caret into view.
func (v *View) show(t *crdt.Text, head int) {
	space := v.paper.sizes[0].height
	i, r, ok := v.find(head)
	if !ok {
		p := placeAt(t, head)
		b := v.shape(t, p)
		height := b.rows[b.rowAt(head-p.from, v.upstream)].height
		first, last := v.placed[0].from, v.placed[len(v.placed)-1].to
		const near = 4 << 10 // bytes: a step of a page or less
		switch {
		case head < first-near || head > last+near:
			v.stack(t, head, v.size.Y/3)
		case head < first:
			v.stack(t, head, space)
		default:
			v.stack(t, head, v.size.Y-space-height)
		}
		i, r, ok = v.find(head)
		if !ok {
			return
		}
	}
	y := v.placed[i].y + r.y
	low := v.size.Y - space - r.height
	if y >= space && y <= low {
		return
	}
	v.stack(t, v.placed[i].from+r.from, max(min(y, low), space))
}

func (v *View) settle(t *crdt.Text, head int) {
	if i, r, ok := v.find(head); ok {
		if y := v.placed[i].y + r.y; y >= 0 && y+r.height <= v.size.Y {
			v.fix(t, min(max(head, v.placed[i].from+r.from), v.placed[i].from+r.to), y)
			if v.upstream {
				v.fix(t, v.placed[i].from+r.from, y)
			}
			return
		}
	}
	for _, p := range v.placed {
		for _, r := range p.block.rows {
			if y := p.y + r.y; y >= 0 {
				v.fix(t, p.from+r.from, y)
				return
			}
		}
	}
	p := v.placed[len(v.placed)-1]
	v.fix(t, p.from, p.y+p.block.rows[0].y)
}

func (v *View) fix(t *crdt.Text, off, y int) {
	v.anchor, v.anchorY, v.anchored = t.Anchor(off, crdt.Before), y, true
}

// find returns the block on the page and its row that show a caret at off.
func (v *View) find(off int) (int, *row, bool) {
	for i, p := range v.placed {
		if off < p.from || off > p.to || off == p.to && !p.last {
			continue
		}
		return i, &p.block.rows[p.block.rowAt(off-p.from, v.upstream)], true
	}
	return 0, nil, false
}

// offsetAt returns the caret position nearest to a point of the view, and
// whether it is the end of a wrapped row.
func (v *View) offsetAt(at image.Point) (off int, upstream bool) {
	for i, p := range v.placed {
		if at.Y >= p.bottom() && i+1 < len(v.placed) {
			continue
		}
		rows := p.block.rows
		n := 0
		for n+1 < len(rows) && p.y+rows[n+1].y <= at.Y {
			n++
		}
		off := rows[n].near(fixed.I(at.X - v.column.Min.X))
		return p.from + off, off == rows[n].to && n+1 < len(rows)
	}
	return 0, false
}

// hit is offsetAt in the text as it is now: the point is on the page of the
// last frame, and others may have edited since.
func (v *View) hit(b *buffer.Buffer, at image.Point) (off int, upstream bool) {
	off, upstream = v.offsetAt(at)
	return buffer.Map(off, b.Since(v.laid)), upstream
}

// estimate guesses the height of the text up to off, from the number of lines
// and characters alone. Only the scroll bar uses it.
func (v *View) estimate(t *crdt.Text, off int) float64 {
	z := v.paper.sizes[0]
	perRow := float64(v.column.Dx()) / (float64(z.ppem) / 64 * 0.5)
	return float64(z.height) * (float64(t.LineOf(off)) + float64(off)/max(perRow, 1))
}

// scrollBy moves the page; positive is towards the end.
func (v *View) scrollBy(d int) { v.anchorY -= d }

// jump puts the byte at off to the top of the view.
func (v *View) jump(t *crdt.Text, off int) {
	v.fix(t, off, 0)
	if off == 0 {
		v.anchorY = v.column.Min.Y
	}
}
