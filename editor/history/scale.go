package history

import (
	"sort"

	"chirograph/editor/version"
)

// A Scale lays the versions of a [Timeline] out along a line by the time that
// was worked, from 0, before the first change, to 1, behind the last one.
// Pauses take no more room than the scale allows, and every change takes some.
type Scale struct {
	t    *Timeline
	ends []int64 // by change, where it ends
}

// Scale returns a scale on which no change takes less than least milliseconds,
// which must be more than 0, nor more than most with the pause before it.
func (t *Timeline) Scale(least, most int64) *Scale {
	s := &Scale{t: t, ends: make([]int64, len(t.changes))}
	at := int64(0)
	for k := range t.changes {
		pause := int64(0)
		if k > 0 {
			pause = t.changes[k].time - t.changes[k-1].time
		}
		at += max(least, min(pause, most))
		s.ends[k] = at
	}
	return s
}

// Length returns how long the line is, in milliseconds.
func (s *Scale) Length() int64 {
	if len(s.ends) == 0 {
		return 0
	}
	return s.ends[len(s.ends)-1]
}

// Place returns where the version with the first n changes is.
func (s *Scale) Place(n int) float64 {
	n = min(n, len(s.ends))
	if n <= 0 {
		return 0
	}
	return float64(s.ends[n-1]) / float64(s.Length())
}

// At returns how many changes the version nearest to a place has.
func (s *Scale) At(place float64) int {
	if len(s.ends) == 0 {
		return 0
	}
	want := max(0, min(1, place)) * float64(s.Length())
	n := sort.Search(len(s.ends), func(k int) bool { return float64(s.ends[k]) >= want })
	n = min(n, len(s.ends)-1)
	before := int64(0)
	if n > 0 {
		before = s.ends[n-1]
	}
	if want-float64(before) < float64(s.ends[n])-want {
		return n
	}
	return n + 1
}

// A Column is how much was written in one part of a [Scale].
type Column []Share

// A Share is what one author did: bytes inserted and deleted.
type Share struct {
	Author         version.Author
	Added, Deleted int
}

// Density cuts the line into n equal parts, and returns how much was written in
// each and by whom, in the order in which they come. A change counts where it
// ends.
func (s *Scale) Density(n int) []Column {
	out := make([]Column, n)
	t := s.t
	for k := range t.changes {
		c := &t.changes[k]
		at := min(n-1, int(int64(n)*(s.ends[k]-1)/s.Length()))
		author := t.replicas[t.authors[c.replica]].Author
		i := 0
		for i < len(out[at]) && out[at][i].Author != author {
			i++
		}
		if i == len(out[at]) {
			out[at] = append(out[at], Share{Author: author})
		}
		out[at][i].Added += int(c.added)
		out[at][i].Deleted += int(c.deleted)
	}
	return out
}
