package window

import (
	"image"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/unit"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
)

// panel stands at the right of the text and shows one thing about it at a
// time.
type panel struct {
	kind panelKind
	shut button
	tag  int // keeps the mouse from what lies behind

	people  peoplePanel
	outline outlinePanel
	past    pastPanel
}

type panelKind int

const (
	noPanel panelKind = iota
	panelPeople
	panelOutline
	panelPast
)

const (
	panelWidth = unit.Dp(336)
	// leastPage is how much of the page must be left beside a panel, or else
	// that lies over it.
	leastPage = unit.Dp(440)
)

// toggle shows what k is, or nothing if it is shown already.
func (p *panel) toggle(k panelKind) {
	if p.kind == k {
		k = noPanel
	}
	p.kind = k
}

// width is what the panel takes of the page's width, and whether it lies over
// the page instead.
func (p *panel) width(gtx layout.Context) (width int, over bool) {
	if p.kind == noPanel {
		return 0, false
	}
	size := gtx.Constraints.Max
	return min(gtx.Dp(panelWidth), size.X), size.X-gtx.Dp(panelWidth) < gtx.Dp(leastPage)
}

func (p *panel) layout(gtx layout.Context, u *ui, l look, pg *page, people []workspace.Person) layout.Dimensions {
	size := gtx.Constraints.Max
	defer clip.Rect(image.Rectangle{Max: size}).Push(gtx.Ops).Pop()
	fill(gtx, l.panel, image.Rectangle{Max: size})
	fill(gtx, l.line, image.Rect(0, 0, hair(gtx), size.Y))
	event.Op(gtx.Ops, &p.tag)
	pointer.CursorDefault.Add(gtx.Ops)
	for {
		if _, ok := gtx.Event(pointer.Filter{Target: &p.tag, Kinds: pointer.Press}); !ok {
			break
		}
	}
	closed := !pg.past.open && pressed(gtx, key.Filter{Name: key.NameEscape})
	for p.shut.Clicked(gtx) {
		closed = true
	}
	if closed {
		p.kind, pg.focus = noPanel, !pg.past.open
		pg.past.focus = pg.past.open
		gtx.Execute(op.InvalidateCmd{})
		return layout.Dimensions{Size: size}
	}
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints = layout.Exact(image.Pt(size.X, gtx.Dp(48)))
			return layout.Inset{Left: 20, Right: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return layout.Flex{Alignment: layout.Middle, Spacing: layout.SpaceBetween}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return l.say(14, l.ink).heavy(bold).layout(gtx, l, p.title(l.words))
					}),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return p.shut.icon(gtx, l, closeIcon, l.words.General.Close)
					}),
				)
			})
		}),
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			switch p.kind {
			case panelPeople:
				return p.people.layout(gtx, u, l, pg, people)
			case panelOutline:
				return p.outline.layout(gtx, l, pg)
			}
			return p.past.layout(gtx, u, l, pg, people)
		}),
	)
}

func (p *panel) title(say *phrases.Phrases) string {
	switch p.kind {
	case panelPeople:
		return say.Panel.People
	case panelOutline:
		return say.Panel.Outline
	}
	return say.Panel.History
}

// note is a paragraph at the foot of a panel.
func note(gtx layout.Context, l look, words string) layout.Dimensions {
	return layout.Inset{Left: 20, Right: 20, Top: 12, Bottom: 16}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return l.say(12, l.ink2).many().layout(gtx, l, words)
	})
}
