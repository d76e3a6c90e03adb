package window

import (
	"image"

	"gioui.org/io/key"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/unit"
	"gioui.org/widget"
)

// Measures of the bar.
const (
	findLine  = unit.Dp(48)
	findField = unit.Dp(320)
	findSays  = unit.Dp(24)
)

func (f *findBar) height(gtx layout.Context) int {
	if !f.open {
		return 0
	}
	height := gtx.Dp(findLine)
	if f.replacing {
		height = gtx.Dp(2*findLine - 8)
	}
	if findNarrow(gtx) {
		height += gtx.Dp(findSays)
	}
	return height
}

// findNarrow tells whether the bar has no room for what it says beside the rest,
// so that it stands on a line of its own.
func findNarrow(gtx layout.Context) bool { return gtx.Constraints.Max.X < gtx.Dp(520) }

func (f *findBar) layout(gtx layout.Context, u *ui, l look, pg *page) layout.Dimensions {
	f.update(gtx, u, pg)
	size := gtx.Constraints.Max
	say := &l.words.Find
	fill(gtx, l.panel, image.Rectangle{Max: size})
	fill(gtx, l.line, image.Rect(0, size.Y-hair(gtx), size.X, size.Y))
	f.words.hint, f.with.hint = say.Find, say.Replace
	words, bad := f.says(l.words)
	ink := l.ink2
	if bad {
		ink = l.bad
	}
	narrow := findNarrow(gtx)
	if narrow {
		shift := op.Offset(image.Pt(gtx.Dp(50), size.Y-gtx.Dp(findSays))).Push(gtx.Ops)
		inner := gtx
		inner.Constraints.Max.X -= gtx.Dp(50 + 12)
		l.say(12, ink).layout(inner, l, words)
		shift.Pop()
	}
	field := max(gtx.Dp(120), min(gtx.Dp(findField), size.X-gtx.Dp(404)))
	layout.Inset{Left: 16, Right: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints = layout.Exact(image.Pt(gtx.Constraints.Max.X, gtx.Dp(findLine)))
		expand := moreDown
		if f.replacing {
			expand = moreUp
		}
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return f.expand.icon(gtx, l, expand, say.ShowAll) }),
			space(4, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Max.X = field
				return f.words.layout(gtx, l, 32, 10, 10)
			}),
			space(8, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return f.cases.layout(gtx, l, say.Case) }),
			space(2, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return f.whole.layout(gtx, l, say.Word) }),
			space(2, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return f.regexp.layout(gtx, l, say.Regexp) }),
			space(2, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return f.inPart.layout(gtx, l, say.Selection) }),
			space(12, 0),
			layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
				d := layout.Dimensions{Size: image.Pt(gtx.Constraints.Max.X, 0)}
				if !narrow {
					d.Size.Y = l.say(12, ink).layout(gtx, l, words).Size.Y
				}
				return d
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return f.prevB.icon(gtx, l, upIcon, say.Previous) }),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return f.nextB.icon(gtx, l, downIcon, say.Next) }),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return f.shut.icon(gtx, l, closeIcon, l.words.General.Close)
			}),
		)
	})
	if f.replacing {
		defer op.Offset(image.Pt(0, gtx.Dp(findLine-8))).Push(gtx.Ops).Pop()
		f.layoutReplace(gtx, l, field)
	}
	return layout.Dimensions{Size: size}
}

func (f *findBar) layoutReplace(gtx layout.Context, l look, field int) {
	say := &l.words.Find
	layout.Inset{Left: 50, Right: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints = layout.Exact(image.Pt(gtx.Constraints.Max.X, gtx.Dp(findLine)))
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Max.X = field
				return f.with.layout(gtx, l, 32, 10, 10)
			}),
			space(8, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return f.one.layout(gtx, l, plainButton, say.ReplaceOne)
			}),
			space(8, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return f.every.layout(gtx, l, plainButton, say.ReplaceAll)
			}),
		)
	})
}

// A flip is a small switch with a sign.
type flip struct {
	widget.Clickable
	label string
	key   key.Name // with Alt
	on    bool
}

// flipped reports whether it has just been pressed.
func (t *flip) flipped(gtx layout.Context) bool {
	flipped := false
	for t.Clicked(gtx) {
		t.on = !t.on
		flipped = true
	}
	return flipped
}

func (t *flip) layout(gtx layout.Context, l look, words string) layout.Dimensions {
	return t.Clickable.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.CheckBox.Add(gtx.Ops)
		semantic.DescriptionOp(words).Add(gtx.Ops)
		semantic.SelectedOp(t.on).Add(gtx.Ops)
		size := image.Pt(gtx.Dp(34), gtx.Dp(28))
		r := image.Rectangle{Max: size}
		ink := l.ink2
		switch {
		case t.on:
			fillRound(gtx, l.selection, r, 6)
			outline(gtx, l.accent, r, 6, 1)
			ink = l.ink
		case t.Hovered():
			fillRound(gtx, l.hover, r, 6)
		}
		if t.Hovered() {
			l.tip(gtx, &t.Clickable, words, "", chord{t.key, key.ModAlt})
		}
		focusRing(gtx, l.accent, &t.Clickable, r, 6)
		gtx.Constraints = layout.Exact(size)
		layout.Center.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = image.Point{}
			w := l.say(12, ink).heavy(medium)
			w.face = mono
			return w.layout(gtx, l, t.label)
		})
		return layout.Dimensions{Size: size}
	})
}
