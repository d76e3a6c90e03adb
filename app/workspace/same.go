package workspace

import (
	"bytes"
	"context"
	"errors"
	"time"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/sync/merkle"
	"chirograph/sync/seal"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// Two who have the same changes must have the same text. Whether they do is
// compared all the time: it is the check of everything that this program does.

// stillness is how long nothing has changed before the text is compared: what
// it is takes some milliseconds a megabyte to compute.
const stillness = time.Second

// A stand is what the text was at some time: computed when it had not changed
// for a moment.
type stand struct {
	changes int // of the document
	same    wire.Same
	seal    seal.Seal
}

// Same is what the text is at the heads, if that was computed since it changed.
func (d *Document) Same() (wire.Same, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stand.same, d.standsLocked()
}

// standsLocked tells whether stand is of the present text. It needs mu.
func (d *Document) standsLocked() bool {
	return d.stand.same != wire.Same{} && d.stand.changes == d.changes
}

// TakeSame notes what the text of the peer at the other end of a session is.
func (d *Document) TakeSame(id string, m wire.Same) {
	d.mu.Lock()
	for p := range d.peers {
		if p.id == id {
			p.same = m
		}
	}
	d.mu.Unlock()
	d.compare()
	d.notify()
}

// settle computes what the text is, if it has not changed for a moment and all
// of it is stored.
func (d *Document) settle(now time.Time) {
	d.mu.Lock()
	if d.counted != d.changes {
		d.counted, d.still = d.changes, now
	}
	if d.standsLocked() || now.Sub(d.still) < stillness || d.rec.Joining || !d.unsaved.IsZero() || len(d.peers) == 0 {
		d.mu.Unlock()
		return
	}
	changes, heads := d.changes, d.logs.Heads()
	text := []byte(d.buf.Text().String())
	d.mu.Unlock()
	s := stand{changes: changes, seal: seal.OfText(text)}
	s.same = wire.Same{Heads: wire.DigestOfHeads(heads), Text: d.keys.Commit(s.seal)}
	d.mu.Lock()
	d.stand = s
	d.mu.Unlock()
	d.compare()
	d.notify()
}

// sameAs tells whether the text of somebody connected is known to be the one
// here. It needs mu.
func (d *Document) sameAs(p *peer) bool { return d.standsLocked() && p.same == d.stand.same }

// compare repairs the document if somebody with the same heads has another text.
func (d *Document) compare() {
	d.mu.Lock()
	var other *peer
	for p := range d.peers {
		if d.standsLocked() && p.same.Heads == d.stand.same.Heads && p.same.Text != d.stand.same.Text {
			other = p
		}
	}
	begin := other != nil && !d.repairing && d.repaired != d.stand.same
	if begin {
		d.repaired, d.repairing = d.stand.same, true // once for each text
	}
	d.mu.Unlock()
	if begin { // beside everything else: it reads the whole history
		d.w.beside(func(context.Context) { d.repair(other) })
	}
}

// A Repair is what was found when the text here and somebody else's differed
// although both had the same changes.
type Repair struct {
	Name   string // of whom
	Fixed  bool   // the text here was wrong and was made anew from the changes
	Places int    // where it was wrong, to the precision of some kilobytes
}

// repair makes the text anew from all changes that are stored. If it was wrong
// here, it is right then; otherwise the other side does the same.
func (d *Document) repair(other *peer) {
	text, logs := crdt.New(), session.NewLog(d.keys)
	apply := func(c crdt.Change) error {
		_, err := text.Apply(c)
		return err
	}
	r := replay{store: d.w.store, id: d.id, logs: logs, apply: apply}
	err := r.run()
	d.mu.Lock()
	name := d.w.Language().State.Somebody
	if other.met {
		name = d.person(other.author).Name
	}
	d.lastRepair, d.repairing = &Repair{Name: name}, false
	switch {
	case err != nil:
	case wire.DigestOfHeads(logs.Heads()) != d.stand.same.Heads || !d.standsLocked() || d.uncommitted():
		err = errors.New("it has changed meanwhile")
		d.repaired = wire.Same{} // it is compared again
	case text.String() != d.buf.Text().String():
		d.lastRepair.Places = places(d.buf.Text().String(), text.String())
		d.buf = buffer.New(text, d.me)
		d.readUndo()
		d.lastRepair.Fixed = true
		d.nodes, d.last = nil, [32]byte{}
		d.fresh = max(d.fresh, snapshotLeast)
		d.changes++
	}
	fixed := d.lastRepair.Fixed
	d.mu.Unlock()
	d.log.Error("the text differs from somebody's who has the same changes", "peer", other.id, "fixed", fixed, "err", err)
	d.notify()
}

// places is in how many places two texts differ.
func places(a, b string) int {
	nodes := map[merkle.Hash][]byte{}
	put := func(h merkle.Hash, node []byte) { nodes[h] = bytes.Clone(node) }
	hunks, err := merkle.Diff(merkle.Build([]byte(a), put), merkle.Build([]byte(b), put),
		func(h merkle.Hash) ([]byte, error) { return nodes[h], nil })
	if err != nil {
		panic("workspace: trees made here cannot be read: " + err.Error())
	}
	return len(hunks)
}

// words are five words for the present text, "" until it was compared. They need
// mu.
func (d *Document) words() string {
	if !d.standsLocked() {
		return ""
	}
	return seal.Words(d.stand.seal)
}
