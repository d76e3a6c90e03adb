package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
)

// Limits of packs.
const (
	MaxPack        = 64 << 10 // bytes of an encoded pack: as much as one reply, see ReplyBytes
	MaxPackPlain   = 1 << 20  // bytes of its plaintext
	MaxPackBatches = 32 << 10 // batches in it
)

// ErrPack is returned for the plaintext of a pack that no honest author made.
var ErrPack = errors.New("not what a pack holds")

// A PackHeader is what everyone who carries a pack can read and check.
type PackHeader struct {
	_        struct{} `cbor:",toarray"`
	Version  uint64
	Document identity.DocumentID
	Author   version.Author
	Branch   version.Branch
	First    uint64 // sequence number of the first operation
	Last     uint64 // and of the last
	Before   Hash   // the author's chain before the first batch
	After    Hash   // and after the last
	Batches  uint64 // how many
	Epoch    uint64
	Plain    uint64 // bytes of the plaintext
}

// Replica is who wrote the pack.
func (h *PackHeader) Replica() version.Replica {
	return version.Replica{Author: h.Author, Branch: h.Branch}
}

// Head is the head of the author's log after the pack.
func (h *PackHeader) Head() Head { return NewHead(h.Replica(), h.Last, h.After) }

// A Pack is a long stretch of its author's log in one piece: it takes the place
// of the batches in it, at a small part of their size. The hashes of the chain
// run over what the batches hold, not over their envelopes, so they are those of
// the batches, at every one of them.
type Pack struct {
	_         struct{} `cbor:",toarray"`
	Kind      uint64   // packKind: a batch has no such field
	Header    PackHeader
	Signature [64]byte
	Sealed    []byte
}

// packKind tells packs from whatever else may come to have four parts.
const packKind = 1

// SealPack makes the pack of changes, which follow one another in the author's
// log and continue its chain from before to after. It fails with ErrTooLarge if
// they are more than fits into a pack.
func SealPack(changes []crdt.Change, before, after Hash, k Keys, author ed25519.PrivateKey) (Pack, error) {
	plain, err := packPlain(changes)
	if err != nil {
		return Pack{}, err
	}
	first := changes[0].First
	h := PackHeader{
		Version:  1,
		Document: k.Document,
		Author:   first.Replica.Author,
		Branch:   first.Replica.Branch,
		First:    first.Seq,
		Last:     changes[len(changes)-1].Last,
		Before:   before,
		After:    after,
		Batches:  uint64(len(changes)),
		Epoch:    k.Epoch,
		Plain:    uint64(len(plain)),
	}
	p := Pack{Kind: packKind, Header: h}
	squeezed := squeeze(plain)
	nonce := packNonce(k, &h, squeezed)
	p.Sealed = aead(k.Pack).Seal(nonce, nonce, squeezed, h.bound())
	p.Signature = [64]byte(ed25519.Sign(author, p.Header.signed(p.Sealed)))
	if len(p.Encode()) > MaxPack {
		return Pack{}, fmt.Errorf("pack: %w", ErrTooLarge)
	}
	return p, nil
}

// Verify checks everything about p that can be checked without reading it.
func (p *Pack) Verify() error {
	h := &p.Header
	switch {
	case h.Version != 1 || p.Kind != packKind:
		return fmt.Errorf("pack: %w", identity.ErrVersion)
	case h.First == 0 || h.Last < h.First || h.Last > crdt.MaxSeq || h.Batches == 0 ||
		h.Batches > min(MaxPackBatches, h.Last-h.First+1):
		return fmt.Errorf("pack: %d batches with operations %d to %d", h.Batches, h.First, h.Last)
	case h.Plain > MaxPackPlain:
		return fmt.Errorf("pack: %w", ErrTooLarge)
	case (h.First == 1) != (h.Before == Hash{}):
		return fmt.Errorf("pack: %w", ErrChain)
	}
	if !ed25519.Verify(h.Author[:], h.signed(p.Sealed), p.Signature[:]) {
		return fmt.Errorf("pack: %w", ErrSignature)
	}
	return nil
}

// Open decrypts p and returns the changes of its batches. Whether they continue
// the chain as the header says is seen by [Keys.ChainAfter]: that takes the hashes of what
// they build on. p must have passed Verify, or come from where only verified
// packs are kept.
func (p *Pack) Open(k Keys) ([]crdt.Change, error) {
	h := &p.Header
	if h.Document != k.Document || h.Epoch != k.Epoch {
		return nil, fmt.Errorf("pack: %w", identity.ErrForeign)
	}
	if len(p.Sealed) < chacha20poly1305.NonceSizeX {
		return nil, fmt.Errorf("pack: %w", ErrSealed)
	}
	nonce, box := p.Sealed[:chacha20poly1305.NonceSizeX], p.Sealed[chacha20poly1305.NonceSizeX:]
	squeezed, err := aead(k.Pack).Open(nil, nonce, box, h.bound())
	if err != nil {
		return nil, fmt.Errorf("pack: %w", ErrSealed)
	}
	plain, err := unsqueeze(squeezed, int(h.Plain))
	if err != nil {
		return nil, fmt.Errorf("pack: %w: %w", ErrPack, err)
	}
	changes, err := readPack(plain, version.ID{Replica: h.Replica(), Seq: h.First}, h.Last, int(h.Batches))
	if err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return changes, nil
}

// ChainAfter is the author's chain after the batch of c, if it was before there
// before, and deps are the heads that c's dependencies are, in the same order.
func (k Keys) ChainAfter(c *crdt.Change, before Hash, deps []Head) Hash {
	h := Header{
		Author: c.First.Replica.Author, Branch: c.First.Replica.Branch,
		First: c.First.Seq, Last: c.Last, Before: before, Deps: deps,
	}
	return extend(k.Chain, &h, append(binary.AppendVarint(nil, c.Time), c.Ops...))
}

// Encode returns the encoding of p.
func (p *Pack) Encode() []byte { return canonical.Encode(p) }

// ParsePack reads one encoded pack. It does not verify it.
func ParsePack(data []byte) (Pack, error) {
	var p Pack
	if err := canonical.Decode(data, &p, MaxPack); err != nil {
		return Pack{}, fmt.Errorf("pack: %w", err)
	}
	return p, nil
}

// IsPack tells whether an encoded batch or pack is a pack, by the number of its
// parts.
func IsPack(data []byte) bool { return len(data) > 0 && data[0] == 0x84 }

// packNonce is a synthetic nonce: it follows from what is sealed and from where
// it belongs. The place in the chain alone would not do, since another version
// of a compressor makes other bytes of the same batches.
func packNonce(k Keys, h *PackHeader, squeezed []byte) []byte {
	sum := sha256.Sum256(squeezed)
	return nonceOf(k.Chain, "chirograph pack nonce 1\x00", append(h.bound(), sum[:]...))
}

func (h *PackHeader) bound() []byte { return canonical.Encode(h) }

func (h *PackHeader) signed(sealed []byte) []byte {
	return signedOf("chirograph pack 1\x00", h.bound(), sealed)
}
