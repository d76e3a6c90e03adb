package crdt

import (
	"iter"

	"chirograph/editor/version"
)

// An Outline is what can be said of a change at a glance.
type Outline struct {
	First version.ID // its first operation
	Last  uint64     // the number of its last one
	Time  int64      // when it was made: Unix milliseconds by the writer's clock

	// Order puts changes in order: those with a lower Latest come first, then
	// those with a lower Depth, then those whose First is less by
	// version.Compare. It is the same order at all replicas, and each change
	// comes after those it depends on.
	Order struct {
		Latest int64  // the highest Time in its past, its own included
		Depth  uint32 // changes in the longest chain that leads to it
	}

	Added, Deleted int  // bytes inserted and deleted, and those that undos name
	Undoes         bool // it undoes or redoes something
	Jump           bool // it begins far from where the writer's change before it ended
}

// near is how many characters, deleted ones counted, the caret may move between
// two changes without a jump.
const near = 64

// Outlines returns all changes, each after those it depends on, otherwise in
// the order in which they arrived here.
//
// A jump is told from where the characters are in the list today. So much may
// have been written since between two neighbours that they count as far apart;
// letters typed one after the other never do.
func (x *Index) Outlines() iter.Seq[Outline] {
	return func(yield func(Outline) bool) {
		x.stampAll()
		t := x.t
		starts := t.leafStarts()
		carets := make([]lv, t.graph.Len())
		for i, r := range t.headers(func(int) uint64 { return 0 }) {
			from, _ := t.find(i, uint64(r.first))
			o := Outline{
				First: version.ID{Replica: t.graph.Replica(i), Seq: uint64(r.first)},
				Last:  uint64(r.end) - 1,
				Time:  r.time,
			}
			s := x.stampOf(i, o.Last)
			o.Order.Latest, o.Order.Depth = s.latest, s.depth
			first, last := t.sketch(&o, span{from, int(r.end - r.first)})
			if first > 0 {
				o.Jump = carets[i] > 0 && !t.isNear(starts, carets[i], first)
				carets[i] = last
			}
			if !yield(o) {
				return
			}
		}
	}
}

// sketch adds up the operations in s, and returns the first and the last
// character that they insert or delete, 0 if there is none.
func (t *Text) sketch(o *Outline, s span) (first, last lv) {
	for s.n > 0 {
		n := 1
		from, to := lv(0), lv(0)
		if t.isInsert(s.from) {
			n = t.insertsFrom(s.from, s.n)
			o.Added += n
			from, to = s.from, s.from+lv(n)-1
		} else if k := t.killAt(s.from); k != nil {
			n = min(s.n, int(k.first+k.n-s.from))
			o.Deleted += n
			from, to = k.at(s.from), k.at(s.from+lv(n)-1)
		} else {
			t.sketchUndo(o, s.from)
		}
		if first == 0 {
			first = from
		}
		if to > 0 {
			last = to
		}
		s = s.tail(n)
	}
	return first, last
}

// sketchUndo adds up the operations that the undo at v names.
func (t *Text) sketchUndo(o *Outline, v lv) {
	o.Undoes = true
	u := t.undoOf(v)
	for _, named := range t.scopes[u.from : u.from+u.n] {
		if t.isInsert(named.from) == (u.count&1 != 0) {
			o.Deleted += named.n
		} else {
			o.Added += named.n
		}
	}
}

// isNear reports whether a writer who left the caret at character a and then
// touched b stayed in place.
func (t *Text) isNear(starts []int, a, b lv) bool {
	ga, gb := t.spot(a), t.spot(b)
	if t.originAt(gb) == a || t.originAt(ga) == b || t.leaves[gb.leaf].items[gb.i].right == a {
		return true
	}
	d := t.placeOf(starts, ga) - t.placeOf(starts, gb)
	return max(d, -d) <= near
}

// placeOf returns how many characters, deleted ones counted, are before g.
func (t *Text) placeOf(starts []int, g gap) int {
	n := starts[g.leaf] + g.k
	for i := range t.leaves[g.leaf].items[:g.i] {
		n += int(t.leaves[g.leaf].items[i].n)
	}
	return n
}

// leafStarts returns how many characters, deleted ones counted, are before each
// leaf.
func (t *Text) leafStarts() []int {
	starts := make([]int, len(t.leaves))
	n := 0
	for at := int32(0); at >= 0; at = t.leaves[at].next {
		starts[at] = n
		l := &t.leaves[at]
		for i := range l.items[:l.n] {
			n += int(l.items[i].n)
		}
	}
	return starts
}
