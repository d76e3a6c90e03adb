// Package presence says who is here and where their caret is. A presence is
// signed by its author, readable by members only, sent while a document is
// open and never stored; whoever falls silent is gone after ten seconds.
//
// Carets are anchored to characters, so they stay where they belong while
// others type. The package reads no clock.
package presence

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

// Times that people notice.
const (
	Silence = 10 * time.Second // after which somebody is gone
	Idle    = time.Minute      // without a key or click: shown dimmed
	Away    = 5 * time.Minute  // shown as away
)

// ErrStale is returned for a presence that is not newer than what is known.
var ErrStale = errors.New("presence: not the newest")

// A State is what one person's program says about them.
type State struct {
	Author   version.Author
	Peer     string // the device's id in the network
	Number   uint64 // counts up from one state to the next, over restarts too
	HasCaret bool
	Anchor   crdt.Anchor // the fixed end of the selection
	Head     crdt.Anchor // the caret
	Active   int64       // Unix milliseconds of the last key or click, by the writer's clock
}

// record is a State as it is encoded.
type record struct {
	_        struct{} `cbor:",toarray"`
	Document identity.DocumentID
	Author   version.Author
	Peer     string
	Number   uint64
	HasCaret bool
	Anchor   anchor
	Head     anchor
	Active   int64
}

type anchor struct {
	_      struct{} `cbor:",toarray"`
	Author version.Author
	Branch version.Branch
	Seq    uint64
	Bias   uint8
}

// sealed is what travels.
type sealed struct {
	_         struct{} `cbor:",toarray"`
	Signature [64]byte
	Record    []byte
}

// maxPeer is the longest peer id: base58 of an ed25519 key has 52 characters.
const maxPeer = 64

// Seal signs and encrypts s for the members of document id.
func Seal(id identity.DocumentID, s State, read identity.ReadSecret, author ed25519.PrivateKey) []byte {
	rec := canonical.Encode(record{
		Document: id,
		Author:   s.Author,
		Peer:     s.Peer,
		Number:   s.Number,
		HasCaret: s.HasCaret,
		Anchor:   fromAnchor(s.Anchor),
		Head:     fromAnchor(s.Head),
		Active:   s.Active,
	})
	signature := ed25519.Sign(author, signed(rec))
	plain := canonical.Encode(sealed{Signature: [64]byte(signature), Record: rec})
	key := read.Presence()
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		panic("presence: " + err.Error())
	}
	mac := hmac.New(sha256.New, key[:])
	mac.Write(plain) // the signature covers author, document and number: no two are alike
	nonce := mac.Sum(nil)[:chacha20poly1305.NonceSizeX]
	return aead.Seal(nonce, nonce, plain, id[:])
}

// Open decrypts and checks what Seal made.
func Open(id identity.DocumentID, data []byte, read identity.ReadSecret) (State, error) {
	if len(data) < chacha20poly1305.NonceSizeX || len(data) > wire.MaxPresence {
		return State{}, fmt.Errorf("presence: %w", wire.ErrSealed)
	}
	key := read.Presence()
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		panic("presence: " + err.Error())
	}
	plain, err := aead.Open(nil, data[:chacha20poly1305.NonceSizeX], data[chacha20poly1305.NonceSizeX:], id[:])
	if err != nil {
		return State{}, fmt.Errorf("presence: %w", wire.ErrSealed)
	}
	return parse(id, plain)
}

// parse reads a decrypted presence.
func parse(id identity.DocumentID, plain []byte) (State, error) {
	var p sealed
	if err := canonical.Decode(plain, &p, wire.MaxPresence); err != nil {
		return State{}, fmt.Errorf("presence: %w", err)
	}
	var r record
	if err := canonical.Decode(p.Record, &r, wire.MaxPresence); err != nil {
		return State{}, fmt.Errorf("presence: %w", err)
	}
	switch {
	case r.Document != id:
		return State{}, fmt.Errorf("presence: %w", identity.ErrForeign)
	case len(r.Peer) > maxPeer || r.Anchor.Bias > 1 || r.Head.Bias > 1:
		return State{}, fmt.Errorf("presence: %w", wire.ErrTooLarge)
	case !ed25519.Verify(r.Author[:], signed(p.Record), p.Signature[:]):
		return State{}, fmt.Errorf("presence: %w", identity.ErrSignature)
	}
	return State{
		Author:   r.Author,
		Peer:     r.Peer,
		Number:   r.Number,
		HasCaret: r.HasCaret,
		Anchor:   r.Anchor.anchor(),
		Head:     r.Head.anchor(),
		Active:   r.Active,
	}, nil
}

// signed is what the author signs: bytes for this purpose alone.
func signed(rec []byte) []byte {
	h := sha256.New()
	h.Write([]byte("chirograph presence 1\x00"))
	h.Write(rec)
	return h.Sum(nil)
}

func fromAnchor(a crdt.Anchor) anchor {
	return anchor{Author: a.ID.Replica.Author, Branch: a.ID.Replica.Branch, Seq: a.ID.Seq, Bias: uint8(a.Bias)}
}

func (a anchor) anchor() crdt.Anchor {
	return crdt.Anchor{
		ID:   version.ID{Replica: version.Replica{Author: a.Author, Branch: a.Branch}, Seq: a.Seq},
		Bias: crdt.Bias(a.Bias),
	}
}

// A Board holds the newest state of everyone who is here.
type Board struct {
	entries map[version.Author]Entry
}

// An Entry is somebody's newest state and when it came.
type Entry struct {
	State
	Heard time.Time // last sign of life, by this program's clock
	Moved time.Time // last change of the caret or the selection
}

// NewBoard is a board with nobody on it.
func NewBoard() *Board { return &Board{entries: map[version.Author]Entry{}} }

// Put takes in a state that arrived at now.
func (b *Board) Put(s State, now time.Time) error {
	old, known := b.entries[s.Author]
	if known && s.Number <= old.Number {
		return ErrStale
	}
	if !known && len(b.entries) >= wire.MaxMembers {
		return fmt.Errorf("presence: %w", wire.ErrTooLarge)
	}
	e := Entry{State: s, Heard: now, Moved: old.Moved}
	if !known || s.HasCaret && (s.Anchor != old.Anchor || s.Head != old.Head) {
		e.Moved = now
	}
	b.entries[s.Author] = e
	return nil
}

// Expire takes off who has been silent for too long, and reports whether
// there was anybody.
func (b *Board) Expire(now time.Time) bool {
	n := len(b.entries)
	for a, e := range b.entries {
		if now.Sub(e.Heard) > Silence {
			delete(b.entries, a)
		}
	}
	return len(b.entries) != n
}

// Drop takes off whoever is at a peer: this program went offline.
func (b *Board) Drop(peer string) {
	for a, e := range b.entries {
		if e.Peer == peer {
			delete(b.entries, a)
		}
	}
}

// Here is everyone on the board, in order of their keys.
func (b *Board) Here() []Entry {
	out := make([]Entry, 0, len(b.entries))
	for _, e := range b.entries {
		out = append(out, e)
	}
	slices.SortFunc(out, func(x, y Entry) int { return slices.Compare(x.Author[:], y.Author[:]) })
	return out
}

// Of is the entry of one author.
func (b *Board) Of(a version.Author) (Entry, bool) {
	e, ok := b.entries[a]
	return e, ok
}
