package crdt

import (
	"sort"

	"chirograph/editor/version"
)

// Compare walks over the list and says of each stretch of characters whether
// it stood in the text as it was at version v, and whether it stands in the
// text now. Stretches that stand in neither are left out. bytes and runes are
// the stretch's size. It ends early when f returns false.
//
// It is one walk over the runs of the list, however long ago v was: every run
// knows who inserted it and who deleted it.
func (t *Text) Compare(v version.Vector, f func(bytes, runes int, then, now bool) bool) {
	p := past{t: t, limit: make([]uint64, t.graph.Len())}
	for i := range p.limit {
		p.limit[i] = v[t.graph.Replica(i)]
	}
	for at := int32(0); at >= 0; at = t.leaves[at].next {
		l := &t.leaves[at]
		for i := range l.items[:l.n] {
			it := &l.items[i]
			now := it.visible()
			for k := 0; k < int(it.n); {
				then, n := p.shows(it, k)
				if then || now {
					size := t.measure(it.first+lv(k), n)
					if !f(n, int(size.runes), then, now) {
						return
					}
				}
				k += n
			}
		}
	}
}

// A past is the view of a text at a version.
type past struct {
	t     *Text
	limit []uint64 // by replica, the last operation that belongs to it
}

// shows tells whether character k of an item stood in the text, and of how
// many characters from there on the answer is true.
func (p *past) shows(it *item, k int) (bool, int) {
	c := it.first + lv(k)
	rest := int(it.n) - k
	in, n := p.includes(c, rest)
	if !in {
		return false, n
	}
	if p.counts(c, &n)&1 != 0 {
		return false, n
	}
	if it.gone == 0 {
		return true, n
	}
	by := it.deleter(k)
	if it.flags&(flagBack|flagMore) != 0 {
		return !p.holds(by) && (it.flags&flagMore == 0 || !p.deletedAgain(c)), 1
	}
	gone, m := p.includes(by, n)
	n = m
	if gone && p.counts(by, &n)&1 == 0 {
		return false, n
	}
	return true, n
}

// includes tells whether operation v belongs to the past, and of how many of
// the n operations from there on the answer is true.
func (p *past) includes(v lv, n int) (bool, int) {
	t := p.t
	k := sort.Search(len(t.arrivals), func(k int) bool { return t.arrivals[k].first > v }) - 1
	a := t.arrivals[k]
	if k+1 < len(t.arrivals) {
		n = min(n, int(t.arrivals[k+1].first-v))
	}
	seq := uint64(a.seq + v - a.first)
	if limit := p.limit[a.replica]; seq <= limit {
		return true, int(min(uint64(n), limit-seq+1))
	}
	return false, n
}

// holds tells whether a delete belongs to the past and was not undone there.
func (p *past) holds(v lv) bool {
	in, n := p.includes(v, 1)
	return in && p.counts(v, &n)&1 == 0
}

// deletedAgain tells whether one of the further deletes of a character holds.
func (p *past) deletedAgain(c lv) bool {
	for _, d := range p.t.more {
		if k := c - d.chars.from; k < lv(d.chars.n) {
			by := d.by + k
			if d.back {
				by = d.by - k
			}
			if p.holds(by) {
				return true
			}
		}
	}
	return false
}

// counts returns the highest count that an undo of the past gave operation v,
// and cuts n to the operations from there on of which that is true. Most
// operations were never undone; the undos are looked through for the others.
func (p *past) counts(v lv, n *int) (count uint32) {
	t := p.t
	if len(t.undos) == 0 {
		return 0
	}
	touched := false
	t.undone.each(span{v, *n}, func(s span, c uint32) {
		if s.from == v {
			touched, *n = c != 0, s.n
		}
	})
	if !touched {
		return 0
	}
	*n = 1
	for _, u := range t.undos {
		if in, _ := p.includes(u.at, 1); !in || u.count <= count {
			continue
		}
		for _, s := range t.scopes[u.from : u.from+u.n] {
			if v-s.from < lv(s.n) {
				count = u.count
			}
		}
	}
	return count
}
