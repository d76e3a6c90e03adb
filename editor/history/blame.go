package history

import (
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A Span is a stretch of a text that one replica wrote in one change. Pasted
// text was written by who pasted it, and restored text by who wrote it first.
type Span struct {
	From, To int        // bytes of the text; never inside a rune
	First    version.ID // the operation that inserted its first byte
	Written  int64
	Restored crdt.Cause // what last brought it back; the ID is zero if it never was away
}

// Blame returns who wrote the text at version v, from its start to its end.
func (h *History) Blame(v version.Vector) []Span {
	var out []Span
	at := 0
	m := h.index.At(v)
	for stretch := range h.index.Walk(m, m) {
		if !stretch.A {
			continue
		}
		for s := range stretch.Runs() {
			span := Span{From: at, To: at + s.Len(), First: s.First(), Written: s.Written()}
			span.Restored, _ = s.Restored()
			at = span.To
			if k := len(out) - 1; k >= 0 && out[k].goesOn(&span) {
				out[k].To = at
				continue
			}
			out = append(out, span)
		}
	}
	return out
}

// goesOn reports whether next, which comes next, is only the rest of s.
func (s *Span) goesOn(next *Span) bool {
	return next.First == version.ID{Replica: s.First.Replica, Seq: s.First.Seq + uint64(s.To-s.From)} &&
		next.Written == s.Written && next.Restored.Time == s.Restored.Time &&
		next.Restored.ID.Replica == s.Restored.ID.Replica
}

// A Ghost is deleted text: a stretch that one person made disappear in one go.
type Ghost struct {
	At      int            // where it stood, in bytes of the text
	Text    string         // as it reads in the list; some of it may never have stood beside the rest
	Chars   []crdt.IDRange // the inserts of it, for PutBack
	Removed crdt.Cause     // why its first byte disappeared
}

// Deleted returns the text that had been written at version v and did not
// stand there any more, in the order of the text. Neighbours are one ghost if
// one replica removed them with no pause of more than two minutes.
func (h *History) Deleted(v version.Vector) []Ghost {
	var out []Ghost
	var text []byte
	var last int64
	at := 0
	m := h.index.At(v)
	finish := func() {
		if k := len(out) - 1; k >= 0 && len(text) > 0 {
			out[k].Text, text = string(text), text[:0]
		}
	}
	for stretch := range h.index.Walk(m, m) {
		if stretch.A {
			finish()
			at += stretch.Len()
			continue
		}
		for s := range stretch.Runs() {
			why, ok := s.Removed()
			if !ok {
				continue
			}
			if len(text) == 0 || out[len(out)-1].Removed.ID.Replica != why.ID.Replica ||
				max(why.Time-last, last-why.Time) > passagePause {
				finish()
				out = append(out, Ghost{At: at, Removed: why})
			}
			g := &out[len(out)-1]
			g.Chars = extend(g.Chars, s.First(), s.Len())
			text = append(text, s.Bytes()...)
			last = why.Time
		}
	}
	finish()
	return out
}

// extend adds n operations to ranges.
func extend(ranges []crdt.IDRange, first version.ID, n int) []crdt.IDRange {
	if k := len(ranges) - 1; k >= 0 && ranges[k].First.Replica == first.Replica &&
		ranges[k].First.Seq+uint64(ranges[k].Len) == first.Seq {
		ranges[k].Len += n
		return ranges
	}
	return append(ranges, crdt.IDRange{First: first, Len: n})
}
