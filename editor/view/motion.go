package view

import (
	"golang.org/x/image/math/fixed"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

// vertical returns the caret position rows further down (or up, if negative)
// from off, at x. It shapes the rows on the way, visible or not.
func (v *View) vertical(t *crdt.Text, off, rows, x int) (to int, upstream bool) {
	p := placeAt(t, off)
	b := v.shape(t, p)
	i := b.rowAt(off-p.from, v.upstream)
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
	at := r.near(fixed.I(x))
	return p.from + at, at == r.to && i+1 < len(b.rows)
}

// caretX returns the x of the caret in the column.
func (v *View) caretX(t *crdt.Text, off int) int {
	p := placeAt(t, off)
	b := v.shape(t, p)
	return b.rows[b.rowAt(off-p.from, v.upstream)].x(off - p.from).Round()
}

// rowBounds returns the ends of the visual row of a caret at off.
func (v *View) rowBounds(t *crdt.Text, off int) (from, to int, wrapped bool) {
	p := placeAt(t, off)
	b := v.shape(t, p)
	i := b.rowAt(off-p.from, v.upstream)
	r := b.rows[i]
	return p.from + r.from, p.from + r.to, i+1 < len(b.rows)
}

// paragraph returns the bounds of the line around off, with its newline.
func paragraph(t *crdt.Text, off int) (from, to int) {
	line := t.LineOf(off)
	return t.LineStart(line), min(lineEnd(t, line)+1, t.Len())
}

// moveTo puts the caret at off, and the other end of the selection there too
// unless it is to be extended.
func (v *View) moveTo(b *buffer.Buffer, off int, extend bool) {
	anchor, _ := b.Selection()
	if !extend {
		anchor = off
	}
	v.sel(b, anchor, off)
	v.upstream, v.keepX, v.reveal = false, false, true
}

// sel sets the selection unless it is that already: to set it ends the group
// of edits that undo takes back together.
func (v *View) sel(b *buffer.Buffer, anchor, head int) {
	if a, h := b.Selection(); a != anchor || h != head {
		b.Do(buffer.Select{Anchor: anchor, Head: head}, v.now)
	}
}

// moveRows moves the caret up or down and keeps its column.
func (v *View) moveRows(b *buffer.Buffer, rows int, extend bool) {
	t := b.Text()
	_, head := b.Selection()
	if !v.keepX {
		v.wantX = v.caretX(t, head)
	}
	to, upstream := v.vertical(t, head, rows, v.wantX)
	v.moveTo(b, to, extend)
	v.upstream, v.keepX = upstream, true
}

// movePage moves the caret by a page, and the page with it, so that the caret
// stays where it is on the screen.
func (v *View) movePage(b *buffer.Buffer, direction int, extend bool) {
	_, head := b.Selection()
	i, r, ok := v.find(head)
	var y int
	if ok {
		y = v.placed[i].y + r.y
	}
	rows := max(1, v.size.Y/max(1, v.paper.sizes[0].height)-2)
	v.moveRows(b, direction*rows, extend)
	if ok {
		_, head = b.Selection()
		v.fix(b.Text(), head, y)
	}
}
