package view

import (
	"image"
	"image/color"

	"gioui.org/f32"
	"gioui.org/layout"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/unit"

	"chirograph/editor/markdown"
	"chirograph/editor/reading"
)

// draw draws a block of the page.
func (p *Preview) draw(gtx layout.Context, s *Style, l placedLeaf) {
	b := &p.blocks[l.i]
	x := p.column.Min.X
	for i := range min(b.Quote, 6) {
		at, from := x+gtx.Dp(quoteInset)*i+gtx.Dp(2), l.y
		if l.i == 0 || p.blocks[l.i-1].Quote <= i { // the quotation begins
			from += l.leaf.top
		}
		fill(gtx, s.tinted(s.Quiet, 150), image.Rect(at, from, at+gtx.Dp(3), l.y+l.leaf.height))
	}
	left, top, foot := x+l.leaf.left, l.y+l.leaf.top, l.y+l.leaf.foot
	switch b.Kind {
	case reading.Rule:
		fill(gtx, s.tinted(s.Quiet, 120), image.Rect(left, top, p.column.Max.X, top+max(1, gtx.Dp(1))))
		return
	case reading.Code:
		fillRound(gtx, s.Wash, image.Rect(left, top, p.column.Max.X, foot), gtx.Dp(6))
	case reading.Table:
		p.drawLines(gtx, s, l)
	}
	p.drawMarker(gtx, s, l, b)
	for i := range l.leaf.strips {
		p.drawPart(gtx, s, l.y, &l.leaf.strips[i], b)
	}
}

// drawLines draws the lines below the rows of a table.
func (p *Preview) drawLines(gtx layout.Context, s *Style, l placedLeaf) {
	columns := l.leaf.columns
	from, to := p.column.Min.X+columns[0], p.column.Min.X+columns[len(columns)-1]
	thin := max(1, gtx.Dp(1))
	for i, y := range l.leaf.lines {
		c := s.tinted(s.Quiet, 70)
		if i == 0 {
			c = s.tinted(s.Quiet, 190)
		}
		fill(gtx, c, image.Rect(from, l.y+y-thin, to, l.y+y))
	}
}

// drawMarker draws the sign of an item of a list, or its box.
func (p *Preview) drawMarker(gtx layout.Context, s *Style, l placedLeaf, b *reading.Block) {
	if b.Marker == "" || len(l.leaf.strips) == 0 {
		return
	}
	part := &l.leaf.strips[0]
	r := &part.block.rows[0]
	baseline := l.y + part.y + r.y + r.baseline
	edge := p.column.Min.X + l.leaf.left - gtx.Dp(8)
	if b.Task != reading.NoTask {
		side := gtx.Dp(14)
		box := image.Rect(edge-side, baseline-side+gtx.Dp(2), edge, baseline+gtx.Dp(2))
		p.drawBox(gtx, s, box, b.Task == reading.Done)
		return
	}
	sign := p.paper.flow(b.Marker, []markdown.Span{{To: len(b.Marker)}}, 0, wide/128)
	for _, pc := range sign.rows[0].pieces {
		drawGlyphs(gtx, s.Shaper, pc.glyphs, pc.outlined, edge-pc.to.Ceil(), baseline, s.Ink2)
	}
}

// drawBox draws the box of a task, ticked or not.
func (p *Preview) drawBox(gtx layout.Context, s *Style, box image.Rectangle, done bool) {
	round := gtx.Dp(3)
	if !done {
		path := clip.UniformRRect(box.Inset(gtx.Dp(1)), round).Path(gtx.Ops)
		paint.FillShape(gtx.Ops, s.Quiet, clip.Stroke{Path: path, Width: gtx.Metric.PxPerDp * 1.5}.Op())
		return
	}
	fillRound(gtx, s.Accent, box, round)
	var tick clip.Path
	tick.Begin(gtx.Ops)
	w := float32(box.Dx())
	at := func(x, y float32) f32.Point {
		return f32.Pt(float32(box.Min.X)+x*w, float32(box.Min.Y)+y*w)
	}
	tick.MoveTo(at(0.24, 0.52))
	tick.LineTo(at(0.43, 0.70))
	tick.LineTo(at(0.77, 0.32))
	paint.FillShape(gtx.Ops, s.Ground, clip.Stroke{Path: tick.End(), Width: gtx.Metric.PxPerDp * 1.8}.Op())
}

func (p *Preview) drawPart(gtx layout.Context, s *Style, y int, pt *strip, b *reading.Block) {
	x := p.column.Min.X + pt.x
	for i := range pt.block.rows {
		r := &pt.block.rows[i]
		top := y + pt.y + r.y
		if top > p.size.Y || top+r.height < 0 {
			continue
		}
		for _, pc := range r.pieces {
			from, to := x+pc.from.Floor(), x+pc.to.Ceil()
			if pc.kind&markdown.Code != 0 && b.Kind != reading.Code {
				side, inset := gtx.Dp(2), gtx.Dp(4)
				fillRound(gtx, s.Wash, image.Rect(from-side, top+inset, to+side, top+r.height-inset), inset)
			}
			if len(pc.glyphs) == 0 {
				continue
			}
			c := p.colour(s, pc.kind, b)
			drawGlyphs(gtx, s.Shaper, pc.glyphs, pc.outlined, x, top+r.baseline, c)
			if pc.kind&markdown.Struck != 0 {
				mid := top + r.baseline - p.paper.sizes[pt.block.size].ppem.Round()*5/16
				fill(gtx, c, image.Rect(from, mid, to, mid+max(1, gtx.Dp(1))))
			}
			if pc.kind&markdown.Link != 0 {
				under := top + r.baseline + gtx.Dp(unit.Dp(3))
				fill(gtx, faded(c, 110), image.Rect(from, under, to, under+max(1, gtx.Dp(1))))
			}
		}
	}
}

func (p *Preview) colour(s *Style, k markdown.Kind, b *reading.Block) color.NRGBA {
	switch {
	case k&markdown.Link != 0:
		return s.Accent
	case k&(markdown.Mark|markdown.Struck) != 0, b.Task == reading.Done, b.Quote > 0:
		return s.Ink2
	}
	return s.Ink
}
