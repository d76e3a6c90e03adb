package window

import (
	"image"
	"slices"

	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/unit"
	"gioui.org/widget"
)

// layout draws a row of the palette: its name with the letters that were asked
// for, what stands beside it, and the keys that do the same.
func (r *paletteRow) layout(gtx layout.Context, l look, click *widget.Clickable, chosen bool) layout.Dimensions {
	size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(paletteRowDp))
	gtx.Constraints = layout.Exact(size)
	if !r.choosable() {
		r.layoutWords(gtx, l)
		return layout.Dimensions{Size: size}
	}
	return click.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(r.name).Add(gtx.Ops)
		semantic.SelectedOp(chosen).Add(gtx.Ops)
		box := image.Rectangle{Max: size}
		switch {
		case chosen:
			fillRound(gtx, l.chosen, box, 8)
		case click.Hovered():
			fillRound(gtx, l.hover, box, 8)
		}
		focusRing(gtx, l.accent, click, box, 8)
		r.layoutWords(gtx, l)
		return layout.Dimensions{Size: size}
	})
}

func (r *paletteRow) layoutWords(gtx layout.Context, l look) {
	ink := l.ink
	if !r.choosable() {
		ink = l.ink2
	}
	layout.Inset{Left: 12, Right: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min.Y = gtx.Constraints.Max.Y
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
				return r.layoutName(gtx, l, l.say(14, ink))
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return keycaps(gtx, l, r.keys) }),
		)
	})
}

// layoutName writes the name, and after it what tells it from others, as far
// as there is room.
func (r *paletteRow) layoutName(gtx layout.Context, l look, w words) layout.Dimensions {
	width := gtx.Constraints.Max.X
	gtx.Constraints.Min = image.Point{}
	d := marked(gtx, l, w, r.name, r.at)
	x := d.Size.X
	if r.ticked {
		x += gtx.Dp(8)
		drawIcon(gtx, checkIcon, l.accent, image.Rect(x, 0, x+gtx.Dp(16), d.Size.Y), 16)
		x += gtx.Dp(16)
	}
	if rest := width - x - gtx.Dp(24); r.beside != "" && rest > gtx.Dp(40) {
		beside := l.say(12, l.ink2)
		gtx.Constraints.Max.X = rest
		shift := op.Offset(image.Pt(x+gtx.Dp(12), gtx.Sp(1.5))).Push(gtx.Ops)
		beside.layout(gtx, l, r.beside)
		shift.Pop()
	}
	return layout.Dimensions{Size: image.Pt(width, d.Size.Y)}
}

// marked writes s on one line with the letters at some places set off.
func marked(gtx layout.Context, l look, w words, s string, at []int) layout.Dimensions {
	if len(at) == 0 {
		return w.layout(gtx, l, s)
	}
	var size image.Point
	runes := []rune(s)
	left := gtx.Constraints.Max.X
	for i := 0; i < len(runes) && size.X < left; {
		set := slices.Contains(at, i)
		j := i
		for j < len(runes) && slices.Contains(at, j) == set {
			j++
		}
		part := w
		if set {
			part.colour, part.weight = l.accent, bold
		}
		inner := gtx
		inner.Constraints.Max.X = left - size.X
		shift := op.Offset(image.Pt(size.X, 0)).Push(gtx.Ops)
		d := part.layout(inner, l, string(runes[i:j]))
		shift.Pop()
		size = image.Pt(size.X+d.Size.X, max(size.Y, d.Size.Y))
		i = j
	}
	return layout.Dimensions{Size: size}
}

// keycaps draws the keys of a shortcut, each in a box of its own.
func keycaps(gtx layout.Context, l look, keys []string) layout.Dimensions {
	gtx.Constraints.Min = image.Point{}
	x, height := 0, gtx.Dp(20)
	for i, k := range keys {
		if i > 0 {
			x += gtx.Dp(4)
		}
		shift := op.Offset(image.Pt(x, 0)).Push(gtx.Ops)
		x += keycap(gtx, l, k, height)
		shift.Pop()
	}
	return layout.Dimensions{Size: image.Pt(x, height)}
}

// keycap draws one key and returns how wide it is.
func keycap(gtx layout.Context, l look, name string, height int) int {
	const side = unit.Dp(6)
	rec := op.Record(gtx.Ops)
	d := l.say(11, l.ink2).heavy(medium).layout(gtx, l, name)
	call := rec.Stop()
	width := max(height, d.Size.X+2*gtx.Dp(side))
	box := image.Rect(0, 0, width, height)
	fillRound(gtx, l.wash, box, 4)
	outline(gtx, l.line, box, 4, 1)
	defer op.Offset(image.Pt((width-d.Size.X)/2, (height-d.Size.Y)/2)).Push(gtx.Ops).Pop()
	call.Add(gtx.Ops)
	return width
}
