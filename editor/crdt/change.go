package crdt

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"chirograph/editor/version"
)

// Limits of one change. Together they keep its encoding below 256 KiB: 64 KiB
// of text, 36 bytes for each of 1,024 replicas, and at most 17 bytes for each
// of 8,192 operations. [Text.Commit] cuts what is longer into several changes.
const (
	MaxSpan     = 64 << 10      // operations by sequence number, mostly bytes inserted or deleted
	MaxScope    = 64 << 10      // operations that its undos name
	MaxOps      = 8 << 10       // entries of Change.Ops, ranges of an Undo counted too
	MaxReplicas = 1 << 10       // other replicas named
	MaxDeps     = 64            // entries of Change.Deps
	MaxSeq      = math.MaxInt32 // a text holds no more operations than that
)

// ErrInvalid means that a change breaks the rules. All replicas refuse it, as
// they all come to the same answer from the change and its past alone.
var ErrInvalid = errors.New("invalid change")

// A MissingError says that a change came before its past. Keep it, and apply
// it again when the operation named has arrived.
type MissingError = version.MissingError

// A Change is what one replica did between two flushes: operations with
// consecutive numbers that all build on the same past, which is the replica's
// own log so far and the pasts of Deps.
type Change struct {
	First version.ID   // the first operation
	Deps  []version.ID // the last operations of other replicas it builds on, in the order of version.Compare
	Time  int64        // when it was made: Unix milliseconds by the writer's clock
	Ops   []Op
}

// Last returns the number of the last operation.
func (c Change) Last() uint64 {
	seq := c.First.Seq - 1
	for i := range c.Ops {
		seq += c.Ops[i].Span()
	}
	return seq
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

// An IDRange is a run of operations of one replica.
type IDRange struct {
	First version.ID
	Len   int
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

// checkOps says whether ops can be the operations of a change that begins with
// first, so far as that can be seen without the text.
func checkOps(first version.ID, ops []Op) error {
	if first.Seq == 0 || first.Seq > MaxSeq || len(ops) == 0 || len(ops) > MaxOps {
		return ErrInvalid
	}
	entries, scope, seq := len(ops), 0, first.Seq
	for i := range ops {
		o := &ops[i]
		id := version.ID{Replica: first.Replica, Seq: seq}
		ok := false
		switch o.Kind {
		case Insert:
			ok = o.checkInsert(id)
		case Delete:
			ok = o.checkDelete(id)
		case Undo:
			ok = o.checkUndo(id)
			entries += len(o.Ranges)
			scope += o.scope()
		}
		if !ok || i > 0 && ops[i-1].continues(o, seq-1, first.Replica) {
			return fmt.Errorf("%w: operation %v", ErrInvalid, id)
		}
		seq += o.Span()
		if seq-first.Seq > MaxSpan || scope > MaxScope || entries > MaxOps || seq-1 > MaxSeq {
			return fmt.Errorf("%w: too long", ErrInvalid)
		}
	}
	return nil
}

func (o *Op) checkInsert(id version.ID) bool {
	return len(o.Text) > 0 && len(o.Text) <= MaxSpan && utf8.ValidString(o.Text) &&
		isReference(o.At, id) && isReference(o.Right, id) &&
		(o.At != o.Right || o.At.Seq == 0)
}

func (o *Op) checkDelete(id version.ID) bool {
	if o.Len <= 0 || o.Len > MaxSpan || o.At.Seq == 0 || o.Back && o.Len == 1 {
		return false
	}
	if o.Back {
		return o.At.Seq >= uint64(o.Len) && isReference(o.At, id)
	}
	last := version.ID{Replica: o.At.Replica, Seq: o.At.Seq + uint64(o.Len) - 1}
	return isReference(last, id)
}

func (o *Op) checkUndo(id version.ID) bool {
	if o.Count == 0 || len(o.Ranges) == 0 {
		return false
	}
	var end version.ID // of the range before: a range that begins here would be part of it
	for i, r := range o.Ranges {
		if r.Len <= 0 || r.Len > MaxScope || r.First.Seq == 0 || i > 0 && version.Compare(end, r.First) >= 0 {
			return false
		}
		end = version.ID{Replica: r.First.Replica, Seq: r.First.Seq + uint64(r.Len)}
		if end.Seq > MaxSeq+1 || end.Replica == id.Replica && end.Seq > id.Seq {
			return false
		}
	}
	return true
}

// scope returns how many operations an Undo names.
func (o *Op) scope() int {
	n := 0
	for _, r := range o.Ranges {
		n += r.Len
	}
	return n
}

// isReference reports whether operation id may name ref: nothing, or an
// operation that is not later in the same log.
func isReference(ref, id version.ID) bool {
	if ref.Seq == 0 {
		return ref == version.ID{}
	}
	return ref.Seq <= MaxSeq && (ref.Seq < id.Seq || ref.Replica != id.Replica)
}

// continues reports whether next is only the rest of the run o, whose last
// operation is number last of the writer.
func (o *Op) continues(next *Op, last uint64, writer version.Replica) bool {
	if o.Kind != next.Kind || o.Kind == Undo {
		return false
	}
	if o.Kind == Insert {
		return next.At.Seq == last && next.At.Replica == writer && next.Right == o.Right
	}
	if next.At.Replica != o.At.Replica {
		return false
	}
	n := uint64(o.Len)
	if o.Back {
		return next.At.Seq == o.At.Seq-n
	}
	return next.At.Seq == o.At.Seq+n || n == 1 && next.At.Seq == o.At.Seq-1
}
