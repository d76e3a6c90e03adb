package workspace

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

func titles(all []Summary) (out []string) {
	for _, s := range all {
		out = append(out, s.Title)
	}
	return out
}

func make3(t *testing.T, w *Workspace) (ids []identity.DocumentID) {
	t.Helper()
	for _, text := range []string{"one", "two", "three"} {
		d, err := w.New("", text)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, d.ID())
	}
	return ids
}

func TestPinsTitlesAndVisitsAreKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	ids := make3(t, w)
	if err := errors.Join(w.Pin(ids[0], true), w.Opened(ids[1]), w.Rename(ids[2], "  My \n plan ")); err != nil {
		t.Fatal(err)
	}
	stop()
	w, _ = open(t, dir, "", offline)
	for _, s := range w.Documents() {
		if s.Pinned != (s.ID == ids[0]) {
			t.Errorf("%s: pinned %v", s.Title, s.Pinned)
		}
		if s.Opened.IsZero() != (s.ID != ids[1]) {
			t.Errorf("%s: opened at %v", s.Title, s.Opened)
		}
		if (s.Title == "My plan") != (s.ID == ids[2]) {
			t.Errorf("got the title %q", s.Title)
		}
	}
	if err := w.Rename(ids[2], ""); err != nil {
		t.Fatal(err)
	}
	d, err := w.Document(ids[2])
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Title(); got != "three" {
		t.Errorf("without a title of its own it is called %q, want its first line", got)
	}
}

func TestADiscardedDocumentIsStoredClosedAndComesBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	ids := make3(t, w)
	d, err := w.Document(ids[1])
	if err != nil {
		t.Fatal(err)
	}
	d.types(" and a half") // not stored yet when it is thrown away
	if err := w.Discard(ids[1]); err != nil {
		t.Fatal(err)
	}
	d.types(" that nobody would store")
	if got := d.Text(); got != "two and a half" {
		t.Errorf("a document in the bin took in %q", got)
	}
	if got := titles(w.Documents()); len(got) != 2 {
		t.Errorf("the library lists %q", got)
	}
	if got := titles(w.Bin()); len(got) != 1 || got[0] != "two and a half" {
		t.Errorf("the bin lists %q", got)
	}
	if _, err := w.Document(ids[1]); !errors.Is(err, ErrBinned) {
		t.Errorf("a document in the bin was opened: %v", err)
	}
	stop()
	w, _ = open(t, dir, "", offline)
	if _, err := w.Document(ids[1]); !errors.Is(err, ErrBinned) {
		t.Errorf("after a restart: %v", err)
	}
	if err := w.Recover(ids[1]); err != nil {
		t.Fatal(err)
	}
	if d, err = w.Document(ids[1]); err != nil {
		t.Fatal(err)
	}
	if got := d.Text(); got != "two and a half" {
		t.Errorf("from the bin came %q", got)
	}
	d.types(", and on")
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestTheBinEndsSessionsAndALinkTakesTheDocumentOut(t *testing.T) {
	a, _ := open(t, filepath.Join(t.TempDir(), "a"), "Ann")
	b, _ := open(t, filepath.Join(t.TempDir(), "b"), "Ben")
	x, y := share(t, a, b, "shared\n")
	until(t, "they meet", func() bool { return x.Status().Here == 1 && y.Status().Here == 1 })
	if err := b.Discard(y.ID()); err != nil {
		t.Fatal(err)
	}
	until(t, "the other is gone", func() bool { return x.Status().Here == 0 })
	x.types("written meanwhile\n")
	l, err := x.Link(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if y, err = b.Join(l); err != nil {
		t.Fatal(err)
	}
	until(t, "what was written meanwhile arrives", func() bool { return y.Text() == "shared\nwritten meanwhile\n" })
}

func TestWhoDestroysADocumentAndJoinsItAgainWritesAsSomebodyNew(t *testing.T) {
	a, _ := open(t, filepath.Join(t.TempDir(), "a"), "Ann")
	b, _ := open(t, filepath.Join(t.TempDir(), "b"), "Ben")
	x, y := share(t, a, b, "shared\n")
	y.types("from Ben\n")
	until(t, "it arrives", func() bool { return x.Text() == "shared\nfrom Ben\n" })
	if err := x.Flush(t.Context()); err != nil { // only what is stored is offered
		t.Fatal(err)
	}
	before := y.Me()
	if err := b.Destroy(y.ID()); err == nil {
		t.Fatal("a document that is not in the bin was destroyed")
	}
	if err := errors.Join(b.Discard(y.ID()), b.Destroy(y.ID())); err != nil {
		t.Fatal(err)
	}
	if got := len(b.Bin()) + len(b.Documents()); got != 0 {
		t.Errorf("%d documents are left", got)
	}
	y = join(t, x, b)
	if y.Me() == before {
		t.Fatal("numbers of operations can be given out twice")
	}
	y.types("again\n")
	until(t, "it arrives", func() bool { return x.Text() == "shared\nfrom Ben\nagain\n" })
}

func TestTheBinIsEmptiedOfOldDocumentsOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	ids := make3(t, w)
	if err := errors.Join(w.Discard(ids[0]), w.Discard(ids[1])); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-BinDays * 24 * time.Hour).UnixMilli()
	if err := w.reshelve(ids[0], func(s *shelf) { s.Binned = old }); err != nil {
		t.Fatal(err)
	}
	stop()
	w, _ = open(t, dir, "", offline)
	until(t, "the old one is gone", func() bool { return len(w.Bin()) == 1 })
	if got := w.Bin()[0].ID; got != ids[1] {
		t.Error("the wrong document was deleted")
	}
}

