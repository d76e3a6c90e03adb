// Package buffer is what one person does to a shared text: commands in, a
// changed text, selections and an undo stack out.
//
// A [Buffer] puts three things together: the text, which everybody edits
// ([crdt.Text]); this person's selections, one or many, which stay at their
// words while others type; and this person's undo, which takes back one's own
// edits only.
// A [Command] is a value that says what the person wants. Commands are carried
// out at once.
//
// A Buffer draws nothing, reads no clock and takes no lock: the time is handed
// in, and whoever owns the document guards it. Colours and carets of other
// people are not its business.
package buffer

import (
	"slices"

	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// A Buffer is one person's view on a text and hand in it.
type Buffer struct {
	text *crdt.Text
	me   version.Replica

	selections selections
	undo       undoStack
	log        editLog
	past       *history.History // nil until it is asked for

	edits []Edit // room for those of the command at hand
	next  []Range
}

// New returns a buffer on t in which me edits. The caret is at the start.
func New(t *crdt.Text, me version.Replica) *Buffer {
	b := &Buffer{text: t, me: me}
	b.selections.set([]Range{{}}, 0)
	return b
}

// Text returns the text, for reading, for Commit and for anchors. It must be
// changed through the buffer only.
func (b *Buffer) Text() *crdt.Text { return b.text }

// Me returns the replica that edits here.
func (b *Buffer) Me() version.Replica { return b.me }

// Do carries out a command at a time in Unix milliseconds. It reports whether
// the text has changed.
func (b *Buffer) Do(c Command, now int64) bool { return c.do(b, now) }

// Apply takes in a change that another replica made. The selections stay where
// they are in the words; what is inserted exactly at a caret comes after it.
// The errors are those of [crdt.Text.Apply].
func (b *Buffer) Apply(c crdt.Change) error {
	b.selections.loosen(b.text)
	edits, err := b.text.Apply(c)
	if err != nil {
		return err
	}
	b.record(edits)
	return nil
}

// Selections returns what is selected, in the order of the text and apart: at
// least a caret. They are the caller's own.
func (b *Buffer) Selections() []Range { return slices.Clone(b.selections.resolve(b.text)) }

// Main returns which of the selections is the main one, which views follow and
// input methods write at: the newest.
func (b *Buffer) Main() int {
	b.selections.resolve(b.text)
	return b.selections.main
}

// Selection returns the two ends of the main selection in bytes: head is the
// end that moves, where the caret is. They are equal when nothing is selected.
func (b *Buffer) Selection() (anchor, head int) {
	r := b.selections.resolve(b.text)[b.selections.main]
	return r.Anchor, r.Head
}

// SelectedText returns what is selected, of several selections one on a line.
func (b *Buffer) SelectedText() string {
	var s []byte
	for i, r := range b.selections.resolve(b.text) {
		if i > 0 {
			s = append(s, '\n')
		}
		s = b.text.AppendRange(s, r.From(), r.To())
	}
	return string(s)
}

// CanUndo reports whether there is something to undo.
func (b *Buffer) CanUndo() bool { return len(b.undo.done) > 0 }

// CanRedo reports whether there is something to redo.
func (b *Buffer) CanRedo() bool { return len(b.undo.undone) > 0 }

// record notes edits that the text reported.
func (b *Buffer) record(edits []crdt.Edit) {
	for _, e := range edits {
		b.log.add(e)
	}
}

// clamp returns the nearest place at or before off: in the text, and not
// inside a rune.
func (b *Buffer) clamp(off int) int {
	off = max(0, min(off, b.text.Len()))
	for !b.text.IsRuneStart(off) {
		off--
	}
	return off
}

// clampAll clamps both ends of each range.
func (b *Buffer) clampAll(ranges []Range) []Range {
	out := make([]Range, len(ranges))
	for i, r := range ranges {
		out[i] = Range{b.clamp(r.Anchor), b.clamp(r.Head)}
	}
	return out
}
