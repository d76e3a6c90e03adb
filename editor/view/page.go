package view

import (
	"image"

	"golang.org/x/image/math/fixed"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/markdown"
)

// placed is a block on the page.
type placed struct {
	place
	block *block
	y     int // of its top, from the top of the view
}

func (p placed) bottom() int { return p.y + p.block.height }

// A target is a place in the text that the page is to be scrolled to.
type target struct {
	off int
	set bool
}

// shape returns the block at a place.
func (v *View) shape(t *crdt.Text, p place) *block {
	v.content = t.AppendRange(v.content[:0], p.from, p.to)
	of := source{first: p.nth == 0, state: v.lines.state(p.line)}
	if !of.first { // what kind of line it is, its beginning says
		start := t.LineStart(p.line)
		v.opening = t.AppendRange(v.opening[:0], start, start+256)
		of.line = markdown.Opening(v.opening, of.state)
	}
	return v.paper.block(v.content, of)
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
	if v.leaf.set {
		off, y = max(0, min(v.leaf.off, t.Len())), v.leaf.y
		v.leaf = turn{}
	}
	if v.target.set {
		off = t.LineStart(t.LineOf(max(0, min(v.target.off, t.Len()))))
		y = v.column.Min.Y
		v.target = target{}
	}
	v.stack(t, off, y)
	_, head := b.Selection()
	if v.reveal {
		v.reveal = false
		v.show(t, head, v.upstream(b))
	}
	v.settle(t, head, v.upstream(b))
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
func (v *View) show(t *crdt.Text, head int, upstream bool) {
	space := v.paper.sizes[0].height
	i, r, ok := v.find(head, upstream)
	if !ok {
		p := placeAt(t, head)
		b := v.shape(t, p)
		height := b.rows[b.rowAt(head-p.from, upstream)].height
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
		i, r, ok = v.find(head, upstream)
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

func (v *View) settle(t *crdt.Text, head int, upstream bool) {
	if i, r, ok := v.find(head, upstream); ok {
		if y := v.placed[i].y + r.y; y >= 0 && y+r.height <= v.size.Y {
			v.fix(t, min(max(head, v.placed[i].from+r.from), v.placed[i].from+r.to), y)
			if upstream {
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
// Where a line is wrapped, upstream chooses the upper of two rows.
func (v *View) find(off int, upstream bool) (int, *row, bool) {
	for i, p := range v.placed {
		if off < p.from || off > p.to || off == p.to && !p.last {
			continue
		}
		return i, &p.block.rows[p.block.rowAt(off-p.from, upstream)], true
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

// At returns the offset of the text at a place in the view, as the last frame
// drew it.
func (v *View) At(b *buffer.Buffer, at image.Point) int {
	off, _ := v.hit(b, at)
	return off
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
