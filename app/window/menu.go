package window

import (
	"cmp"
	"image"
	"slices"

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

// menu lists the commands that are asked for most, with their shortcuts. The
// arrow keys go through it.
type menu struct {
	open  bool
	asked bool // the focus, for the first row
	rows  []widget.Clickable
	list  roll
}

func (m *menu) layout(gtx layout.Context, u *ui, l look) {
	if !m.open {
		m.asked = false
		return
	}
	var shown []*command
	for i := range u.table {
		if u.table[i].menu > 0 {
			shown = append(shown, &u.table[i])
		}
	}
	slices.SortStableFunc(shown, func(a, b *command) int { return cmp.Compare(a.menu, b.menu) })
	if len(m.rows) < len(shown) {
		m.rows = make([]widget.Clickable, len(shown))
	}
	if !m.asked {
		m.asked = true
		focus(gtx, &m.rows[0])
	}
	arrows(gtx, m.rows[:len(shown)])
	for i, c := range shown {
		for m.rows[i].Clicked(gtx) {
			u.focusFront()
			u.run(c, gtx)
		}
	}
	if pressed(gtx, key.Filter{Name: key.NameEscape}) || m.clickedBeside(gtx) {
		m.open = false
		u.focusFront()
	}
	if !m.open {
		m.asked = false
		return
	}
	size := gtx.Constraints.Max
	width := min(gtx.Dp(296), size.X-gtx.Dp(24))
	inner := gtx
	inner.Constraints = layout.Constraints{Min: image.Pt(width, 0), Max: image.Pt(width, size.Y-gtx.Dp(64))}
	rec := op.Record(gtx.Ops)
	m.list.Axis = layout.Vertical
	d := layout.UniformInset(6).Layout(inner, func(gtx layout.Context) layout.Dimensions {
		return m.list.Layout(gtx, l, len(shown), func(gtx layout.Context, i int) layout.Dimensions {
			return m.row(gtx, u, l, shown[i], &m.rows[i], i > 0 && shown[i].menu != shown[i-1].menu)
		})
	})
	call := rec.Stop()
	defer op.Offset(image.Pt(size.X-d.Size.X-gtx.Dp(12), gtx.Dp(barHeight)-gtx.Dp(4))).Push(gtx.Ops).Pop()
	card := image.Rectangle{Max: d.Size}
	l.card(gtx, card, 8)
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

func (m *menu) row(gtx layout.Context, u *ui, l look, c *command, click *widget.Clickable, apart bool) layout.Dimensions {
	enabled := c.enabled(u)
	ink := l.ink
	if !enabled {
		ink = l.ink2
	}
	top := unit.Dp(0)
	if apart { // a line above it
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
						return l.say(12, l.ink2).layout(gtx, l, c.shortcut(u.keyboard))
					}),
				)
			})
			return layout.Dimensions{Size: size}
		})
	})
}

// arrows moves the focus among rows with the arrow keys, and to their ends with
// Home and End.
func arrows(gtx layout.Context, rows []widget.Clickable) {
	for i := range rows {
		if !gtx.Focused(&rows[i]) {
			continue
		}
		last := len(rows) - 1
		for _, to := range []struct {
			name key.Name
			row  int
		}{
			{key.NameDownArrow, (i + 1) % len(rows)},
			{key.NameUpArrow, (i + last) % len(rows)},
			{key.NameHome, 0},
			{key.NameEnd, last},
		} {
			if pressed(gtx, key.Filter{Focus: &rows[i], Name: to.name}) {
				focus(gtx, &rows[to.row])
			}
		}
		return
	}
}
