package crdt

import (
	"bytes"
	"errors"
	"slices"

	"chirograph/editor/version"
)

// ErrJoined means that bytes are not what [JoinOps] returns for any changes.
var ErrJoined = errors.New("not the joined operations of changes")

// JoinOps writes the operations of consecutive changes of one replica as one
// list: runs that a key press each had cut up are whole again, so that it is a
// fraction as long. [SplitOps] takes it apart into the same bytes. It fails with
// [ErrInvalid] if the changes do not follow one another or one of them is not as
// it should be.
//
// The list is as docs/format.md has the operations of a change, but for the
// limits of one.
func JoinOps(changes []Change) ([]byte, error) {
	var d decoder
	var others []version.Replica
	for i, c := range changes {
		if n, ok := d.decode(c.Ops, c.First); !ok || uint64(n) != c.Last-c.First.Seq+1 ||
			i > 0 && c.First != (version.ID{Replica: changes[i-1].First.Replica, Seq: changes[i-1].Last + 1}) {
			return nil, ErrInvalid
		}
		for _, r := range d.ops.others {
			if k, ok := slices.BinarySearchFunc(others, r, version.CompareReplicas); !ok {
				others = slices.Insert(others, k, r)
			}
		}
	}
	if len(changes) == 0 || len(others) > MaxReplicas {
		return nil, ErrInvalid
	}
	j := joining{ops: ops{others: others}}
	for _, c := range changes {
		d.decode(c.Ops, c.First) // has succeeded above
		j.add(&d.ops, uint32(c.First.Seq))
	}
	var t table
	return j.encode(nil, &t, uint32(changes[0].First.Seq)), nil
}

// A joining is the list of operations as it grows.
type joining struct {
	ops
	number []uint32 // of the replicas of the change added, in others
}

// add appends the operations of a change that begins with first.
func (j *joining) add(s *ops, first uint32) {
	j.number = append(j.number[:0], 0)
	for _, r := range s.others {
		k, _ := slices.BinarySearchFunc(j.others, r, version.CompareReplicas)
		j.number = append(j.number, uint32(k)+1)
	}
	seq := first
	for _, o := range s.list {
		o.at.replica, o.right.replica = j.number[o.at.replica], j.number[o.right.replica]
		if k := len(j.list) - 1; k < 0 || !j.list[k].takes(&o, seq-1) {
			j.list = append(j.list, o)
		}
		seq += o.span()
	}
	for _, r := range s.ranges {
		r.first.replica = j.number[r.first.replica]
		j.ranges = append(j.ranges, r)
	}
	j.text = append(j.text, s.text...)
}

// takes makes next part of the run o, whose last operation is number last, if
// that can be cut again where next begins.
func (o *op) takes(next *op, last uint32) bool {
	forward := o.kind == opDelete && next.kind == opDelete && next.at.seq == o.at.seq+o.n
	if !o.continues(next, last) || o.kind != opInsert && !forward &&
		(o.kind == opDelete && o.n > 1 || next.kind == opDelete && next.n > 1) {
		return false
	}
	if o.kind == opDelete && !forward {
		if next.at.seq > o.at.seq {
			return false // backwards from there, over what is deleted here
		}
		o.kind = opBack
	}
	o.n += next.n
	return true
}

// SplitOps takes apart what [JoinOps] made of changes of which the first begins
// with first and which have so many operations each, and fails with [ErrJoined]
// for all other bytes. What it returns is valid operations in form only: whether
// they make sense is for [Text.Apply] to say.
func SplitOps(data []byte, first version.ID, sizes []uint32) ([][]byte, error) {
	var d decoder
	if !d.decodeJoined(data, first) {
		return nil, ErrJoined
	}
	s := splitting{from: &d.ops, seq: uint32(first.Seq), number: make([]uint32, len(d.ops.others)+1)}
	out := make([][]byte, len(sizes))
	changes := make([]Change, len(sizes))
	for i, size := range sizes {
		if !s.take(size) {
			return nil, ErrJoined
		}
		from := len(s.arena)
		s.arena = s.encode(s.arena, &s.table, s.seq-size)
		out[i] = s.arena[from:len(s.arena):len(s.arena)]
		id := version.ID{Replica: first.Replica, Seq: uint64(s.seq - size)}
		changes[i] = Change{First: id, Last: uint64(s.seq) - 1, Ops: out[i]}
	}
	again, err := JoinOps(changes)
	if err != nil || !bytes.Equal(again, data) {
		return nil, ErrJoined
	}
	return out, nil
}

