package find

import (
	"cmp"
	"slices"

	"chirograph/editor/crdt"
)

// Apply follows edits of the text, those that [buffer.Buffer.Since] returns. It
// must be told of all of them, in order, before it is asked for anything.
func (s *Search) Apply(edits []crdt.Edit) {
	if len(edits) == 0 {
		return
	}
	if s.part {
		from, _ := s.text.Resolve(s.ends[0])
		to, _ := s.text.Resolve(s.ends[1])
		s.within = stretch{from, max(from, to)}
	}
	switch {
	case s.pattern.re != nil && s.pattern.spans, len(edits)*len(s.matches) > maxShifts, s.err != nil:
		s.restart()
	case s.pattern.spans:
		s.followOn(edits)
	default:
		s.followLines(edits)
	}
}

// move returns where an offset is after an edit: what is inserted at it is
// before it, or after it.
func move(off int, e crdt.Edit, before bool) int {
	switch end := e.At + e.Deleted; {
	case off > end, off == end && (e.Deleted > 0 || before):
		return off + e.Inserted - e.Deleted
	case off > e.At:
		return e.At
	default:
		return off
	}
}

// followLines looks again at the lines that changed: no match is in two lines.
func (s *Search) followLines(edits []crdt.Edit) {
	var touched []stretch
	for _, e := range edits {
		s.shift(e)
		for _, list := range [][]stretch{s.todo, touched} {
			for i, st := range list {
				list[i] = stretch{move(st.from, e, false), move(st.to, e, true)}
			}
		}
		touched = append(touched, stretch{e.At, e.At + e.Inserted})
	}
	limits := s.limits()
	for _, st := range touched {
		line := s.text.LineStart(s.text.LineOf(st.from))
		end := s.text.Len()
		if last := s.text.LineOf(min(st.to, end)); last+1 < s.text.Lines() {
			end = s.text.LineStart(last+1) - 1
		}
		st = stretch{max(line, limits.from), min(end, limits.to)}
		if st.from > st.to {
			continue
		}
		from, to := s.after(st.from), s.after(st.to+1)
		s.matches = slices.Delete(s.matches, from, to)
		s.todo = append(s.todo, st)
	}
	s.clip(limits)
	s.unite()
}

// shift moves the matches after an edit, and takes out those that it touches.
func (s *Search) shift(e crdt.Edit) {
	from, _ := slices.BinarySearchFunc(s.matches, e.At, func(m Match, at int) int { return cmp.Compare(m.To, at) })
	to := from
	for to < len(s.matches) && s.matches[to].From <= e.At+e.Deleted {
		to++
	}
	s.matches = slices.Delete(s.matches, from, to)
	by := e.Inserted - e.Deleted
	for i := from; i < len(s.matches); i++ {
		s.matches[i].From += by
		s.matches[i].To += by
	}
}

// clip takes out what is not within the limits any more.
func (s *Search) clip(limits stretch) {
	if !s.part {
		return
	}
	s.matches = slices.DeleteFunc(s.matches, func(m Match) bool { return m.From < limits.from || m.To > limits.to })
	for i, st := range s.todo {
		s.todo[i] = stretch{max(st.from, limits.from), min(st.to, limits.to)}
	}
	s.todo = slices.DeleteFunc(s.todo, func(st stretch) bool { return st.from > st.to })
}

// unite puts what is to be looked at in order, and joins what overlaps.
func (s *Search) unite() {
	slices.SortFunc(s.todo, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	out := s.todo[:0]
	for _, st := range s.todo {
		if k := len(out) - 1; k >= 0 && st.from <= out[k].to {
			out[k].to = max(out[k].to, st.to)
		} else {
			out = append(out, st)
		}
	}
	s.todo = out
}

// followOn looks again at everything after the first edit, for words with line
// breaks: where one is found depends on those before.
func (s *Search) followOn(edits []crdt.Edit) {
	limits := s.limits()
	from := limits.to
	if len(s.todo) > 0 {
		from = s.todo[0].from
	}
	for _, e := range edits {
		from = min(from, e.At-s.pattern.words.longest-1)
	}
	kept, _ := slices.BinarySearchFunc(s.matches, from+1, func(m Match, at int) int { return cmp.Compare(m.To, at) })
	if kept < len(s.matches) {
		from = min(from, s.matches[kept].From)
	}
	s.matches = s.matches[:kept]
	from = s.runeStart(max(limits.from, min(from, limits.to)))
	s.todo = append(s.todo[:0], stretch{from, limits.to})
}
