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

// menu lists the commands with their shortcuts.
type menu struct {
	open bool
	rows []widget.Clickable
	list widget.List
}

func (m *menu) layout(gtx layout.Context, u *ui, l look) {
	if !m.open {
		return
	}
	var shown []command
	for _, c := range commands(u.words) {
		if c.name != "" {
			shown = append(shown, c)
		}
	}
	if len(m.rows) < len(shown) {
		m.rows = make([]widget.Clickable, len(shown))
	}
	for i, c := range shown {
		for m.rows[i].Clicked(gtx) {
			m.open = false
			if c.when == nil || c.when(u) {
				c.does(u, gtx)
			}
		}
	}
	if pressed(gtx, key.Filter{Name: key.NameEscape}) || m.clickedBeside(gtx) {
		m.open = false
		if u.page != nil {
			u.page.focus = true
		}
	}
	if !m.open {
		return
	}
	size := gtx.Constraints.Max
	width := gtx.Dp(272)
	inner := gtx
	inner.Constraints = layout.Constraints{Min: image.Pt(width, 0), Max: image.Pt(width, size.Y-gtx.Dp(64))}
	rec := op.Record(gtx.Ops)
	m.list.Axis = layout.Vertical
	d := layout.UniformInset(6).Layout(inner, func(gtx layout.Context) layout.Dimensions {
		return m.list.Layout(gtx, len(shown), func(gtx layout.Context, i int) layout.Dimensions {
			return m.row(gtx, u, l, shown[i], &m.rows[i])
		})
	})
	call := rec.Stop()
	defer op.Offset(image.Pt(size.X-d.Size.X-gtx.Dp(12), gtx.Dp(barHeight)-gtx.Dp(4))).Push(gtx.Ops).Pop()
	card := image.Rectangle{Max: d.Size}
	for i := 1; i <= 3; i++ {
		fillRound(gtx, alpha(rgb(0), 10), card.Inset(-gtx.Dp(2)*i).Add(image.Pt(0, gtx.Dp(3))), 12)
	}
	fillRound(gtx, l.raised, card, 8)
	outline(gtx, l.line, card, 8, 1)
	call.Add(gtx.Ops)
}

// clickedBeside reports a press anywhere but on the menu.
func (m *menu) clickedBeside(gtx layout.Context) bool {
	defer clip.Rect(image.Rectangle{Max: gtx.Constraints.Max}).Push(gtx.Ops).Pop()
	event.Op(gtx.Ops, m)
	for {
		ev, ok := gtx.Event(pointer.Filter{Target: m, Kinds: pointer.Press})
		if !ok {
			return false
		}
		if ev, ok := ev.(pointer.Event); ok && ev.Kind == pointer.Press {
			return true
		}
	}
}

func (m *menu) row(gtx layout.Context, u *ui, l look, c command, click *widget.Clickable) layout.Dimensions {
	enabled := c.when == nil || c.when(u)
	ink := l.ink
	if !enabled {
		ink = l.ink3
	}
	top := unit.Dp(0)
	if c.group {
		top = 9
		fill(gtx, l.line, image.Rect(0, gtx.Dp(4), gtx.Constraints.Max.X, gtx.Dp(4)+hair(gtx)))
	}
	return layout.Inset{Top: top}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return click.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			semantic.Button.Add(gtx.Ops)
			semantic.DescriptionOp(c.name).Add(gtx.Ops)
			size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(30))
			r := image.Rectangle{Max: size}
			if enabled && (click.Hovered() || gtx.Focused(click)) {
				fillRound(gtx, l.hover, r, 4)
			}
			if gtx.Focused(click) {
				outline(gtx, l.accent, r, 4, 2)
			}
			if c.mark != nil && c.mark(u) {
				drawIcon(gtx, checkIcon, l.accent, image.Rect(gtx.Dp(4), 0, gtx.Dp(24), size.Y), 16)
			}
			gtx.Constraints = layout.Exact(size)
			layout.Inset{Left: 28, Right: 10}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return layout.Flex{Alignment: layout.Middle, Spacing: layout.SpaceBetween}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return l.say(13, ink).layout(gtx, l, c.name)
					}),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return l.say(12, l.ink2).layout(gtx, l, c.shortcut())
					}),
				)
			})
			return layout.Dimensions{Size: size}
		})
	})
}

// searchDocuments goes to the search field of the library.
func (u *ui) searchDocuments() {
	u.drawer = true // shown over the page where it is not beside it
	u.side.find = true
}

// nextPane moves the focus between the library and the text.
func (u *ui) nextPane() {
	if u.page != nil && !u.page.view.Focused() {
		u.page.focus = true
		u.drawer = false
		return
	}
	u.searchDocuments()
}
