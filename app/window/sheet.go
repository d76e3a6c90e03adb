package window

import (
	"image"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
)

// A sheet is a dialog over the window.
type sheet interface {
	layout(gtx layout.Context, u *ui, l look) layout.Dimensions
}

// scrim darkens the window, keeps the mouse away from it, and reports a click.
func (u *ui) scrim(gtx layout.Context, l look, tag event.Tag) bool {
	r := image.Rectangle{Max: gtx.Constraints.Max}
	fill(gtx, l.scrim, r)
	defer clip.Rect(r).Push(gtx.Ops).Pop()
	event.Op(gtx.Ops, tag)
	pointer.CursorDefault.Add(gtx.Ops)
	clicked := false
	for {
		ev, ok := gtx.Event(pointer.Filter{Target: tag, Kinds: pointer.Press | pointer.Scroll, ScrollY: pointer.ScrollRange{Min: -1, Max: 1}})
		if !ok {
			return clicked
		}
		if ev, ok := ev.(pointer.Event); ok && ev.Kind == pointer.Press {
			clicked = true
		}
	}
}

// layoutSheet draws the open sheet over everything else. Escape, or a click
// beside it, closes it.
func (u *ui) layoutSheet(gtx layout.Context, l look) {
	if pressed(gtx, key.Filter{Name: key.NameEscape}) || u.scrim(gtx, l, &u.sheet) {
		u.closeSheet()
		u.sheetRoll = roll{}
		return
	}
	size := gtx.Constraints.Max
	width := min(gtx.Dp(480), size.X-gtx.Dp(32))
	inner := gtx
	inner.Constraints = layout.Constraints{Min: image.Pt(width, 0), Max: image.Pt(width, size.Y-gtx.Dp(48))}
	m := op.Record(gtx.Ops)
	u.sheetRoll.Axis = layout.Vertical // for small windows and large letters
	d := u.sheetRoll.Layout(inner, l, 1, func(gtx layout.Context, _ int) layout.Dimensions {
		return layout.UniformInset(24).Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return u.sheet.layout(gtx, u, l)
		})
	})
	call := m.Stop()
	if u.sheet == nil {
		u.sheetRoll = roll{}
		return
	}
	at := image.Pt((size.X-width)/2, max(gtx.Dp(24), (size.Y-d.Size.Y)*2/5))
	defer op.Offset(at).Push(gtx.Ops).Pop()
	card := image.Rectangle{Max: image.Pt(width, d.Size.Y)}
	l.card(gtx, card, 14)
	defer clip.UniformRRect(card, gtx.Dp(14)).Push(gtx.Ops).Pop()
	event.Op(gtx.Ops, u.sheet)
	for { // the mouse must not reach what is behind
		if _, ok := gtx.Event(pointer.Filter{Target: u.sheet, Kinds: pointer.Press | pointer.Scroll, ScrollY: pointer.ScrollRange{Min: -1, Max: 1}}); !ok {
			break
		}
	}
	call.Add(gtx.Ops)
}

func (u *ui) closeSheet() {
	u.sheet = nil
	u.focusFront()
}
