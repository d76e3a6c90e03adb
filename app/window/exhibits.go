package window

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"chirograph/app/phrases"
	"chirograph/editor/history"
	"chirograph/editor/markdown"
	"chirograph/editor/view"
)

// asItWas shows a text alone.
func asItWas(c *history.Checkout) *hanger {
	w := &hanger{}
	w.hang(c, 0, len(c.Text), standing, -1)
	return w
}

// oneSide shows one of two texts that are compared, with what the other one
// lacks.
func oneSide(c *history.Comparison, later bool) *hanger {
	w := &hanger{}
	text, kind, at := c.A, view.Deleted, 0
	if later {
		text, kind = c.B, view.Inserted
	}
	for i, p := range c.Places {
		from, to := p.A, p.EndA
		if later {
			from, to = p.B, p.EndB
		}
		w.hang(text, at, from, standing, -1)
		w.mark(kind, "", func() { w.hang(text, from, to, fresh, i) })
		at = to
	}
	w.hang(text, at, len(text.Text), standing, -1)
	return w
}

// inPlace shows the second of two texts that are compared with what is new in
// it, and chips for what is gone. Those in open show that.
func inPlace(say *phrases.Past, c *history.Comparison, open map[int]bool) *hanger {
	w := &hanger{}
	at := 0
	for i, p := range c.Places {
		w.hang(c.B, at, p.B, standing, -1)
		if p.A < p.EndA {
			w.tombstone(say, c.A, lost{p.A, p.EndA}, c.B.Text, p.B, open[i], i)
		}
		w.put(say, c, i)
		at = p.EndB
	}
	w.hang(c.B, at, len(c.B.Text), standing, -1)
	return w
}

// put hangs what is new at a difference. What it replaces is said in the margin.
func (w *hanger) put(say *phrases.Past, c *history.Comparison, i int) {
	p := c.Places[i]
	w.mark(view.Inserted, "", func() { w.hang(c.B, p.B, p.EndB, fresh, i) })
	const most = 22 // characters of each
	before, after := glimpse(c.A.Text[p.A:p.EndA], most), glimpse(c.B.Text[p.B:p.EndB], most)
	if before != "" && after != "" {
		w.changes[len(w.changes)-1].Margin = phrases.With(say.Between, "from", before, "to", after)
	}
}

// lost is what is gone of a text, in bytes of it.
type lost struct{ from, to int }

// tombstone stands for what is gone at an offset of the text. It begins with a
// sign of its own and has no line ends, so that nothing in it is taken for the
// beginning of a heading or of code; where whole lines are gone, it is a line
// by itself.
func (w *hanger) tombstone(say *phrases.Past, c *history.Checkout, l lost, text []byte, off int, open bool, place int) {
	words := c.Text[l.from:l.to]
	own := bytes.IndexByte(words, '\n') >= 0
	starts := len(w.text) == 0 || w.text[len(w.text)-1] == '\n'
	ends := off == len(text) || text[off] == '\n'
	if own && !starts {
		w.post("\n", sign, -1)
	}
	if !open {
		w.mark(view.Chip, glimpse(words, aLine), func() { w.post(chipWords(say, words), sign, place) })
	} else {
		w.mark(view.Chip, "", func() { w.post("\u00a0⌫\u00a0", sign, place) })
		w.post(" ", sign, -1)
		w.mark(view.Deleted, "", func() { w.inLine(c, l, place) })
	}
	switch {
	case own && (starts || !ends):
		w.post("\n", sign, -1)
	case !own:
		w.post(" ", sign, -1)
	}
}

// inLine hangs what is gone, with signs in the place of its line ends.
func (w *hanger) inLine(c *history.Checkout, l lost, place int) {
	for from := l.from; from < l.to; {
		n := bytes.IndexByte(c.Text[from:l.to], '\n')
		if n < 0 {
			n = l.to - from
		}
		w.hang(c, from, from+n, gone, place)
		if from += n; from < l.to {
			w.from = from
			w.post("⏎ ", ending, place)
			from++
		}
	}
}

