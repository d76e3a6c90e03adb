package crdt

import (
	"cmp"
	"iter"
	"math"
	"sort"

	"chirograph/editor/version"
)

// A stamp is the place of one change of a replica in the order of all changes.
type stamp struct {
	last   uint32 // its last operation
	depth  uint32 // changes in the longest chain that leads to it
	latest int64  // the highest time in its past, its own included
}

// A key orders operations: by the latest time in their past, then by the
// length of the longest chain of changes that leads to them, then by ID. Both
// numbers never fall along the causal order, and the second one rises, so this
// is one of its extensions. They depend on the changes alone, so it is the
// same at all replicas; and it is the order of time wherever clocks agree with
// causes.
type key struct {
	latest int64
	depth  uint32
	id     version.ID
}

func (k key) compare(l key) int {
	return cmp.Or(cmp.Compare(k.latest, l.latest), cmp.Compare(k.depth, l.depth), version.Compare(k.id, l.id))
}

// keyOf returns the key of an operation. Local ones not yet committed come
// last.
func (x *Index) keyOf(v lv) key {
	i, seq := x.t.number(v)
	id := version.ID{Replica: x.t.graph.Replica(i), Seq: seq}
	if seq > x.t.graph.Last(i) {
		return key{math.MaxInt64, math.MaxUint32, id}
	}
	if x.stamped(i) < seq {
		x.stampAll()
	}
	s := x.stampOf(i, seq)
	return key{s.latest, s.depth, id}
}

// stampAll stamps the changes that are new.
func (x *Index) stampAll() {
	t := x.t
	for len(x.stamps) < t.graph.Len() {
		x.stamps = append(x.stamps, nil)
	}
	for i, r := range t.headers(x.stamped) {
		s := stamp{last: r.end - 1, latest: r.time}
		after := func(p stamp) {
			s.depth, s.latest = max(s.depth, p.depth), max(s.latest, p.latest)
		}
		if n := len(x.stamps[i]); n > 0 {
			after(x.stamps[i][n-1])
		}
		for _, d := range t.dependencies(r.record, r.first) {
			j, _ := t.graph.Index(d.Replica)
			after(x.stampOf(j, d.Seq))
		}
		s.depth++
		x.stamps[i] = append(x.stamps[i], s)
	}
}

// stamped returns the last operation of replica i that is stamped.
func (x *Index) stamped(i int) uint64 {
	if i >= len(x.stamps) || len(x.stamps[i]) == 0 {
		return 0
	}
	return uint64(x.stamps[i][len(x.stamps[i])-1].last)
}

// stampOf returns the stamp of the change that holds operation seq.
func (x *Index) stampOf(i int, seq uint64) stamp {
	s := x.stamps[i]
	if n := len(s); n == 1 || uint64(s[n-2].last) < seq {
		return s[n-1]
	}
	return s[sort.Search(len(s), func(k int) bool { return uint64(s[k].last) >= seq })]
}

// headers goes over the changes after the operations that seen gives for each
// replica, in the order of arrival: the replica and a reader at the change.
func (t *Text) headers(seen func(i int) uint64) iter.Seq2[int, reader] {
	return func(yield func(int, reader) bool) {
		readers := make([]*reader, len(t.logs))
		for k, a := range t.arrivals {
			i := int(a.replica)
			end := lv(t.length)
			if k+1 < len(t.arrivals) {
				end = t.arrivals[k+1].first
			}
			last := min(uint64(a.seq)+uint64(end-a.first)-1, t.graph.Last(i))
			seq := max(uint64(a.seq), seen(i)+1)
			for seq <= last {
				if readers[i] == nil {
					r := t.logs[i].changes.read(seq)
					readers[i] = &r
				} else {
					readers[i].next()
				}
				if !yield(i, *readers[i]) {
					return
				}
				seq = uint64(readers[i].end)
			}
		}
	}
}

// timeOf returns when the change with operation v was made, and 0 if that was
// not committed yet.
func (x *Index) timeOf(v lv) int64 {
	i, seq := x.t.number(v)
	if seq > x.t.graph.Last(i) {
		return 0
	}
	return x.changeOf(i, seq).time
}

// changeOf returns a reader at the change that holds operation seq of replica
// i. Mostly that is the change asked for last, or the next one.
func (x *Index) changeOf(i int, seq uint64) *reader {
	for len(x.readers) <= i {
		x.readers = append(x.readers, reader{})
	}
	r := &x.readers[i]
	r.record = &x.t.logs[i].changes
	if seq < uint64(r.first) || seq >= uint64(r.end) {
		if r.first == 0 || seq != uint64(r.end) {
			*r = r.read(seq)
		} else {
			r.next()
		}
	}
	return r
}

// alike returns how many of the n operations from v on are of one change, with
// the same undos.
func (x *Index) alike(v lv, n int) int {
	_, end := x.bounds(v)
	return min(n, int(end-v))
}

// alikeBack is alike for v, the operation before it, and so on.
func (x *Index) alikeBack(v lv, n int) int {
	from, _ := x.bounds(v)
	return min(n, int(v-from)+1)
}

// bounds returns the operations around v that are of the same change and have
// the same undos. Those not yet committed count as one change.
func (x *Index) bounds(v lv) (from, end lv) {
	t := x.t
	before, after := t.logged(v)
	from, end = v-lv(before)+1, v+lv(after)
	if i, seq := t.number(v); seq <= t.graph.Last(i) {
		r := x.changeOf(i, seq)
		from, end = max(from, v-lv(seq-uint64(r.first))), min(end, v+lv(uint64(r.end)-seq))
	}
	k := sort.Search(len(x.cuts), func(k int) bool { return x.cuts[k] > v })
	if k > 0 {
		from = max(from, x.cuts[k-1])
	}
	if k < len(x.cuts) {
		end = min(end, x.cuts[k])
	}
	return from, end
}
