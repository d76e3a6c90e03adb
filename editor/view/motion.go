package view

import (
	"bytes"

	"golang.org/x/image/math/fixed"

	"chirograph/editor/crdt"
)

// vertical returns the caret position rows further down (or up, if negative)
// from off, in the column that n keeps. It shapes the rows on the way, visible
// or not.
func (v *View) vertical(t *crdt.Text, off, rows int, n note) (to int, upstream bool) {
	p := placeAt(t, off)
	b := v.shape(t, p)
	i := b.rowAt(off-p.from, n.upstream)
	for rows != 0 {
		var ok bool
		var next place
		switch {
		case rows > 0 && i+1 < len(b.rows):
			i++
			rows--
			continue
		case rows < 0 && i > 0:
			i--
			rows++
			continue
		case rows > 0:
			next, ok = nextPlace(t, p)
		default:
			next, ok = previousPlace(t, p)
		}
		if !ok { // no further row: the very end, or the very beginning
			if rows > 0 {
				return t.Len(), false
			}
			return 0, false
		}
		p, b = next, v.shape(t, next)
		if rows > 0 {
			i = 0
			rows--
		} else {
			i = len(b.rows) - 1
			rows++
		}
	}
	r := &b.rows[i]
	at := r.near(fixed.I(n.x))
	return p.from + at, at == r.to && i+1 < len(b.rows)
}

// caretX returns the x of a caret in the column.
func (v *View) caretX(t *crdt.Text, off int, upstream bool) int {
	p := placeAt(t, off)
	b := v.shape(t, p)
	return b.rows[b.rowAt(off-p.from, upstream)].x(off - p.from).Round()
}

// rowBounds returns the ends of the visual row of a caret at off.
func (v *View) rowBounds(t *crdt.Text, off int, upstream bool) (from, to int, wrapped bool) {
	p := placeAt(t, off)
	b := v.shape(t, p)
	i := b.rowAt(off-p.from, upstream)
	r := b.rows[i]
	return p.from + r.from, p.from + r.to, i+1 < len(b.rows)
}

// firstWord returns the first place of a row that is no blank.
func (v *View) firstWord(t *crdt.Text, from, to int) int {
	v.content = t.AppendRange(v.content[:0], from, to)
	for i, c := range v.content {
		if c != ' ' && c != '\t' {
			return from + i
		}
	}
	return to
}

// paragraph returns the bounds of the line around off, with its newline.
func paragraph(t *crdt.Text, off int) (from, to int) {
	line := t.LineOf(off)
	return t.LineStart(line), min(lineEnd(t, line)+1, t.Len())
}

// paragraphBefore returns the beginning of the paragraph around off, or of the
// one before if off is there already. Empty lines are none.
func (v *View) paragraphBefore(t *crdt.Text, off int) int {
	for end := off; end > 0; { // back to a line that is not empty
		from := max(0, end-stride)
		v.content = t.AppendRange(v.content[:0], from, end)
		i := len(bytes.TrimRight(v.content, "\n"))
		if i > 0 {
			return t.LineStart(t.LineOf(from + i - 1))
		}
		end = from
	}
	return 0
}

// paragraphAfter returns the beginning of the next paragraph.
func (v *View) paragraphAfter(t *crdt.Text, off int) int {
	line := t.LineOf(off) + 1
	if line >= t.Lines() {
		return t.Len()
	}
	for from := t.LineStart(line); from < t.Len(); from += stride {
		v.content = t.AppendRange(v.content[:0], from, min(from+stride, t.Len()))
		if i := len(v.content) - len(bytes.TrimLeft(v.content, "\n")); i < len(v.content) {
			return from + i
		}
	}
	return t.Len()
}

// stride is how much text is looked at together in search of a paragraph, in
// bytes: there may be any number of empty lines.
const stride = 4 << 10

func direction(forward bool) int {
	if forward {
		return 1
	}
	return -1
}
