package history

import (
	"maps"
	"slices"

	"chirograph/editor/markdown"
	"chirograph/editor/version"
)

// A Comparison is two versions side by side. It says what [History.Compare]
// says, without the causes, so it takes as long for versions that are far apart
// as for neighbours.
type Comparison struct {
	A, B   *Checkout
	Places []Place // in order, and apart in both texts

	// Authors made the changes that belong to one version and not to the other,
	// in the order of their keys.
	Authors []version.Author
}

// A Place is a stretch of both texts that differs, in bytes. In one of them it
// may be empty.
type Place struct{ A, EndA, B, EndB int }

// Comparison compares two versions for reading.
func (h *History) Comparison(a, b version.Vector) *Comparison {
	size := h.index.Text().Len()
	c := &Comparison{A: &Checkout{Text: make([]byte, 0, size)}, B: &Checkout{Text: make([]byte, 0, size)}}
	var exact []region
	for s := range h.index.Walk(h.index.At(a), h.index.At(b)) {
		r := region{a: len(c.A.Text), b: len(c.B.Text)}
		if s.A {
			c.A.add(&s)
		}
		if s.B {
			c.B.add(&s)
		}
		if s.A == s.B {
			continue
		}
		r.endA, r.endB = len(c.A.Text), len(c.B.Text)
		if k := len(exact) - 1; k >= 0 && exact[k].endA == r.a && exact[k].endB == r.b {
			exact[k].endA, exact[k].endB = r.endA, r.endB
			continue
		}
		exact = append(exact, r)
	}
	c.Places = read(exact, string(c.A.Text), string(c.B.Text))
	c.Authors = between(a, b)
	return c
}

// read joins and widens exact regions so that they read as words.
func read(exact []region, before, after string) []Place {
	var joined, wide []region
	for _, r := range exact {
		joined = join(joined, r, before)
	}
	for _, r := range joined {
		r.widen(before, after)
		wide = join(wide, r, before)
	}
	places := make([]Place, len(wide))
	for i, r := range wide {
		places[i] = Place{r.a, r.endA, r.b, r.endB}
	}
	return places
}

// between returns who made the changes that only one of two versions has.
func between(a, b version.Vector) []version.Author {
	set := map[version.Author]bool{}
	for r, n := range a {
		if b[r] != n {
			set[r.Author] = true
		}
	}
	for r, n := range b {
		if a[r] != n {
			set[r.Author] = true
		}
	}
	return slices.SortedFunc(maps.Keys(set), func(a, b version.Author) int { return slices.Compare(a[:], b[:]) })
}

// Words counts the words at the places, in the second text and in the first.
func (c *Comparison) Words() (added, deleted int) {
	for _, p := range c.Places {
		added += markdown.Count(c.B.Text[p.B:p.EndB]).Words
		deleted += markdown.Count(c.A.Text[p.A:p.EndA]).Words
	}
	return added, deleted
}
