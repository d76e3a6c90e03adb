package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"chirograph/sync/canonical"
	"chirograph/sync/identity"
)

// ErrBinned is returned for a document that lies in the bin.
var ErrBinned = errors.New("this document is in the bin")

// BinDays is how long a document stays in the bin, in days.
const BinDays = 30

// A shelf is how this person keeps a document: nobody else is told. It is
// stored beside the record, because what it says has nothing to do with what
// the document is.
type shelf struct {
	_      struct{} `cbor:",toarray"`
	Pinned bool
	Opened int64 // Unix milliseconds; when it was last shown in a window
	Binned int64 // the same; 0 when it is not in the bin
}

const shelfKey = "shelf"

// shelf reads how a document is kept. One never pinned, shown or thrown away
// has none.
func (w *Workspace) shelf(id identity.DocumentID) (shelf, error) {
	var s shelf
	b, err := w.store.Get(id, shelfKey)
	if err != nil || b == nil {
		return s, err
	}
	if err := canonical.Decode(b, &s, maxStored); err != nil {
		return s, fmt.Errorf("shelf of %x: %w", id[:4], err)
	}
	return s, nil
}

// reshelve changes how a document is kept, and returns when that is stored.
func (w *Workspace) reshelve(id identity.DocumentID, change func(*shelf)) error {
	w.shelving.Lock()
	defer w.shelving.Unlock()
	return w.reshelveLocked(id, change)
}

// reshelveLocked is reshelve for who holds shelving.
func (w *Workspace) reshelveLocked(id identity.DocumentID, change func(*shelf)) error {
	if _, err := w.record(id); err != nil {
		return err
	}
	s, err := w.shelf(id)
	if err != nil {
		return err
	}
	change(&s)
	done := make(chan error, 1)
	w.store.Put(id, shelfKey, canonical.Encode(s), func(err error) { done <- err })
	err = <-done
	w.watch.notify()
	return err
}

// Pin keeps a document at the top of the library, or no longer.
func (w *Workspace) Pin(id identity.DocumentID, on bool) error {
	return w.reshelve(id, func(s *shelf) { s.Pinned = on })
}

// Opened notes that a document was shown to this person.
func (w *Workspace) Opened(id identity.DocumentID) error {
	return w.reshelve(id, func(s *shelf) { s.Opened = w.now().UnixMilli() })
}

// Rename gives a document a title of its own on this computer, and in the
// links that are made here. With an empty one its first line is the title
// again.
func (w *Workspace) Rename(id identity.DocumentID, title string) error {
	d, err := w.Document(id)
	if err != nil {
		return err
	}
	title = strings.Join(strings.Fields(strings.ToValidUTF8(title, "")), " ")
	if r := []rune(title); len(r) > maxTitle {
		title = strings.TrimSpace(string(r[:maxTitle]))
	}
	d.mu.Lock()
	d.rec.Title, d.rec.Titled = title, title != ""
	if title == "" {
		d.rec.Title = firstLine(d.buf.Text())
	}
	saved := w.save(id, d.rec)
	d.mu.Unlock()
	err = <-saved
	d.notify()
	return err
}

// Discard puts a document into the bin: it is closed, no longer synchronised
// and not listed. Whoever else has it keeps it. When Discard returns,
// everything that was typed is stored; if that cannot be done, the document stays
// open. Otherwise it must not be used any more.
func (w *Workspace) Discard(id identity.DocumentID) error {
	if err := w.settle(id); err != nil {
		return err
	}
	// To the end, so that nobody recovers the document before it is closed.
	w.shelving.Lock()
	defer w.shelving.Unlock()
	// First the note, so that nobody opens the document while it is closed.
	if err := w.reshelveLocked(id, func(s *shelf) { s.Binned = w.now().UnixMilli() }); err != nil {
		return err
	}
	w.shut(id)
	w.watch.notify()
	return nil
}

// settling is how long a document that is thrown away may take to be stored
// while it is still open. It is stored when it is closed as well: others who go
// on writing cannot keep it from that.
const settling = 2 * time.Second

// settle waits until what was typed in a document is stored, or returns why it
// cannot be.
func (w *Workspace) settle(id identity.DocumentID) error {
	w.mu.Lock()
	d, ctx := w.docs[id], w.ctx
	w.mu.Unlock()
	if d == nil || ctx == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, settling)
	defer cancel()
	if err := d.Flush(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// Recover takes a document out of the bin.
func (w *Workspace) Recover(id identity.DocumentID) error {
	return w.reshelve(id, func(s *shelf) { s.Binned = 0 })
}

// Bin lists the documents in the bin, those thrown away last first.
func (w *Workspace) Bin() []Summary {
	out := w.list(func(s Summary) bool { return !s.Binned.IsZero() })
	slices.SortStableFunc(out, func(a, b Summary) int { return b.Binned.Compare(a.Binned) })
	return out
}

// Destroy deletes a document that is in the bin from this computer, with its
// history and its keys.
func (w *Workspace) Destroy(id identity.DocumentID) error {
	w.shelving.Lock()
	defer w.shelving.Unlock()
	s, err := w.shelf(id)
	if err != nil {
		return err
	}
	if s.Binned == 0 {
		return fmt.Errorf("document %x is not in the bin: %w", id[:4], ErrUnknown)
	}
	// Numbers that were given to operations here must not be given out again
	// if the document is joined anew: its next author is another one.
	done := make(chan error, 2)
	w.store.SetSetting(generationKey(id), []byte(strconv.Itoa(w.generation(id)+1)), func(err error) { done <- err })
	w.store.Delete(id, func(err error) { done <- err })
	err = errors.Join(<-done, <-done)
	w.watch.notify()
	return err
}

// expire deletes what has been in the bin for BinDays.
func (w *Workspace) expire() {
	for _, s := range w.Bin() {
		if w.now().Sub(s.Binned) < BinDays*24*time.Hour {
			continue
		}
		if err := w.Destroy(s.ID); err != nil {
			w.log.Error("not deleted from the bin", "err", err)
		}
	}
}

func generationKey(id identity.DocumentID) string { return "generation/" + hex.EncodeToString(id[:]) }

// generation is how many times a document was deleted here.
func (w *Workspace) generation(id identity.DocumentID) int {
	b, err := w.store.Setting(generationKey(id))
	if err != nil {
		w.log.Warn("setting cannot be read", "err", err)
	}
	n, err := strconv.Atoi(string(b))
	if err != nil {
		return 0
	}
	return n
}

// installation is the nonce that this computer's author key of a document is
// made with: another one each time the document comes anew.
func (w *Workspace) installation(id identity.DocumentID) [32]byte {
	n := w.generation(id)
	if n == 0 {
		return w.install
	}
	return sha256.Sum256(append(w.install[:], strconv.Itoa(n)...))
}

// shut closes a document: its sessions end, and when shut returns its writer
// has stored everything. It needs shelving.
func (w *Workspace) shut(id identity.DocumentID) {
	w.mu.Lock()
	d := w.docs[id]
	w.shuts++
	w.mu.Unlock()
	if d == nil {
		return
	}
	d.mu.Lock()
	d.shut = true
	d.mu.Unlock()
	w.mu.Lock()
	stop, ended := d.stop, d.ended
	w.mu.Unlock()
	if stop != nil {
		stop()
		<-ended
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.docs, id)
	if w.net != nil { // nobody seeks any more
		w.net.finder.Forget(d.membership())
	}
}
