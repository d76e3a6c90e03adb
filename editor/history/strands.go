package history

import (
	"sort"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A Run is a run of changes of a [Timeline], To not included.
type Run struct{ From, To int }

// Parallel returns the stretches of a timeline in which people wrote without
// having seen each other's changes, in order and apart. Within one, some
// neighbours may have seen each other.
func (h *History) Parallel(t *Timeline) []Run {
	var out []Run
	for k := 1; k < len(t.changes); k++ {
		before := t.changes[k-1].replica
		if t.changes[k].replica == before || h.index.Saw(t.id(k), t.id(k-1)) {
			continue
		}
		// The first one of the other's that was not seen, and the last one
		// here that has not seen them.
		places := t.of[before]
		from := int(places[sort.Search(len(places), func(i int) bool {
			return !h.index.Saw(t.id(k), t.id(int(places[i])))
		})])
		to := k + 1
		for to < len(t.changes) && t.changes[to].replica == t.changes[k].replica && !h.index.Saw(t.id(to), t.id(k-1)) {
			to++
		}
		for len(out) > 0 && out[len(out)-1].To >= from {
			from = min(from, out[len(out)-1].From)
			out = out[:len(out)-1]
		}
		out = append(out, Run{from, to})
	}
	return out
}

// id is the last operation of a change.
func (t *Timeline) id(k int) version.ID {
	c := &t.changes[k]
	return version.ID{Replica: t.replicas[c.replica], Seq: uint64(c.last)}
}

// Change returns who made a change, and when by that author's clock.
func (t *Timeline) Change(k int) (version.Author, int64) {
	c := &t.changes[k]
	return t.replicas[c.replica].Author, c.time
}

// ID returns the last operation of a change.
func (t *Timeline) ID(k int) version.ID { return t.id(k) }

// Find returns which change an operation belongs to, and false if it belongs to
// none.
func (t *Timeline) Find(id version.ID) (int, bool) {
	for i, r := range t.replicas {
		if r != id.Replica {
			continue
		}
		places := t.of[i]
		k := sort.Search(len(places), func(k int) bool { return uint64(t.changes[places[k]].last) >= id.Seq })
		if k < len(places) && id.Seq > 0 {
			return int(places[k]), true
		}
	}
	return 0, false
}

// Reach returns the least number of changes from the first one on that contain
// all that version v has, as far as they belong to the timeline.
func (t *Timeline) Reach(v version.Vector) int {
	n := 0
	for i, r := range t.replicas {
		places := t.of[i]
		k := sort.Search(len(places), func(k int) bool { return uint64(t.changes[places[k]].last) > v[r] })
		if k > 0 {
			n = max(n, int(places[k-1])+1)
		}
	}
	return n
}

// Ops returns the operations of the changes from from up to to.
func (t *Timeline) Ops(from, to int) []crdt.IDRange {
	var out []crdt.IDRange
	for i, places := range t.of {
		k := sort.Search(len(places), func(k int) bool { return int(places[k]) >= from })
		end := sort.Search(len(places), func(k int) bool { return int(places[k]) >= to })
		if k == end {
			continue
		}
		first := uint64(1)
		if k > 0 {
			first = uint64(t.changes[places[k-1]].last) + 1
		}
		last := uint64(t.changes[places[end-1]].last)
		out = append(out, crdt.IDRange{First: version.ID{Replica: t.replicas[i], Seq: first}, Len: int(last - first + 1)})
	}
	return out
}

// Doubtful reports whether the time of a change is more than two minutes before
// that of something it had seen: then its writer's clock is off, or another's.
func (t *Timeline) Doubtful(k int) bool {
	return t.changes[k].latest-t.changes[k].time > passagePause
}
