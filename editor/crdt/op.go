package crdt

import (
	"unicode/utf8"

	"chirograph/editor/version"
)

// A kind says what an op does, as it is encoded.
type kind uint8

const (
	opInsert kind = iota
	opDelete
	opUndo
	opBack // deletes a character, the one before it, and so on: a held backspace key
)

// An op is a run of operations of one kind. A run is always as long as it can
// be, so that there is only one way to write the same thing down.
type op struct {
	kind kind
	n    uint32 // bytes inserted or deleted, ranges undone

	// at is the origin of an insert, the character it was typed after, or
	// zero at the start of the text; of a delete it is the first byte deleted.
	at ref

	// right is the right origin of an insert: what followed at when it was
	// typed, deleted or not; zero at the end of the text.
	right ref

	// count makes an undo take operations back if it is odd and put them back
	// if it is even. Of several counts for one operation the highest holds.
	count uint32
}

// A ref names an operation by the number of its replica in some table, and by
// its own. It is zero if it names none.
type ref struct{ replica, seq uint32 }

// An idRange is a run of operations of one replica.
type idRange struct {
	first ref
	n     uint32
}

// ops are the operations of one change. The replicas that they refer to are the
// writer, which is 0, and others, which count from 1.
type ops struct {
	others []version.Replica // in the order of version.CompareReplicas
	list   []op
	ranges []idRange // of the undos, one after the other
	text   []byte    // of the inserts
}

// span returns how many numbers the run takes.
func (o *op) span() uint32 {
	if o.kind == opUndo {
		return 1
	}
	return o.n
}

// check says whether s can be the operations of a change that begins with
// first, so far as that can be seen without the text.
func (s *ops) check(first version.ID) bool {
	entries, seq := len(s.list), uint32(first.Seq)
	text, ranges := s.text, s.ranges
	scope := uint32(0)
	for i := range s.list {
		o := &s.list[i]
		ok := false
		switch o.kind {
		case opInsert:
			ok = o.checkInsert(seq, text[:o.n])
			text = text[o.n:]
		case opUndo:
			entries += int(o.n)
			ok = o.count > 0 && o.n > 0 && s.checkRanges(first.Replica, seq, ranges[:o.n], &scope)
			ranges = ranges[o.n:]
		default:
			ok = o.checkDelete(seq)
		}
		if !ok || i > 0 && s.list[i-1].continues(o, seq-1) {
			return false
		}
		seq += o.span()
		if seq-uint32(first.Seq) > MaxSpan || scope > MaxScope || entries > MaxOps || seq-1 > MaxSeq {
			return false
		}
	}
	return true
}

func (o *op) checkInsert(seq uint32, text []byte) bool {
	return o.n > 0 && o.n <= MaxSpan && o.at.before(seq) && o.right.before(seq) &&
		(o.at != o.right || o.at.seq == 0) &&
		(o.n == 1 && text[0] < utf8.RuneSelf || utf8.Valid(text))
}

func (o *op) checkDelete(seq uint32) bool {
	if o.n == 0 || o.n > MaxSpan || o.at.seq == 0 {
		return false
	}
	if o.kind == opBack {
		return o.n > 1 && o.at.seq >= o.n && o.at.before(seq)
	}
	return ref{o.at.replica, o.at.seq + o.n - 1}.before(seq)
}

// checkRanges checks the ranges of an undo: in order, and no two of them touch.
func (s *ops) checkRanges(writer version.Replica, seq uint32, ranges []idRange, scope *uint32) bool {
	var last ref // the end of the range before
	for i, r := range ranges {
		if r.n == 0 || r.n > MaxScope || r.first.seq == 0 {
			return false
		}
		if i > 0 && (r.first.replica == last.replica && r.first.seq <= last.seq ||
			r.first.replica != last.replica && version.CompareReplicas(s.replica(writer, last.replica), s.replica(writer, r.first.replica)) > 0) {
			return false
		}
		last = ref{r.first.replica, r.first.seq + r.n}
		if last.seq > MaxSeq+1 || last.replica == 0 && last.seq > seq {
			return false
		}
		*scope += r.n
	}
	return true
}

func (s *ops) replica(writer version.Replica, i uint32) version.Replica {
	if i == 0 {
		return writer
	}
	return s.others[i-1]
}

// before reports whether operation seq may name r: nothing, or an operation
// that is not later in the same log.
func (r ref) before(seq uint32) bool { return r.seq <= MaxSeq && (r.seq < seq || r.replica != 0) }

// continues reports whether next is only the rest of the run o, whose last
// operation is the writer's number last.
func (o *op) continues(next *op, last uint32) bool {
	switch {
	case o.kind == opInsert:
		return next.kind == opInsert && next.at == ref{0, last} && next.right == o.right
	case o.kind == opUndo || next.kind == opUndo || next.kind == opInsert || next.at.replica != o.at.replica:
		return false
	case o.kind == opBack:
		return next.at.seq == o.at.seq-o.n
	default:
		return next.at.seq == o.at.seq+o.n || o.n == 1 && next.at.seq == o.at.seq-1
	}
}
