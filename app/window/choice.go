package window

import (
	"image"

	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/unit"
	"gioui.org/widget"
)

// controlHeight is that of what is chosen and switched.
const controlHeight = unit.Dp(30)

// A choice is one of a few values, side by side.
type choice struct {
	clicks []widget.Clickable
}

// update returns the index of the value that was chosen since the last frame,
// or -1.
func (c *choice) update(gtx layout.Context, n int) int {
	if len(c.clicks) < n {
		c.clicks = make([]widget.Clickable, n)
	}
	chosen := -1
	for i := range c.clicks {
		for c.clicks[i].Clicked(gtx) {
			chosen = i
		}
	}
	return chosen
}

// layout draws the names of the values, of which one is chosen. what they are
// of is said for tests and for screen readers to come.
func (c *choice) layout(gtx layout.Context, l look, what string, names []string, chosen int) layout.Dimensions {
	gtx.Constraints.Min = image.Point{}
	most := gtx.Constraints.Max.X
	height, x, y := gtx.Dp(controlHeight), 0, 0
	size := image.Pt(0, height)
	pad, gap := gtx.Dp(12), gtx.Dp(4)
	for i, name := range names {
		rec := op.Record(gtx.Ops)
		ink := l.ink
		if i == chosen {
			ink = l.onAccent
		}
		d := l.say(13, ink).heavy(medium).layout(gtx, l, name)
		call := rec.Stop()
		width := d.Size.X + 2*pad
		if x > 0 && x+width > most { // the next row
			x, y = 0, y+height+gap
		}
		shift := op.Offset(image.Pt(x, y)).Push(gtx.Ops)
		c.clicks[i].Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			semantic.RadioButton.Add(gtx.Ops)
			semantic.DescriptionOp(what + ": " + name).Add(gtx.Ops)
			semantic.SelectedOp(i == chosen).Add(gtx.Ops)
			r := image.Rect(0, 0, width, height)
			switch {
			case i == chosen:
				fillRound(gtx, l.accent, r, 8)
			case c.clicks[i].Hovered():
				fillRound(gtx, l.hover, r, 8)
			default:
				fillRound(gtx, l.raised, r, 8)
			}
			if i != chosen {
				outline(gtx, l.edge, r, 8, 1)
			}
			if gtx.Focused(&c.clicks[i]) {
				ring, in := l.accent, r
				if i == chosen {
					ring, in = l.onAccent, r.Inset(gtx.Dp(2))
				}
				focusRing(gtx, ring, &c.clicks[i], in, 7)
			}
			at := op.Offset(image.Pt(pad, (height-d.Size.Y)/2)).Push(gtx.Ops)
			call.Add(gtx.Ops)
			at.Pop()
			return layout.Dimensions{Size: r.Max}
		})
		shift.Pop()
		size = image.Pt(max(size.X, x+width), y+height)
		x += width + gap
	}
	return layout.Dimensions{Size: size}
}

// A toggle is on or off.
type toggle struct {
	widget.Clickable
}

func (t *toggle) layout(gtx layout.Context, l look, what string, on bool) layout.Dimensions {
	return t.Clickable.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Switch.Add(gtx.Ops)
		semantic.DescriptionOp(what).Add(gtx.Ops)
		semantic.SelectedOp(on).Add(gtx.Ops)
		size := image.Pt(gtx.Dp(46), gtx.Dp(controlHeight))
		track := image.Rectangle{Max: image.Pt(gtx.Dp(40), gtx.Dp(22))}.Add(image.Pt(gtx.Dp(3), gtx.Dp(4)))
		knob := image.Rect(0, 0, gtx.Dp(16), gtx.Dp(16)).Add(track.Min).Add(image.Pt(gtx.Dp(3), gtx.Dp(3)))
		if on {
			fillRound(gtx, l.accent, track, 11)
			fillRound(gtx, l.onAccent, knob.Add(image.Pt(gtx.Dp(18), 0)), 8)
		} else {
			fillRound(gtx, l.hover, track, 11)
			outline(gtx, l.ink2, track, 11, 1)
			fillRound(gtx, l.ink2, knob, 8)
		}
		focusRing(gtx, l.accent, &t.Clickable, image.Rectangle{Max: size}, 14)
		return layout.Dimensions{Size: size}
	})
}

// A stepper is a number that grows and shrinks by steps.
type stepper struct {
	less, more button
}

// update returns how many steps up or down were asked for.
func (s *stepper) update(gtx layout.Context) int {
	steps := 0
	for s.less.Clicked(gtx) {
		steps--
	}
	for s.more.Clicked(gtx) {
		steps++
	}
	return steps
}

func (s *stepper) layout(gtx layout.Context, l look, what, value string, can [2]bool) layout.Dimensions {
	gtx.Constraints.Min = image.Point{}
	step := func(b *button, name string, can bool) layout.FlexChild {
		return layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			icon := lessIcon
			if b == &s.more {
				icon = addIcon
			}
			look := l
			if !can {
				gtx = gtx.Disabled()
				t := *l.theme
				t.ink2 = alpha(t.ink2, 0x60)
				look.theme = &t
			}
			return b.icon(gtx, look, icon, name)
		})
	}
	return behind(gtx, func(size image.Point) {
		r := image.Rectangle{Max: size}
		fillRound(gtx, l.raised, r, 8)
		outline(gtx, l.edge, r, 8, 1)
	}, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			step(&s.less, what+" −", can[0]),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min.X = gtx.Dp(64)
				return layout.Center.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
					return l.say(13, l.ink).heavy(medium).layout(gtx, l, value)
				})
			}),
			step(&s.more, what+" +", can[1]),
		)
	})
}
