package window

import (
	"slices"
	"time"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/phrases"
	"chirograph/editor/buffer"
	"chirograph/editor/markdown"
)

// A tally counts words, characters and minutes of a text and of what is
// selected in it. Short texts are counted at once, under the document's lock,
// and long ones beside the window, which goes on showing the last count.
type tally struct {
	stale    bool // the text may have changed since it was counted
	begun    time.Time
	whole    markdown.Counts
	known    bool
	counting bool

	part     markdown.Counts // of the selection
	parts    int             // selections that are not empty
	carets   int
	of       buffer.Mark // what part was counted in
	selected []buffer.Range
	text     []byte // working memory
}

const (
	// countEvery is how often the text is counted while it changes, at most.
	countEvery = 500 * time.Millisecond
	// countAtOnce is how long a text may be to be counted under the document's
	// lock: that takes a fraction of a millisecond.
	countAtOnce = 64 << 10
	// countSlice is how much of a longer one is copied at a time, and the most
	// that is counted of a selection.
	countSlice = 256 << 10
)

// count counts what can be counted at once, under the document's lock, and
// reports whether the rest is to be counted beside the window.
func (s *tally) count(gtx layout.Context, b *buffer.Buffer) (long bool) {
	s.countPart(b)
	switch next := s.begun.Add(countEvery); {
	case s.counting || s.known && !s.stale:
		return false
	case s.known && gtx.Now.Before(next):
		gtx.Execute(op.InvalidateCmd{At: next})
		return false
	}
	s.begun, s.stale = gtx.Now, false
	n := b.Text().Len()
	if s.counting = n > countAtOnce; s.counting {
		return true
	}
	s.text = b.Text().AppendRange(s.text[:0], 0, n)
	s.whole, s.known = markdown.Count(s.text), true
	return false
}

// countLong counts a text slice by slice: the document's lock is held only while
// one is copied. Others may write meanwhile; then the text is stale, and is
// counted again.
func countLong(d document) markdown.Counts {
	var c markdown.Counter
	var text []byte
	for at, end := 0, false; !end; {
		d.Read(func(b *buffer.Buffer) {
			t := b.Text()
			for at = min(at, t.Len()); at < t.Len() && !t.IsRuneStart(at); {
				at++
			}
			to := min(at+countSlice, t.Len())
			for to < t.Len() && !t.IsRuneStart(to) {
				to++
			}
			text, at, end = t.AppendRange(text[:0], at, to), to, to == t.Len()
		})
		c.Add(text)
	}
	return c.Counts()
}

// countPart counts what is selected, when that has changed.
func (s *tally) countPart(b *buffer.Buffer) {
	all := b.Selections()
	s.carets = len(all)
	m := b.Mark()
	if m == s.of && slices.Equal(all, s.selected) {
		return
	}
	s.of = m
	s.selected = append(s.selected[:0], all...)
	var c markdown.Counter
	s.parts = 0
	room := countSlice
	for _, r := range all {
		if n := r.To() - r.From(); n > 0 && n <= room {
			room -= n
			s.parts++
			s.text = b.Text().AppendRange(s.text[:0], r.From(), r.To())
			c.Add(s.text)
			c.Add([]byte{'\n'}) // what is selected apart is not one word
		}
	}
	s.part = c.Counts()
}

// says is what the status bar tells of the text: all of it where there is room.
func (s *tally) says(p *phrases.Phrases, all bool) string {
	say := &p.Page
	c := s.whole
	words := say.Words.Of(c.Words, "n", p.Number(c.Words))
	if s.parts > 0 {
		c = s.part
		words = phrases.With(say.WordsOf, "n", p.Number(c.Words), "all", p.Number(s.whole.Words))
	}
	if all {
		words += " · " + say.Characters.Of(c.Characters, "n", p.Number(c.Characters)) +
			" · " + say.Minutes.Of(c.Minutes, "n", p.Number(c.Minutes))
	}
	if s.carets > 1 {
		words = say.Carets.Of(s.carets) + " · " + words
	}
	return words
}
