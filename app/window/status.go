package window

import (
	"image"
	"image/color"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/unit"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
)

const statusHeight = unit.Dp(28)

// status is the bar at the foot: whether the text is safe and who is in touch,
// and where the caret is.
type status struct {
	stale   bool // the text may have changed since the words were counted
	counted time.Time
	words   int // -1: too many to count all the time
	line    int
	column  int
	size    int
	text    []byte // working memory
}

// Words are counted again at most this often, and not at all in a text larger
// than this: counting takes the document's lock.
const (
	countEvery = 500 * time.Millisecond
	countMost  = 1 << 20
)

// count looks up what the bar shows of the text.
func (s *status) count(gtx layout.Context, b *buffer.Buffer) {
	t := b.Text()
	_, head := b.Selection()
	s.line = t.LineOf(head)
	s.column = t.RuneOf(head) - t.RuneOf(t.LineStart(s.line))
	if s.counted.IsZero() || s.stale && gtx.Now.Sub(s.counted) >= countEvery {
		s.stale, s.counted, s.size = false, gtx.Now, t.Len()
		s.words = -1
		if t.Len() <= countMost {
			s.text = t.AppendRange(s.text[:0], 0, t.Len())
			s.words = countWords(s.text)
		}
	} else if s.stale {
		gtx.Execute(op.InvalidateCmd{At: s.counted.Add(countEvery)})
	}
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
				right += "      " + s.length(l.words)
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

// countWords counts the stretches between white space. It allocates nothing:
// it runs while people type.
func countWords(text []byte) int {
	n, inside := 0, false
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		i += size
		if unicode.IsSpace(r) {
			inside = false
		} else if !inside {
			inside = true
			n++
		}
	}
	return n
}

// length says how much text there is.
func (s *status) length(p *phrases.Phrases) string {
	if s.words >= 0 {
		return p.Page.Words.Of(s.words, "n", p.Number(s.words))
	}
	return phrases.With(p.General.Megabyte, "n", p.Decimal(float64(s.size)/1e6, 1))
}

func itoa(n int) string { return strconv.Itoa(n) }
