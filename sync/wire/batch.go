// Package wire defines what replicas say to each other, byte for byte:
// batches of operations, heads of logs, and the messages of a session.
//
// A batch is what one author did between two flushes. Its plaintext extends
// the author's hash chain, H_n = HMAC(chain key, H_n−1 ‖ plaintext), and it
// travels encrypted under a signed header that names H_n−1 and H_n. So
// whoever relays or keeps a batch can check its author, its place and forks
// of the chain without reading it, and a reader recomputes H_n: the newest
// signature of a chain vouches for all before it (Kleppmann, "Making CRDTs
// Byzantine fault tolerant", PaPoC 2022, gives the reason for hashes in
// heads).
//
// The chain runs over plaintexts, not over envelopes, so that batches can be
// replaced by packs of many without changing any head.
//
// Every decoder checks lengths before it allocates and accepts exactly one
// encoding of a value. Nothing here does input or output.
package wire

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
)

// Limits of what peers may send.
const (
	MaxBatch = 320 << 10    // bytes of an encoded batch: the longest change of package crdt and a header
	MaxDeps  = crdt.MaxDeps // heads a batch depends on: people whose last words were heard at once
	MaxHeads = 1024         // authors of a document, branches included
)

// Errors of batches that no honest replica made.
var (
	ErrSignature = errors.New("the signature does not match")
	ErrSealed    = errors.New("cannot be decrypted with the document's key")
	ErrChain     = errors.New("the plaintext does not continue the author's chain")
	ErrTooLarge  = errors.New("too large")
)

// A Hash is a place in an author's chain. The zero Hash is its beginning.
type Hash [32]byte

// A Head is how far an author's log goes.
type Head struct {
	_      struct{} `cbor:",toarray"`
	Author version.Author
	Branch version.Branch
	Seq    uint64 // of the last operation
	Hash   Hash   // after the last operation
}

// ID is the ID of the last operation.
func (h Head) ID() version.ID { return version.ID{Replica: h.Replica(), Seq: h.Seq} }

// Replica is whose head it is.
func (h Head) Replica() version.Replica {
	return version.Replica{Author: h.Author, Branch: h.Branch}
}

// NewHead is the head of r's log at seq.
func NewHead(r version.Replica, seq uint64, h Hash) Head {
	return Head{Author: r.Author, Branch: r.Branch, Seq: seq, Hash: h}
}

// CompareHeads orders heads by replica, then by sequence number.
func CompareHeads(a, b Head) int { return version.Compare(a.ID(), b.ID()) }

// A Header is what everyone who carries a batch can read and check.
type Header struct {
	_        struct{} `cbor:",toarray"`
	Version  uint64
	Document identity.DocumentID
	Author   version.Author
	Branch   version.Branch
	First    uint64 // sequence number of the first operation
	Last     uint64 // and of the last
	Before   Hash   // the author's chain before the batch
	After    Hash   // and after it
	Deps     []Head // what it builds on, of other replicas, in order
	Epoch    uint64
}

// Replica is who wrote the batch.
func (h *Header) Replica() version.Replica {
	return version.Replica{Author: h.Author, Branch: h.Branch}
}

// Head is the head of the author's log after the batch.
func (h *Header) Head() Head { return NewHead(h.Replica(), h.Last, h.After) }

// A Batch is signed and encrypted operations of one author.
type Batch struct {
	_         struct{} `cbor:",toarray"`
	Header    Header
	Signature [64]byte
	Sealed    []byte

	old bool // its header had one field more
}

// Keys are what a reader of a document needs to read and extend the chains.
type Keys struct {
	Document identity.DocumentID
	Epoch    uint64
	Batch    identity.Secret // encrypts the epoch's batches
	Pack     identity.Secret // encrypts its packs
	Chain    identity.Secret // keys the hash chains
}

// Seal makes the batch of c, which continues its author's chain at before.
// deps are the heads that c's dependencies are, in the same order.
func Seal(c crdt.Change, before Hash, deps []Head, k Keys, author ed25519.PrivateKey) Batch {
	h := Header{
		Version:  1,
		Document: k.Document,
		Author:   c.First.Replica.Author,
		Branch:   c.First.Replica.Branch,
		First:    c.First.Seq,
		Last:     c.Last,
		Before:   before,
		Deps:     deps,
		Epoch:    k.Epoch,
	}
	plain := append(binary.AppendVarint(nil, c.Time), c.Ops...)
	h.After = extend(k.Chain, &h, plain)
	b := Batch{Header: h}
	b.Sealed = aead(k.Batch).Seal(nil, nonce(k.Chain, h.After), plain, h.bound())
	b.Signature = [64]byte(ed25519.Sign(author, b.Header.signed(b.Sealed)))
	return b
}

// Verify checks everything about b that can be checked without reading it.
func (b *Batch) Verify() error {
	h := &b.Header
	switch {
	case h.Version != 1:
		return fmt.Errorf("batch: %w", identity.ErrVersion)
	case h.First == 0 || h.Last < h.First || h.Last-h.First >= 1<<32:
		return fmt.Errorf("batch: operations %d to %d", h.First, h.Last)
	case len(h.Deps) > MaxDeps:
		return fmt.Errorf("batch: %d dependencies: %w", len(h.Deps), ErrTooLarge)
	case (h.First == 1) != (h.Before == Hash{}):
		return fmt.Errorf("batch: %w", ErrChain)
	}
	me := h.Replica()
	for i, d := range h.Deps {
		if d.Replica() == me || d.Seq == 0 || i > 0 && version.CompareReplicas(h.Deps[i-1].Replica(), d.Replica()) >= 0 {
			return errors.New("batch: dependencies out of order")
		}
	}
	if !ed25519.Verify(h.Author[:], b.signed(), b.Signature[:]) {
		return fmt.Errorf("batch: %w", ErrSignature)
	}
	return nil
}

