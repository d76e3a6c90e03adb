package crdt

import (
	"encoding/binary"
	"sort"

	"chirograph/editor/version"
)

// A record keeps where each change of one replica begins, when it was made and
// what it depends on. Most changes are a key press long and depend on nothing
// new, so they are kept as varints, some three bytes each, in blocks of which
// the beginnings are known.
type record struct {
	bytes  []byte
	blocks []block
	deps   []dependency
	count  int   // changes
	last   int64 // when the last one was made
}

const blockLen = 64 // changes

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
	if r.count%blockLen == 0 {
		r.blocks = append(r.blocks, block{uint32(len(r.bytes)), first, r.last})
	}
	r.bytes = binary.AppendUvarint(r.bytes, uint64(n))
	r.bytes = binary.AppendVarint(r.bytes, time-r.last)
	r.last = time
	r.count++
}

// A reader is at one change of a record.
type reader struct {
	*record
	at         uint32 // the byte after the change
	first, end uint32 // its operations
	time       int64
}

// read returns a reader at the change that holds operation seq. There must be
// one.
func (r *record) read(seq uint64) reader {
	k := sort.Search(len(r.blocks), func(k int) bool { return uint64(r.blocks[k].seq) > seq }) - 1
	b := r.blocks[k]
	x := reader{record: r, at: b.at, end: b.seq, time: b.time}
	for uint64(x.end) <= seq {
		x.next()
	}
	return x
}

func (x *reader) next() {
	n, size := binary.Uvarint(x.bytes[x.at:])
	x.at += uint32(size)
	d, size := binary.Varint(x.bytes[x.at:])
	x.at += uint32(size)
	x.first = x.end
	x.end += uint32(n)
	x.time += d
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
