package window

import (
	"image"

	"gioui.org/io/event"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op/clip"
	"gioui.org/widget"
)

// A roll is a list that the wheel turns as far as the text: see [look.wheel].
type roll struct {
	widget.List
	turned int // tag, above the list, which would take the wheel as it comes
}

// Layout draws the list like [layout.List.Layout].
func (r *roll) Layout(gtx layout.Context, l look, n int, row layout.ListElement) layout.Dimensions {
	if r.Axis == layout.Vertical {
		r.turn(gtx, l)
	}
	d := r.List.Layout(gtx, n, row)
	if l.wheel > 1 && r.Axis == layout.Vertical {
		defer clip.Rect(image.Rectangle{Max: d.Size}).Push(gtx.Ops).Pop()
		defer pointer.PassOp{}.Push(gtx.Ops).Pop()
		event.Op(gtx.Ops, &r.turned)
	}
	return d
}

// turn takes the wheel, where what comes from it is too little.
func (r *roll) turn(gtx layout.Context, l look) {
	for l.wheel > 1 {
		ev, ok := gtx.Event(pointer.Filter{Target: &r.turned, Kinds: pointer.Scroll, ScrollY: pointer.ScrollRange{Min: -1 << 20, Max: 1 << 20}})
		if !ok {
			return
		}
		if ev, ok := ev.(pointer.Event); ok && ev.Kind == pointer.Scroll {
			r.Position.Offset += int(ev.Scroll.Y * l.wheel)
			r.Position.BeforeEnd = true
		}
	}
}
