package window

import (
	"image"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/unit"
	"gioui.org/widget"
)

// A popup is a small menu beside what it belongs to. The arrow keys go through
// it, Enter takes, Escape or a click elsewhere closes it.
type popup struct {
	open   bool
	rows   []widget.Clickable
	asked  bool // the focus, for the first row
	beside int  // tag of everything else in the window
}

// A popupItem is one line of a popup.
type popupItem struct {
	name string
	does func()
}

const popupWidth = unit.Dp(208)

// show opens the popup, or closes it.
func (p *popup) show(on bool) { p.open, p.asked = on, false }

// layout draws the popup over everything else with its right upper corner at
// the origin, or, if up is set, its right lower one.
func (p *popup) layout(gtx layout.Context, l look, items []popupItem, up bool) {
	if !p.open {
		return
	}
	if len(p.rows) != len(items) {
		p.rows = make([]widget.Clickable, len(items))
	}
	p.update(gtx, items)
	if !p.open {
		return
	}
	rec := op.Record(gtx.Ops)
	height := gtx.Dp(30)*len(items) + 2*gtx.Dp(6)
	at := image.Pt(-gtx.Dp(popupWidth), 0)
	if up {
		at.Y = -height
	}
	card := image.Rectangle{Max: image.Pt(gtx.Dp(popupWidth), height)}
	p.catch(gtx)
	shift := op.Offset(at).Push(gtx.Ops)
	l.card(gtx, card, 8)
	for i := range items {
		row := op.Offset(image.Pt(gtx.Dp(6), gtx.Dp(6)+i*gtx.Dp(30))).Push(gtx.Ops)
		inner := gtx
		inner.Constraints = layout.Exact(image.Pt(card.Dx()-2*gtx.Dp(6), gtx.Dp(30)))
		p.row(inner, l, items[i].name, &p.rows[i])
		row.Pop()
	}
	shift.Pop()
	op.Defer(gtx.Ops, rec.Stop())
}

func (p *popup) update(gtx layout.Context, items []popupItem) {
	if !p.asked {
		p.asked = true
		gtx.Execute(key.FocusCmd{Tag: &p.rows[0]})
	}
	for i := range items {
		if p.rows[i].Clicked(gtx) {
			p.open = false
			items[i].does()
			return
		}
	}
	for i := range p.rows {
		if !gtx.Focused(&p.rows[i]) {
			continue
		}
		next := i
		if pressed(gtx, key.Filter{Focus: &p.rows[i], Name: key.NameDownArrow}) {
			next = (i + 1) % len(p.rows)
		}
		if pressed(gtx, key.Filter{Focus: &p.rows[i], Name: key.NameUpArrow}) {
			next = (i + len(p.rows) - 1) % len(p.rows)
		}
		if next != i {
			gtx.Execute(key.FocusCmd{Tag: &p.rows[next]})
		}
	}
	if pressed(gtx, key.Filter{Name: key.NameEscape}) {
		p.open = false
	}
	for {
		ev, ok := gtx.Event(pointer.Filter{Target: &p.beside, Kinds: pointer.Press})
		if !ok {
			return
		}
		if ev, ok := ev.(pointer.Event); ok && ev.Kind == pointer.Press {
			p.open = false
		}
	}
}

// catch takes the presses beside the popup, wherever that is in the window.
func (p *popup) catch(gtx layout.Context) {
	const far = 1 << 14
	defer clip.Rect(image.Rect(-far, -far, far, far)).Push(gtx.Ops).Pop()
	event.Op(gtx.Ops, &p.beside)
	pointer.CursorDefault.Add(gtx.Ops)
}

func (p *popup) row(gtx layout.Context, l look, name string, click *widget.Clickable) layout.Dimensions {
	return click.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(name).Add(gtx.Ops)
		size := gtx.Constraints.Max
		r := image.Rectangle{Max: size}
		if click.Hovered() || gtx.Focused(click) {
			fillRound(gtx, l.hover, r, 4)
		}
		focusRing(gtx, l.accent, click, r, 4)
		layout.Inset{Left: 12, Right: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return layout.W.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return l.say(13, l.ink).layout(gtx, l, name)
			})
		})
		return layout.Dimensions{Size: size}
	})
}

// card draws the ground of what lies over the window: raised, with a shadow of
// a few pale layers.
func (l look) card(gtx layout.Context, r image.Rectangle, radius unit.Dp) {
	for i := 1; i <= 3; i++ {
		fillRound(gtx, alpha(rgb(0), 10), r.Inset(-gtx.Dp(2)*i).Add(image.Pt(0, gtx.Dp(3))), radius+4)
	}
	fillRound(gtx, l.raised, r, radius)
	outline(gtx, l.line, r, radius, 1)
}
