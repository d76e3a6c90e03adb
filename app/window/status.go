package window

import (
	"image"
	"image/color"
	"strconv"

	"gioui.org/layout"
	"gioui.org/unit"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
)

const (
	statusHeight = unit.Dp(28)
	roomyStatus  = unit.Dp(840) // the bar tells more about the text
)

// status is the bar at the foot: whether the text is safe and who is in touch,
// and where the caret is.
type status struct {
	tally
	line, column int // of the caret
}

// look looks up what the bar shows of the text, under the document's lock, and
// reports whether that is to be counted beside the window.
func (s *status) look(gtx layout.Context, b *buffer.Buffer) (long bool) {
	t := b.Text()
	_, head := b.Selection()
	s.line = t.LineOf(head)
	s.column = t.RuneOf(head) - t.RuneOf(t.LineStart(s.line))
	return s.count(gtx, b)
}

func (s *status) layout(gtx layout.Context, l look, p *page, st workspace.Status) {
	size := gtx.Constraints.Max
	ground, ink := l.panel, l.ink2
	var light color.NRGBA
	switch st.Level {
	case workspace.Fine:
		light = l.ok
	case workspace.Quiet:
		light = l.ink3
	case workspace.Warn:
		light = l.warn
	default:
		light, ground, ink = l.canvas, l.bad, l.canvas
	}
	fill(gtx, ground, image.Rectangle{Max: size})
	fill(gtx, l.line, image.Rect(0, 0, size.X, hair(gtx)))
	layout.Inset{Left: 20, Right: 20}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min.Y = size.Y
		right := ""
		if st.Ready {
			right = phrases.With(l.words.Page.Place, "line", s.line+1, "column", s.column+1)
			if size.X >= gtx.Dp(narrowWindow) {
				right += "      " + s.says(l.words, size.X >= gtx.Dp(roomyStatus))
			}
		}
		left := st.Saved
		if st.Connection != "" && st.Ready {
			left += "  ·  " + st.Connection
		}
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return dot(gtx, light, 8) }),
			space(8, 0),
			layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
				d := l.say(12, ink).layout(gtx, l, left)
				d.Size.X = gtx.Constraints.Max.X
				return d
			}),
			space(16, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(12, ink).layout(gtx, l, right)
			}),
		)
	})
}

func itoa(n int) string { return strconv.Itoa(n) }
