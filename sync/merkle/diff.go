package merkle

import (
	"cmp"
	"slices"
)

// A Range is the bytes from From up to but not including To.
type Range struct{ From, To int64 }

// A Hunk is a difference between two texts a and b: where a has the bytes of
// A, b has those of B. One of the two may be empty.
type Hunk struct{ A, B Range }

// Diff returns where two texts differ, to the precision of chunks: outside
// the hunks they have the same bytes in the same order. It gets inner nodes
// that differ, and no others. A passage that moved is shown as taken out in
// one place and put in at another.
//
// On each level it pairs nodes with equal hashes, first those at the start
// and the end, then those in between that occur once in each text, in the
// longest common order (the patience diff of Bram Cohen). What is below a
// pair is equal; what is between pairs is looked at one level down.
func Diff(a, b Root, get Getter) ([]Hunk, error) {
	if err := cmp.Or(a.check(MaxSize), b.check(MaxSize)); err != nil {
		return nil, err
	}
	d := differ{get: get}
	ra, rb := run{nodes: []place{a.top()}}, run{nodes: []place{b.top()}}
	var err error
	for level := a.Level; level > b.Level && err == nil; level-- {
		ra, err = d.below(ra)
	}
	for level := b.Level; level > a.Level && err == nil; level-- {
		rb, err = d.below(rb)
	}
	if err == nil {
		err = d.diff(ra, rb, min(a.Level, b.Level))
	}
	return d.hunks, err
}

// A run is consecutive nodes of one level of a text.
type run struct {
	nodes []place
	start int64 // where the first begins
}

// bytes returns which bytes nodes i up to j hold.
func (r run) bytes(i, j int) Range {
	at := Range{r.start, r.start}
	for k, p := range r.nodes[:j] {
		if k < i {
			at.From += p.size
		}
		at.To += p.size
	}
	return at
}

// slice returns the run of nodes i up to j.
func (r run) slice(i, j int) run { return run{r.nodes[i:j], r.bytes(i, j).From} }

type differ struct {
	get   Getter
	hunks []Hunk
}

// below returns the nodes one level down.
func (d *differ) below(r run) (run, error) {
	var nodes []place
	for _, p := range r.nodes {
		_, below, err := p.get(d.get)
		if err != nil {
			return run{}, err
		}
		nodes = append(nodes, below...)
	}
	return run{nodes, r.start}, nil
}

// diff compares two runs of nodes of this level.
func (d *differ) diff(a, b run, level uint8) error {
	from := pair{} // behind the last pair
	for _, to := range append(commonOrder(a.nodes, b.nodes), pair{len(a.nodes), len(b.nodes)}) {
		i, j := from, to
		for i.a < j.a && i.b < j.b && a.nodes[i.a].entry == b.nodes[i.b].entry {
			i.a, i.b = i.a+1, i.b+1
		}
		for i.a < j.a && i.b < j.b && a.nodes[j.a-1].entry == b.nodes[j.b-1].entry {
			j.a, j.b = j.a-1, j.b-1
		}
		from = pair{to.a + 1, to.b + 1}
		if i == j {
			continue
		}
		if level == 0 || i.a == j.a || i.b == j.b {
			d.hunks = append(d.hunks, Hunk{a.bytes(i.a, j.a), b.bytes(i.b, j.b)})
			continue
		}
		below := make([]run, 2)
		var err error
		for k, r := range []run{a.slice(i.a, j.a), b.slice(i.b, j.b)} {
			if below[k], err = d.below(r); err != nil {
				return err
			}
		}
		if err := d.diff(below[0], below[1], level-1); err != nil {
			return err
		}
	}
	return nil
}

// A pair is the indices of equal nodes of two runs.
type pair struct{ a, b int }

// commonOrder pairs nodes that occur once in a and once in b: as many as
// come in the same order in both.
func commonOrder(a, b []place) []pair {
	once := make(map[entry]pair, len(a)) // -1: not met; -2: more than once
	count := func(e entry, in func(*pair) *int, i int) {
		p, ok := once[e]
		if !ok {
			p = pair{-1, -1}
		}
		if at := in(&p); *at == -1 {
			*at = i
		} else {
			*at = -2
		}
		once[e] = p
	}
	for i, p := range a {
		count(p.entry, func(p *pair) *int { return &p.a }, i)
	}
	for i, p := range b {
		count(p.entry, func(p *pair) *int { return &p.b }, i)
	}
	var pairs []pair
	for i, p := range a {
		if at := once[p.entry]; at.a == i && at.b >= 0 {
			pairs = append(pairs, at)
		}
	}
	return rising(pairs)
}

// rising returns the longest part of the pairs whose b rises; their a does.
// It is the patience sorting of Aldous and Diaconis (Bull. AMS 36, 1999).
func rising(pairs []pair) []pair {
	var piles []int // index of the pair on top of each pile
	back := make([]int, len(pairs))
	for i, p := range pairs {
		at, _ := slices.BinarySearchFunc(piles, p.b, func(k, b int) int { return cmp.Compare(pairs[k].b, b) })
		back[i] = -1
		if at > 0 {
			back[i] = piles[at-1]
		}
		piles = slices.Replace(piles, at, min(at+1, len(piles)), i)
	}
	longest := make([]pair, len(piles))
	for n := len(piles) - 1; n >= 0; n-- {
		i := piles[n]
		longest[n] = pairs[i]
		if n > 0 {
			piles[n-1] = back[i]
		}
	}
	return longest
}
