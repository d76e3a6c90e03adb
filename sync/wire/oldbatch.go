package wire

import (
	"crypto/sha256"
	"fmt"
	"io"

	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
)

// Batches of before November 2026 had the SHA-256 of the ciphertext as the last
// field of their header. Logs have them for ever, until their author packs them.

type oldHeader struct {
	_        struct{} `cbor:",toarray"`
	Version  uint64
	Document identity.DocumentID
	Author   version.Author
	Branch   version.Branch
	First    uint64
	Last     uint64
	Before   Hash
	After    Hash
	Deps     []Head
	Epoch    uint64
	Digest   [32]byte
}

type oldBatch struct {
	_         struct{} `cbor:",toarray"`
	Header    oldHeader
	Signature [64]byte
	Sealed    []byte
}

// isOld tells whether an encoded batch is an old one, by the number of fields of
// its header.
func isOld(data []byte) bool { return len(data) > 1 && data[0] == 0x83 && data[1] == 0x8b }

// parseOld reads one encoded old batch.
func parseOld(data []byte) (Batch, error) {
	var o oldBatch
	if err := canonical.Decode(data, &o, MaxBatch); err != nil {
		return Batch{}, fmt.Errorf("batch: %w", err)
	}
	h := &o.Header
	b := Batch{
		Header: Header{
			Version: h.Version, Document: h.Document, Author: h.Author, Branch: h.Branch,
			First: h.First, Last: h.Last, Before: h.Before, After: h.After, Deps: h.Deps, Epoch: h.Epoch,
		},
		Signature: o.Signature, Sealed: o.Sealed, old: true,
	}
	if h.Digest != sha256.Sum256(o.Sealed) {
		return Batch{}, fmt.Errorf("batch: %w", ErrSignature)
	}
	return b, nil
}

// former is the header of a batch as it was, with a digest.
func (b *Batch) former(digest [32]byte) oldHeader {
	h := &b.Header
	return oldHeader{
		Version: h.Version, Document: h.Document, Author: h.Author, Branch: h.Branch,
		First: h.First, Last: h.Last, Before: h.Before, After: h.After, Deps: h.Deps, Epoch: h.Epoch, Digest: digest,
	}
}

// encodeOld is the encoding of an old batch.
func (b *Batch) encodeOld() []byte {
	return canonical.Encode(oldBatch{Header: b.former(sha256.Sum256(b.Sealed)), Signature: b.Signature, Sealed: b.Sealed})
}

// boundOld and signedOld are Header.bound and Header.signed of an old batch.
func (b *Batch) boundOld() []byte { return canonical.Encode(b.former([32]byte{})) }

func (b *Batch) signedOld() []byte {
	s := sha256.New()
	io.WriteString(s, "chirograph batch 1\x00")
	s.Write(canonical.Encode(b.former(sha256.Sum256(b.Sealed))))
	return s.Sum(nil)
}
