package find

import "sort"

// Len returns how many matches have been found, and whether there are more than
// a search keeps.
func (s *Search) Len() (n int, more bool) {
	return len(s.matches), len(s.matches) >= MaxMatches && len(s.todo) > 0
}

// At returns the i-th match, counted from 0.
func (s *Search) At(i int) Match { return s.matches[i] }

// after returns how many matches begin before off: the number of the first one
// that does not.
func (s *Search) after(off int) int {
	return sort.Search(len(s.matches), func(i int) bool { return s.matches[i].From >= off })
}

// First returns the number of the first match that begins at off or after it,
// or of the first of all if there is none there: where a person goes who is
// typing what to look for.
func (s *Search) First(off int) (i int, ok bool) {
	if i = s.after(off); i == len(s.matches) {
		i = 0
	}
	return i, len(s.matches) > 0
}

// Next returns the number of the match after what is selected, and whether it
// is the first one again.
func (s *Search) Next(from, to int) (i int, wrapped, ok bool) {
	i = s.after(to)
	if i < len(s.matches) && s.matches[i] == (Match{from, to}) { // an empty one
		i++
	}
	if i == len(s.matches) {
		return 0, true, i > 0
	}
	return i, false, true
}

// Previous returns the number of the match before what is selected, and whether
// it is the last one again.
func (s *Search) Previous(from, to int) (i int, wrapped, ok bool) {
	i = sort.Search(len(s.matches), func(i int) bool { return s.matches[i].To > from }) - 1
	if i >= 0 && s.matches[i] == (Match{from, to}) {
		i--
	}
	if i < 0 {
		return len(s.matches) - 1, true, len(s.matches) > 0
	}
	return i, false, true
}

// Number returns the number of a match, and false if it is none: what "3 of 17"
// is of.
func (s *Search) Number(from, to int) (i int, ok bool) {
	i = s.after(from)
	return i, i < len(s.matches) && s.matches[i] == Match{from, to}
}

// Append appends the matches that are between two offsets, in part at least, to
// dst: those that a view shows.
func (s *Search) Append(dst []Match, from, to int) []Match {
	i := sort.Search(len(s.matches), func(i int) bool { return s.matches[i].To >= from })
	for ; i < len(s.matches) && s.matches[i].From <= to; i++ {
		dst = append(dst, s.matches[i])
	}
	return dst
}
