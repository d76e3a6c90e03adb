// Package buffer is what one person does to a shared text: commands in, a
// changed text, a selection and an undo stack out.
//
// A [Buffer] puts three things together: the text, which everybody edits
// ([crdt.Text]); this person's selection, which stays at its words while
// others type; and this person's undo, which takes back one's own edits only.
// A [Command] is a value that says what the person wants. Commands are carried
// out at once.
//
// A Buffer draws nothing, reads no clock and takes no lock: the time is handed
// in, and whoever owns the document guards it. Colours and carets of other
// people are not its business.
package buffer

import (
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// A Buffer is one person's view on a text and hand in it.
type Buffer struct {
	text *crdt.Text
	me   version.Replica

	selection selection
	undo      undoStack
	log       editLog
	past      *history.History // nil until it is asked for
}

// New returns a buffer on t in which me edits. The caret is at the start.
func New(t *crdt.Text, me version.Replica) *Buffer {
	return &Buffer{text: t, me: me}
}

// Text returns the text, for reading, for Commit and for anchors. It must be
// changed through the buffer only.
func (b *Buffer) Text() *crdt.Text { return b.text }

// Me returns the replica that edits here.
func (b *Buffer) Me() version.Replica { return b.me }

// Do carries out a command at a time in Unix milliseconds. It reports whether
// the text has changed.
func (b *Buffer) Do(c Command, now int64) bool { return c.do(b, now) }

// Apply takes in a change that another replica made. The selection stays where
// it is in the words; what is inserted exactly at the caret comes after it.
// The errors are those of [crdt.Text.Apply].
func (b *Buffer) Apply(c crdt.Change) error {
	b.selection.anchor(b.text)
	edits, err := b.text.Apply(c)
	if err != nil {
		return err
	}
	b.record(edits)
	return nil
}

// Selection returns the two ends of the selection in bytes: head is the end
// that moves, where the caret is. They are equal when nothing is selected.
func (b *Buffer) Selection() (anchor, head int) { return b.selection.resolve(b.text) }

// SelectedText returns what is selected.
func (b *Buffer) SelectedText() string {
	from, to := b.selected()
	return string(b.text.AppendRange(nil, from, to))
}

// CanUndo reports whether there is something to undo.
func (b *Buffer) CanUndo() bool { return len(b.undo.done) > 0 }

// CanRedo reports whether there is something to redo.
func (b *Buffer) CanRedo() bool { return len(b.undo.undone) > 0 }

// selected returns the selection in the order of the text.
func (b *Buffer) selected() (from, to int) {
	anchor, head := b.Selection()
	return min(anchor, head), max(anchor, head)
}

// replace puts s in the place of a stretch of text.
func (b *Buffer) replace(from, to int, s string) {
	if from < to {
		b.text.Delete(b.me, from, to)
	}
	if s != "" {
		b.text.Insert(b.me, from, s)
	}
	b.log.add(crdt.Edit{At: from, Deleted: to - from, Inserted: len(s)})
}

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
