package buffer

import (
	"cmp"
	"slices"

	"chirograph/editor/crdt"
)

// A Range is a selection, in bytes: Head is the end that moves, where the caret
// is. The ends are equal when nothing is selected.
type Range struct{ Anchor, Head int }

// From returns the end that comes first in the text.
func (r Range) From() int { return min(r.Anchor, r.Head) }

// To returns the end that comes last.
func (r Range) To() int { return max(r.Anchor, r.Head) }

// Empty reports whether nothing is selected.
func (r Range) Empty() bool { return r.Anchor == r.Head }

// caret returns the selection that is a caret at an offset.
func caret(off int) Range { return Range{off, off} }

// between returns a selection with the same direction as r.
func (r Range) between(from, to int) Range {
	if r.Head < r.Anchor {
		return Range{to, from}
	}
	return Range{from, to}
}

// arrange puts selections in the order of the text, joins those that overlap
// and carets at the end of one, and returns where the main one is then. It
// works in place.
func arrange(ranges []Range, main int) ([]Range, int) {
	if len(ranges) == 1 {
		return ranges, 0
	}
	chosen := ranges[main]
	order := func(a, b Range) int { return cmp.Or(cmp.Compare(a.From(), b.From()), cmp.Compare(a.To(), b.To())) }
	if !slices.IsSortedFunc(ranges, order) {
		slices.SortStableFunc(ranges, order)
	}
	out := ranges[:1]
	for _, r := range ranges[1:] {
		last := &out[len(out)-1]
		if r.From() > last.To() || r.From() == last.To() && !r.Empty() && !last.Empty() {
			out = append(out, r)
			continue
		}
		direction := *last
		if last.Empty() || r == chosen && !r.Empty() {
			direction = r
		}
		*last = direction.between(last.From(), max(last.To(), r.To()))
	}
	main = slices.IndexFunc(out, func(r Range) bool { return r.From() <= chosen.From() && chosen.To() <= r.To() })
	return out, main
}

// selections are this person's carets and what they have selected. One's own
// edits say where they are in bytes; before anybody else's edit they are tied
// to characters, and stay tied until this person moves. So a caret in a
// sentence that others delete and put back is in the sentence again, and two
// carets that fall together meanwhile are two again.
type selections struct {
	ranges []Range // in the order of the text and apart, if known
	main   int
	known  bool

	ties ties // if tied
	tied bool
}

// ties are selections tied to characters. They are not changed once they are
// made, so that they can be kept in several places.
type ties struct {
	ends [][2]crdt.Anchor // anchor and head of each
	main int
}

// set puts the selections at offsets. There is at least one; they may overlap.
func (s *selections) set(ranges []Range, main int) {
	s.ranges = append(s.ranges[:0], ranges...)
	s.ranges, s.main = arrange(s.ranges, main)
	s.known, s.tied = true, false
}

// restore puts the selections at characters.
func (s *selections) restore(to ties) { s.ties, s.tied, s.known = to, true, false }

// resolve returns the selections, which are valid until they change.
func (s *selections) resolve(t *crdt.Text) []Range {
	if !s.known {
		s.ranges = s.ranges[:0]
		for _, e := range s.ties.ends {
			anchor, _ := t.Resolve(e[0])
			head, _ := t.Resolve(e[1])
			s.ranges = append(s.ranges, Range{anchor, head})
		}
		s.ranges, s.main = arrange(s.ranges, s.ties.main)
		s.known = true
	}
	return s.ranges
}

// hold ties the selections to characters.
func (s *selections) hold(t *crdt.Text) ties {
	if !s.tied {
		s.ties = ties{make([][2]crdt.Anchor, len(s.ranges)), s.main}
		for i, r := range s.ranges {
			s.ties.ends[i] = tie(t, r)
		}
		s.tied = true
	}
	return s.ties
}

// loosen is hold before the text changes around the selections.
func (s *selections) loosen(t *crdt.Text) ties {
	held := s.hold(t)
	s.known = false
	return held
}

// tie returns anchors for a selection. A caret stays before what others insert
// at it, and a selection does not grow by what they insert at its ends.
func tie(t *crdt.Text, r Range) [2]crdt.Anchor {
	switch {
	case r.Anchor < r.Head:
		return [2]crdt.Anchor{t.Anchor(r.Anchor, crdt.Before), t.Anchor(r.Head, crdt.After)}
	case r.Head < r.Anchor:
		return [2]crdt.Anchor{t.Anchor(r.Anchor, crdt.After), t.Anchor(r.Head, crdt.Before)}
	default:
		a := t.Anchor(r.Head, crdt.After)
		return [2]crdt.Anchor{a, a}
	}
}

// isAtStart reports whether the only selection is a caret at the start of the
// text, where no character says what it was next to.
func (t ties) isAtStart() bool {
	start := crdt.Anchor{Bias: crdt.After}
	return len(t.ends) == 1 && t.ends[0] == [2]crdt.Anchor{start, start}
}
