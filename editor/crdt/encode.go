package crdt

import (
	"encoding/binary"
	"slices"

	"chirograph/editor/version"
)

// encode appends the encoding of s, the operations of a change whose first has
// the number first.
//
// The encoding is a series of columns of varints; docs/format.md describes it
// byte for byte. There is one encoding of a list of operations.
func (s *ops) encode(dst []byte, t *table, first uint32) []byte {
	t.ready(len(s.others), first)
	dst = binary.AppendUvarint(dst, uint64(len(s.others)))
	for _, r := range s.others {
		dst = version.AppendReplica(dst, r)
	}
	dst = binary.AppendUvarint(dst, uint64(len(s.list)))
	for i := range s.list {
		dst = binary.AppendUvarint(dst, uint64(s.list[i].n)<<2|uint64(s.list[i].kind))
	}
	seq := first
	for i := range s.list {
		switch o := &s.list[i]; o.kind {
		case opInsert:
			dst = binary.AppendUvarint(dst, t.origin(seq, o.at))
		case opDelete, opBack:
			dst = binary.AppendUvarint(dst, t.put(targets, o.at))
		}
		seq += s.list[i].span()
	}
	for i := range s.list {
		if o := &s.list[i]; o.kind == opInsert {
			dst = binary.AppendUvarint(dst, t.put(rights, o.right))
		}
	}
	ranges := s.ranges
	for i := range s.list {
		o := &s.list[i]
		if o.kind != opUndo {
			continue
		}
		dst = binary.AppendUvarint(dst, uint64(o.count))
		for _, r := range ranges[:o.n] {
			dst = binary.AppendUvarint(dst, t.put(targets, r.first))
			dst = binary.AppendUvarint(dst, uint64(r.n))
		}
		ranges = ranges[o.n:]
	}
	return append(dst, s.text...)
}

// A table holds, while operations are encoded or decoded, the last number that
// each column named of each replica. A reference is one number: which replica,
// and how far from the reference before it in the same column.
type table struct {
	replicas uint64 // the writer and the others
	own      [columns]uint32
	others   [columns][]uint32
}

type column int

const (
	origins column = iota // of other replicas
	rights
	targets
	columns
)

// ready prepares the table for a change that begins with the writer's number
// first and names so many other replicas.
func (t *table) ready(others int, first uint32) {
	t.replicas = uint64(others) + 1
	t.own = [columns]uint32{rights: first, targets: first}
	for c := range t.others {
		if others == 0 && len(t.others[c]) == 0 {
			continue
		}
		t.others[c] = slices.Grow(t.others[c][:0], others)[:others]
		clear(t.others[c])
	}
}

// last is the number that a column named last of a replica.
func (t *table) last(c column, replica uint32) *uint32 {
	if replica == 0 {
		return &t.own[c]
	}
	return &t.others[c][replica-1]
}

// put returns r as a number, by its distance from the one before it.
func (t *table) put(c column, r ref) uint64 {
	if r.seq == 0 {
		return 0
	}
	last := t.last(c, r.replica)
	distance := zigzag(int64(r.seq) - int64(*last))
	*last = r.seq
	return t.join(distance, r.replica)
}

// origin is put for origins: one's own are counted back from the character
// before operation seq, so that typing on is 1 whatever was typed before.
func (t *table) origin(seq uint32, r ref) uint64 {
	if r.seq > 0 && r.replica == 0 {
		return t.join(uint64(seq-1-r.seq), 0)
	}
	return t.put(origins, r)
}

// join makes one number of a distance and a replica. 0 is left for "none".
func (t *table) join(distance uint64, replica uint32) uint64 {
	return 1 + distance*t.replicas + uint64(replica)
}

func (t *table) split(v uint64) (distance uint64, replica uint32) {
	if t.replicas == 1 {
		return v - 1, 0
	}
	return (v - 1) / t.replicas, uint32((v - 1) % t.replicas)
}

// zigzag makes small numbers of small distances in either direction.
func zigzag(v int64) uint64   { return uint64(v<<1) ^ uint64(v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// An encoder gathers the operations of one change, and writes them down. Until
// then its operations refer to replicas by their numbers in the graph.
type encoder struct {
	ops
	table
	writer  int
	named   []uint32 // the other replicas that are named
	numbers []uint32 // by the graph's number: 1 + the number in the table; 0 for those not named
}

func (e *encoder) reset(replicas, writer int) {
	e.forget(0)
	if e.writer < len(e.numbers) {
		e.numbers[e.writer] = 0
	}
	e.list, e.ranges, e.text = e.list[:0], e.ranges[:0], e.text[:0]
	for len(e.numbers) < replicas {
		e.numbers = append(e.numbers, 0)
	}
	e.writer = writer
	e.numbers[writer] = 1
}

// name notes that an operation names r's replica.
func (e *encoder) name(r ref) {
	if r.seq > 0 && e.numbers[r.replica] == 0 {
		e.numbers[r.replica] = 2 // some number, until write gives it its own
		e.named = append(e.named, r.replica)
	}
}

// forget takes back all names but the first n.
func (e *encoder) forget(n int) {
	for _, i := range e.named[n:] {
		e.numbers[i] = 0
	}
	e.named = e.named[:n]
}

// rename notes the names of those operations alone that are left.
func (e *encoder) rename() {
	e.forget(0)
	for i := range e.list {
		e.name(e.list[i].at)
		e.name(e.list[i].right)
	}
	for _, r := range e.ranges {
		e.name(r.first)
	}
}

// write encodes the operations gathered.
func (e *encoder) write(g *version.Graph, first uint32) []byte {
	e.ops.others = e.ops.others[:0]
	if len(e.named) > 1 {
		slices.SortFunc(e.named, func(a, b uint32) int {
			return version.CompareReplicas(g.Replica(int(a)), g.Replica(int(b)))
		})
	}
	for k, i := range e.named {
		e.ops.others = append(e.ops.others, g.Replica(int(i)))
		e.numbers[i] = uint32(k) + 2
	}
	for i := range e.list {
		e.number(&e.list[i].at)
		e.number(&e.list[i].right)
	}
	for i := range e.ranges {
		e.number(&e.ranges[i].first)
	}
	return e.encode(make([]byte, 0, 8+len(e.text)+36*len(e.ops.others)), &e.table, first)
}

func (e *encoder) number(r *ref) {
	if r.seq > 0 {
		r.replica = e.numbers[r.replica] - 1
	}
}
