package workspace

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
	"chirograph/sync/presence"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// A Document is the session.Replica of all its sessions: the methods below,
// which the peers' goroutines call.
var _ session.Replica = (*Document)(nil)

// Charter is the document's charter, and whether it is known.
func (d *Document) Charter() (identity.Charter, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rec.Charter, len(d.rec.Charter.Epochs) > 0
}

// TakeCharter takes in a charter. The first one that fits the document's id is
// as good as any.
func (d *Document) TakeCharter(c identity.Charter) error {
	if err := c.Check(d.id); err != nil {
		return err
	}
	d.mu.Lock()
	if len(d.rec.Charter.Epochs) >= len(c.Epochs) {
		d.mu.Unlock()
		return nil
	}
	if c.Epochs[0].Write != identity.Author(d.rec.write().Key()) {
		d.mu.Unlock()
		return fmt.Errorf("charter: %w", identity.ErrForeign)
	}
	d.rec.Charter = c
	d.logs.SetCharter(c)
	d.introduceLocked()
	saved := d.w.save(d.id, d.rec)
	d.mu.Unlock()
	if err := <-saved; err != nil { // not the peer's fault; the next change stores it
		d.log.Error("not stored", "what", "charter", "err", err)
	}
	return nil
}

// Members are the certificates and cards known here.
func (d *Document) Members() wire.Members {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := wire.Members{Certificates: d.logs.Writers()}
	for _, a := range slices.SortedFunc(maps.Keys(d.cards), func(a, b version.Author) int { return slices.Compare(a[:], b[:]) }) {
		m.Cards = append(m.Cards, d.cards[a])
	}
	return m
}

// TakeMembers takes in certificates and cards.
func (d *Document) TakeMembers(m wire.Members) error {
	changed := false
	for _, c := range m.Certificates {
		d.mu.Lock()
		isNew, err := d.logs.Admit(c)
		d.mu.Unlock()
		if errors.Is(err, wire.ErrTooLarge) {
			continue // no room for another: an honest peer may have taken in other ones
		}
		if err != nil {
			return err
		}
		if isNew {
			changed = true
			d.w.store.Put(d.id, certPrefix+string(c.Author[:]), canonical.Encode(c), d.w.report("certificate"))
		}
	}
	for _, c := range m.Cards {
		isNew, err := d.takeCard(c)
		if err != nil {
			return err
		}
		changed = changed || isNew
	}
	if changed {
		d.spread()
		d.notify()
	}
	return nil
}

// takeCard takes in a card of somebody who may write, if it is newer.
func (d *Document) takeCard(c identity.Card) (bool, error) {
	d.mu.Lock()
	old, known := d.cards[c.Author]
	ok := d.logs.MayWrite(c.Author) && (!known || c.Time > old.Time)
	d.mu.Unlock()
	if !ok {
		return false, nil
	}
	if err := c.Check(d.id); err != nil {
		return false, err
	}
	p, err := c.Open(d.read)
	if err != nil {
		return false, err
	}
	d.mu.Lock()
	d.cards[c.Author], d.known[c.Author] = c, p
	d.mu.Unlock()
	d.w.store.Put(d.id, cardPrefix+string(c.Author[:]), canonical.Encode(c), d.w.report("card"))
	return true, nil
}

// Heads say how far the store has the logs: what is not there yet could still
// be lost, and nobody should count on it.
func (d *Document) Heads() []wire.Head {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.durable
}

// Missing is what is lacking here of theirs.
func (d *Document) Missing(theirs []wire.Head) []wire.Range {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.logs.Missing(theirs)
}

// Stored returns batches from the store.
func (d *Document) Stored(r wire.Range, max int) ([][]byte, error) {
	records, err := d.w.store.Records(d.id, r.Replica(), r.From, max)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, 0, len(records))
	for _, rec := range records {
		if rec.First > r.To || len(rec.Data) == 0 { // lost here: others may have it
			break
		}
		out = append(out, rec.Data)
	}
	return out, nil
}

// Loose are long parts of others' logs that are here as batches, as far as was
// seen at the last pause.
func (d *Document) Loose() []wire.Range {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.loose
}

// Take verifies batches and packs, shows what they bring, and leaves them for the
// writer to store. It reports whether they brought anything.
func (d *Document) Take(from string, units [][]byte) (fresh bool, _ error) {
	entries := make([]session.Entry, 0, len(units))
	for _, raw := range units {
		u, err := wire.ParseUnit(raw)
		if err != nil {
			return false, err
		}
		_, pack := u.(*wire.Pack)
		if d.has(u.Span().Head()) && (!pack || d.holdsPack(u.Span())) {
			continue
		}
		if err := u.Verify(); err != nil { // outside the lock: it takes longest
			return false, err
		}
		entries = append(entries, session.Entry{Unit: u, Raw: raw, From: from})
	}
	return d.offer(entries)
}