// decodeJoined is decode without the limits of one change: what it allocates is
// in proportion to data.
func (d *decoder) decodeJoined(data []byte, first version.ID) bool {
	if first.Seq == 0 || first.Seq > MaxSeq {
		return false
	}
	d.data = data
	d.replicas(first.Replica)
	d.ready(len(d.ops.others), uint32(first.Seq))
	text, ranges, all := uint64(0), uint64(0), first.Seq-1
	for range d.number(uint64(len(data) / 2)) {
		head := d.number(MaxSeq<<2 | 3)
		o := op{kind: kind(head & 3), n: uint32(head >> 2)}
		switch o.kind {
		case opInsert:
			text += uint64(o.n)
		case opUndo:
			ranges += uint64(o.n)
		}
		all += uint64(o.span())
		d.list = append(d.list, o)
	}
	if d.failed || all > MaxSeq || text > uint64(len(data)) || ranges > uint64(len(data)/2) {
		return false
	}
	d.references(uint32(first.Seq))
	d.undos()
	if d.failed || text != uint64(len(data)-d.at) || !d.allUsed() {
		return false
	}
	d.text = data[d.at:]
	return true
}

// A splitting takes changes off the front of a list of operations.
type splitting struct {
	from   *ops
	done   uint32 // operations taken of the first run of from
	seq    uint32 // the next operation
	ops           // of the change taken last
	table  table
	number []uint32 // by replica of from: 1 + its number in others
	arena  []byte
}

// take makes ops the next so many operations.
func (s *splitting) take(size uint32) bool {
	s.list, s.ranges, s.text = s.list[:0], s.ranges[:0], s.text[:0]
	for left := size; left > 0; {
		if len(s.from.list) == 0 {
			return false
		}
		o := s.from.list[0]
		if o.n == 0 {
			return false
		}
		n := min(left, o.span()-s.done)
		s.piece(o, n)
		left -= n
		s.seq += n
		if s.done += n; s.done == o.span() {
			s.from.list, s.done = s.from.list[1:], 0
		}
	}
	s.rename()
	return size > 0
}

// piece adds n operations of the run o, those after the ones taken already.
func (s *splitting) piece(o op, n uint32) {
	switch o.kind {
	case opInsert:
		if s.done > 0 {
			o.at = ref{0, s.seq - 1}
		}
		s.text = append(s.text, s.from.text[:n]...)
		s.from.text = s.from.text[n:]
	case opUndo:
		s.ranges = append(s.ranges, s.from.ranges[:o.n]...)
		s.from.ranges = s.from.ranges[o.n:]
		s.list = append(s.list, o)
		return
	case opBack:
		o.at.seq -= s.done
		if n == 1 {
			o.kind = opDelete
		}
	default:
		o.at.seq += s.done
	}
	o.n = n
	s.list = append(s.list, o)
}

// rename gives the replicas that the operations name numbers of their own, in
// the same order.
func (s *splitting) rename() {
	clear(s.number)
	s.others = s.others[:0]
	refs := func(f func(*ref)) {
		for i := range s.list {
			f(&s.list[i].at)
			f(&s.list[i].right)
		}
		for i := range s.ranges {
			f(&s.ranges[i].first)
		}
	}
	if len(s.number) == 1 {
		return
	}
	refs(func(r *ref) { s.number[r.replica] = 1 })
	for i := 1; i < len(s.number); i++ {
		if s.number[i] > 0 {
			s.others = append(s.others, s.from.others[i-1])
			s.number[i] = uint32(len(s.others))
		}
	}
	s.number[0] = 0
	refs(func(r *ref) { r.replica = s.number[r.replica] })
}