// Open decrypts b and checks that it is what the header says; whether its
// operations make sense is for the text to judge. b must have passed Verify, or
// come from where only verified batches are kept.
func (b *Batch) Open(k Keys) (crdt.Change, error) {
	h := &b.Header
	if h.Document != k.Document || h.Epoch != k.Epoch {
		return crdt.Change{}, fmt.Errorf("batch: %w", identity.ErrForeign)
	}
	plain, err := aead(k.Batch).Open(nil, nonce(k.Chain, h.After), b.Sealed, b.bound())
	if err != nil {
		return crdt.Change{}, fmt.Errorf("batch: %w", ErrSealed)
	}
	if extend(k.Chain, h, plain) != h.After {
		return crdt.Change{}, fmt.Errorf("batch: %w", ErrChain)
	}
	c := crdt.Change{First: version.ID{Replica: h.Replica(), Seq: h.First}, Last: h.Last}
	var n int
	c.Time, n = binary.Varint(plain)
	if n <= 0 || len(binary.AppendVarint(nil, c.Time)) != n {
		return crdt.Change{}, errors.New("batch: time")
	}
	c.Ops = plain[n:]
	for _, d := range h.Deps {
		c.Deps = append(c.Deps, d.ID())
	}
	return c, nil
}

// Encode returns the encoding of b.
func (b *Batch) Encode() []byte {
	if b.old {
		return b.encodeOld()
	}
	return canonical.Encode(b)
}

func (b *Batch) bound() []byte {
	if b.old {
		return b.boundOld()
	}
	return b.Header.bound()
}

func (b *Batch) signed() []byte {
	if b.old {
		return b.signedOld()
	}
	return b.Header.signed(b.Sealed)
}

// ParseBatch reads one encoded batch. It does not verify it.
func ParseBatch(data []byte) (Batch, error) {
	if isOld(data) {
		return parseOld(data)
	}
	var b Batch
	if err := canonical.Decode(data, &b, MaxBatch); err != nil {
		return Batch{}, fmt.Errorf("batch: %w", err)
	}
	return b, nil
}

// Commit stands for a text with the seal s among the members of the document: to
// others who guess a text it tells nothing.
func (k Keys) Commit(s [32]byte) [32]byte {
	mac := hmac.New(sha256.New, k.Chain[:])
	io.WriteString(mac, "chirograph text 1\x00")
	mac.Write(s[:])
	return [32]byte(mac.Sum(nil))
}

// extend is the author's chain after the plaintext under h: every field that
// says what was done, when and upon what, and nothing of the envelope.
func extend(chain identity.Secret, h *Header, plain []byte) Hash {
	mac := hmac.New(sha256.New, chain[:])
	mac.Write(h.Before[:])
	mac.Write(h.Author[:])
	mac.Write(h.Branch[:])
	var fixed [24]byte
	binary.BigEndian.PutUint64(fixed[:], h.First)
	binary.BigEndian.PutUint64(fixed[8:], h.Last)
	binary.BigEndian.PutUint64(fixed[16:], uint64(len(h.Deps)))
	mac.Write(fixed[:])
	for _, d := range h.Deps {
		mac.Write(d.Author[:])
		mac.Write(d.Branch[:])
		binary.BigEndian.PutUint64(fixed[:], d.Seq)
		mac.Write(fixed[:8])
		mac.Write(d.Hash[:])
	}
	mac.Write(plain)
	return Hash(mac.Sum(nil))
}

// nonce follows from the place in the chain, which commits to the plaintext
// and all before it: two plaintexts never share one, and none need be sent.
func nonce(chain identity.Secret, after Hash) []byte {
	return nonceOf(chain, "chirograph nonce 1\x00", after[:])
}

// nonceOf is the nonce for what a place in a chain commits to.
func nonceOf(chain identity.Secret, tag string, place []byte) []byte {
	mac := hmac.New(sha256.New, chain[:])
	io.WriteString(mac, tag)
	mac.Write(place)
	return mac.Sum(nil)[:chacha20poly1305.NonceSizeX]
}

// KeysOf are the keys of an epoch of a document for who may read it.
func KeysOf(id identity.DocumentID, epoch uint64, read identity.ReadSecret) Keys {
	return Keys{
		Document: id, Epoch: epoch,
		Batch: read.Batch(id, epoch), Pack: read.Pack(id, epoch), Chain: read.Chain(id),
	}
}

// bound is the associated data of the ciphertext.
func (h *Header) bound() []byte { return canonical.Encode(h) }

// signed is what the author signs: the header, and the ciphertext by its hash, so
// that a header can be shown without it.
func (h *Header) signed(sealed []byte) []byte {
	return signedOf("chirograph batch 1\x00", h.bound(), sealed)
}

func signedOf(tag string, header, sealed []byte) []byte {
	digest := sha256.Sum256(sealed)
	s := sha256.New()
	io.WriteString(s, tag)
	s.Write(header)
	s.Write(digest[:])
	return s.Sum(nil)
}
