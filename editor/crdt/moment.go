package crdt

import (
	"iter"

	"chirograph/editor/version"
)

// A Stretch is a run of characters that has one fate at each of two moments.
// It is valid until the text changes.
type Stretch struct {
	A, B bool // stands at the one moment, at the other

	a, b *Moment
	item item
}

// Append appends the text of the moment to dst.
func (m *Moment) Append(dst []byte) []byte {
	t := m.x.t
	for at := int32(0); at >= 0; at = t.leaves[at].next {
		l := &t.leaves[at]
		for i := range l.items[:l.n] {
			it := &l.items[i]
			for k := 0; k < int(it.n); {
				stands, n := m.stands(it, k)
				if stands {
					dst = append(dst, t.bytes(it.first+lv(k), n)...)
				}
				k += n
			}
		}
	}
	return dst
}

// Walk goes over the list, what stands at neither moment included. It is one
// walk, however long ago the moments are: each run of characters knows who
// inserted and who deleted it.
func (x *Index) Walk(a, b *Moment) iter.Seq[Stretch] {
	return func(yield func(Stretch) bool) {
		t := x.t
		for at := int32(0); at >= 0; at = t.leaves[at].next {
			l := &t.leaves[at]
			for i := range l.items[:l.n] {
				it := &l.items[i]
				for k := 0; k < int(it.n); {
					inA, n := a.stands(it, k)
					inB := inA
					if a != b {
						var m int
						inB, m = b.stands(it, k)
						n = min(n, m)
					}
					s := Stretch{inA, inB, a, b, *it}
					if n < int(it.n) {
						s.item = it.tail(k)
						s.item.n = uint16(n)
					}
					if !yield(s) {
						return
					}
					k += n
				}
			}
		}
	}
}

// Len returns the length of the stretch in bytes.
func (s *Stretch) Len() int { return int(s.item.n) }

// Bytes returns the text of the stretch. It must not be written to. A rune may
// reach from one stretch into the next, if that has the same fate.
func (s *Stretch) Bytes() []byte {
	return s.a.x.t.bytes(s.item.first, int(s.item.n))
}

// First returns the operation that inserted the first byte.
func (s *Stretch) First() version.ID { return s.a.x.t.id(s.item.first) }

// Written returns when the first byte was inserted.
func (s *Stretch) Written() int64 { return s.a.x.timeOf(s.item.first) }

// Runs cuts the stretch into runs of one replica and one change, of which the
// bytes have consecutive IDs and one fate in all respects.
func (s Stretch) Runs() iter.Seq[Stretch] {
	return func(yield func(Stretch) bool) {
		for rest := s; rest.item.n > 0; {
			run := rest
			n := s.a.x.even(&rest.item)
			run.item.n = uint16(n)
			if !yield(run) {
				return
			}
			rest.item = rest.item.tail(n)
		}
	}
}

// even returns how many characters of an item were inserted, deleted and
// undone by the same changes as the first one.
func (x *Index) even(it *item) int {
	if it.flags&flagMore != 0 {
		return 1
	}
	n := x.alike(it.first, int(it.n))
	switch {
	case it.gone == 0:
		return n
	case it.flags&flagBack != 0:
		return x.alikeBack(it.gone, n)
	default:
		return x.alike(it.gone, n)
	}
}
