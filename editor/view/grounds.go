package view

import (
	"image"
	"image/color"

	"gioui.org/layout"
	"gioui.org/op/clip"
	"gioui.org/op/paint"

	"chirograph/editor/buffer"
	"chirograph/editor/markdown"
)

// drawGrounds draws what lies below everything: the ground of code, the bars of
// quotations, the caret's row.
func (v *View) drawGrounds(gtx layout.Context, b *buffer.Buffer, s *Style) {
	for _, p := range v.placed {
		v.drawFence(gtx, s, p)
		v.drawBars(gtx, s, p)
	}
	if s.CurrentLine && v.focused {
		v.drawCurrent(gtx, b, s)
	}
	side, inset := gtx.Dp(1), gtx.Dp(4)
	for _, p := range v.placed {
		for i := range p.block.rows {
			r := &p.block.rows[i]
			var box image.Rectangle // backticks and code are pieces of their own
			flush := func() {
				if !box.Empty() {
					fillRound(gtx, s.Wash, box, inset)
				}
				box = image.Rectangle{}
			}
			for _, pc := range r.pieces {
				if pc.kind&markdown.Code == 0 {
					flush()
					continue
				}
				x, y := v.column.Min.X, p.y+r.y
				box = box.Union(image.Rect(x+pc.from.Floor()-side, y+inset, x+pc.to.Ceil()+side, y+r.height-inset))
			}
			flush()
		}
	}
}

// overhang is how far grounds reach beyond the words on either side, in dp.
const overhang = 10

// across is the column with the overhang, from top to bottom of a block.
func (v *View) across(gtx layout.Context, y0, y1 int) image.Rectangle {
	over := gtx.Dp(overhang)
	return image.Rect(v.column.Min.X-over, y0, v.column.Max.X+over, y1)
}

// drawFence draws the ground of fenced and indented code: one piece, however
// many lines it has.
func (v *View) drawFence(gtx layout.Context, s *Style, p placed) {
	box := v.across(gtx, p.y, p.bottom())
	if in := v.paper.inset(p.block.Quote); p.block.rtl {
		box.Max.X -= in
	} else {
		box.Min.X += in
	}
	switch p.block.Kind {
	case markdown.Verbatim, markdown.Indented:
		fill(gtx, s.Wash, box)
	case markdown.Fence:
		round := gtx.Dp(6)
		shape := clip.RRect{Rect: box}
		if p.block.Opens {
			shape.NW, shape.NE = round, round
		} else {
			shape.SW, shape.SE = round, round
		}
		paint.FillShape(gtx.Ops, s.Wash, shape.Op(gtx.Ops))
	}
}

// drawBars draws a bar for every quotation that a line is in, and rules.
func (v *View) drawBars(gtx layout.Context, s *Style, p placed) {
	c := s.tinted(s.Quiet, 150)
	for i := range min(p.block.Quote, 16) {
		x := v.column.Min.X + v.paper.inset(i) + gtx.Dp(2)
		if p.block.rtl {
			x = v.column.Max.X - v.paper.inset(i) - gtx.Dp(5)
		}
		fill(gtx, c, image.Rect(x, p.y, x+gtx.Dp(3), p.bottom()))
	}
	if p.block.Kind == markdown.Rule { // the rule that the signs stand for
		r := &p.block.rows[0]
		from, y := v.column.Min.X+r.end.Round()+gtx.Dp(8), p.y+r.y+r.height/2
		if s.Whitespace { // the sign of the line's end stands there
			from += gtx.Dp(12)
		}
		fill(gtx, c, image.Rect(from, y, v.column.Max.X, y+max(1, gtx.Dp(1))))
	}
}

// drawCurrent washes the rows of the carets.
func (v *View) drawCurrent(gtx layout.Context, b *buffer.Buffer, s *Style) {
	ranges := b.Selections()
	for i, c := range ranges {
		if !c.Empty() {
			continue
		}
		n, r, ok := v.find(c.Head, v.note(i, len(ranges)).upstream)
		if !ok {
			continue
		}
		p := v.placed[n]
		ground := s.Ground
		switch p.block.Kind {
		case markdown.Fence, markdown.Verbatim, markdown.Indented:
			ground = s.Wash
		}
		fill(gtx, mixed(ground, s.Ink, 12), v.across(gtx, p.y+r.y, p.y+r.y+r.height))
	}
}

// drawMarks washes what a search has found, the current one more strongly.
func (v *View) drawMarks(gtx layout.Context, s *Style) {
	first, last := v.placed[0].from, v.placed[len(v.placed)-1].to
	inset, round := gtx.Dp(3), gtx.Dp(3)
	for i := firstMark(s.Marks, first); i < len(s.Marks) && s.Marks[i].From < last; i++ {
		m := s.Marks[i]
		c := s.tinted(s.Find, 80)
		if m.Current {
			c = s.tinted(s.Find, 170)
		}
		v.bands(m.From, m.To, func(box image.Rectangle, _ int) {
			box.Min.Y, box.Max.Y = box.Min.Y+inset, box.Max.Y-inset
			fillRound(gtx, c, box, round)
		})
	}
}

// drawFound outlines the match that the person is at. It is selected most of
// the time, so the outline lies over selections.
func (v *View) drawFound(gtx layout.Context, s *Style) {
	for i := firstMark(s.Marks, v.placed[0].from); i < len(s.Marks) && s.Marks[i].From < v.placed[len(v.placed)-1].to; i++ {
		if m := s.Marks[i]; m.Current {
			v.bands(m.From, m.To, func(box image.Rectangle, _ int) {
				box.Min.Y, box.Max.Y = box.Min.Y+gtx.Dp(2), box.Max.Y-gtx.Dp(2)
				outline(gtx, s.Find, box.Inset(-gtx.Dp(1)), gtx.Dp(3))
			})
		}
	}
}

// drawBrackets draws boxes around the bracket at the caret and its partner.
func (v *View) drawBrackets(gtx layout.Context, b *buffer.Buffer, s *Style) {
	anchor, head := b.Selection()
	if s.NoBrackets || !v.focused || anchor != head {
		return
	}
	at, match, ok := b.Bracket(head)
	if !ok {
		return
	}
	for _, off := range [...]int{at, match} {
		v.bands(off, off+1, func(box image.Rectangle, _ int) {
			box.Min.Y, box.Max.Y = box.Min.Y+gtx.Dp(3), box.Max.Y-gtx.Dp(3)
			outline(gtx, s.tinted(s.Ink, 140), box, gtx.Dp(2))
		})
	}
}

func outline(gtx layout.Context, c color.NRGBA, box image.Rectangle, radius int) {
	w := float32(max(1, gtx.Dp(1)))
	paint.FillShape(gtx.Ops, c, clip.Stroke{Path: clip.UniformRRect(box, radius).Path(gtx.Ops), Width: w}.Op())
}

// mixed is a with part/255 of b in it.
func mixed(a, b color.NRGBA, part uint8) color.NRGBA {
	s := Style{Ground: a}
	return s.tinted(b, part)
}
