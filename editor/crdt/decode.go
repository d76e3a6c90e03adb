package crdt

import (
	"slices"

	"chirograph/editor/version"
)

// A decoder reads the operations of one change after the other into the same
// memory. After the first failure in one it reads zeros.
type decoder struct {
	ops
	data   []byte
	at     int // how much of data is read
	failed bool
	table
	used []bool // by replica: an operation names it
}

// decode reads what [encoder.encode] wrote for a change that begins with first,
// and reports false for all other bytes. It returns how many numbers the
// operations take. It does not know whether what they refer to exists.
//
// The operations are valid until the next call; their text is part of data.
func (d *decoder) decode(data []byte, first version.ID) (n int, ok bool) {
	if first.Seq == 0 || first.Seq > MaxSeq {
		return 0, false
	}
	d.data, d.at, d.failed = data, 0, false
	if len(data) > 3 && data[0] == 0 && data[1] == 1 && data[2] < 0x80 && data[2]&3 != byte(opUndo) {
		return d.single(uint32(first.Seq), data[2])
	}
	d.list, d.ranges, d.text = d.list[:0], d.ranges[:0], nil
	d.replicas(first.Replica)
	d.ready(len(d.ops.others), uint32(first.Seq))
	text, ranges := d.heads()
	if d.failed || text > len(data) || ranges > len(data)/2 || ranges > MaxOps {
		return 0, false
	}
	d.references(uint32(first.Seq))
	if ranges > 0 {
		d.undos()
	}
	if d.failed || text != len(data)-d.at || !d.allUsed() {
		return 0, false
	}
	d.text = data[d.at:]
	for i := range d.list {
		n += int(d.list[i].span())
	}
	return n, d.check(first)
}

// single reads an insert or a delete that is all there is of a change and names
// nothing of others: what a key press is. It is decode for that case, quicker.
func (d *decoder) single(seq uint32, head byte) (n int, ok bool) {
	d.at = 3
	d.ops.others, d.ranges = d.ops.others[:0], d.ranges[:0]
	o := op{kind: kind(head & 3), n: uint32(head >> 2)}
	at := d.number(maxReference)
	if o.kind == opInsert {
		right := d.number(maxReference)
		if at > uint64(seq) {
			return 0, false
		}
		if at > 0 {
			o.at.seq = seq - uint32(at)
			ok = o.at.seq > 0
		} else {
			ok = true
		}
		if right > 0 {
			far := int64(seq) + unzigzag(right-1)
			ok = ok && far > 0 && far <= MaxSeq
			o.right.seq = uint32(far)
		}
		d.text = d.data[d.at:]
		ok = ok && len(d.text) == int(o.n) && o.checkInsert(seq, d.text)
	} else {
		far := int64(seq) + unzigzag(at-1)
		o.at.seq = uint32(far)
		d.text = nil
		ok = at > 0 && far > 0 && far <= MaxSeq && d.at == len(d.data) && o.checkDelete(seq)
	}
	d.list = append(d.list[:0], o)
	return int(o.n), ok && !d.failed && uint64(seq)+uint64(o.n)-1 <= MaxSeq
}

// replicas reads the table of the replicas referred to.
func (d *decoder) replicas(writer version.Replica) {
	n := int(d.number(MaxReplicas))
	d.ops.others = d.ops.others[:0]
	if n == 0 {
		return
	}
	if n > len(d.data)/36 {
		d.failed = true
		return
	}
	rest := d.data[d.at:]
	for range n {
		r, after, err := version.ReadReplica(rest)
		k := len(d.ops.others)
		if err != nil || r == writer || k > 0 && version.CompareReplicas(d.ops.others[k-1], r) >= 0 {
			d.failed = true
			return
		}
		d.ops.others = append(d.ops.others, r)
		rest = after
	}
	d.at = len(d.data) - len(rest)
	d.used = slices.Grow(d.used[:0], n+1)[:n+1]
	clear(d.used)
}

// heads reads the kinds and sizes of the operations, and returns how many bytes
// of text and how many ranges they have.
func (d *decoder) heads() (text, ranges int) {
	for range d.number(uint64(min(MaxOps, len(d.data)/2))) { // an op is its kind and at least one number
		head := d.number(MaxSpan<<2 | 3)
		o := op{kind: kind(head & 3), n: uint32(head >> 2)}
		switch o.kind {
		case opInsert:
			text += int(o.n)
		case opUndo:
			ranges += int(o.n)
		}
		d.list = append(d.list, o)
	}
	if len(d.list) == 0 {
		d.failed = true
	}
	return text, ranges
}

func (d *decoder) references(seq uint32) {
	for i := range d.list {
		o := &d.list[i]
		switch o.kind {
		case opInsert:
			o.at = d.origin(seq)
		case opDelete, opBack:
			o.at = d.reference(targets)
		}
		seq += o.span()
	}
	for i := range d.list {
		if o := &d.list[i]; o.kind == opInsert {
			o.right = d.reference(rights)
		}
	}
}

func (d *decoder) undos() {
	for i := range d.list {
		o := &d.list[i]
		if o.kind != opUndo {
			continue
		}
		o.count = uint32(d.number(1<<32 - 1))
		for range o.n {
			first := d.reference(targets)
			d.ranges = append(d.ranges, idRange{first, uint32(d.number(MaxScope))})
		}
	}
}

// number reads a number that may not exceed limit.
func (d *decoder) number(limit uint64) uint64 {
	if d.at < len(d.data) {
		if b := uint64(d.data[d.at]); b < 0x80 && b <= limit {
			d.at++
			return b
		}
	}
	return d.longNumber(limit)
}

func (d *decoder) longNumber(limit uint64) uint64 {
	if d.failed {
		return 0
	}
	v, rest, err := version.ReadUvarint(d.data[d.at:])
	if err != nil || v > limit {
		d.failed = true
		d.at = len(d.data)
		return 0
	}
	d.at = len(d.data) - len(rest)
	return v
}

// maxReference bounds an encoded reference: no distance exceeds 2·MaxSeq+1,
// and there are at most MaxReplicas+1 replicas to choose from.
const maxReference = (2*MaxSeq + 2) * (MaxReplicas + 1)

func (d *decoder) reference(c column) ref {
	v := d.number(maxReference)
	if v == 0 {
		return ref{}
	}
	distance, r := d.split(v)
	return d.resolved(c, r, int64(*d.last(c, r))+unzigzag(distance))
}

// origin reads the origin of operation seq of the writer.
func (d *decoder) origin(seq uint32) ref {
	v := d.number(maxReference)
	if v == 0 {
		return ref{}
	}
	distance, r := d.split(v)
	if r == 0 {
		return d.resolved(origins, 0, int64(seq)-1-int64(distance))
	}
	return d.resolved(origins, r, int64(*d.last(origins, r))+unzigzag(distance))
}

func (d *decoder) resolved(c column, r uint32, seq int64) ref {
	if seq < 1 || seq > MaxSeq {
		d.failed = true
		return ref{}
	}
	*d.last(c, r) = uint32(seq)
	if r > 0 {
		d.used[r] = true
	}
	return ref{r, uint32(seq)}
}

// allUsed reports whether every replica in the table is named by an operation.
func (d *decoder) allUsed() bool {
	return len(d.ops.others) == 0 || !slices.Contains(d.used[1:], false)
}
