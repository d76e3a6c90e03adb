package window

import (
	"image"
	"image/color"
	"time"

	"gioui.org/layout"
	"gioui.org/op"
)

// messages are sentences that the window says by itself. They lie over the
// foot of the page, take no keys unless they are asked to, and go away: at
// once when they are closed, else after the time it takes to read them. What
// the network does is never said here, where it could cover the line that is
// being written, but in the bar below.
type messages struct {
	all  []*message
	take bool // give the newest the keys with the next frame
	foot int  // how high what they stand above is, in pixels
}

type message struct {
	words  string
	action string // a button's, "" for none
	does   func()
	left   time.Duration // to be shown; counted while nobody is at it
	seen   time.Time     // of the last frame that showed it
	act    button
	shut   button
}

// Long enough to be read: a moment, and then a little for every character. An
// action takes some thought.
const (
	readingStart  = 2 * time.Second
	readingLetter = 60 * time.Millisecond
	readingAction = 4 * time.Second
)

// add says words. What was said last is not said twice.
func (m *messages) add(words string) { m.offer(words, "", nil) }

// offer says words, and offers to do something about them.
func (m *messages) offer(words, action string, does func()) {
	if words == "" {
		return
	}
	if n := len(m.all); n > 0 && m.all[n-1].words == words {
		m.all = m.all[:n-1]
	}
	left := readingStart + time.Duration(len(words))*readingLetter
	if action != "" {
		left += readingAction
	}
	m.all = append(m.all, &message{words: words, action: action, does: does, left: left})
}

func (m *messages) layout(gtx layout.Context, l look, now time.Time) {
	shown := m.all[:0]
	for _, s := range m.all {
		if s.stays(gtx, now) {
			shown = append(shown, s)
		}
	}
	m.all = shown
	if m.take && len(m.all) > 0 {
		focus(gtx, &m.all[len(m.all)-1].first().Clickable)
	}
	m.take = false
	y := gtx.Constraints.Max.Y - m.foot - gtx.Dp(statusHeight+16)
	for i := len(m.all) - 1; i >= 0; i-- {
		y -= m.all[i].layout(gtx, l, y) + gtx.Dp(8)
	}
}

// has tells whether the keys go to a message.
func (m *messages) has(gtx layout.Context) bool {
	for _, s := range m.all {
		if s.focused(gtx) {
			return true
		}
	}
	return false
}

// stays carries out what the message's buttons were pressed for, and tells
// whether it is shown any longer.
func (s *message) stays(gtx layout.Context, now time.Time) bool {
	if s.action != "" && s.act.Clicked(gtx) {
		s.does()
		return false
	}
	if s.shut.Clicked(gtx) {
		return false
	}
	if !s.seen.IsZero() && !s.focused(gtx) && !s.act.Hovered() && !s.shut.Hovered() {
		s.left -= now.Sub(s.seen)
	}
	s.seen = now
	invalidateAt(gtx, now.Add(s.left))
	return s.left > 0
}

func (s *message) focused(gtx layout.Context) bool {
	return gtx.Focused(&s.act.Clickable) || gtx.Focused(&s.shut.Clickable)
}

func (s *message) first() *button {
	if s.action != "" {
		return &s.act
	}
	return &s.shut
}

// layout draws the message with its foot at y and returns its height.
func (s *message) layout(gtx layout.Context, l look, y int) int {
	size := gtx.Constraints.Max
	inner := gtx
	inner.Constraints = layout.Constraints{Max: image.Pt(min(gtx.Dp(560), size.X-gtx.Dp(32)), size.Y)}
	rec := op.Record(gtx.Ops)
	over := l.over(l.ink, l.canvas)
	d := behind(inner, func(size image.Point) {
		fillRound(gtx, l.ink, image.Rectangle{Max: size}, 8)
	}, func(gtx layout.Context) layout.Dimensions {
		return layout.Inset{Left: 16, Right: 8, Top: 6, Bottom: 6}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return layout.Flex{Alignment: layout.Middle}.Layout(
				gtx,
				layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
					gtx.Constraints.Min.X = 0
					return over.say(13, over.ink).many().layout(gtx, over, s.words)
				}),
				space(12, 0),
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					if s.action == "" {
						return layout.Dimensions{}
					}
					return s.act.layout(gtx, over, quietButton, s.action)
				}),
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return s.shut.icon(gtx, over, closeIcon, l.words.General.Close)
				}),
			)
		})
	})
	call := rec.Stop()
	defer op.Offset(image.Pt((size.X-d.Size.X)/2, y-d.Size.Y)).Push(gtx.Ops).Pop()
	call.Add(gtx.Ops)
	return d.Size.Y
}

// over is the look of what lies on a ground of another colour: ink on ground.
func (l look) over(ground, ink color.NRGBA) look {
	t := *l.theme
	t.canvas, t.panel, t.raised, t.wash = ground, ground, ground, ground
	t.ink, t.ink2, t.accent, t.onAccent = ink, ink, ink, ground
	t.hover = mix(ground, ink, 40)
	t.line, t.edge = ink, ink
	l.theme = &t
	return l
}