// It may be opened while it is thrown away, when the program starts for example:
// what is open then would not be what the store has after it was taken out.
func TestADocumentThatIsOpenedWhileItIsDiscardedDoesNotStayOpen(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Zoë", offline)
	id := make3(t, w)[0]
	if err := w.Discard(id); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if err := w.Recover(id); err != nil {
			t.Fatal(err)
		}
		opened := make(chan struct{})
		go func() {
			defer close(opened)
			w.Document(id)
		}()
		if err := w.Discard(id); err != nil {
			t.Fatal(err)
		}
		<-opened
		w.mu.Lock()
		d := w.docs[id]
		w.mu.Unlock()
		if d != nil {
			t.Fatal("a document in the bin is open")
		}
	}
}

// An undone click on the bin may come before the document is closed: what is
// typed into it then must be stored.
func TestADocumentComesOutOfTheBinOnlyWhenItIsClosed(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Zoë", offline)
	id := make3(t, w)[0]
	d, err := w.Document(id)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	closed := make(chan struct{})
	w.mu.Lock()
	d.ended = closed // it takes a while
	w.mu.Unlock()
	discarded, recovered := make(chan error, 1), make(chan error, 1)
	go func() { discarded <- w.Discard(id) }()
	until(t, "it is in the bin", func() bool {
		s, err := w.shelf(id)
		return err == nil && s.Binned != 0
	})
	go func() { recovered <- w.Recover(id) }()
	select {
	case <-recovered:
		t.Error("it came out while it was being closed")
		recovered <- nil
	case <-time.After(50 * time.Millisecond):
	}
	close(closed)
	if err := errors.Join(<-discarded, <-recovered); err != nil {
		t.Fatal(err)
	}
	if d, err = w.Document(id); err != nil {
		t.Fatal(err)
	}
	d.types("+")
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := d.Text(); got != "one+" {
		t.Errorf("got %q, want what was typed", got)
	}
}

// Whoever throws a document away may want it back, with all that was typed.
func TestADocumentThatCannotBeStoredIsNotDiscarded(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Zoë", offline)
	id := make3(t, w)[0]
	d, err := w.Document(id)
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock() // the store refuses what begins in the middle
	h := wire.Header{Author: version.Author{9}, First: 5, Last: 5}
	d.unstored = []session.Entry{{Unit: &wire.Batch{Header: h}, Raw: []byte{1}}}
	d.mu.Unlock()
	d.types("+")
	if err := w.Discard(id); err == nil {
		t.Error("it was discarded")
	}
	if len(w.Bin()) > 0 || len(w.Documents()) != 3 {
		t.Error("it is in the bin")
	}
	d.types("+")
	d.mu.Lock()
	d.unstored = d.unstored[1:]
	d.mu.Unlock()
	until(t, "it is stored", func() bool { return d.Flush(t.Context()) == nil })
	if got := d.Text(); got != "one++" {
		t.Errorf("got %q", got)
	}
	if err := w.Discard(id); err != nil {
		t.Error(err)
	}
}

func TestADocumentThatIsShutUnstoredDoesNotEndTheOthers(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Zoë", offline)
	ids := make3(t, w)
	d, err := w.Document(ids[0])
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	h := wire.Header{Author: version.Author{9}, First: 5, Last: 5}
	d.unstored = []session.Entry{{Unit: &wire.Batch{Header: h}, Raw: []byte{1}}}
	d.mu.Unlock()
	w.shelving.Lock()
	w.shut(ids[0])
	w.shelving.Unlock()
	if d, err = w.Document(ids[1]); err != nil {
		t.Fatal(err)
	}
	d.types("+")
	if err := d.Flush(t.Context()); err != nil {
		t.Error(err)
	}
	if err := w.ctx.Err(); err != nil {
		t.Error(err)
	}
}
