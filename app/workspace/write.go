package workspace

import (
	"context"
	"time"

	"chirograph/editor/crdt"
	"chirograph/storage/store"
	"chirograph/sync/canonical"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// retry is how long the writer waits after the store has failed, on a full
// disk for example. Typing goes on meanwhile.
const retry = time.Second

// write stores and then sends what is done to d, until ctx is done and
// everything is stored. An operation is stored before anyone hears of it:
// otherwise a crash could make this replica give one sequence number out
// twice.
//
// While one batch is on its way to the disk the next one gathers: a key press
// by itself goes out at once, and a burst is grouped at the pace of the disk.
func (d *Document) write(ctx context.Context) error {
	for {
		select {
		case <-d.pending:
		case <-ctx.Done():
		}
		for {
			more, err := d.flush()
			if err != nil {
				if ctx.Err() != nil {
					d.log.Error("changes could not be stored at the end", "err", err)
					return err
				}
				select {
				case <-ctx.Done():
				case <-time.After(retry):
				}
				continue
			}
			if !more {
				break
			}
		}
		if ctx.Err() != nil {
			return nil
		}
	}
}

// flush stores and sends one round of what is pending, and reports whether
// there was anything.
func (d *Document) flush() (more bool, err error) {
	d.mu.Lock()
	// What could not be stored last time goes first.
	entries := d.unstored
	if o, ok := d.commit(); ok {
		d.mu.Unlock()
		e := d.seal(o)
		d.mu.Lock()
		d.logs.Extend(e.Batch.Header.Head())
		// Own batches may build on those that came before them.
		entries = append(append(entries, d.coming...), e)
	} else {
		entries = append(entries, d.coming...)
	}
	d.coming = nil
	d.unstored = entries
	heads := d.logs.Heads()
	changes := d.changes
	rec := d.rec
	if len(entries) > 0 {
		rec = d.refresh()
	}
	d.mu.Unlock()
	if len(entries) == 0 {
		d.settled(changes)
		return false, nil
	}

	if err := d.store(entries, rec); err != nil {
		d.mu.Lock()
		d.failed = err
		d.mu.Unlock()
		d.log.Error("changes cannot be stored", "err", err)
		d.wake()
		d.notify()
		return false, err
	}
	d.mu.Lock()
	d.unstored = nil
	d.failed = nil
	d.durable = heads
	for _, e := range entries {
		if e.Batch.Header.Replica() != d.me {
			d.waiting -= len(e.Raw)
		}
	}
	d.room.Broadcast()
	d.mu.Unlock()
	d.publish(entries)
	return true, nil
}

// commit closes what this person did since the last batch. It needs mu.
func (d *Document) commit() (own, bool) {
	c, ok := d.buf.Text().Commit(d.me, time.Now().UnixMilli())
	if !ok {
		return own{}, false
	}
	o := own{change: c, before: d.logs.Head(d.me).Hash}
	for _, dep := range c.Deps {
		h, ok := d.logs.HeadAt(dep)
		if !ok {
			panic("workspace: an own batch builds on " + dep.String() + ", where no batch ends")
		}
		o.deps = append(o.deps, h)
	}
	return o, true
}

// own is a batch in the making.
type own struct {
	change crdt.Change
	before wire.Hash
	deps   []wire.Head
}

// seal encrypts and signs. It needs no lock: only the writer extends this
// replica's log.
func (d *Document) seal(o own) session.Entry {
	b := wire.Seal(o.change, o.before, o.deps, d.keys, d.author)
	return session.Entry{Batch: b, Raw: b.Encode()}
}

// refresh brings the record up to what a list shows of the document. It needs
// mu.
func (d *Document) refresh() record {
	if !d.rec.Titled {
		d.rec.Title = firstLine(d.buf.Text())
	}
	d.rec.Size = d.buf.Text().Len()
	d.rec.Changed = time.Now().UnixMilli()
	d.rec.Copies = d.copies()
	return d.rec
}

// store appends entries to the logs and waits until they are on the disk.
func (d *Document) store(entries []session.Entry, rec record) error {
	records := make([]store.Record, len(entries))
	for i, e := range entries {
		h := &e.Batch.Header
		records[i] = store.Record{Replica: h.Replica(), First: h.First, Last: h.Last, Data: e.Raw}
	}
	done := make(chan error, 2)
	d.w.store.Append(d.id, records, func(err error) { done <- err })
	d.w.store.Put(d.id, recordKey, canonical.Encode(rec), func(err error) { done <- err })
	if err := <-done; err != nil {
		<-done
		return err
	}
	return <-done
}

// settled notes that everything is stored, if nothing has happened since
// changes was counted.
func (d *Document) settled(changes int) {
	d.mu.Lock()
	caught := d.changes == changes && !d.unsaved.IsZero()
	if caught {
		d.unsaved = time.Time{}
	}
	d.mu.Unlock()
	d.wake()
	if caught {
		d.notify()
	}
}

// wake wakes those who wait in Flush.
func (d *Document) wake() {
	d.mu.Lock()
	close(d.stored)
	d.stored = make(chan struct{})
	d.mu.Unlock()
}
