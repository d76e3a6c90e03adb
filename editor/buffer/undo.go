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
	kind    kind
	ranges  []crdt.IDRange // inserted and deleted, or redone: undone by Undo
	undid   []crdt.IDRange // redone by Undo
	before  ties           // the selections
	after   ties           // they too, once something else has been done
	atStart bool           // some of it was done at the start of the text
	places  int            // at which each of its edits was made
	edge    rune           // the character that the next one would touch, at the main place
	typed   int            // bytes in the text that were typed in this group, at the end of that place
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

// begin begins a group, which is not empty for long: extend follows.
func (h *undoStack) begin(g group) *group {
	if len(h.done) == maxGroups {
		h.done = append(h.done[:0], h.done[maxGroups/10:]...)
	}
	h.done = append(h.done, g)
	clear(h.undone)
	h.undone = h.undone[:0]
	h.open = g.kind != alone && g.kind != whole
	return &h.done[len(h.done)-1]
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

// rest ends the last group: it notes where that has left the selections, and
// returns where they are.
func (b *Buffer) rest() ties {
	b.undo.close()
	held := b.selections.hold(b.text)
	if g := b.undo.resting(); g != nil {
		g.after = held
	}
	return held
}

// resting returns the last group if nobody has noted where it has left the
// selections, or nil.
func (h *undoStack) resting() *group {
	if n := len(h.done); n > 0 && h.done[n-1].after.ends == nil {
		return &h.done[n-1]
	}
	return nil
}

// continues reports whether edits belong to group g: the same thing done on at
// the same carets, and no new word begun.
func (b *Buffer) continues(g *group, edits []Edit, kind kind) bool {
	if g.kind != kind || g.places != len(edits) {
		return false
	}
	ranges, main := b.selections.resolve(b.text), b.foremost(len(edits))
	switch len(edits) {
	case len(ranges):
	case 1:
		ranges = ranges[b.selections.main:][:1]
	default:
		return false
	}
	for i, r := range ranges {
		if !r.Empty() || kind == erasingOn && edits[i].From != r.Head || kind != erasingOn && edits[i].To != r.Head {
			return false
		}
	}
	e := edits[main]
	var near rune
	switch kind {
	case typing:
		if e.To-e.From > g.typed {
			return false
		}
		if e.From < e.To || e.Text == "" { // an input method changes its mind
			return true
		}
		near, _ = utf8.DecodeRuneInString(e.Text)
	case erasingBack:
		near = b.runeBefore(e.To)
	case erasingOn:
		near = b.runeAfter(e.From)
	default:
		return false
	}
	return !unicode.IsSpace(g.edge) || unicode.IsSpace(near)
}

// edge returns the character that an edit leaves, or erases, on the side where
// the next edit would go on.
func (b *Buffer) edge(e Edit, kind kind) rune {
	switch kind {
	case erasingBack:
		return b.runeAfter(e.From)
	case erasingOn:
		return b.runeBefore(e.To)
	default:
		r, _ := utf8.DecodeLastRuneInString(e.Text)
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

// step undoes or redoes the last group that makes a difference: others may
// have deleted what was typed in some.
func (b *Buffer) step(from, onto *[]group, redo bool) bool {
	b.rest()
	for len(*from) > 0 {
		g := (*from)[len(*from)-1]
		*from = (*from)[:len(*from)-1]
		*onto = append(*onto, g)
		b.selections.loosen(b.text)
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
		to := g.before
		if redo {
			to = g.after
		}
		switch {
		case redo && g.kind == whole: // they stay at their words
		case g.atStart && to.isAtStart(): // others may have written before it
			first := slices.MinFunc(edits, func(a, b crdt.Edit) int { return a.At - b.At })
			b.selections.set([]Range{caret(first.At)}, 0)
		default:
			b.selections.restore(to)
		}
		return true
	}
	return false
}
