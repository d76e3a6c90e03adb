package window

import (
	"image"
	"slices"

	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/unit"

	"chirograph/app/workspace"
)

// bars say between the bar of the page and its text what lasts: what happened,
// whether the text is safe, and what to do. They move the text down instead of
// covering it.
type bars struct {
	all  []*lasting
	take bool // give the first the keys with the next frame
}

// A bar is what one of them says. An id is shown once; showing it again
// changes its words.
type bar struct {
	id      string
	level   workspace.Level
	words   string
	actions []barAction // two at most
	closing bool        // a person may close it
	shuts   func()      // is called then; may be nil
}

type barAction struct {
	name string
	does func(gtx layout.Context)
}

// lasting is a bar with its buttons.
type lasting struct {
	bar
	acts   [2]button
	shut   button
	closed bool // until it says something else
}

// show shows b until it is dropped or closed.
func (s *bars) show(b bar) {
	for _, old := range s.all {
		if old.id == b.id {
			old.closed = old.closed && old.words == b.words
			old.bar = b
			return
		}
	}
	s.all = append(s.all, &lasting{bar: b})
}

// drop takes a bar away.
func (s *bars) drop(id string) {
	s.all = slices.DeleteFunc(s.all, func(b *lasting) bool { return b.id == id })
}

// layout draws the bars, one below the other, and returns how high they are.
func (s *bars) layout(gtx layout.Context, l look) int {
	y := 0
	for _, b := range slices.Clone(s.all) { // an action may drop one
		b.update(gtx)
		if b.closed {
			continue
		}
		if s.take {
			s.take = false
			focus(gtx, &b.first().Clickable)
		}
		shift := op.Offset(image.Pt(0, y)).Push(gtx.Ops)
		y += b.layout(gtx, l)
		shift.Pop()
	}
	s.take = false
	return y
}

// has tells whether the keys go to a bar, and open whether there is one for
// them to go to.
func (s *bars) has(gtx layout.Context) (open, has bool) {
	for _, b := range s.all {
		if b.closed || len(b.actions) == 0 && !b.closing {
			continue
		}
		open = true
		has = has || gtx.Focused(&b.shut.Clickable) || gtx.Focused(&b.acts[0].Clickable) || gtx.Focused(&b.acts[1].Clickable)
	}
	return open, has
}

func (b *lasting) first() *button {
	if len(b.actions) > 0 {
		return &b.acts[0]
	}
	return &b.shut
}

func (b *lasting) update(gtx layout.Context) {
	for i, a := range b.actions {
		for b.acts[i].Clicked(gtx) {
			a.does(gtx)
		}
	}
	for b.shut.Clicked(gtx) {
		b.closed = true
		if b.shuts != nil {
			b.shuts()
		}
	}
}

func (b *lasting) layout(gtx layout.Context, l look) int {
	ground, ink := l.wash, l.ink
	if b.level == workspace.Bad {
		ground, ink = l.bad, l.canvas
	}
	over := l.over(ground, ink)
	gtx.Constraints.Min = image.Pt(gtx.Constraints.Max.X, 0)
	narrow := gtx.Constraints.Max.X < gtx.Dp(narrowWindow)
	d := behind(gtx, func(size image.Point) {
		fill(gtx, ground, image.Rectangle{Max: size})
		fill(gtx, l.line, image.Rect(0, size.Y-hair(gtx), size.X, size.Y))
	}, func(gtx layout.Context) layout.Dimensions {
		return layout.Inset{Left: 24, Right: 16, Top: 8, Bottom: 8}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			says := func(gtx layout.Context) layout.Dimensions {
				d := over.say(13, over.ink).many().layout(gtx, over, b.words)
				d.Size.X = gtx.Constraints.Max.X
				return d
			}
			if narrow { // the buttons stand below
				return layout.Flex{Axis: layout.Vertical}.Layout(
					gtx,
					layout.Rigid(says),
					space(0, 8),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return layout.Flex{Alignment: layout.Middle}.Layout(gtx, b.buttons(over)...)
					}),
				)
			}
			return layout.Flex{Alignment: layout.Middle}.Layout(
				gtx,
				append([]layout.FlexChild{layout.Flexed(1, says), space(16, 0)}, b.buttons(over)...)...,
			)
		})
	})
	return d.Size.Y
}

func (b *lasting) buttons(l look) []layout.FlexChild {
	const gap = unit.Dp(8)
	var out []layout.FlexChild
	for i, a := range b.actions {
		out = append(out, layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = image.Point{}
			return b.acts[i].layout(gtx, l, plainButton, a.name)
		}), space(gap, 0))
	}
	if b.closing {
		out = append(out, layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return b.shut.icon(gtx, l, closeIcon, l.words.General.Close)
		}))
	}
	return out
}
