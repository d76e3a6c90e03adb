package view

import (
	"image"

	"gioui.org/f32"
	"gioui.org/font"
	"gioui.org/layout"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/unit"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A stroke is a line below text of one author that is still to be drawn.
type stroke struct {
	hand      Hand
	x0, x1, y int
}

// drawAuthorship washes the text with the colours of those who wrote it. The
// lines below it are drawn by drawStrokes, over what is selected.
func (v *View) drawAuthorship(gtx layout.Context, t *crdt.Text, s *Style) {
	v.strokes = v.strokes[:0]
	if s.Authorship == nil {
		return
	}
	for _, p := range v.placed {
		for i := range p.block.rows {
			r := &p.block.rows[i]
			y := p.y + r.y
			if y > v.size.Y || y+r.height < 0 {
				continue
			}
			v.authors(t, p, r, func(who version.Author, from, to int) {
				v.drawHand(gtx, s, who, p, r, from, to)
			})
		}
	}
}

// authors calls f with the stretches of a row, in bytes of its block, that one
// author wrote.
func (v *View) authors(t *crdt.Text, p placed, r *row, f func(who version.Author, from, to int)) {
	from := 0
	var who version.Author
	for i, c := range r.cells {
		a := t.AuthorAt(p.from + c.at).Author
		if i > 0 && a != who {
			f(who, from, c.at)
		}
		if i == 0 || a != who {
			who, from = a, c.at
		}
	}
	if len(r.cells) > 0 {
		f(who, from, r.to)
	}
}

func (v *View) drawHand(gtx layout.Context, s *Style, who version.Author, p placed, r *row, from, to int) {
	a := s.Authorship
	if a.Only != (version.Author{}) && a.Only != who {
		return
	}
	hand, ok := a.Of(who)
	if !ok {
		return
	}
	inset := gtx.Dp(2)
	r.bands(from, to, func(x0, x1 int) {
		x, y := v.column.Min.X, p.y+r.y
		box := image.Rect(x+x0, y+inset, x+x1, y+r.height-inset)
		fill(gtx, s.tinted(hand.Colour, s.Tint), box)
		v.strokes = append(v.strokes, stroke{hand, box.Min.X, box.Max.X, y + r.baseline + gtx.Dp(4)})
	})
}

func (v *View) drawStrokes(gtx layout.Context) {
	for _, l := range v.strokes {
		drawLine(gtx, l.hand, l.x0, l.x1, l.y)
	}
}

// DrawHand draws a sample of how the text of an author looks, for a legend.
func DrawHand(gtx layout.Context, h Hand, s Style, box image.Rectangle) {
	fill(gtx, s.tinted(h.Colour, s.Tint), box)
	drawLine(gtx, h, box.Min.X, box.Max.X, box.Max.Y-gtx.Dp(3))
}

// drawLine draws the line below the text of one author. Patterns are counted
// from the left edge of the page, so that they go on from one stretch to the
// next.
func drawLine(gtx layout.Context, h Hand, x0, x1, y int) {
	thick := max(1, gtx.Dp(1.5))
	on, step := 0, 0
	switch h.Pattern {
	case Dashed:
		on, step = gtx.Dp(6), gtx.Dp(9)
	case Dotted:
		on, step = gtx.Dp(2), gtx.Dp(4)
	case Double:
		thin := max(1, gtx.Dp(1))
		fill(gtx, h.Colour, image.Rect(x0, y-thin, x1, y))
		fill(gtx, h.Colour, image.Rect(x0, y+thin, x1, y+2*thin))
		return
	default:
		fill(gtx, h.Colour, image.Rect(x0, y, x1, y+thick))
		return
	}
	first := x0 / step * step
	if first+on <= x0 { // it would end before the text begins
		first += step
	}
	if first >= x1 {
		return
	}
	var p clip.Path // one for all of them: a page has thousands
	p.Begin(gtx.Ops)
	top, foot := float32(y), float32(y+thick)
	for x := first; x < x1; x += step {
		from, to := float32(max(x, x0)), float32(min(x+on, x1))
		p.MoveTo(f32.Pt(from, top))
		p.LineTo(f32.Pt(to, top))
		p.LineTo(f32.Pt(to, foot))
		p.LineTo(f32.Pt(from, foot))
		p.Close()
	}
	paint.FillShape(gtx.Ops, h.Colour, clip.Outline{Path: p.End()}.Op())
}

// drawCard says beside the mouse what there is to say of a change under it, or
// who wrote what is there.
func (v *View) drawCard(gtx layout.Context, t *crdt.Text, s *Style) {
	if v.sayChange(gtx, s) {
		return
	}
	if s.Authorship == nil || s.Authorship.Wrote == nil || !v.mouse.over || v.drag.active {
		return
	}
	off, ok := v.characterAt(v.mouse.at)
	if !ok || off >= t.Len() {
		return
	}
	who := t.AuthorAt(off).Author
	if only := s.Authorship.Only; only != (version.Author{}) && only != who {
		return
	}
	if label := s.Authorship.Wrote(t.Anchor(off, crdt.Before).ID); label != "" {
		v.drawNote(gtx, s, label)
	}
}

// drawNote draws words beside the mouse.
func (v *View) drawNote(gtx layout.Context, s *Style, label string) {
	const size = unit.Sp(12)
	w := labelWidth(gtx, s, label, size, font.Medium)
	pad, height := gtx.Dp(8), gtx.Sp(24)
	at := image.Pt(v.mouse.at.X+gtx.Dp(8), v.mouse.at.Y+gtx.Dp(18))
	at.X = max(0, min(at.X, v.size.X-w-2*pad-gtx.Dp(12)))
	if at.Y+height > v.size.Y {
		at.Y = v.mouse.at.Y - gtx.Dp(10) - height
	}
	box := image.Rectangle{Min: at, Max: at.Add(image.Pt(w+2*pad, height))}
	fillRound(gtx, s.Ink, box, gtx.Dp(4))
	v.drawLabel(gtx, s, label, size, font.Medium, s.Ground, image.Pt(at.X+pad, at.Y+gtx.Sp(16)))
}