// offer gives verified entries to the log.
func (d *Document) offer(entries []session.Entry) (fresh bool, refused error) {
	if len(entries) == 0 {
		return false, nil
	}
	d.mu.Lock()
	before := d.changes
	for _, e := range entries {
		var err error
		if p, pack := e.Unit.(*wire.Pack); pack && d.logs.Head(e.Unit.Span().Replica).Seq >= p.Header.Last {
			err = d.replace(e, p)
		} else {
			err = d.logs.Offer(e, sink{d})
		}
		if err != nil {
			if refused = err; !session.Forgivable(err) {
				break
			}
		}
	}
	fresh = d.changes != before
	news := fresh || len(d.coming) > 0
	folded := len(d.logs.Folded()) > 0
	d.mu.Unlock()
	if folded {
		d.unfoldLater()
	}
	if news {
		signal(d.pending)
	}
	if fresh {
		d.watch.notify()
		d.arrive()
	}
	return fresh, refused
}

// replace lets a verified pack take the place of its batches, all of which are
// here, if it holds them to the byte. Its author has signed it, but an author can
// lie: whoever took a lie for the batches would lose them. It needs mu, and lets
// go of it meanwhile.
func (d *Document) replace(e session.Entry, p *wire.Pack) error {
	d.mu.Unlock()
	changes, err := p.Open(d.keys)
	d.mu.Lock()
	if err != nil {
		return err
	}
	account, err := d.logs.Account(p, changes)
	if errors.Is(err, session.ErrFolded) {
		return d.logs.Await(e)
	}
	d.mu.Unlock()
	holds := err == nil && account.Holds(d.keys, p, changes)
	d.mu.Lock()
	if !holds {
		return d.logs.Accuse(p)
	}
	sink{d}.Keep(e)
	return nil
}

// await waits until the writer has caught up with what came in from peers. It
// must not be called under a session's lock, which the writer takes.
func (d *Document) await(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() {
		d.mu.Lock()
		d.room.Broadcast()
		d.mu.Unlock()
	})()
	d.mu.Lock()
	defer d.mu.Unlock()
	for d.waiting > maxWaiting && ctx.Err() == nil {
		d.room.Wait()
	}
	return ctx.Err()
}

// has tells whether the batch that ends in h is here.
func (d *Document) has(h wire.Head) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.hasLocked(h)
}

// hasLocked is has for who holds mu.
func (d *Document) hasLocked(h wire.Head) bool {
	at, ok := d.logs.HeadAt(h.ID())
	return ok && at.Hash == h.Hash
}

// TakePresence takes in what the program at the other end of a session says
// about its person.
func (d *Document) TakePresence(from string, sealed []byte) error {
	_, err := d.notice(from, sealed)
	return err
}

// notice takes in what somebody's program says about them, and reports whether
// that is the newest. from is "" when it was passed on. What came from them
// directly a moment ago still counts then: others have only what is passed on.
func (d *Document) notice(from string, sealed []byte) (bool, error) {
	s, err := presence.Open(d.id, sealed, d.read)
	if err != nil {
		return false, err
	}
	d.mu.Lock()
	if !d.logs.MayWrite(s.Author) || s.Author == d.me.Author {
		d.mu.Unlock()
		return false, nil
	}
	old, known := d.board.Of(s.Author)
	err = d.board.Put(s, d.w.now())
	if s.Peer == from {
		d.meet(from, s)
	}
	d.mu.Unlock()
	if errors.Is(err, presence.ErrStale) {
		return known && s.Number == old.Number, nil
	}
	d.notify()
	return err == nil, err
}

// introduce tells the others this person's name, and lets this replica write.
func (d *Document) introduce() {
	d.mu.Lock()
	d.introduceLocked()
	d.mu.Unlock()
	d.spread()
	d.notify()
}

// introduceLocked makes the own certificate and card, where they are missing
// or no longer true. It needs mu, or d for itself.
func (d *Document) introduceLocked() {
	if len(d.rec.Charter.Epochs) == 0 {
		return
	}
	if !d.logs.MayWrite(d.me.Author) {
		c := identity.Certify(d.id, 0, d.me.Author, identity.Editor, d.rec.write().Key())
		owner := identity.OwnerKey(d.w.seed, d.rec.Salt)
		if d.rec.Role == identity.Owner && identity.Author(owner) == d.rec.Charter.Genesis.Owner { // the seed can have been lost
			c = identity.Certify(d.id, 0, d.me.Author, identity.Owner, owner)
		}
		if _, err := d.logs.Admit(c); err != nil {
			d.log.Error("this program may not write here", "err", err)
			return
		}
		d.w.store.Put(d.id, certPrefix+string(c.Author[:]), canonical.Encode(c), d.w.report("certificate"))
	}
	if p := d.w.Me(); p.Name != "" && d.known[d.me.Author] != p {
		c := identity.NewCard(d.id, p, d.w.now().UnixMilli(), d.read, d.author)
		d.cards[c.Author], d.known[c.Author] = c, p
		d.w.store.Put(d.id, cardPrefix+string(c.Author[:]), canonical.Encode(c), d.w.report("card"))
	}
}
