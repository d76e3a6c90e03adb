package buffer

import (
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// Restore makes the text what it was at a version. What others write meanwhile
// stays. One Undo takes it back, as it does with the commands below.
type Restore struct {
	Version version.Vector
	Seen    version.Vector // if not nil, what was done since is left alone
}

// RestorePart is Restore for what is between two offsets, and what was. From
// may be greater than To.
type RestorePart struct {
	Version  version.Vector
	Seen     version.Vector // as in Restore
	From, To int
}

// PutBack makes deleted characters stand again: those that the operations in
// Chars inserted. They keep their author.
type PutBack struct{ Chars []crdt.IDRange }

// TakeBack takes back operations, whoever made them, and leaves alone what was
// done since.
type TakeBack struct{ Ops []crdt.IDRange }

func (c Restore) do(b *Buffer, now int64) bool {
	return b.revise(b.restoration(c.Version, c.Seen, 0, b.text.Len()), now)
}

func (c RestorePart) do(b *Buffer, now int64) bool {
	from, to := b.clamp(c.From), b.clamp(c.To)
	return b.revise(b.restoration(c.Version, c.Seen, min(from, to), max(from, to)), now)
}

// restoration is what restores a stretch of the text.
func (b *Buffer) restoration(v, seen version.Vector, from, to int) history.Revision {
	if seen == nil {
		return b.History().RestorePart(v, from, to)
	}
	return b.History().RestoreSeen(v, seen, from, to)
}

func (c PutBack) do(b *Buffer, now int64) bool {
	return b.revise(b.History().PutBack(c.Chars), now)
}

func (c TakeBack) do(b *Buffer, now int64) bool {
	return b.revise(b.History().TakeBack(c.Ops), now)
}

// History returns the history of the text.
func (b *Buffer) History() *history.History {
	if b.past == nil {
		b.past = history.New(b.text)
	}
	return b.past
}

// revise does what a revision says, as one group. The selection stays at its
// words.
func (b *Buffer) revise(r history.Revision, now int64) bool {
	if r.IsZero() {
		return false
	}
	before := b.rest()
	b.selections.loosen(b.text)
	mark := b.Mark()
	first := b.text.Next(b.me)
	deletes := make([]Edit, len(r.Delete))
	for i, d := range r.Delete {
		deletes[i] = Edit{From: d.From, To: d.To}
	}
	b.carryOut(deletes)
	b.record(b.text.Undo(b.me, r.Undo))
	b.record(b.text.Redo(b.me, r.Redo))
	next := b.text.Next(b.me)
	if next == first {
		return false
	}
	g := b.undo.begin(group{kind: whole, before: before, undid: r.Undo})
	b.undo.extend(first, next, now)
	g.ranges = append(g.ranges, r.Redo...)
	return b.Mark() != mark
}