// aLine is how many characters are about a line.
const aLine = 90

// chipWords is what a chip says: how many words it stands for.
func chipWords(say *phrases.Past, gone []byte) string {
	if n := markdown.Count(gone).Words; n > 0 {
		return say.Gone.Of(n)
	}
	return say.GoneSigns.Of(utf8.RuneCount(gone))
}

// glimpse is the beginning of a longer text, on one line: so many characters.
func glimpse(text []byte, most int) string {
	s := strings.Join(strings.Fields(string(text[:min(len(text), 4*most)])), " ")
	runes := []rune(strings.ToValidUTF8(s, ""))
	if len(runes) <= most && len(text) <= 4*most {
		return string(runes)
	}
	return string(runes[:min(len(runes), most)]) + "…"
}

// onlyChanges shows what inPlace does, but of the text only the lines in which
// something has changed.
func onlyChanges(say *phrases.Past, c *history.Comparison, open map[int]bool) *hanger {
	w := &hanger{}
	at := 0
	for i, p := range c.Places {
		start := bytes.LastIndexByte(c.B.Text[:p.B], '\n') + 1
		if start > at {
			end := at
			if at > 0 { // the rest of the line of the change before
				end = lineAfter(c.B.Text, at)
				w.hang(c.B, at, min(end, start), standing, -1)
			}
			if end < start {
				w.skip(say, start-max(at, end))
			}
			at = max(start, end)
			w.at = at
		}
		w.hang(c.B, at, p.B, standing, -1)
		if p.A < p.EndA {
			w.tombstone(say, c.A, lost{p.A, p.EndA}, c.B.Text, p.B, open[i], i)
		}
		w.put(say, c, i)
		at = p.EndB
	}
	if len(c.Places) == 0 {
		return w
	}
	end := lineAfter(c.B.Text, at)
	w.hang(c.B, at, end, standing, -1)
	if end < len(c.B.Text) {
		w.skip(say, len(c.B.Text)-end)
	}
	return w
}

// skip says that some of the text is left out.
func (w *hanger) skip(say *phrases.Past, n int) {
	if n <= 0 {
		return
	}
	words := say.Unchanged + "\n"
	if len(w.text) > 0 && w.text[len(w.text)-1] != '\n' {
		words = "\n" + words
	}
	w.post(words, sign, -1)
}

// lineAfter is where the line behind the one with the byte at off begins.
func lineAfter(text []byte, off int) int {
	if n := bytes.IndexByte(text[off:], '\n'); n >= 0 {
		return off + n + 1
	}
	return len(text)
}

// withGhosts shows a text with what was deleted from it, each at its place.
func withGhosts(c *history.Checkout, ghosts []history.Ghost) *hanger {
	w := &hanger{}
	at := 0
	for i, g := range ghosts {
		w.hang(c, at, g.At, standing, -1)
		at = g.At
		w.ghost(g, c.Text, i)
	}
	w.hang(c, at, len(c.Text), standing, -1)
	return w
}

// ghost hangs deleted text. Its parts know where in the ghost they begin.
func (w *hanger) ghost(g history.Ghost, text []byte, i int) {
	own := strings.Contains(g.Text, "\n")
	starts := len(w.text) == 0 || w.text[len(w.text)-1] == '\n'
	if own && !starts {
		w.post("\n", sign, -1)
	}
	c := &history.Checkout{Text: []byte(g.Text)}
	n := 0
	for _, r := range g.Chars {
		c.Hands = append(c.Hands, history.Hand{At: n, Len: r.Len, First: r.First})
		n += r.Len
	}
	w.mark(view.Ghost, "", func() { w.inLine(c, lost{0, len(g.Text)}, i) })
	if own && (starts || g.At < len(text) && text[g.At] != '\n') {
		w.post("\n", sign, -1)
	}
}
