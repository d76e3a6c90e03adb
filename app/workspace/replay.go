package workspace

import (
	"errors"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/storage/store"
	"chirograph/sync/identity"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// A replay goes through the stored logs of a document, each batch after those
// it builds on. What is in the store was verified before it was put there; here
// its decryption and its place in the chain are checked.
type replay struct {
	store *store.Store
	id    identity.DocumentID
	logs  *session.Log            // gets the ends of the batches
	apply func(crdt.Change) error // nil: only the ends are wanted

	cursors []*cursor
	batches map[version.Replica]int // replayed
	waiting []session.Entry         // packs of which the rest waits for what is not stored
	held    []session.Entry         // what cannot be replayed: it builds on something that was lost
	me      version.Replica         // of whose log nothing may be held
}

// A cursor walks one author's log in the store.
type cursor struct {
	replica version.Replica
	page    []store.Record
	next    uint64 // the first operation not in page
	end     bool

	// The record whose changes are being taken: the one or the other.
	batch   *wire.Batch
	pack    *wire.Pack
	changes []crdt.Change // of it, left
}

// pageBytes is how much of a log is read at once.
const pageBytes = 1 << 20

// run replays what the store has beyond the heads in logs.
func (r *replay) run() error {
	heads, err := r.store.Heads(r.id)
	if err != nil {
		return err
	}
	r.batches = map[version.Replica]int{}
	for _, h := range heads {
		r.cursors = append(r.cursors, &cursor{replica: h.Replica, next: r.logs.Head(h.Replica).Seq + 1})
	}
	for {
		moved, left := false, false
		for _, c := range r.cursors {
			for !c.end {
				taken, err := r.step(c)
				if err != nil {
					return err
				}
				if !taken {
					break
				}
				moved = true
			}
			left = left || !c.end
		}
		if !left {
			return nil
		}
		if !moved {
			return r.rest()
		}
	}
}

// rest is for what is left when nothing moves any more. Of a pack a part may
// have been taken and stored before what the rest builds on had come.
func (r *replay) rest() error {
	for _, c := range r.cursors {
		switch {
		case c.end:
		case c.pack == nil || len(c.changes) == int(c.pack.Header.Batches):
			if c.replica == r.me {
				return ErrIncomplete
			}
			if err := r.hold(c); err != nil {
				return err
			}
		default:
			r.leave(c)
		}
	}
	return nil
}

// leave ends a log in the middle of a pack of which the rest cannot be taken,
// now or ever. The log is told, for nothing else may take its place.
func (r *replay) leave(c *cursor) {
	c.end = true
	r.waiting = append(r.waiting, session.Entry{Unit: c.pack, Raw: c.page[0].Data})
}

// fromStore is from whom batches come that wait since the document was loaded.
const fromStore = "store"

// hold leaves the rest of a log, of a store that was damaged, to wait for what
// it builds on: that comes from others. What is too much to wait is asked for
// again.
func (r *replay) hold(c *cursor) error {
	all, err := r.store.Records(r.id, c.replica, r.logs.Head(c.replica).Seq+1, session.MaxParkedBytes)
	if err != nil {
		return err
	}
	return r.keep(all)
}

func (r *replay) keep(all []store.Record) error {
	for _, rec := range all {
		if len(rec.Data) == 0 {
			continue
		}
		u, err := wire.ParseUnit(rec.Data)
		if err != nil {
			return err
		}
		r.held = append(r.held, session.Entry{Unit: u, Raw: rec.Data, From: fromStore})
	}
	return nil
}

// step takes the next batch of c, and reports false if what it builds on is not
// there, perhaps not for long.
func (r *replay) step(c *cursor) (bool, error) {
	head := r.logs.Head(c.replica)
	if err := r.front(c, head); err != nil || c.end {
		return err == nil, err
	}
	if len(c.changes) == 0 { // it was lost
		return false, nil
	}
	change, after := c.changes[0], wire.Hash{}
	if c.pack == nil {
		h := &c.batch.Header
		for _, d := range h.Deps {
			if r.logs.Head(d.Replica()).Seq < d.Seq {
				return false, nil
			}
		}
		after = h.After
	} else {
		deps, err := r.heads(change.Deps)
		if errors.Is(err, session.ErrPast) {
			r.leave(c)
			return true, nil
		}
		if err != nil || deps == nil {
			return false, err
		}
		after = r.logs.Keys().ChainAfter(&change, head.Hash, deps)
	}
	if r.apply != nil {
		if err := r.apply(change); c.pack != nil && errors.Is(err, crdt.ErrInvalid) {
			r.leave(c) // its author signed nonsense: all refuse it, and what follows
			return true, nil
		} else if err != nil {
			return false, err
		}
	}
	r.logs.Extend(wire.NewHead(c.replica, change.Last, after))
	r.batches[c.replica]++
	if c.changes = c.changes[1:]; len(c.changes) > 0 {
		return true, nil
	}
	// A pack can end in another place than its author has signed: a second story
	// of what the batches were. What was taken after it continues this one.
	c.pack, c.batch, c.page = nil, nil, c.page[1:]
	return true, nil
}

// front makes the next change of c the first of c.changes, or ends c. There is
// none where the log was lost, and a snapshot is in its place.
func (r *replay) front(c *cursor, head wire.Head) (err error) {
	for len(c.changes) == 0 {
		if len(c.page) == 0 {
			c.page, err = r.store.Records(r.id, c.replica, c.next, pageBytes)
			if err != nil || len(c.page) == 0 {
				c.end = err == nil
				return err
			}
			c.next = c.page[len(c.page)-1].Last + 1
		}
		if c.page[0].Last <= head.Seq { // another record has brought it
			c.page = c.page[1:]
			continue
		}
		if len(c.page[0].Data) == 0 {
			return nil
		}
		u, err := wire.ParseUnit(c.page[0].Data)
		if err != nil {
			return err
		}
		if err := c.open(u, head, r.logs.Keys()); err != nil {
			return err
		}
	}
	return nil
}

// open begins with the changes of a record that are not behind a head.
func (c *cursor) open(u wire.Unit, head wire.Head, k wire.Keys) error {
	s := u.Span()
	var changes []crdt.Change
	var err error
	switch u := u.(type) {
	case *wire.Batch:
		c.batch = u
		changes = make([]crdt.Change, 1)
		changes[0], err = u.Open(k)
	case *wire.Pack:
		c.pack = u
		changes, err = u.Open(k)
	}
	if err != nil {
		return err
	}
	for len(changes) > 0 && changes[0].First.Seq <= head.Seq {
		changes = changes[1:]
	}
	if len(changes) == 0 || changes[0].First.Seq != head.Seq+1 || s.First == head.Seq+1 && s.Before != head.Hash {
		return wire.ErrChain
	}
	c.changes = changes
	return nil
}

// heads are the heads that a change builds on, nil if not all are there. It fails
// with ErrFolded where a hash is needed that a snapshot has left out.
func (r *replay) heads(deps []version.ID) ([]wire.Head, error) {
	for _, id := range deps {
		if r.logs.Head(id.Replica).Seq < id.Seq {
			return nil, nil
		}
	}
	out := make([]wire.Head, len(deps))
	for i, id := range deps {
		h, err := r.logs.Past(id)
		if err != nil {
			return nil, err
		}
		out[i] = h
	}
	return out, nil
}
