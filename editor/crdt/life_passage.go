package crdt

import (
	"cmp"
	"iter"
	"slices"

	"chirograph/editor/version"
)

// A Passage is characters that stood side by side. It is valid until the
// iteration goes on.
type Passage struct {
	Text []byte // must not be written to

	x     *Index
	now   *Moment
	chars []lv // one for each byte of Text

	// Find looks whether characters of others stood among these.
	row    row
	before lv      // if deleted, the first of the deletes
	then   *Moment // and what its writer saw before it, once Find has looked
}

// A row says what is in a row in a [Passage].
type row uint8

const (
	standing row = iota
	written
	erased
)

// A Find is a part of a [Passage].
type Find struct {
	First, Last version.ID // the operations that inserted its first and last byte
	Written     int64      // when the first byte was inserted
	At          int        // offset of the first byte in the present text, or of where it was
	Standing    bool       // all of it stands now, perhaps with something in between
	Removed     Cause      // of the first byte that does not stand
}

// Passages goes over all that stood in the text at any time, so far as it was
// one of these: text that stands now; text that one writer wrote from left to
// right without doing anything else in between; text that one writer deleted
// without doing anything else in between. The same characters may be in
// several of them. The passages are the same at all replicas.
func (x *Index) Passages() iter.Seq[*Passage] {
	return func(yield func(*Passage) bool) {
		p := &Passage{x: x, now: x.Now()}
		for s := range x.Walk(p.now, p.now) {
			if s.A {
				for c := s.item.first; c < s.item.end(); c++ {
					p.chars = append(p.chars, c)
				}
			}
		}
		_ = p.yield(yield) && p.inRows(written, yield) && p.inRows(erased, yield)
	}
}

// inRows goes over what was written, or erased, in a row.
func (p *Passage) inRows(what row, yield func(*Passage) bool) bool {
	t := p.x.t
	p.row = what
	starts := t.leafStarts()
	finish := func() bool {
		if what == erased && len(p.chars) > 1 {
			t.sortByPlace(starts, p.chars)
		}
		return p.yield(yield)
	}
	for _, i := range t.replicasByName() {
		for seq := uint64(1); seq < uint64(t.log(i).next); {
			v, n := t.find(i, seq)
			seq += uint64(n)
			for end := v + lv(n); v < end; v++ {
				c := v
				if what == erased {
					c = t.deletes(v)
				} else if !t.isInsert(v) {
					c = 0
				}
				joins := c > 0 && (what == erased || len(p.chars) > 0 && t.originOf(c) == p.chars[len(p.chars)-1])
				if !joins && !finish() {
					return false
				}
				if c > 0 && len(p.chars) == 0 {
					p.before = v
				}
				if c > 0 {
					p.chars = append(p.chars, c)
				}
			}
		}
		if !finish() {
			return false
		}
	}
	return true
}

// yield yields the passage of the characters collected, if there are any, and
// begins another.
func (p *Passage) yield(yield func(*Passage) bool) bool {
	if len(p.chars) == 0 {
		return true
	}
	p.Text = p.Text[:0]
	for _, c := range p.chars {
		p.Text = append(p.Text, p.x.t.text[p.x.t.rank(c)])
	}
	ok := yield(p)
	p.chars, p.then = p.chars[:0], nil
	return ok
}

// replicasByName returns the numbers of the replicas in the order of
// version.CompareReplicas.
func (t *Text) replicasByName() []int {
	out := make([]int, min(t.graph.Len(), len(t.logs)))
	for i := range out {
		out[i] = i
	}
	slices.SortFunc(out, func(a, b int) int {
		return version.CompareReplicas(t.graph.Replica(a), t.graph.Replica(b))
	})
	return out
}

// sortByPlace sorts characters as they are in the list.
func (t *Text) sortByPlace(starts []int, chars []lv) {
	type placed struct {
		char  lv
		place int
	}
	places := make([]placed, len(chars))
	for k, c := range chars {
		places[k] = placed{c, t.placeOf(starts, t.spot(c))}
	}
	slices.SortFunc(places, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	for k, c := range places {
		chars[k] = c.char
	}
}

// Find tells about bytes from up to to of the passage. It reports false if they
// did not stand side by side after all.
func (p *Passage) Find(from, to int) (Find, bool) {
	x, t := p.x, p.x.t
	chars := p.chars[from:to]
	switch {
	case p.row == erased && p.then == nil:
		p.then = x.seenBy(p.before, false)
	case p.row == written:
		p.then = x.seenBy(chars[len(chars)-1], true)
	}
	if p.row != standing && !p.then.adjoining(chars) {
		return Find{}, false
	}
	g := t.spot(chars[0])
	f := Find{
		First:    t.id(chars[0]),
		Last:     t.id(chars[len(chars)-1]),
		Written:  x.timeOf(chars[0]),
		At:       t.offset(g),
		Standing: true,
	}
	for _, c := range chars {
		g := t.spot(c)
		s := Stretch{a: p.now, b: p.now, item: t.leaves[g.leaf].items[g.i].tail(g.k)}
		if cause, ok := s.removed(); ok {
			f.Standing, f.Removed = false, cause
			break
		}
	}
	return f, true
}

// seenBy returns the text as the writer of operation v saw it before v, or, if
// after is set, after it.
func (x *Index) seenBy(v lv, after bool) *Moment {
	t := x.t
	i, seq := t.number(v)
	limit := make([]uint64, t.graph.Len())
	past := t.Past(t.id(v))
	for j := range limit {
		limit[j] = past[t.graph.Replica(j)]
	}
	if limit[i] = seq; !after {
		limit[i]--
	}
	return x.moment(limit, nil)
}

// adjoining reports whether the characters, which are in the order of the
// list, all stand with none between them.
func (m *Moment) adjoining(chars []lv) bool {
	w := m.x.t.walkFrom(m.x.t.spot(chars[0]))
	for k := 0; w.valid(); w.next() {
		for it := w.item(); w.k < int(it.n); {
			stands, n := m.stands(it, w.k)
			if stands {
				for c := w.char(); n > 0; c, n, w.k = c+1, n-1, w.k+1 {
					if chars[k] != c {
						return false
					}
					if k++; k == len(chars) {
						return true
					}
				}
			}
			w.k += n
		}
	}
	return false
}
