package workspace

import (
	"context"
	"time"
)

// When everything that is stored is read: some time after the start, and then
// once a day.
const (
	checkFirst = time.Minute
	checkEvery = 24 * time.Hour
)

// watchForRot reads everything that is stored from time to time, so that
// damage is noticed while others still have what is missing. What opens from
// a snapshot is not read otherwise.
func (w *Workspace) watchForRot(ctx context.Context) error {
	for wait := checkFirst; ; wait = checkEvery {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		w.checkStored(ctx)
	}
}

// checkStored reads every document in the store, one after the other. Where
// something is wrong the next start saves the rest.
func (w *Workspace) checkStored(ctx context.Context) {
	ids, err := w.store.Documents()
	if err != nil {
		w.log.Error("documents cannot be listed", "err", err)
	}
	for _, id := range ids {
		if ctx.Err() != nil {
			return
		}
		if err := w.store.Check(id); err != nil {
			w.log.Error("a document is damaged in the store; the next start saves what is whole", "err", err)
		}
	}
}
