package crdt

import (
	"encoding/binary"
	"math"
	"sort"

	"chirograph/editor/version"
)

// A record keeps where each change of one replica begins, when it was made and
// what it depends on. Most changes are a key press long, made soon after one
// like them, and depend on nothing new. So they are kept as steps, which are
// alike changes in a row, and the steps as varints in blocks of which the
// beginnings are known.
type record struct {
	bytes  []byte
	blocks []block
	steps  int
	open   step   // the last one, which may still grow
	seq    uint32 // the operation that open begins with
	time   int64  // before it
	deps   []dependency
}

// A step is so many changes of so many operations, each made so many
// milliseconds after the change before it.
type step struct {
	changes, ops uint32
	after        int64
}

const blockLen = 64 // steps

// A block says what came before it.
type block struct {
	at   uint32 // its first byte
	seq  uint32 // its first operation
	time int64  // of the change before it
}

// A dependency is one entry of the Deps of the change that begins with seq.
type dependency struct {
	seq     uint32
	replica int32
	on      uint64
}

// add notes the next change: the number of its operations and when it was made.
func (r *record) add(first uint32, n int, time int64) {
	s := step{1, uint32(n), time - r.last()}
	if s.ops == r.open.ops && s.after == r.open.after && r.open.changes < math.MaxUint32 {
		r.open.changes++
		return
	}
	r.addStep(first, s)
}

// addStep notes changes that are unlike those before.
func (r *record) addStep(first uint32, s step) {
	if r.open.changes > 0 {
		r.time = r.last()
		r.bytes = r.open.append(r.bytes)
	}
	if r.steps%blockLen == 0 {
		r.blocks = append(r.blocks, block{uint32(len(r.bytes)), first, r.time})
	}
	r.steps++
	r.open, r.seq = s, first
}

// last returns when the last change was made.
func (r *record) last() int64 { return r.time + int64(r.open.changes)*r.open.after }

func (s step) append(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(s.changes))
	dst = binary.AppendUvarint(dst, uint64(s.ops))
	return binary.AppendVarint(dst, s.after)
}

// A reader is at one change of a record.
type reader struct {
	*record
	at         uint32 // the byte after the step
	first, end uint32 // the operations of the change
	time       int64
	step       step // the changes after it that are alike
}

// read returns a reader at the change that holds operation seq. There must be
// one.
func (r *record) read(seq uint64) reader {
	k := sort.Search(len(r.blocks), func(k int) bool { return uint64(r.blocks[k].seq) > seq }) - 1
	b := r.blocks[k]
	x := reader{record: r, at: b.at, end: b.seq, time: b.time}
	for uint64(x.end) <= seq {
		if x.step.changes == 0 {
			x.load()
		}
		x.skip(min(x.step.changes, uint32(seq-uint64(x.end))/x.step.ops+1))
	}
	return x
}

func (x *reader) next() {
	if x.step.changes == 0 {
		x.load()
	}
	x.skip(1)
}

// load reads the next step.
func (x *reader) load() {
	if int(x.at) == len(x.bytes) {
		x.step = x.open
		return
	}
	changes, n := binary.Uvarint(x.bytes[x.at:])
	x.at += uint32(n)
	ops, n := binary.Uvarint(x.bytes[x.at:])
	x.at += uint32(n)
	after, n := binary.Varint(x.bytes[x.at:])
	x.at += uint32(n)
	x.step = step{uint32(changes), uint32(ops), after}
}

// skip goes n changes on in the step.
func (x *reader) skip(n uint32) {
	x.step.changes -= n
	x.end += n * x.step.ops
	x.first = x.end - x.step.ops
	x.time += int64(n) * x.step.after
}

// depends notes what the change that begins with seq depends on.
func (t *Text) depends(r *record, seq uint32, deps []version.ID) {
	for _, d := range deps {
		i, _ := t.graph.Index(d.Replica)
		r.deps = append(r.deps, dependency{seq, int32(i), d.Seq})
	}
}

// dependencies returns what the change that begins with seq depends on.
func (t *Text) dependencies(r *record, seq uint32) []version.ID {
	k := sort.Search(len(r.deps), func(k int) bool { return r.deps[k].seq >= seq })
	var deps []version.ID
	for ; k < len(r.deps) && r.deps[k].seq == seq; k++ {
		deps = append(deps, version.ID{Replica: t.graph.Replica(int(r.deps[k].replica)), Seq: r.deps[k].on})
	}
	return deps
}
