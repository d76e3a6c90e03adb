package buffer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// ErrState means that bytes are not what [Buffer.UndoState] returns for any
// buffer.
var ErrState = errors.New("not the state of an undo stack")

// Limits of what is kept of an undo stack: days of work, in what is written
// every few seconds.
const (
	keptGroups = 1000
	keptBytes  = 256 << 10
)

// The first number of a state.
const stateFormat = 1

// UndoState returns where the selections are and what this person can undo and
// redo, as bytes to be kept until the document is opened again: the newest
// steps, up to a limit. It is nil if there is nothing to keep.
//
// It names operations, and so it must not be stored before they are.
func (b *Buffer) UndoState() []byte {
	held := b.selections.hold(b.text)
	if len(b.undo.done)+len(b.undo.undone) == 0 && held.isAtStart() {
		return nil
	}
	s := state{selections: held, done: slices.Clone(b.undo.done), undone: b.undo.undone}
	if b.undo.resting() != nil {
		s.done[len(s.done)-1].after = held
	}
	return s.encode()
}

// RestoreUndo puts the selections and the undo stack of a buffer in which
// nothing was done yet where they were, by what UndoState returned. Steps that
// name operations which have not arrived are left out. It fails with ErrState,
// and then changes nothing.
func (b *Buffer) RestoreUndo(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	s, err := decodeState(data)
	if err != nil {
		return err
	}
	unknown := func(g group) bool { return !b.knows(g) }
	b.undo = undoStack{done: slices.DeleteFunc(s.done, unknown), undone: slices.DeleteFunc(s.undone, unknown)}
	if b.knowsTies(s.selections) {
		b.selections.restore(s.selections)
	}
	return nil
}

// knows reports whether all that a group names has arrived.
func (b *Buffer) knows(g group) bool {
	for _, ranges := range [][]crdt.IDRange{g.ranges, g.undid} {
		for _, r := range ranges {
			if !b.text.CanUndo(r) {
				return false
			}
		}
	}
	return b.knowsTies(g.before) && b.knowsTies(g.after)
}

func (b *Buffer) knowsTies(t ties) bool {
	for _, e := range t.ends {
		for _, a := range e {
			if _, ok := b.text.Resolve(a); !ok {
				return false
			}
		}
	}
	return true
}

// A state is what UndoState returns, as a series of numbers, in the shortest
// form of a varint: the format; how many replicas are named, and their 36 bytes
// each in the order in which they are named first; the selections; how many
// groups can be undone, and each, the last one first; the same of those that can
// be redone. There is one encoding of a state.
type state struct {
	selections   ties
	done, undone []group
}

func (s *state) encode() []byte {
	var w stateWriter
	w.ties(s.selections)
	if w.size() > keptBytes/2 { // a great many carets
		w = stateWriter{}
		s.selections = ties{s.selections.ends[s.selections.main:][:1], 0}
		w.ties(s.selections)
	}
	w.groups(s.done)
	w.groups(s.undone)
	out := binary.AppendUvarint(nil, stateFormat)
	out = binary.AppendUvarint(out, uint64(len(w.replicas)))
	for _, r := range w.replicas {
		out = version.AppendReplica(out, r)
	}
	return append(out, w.body...)
}

// A stateWriter writes all but the replicas.
type stateWriter struct {
	replicas []version.Replica
	body     []byte
}

// size is more than the encoding is going to have.
func (w *stateWriter) size() int { return len(w.body) + 40*len(w.replicas) + 16 }

func (w *stateWriter) number(n uint64) { w.body = binary.AppendUvarint(w.body, n) }

// groups writes the last groups, as many as there is room for.
func (w *stateWriter) groups(all []group) {
	before := w.body
	w.body = nil
	size := len(before)
	n := 0
	for _, g := range slices.Backward(all) {
		end, known := len(w.body), len(w.replicas)
		w.group(g)
		if n == keptGroups || size+w.size() > keptBytes {
			w.body, w.replicas = w.body[:end], w.replicas[:known]
			break
		}
		n++
	}
	groups := w.body
	w.body = before
	w.number(uint64(n))
	w.body = append(w.body, groups...)
}

func (w *stateWriter) group(g group) {
	n := uint64(g.kind) << 1
	if g.atStart {
		n++
	}
	w.number(n)
	w.ranges(g.ranges)
	w.ranges(g.undid)
	w.ties(g.before)
	w.ties(g.after)
}

