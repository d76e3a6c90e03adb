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
// selected in it. It counts in slices, one a frame, since it holds the
// document's lock; until it is through, the last count stands.
type tally struct {
	stale   bool // the text may have changed since it was counted
	begun   time.Time
	whole   markdown.Counts
	known   bool
	counter markdown.Counter
	at      int // how far it has come; -1 while it does not count

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
	// countSlice is how much is counted in a frame: one or two milliseconds'
	// worth. More than that is not counted of a selection.
	countSlice = 512 << 10
)

// count counts on, under the document's lock.
func (s *tally) count(gtx layout.Context, b *buffer.Buffer) {
	s.countWhole(gtx, b)
	s.countPart(b)
}

func (s *tally) countWhole(gtx layout.Context, b *buffer.Buffer) {
	t := b.Text()
	if s.at < 0 || s.begun.IsZero() {
		switch next := s.begun.Add(countEvery); {
		case !s.stale && s.known:
			return
		case s.known && gtx.Now.Before(next):
			gtx.Execute(op.InvalidateCmd{At: next})
			return
		}
		s.stale, s.begun, s.at, s.counter = false, gtx.Now, 0, markdown.Counter{}
	}
	to := min(s.at+countSlice, t.Len())
	for to < t.Len() && !t.IsRuneStart(to) {
		to++
	}
	s.at = min(s.at, to) // others may have deleted
	for s.at < to && !t.IsRuneStart(s.at) {
		s.at++
	}
	s.text = t.AppendRange(s.text[:0], s.at, to)
	s.counter.Add(s.text)
	if s.at = to; to < t.Len() {
		gtx.Execute(op.InvalidateCmd{})
		return
	}
	s.whole, s.known, s.at = s.counter.Counts(), true, -1
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
