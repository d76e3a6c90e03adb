package buffer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Emphasise puts Mark, which is "**", "*", "~~" or "`", around what is selected,
// or around the word of a caret, or takes it away where it is: from the words
// selected alone, from all that is emphasised around a caret. A caret at the end
// of emphasised words steps out of them, and one with no word beside it gets a
// pair of marks to type between. In several lines each is emphasised by itself,
// after the marks of its list, for that is how Markdown has it.
type Emphasise struct{ Mark string }

// marks are the characters that emphasise.
const marks = "*_~`"

// maxAround is how much of a line is looked at on either side.
const maxAround = 8 << 10

// A target is a stretch to emphasise, in a line of which text is a part that
// begins at offset start. All else is in bytes of text.
type target struct {
	start    int
	text     string
	from, to int
	caret    int // -1 if it is not a caret's
	inside   emphasis
	is       bool       // inside says where
	marked   []emphasis // all that there is
}

func (c Emphasise) do(b *Buffer, now int64) bool {
	if c.Mark == "" || strings.Trim(c.Mark, c.Mark[:1]) != "" || !strings.Contains(marks, c.Mark[:1]) {
		return false
	}
	ranges := b.selections.resolve(b.text)
	var targets []target
	for _, r := range ranges {
		targets = b.targets(targets, r, c.Mark)
	}
	remove := len(targets) > 0 && !slices.ContainsFunc(targets, func(t target) bool { return !t.is && t.caret < 0 })
	var edits []Edit
	steps := map[int]step{}
	for _, t := range targets {
		edits = t.toggle(edits, steps, c.Mark, remove)
	}
	edits = tidy(edits)
	m := mapping{edits: edits}
	next := make([]Range, len(ranges))
	for i, r := range ranges {
		step, ok := steps[r.Head]
		switch {
		case r.Empty() && ok:
			m.before(r.Head)
			over := m // the next caret may stand before that place
			next[i] = caret(over.before(step.to) + step.into)
		case r.Empty() && b.atWordStart(r.Head):
			next[i] = caret(m.after(r.Head))
		case r.Empty():
			next[i] = caret(m.before(r.Head))
		default:
			next[i] = r.between(m.after(r.From()), m.before(r.To()))
		}
	}
	if len(edits) == 0 {
		b.choose(arrange(next, b.selections.main))
		return false
	}
	return b.edit(edits, next, b.selections.main, alone, now)
}

// A step is where a caret goes that steps over a mark, or into new ones: to an
// offset before the edits, and then by some bytes.
type step struct{ to, into int }

// targets appends what a selection says to emphasise.
func (b *Buffer) targets(out []target, r Range, mark string) []target {
	n := b.linesOf(r)
	for line := n.first; line <= n.last; line++ {
		begin, end := b.bounds(block{line, line})
		from, to := max(begin, r.From()), min(end, r.To())
		t := target{start: b.clamp(max(begin, from-maxAround)), caret: -1}
		t.text = b.slice(t.start, b.clamp(min(end, to+maxAround)))
		t.from, t.to = from-t.start, to-t.start
		t.marked = emphases(t.text, mark)
		if r.Empty() {
			t.caret = t.from
			if b.inWord(r.Head) {
				at := r.Head
				if !b.atWordStart(at) {
					at -= utf8.RuneLen(b.runeBefore(at))
				}
				from, to := b.WordAt(at)
				t.from, t.to = max(from-t.start, 0), min(to-t.start, len(t.text))
			}
		} else if !t.trim(begin == t.start) {
			continue
		}
		for _, e := range t.marked {
			if e.open <= t.from && t.to <= e.end {
				t.inside, t.is = e, true
			}
		}
		out = append(out, t)
	}
	return out
}

// trim takes the marks at the beginning of a line and the spaces at both ends
// out of a target, and reports whether anything is left.
func (t *target) trim(whole bool) bool {
	if whole {
		p := parsePrefix(t.text)
		_, size := headingMark(t.text[p.end:])
		t.from = max(t.from, p.end+size)
	}
	if t.from >= t.to {
		return false
	}
	s := t.text[t.from:t.to]
	t.to -= len(s) - len(strings.TrimRightFunc(s, unicode.IsSpace))
	t.from += len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	return t.from < t.to
}

