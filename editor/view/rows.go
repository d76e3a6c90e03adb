package view

import (
	"image"
	"image/color"

	"gioui.org/f32"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/text"

	"chirograph/editor/crdt"
	"chirograph/editor/markdown"
)

// drawRows draws the text and what stands beside it.
func (v *View) drawRows(gtx layout.Context, t *crdt.Text, s *Style) {
	for _, p := range v.placed {
		for i := range p.block.rows {
			r := &p.block.rows[i]
			y := p.y + r.y
			if y > v.size.Y || y+r.height < 0 {
				continue
			}
			if s.Gutter > 0 {
				v.drawGutter(gtx, t, s, p, i, y)
			}
			v.drawWords(gtx, s, p, r, y)
			if s.Whitespace {
				v.drawBlanks(gtx, t, s, p, i)
			}
		}
	}
}

func (v *View) drawPiece(gtx layout.Context, s *Style, pc piece, y int, r *row, c color.NRGBA, size int) {
	if len(pc.glyphs) == 0 {
		return
	}
	x := v.column.Min.X
	drawGlyphs(gtx, s.Shaper, pc.glyphs, pc.outlined, x, y+r.baseline, c)
	if pc.kind&markdown.Struck != 0 {
		thick := max(1, gtx.Dp(1))
		mid := y + r.baseline - v.paper.sizes[size].ppem.Round()*5/16
		fill(gtx, s.Quiet, image.Rect(x+pc.from.Floor(), mid, x+pc.to.Ceil(), mid+thick))
	}
}

// drawGlyphs draws a run whose dots stand on the baseline y. To look for bitmaps
// takes time for every glyph, so the caller says if there can be none.
func drawGlyphs(gtx layout.Context, sh *text.Shaper, gs []text.Glyph, outlined bool, x, y int, c color.NRGBA) {
	off := f32.Pt(float32(x)+float32(gs[0].X)/64, float32(y))
	defer op.Affine(f32.AffineId().Offset(off)).Push(gtx.Ops).Pop()
	outline := clip.Outline{Path: sh.Shape(gs)}.Op().Push(gtx.Ops)
	paint.ColorOp{Color: c}.Add(gtx.Ops)
	paint.PaintOp{}.Add(gtx.Ops)
	outline.Pop()
	if outlined {
		return
	}
	if call := sh.Bitmaps(gs); call != (op.CallOp{}) {
		call.Add(gtx.Ops)
	}
}

// bands calls f with the boxes of a stretch of text on the page, and the
// baseline of each from its top.
func (v *View) bands(from, to int, f func(box image.Rectangle, baseline int)) {
	for _, p := range v.placed {
		if to <= p.from || from >= p.to {
			continue
		}
		for i := range p.block.rows {
			r := &p.block.rows[i]
			y := p.y + r.y
			if to-p.from <= r.from || from-p.from >= r.to || y > v.size.Y || y+r.height < 0 {
				continue
			}
			r.bands(from-p.from, to-p.from, func(x0, x1 int) {
				x := v.column.Min.X
				f(image.Rect(x+x0, y, x+x1, y+r.height), r.baseline)
			})
		}
	}
}

// drawBlanks draws the spaces, tabs and the end of a row as signs. They are
// drawn over the page and are no part of the text.
func (v *View) drawBlanks(gtx layout.Context, t *crdt.Text, s *Style, p placed, i int) {
	r := &p.block.rows[i]
	v.content = t.AppendRange(v.content[:0], p.from+r.from, p.from+r.to)
	x, y := v.column.Min.X, p.y+r.y+r.baseline-v.paper.sizes[p.block.size].ppem.Round()/4
	dot := max(2, gtx.Dp(2))
	for _, c := range r.cells {
		from, to := x+min(c.lead, c.trail).Round(), x+max(c.lead, c.trail).Round()
		mid := (from + to) / 2
		switch v.content[c.at-r.from] {
		case ' ':
			fillRound(gtx, s.Quiet, image.Rect(mid-dot/2, y-dot/2, mid-dot/2+dot, y-dot/2+dot), dot/2)
		case '\t':
			v.drawArrow(gtx, s.Quiet, from+dot, to-dot, y)
		}
	}
	if p.last && i == len(p.block.rows)-1 && p.to < t.Len() {
		end := image.Pt(x+r.end.Round()+gtx.Dp(2), p.y+r.y+r.baseline)
		if p.block.rtl {
			end.X -= gtx.Dp(12)
		}
		v.drawLabel(gtx, s, "¶", s.Size*3/4, 0, s.Quiet, end)
	}
}

// drawArrow draws an arrow to the right.
func (v *View) drawArrow(gtx layout.Context, c color.NRGBA, from, to, y int) {
	thick, head := max(1, gtx.Dp(1)), gtx.Dp(3)
	if to-from < head {
		return
	}
	fill(gtx, c, image.Rect(from, y, to-thick, y+thick))
	var p clip.Path
	p.Begin(gtx.Ops)
	mid := float32(y) + float32(thick)/2
	p.MoveTo(f32.Pt(float32(to), mid))
	p.LineTo(f32.Pt(float32(to-head), mid-float32(head)))
	p.LineTo(f32.Pt(float32(to-head), mid+float32(head)))
	p.Close()
	paint.FillShape(gtx.Ops, c, clip.Outline{Path: p.End()}.Op())
}
