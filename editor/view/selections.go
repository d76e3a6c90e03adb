package view

import (
	"image"
	"image/color"
	"time"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/editor/buffer"
)

func (v *View) drawOthersSelections(gtx layout.Context, s *Style, others []Caret) {
	for _, c := range others {
		v.drawSelection(gtx, c.Anchor, c.Head, s.tinted(c.Colour, s.Tint))
	}
}

func (v *View) drawSelections(gtx layout.Context, b *buffer.Buffer, s *Style) {
	for _, r := range b.Selections() {
		v.drawSelection(gtx, r.Anchor, r.Head, s.Selection)
	}
}

func (v *View) drawSelection(gtx layout.Context, anchor, head int, c color.NRGBA) {
	from, to := min(anchor, head), max(anchor, head)
	if from == to {
		return
	}
	v.bands(from, to, func(box image.Rectangle, _ int) { fill(gtx, c, box) })
	for _, p := range v.placed { // the ends of the lines in it
		if p.last && from <= p.to && to > p.to {
			r := &p.block.rows[len(p.block.rows)-1]
			x, y := v.column.Min.X+r.end.Round(), p.y+r.y
			end := image.Rect(x, y, x+gtx.Dp(6), y+r.height)
			if p.block.rtl {
				end = end.Sub(image.Pt(gtx.Dp(6), 0))
			}
			fill(gtx, c, end)
		}
	}
}

// drawComposition underlines what the input method is composing.
func (v *View) drawComposition(gtx layout.Context, b *buffer.Buffer, s *Style) {
	v.composition(b, func(box image.Rectangle, baseline int) {
		y := box.Min.Y + baseline + gtx.Dp(3)
		fill(gtx, s.Ink, image.Rect(box.Min.X, y, box.Max.X, y+max(1, gtx.Dp(1))))
	})
}

// composed is the box around the text being composed.
func (v *View) composed(b *buffer.Buffer) image.Rectangle {
	var all image.Rectangle
	v.composition(b, func(box image.Rectangle, _ int) { all = all.Union(box) })
	return all.Intersect(image.Rectangle{Max: v.size})
}

func (v *View) composition(b *buffer.Buffer, f func(box image.Rectangle, baseline int)) {
	p := &v.published
	since, known := p.since(b)
	if !v.composing() || !known {
		return
	}
	c := ordered(v.compose)
	v.bands(p.locate(p.byte(c.Start), since, true), p.locate(p.byte(c.End), since, false), f)
}

const (
	blink    = 500 * time.Millisecond
	blinkFor = 10 * time.Second // then the carets stand still, and nothing is drawn for their sake
)

// drawCarets draws one's own carets and asks for the frame of their next
// change.
func (v *View) drawCarets(gtx layout.Context, b *buffer.Buffer, s *Style) {
	if v.drag.text && v.drag.moved { // where it would be put down
		off, upstream := v.offsetAt(v.drag.at)
		if box, ok := v.caretBox(gtx, off, upstream); ok {
			fill(gtx, s.Accent, box)
		}
		return
	}
	if !v.focused {
		return
	}
	if d := gtx.Now.Sub(v.blinkStart); d < blinkFor && !s.Still {
		gtx.Execute(op.InvalidateCmd{At: gtx.Now.Add(blink - d%blink)})
		if d/blink%2 == 1 {
			return
		}
	}
	ranges := b.Selections()
	for i, r := range ranges {
		if box, ok := v.caretBox(gtx, r.Head, v.note(i, len(ranges)).upstream); ok {
			fill(gtx, s.Accent, box)
		}
	}
}

// caretBox is where a caret at off is drawn: as high as the letters, not as
// the row.
func (v *View) caretBox(gtx layout.Context, off int, upstream bool) (image.Rectangle, bool) {
	i, r, ok := v.find(off, upstream)
	if !ok {
		return image.Rectangle{}, false
	}
	p := v.placed[i]
	ppem := v.paper.sizes[p.block.size].ppem.Round()
	x := v.column.Min.X + r.x(off-p.from).Round()
	y := p.y + r.y + r.baseline
	w := max(1, gtx.Dp(2))
	return image.Rect(x-w/2, y-ppem, x-w/2+w, y+ppem/3), true
}