// inWord reports whether a caret is in a word or at an end of one.
func (b *Buffer) inWord(off int) bool {
	return isWordy(b.runeAfter(off)) || isWordy(b.runeBefore(off))
}

// atWordStart reports whether there is a word after off and none before.
func (b *Buffer) atWordStart(off int) bool {
	return isWordy(b.runeAfter(off)) && !isWordy(b.runeBefore(off))
}

func isWordy(r rune) bool { return r != utf8.RuneError && classOf(r) >= letters }

// toggle appends the edits for a target.
func (t *target) toggle(edits []Edit, steps map[int]step, mark string, remove bool) []Edit {
	change := func(from, to int, s string) {
		if from < to || s != "" {
			edits = append(edits, Edit{t.start + from, t.start + to, s})
		}
	}
	w := len(mark)
	switch e := t.inside; {
	case t.caret >= 0 && t.is && t.caret == e.to && e.from < e.to:
		steps[t.start+t.caret] = step{to: t.start + e.end}
	case t.is && remove && t.caret >= 0:
		change(e.open, e.from, "")
		change(e.to, e.end, "")
	case t.is && remove: // what is beside stays emphasised
		from, to := max(t.from, e.from), min(t.to, e.to)
		if left := strings.TrimRightFunc(t.text[e.from:from], unicode.IsSpace); strings.Trim(left, marks) == "" {
			change(e.open, e.from, "")
		} else {
			change(e.from+len(left), e.from+len(left), t.text[e.to:e.end])
		}
		if right := strings.TrimLeftFunc(t.text[to:e.to], unicode.IsSpace); strings.Trim(right, marks) == "" {
			change(e.to, e.end, "")
		} else {
			change(e.to-len(right), e.to-len(right), t.text[e.open:e.from])
		}
	case t.is:
	case t.from == t.to && t.hasPair(mark):
		change(t.from-w, t.from+w, "")
	case t.from == t.to:
		change(t.from, t.from, mark+mark)
		steps[t.start+t.from] = step{t.start + t.from, w}
	default:
		t.emphasise(change, mark)
	}
	return edits
}

// hasPair reports whether the caret is between two marks with nothing in them.
func (t *target) hasPair(mark string) bool {
	before := t.text[:t.caret]
	after := t.text[t.caret:]
	return len(before)-len(strings.TrimRight(before, mark[:1])) == len(mark) &&
		len(after)-len(strings.TrimLeft(after, mark[:1])) == len(mark)
}

// emphasise puts the marks around a target. Of what is emphasised in it the
// marks go, and what is emphasised beyond it is joined.
func (t *target) emphasise(change func(from, to int, s string), mark string) {
	open, closing := mark, mark
	if mark == "`" {
		open, closing = codeMarks(t.text[t.from:t.to])
	}
	for _, e := range t.marked {
		if e.end <= t.from || e.open >= t.to || mark == "`" {
			continue
		}
		first, last := "", ""
		if e.open < t.from {
			first, open = mark, ""
		}
		if e.end > t.to {
			last, closing = mark, ""
		}
		if t.text[e.open:e.from] != first { // underscores match no stars
			change(e.open, e.from, first)
		}
		if t.text[e.to:e.end] != last {
			change(e.to, e.end, last)
		}
	}
	change(t.from, t.from, open)
	change(t.to, t.to, closing)
}

// codeMarks returns marks for code that may have backticks in it.
func codeMarks(code string) (open, closing string) {
	longest := 0
	for i := 0; i < len(code); {
		n := runLength(code[i:], '`')
		longest = max(longest, n)
		i += max(n, 1)
	}
	mark := strings.Repeat("`", longest+1)
	if longest == 0 {
		return mark, mark
	}
	return mark + " ", " " + mark
}
