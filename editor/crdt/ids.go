package crdt

import (
	"sort"

	"chirograph/editor/version"
)

// An arrival is a run of operations of one replica with consecutive numbers
// that also arrived one after the other.
type arrival struct {
	first   lv
	seq     uint32
	replica int32
}

// A journal is what is known of one replica's operations besides their effect.
type journal struct {
	next     uint32 // number of its next operation, local ones not yet committed counted
	arrivals []logged
	changes  record
}

// A logged is an arrival in the log of its replica.
type logged struct {
	seq   uint32
	first lv
}

// log returns the journal of replica i.
func (t *Text) log(i int) *journal {
	for len(t.logs) <= i {
		t.logs = append(t.logs, journal{next: 1})
	}
	return &t.logs[i]
}

// arrive notes that the n operations from the given one on are the next of
// replica i.
func (t *Text) arrive(i int, from lv, n int) {
	j := t.log(i)
	if k := len(t.arrivals) - 1; k < 0 || t.arrivals[k].replica != int32(i) ||
		j.next-t.arrivals[k].seq != from-t.arrivals[k].first {
		t.arrivals = append(t.arrivals, arrival{from, j.next, int32(i)})
		j.arrivals = append(j.arrivals, logged{j.next, from})
	}
	j.next += uint32(n)
}

// id returns the ID of an operation.
func (t *Text) id(v lv) version.ID {
	i, seq := t.number(v)
	return version.ID{Replica: t.graph.Replica(i), Seq: seq}
}

// number returns the replica and the number of an operation.
func (t *Text) number(v lv) (replica int, seq uint64) {
	a := t.arrivals[t.arrivalOf(v)]
	return int(a.replica), uint64(a.seq + v - a.first)
}

// logged returns how many operations up to and including v, and how many from v
// on, follow one another in one log as they do here.
func (t *Text) logged(v lv) (before, after int) {
	k := t.arrivalOf(v)
	end := lv(t.length)
	if k+1 < len(t.arrivals) {
		end = t.arrivals[k+1].first
	}
	return int(v-t.arrivals[k].first) + 1, int(end - v)
}

func (t *Text) arrivalOf(v lv) int {
	k := len(t.arrivals) - 1
	if t.arrivals[k].first > v {
		k = sort.Search(k, func(k int) bool { return t.arrivals[k].first > v }) - 1
	}
	return k
}

// find returns operation seq of replica i, and how many that follow it in the
// log followed it on arrival too, itself counted. The operation must be here.
func (t *Text) find(i int, seq uint64) (from lv, n int) {
	j := &t.logs[i]
	end := j.next
	k := len(j.arrivals) - 1
	if uint64(j.arrivals[k].seq) > seq {
		k = sort.Search(k, func(k int) bool { return uint64(j.arrivals[k].seq) > seq })
		end = j.arrivals[k].seq
		k--
	}
	a := j.arrivals[k]
	return a.first + uint32(seq) - a.seq, int(end - uint32(seq))
}

// holds returns the operation with the given ID, local ones not yet committed
// included, and 0 if it is not here.
func (t *Text) holds(id version.ID) lv {
	i, ok := t.graph.Index(id.Replica)
	if !ok || i >= len(t.logs) || id.Seq == 0 || id.Seq >= uint64(t.logs[i].next) {
		return 0
	}
	v, _ := t.find(i, id.Seq)
	return v
}

// compareReplicas orders replicas by their keys.
func (t *Text) compareReplicas(i, j int) int {
	return version.CompareReplicas(t.graph.Replica(i), t.graph.Replica(j))
}
