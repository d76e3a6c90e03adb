package crdt

import (
	"encoding/binary"
	"slices"

	"chirograph/editor/version"
)

// AppendOps appends the encoding of ops, which are those of a change that
// begins with first, or were read by [ParseOps].
//
// The encoding is a series of columns of varints; docs/format.md describes it
// byte for byte. There is one encoding of a list of operations.
func AppendOps(dst []byte, first version.ID, ops []Op) []byte {
	t := newTable(first)
	for i := range ops {
		t.enter(ops[i].At)
		t.enter(ops[i].Right)
		for _, r := range ops[i].Ranges {
			t.enter(r.First)
		}
	}
	t.ready()
	dst = binary.AppendUvarint(dst, uint64(len(t.others)))
	for _, r := range t.others {
		dst = version.AppendReplica(dst, r)
	}
	dst = binary.AppendUvarint(dst, uint64(len(ops)))
	text := 0
	for i := range ops {
		dst = binary.AppendUvarint(dst, uint64(ops[i].size())<<2|uint64(ops[i].code()))
	}
	seq := first.Seq
	for i := range ops {
		switch o := &ops[i]; o.Kind {
		case Insert:
			dst = binary.AppendUvarint(dst, t.origin(seq, o.At))
			text += len(o.Text)
		case Delete:
			dst = binary.AppendUvarint(dst, t.put(t.target, o.At))
		}
		seq += ops[i].Span()
	}
	for i := range ops {
		if ops[i].Kind == Insert {
			dst = binary.AppendUvarint(dst, t.put(t.right, ops[i].Right))
		}
	}
	for i := range ops {
		if ops[i].Kind != Undo {
			continue
		}
		dst = binary.AppendUvarint(dst, uint64(ops[i].Count))
		for _, r := range ops[i].Ranges {
			dst = binary.AppendUvarint(dst, t.put(t.target, r.First))
			dst = binary.AppendUvarint(dst, uint64(r.Len))
		}
	}
	dst = slices.Grow(dst, text)
	for i := range ops {
		dst = append(dst, ops[i].Text...)
	}
	return dst
}

// The codes of the kinds of operation. A Delete that goes back has its own.
const (
	codeInsert = iota
	codeDelete
	codeUndo
	codeBack
)

func (o *Op) code() int {
	if o.Back {
		return codeBack
	}
	return int(o.Kind)
}

// size is the number encoded beside the code: bytes inserted or deleted, or
// ranges undone.
func (o *Op) size() int {
	switch o.Kind {
	case Insert:
		return len(o.Text)
	case Delete:
		return o.Len
	default:
		return len(o.Ranges)
	}
}

// ParseOps reads what [AppendOps] wrote for a change that begins with first.
// All other bytes are refused with [ErrInvalid]. It does not know whether what
// the operations refer to exists: that is for [Text.Apply].
func ParseOps(data []byte, first version.ID) ([]Op, error) {
	if first.Seq == 0 || first.Seq > MaxSeq {
		return nil, ErrInvalid
	}
	d := decoder{data: data, table: newTable(first)}
	ops := d.ops()
	if d.failed {
		return nil, ErrInvalid
	}
	if err := checkOps(first, ops); err != nil {
		return nil, err
	}
	return ops, nil
}

// A decoder reads the columns. After the first failure it reads zeros.
type decoder struct {
	data   []byte
	failed bool
	table
}

func (d *decoder) ops() []Op {
	d.replicas()
	n := d.number(min(MaxOps, uint64(len(d.data)/2))) // an op is its kind and at least one number
	ops := make([]Op, n)
	text, ranges := 0, 0
	for i := range ops {
		o := &ops[i]
		head := d.number(MaxSpan<<2 | 3)
		size := int(head >> 2)
		switch head & 3 {
		case codeInsert:
			o.Kind = Insert
			text += size
			o.Len = size // until the text is read
		case codeUndo:
			o.Kind = Undo
			ranges += size
			o.Len = size // until the ranges are read
		case codeDelete:
			o.Kind, o.Len = Delete, size
		case codeBack:
			o.Kind, o.Len, o.Back = Delete, size, true
		}
	}
	if d.failed || text > len(d.data) || ranges > len(d.data)/2 || ranges > MaxOps {
		d.failed = true
		return nil
	}
	d.references(ops)
	d.undos(ops, ranges)
	if d.failed || text != len(d.data) || !d.allUsed() {
		d.failed = true
		return nil
	}
	all := string(d.data)
	for i := range ops {
		if o := &ops[i]; o.Kind == Insert {
			o.Text, all, o.Len = all[:o.Len], all[o.Len:], 0
		}
	}
	return ops
}

func (d *decoder) replicas() {
	n := d.number(MaxReplicas)
	if n == 0 || d.failed || n > uint64(len(d.data)/36) {
		d.failed = d.failed || n > 0
		d.ready()
		return
	}
	d.others = make([]version.Replica, n)
	for i := range d.others {
		d.others[i], d.data, _ = version.ReadReplica(d.data) // there are enough bytes
		if d.others[i] == d.own.Replica ||
			i > 0 && version.CompareReplicas(d.others[i-1], d.others[i]) >= 0 {
			d.failed = true
		}
	}
	d.ready()
	d.used = make([]bool, n+1)
}

