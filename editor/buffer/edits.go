package buffer

import "chirograph/editor/crdt"

// A Mark is a moment in the life of a buffer.
type Mark struct {
	n      uint64 // edits before it
	length int    // of the text
}

// maxLog is how many edits an editLog keeps at least. A window asks for those
// since its last frame, which is a few.
const maxLog = 1024

// An editLog remembers the last edits, one's own and those of others.
type editLog struct {
	edits   []crdt.Edit
	dropped uint64
}

func (l *editLog) add(e crdt.Edit) {
	if len(l.edits) == 2*maxLog {
		l.edits = l.edits[:copy(l.edits, l.edits[maxLog:])]
		l.dropped += maxLog
	}
	l.edits = append(l.edits, e)
}

// Mark returns the present moment.
func (b *Buffer) Mark() Mark {
	return Mark{b.log.dropped + uint64(len(b.log.edits)), b.text.Len()}
}

// Since returns the edits made since m, one's own and those of others, in
// order. If that is too long ago, it is one edit that replaces everything.
func (b *Buffer) Since(m Mark) []crdt.Edit {
	if m.n < b.log.dropped {
		return []crdt.Edit{{At: 0, Deleted: m.length, Inserted: b.text.Len()}}
	}
	return append([]crdt.Edit(nil), b.log.edits[m.n-b.log.dropped:]...)
}

// Map returns where an offset in the text before some edits is after them. What
// is inserted at the offset itself comes after it.
func Map(off int, edits []crdt.Edit) int {
	for _, e := range edits {
		switch {
		case off >= e.At+e.Deleted && off > e.At:
			off += e.Inserted - e.Deleted
		case off > e.At:
			off = e.At
		}
	}
	return off
}
