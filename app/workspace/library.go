package workspace

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// A Summary is what a list shows of a document.
type Summary struct {
	ID      identity.DocumentID
	Title   string
	Changed time.Time
	Size    int  // bytes of text
	Shared  bool // by or with somebody
	Joining bool // nothing of it is here yet
	Here    int  // other people who have it open now
	Copies  int  // computers that are known to have everything, this one included

	Pinned bool
	Opened time.Time // last shown in a window; zero if never
	Binned time.Time // thrown away; zero if not
}

// Documents lists the documents that are not in the bin, those changed last
// first.
func (w *Workspace) Documents() []Summary {
	return w.list(func(s Summary) bool { return s.Binned.IsZero() })
}

// list lists the documents that pass, those changed last first.
func (w *Workspace) list(pass func(Summary) bool) []Summary {
	ids, err := w.store.Documents()
	if err != nil {
		w.log.Error("documents cannot be listed", "err", err)
	}
	var out []Summary
	for _, id := range ids {
		s, err := w.summary(id)
		if errors.Is(err, ErrUnknown) { // its record was lost with a part of the store
			continue
		}
		if err != nil {
			w.log.Warn("document cannot be read", "err", err)
			continue
		}
		s.Title = w.titled(s.Title)
		if pass(s) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Summary) int {
		if c := b.Changed.Compare(a.Changed); c != 0 {
			return c
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	return out
}

// summary is what a list shows of a document, open or not.
func (w *Workspace) summary(id identity.DocumentID) (Summary, error) {
	kept, err := w.shelf(id)
	if err != nil {
		return Summary{}, err
	}
	w.mu.Lock()
	d := w.docs[id]
	w.mu.Unlock()
	var s Summary
	if d != nil {
		s = d.summary()
	} else {
		r, err := w.record(id)
		if err != nil {
			return s, err
		}
		s = r.summary(id)
	}
	s.Pinned, s.Opened, s.Binned = kept.Pinned, moment(kept.Opened), moment(kept.Binned)
	return s, nil
}

// moment is a time in Unix milliseconds, of which 0 means none.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// Find returns the document that s names: its id in hexadecimal or the
// beginning of it, or its title when only one has it.
func (w *Workspace) Find(s string) (identity.DocumentID, error) {
	return w.find(s, w.Documents())
}

// FindBinned is Find among the documents in the bin.
func (w *Workspace) FindBinned(s string) (identity.DocumentID, error) { return w.find(s, w.Bin()) }

func (w *Workspace) find(s string, among []Summary) (identity.DocumentID, error) {
	var byID, byTitle []identity.DocumentID
	for _, sum := range among {
		if len(s) >= 4 && strings.HasPrefix(fmt.Sprintf("%x", sum.ID[:]), strings.ToLower(s)) {
			byID = append(byID, sum.ID)
		}
		if strings.EqualFold(sum.Title, s) {
			byTitle = append(byTitle, sum.ID)
		}
	}
	for _, found := range [][]identity.DocumentID{byID, byTitle} {
		if len(found) == 1 {
			return found[0], nil
		}
	}
	if l, err := link.Parse(s); err == nil {
		if slices.ContainsFunc(among, func(s Summary) bool { return s.ID == l.Document }) {
			return l.Document, nil
		}
	}
	if len(byID)+len(byTitle) > 1 {
		return identity.DocumentID{}, fmt.Errorf("%q names %d documents: %w", s, max(len(byID), len(byTitle)), ErrUnknown)
	}
	return identity.DocumentID{}, fmt.Errorf("%q: %w", s, ErrUnknown)
}
