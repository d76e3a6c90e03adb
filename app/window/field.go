package window

import (
	"image"

	"gioui.org/font"
	"gioui.org/io/event"
	"gioui.org/io/pointer"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/unit"
	"gioui.org/widget"
)

// A field is one line to write in. The gaps on its sides leave room for what
// is drawn over it.
type field struct {
	widget.Editor
	hint string
	face font.Typeface // sans if empty
}

func newField(hint string) field {
	return field{Editor: widget.Editor{SingleLine: true, Submit: true}, hint: hint}
}

func (f *field) layout(gtx layout.Context, l look, height, left, right unit.Dp) layout.Dimensions {
	r := image.Rectangle{Max: image.Pt(gtx.Constraints.Max.X, gtx.Dp(height))}
	fillRound(gtx, l.raised, r, 8)
	if gtx.Focused(&f.Editor) {
		outline(gtx, l.accent, r, 8, 2)
	} else {
		outline(gtx, l.edge, r, 8, 1)
	}
	return f.bare(gtx, l, height, left, right)
}

// bare draws the field without a frame.
func (f *field) bare(gtx layout.Context, l look, height, left, right unit.Dp) layout.Dimensions {
	size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(height))
	r := image.Rectangle{Max: size}
	face := f.face
	if face == "" {
		face = sans
	}
	if gtx.Focused(&f.Editor) && l.inField != nil {
		*l.inField = true
	}
	inner := gtx
	inner.Constraints = layout.Exact(image.Pt(max(0, size.X-gtx.Dp(left+right)), size.Y))
	inner.Constraints.Min.Y = 0
	area := clip.Rect(r).Push(gtx.Ops)
	pointer.CursorText.Add(gtx.Ops)
	event.Op(gtx.Ops, f)
	for { // a press beside the words is for them, too
		ev, ok := gtx.Event(pointer.Filter{Target: f, Kinds: pointer.Press})
		if !ok {
			break
		}
		if ev, ok := ev.(pointer.Event); ok && ev.Kind == pointer.Press && !gtx.Focused(&f.Editor) {
			focus(gtx, &f.Editor)
		}
	}
	m := op.Record(gtx.Ops)
	semantic.DescriptionOp(f.hint).Add(gtx.Ops)
	d := f.Editor.Layout(inner, l.shaper, font.Font{Typeface: face}, 14, material(gtx, l.ink), material(gtx, l.selection))
	call := m.Stop()
	y := (size.Y - d.Size.Y) / 2
	shift := op.Offset(image.Pt(gtx.Dp(left), y)).Push(gtx.Ops)
	if f.Editor.Len() == 0 && f.hint != "" {
		w := l.say(14, l.ink2)
		w.face = face
		w.layout(inner, l, f.hint)
	}
	call.Add(gtx.Ops)
	shift.Pop()
	area.Pop()
	return layout.Dimensions{Size: size}
}