func (d *decoder) references(ops []Op) {
	seq := d.own.Seq
	for i := range ops {
		switch o := &ops[i]; o.Kind {
		case Insert:
			o.At = d.readOrigin(seq)
			seq += uint64(o.Len)
		case Delete:
			o.At = d.read(d.target)
			seq += uint64(o.Len)
		case Undo:
			seq++
		}
	}
	for i := range ops {
		if ops[i].Kind == Insert {
			ops[i].Right = d.read(d.right)
		}
	}
}

func (d *decoder) undos(ops []Op, total int) {
	if total == 0 {
		return
	}
	all := make([]IDRange, total)
	for i := range ops {
		o := &ops[i]
		if o.Kind != Undo {
			continue
		}
		o.Count = uint32(d.number(1<<32 - 1))
		o.Ranges, all, o.Len = all[:o.Len:o.Len], all[o.Len:], 0
		for k := range o.Ranges {
			o.Ranges[k].First = d.read(d.target)
			o.Ranges[k].Len = int(d.number(MaxScope))
		}
	}
}

// number reads a number that may not exceed limit.
func (d *decoder) number(limit uint64) uint64 {
	if d.failed {
		return 0
	}
	v, rest, err := version.ReadUvarint(d.data)
	if err != nil || v > limit {
		d.failed = true
		return 0
	}
	d.data = rest
	return v
}

// maxReference bounds an encoded reference: no distance exceeds 2·MaxSeq+1,
// and there are at most MaxReplicas+1 replicas to choose from.
const maxReference = (2*MaxSeq + 2) * (MaxReplicas + 1)

func (d *decoder) read(column []uint64) version.ID {
	v := d.number(maxReference)
	if v == 0 {
		return version.ID{}
	}
	distance, slot := d.split(v)
	seq := int64(column[slot]) + unzigzag(distance)
	return d.reference(column, slot, seq)
}

func (d *decoder) readOrigin(at uint64) version.ID {
	v := d.number(maxReference)
	if v == 0 {
		return version.ID{}
	}
	distance, slot := d.split(v)
	if slot == 0 {
		return d.reference(d.from, 0, int64(at)-1-int64(distance))
	}
	return d.reference(d.from, slot, int64(d.from[slot])+unzigzag(distance))
}

func (d *decoder) reference(column []uint64, slot int, seq int64) version.ID {
	if seq < 1 || seq > MaxSeq {
		d.failed = true
		return version.ID{}
	}
	column[slot] = uint64(seq)
	if slot == 0 {
		return version.ID{Replica: d.own.Replica, Seq: uint64(seq)}
	}
	d.used[slot] = true
	return version.ID{Replica: d.others[slot-1], Seq: uint64(seq)}
}

// allUsed reports whether every replica in the table is named by an operation.
func (d *decoder) allUsed() bool {
	return len(d.others) == 0 || !slices.Contains(d.used[1:], false)
}

// A table numbers the replicas that operations refer to: the writer is 0, the
// others count from 1 in their order. A reference is one number: which replica,
// and how far from the reference before it in the same column.
type table struct {
	own    version.ID
	others []version.Replica
	used   []bool
	recent int

	// The last number each column named of each replica.
	from, right, target []uint64
	few                 [12]uint64 // room for the columns when there are few replicas
}

func newTable(first version.ID) table { return table{own: first} }

func (t *table) enter(ref version.ID) {
	if ref.Seq == 0 || ref.Replica == t.own.Replica {
		return
	}
	if t.recent < len(t.others) && t.others[t.recent] == ref.Replica {
		return
	}
	at, ok := slices.BinarySearchFunc(t.others, ref.Replica, version.CompareReplicas)
	if !ok {
		t.others = slices.Insert(t.others, at, ref.Replica)
	}
	t.recent = at
}

// ready makes the columns when all replicas are known.
func (t *table) ready() {
	n := len(t.others) + 1
	room := t.few[:]
	if 3*n > len(room) {
		room = make([]uint64, 3*n)
	}
	t.from, t.right, t.target = room[:n], room[n:2*n], room[2*n:3*n]
	t.right[0], t.target[0] = t.own.Seq, t.own.Seq
}

// put returns ref as a number, by its distance from the one before it.
func (t *table) put(column []uint64, ref version.ID) uint64 {
	if ref.Seq == 0 {
		return 0
	}
	slot := t.slot(ref.Replica)
	distance := zigzag(int64(ref.Seq) - int64(column[slot]))
	column[slot] = ref.Seq
	return t.join(distance, slot)
}

// origin is put for origins: one's own are counted back from the character
// before at, so that typing on is 1 whatever was typed before.
func (t *table) origin(at uint64, ref version.ID) uint64 {
	if ref.Seq > 0 && ref.Replica == t.own.Replica {
		return t.join(at-1-ref.Seq, 0)
	}
	return t.put(t.from, ref)
}

func (t *table) slot(r version.Replica) int {
	if r == t.own.Replica {
		return 0
	}
	if t.others[t.recent] != r {
		t.recent, _ = slices.BinarySearchFunc(t.others, r, version.CompareReplicas)
	}
	return t.recent + 1
}

// join makes one number of a distance and a replica. 0 is left for "none".
func (t *table) join(distance uint64, slot int) uint64 {
	return 1 + distance*uint64(len(t.others)+1) + uint64(slot)
}

func (t *table) split(v uint64) (distance uint64, slot int) {
	n := uint64(len(t.others) + 1)
	return (v - 1) / n, int((v - 1) % n)
}

// zigzag makes small numbers of small distances in either direction.
func zigzag(v int64) uint64   { return uint64(v<<1) ^ uint64(v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }
