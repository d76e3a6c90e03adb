package window

import (
	"image"

	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/text"
)

// home is shown while no document is open.
type home struct {
	write button
	link  button
	menu  button
}

func (h *home) layout(gtx layout.Context, u *ui, l look, libraryOpen bool) layout.Dimensions {
	for h.write.Clicked(gtx) {
		u.newDocument()
	}
	for h.link.Clicked(gtx) {
		u.sheet = newJoin("")
	}
	for h.menu.Clicked(gtx) {
		u.drawer = true
	}
	u.title = "Chirograph"
	size := gtx.Constraints.Max
	width := min(gtx.Dp(380), size.X-gtx.Dp(32))
	inner := gtx
	inner.Constraints = layout.Constraints{Max: image.Pt(width, size.Y)}
	inner.Constraints.Min.X = width
	m := op.Record(gtx.Ops)
	d := layout.Flex{Axis: layout.Vertical, Alignment: layout.Middle}.Layout(
		inner,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			w := l.say(20, l.ink).heavy(bold)
			w.align = text.Middle
			return w.layout(gtx, l, l.words.Home.Motto)
		}),
		space(0, 8),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			w := l.say(14, l.ink2).many()
			w.align = text.Middle
			return w.layout(gtx, l, l.words.Home.Hint)
		}),
		space(0, 24),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = image.Point{}
			return layout.Flex{}.Layout(
				gtx,
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return h.write.layout(gtx, l, primaryButton, l.words.Command.New)
				}),
				space(12, 0),
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return h.link.layout(gtx, l, plainButton, l.words.Command.OpenLink)
				}),
			)
		}),
	)
	call := m.Stop()
	if !libraryOpen {
		layout.UniformInset(9).Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return h.menu.icon(gtx, l, menuIcon, l.words.Library.Title)
		})
	}
	defer op.Offset(image.Pt((size.X-width)/2, max(0, (size.Y-d.Size.Y)*2/5))).Push(gtx.Ops).Pop()
	call.Add(gtx.Ops)
	return layout.Dimensions{Size: size}
}