func (w *stateWriter) ranges(ranges []crdt.IDRange) {
	w.number(uint64(len(ranges)))
	for _, r := range ranges {
		w.number(w.replica(r.First.Replica))
		w.number(r.First.Seq)
		w.number(uint64(r.Len))
	}
}

func (w *stateWriter) ties(t ties) {
	w.number(uint64(len(t.ends)))
	if len(t.ends) > 0 {
		w.number(uint64(t.main))
	}
	for _, e := range t.ends {
		for _, a := range e {
			if a.ID.IsZero() {
				w.number(uint64(a.Bias))
				continue
			}
			w.number((w.replica(a.ID.Replica)+1)<<1 | uint64(a.Bias))
			w.number(a.ID.Seq)
		}
	}
}

// replica returns the number of a replica.
func (w *stateWriter) replica(r version.Replica) uint64 {
	i := slices.Index(w.replicas, r)
	if i < 0 {
		i = len(w.replicas)
		w.replicas = append(w.replicas, r)
	}
	return uint64(i)
}

func decodeState(data []byte) (state, error) {
	if len(data) > keptBytes {
		return state{}, ErrState
	}
	r := stateReader{rest: data}
	if r.number(stateFormat) != stateFormat {
		return state{}, ErrState
	}
	for range r.number(uint64(len(data))) {
		replica, rest, err := version.ReadReplica(r.rest)
		if err != nil {
			return state{}, ErrState
		}
		r.replicas, r.rest = append(r.replicas, replica), rest
	}
	s := state{selections: r.ties()}
	s.done, s.undone = r.groups(), r.groups()
	// What is left is whether it is the encoding that we make.
	if r.bad || len(r.rest) > 0 || len(s.selections.ends) == 0 || !bytes.Equal(s.encode(), data) {
		return state{}, ErrState
	}
	return s, nil
}

// A stateReader reads what a stateWriter wrote. After something bad it returns
// nothing but zeros.
type stateReader struct {
	replicas []version.Replica
	rest     []byte
	bad      bool
}

// number reads a number that is limit at most.
func (r *stateReader) number(limit uint64) uint64 {
	n, rest, err := version.ReadUvarint(r.rest)
	if err != nil || n > limit || r.bad {
		r.bad = true
		return 0
	}
	r.rest = rest
	return n
}

// count reads how many of something follow, of a byte each at least.
func (r *stateReader) count() uint64 { return r.number(uint64(len(r.rest))) }

func (r *stateReader) groups() []group {
	var out []group
	for range r.count() {
		n := r.number(uint64(whole)<<1 + 1)
		g := group{kind: kind(n >> 1), atStart: n&1 == 1, ranges: r.ranges(), undid: r.ranges(), before: r.ties(), after: r.ties()}
		if r.bad || len(g.before.ends) == 0 || len(g.after.ends) == 0 {
			r.bad = true
			return nil
		}
		out = append(out, g)
	}
	slices.Reverse(out)
	return out
}

func (r *stateReader) ranges() []crdt.IDRange {
	var out []crdt.IDRange
	for range r.count() {
		id := r.id(r.number(uint64(len(r.replicas))))
		n := r.number(crdt.MaxSeq)
		if r.bad {
			return nil
		}
		out = append(out, crdt.IDRange{First: id, Len: int(n)})
	}
	return out
}

func (r *stateReader) ties() ties {
	var t ties
	n := r.count()
	if n > 0 {
		t.main = int(r.number(n - 1))
	}
	for range n {
		var e [2]crdt.Anchor
		for i := range e {
			head := r.number(uint64(len(r.replicas))<<1 + 1)
			e[i].Bias = crdt.Bias(head & 1)
			if head > 1 {
				e[i].ID = r.id(head>>1 - 1)
			}
		}
		if r.bad {
			return ties{}
		}
		t.ends = append(t.ends, e)
	}
	return t
}

// id reads an operation of a replica.
func (r *stateReader) id(replica uint64) version.ID {
	seq := r.number(crdt.MaxSeq)
	if r.bad || replica >= uint64(len(r.replicas)) || seq == 0 {
		r.bad = true
		return version.ID{}
	}
	return version.ID{Replica: r.replicas[replica], Seq: seq}
}
