package find

import (
	"bytes"
	"slices"
	"sort"

	"chirograph/editor/crdt"
)

// A Match is a stretch of text that was found, in bytes. It is empty where a
// regular expression matches between two characters.
type Match struct{ From, To int }

const (
	// MaxMatches is about how many matches a search keeps. With more it stops:
	// nobody looks at them, and every edit moves all that follow.
	MaxMatches = 500_000

	// MaxSpanned is how long a text may be, in bytes, in which a regular
	// expression is looked for that names a line break: it cannot be cut.
	MaxSpanned = 1 << 20

	// maxLook is how much text is held at once.
	maxLook = 256 << 10

	// maxLine is how much of a line a regular expression sees at once. In longer
	// lines it does not find what goes on from one such piece to the next.
	maxLine = 1 << 20

	// maxShifts is how many matches Apply moves before it is quicker to begin
	// again.
	maxShifts = 1 << 22
)

// A stretch is text to look at: matches are looked for that begin in it, or at
// its end if they are empty.
type stretch struct{ from, to int }

// A Search is what has been found of a pattern in a text, or in a part of it.
type Search struct {
	text    *crdt.Text
	pattern *Pattern
	part    bool           // only within is searched
	within  stretch        // if part
	ends    [2]crdt.Anchor // of within
	near    int            // where looking has begun

	matches []Match // in order and apart, outside todo
	todo    []stretch
	err     error

	room  []byte
	found []Match
}

// New returns a search for a pattern in a whole text. What is at near and after
// it is looked at first.
func New(t *crdt.Text, p *Pattern, near int) *Search {
	s := &Search{text: t, pattern: p, near: near}
	s.restart()
	return s
}

// NewPart returns a search between two offsets. They move with the edits: what
// is inserted at either end is not searched.
func NewPart(t *crdt.Text, p *Pattern, from, to int) *Search {
	s := &Search{text: t, pattern: p, part: true, within: stretch{from, to}, near: from}
	s.ends = [2]crdt.Anchor{t.Anchor(from, crdt.Before), t.Anchor(to, crdt.After)}
	s.restart()
	return s
}

// limits returns what is searched.
func (s *Search) limits() stretch {
	if s.part {
		return s.within
	}
	return stretch{0, s.text.Len()}
}

// restart forgets what was found.
func (s *Search) restart() {
	all := s.limits()
	s.matches, s.err = s.matches[:0], nil
	s.todo = append(s.todo[:0], all)
	if s.pattern.spans {
		return
	}
	near := max(all.from, min(s.near, all.to))
	if line := s.text.LineStart(s.text.LineOf(near)); line > all.from {
		s.near = line
		s.todo = append(s.todo[:0], stretch{all.from, line - 1}, stretch{line, all.to})
	}
}

// Step looks at some more of the text, about budget bytes of it or a line, and
// reports whether all has been looked at.
func (s *Search) Step(budget int) (done bool) {
	for budget > 0 && !s.Done() {
		i := sort.Search(len(s.todo), func(i int) bool { return s.todo[i].from >= s.near })
		if i == len(s.todo) {
			i = 0
		}
		budget -= s.look(i, min(budget, maxLook))
	}
	return s.Done()
}

// Done reports whether all has been looked at, or as much as will be.
func (s *Search) Done() bool {
	return len(s.todo) == 0 || len(s.matches) >= MaxMatches || s.err != nil
}

// Err returns why nothing can be found: ErrLong.
func (s *Search) Err() error { return s.err }

// look looks at the beginning of a stretch, and returns at how much.
func (s *Search) look(i, budget int) int {
	st := &s.todo[i]
	begin := st.from
	s.found = s.found[:0]
	switch p := s.pattern; {
	case p.re == nil:
		s.lookForWords(st, budget)
	case p.spans:
		s.lookForAll(st)
	default:
		s.lookInLines(st, budget)
	}
	if len(s.found) > 0 {
		at := s.after(s.found[0].From)
		s.matches = slices.Insert(s.matches, at, s.found...)
	}
	n := st.from - begin
	if st.from > st.to || st.from == st.to && s.pattern.re == nil {
		s.todo = slices.Delete(s.todo, i, i+1)
	}
	return n + 1
}

