// Package identity says who is who and who may do what, in keys and
// signatures: documents, their owners and epochs, the secrets of each role,
// the authors' keys and certificates, and the cards by which people know one
// another.
//
// A document is its genesis: its id commits to the owner's key, so whoever
// holds the id can check everything else, from anyone. For each epoch the
// owner signs the public half of a write key. From the write key's seed
// everything follows one way only: the read secret, and from that the
// discovery key; a link for a role carries that role's secret and the id.
//
// The package holds no state, keeps no file and reads no clock: keys are
// derived from secrets that the caller keeps, times are handed in.
package identity

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"chirograph/editor/version"
	"chirograph/sync/canonical"
)

// Errors of documents whose papers are not in order.
var (
	ErrForeign   = errors.New("belongs to another document")
	ErrSignature = errors.New("the signature does not match")
	ErrVersion   = errors.New("made by a newer version")
)

// MaxRecord is the most bytes that the encoding of a genesis, an epoch record,
// a certificate or a card may have: the largest, a card, has 250 bytes beside
// its name of at most 40 characters.
const MaxRecord = 1024

// A DocumentID names a document for ever: it is the hash of its genesis.
type DocumentID [32]byte

// String returns id in hexadecimal. Knowing it, one can neither find nor read
// the document.
func (id DocumentID) String() string { return hex.EncodeToString(id[:]) }

// A Genesis is the birth record of a document. It needs no signature: the
// document's id is its hash.
type Genesis struct {
	_       struct{} `cbor:",toarray"`
	Version uint64
	Salt    [16]byte
	Owner   version.Author // the public half of the owner's key
}

// NewGenesis is the genesis of a new document that owner owns. The salt must
// be random; see [OwnerKey].
func NewGenesis(owner version.Author, salt [16]byte) Genesis {
	return Genesis{Version: 1, Owner: owner, Salt: salt}
}

// ID is the id of the document born with g.
func (g Genesis) ID() DocumentID {
	return DocumentID(tagged("chirograph genesis 1", canonical.Encode(g)))
}

// Check tells whether g is the genesis of the document id.
func (g Genesis) Check(id DocumentID) error {
	switch {
	case g.Version != 1:
		return fmt.Errorf("genesis: %w", ErrVersion)
	case g.ID() != id:
		return fmt.Errorf("genesis: %w", ErrForeign)
	}
	return nil
}

// An Epoch says which write key counts from now on. The owner signs it.
type Epoch struct {
	_         struct{} `cbor:",toarray"`
	Document  DocumentID
	Number    uint64
	Write     version.Author // the public half of the write key
	Previous  [32]byte       // hash of the epoch before; zero for epoch 0
	Signature [64]byte
}

// NewEpoch signs the epoch that follows previous, which is nil for the first.
func NewEpoch(id DocumentID, previous *Epoch, write version.Author, owner ed25519.PrivateKey) Epoch {
	e := Epoch{Document: id, Write: write}
	if previous != nil {
		e.Number = previous.Number + 1
		e.Previous = previous.Hash()
	}
	e.Signature = [64]byte(ed25519.Sign(owner, e.signed()))
	return e
}

// Check tells whether the owner of g's document signed e.
func (e Epoch) Check(g Genesis) error {
	switch {
	case e.Document != g.ID():
		return fmt.Errorf("epoch %d: %w", e.Number, ErrForeign)
	case !ed25519.Verify(g.Owner[:], e.signed(), e.Signature[:]):
		return fmt.Errorf("epoch %d: %w", e.Number, ErrSignature)
	}
	return nil
}

// Hash is what the next epoch names as the one before.
func (e Epoch) Hash() [32]byte {
	return tagged("chirograph epoch 1", canonical.Encode(e))
}

func (e Epoch) signed() []byte {
	e.Signature = [64]byte{}
	h := tagged("chirograph epoch signature 1", canonical.Encode(e))
	return h[:]
}

// A Charter is what a stranger with a link needs in order to check everything
// else about a document.
type Charter struct {
	_       struct{} `cbor:",toarray"`
	Genesis Genesis
	Epochs  []Epoch // all of them, in order
}

// MaxEpochs is the most epochs that a document may have: a new one is made
// when somebody is removed or a link is stopped.
const MaxEpochs = 256

// Check tells whether c is in order for the document id.
func (c Charter) Check(id DocumentID) error {
	if err := c.Genesis.Check(id); err != nil {
		return err
	}
	if len(c.Epochs) == 0 || len(c.Epochs) > MaxEpochs {
		return fmt.Errorf("charter: %d epochs", len(c.Epochs))
	}
	var previous [32]byte
	for i, e := range c.Epochs {
		if e.Number != uint64(i) || e.Previous != previous {
			return fmt.Errorf("charter: epoch %d does not follow the one before", i)
		}
		if err := e.Check(c.Genesis); err != nil {
			return err
		}
		previous = e.Hash()
	}
	return nil
}

// tagged is SHA-256 of b under a tag, so that bytes signed or hashed for one
// purpose never count for another.
func tagged(tag string, b []byte) [32]byte {
	h := sha256.New()
	io.WriteString(h, tag)
	h.Write([]byte{0})
	h.Write(b)
	return [32]byte(h.Sum(nil))
}
