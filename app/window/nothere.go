package window

import (
	"image"
	"image/color"

	"gioui.org/f32"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/op/paint"

	"chirograph/app/phrases"
)

// layoutNotHere draws the slider of a history of which so many percent are here,
// at the foot of the page: the rest is hatched. It returns how high that is.
func (p *page) layoutNotHere(gtx layout.Context, u *ui, l look, percent int) int {
	say, shut := &l.words.Past, &p.past.strip.shut
	for shut.Clicked(gtx) {
		p.closeHistory(u)
	}
	size := image.Pt(gtx.Constraints.Max.X, min(gtx.Constraints.Max.Y/2, gtx.Dp(stripHeight)))
	defer op.Offset(image.Pt(0, gtx.Constraints.Max.Y-size.Y)).Push(gtx.Ops).Pop()
	fill(gtx, l.panel, image.Rectangle{Max: size})
	fill(gtx, l.line, image.Rect(0, 0, size.X, hair(gtx)))
	bar := gtx
	bar.Constraints = layout.Exact(image.Pt(size.X, gtx.Dp(stripBar)))
	layout.Inset{Left: 24, Right: 16}.Layout(bar, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				d := l.say(12, l.ink2).layout(gtx, l, phrases.With(say.NotHere, "n", 100-percent))
				d.Size.X = gtx.Constraints.Max.X
				return d
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return shut.icon(gtx, l, closeIcon, say.Close) }),
		)
	})
	side := gtx.Dp(sliderSide)
	top, foot := gtx.Dp(stripBar)+gtx.Dp(12), gtx.Dp(stripBar)+gtx.Dp(56)
	here := side + (size.X-2*side)*percent/100
	axis := (top + foot) / 2
	fill(gtx, l.accent, image.Rect(side, axis, here, axis+gtx.Dp(2)))
	hatch(gtx, l.edge, image.Rect(here, top, size.X-side, foot))
	return size.Y
}

// hatch draws slanted lines in a box.
func hatch(gtx layout.Context, c color.NRGBA, box image.Rectangle) {
	defer clip.UniformRRect(box, gtx.Dp(4)).Push(gtx.Ops).Pop()
	step, thick := float32(gtx.Dp(8)), float32(gtx.Dp(1.5))
	top, foot := float32(box.Min.Y), float32(box.Max.Y)
	rise := foot - top
	var path clip.Path
	path.Begin(gtx.Ops)
	for x := float32(box.Min.X) - rise; x < float32(box.Max.X); x += step {
		path.MoveTo(f32.Pt(x, foot))
		path.LineTo(f32.Pt(x+rise, top))
		path.LineTo(f32.Pt(x+rise+thick, top))
		path.LineTo(f32.Pt(x+thick, foot))
		path.Close()
	}
	paint.FillShape(gtx.Ops, c, clip.Outline{Path: path.End()}.Op())
}