// lookForWords looks for a literal.
func (s *Search) lookForWords(st *stretch, budget int) {
	p := s.pattern
	end := s.runeEnd(min(st.to, st.from+budget))
	base := s.runeStart(max(0, st.from-1))
	s.room = s.text.AppendRange(s.room[:0], base, s.runeEnd(min(s.text.Len(), end+p.words.longest)))
	limit := s.limits().to
	at := st.from - base
	for {
		from, to := p.words.index(s.room, at)
		if from < 0 || base+from >= end {
			break
		}
		if base+to > limit || !p.fits(s.room, from, to) {
			at = from + 1 // inside a rune nothing begins
			continue
		}
		s.found = append(s.found, Match{base + from, base + to})
		at = to
	}
	st.from = max(end, min(base+at, st.to))
}

// lookInLines looks for a regular expression in line after line.
func (s *Search) lookInLines(st *stretch, budget int) {
	t, p := s.text, s.pattern
	limits := s.limits()
	first := s.piece(st.from)
	last := first
	if to := min(st.from+budget, st.to); to > first.to && !s.goesOn(first) {
		last = s.piece(to)
		if to < st.to && last.from > first.from { // not all of it
			last = s.piece(last.from - 1)
		}
	}
	s.room = t.AppendRange(s.room[:0], first.from, last.to)
	for base, rest := first.from, s.room; ; {
		if len(p.prefix) > 0 {
			i := bytes.Index(rest, p.prefix)
			if i < 0 {
				break
			}
			skip := bytes.LastIndexByte(rest[:i], '\n') + 1
			base, rest = base+skip, rest[skip:]
		}
		line, more, ended := bytes.Cut(rest, []byte{'\n'})
		p.each(line, func(m []int) {
			from, to := base+m[0], base+m[1]
			cut := from == last.to && s.goesOn(last) // an empty one where the next piece begins
			if limits.from <= from && to <= limits.to && !cut {
				s.found = append(s.found, Match{from, to})
			}
		})
		if !ended {
			break
		}
		base, rest = base+len(line)+1, more
	}
	if st.from = last.to + 1; s.goesOn(last) {
		st.from--
	}
}

// goesOn reports whether a line goes on after a piece of it.
func (s *Search) goesOn(p stretch) bool { return p.to < s.text.Len() && s.text.ByteAt(p.to) != '\n' }

// lookForAll looks for a regular expression in the whole text.
func (s *Search) lookForAll(st *stretch) {
	if s.text.Len() > MaxSpanned {
		s.err = ErrLong
		return
	}
	limits := s.limits()
	s.room = s.text.AppendRange(s.room[:0], 0, s.text.Len())
	s.pattern.each(s.room, func(m []int) {
		if limits.from <= m[0] && m[1] <= limits.to {
			s.found = append(s.found, Match{m[0], m[1]})
		}
	})
	st.from = st.to + 1
}

// each calls f with the places, groups as well, of all matches of a regular
// expression.
func (p *Pattern) each(text []byte, f func(m []int)) {
	for _, m := range p.re.FindAllSubmatchIndex(text, -1) {
		if p.fits(text, m[0], m[1]) {
			f(m)
		}
	}
}

// piece returns the line in which an offset is, or the part of it that regular
// expressions see.
func (s *Search) piece(off int) stretch {
	t := s.text
	line := t.LineOf(off)
	p := stretch{t.LineStart(line), t.Len()}
	if line+1 < t.Lines() {
		p.to = t.LineStart(line+1) - 1
	}
	if p.to-p.from > maxLine {
		start, end := p.from, p.to
		n := (off - start) / maxLine
		if off == end && off > start { // the end belongs to what is before it
			n = (off - start - 1) / maxLine
		}
		p.from = s.runeEnd(start + n*maxLine)
		p.to = min(end, s.runeEnd(start+(n+1)*maxLine))
		if off < p.from { // it is inside the rune that was cut
			p = stretch{s.runeEnd(start + (n-1)*maxLine), p.from}
		}
	}
	return p
}

// runeStart returns the nearest place at or before off that is not in a rune.
func (s *Search) runeStart(off int) int {
	for !s.text.IsRuneStart(off) {
		off--
	}
	return off
}

// runeEnd returns the nearest place at or after off that is not in a rune.
func (s *Search) runeEnd(off int) int {
	for off < s.text.Len() && !s.text.IsRuneStart(off) {
		off++
	}
	return off
}
