package history

import (
	"math"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A Revision is what has to be done to the present text to bring something
// back: delete some of it, then undo and redo operations, whoever made them.
// What is brought back keeps its identity and its author. It is valid until
// the text changes.
type Revision struct {
	Delete []Range // in bytes of the present text, in order, apart from one another
	crdt.Reversal
}

// A Range is a stretch of text in bytes.
type Range struct{ From, To int }

// IsZero reports whether there is nothing to do.
func (r Revision) IsZero() bool {
	return len(r.Delete) == 0 && len(r.Undo) == 0 && len(r.Redo) == 0
}

// Restore returns what makes the present text what it was at version v. It
// names characters one by one: what others write meanwhile is not touched.
func (h *History) Restore(v version.Vector) Revision {
	return h.RestorePart(v, 0, math.MaxInt)
}

// RestorePart is [History.Restore] for what stands between two offsets of the
// present text, neither inside a rune, and what stood there or at its edges.
func (h *History) RestorePart(v version.Vector, from, to int) Revision {
	return h.restore(v, nil, from, to)
}

// RestoreSeen is [History.RestorePart] for somebody who decided on it when seen
// was all they had seen: what was inserted, deleted, undone or redone since is
// left alone.
func (h *History) RestoreSeen(v, seen version.Vector, from, to int) Revision {
	return h.restore(v, h.index.At(seen), from, to)
}

// restore is RestoreSeen, or RestorePart if seen is nil.
func (h *History) restore(v version.Vector, seen *crdt.Moment, from, to int) Revision {
	now := h.index.Now()
	if seen == nil {
		seen = now
	}
	var r Revision
	var back []crdt.Stretch
	at := 0
	for s := range h.index.Walk(h.index.At(v), now) {
		if s.A == s.B {
			if s.B {
				at += s.Len()
			}
			continue
		}
		for part, stood := range seen.Split(s) {
			switch {
			case stood != part.B: // it has changed since
			case part.A && from <= at && at <= to:
				back = append(back, part)
			case part.B:
				r.delete(max(at, from), min(at+part.Len(), to))
			}
			if part.B {
				at += part.Len()
			}
		}
	}
	r.Reversal = h.index.Revive(back)
	return r
}

// delete adds a range behind the others, if it is one.
func (r *Revision) delete(from, to int) {
	switch k := len(r.Delete) - 1; {
	case from >= to:
	case k >= 0 && r.Delete[k].To == from:
		r.Delete[k].To = to
	default:
		r.Delete = append(r.Delete, Range{from, to})
	}
}

// PutBack returns what makes deleted characters stand again: those that the
// operations in chars inserted. Others, and those that stand, are left out.
func (h *History) PutBack(chars []crdt.IDRange) Revision {
	return Revision{Reversal: h.index.Revive(h.index.Chars(chars))}
}

// TakeBack returns what takes some operations back, inserts, deletes and undos,
// whoever made them, and leaves alone what was done since. Operations that are
// not here are left out.
func (h *History) TakeBack(ops []crdt.IDRange) Revision {
	return Revision{Reversal: h.index.TakeBack(ops)}
}

// By returns the operations that an author wrote from since up to, not at,
// until, by that author's clock.
func (h *History) By(author version.Author, since, until int64) []crdt.IDRange {
	var out []crdt.IDRange
	for o := range h.index.Outlines() {
		if o.First.Replica.Author == author && since <= o.Time && o.Time < until {
			out = extend(out, o.First, int(o.Last-o.First.Seq)+1)
		}
	}
	return out
}
