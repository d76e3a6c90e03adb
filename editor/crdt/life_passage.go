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

	// before is the first of the deletes that ended the passage. Characters of
	// others may have stood among these; Find looks.
	before lv
}

// A Find is a part of a [Passage].
type Find struct {
	First, Last version.ID // the operations that inserted its first and last byte
	Written     int64      // when the first byte was inserted
	At          int        // offset of the first byte in the present text, or of where it was
	Standing    bool       // all of it stands now
	Removed     Cause      // of the first byte that does not stand
}

// Passages goes over all that stood in the text at any time, so far as it was
// one of these: text that stands now; text that one writer deleted without
// doing anything else in between; text that one writer wrote from left to
// right without doing anything else in between. The same characters may be in
// several of them.
func (x *Index) Passages() iter.Seq[*Passage] {
	return func(yield func(*Passage) bool) {
		p := &Passage{x: x, now: x.Now()}
		_ = x.standing(p) && yield(p) && x.erased(p, yield) && x.written(p, yield)
	}
}

// standing makes p the present text.
func (x *Index) standing(p *Passage) bool {
	for s := range x.Walk(p.now, p.now) {
		if s.A {
			p.Text = append(p.Text, s.Bytes()...)
			for c := s.item.first; c < s.item.end(); c++ {
				p.chars = append(p.chars, c)
			}
		}
	}
	return true
}

// erased makes p what was deleted in one go, again and again.
func (x *Index) erased(p *Passage, yield func(*Passage) bool) bool {
	t := x.t
	starts := t.leafStarts()
	var places []placed
	for v := lv(1); int(v) < t.length; {
		if t.killAt(v) == nil {
			v += lv(max(1, t.insertsFrom(v, t.length-int(v))))
			continue
		}
		p.before = v
		places = places[:0]
		_, n := t.logged(v)
		for end := v + lv(n); v < end; v++ {
			c := t.deletes(v)
			if c == 0 {
				break
			}
			places = append(places, placed{c, t.placeOf(starts, t.spot(c))})
		}
		slices.SortFunc(places, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
		p.Text, p.chars = p.Text[:0], p.chars[:0]
		for _, c := range places {
			p.Text, p.chars = append(p.Text, t.text[t.rank(c.char)]), append(p.chars, c.char)
		}
		if !yield(p) {
			return false
		}
	}
	return true
}

// A placed is a character and how many are before it, deleted ones counted.
type placed struct {
	char  lv
	place int
}

// written makes p what was written in one go, again and again.
func (x *Index) written(p *Passage, yield func(*Passage) bool) bool {
	t := x.t
	p.before = 0
	for v := lv(1); int(v) < t.length; {
		n := t.insertsFrom(v, t.length-int(v))
		if n == 0 {
			v++
			continue
		}
		_, after := t.logged(v)
		from, end := v, v+lv(min(n, after))
		for v++; v < end && t.originOf(v) == v-1; v++ {
		}
		p.Text, p.chars = t.bytes(from, int(v-from)), p.chars[:0]
		for c := from; c < v; c++ {
			p.chars = append(p.chars, c)
		}
		if !yield(p) {
			return false
		}
	}
	return true
}

// Find tells about bytes from up to to of the passage. It reports false if they
// did not stand side by side after all.
func (p *Passage) Find(from, to int) (Find, bool) {
	x, t := p.x, p.x.t
	chars := p.chars[from:to]
	if p.before > 0 && !x.beforeDelete(p.before).adjoining(chars) {
		return Find{}, false
	}
	g := t.spot(chars[0])
	f := Find{
		First:    t.id(chars[0]),
		Last:     t.id(chars[len(chars)-1]),
		Written:  t.timeOf(chars[0]),
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

// beforeDelete returns the text as a writer saw it before operation v.
func (x *Index) beforeDelete(v lv) *Moment {
	t := x.t
	i, seq := t.number(v)
	limit := make([]uint64, t.graph.Len())
	past := t.Past(t.id(v))
	for j := range limit {
		limit[j] = past[t.graph.Replica(j)]
	}
	limit[i] = seq - 1
	return x.moment(limit)
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
