package workspace

import (
	"bytes"
	"path/filepath"
	"testing"

	"chirograph/editor/buffer"
	"chirograph/sync/identity"
)

// caret is where the caret of d is, and the end of what is selected.
func (d *Document) caret() (anchor, head int) {
	d.Read(func(b *buffer.Buffer) { anchor, head = b.Selection() })
	return anchor, head
}

// again opens a document of a data folder after a restart, and returns what
// closes it when all is stored.
func again(t *testing.T, dir string, id identity.DocumentID) (*Document, func()) {
	t.Helper()
	w, stop := open(t, dir, "", offline)
	d, err := w.Document(id)
	if err != nil {
		t.Fatal(err)
	}
	return d, func() {
		t.Helper()
		if err := d.Flush(t.Context()); err != nil {
			t.Error(err)
		}
		stop()
	}
}

func TestUndoAndTheCaretAreThereAfterARestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	d, err := w.New("", "one two")
	if err != nil {
		t.Fatal(err)
	}
	d.Do(buffer.Select{Anchor: 4, Head: 7})
	d.Do(buffer.Type{Text: "three"})
	d.Do(buffer.Select{Anchor: 2, Head: 1})
	stop()

	d, stop = again(t, dir, d.ID())
	if a, h := d.caret(); a != 2 || h != 1 {
		t.Errorf("the selection: got %d, %d", a, h)
	}
	d.Do(buffer.Undo{})
	if got := d.Text(); got != "one two" {
		t.Errorf("after undo: got %q", got)
	}
	if a, h := d.caret(); a != 4 || h != 7 {
		t.Errorf("the selection after undo: got %d, %d", a, h)
	}
	stop()

	d, _ = again(t, dir, d.ID())
	d.Do(buffer.Redo{})
	if got := d.Text(); got != "one three" {
		t.Errorf("after redo: got %q", got)
	}
	d.Do(buffer.Undo{})
	d.Do(buffer.Undo{})
	if got := d.Text(); got != "" {
		t.Errorf("after undo of all: got %q", got)
	}
}

func TestUndoIsStoredWhileThePersonRests(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Zoë", offline)
	d, err := w.New("", "")
	if err != nil {
		t.Fatal(err)
	}
	d.types("one")
	until(t, "it is stored", func() bool {
		state, err := w.store.Get(d.ID(), undoKey)
		return err == nil && state != nil
	})
}

func TestAnUndoStackThatIsOldOrBrokenKeepsNoDocumentClosed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	d, err := w.New("", "one")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop()

	// As after a crash: the stack is older than the text.
	d, stop = again(t, dir, d.ID())
	old, err := d.w.store.Get(d.ID(), undoKey)
	if err != nil || old == nil {
		t.Fatalf("got %x, %v", old, err)
	}
	d.types(" two")
	stop()
	put := func(state []byte) {
		w, stop := open(t, dir, "", offline)
		done := make(chan error, 1)
		w.store.Put(d.ID(), undoKey, state, func(err error) { done <- err })
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		// The document is open and has not changed, so that this stays.
		stop()
	}
	put(old)
	d, stop = again(t, dir, d.ID())
	d.Do(buffer.Undo{})
	if got := d.Text(); got != " two" {
		t.Errorf("with an old stack: got %q", got)
	}
	stop()

	put([]byte("broken"))
	d, _ = again(t, dir, d.ID())
	if got := d.Text(); got != " two" {
		t.Errorf("with a broken stack: got %q", got)
	}
	d.types("!")
	d.Do(buffer.Undo{})
	if got := d.Text(); got != " two" {
		t.Errorf("after undo with a broken stack: got %q", got)
	}
}

// What names operations that a crash takes away would undo others that get the
// same numbers.
func TestUndoIsNotStoredBeforeWhatItNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	d, err := w.New("", "one")
	if err != nil {
		t.Fatal(err)
	}
	stop()
	w, err = Open(Config{Dir: dir, Install: dir + "-install", Offline: true}) // nothing is stored: it does not run
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if d, err = w.Document(d.ID()); err != nil {
		t.Fatal(err)
	}
	before := d.undo
	d.types(" two")
	if d.keepUndo(); !bytes.Equal(d.undo, before) {
		t.Error("it was stored first")
	}
}
