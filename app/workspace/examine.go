package workspace

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"chirograph/storage/store"
	"chirograph/sync/identity"
)

// An Examination says how the data folder is doing.
type Examination struct {
	Dir    string
	Schema int
	Space  int64 // bytes free on its disk; less than 0 when unknown
	Size   store.Size
	Values int // that belong to no document

	Documents []Examined
	Rest      error // what is wrong besides the documents

	Now    time.Time
	Newest time.Time // change of all documents, by the clock of whoever made it

	Recovery *Recovery // that nobody has read yet
	Backup   string    // the last one; "" for none
	BackupAt time.Time
	Daily    string   // the folder of daily backups; "" for none
	Kept     []string // older and damaged stores kept in the data folder
}

// An Examined is what was found of a document.
type Examined struct {
	ID    identity.DocumentID
	Title string
	Text  int // bytes
	store.Tally
	Missing bool  // something waits for what is missing, or was lost
	Err     error // why it cannot be opened as it is stored; nil when it can
}

// Examine reads everything that is stored and checks it: each value, that the
// logs have no holes, and, by loading each document anew, every author's chain.
// It goes on when something is wrong; the next start then saves the rest.
func (w *Workspace) Examine(ctx context.Context) (x Examination, err error) {
	x = Examination{Dir: w.config.Dir, Schema: store.Schema, Now: w.now(), Recovery: w.Recovery()}
	if x.Space, err = store.Space(x.Dir); err != nil {
		x.Space = -1
	}
	if x.Size, err = w.store.Size(); err != nil {
		return x, err
	}
	x.Values, x.Rest = w.store.CheckRest()
	ids, err := w.store.Documents()
	if err != nil {
		return x, err
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return x, err
		}
		x.Documents = append(x.Documents, w.examine(id, &x))
	}
	x.Backup, x.BackupAt, _ = w.LastBackup()
	x.Daily = w.DailyFolder()
	for _, pattern := range []string{"*.damaged-*", "*.schema-*.bak", "*.replaced-*"} {
		kept, err := filepath.Glob(filepath.Join(x.Dir, pattern))
		if err != nil {
			return x, err
		}
		x.Kept = append(x.Kept, kept...)
	}
	slices.Sort(x.Kept)
	return x, nil
}

// examine reads one document.
func (w *Workspace) examine(id identity.DocumentID, x *Examination) Examined {
	e := Examined{ID: id}
	var err error
	e.Tally, err = w.store.Count(id)
	e.Missing = e.Loose > 0 || e.Lost > 0
	d, loaded := w.load(id)
	switch {
	case errors.Is(loaded, ErrUnknown): // without its record it cannot be read
		e.Missing = true
	default:
		err = errors.Join(err, loaded)
	}
	e.Err = err
	if loaded != nil {
		return e
	}
	e.Title, e.Text = w.titled(d.title()), d.buf.Text().Len()
	if at := time.UnixMilli(d.newest); d.newest != 0 && at.After(x.Newest) {
		x.Newest = at
	}
	return e
}

// Free is how many bytes of the store's file hold nothing, if they are so many
// that giving them back to the disk is worth it; otherwise 0. The next start
// does that by itself.
func (w *Workspace) Free() int64 {
	if z, err := w.store.Size(); err == nil && z.Bloated() {
		return z.Free
	}
	return 0
}

// KeptSize is how large a file is that was kept; 0 when it is gone.
func KeptSize(name string) int64 {
	fi, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return fi.Size()
}
