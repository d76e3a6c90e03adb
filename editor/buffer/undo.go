package buffer

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// pause is how long a person may hesitate, in milliseconds, before what is
// typed next is undone by itself. It is longer than it takes to find a key:
// words are to be undone, not letters.
const pause = 1000

// maxGroups bounds the undo stack. A day's work is a few thousand groups.
const maxGroups = 10_000

// An undoStack is what this person can undo and redo.
type undoStack struct {
	done, undone []group
	open         bool // the last group may still grow
	last         int64
}

// A group is what one Undo takes back: a word typed, a stretch erased.
type group struct {
	kind   kind
	ranges []crdt.IDRange // inserted and deleted, or redone: undone by Undo
	undid  []crdt.IDRange // redone by Undo
	before [2]crdt.Anchor // the selection
	edge   rune           // the character that the next one would touch
	typed  int            // bytes in the text that were typed in this group, at its end
}

type kind uint8

const (
	alone       kind = iota // never joined with another edit
	typing                  // at the caret
	erasingBack             // before the caret
	erasingOn               // after the caret
	whole                   // the whole text was set, or much of it brought back
)

// current returns the group that an edit made now may join, or nil.
func (h *undoStack) current(now int64) *group {
	if !h.open || now-h.last > pause || now < h.last {
		return nil
	}
	return &h.done[len(h.done)-1]
}

// close keeps what is done next out of the last group.
func (h *undoStack) close() { h.open = false }

// add begins a group with the operations from first up to next.
func (h *undoStack) add(g group, first, next version.ID, now int64) {
	if len(h.done) == maxGroups {
		h.done = append(h.done[:0], h.done[maxGroups/10:]...)
	}
	h.done = append(h.done, g)
	clear(h.undone)
	h.undone = h.undone[:0]
	h.open = g.kind != alone && g.kind != whole
	h.extend(first, next, now)
}

// extend adds operations to the last group.
func (h *undoStack) extend(first, next version.ID, now int64) {
	g := &h.done[len(h.done)-1]
	n := int(next.Seq - first.Seq)
	h.last = now
	if k := len(g.ranges) - 1; k >= 0 && g.ranges[k].First.Seq+uint64(g.ranges[k].Len) == first.Seq {
		g.ranges[k].Len += n
		return
	}
	g.ranges = append(g.ranges, crdt.IDRange{First: first, Len: n})
}

// continues reports whether an edit belongs to group g: the same thing done on
// at the caret, and no new word begun.
func (b *Buffer) continues(g *group, from, to int, s string, kind kind) bool {
	anchor, head := b.Selection()
	if g.kind != kind || anchor != head {
		return false
	}
	var near rune
	switch kind {
	case typing:
		if to != head || to-from > g.typed {
			return false
		}
		if from < to || s == "" { // an input method changes its mind
			return true
		}
		near, _ = utf8.DecodeRuneInString(s)
	case erasingBack:
		near = b.runeBefore(to)
	case erasingOn:
		near = b.runeAfter(from)
	default:
		return false
	}
	return !unicode.IsSpace(g.edge) || unicode.IsSpace(near)
}

// edge returns the character that an edit leaves, or erases, on the side where
// the next edit would go on.
func (b *Buffer) edge(from, to int, s string, kind kind) rune {
	switch kind {
	case erasingBack:
		return b.runeAfter(from)
	case erasingOn:
		return b.runeBefore(to)
	default:
		r, _ := utf8.DecodeLastRuneInString(s)
		return r
	}
}

func (b *Buffer) runeAfter(off int) rune {
	var room [utf8.UTFMax]byte
	r, _ := utf8.DecodeRune(b.text.AppendRange(room[:0], off, min(off+len(room), b.text.Len())))
	return r
}

func (b *Buffer) runeBefore(off int) rune {
	var room [utf8.UTFMax]byte
	r, _ := utf8.DecodeLastRune(b.text.AppendRange(room[:0], max(0, off-len(room)), off))
	return r
}

// atStart is a caret at the start of the text, where no character says what it
// was next to.
var atStart = [2]crdt.Anchor{{Bias: crdt.After}, {Bias: crdt.After}}

// step undoes or redoes the last group that makes a difference: others may
// have deleted what was typed in some.
func (b *Buffer) step(from, to *[]group, redo bool) bool {
	b.undo.close()
	for len(*from) > 0 {
		g := (*from)[len(*from)-1]
		*from = (*from)[:len(*from)-1]
		*to = append(*to, g)
		b.selection.anchor(b.text)
		turn, turnBack := b.text.Undo, b.text.Redo
		if redo {
			turn, turnBack = turnBack, turn
		}
		edits := slices.Clone(turn(b.me, g.ranges))
		edits = append(edits, turnBack(b.me, g.undid)...)
		if len(edits) == 0 {
			continue
		}
		b.record(edits)
		switch last := edits[len(edits)-1]; {
		case !redo && g.before != atStart:
			b.selection.restore(g.before)
		case !redo: // others may have written before it
			b.selection.set(last.At, last.At)
		case g.kind != whole:
			b.selection.set(last.At+last.Inserted, last.At+last.Inserted)
		}
		return true
	}
	return false
}
