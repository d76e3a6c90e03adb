package workspace

import (
	"context"
	"errors"
	"time"

	"chirograph/editor/crdt"
	"chirograph/storage/store"
	"chirograph/sync/canonical"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// retry is how long the writer waits after the store has failed, on a full
// disk for example. Typing goes on meanwhile.
var retry = time.Second

// write stores and then sends what is done to d, until ctx is done and
// everything is stored. An operation is stored before anyone hears of it:
// otherwise a crash could make this replica give one sequence number out
// twice.
//
// While one batch is on its way to the disk the next one gathers: a key press
// by itself goes out at once, and a burst is grouped at the pace of the disk.
// What others wrote is passed on at once and stored a little later, together
// with what comes in meanwhile, so that a key press need not wait for the disk
// twice.
func (d *Document) write(ctx context.Context) error {
	var late, rest <-chan time.Time
	pause := time.After(snapshotPause)
	for {
		due := false
		select {
		case <-d.pending:
		case <-late:
			due = true
		case <-rest:
			rest = nil
			d.keepUndo()
			continue
		case <-pause:
			pause = nil
			d.tidy(packLeast, snapshotLeast)
			continue
		case <-ctx.Done():
			due = true
		}
		d.relay()
		if !due && !d.urgent() {
			if late == nil {
				late = time.After(linger)
			}
			continue
		}
		late = nil
		if err := d.drain(ctx); err != nil {
			return err
		}
		if ctx.Err() != nil {
			d.keepUndo()
			d.tidy(packLeast, snapshotLeast)
			return nil
		}
		if rest == nil {
			rest = time.After(undoPace)
		}
		pause = time.After(snapshotPause)
		if d.untidy() {
			d.tidy(packMost, snapshotMost)
		}
	}
}

// untidy tells whether so much was written that a pause is not waited for.
func (d *Document) untidy() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.fresh >= snapshotMost
}

// linger is how long others' batches wait for more to be stored with, and
// hurry how many bytes of them do not wait.
const (
	linger = 50 * time.Millisecond
	hurry  = 256 << 10
)

// urgent tells whether there is something to store now: what this person did,
// or much of others.
func (d *Document) urgent() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.uncommitted() || d.flushing || len(d.unstored) > 0 || d.waiting > hurry
}

// drain stores until nothing is left. It gives up only when ctx is done.
func (d *Document) drain(ctx context.Context) error {
	for {
		more, err := d.flush()
		switch {
		case err != nil && ctx.Err() != nil:
			d.log.Error("changes could not be stored at the end", "err", err)
			return err
		case err != nil:
			select {
			case <-ctx.Done():
			case <-time.After(retry):
			}
		case !more:
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
		d.logs.Extend(e.Unit.Span().Head())
		d.fresh++
		// Own batches may build on those that came before them.
		entries = append(append(entries, d.coming...), e)
		d.own = append(d.own, e)
	} else {
		entries = append(entries, d.coming...)
	}
	late := d.coming[d.passed:] // came after the last relay
	d.coming, d.passed = nil, 0
	d.unstored = entries
	heads := d.logs.Heads()
	changes := d.changes
	if len(entries) == 0 {
		d.mu.Unlock()
		d.settled(changes)
		return false, nil
	}
	// Under the lock, so that an older record does not follow a newer one.
	stored := d.store(entries, d.refresh())
	d.mu.Unlock()
	if len(late) > 0 {
		d.publish(late)
	}

	if err := errors.Join(<-stored, <-stored); err != nil {
		d.mu.Lock()
		d.failed = err
		d.mu.Unlock()
		d.log.Error("changes cannot be stored", "err", err)
		d.wake()
		d.notify()
		return false, err
	}
	d.mu.Lock()
	own := d.own
	d.unstored, d.own = nil, nil
	d.failed = nil
	d.durable = heads
	for _, e := range entries {
		if e.From != "" { // those that apply has counted
			d.waiting -= len(e.Raw)
		}
	}
	d.room.Broadcast()
	d.mu.Unlock()
	d.publish(own)
	return true, nil
}

// relay passes on what others wrote. It need not be stored before: nobody is
// told that it is here.
func (d *Document) relay() {
	d.mu.Lock()
	entries := d.coming[d.passed:]
	d.passed = len(d.coming)
	d.mu.Unlock()
	if len(entries) > 0 {
		d.publish(entries)
	}
}

// grain is how exactly batches are dated. Milliseconds between key presses would
// be two thirds of what a history takes on the disk, and as good as a fingerprint
// of who typed; nobody reads them.
const grain = 100 * time.Millisecond

// commit closes what this person did since the last batch. It needs mu.
func (d *Document) commit() (draft, bool) {
	c, ok := d.buf.Text().Commit(d.me, d.w.now().Truncate(grain).UnixMilli())
	if !ok {
		return draft{}, false
	}
	o := draft{change: c, before: d.logs.Head(d.me).Hash}
	for _, dep := range c.Deps {
		h, ok := d.logs.HeadAt(dep)
		if !ok {
			panic("workspace: an own batch builds on " + dep.String() + ", where no batch ends")
		}
		o.deps = append(o.deps, h)
	}
	return o, true
}

// A draft is a batch in the making.
type draft struct {
	change crdt.Change
	before wire.Hash
	deps   []wire.Head
}

// seal encrypts and signs. It needs no lock: only the writer extends this
// replica's log.
func (d *Document) seal(o draft) session.Entry {
	b := wire.Seal(o.change, o.before, o.deps, d.keys, d.author)
	return session.Entry{Unit: &b, Raw: b.Encode()}
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

// store appends entries to the logs. The two results come when they are on the
// disk and when the record is.
func (d *Document) store(entries []session.Entry, rec record) <-chan error {
	records := make([]store.Record, len(entries))
	for i, e := range entries {
		records[i] = recordOf(e)
	}
	done := make(chan error, 2)
	d.w.store.Append(d.id, records, func(err error) { done <- err })
	d.w.store.Put(d.id, recordKey, canonical.Encode(rec), func(err error) { done <- err })
	return done
}

// recordOf is e as the store keeps it.
func recordOf(e session.Entry) store.Record {
	s := e.Unit.Span()
	_, pack := e.Unit.(*wire.Pack)
	return store.Record{Replica: s.Replica, First: s.First, Last: s.Last, Whole: pack, Data: e.Raw}
}

// settled notes that everything is stored, if nothing has happened since
// changes was counted.
func (d *Document) settled(changes int) {
	d.mu.Lock()
	caught := d.changes == changes && !d.unsaved.IsZero()
	if caught {
		d.unsaved = time.Time{}
		d.flushing = false
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
