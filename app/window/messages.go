package window

import (
	"image"
	"time"

	"gioui.org/layout"
	"gioui.org/op"
)

// messages are sentences that the window says by itself. They lie over the
// foot of the page, take no keys and go away.
type messages struct {
	all []message
}

type message struct {
	words string
	until time.Time // zero until it was first shown
}

// Long enough to be read: a moment, and then a little for every character.
const (
	readingStart  = 2 * time.Second
	readingLetter = 60 * time.Millisecond
)

func (m *messages) add(words string) {
	if words == "" {
		return
	}
	if n := len(m.all); n > 0 && m.all[n-1].words == words {
		m.all = m.all[:n-1]
	}
	m.all = append(m.all, message{words: words})
}

func (m *messages) layout(gtx layout.Context, l look, now time.Time) {
	shown := m.all[:0]
	for _, s := range m.all {
		if s.until.IsZero() {
			s.until = now.Add(readingStart + time.Duration(len(s.words))*readingLetter)
		}
		if now.Before(s.until) {
			shown = append(shown, s)
			gtx.Execute(op.InvalidateCmd{At: s.until})
		}
	}
	m.all = shown
	y := gtx.Constraints.Max.Y - gtx.Dp(statusHeight+16)
	for i := len(m.all) - 1; i >= 0; i-- {
		y -= m.one(gtx, l, m.all[i].words, y) + gtx.Dp(8)
	}
}

// one draws a message with its foot at y and returns its height.
func (m *messages) one(gtx layout.Context, l look, words string, y int) int {
	size := gtx.Constraints.Max
	inner := gtx
	inner.Constraints = layout.Constraints{Max: image.Pt(min(gtx.Dp(520), size.X-gtx.Dp(32)), size.Y)}
	rec := op.Record(gtx.Ops)
	d := behind(inner, func(size image.Point) {
		fillRound(gtx, l.ink, image.Rectangle{Max: size}, 8)
	}, func(gtx layout.Context) layout.Dimensions {
		return layout.Inset{Left: 16, Right: 16, Top: 10, Bottom: 10}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			w := l.say(13, l.canvas).many()
			return w.layout(gtx, l, words)
		})
	})
	call := rec.Stop()
	defer op.Offset(image.Pt((size.X-d.Size.X)/2, y-d.Size.Y)).Push(gtx.Ops).Pop()
	call.Add(gtx.Ops)
	return d.Size.Y
}
