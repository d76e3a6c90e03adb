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

// ErrIncomplete is returned for a document of which the store does not have
// all that this replica has written: writing on, it could give numbers out
// twice.
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
		begged:  map[string]bool{},
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
	if err := d.readText(); err != nil {
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
