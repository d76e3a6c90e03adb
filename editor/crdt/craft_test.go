package crdt

import (
	"encoding/binary"
	"slices"

	"chirograph/editor/version"
)

// A draft is a change spelled out by hand.
type draft struct {
	First version.ID
	Deps  []version.ID
	Ops   []Op
}

func (d draft) change() Change {
	c := Change{First: d.First, Last: d.First.Seq - 1, Deps: d.Deps, Ops: appendOps(nil, d.First, d.Ops)}
	for i := range d.Ops {
		c.Last += d.Ops[i].Span()
	}
	return c
}

// parse decodes operations and says whether they make sense.
func parse(data []byte, first version.ID) (ops, bool) {
	var d decoder
	_, ok := d.decode(data, first)
	return d.ops, ok
}

// spell encodes what was decoded.
func spell(s ops, first version.ID) []byte {
	return s.encode(nil, new(table), uint32(first.Seq))
}

// A Kind says what an [Op] does.
type Kind uint8

// The kinds of operation, numbered as they are encoded.
const (
	Insert Kind = iota
	Delete
	Undo
)

// An Op is a run of operations of one kind. A run is always as long as it can
// be, so that there is only one way to write the same thing down.
type Op struct {
	Kind Kind

	// At is the origin of an Insert, the character it was typed after, or
	// zero at the start of the text. Of a Delete it is the first byte deleted.
	At version.ID

	// Right is the right origin of an Insert: what followed At when it was
	// typed, deleted or not; zero at the end of the text.
	Right version.ID
	Text  string // what is inserted; one operation for each byte

	Len  int  // bytes deleted; one operation for each
	Back bool // the bytes deleted are At, the one before it, and so on: a held backspace key

	// Ranges are the inserts and deletes that an Undo takes back if Count is
	// odd and puts back if it is even. Of several counts for one operation
	// the highest holds. An Undo is a single operation.
	Ranges []IDRange
	Count  uint32
}

// Span returns how many numbers the run takes.
func (o *Op) Span() uint64 {
	switch o.Kind {
	case Insert:
		return uint64(len(o.Text))
	case Delete:
		return uint64(o.Len)
	default:
		return 1
	}
}

// appendOps appends the encoding of ops, spelled out, of a change that begins
// with first. Text encodes without spelling out; this is what docs/format.md
// says, for tests to make changes by hand.
//
// The encoding is a series of columns of varints; docs/format.md describes it
// byte for byte. There is one encoding of a list of operations.
func appendOps(dst []byte, first version.ID, ops []Op) []byte {
	t := newSpelling(first)
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

// A spelling numbers the replicas that operations refer to: the writer is 0, the
// others count from 1 in their order. A reference is one number: which replica,
// and how far from the reference before it in the same column.
type spelling struct {
	own    version.ID
	others []version.Replica
	recent int

	// The last number each column named of each replica.
	from, right, target []uint64
	few                 [12]uint64 // room for the columns when there are few replicas
}

func newSpelling(first version.ID) *spelling { return &spelling{own: first} }

func (t *spelling) enter(ref version.ID) {
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
func (t *spelling) ready() {
	n := len(t.others) + 1
	room := t.few[:]
	if 3*n > len(room) {
		room = make([]uint64, 3*n)
	}
	t.from, t.right, t.target = room[:n], room[n:2*n], room[2*n:3*n]
	t.right[0], t.target[0] = t.own.Seq, t.own.Seq
}

// put returns ref as a number, by its distance from the one before it.
func (t *spelling) put(column []uint64, ref version.ID) uint64 {
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
func (t *spelling) origin(at uint64, ref version.ID) uint64 {
	if ref.Seq > 0 && ref.Replica == t.own.Replica {
		return t.join(at-1-ref.Seq, 0)
	}
	return t.put(t.from, ref)
}

func (t *spelling) slot(r version.Replica) int {
	if r == t.own.Replica {
		return 0
	}
	if t.others[t.recent] != r {
		t.recent, _ = slices.BinarySearchFunc(t.others, r, version.CompareReplicas)
	}
	return t.recent + 1
}

// join makes one number of a distance and a replica. 0 is left for "none".
func (t *spelling) join(distance uint64, slot int) uint64 {
	return 1 + distance*uint64(len(t.others)+1) + uint64(slot)
}
