package window

import (
	"image"
	"slices"

	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/unit"

	"chirograph/app/workspace"
)

const barHeight = unit.Dp(48)

// layoutBar draws the bar over the text: its title, who is here, and what is
// most often wanted.
func (p *page) layoutBar(gtx layout.Context, l look, title string, people []workspace.Person, libraryOpen bool) {
	size := gtx.Constraints.Max
	fill(gtx, l.canvas, image.Rectangle{Max: size})
	fill(gtx, l.line, image.Rect(0, size.Y-hair(gtx), size.X, size.Y))
	p.eye.on, p.outline.on, p.history.on = p.preview.mode != noPreview, p.panel.kind == panelOutline, p.past.open
	narrow := size.X < gtx.Dp(narrowWindow) // the menu and the palette have them all
	layout.Inset{Left: 24, Right: 16}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min.Y = size.Y
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				if libraryOpen {
					return layout.Dimensions{}
				}
				defer op.Offset(image.Pt(-gtx.Dp(10), 0)).Push(gtx.Ops).Pop()
				return p.library.icon(gtx, l, menuIcon, l.words.Library.Title)
			}),
			layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
				d := l.say(14, l.ink).heavy(bold).layout(gtx, l, title)
				d.Size.X = gtx.Constraints.Max.X
				return d
			}),
			space(16, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return p.layoutFaces(gtx, l, people) }),
			space(16, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Pt(gtx.Dp(76), 0)
				return p.share.layout(gtx, l, primaryButton, l.words.Page.Share)
			}),
			space(8, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				if narrow {
					return layout.Dimensions{}
				}
				return p.eye.icon(gtx, l, readIcon, l.words.Page.PreviewButton)
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				if narrow {
					return layout.Dimensions{}
				}
				return p.outline.icon(gtx, l, outlineIcon, l.words.Panel.Outline)
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				if narrow {
					return layout.Dimensions{}
				}
				return p.history.icon(gtx, l, historyIcon, l.words.Panel.History)
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return p.more.icon(gtx, l, moreIcon, l.words.General.Menu) }),
		)
	})
}

// layoutFaces shows who is here, oneself first; a click tells more.
func (p *page) layoutFaces(gtx layout.Context, l look, people []workspace.Person) layout.Dimensions {
	colours := distinct(people)
	type face struct {
		name   string
		colour int
	}
	var here []face
	for i, q := range people {
		if q.Me || q.Online {
			here = append(here, face{q.Name, colours[i]})
		}
	}
	if len(here) < 2 {
		return layout.Dimensions{}
	}
	most := 5
	if gtx.Constraints.Max.X < gtx.Dp(320) {
		most = 2
	}
	rest := max(0, len(here)-most)
	here = here[:min(len(here), most)]
	return p.faces.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(l.words.Page.People).Add(gtx.Ops)
		disc, step := gtx.Dp(26), gtx.Dp(20)
		for i, f := range slices.Backward(here) {
			shift := op.Offset(image.Pt(i*step, 0)).Push(gtx.Ops)
			ring := image.Rect(0, 0, disc, disc).Inset(-gtx.Dp(2))
			paint.FillShape(gtx.Ops, l.canvas, clip.Ellipse(ring).Op(gtx.Ops))
			avatar(gtx, l, f.name, f.colour, 26)
			shift.Pop()
		}
		size := image.Pt((len(here)-1)*step+disc, disc)
		if rest > 0 {
			defer op.Offset(image.Pt(size.X+gtx.Dp(6), gtx.Dp(5))).Push(gtx.Ops).Pop()
			gtx.Constraints.Min = image.Point{}
			d := l.say(12, l.ink2).heavy(medium).layout(gtx, l, "+"+itoa(rest))
			size.X += gtx.Dp(6) + d.Size.X
		}
		focusRing(gtx, l.accent, &p.faces, image.Rectangle{Max: size}, 13)
		return layout.Dimensions{Size: size}
	})
}
