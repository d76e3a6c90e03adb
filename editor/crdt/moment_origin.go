package crdt

import (
	"iter"

	"chirograph/editor/version"
)

// Hands cuts the stretch into parts of one replica, of which the bytes have
// consecutive IDs. Unlike those of [Stretch.Runs] they may come from several
// changes, so there are far fewer of them.
func (s Stretch) Hands() iter.Seq[Stretch] {
	return func(yield func(Stretch) bool) {
		for rest := s; rest.item.n > 0; {
			_, n := s.a.x.t.logged(rest.item.first)
			n = min(n, int(rest.item.n))
			part := rest
			part.item.n = uint16(n)
			if !yield(part) {
				return
			}
			rest.item = rest.item.tail(n)
		}
	}
}

// Split cuts a stretch into parts that stand at the moment or do not, and says
// which.
func (m *Moment) Split(s Stretch) iter.Seq2[Stretch, bool] {
	return func(yield func(Stretch, bool) bool) {
		for rest := s; rest.item.n > 0; {
			stands, n := m.stands(&rest.item, 0)
			n = min(n, int(rest.item.n))
			part := rest
			part.item.n = uint16(n)
			if !yield(part, stands) {
				return
			}
			rest.item = rest.item.tail(n)
		}
	}
}

// Before returns how many bytes of the text of the moment stand before the
// character that operation id inserted, whether that stands itself or not, and
// false if it is not here.
func (m *Moment) Before(id version.ID) (int, bool) {
	t := m.x.t
	c := t.holds(id)
	if c == 0 || !t.isInsert(c) {
		return 0, false
	}
	g := t.spot(c)
	off := 0
	for at := int32(0); at >= 0; at = t.leaves[at].next {
		l := &t.leaves[at]
		for i := range l.items[:l.n] {
			it := &l.items[i]
			end := int(it.n)
			here := at == g.leaf && i == g.i
			if here {
				end = g.k
			}
			for k := 0; k < end; {
				stands, n := m.stands(it, k)
				if n = min(n, end-k); stands {
					off += n
				}
				k += n
			}
			if here {
				return off, true
			}
		}
	}
	return 0, false
}

// Saw reports whether the change with operation later had seen operation
// earlier, or is the same replica's and not before it.
func (x *Index) Saw(later, earlier version.ID) bool { return x.t.graph.Includes(later, earlier) }

// Touched yields where the characters are in the present text, or were, that
// operations inserted or deleted, from the first up to the last of each run of
// them. Operations that are not here and undos are left out.
func (x *Index) Touched(ids []IDRange) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		t := x.t
		for _, s := range x.expand(ids) {
			for s.n > 0 {
				var n int
				var first, last lv
				if t.isInsert(s.from) {
					n = t.insertsFrom(s.from, s.n)
					first, last = s.from, s.from+lv(n)-1
				} else if k := t.killAt(s.from); k != nil {
					n = min(s.n, int(k.first+k.n-s.from))
					first, last = k.at(s.from), k.at(s.from+lv(n)-1)
				} else {
					s = s.tail(1)
					continue
				}
				a, b := t.offset(t.spot(first)), t.offset(t.spot(last))
				if !yield(min(a, b), max(a, b)) {
					return
				}
				s = s.tail(n)
			}
		}
	}
}
