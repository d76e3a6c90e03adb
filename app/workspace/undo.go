package workspace

import (
	"bytes"
	"time"
)

// undoKey is where the store keeps what this person can undo in a document, and
// where the caret was.
const undoKey = "undo"

// undoPace is how long after something was done its undo is stored. It is much
// longer than a key press, for all of it is written each time; a crash loses no
// text, only what of the last seconds could be undone.
const undoPace = 3 * time.Second

// keepUndo stores what can be undone, if that has changed. It is called when all
// that was done is stored: an undo stack must not name what is not. Only the
// writer may call it.
func (d *Document) keepUndo() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.uncommitted() || len(d.unstored) > 0 {
		return // the writer is about to store that, and comes back
	}
	state := d.buf.UndoState()
	if bytes.Equal(state, d.undo) {
		return
	}
	d.undo = state
	d.w.store.Put(d.id, undoKey, state, d.w.report("undo"))
}

// readUndo takes up what could be undone when the document was closed. Without
// it everything else works, so nothing that is wrong with it keeps a document
// closed. d is not shared yet.
func (d *Document) readUndo() {
	state, err := d.w.store.Get(d.id, undoKey)
	if err == nil {
		err = d.buf.RestoreUndo(state)
	}
	if err != nil {
		d.log.Warn("what could be undone cannot be read", "err", err)
		return
	}
	d.undo = state
}
