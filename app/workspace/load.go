package workspace

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/storage/store"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
	"chirograph/sync/presence"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// ErrIncomplete is returned for a document whose logs in the store name
// operations that the store does not have.
var ErrIncomplete = errors.New("part of the document is missing from the store")

// load reads a document from the store.
func (w *Workspace) load(id identity.DocumentID) (*Document, error) {
	rec, err := w.record(id)
	if err != nil {
		return nil, err
	}
	read := rec.read()
	d := &Document{
		w:       w,
		id:      id,
		read:    read,
		author:  identity.AuthorKey(w.seed, id, w.installation(id)),
		keys:    wire.KeysOf(id, 0, read),
		log:     w.log.With("doc", id.String()[:8]),
		pending: make(chan struct{}, 1),
		stored:  make(chan struct{}),
		rec:     rec,
		cards:   map[version.Author]identity.Card{},
		known:   map[version.Author]identity.Profile{},
		labels:  map[[32]byte]label{},
		peers:   map[*peer]struct{}{},
		showed:  map[version.Author]shown{},
		board:   presence.NewBoard(),
	}
	d.room = sync.NewCond(&d.mu)
	d.me = version.Replica{Author: identity.Author(d.author)}
	d.mine = presence.State{Author: d.me.Author, Number: uint64(w.now().UnixMilli())}
	d.logs = session.NewLog(d.keys)
	d.buf = buffer.New(crdt.New(), d.me)
	if err := d.readMembers(); err != nil {
		return nil, err
	}
	if err := d.readLogs(); err != nil {
		return nil, err
	}
	if err := d.readLabels(); err != nil {
		return nil, err
	}
	d.readUndo()
	d.readSeen()
	d.durable = d.logs.Heads()
	d.introduceLocked()
	return d, nil
}

// The keys of what the store keeps beside the logs.
const (
	certPrefix  = "cert/"  // + author
	cardPrefix  = "card/"  // + author
	shownPrefix = "shown/" // + author: see shown
)

// readMembers reads the charter, certificates, cards and receipts. d is not
// shared yet.
func (d *Document) readMembers() error {
	if len(d.rec.Charter.Epochs) > 0 {
		if err := d.rec.Charter.Check(d.id); err != nil {
			return err
		}
		d.logs.SetCharter(d.rec.Charter)
	}
	err := each(d.w.store, d.id, certPrefix, func(c identity.Certificate) error {
		_, err := d.logs.Admit(c)
		return err
	})
	if err != nil {
		return err
	}
	err = each(d.w.store, d.id, cardPrefix, func(c identity.Card) error {
		p, err := c.Open(d.read)
		if err == nil {
			d.cards[c.Author], d.known[c.Author] = c, p
		}
		return err
	})
	if err != nil {
		return err
	}
	return each(d.w.store, d.id, shownPrefix, func(s shown) error {
		d.showed[s.Author] = s
		return nil
	})
}

// each calls f with every value of the store under a prefix.
func each[T any](st *store.Store, id identity.DocumentID, prefix string, f func(T) error) error {
	keys, err := st.Keys(id, prefix)
	if err != nil {
		return err
	}
	for _, k := range keys {
		b, err := st.Get(id, k)
		if err != nil {
			return err
		}
		var v T
		if err := canonical.Decode(b, &v, maxStored); err != nil {
			return fmt.Errorf("%s of %x: %w", strings.TrimSuffix(prefix, "/"), id[:4], err)
		}
		if err := f(v); err != nil {
			return err
		}
	}
	return nil
}

// A cursor walks one author's log in the store.
type cursor struct {
	replica version.Replica
	next    uint64
	page    []store.Record
	end     bool
}

// pageBytes is how much of a log is read at once.
const pageBytes = 1 << 20

// readLogs replays the stored logs, each batch after those it builds on. What
// is in the store was verified before it was put there; here its decryption
// and its place in the chain are checked.
func (d *Document) readLogs() error {
	heads, err := d.w.store.Heads(d.id)
	if err != nil {
		return err
	}
	cursors := make([]*cursor, len(heads))
	for i, h := range heads {
		cursors[i] = &cursor{replica: h.Replica, next: 1}
	}
	for left := len(cursors); left > 0; {
		moved := false
		for _, c := range cursors {
			if c.end {
				continue
			}
			n, err := d.replay(c)
			if err != nil {
				return err
			}
			moved = moved || n > 0
			if c.end {
				left--
			}
		}
		if !moved && left > 0 {
			return ErrIncomplete
		}
	}
	return nil
}

// replay takes batches from c as far as what they build on is there, and
// returns how many.
func (d *Document) replay(c *cursor) (int, error) {
	for n := 0; ; n++ {
		if len(c.page) == 0 {
			page, err := d.w.store.Records(d.id, c.replica, c.next, pageBytes)
			if err != nil {
				return n, err
			}
			if len(page) == 0 {
				c.end = true
				return n, nil
			}
			c.page = page
		}
		b, err := wire.ParseBatch(c.page[0].Data)
		if err != nil {
			return n, err
		}
		for _, dep := range b.Header.Deps {
			if d.logs.Head(dep.Replica()).Seq < dep.Seq {
				return n, nil
			}
		}
		change, err := b.Open(d.keys)
		if err != nil {
			return n, err
		}
		if b.Header.Before != d.logs.Head(c.replica).Hash {
			return n, wire.ErrChain
		}
		if err := d.buf.Apply(change); err != nil {
			return n, err
		}
		d.logs.Extend(b.Header.Head())
		c.next = b.Header.Last + 1
		c.page = c.page[1:]
	}
}
