package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"

	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
	"chirograph/sync/merkle"
)

// Limits of snapshots.
const (
	MaxSnapshot = 256 << 10 // bytes of an encoded snapshot: MaxHeads heads of at most 120 bytes, sealed, and the rest
	MaxParents  = 8
	MaxState    = 1 << 30 // bytes of a text or of a state
	Columns     = 5       // of a state, see package storage/snapshot
)

// A Snapshot is a version of the document in one piece, by the roots of two
// Merkle trees: its text, and with the rest of its history its state. It is a
// cache that proves itself, not an authority: the text is a function of the
// heads, and whoever has the logs can compute it.
type Snapshot struct {
	_    struct{} `cbor:",toarray"`
	Note Note
}

// A Picture is what a snapshot says.
type Picture struct {
	_       struct{} `cbor:",toarray"`
	Time    int64    // Unix milliseconds, by the author's clock
	Heads   []Head   // the version, in order
	Text    Tree
	State   Tree            // of the columns of the history but for the text, one after the other
	Lengths [Columns]uint64 // of these, in bytes
	Parents [][32]byte      // the snapshots by the same author that came before, the last one first
}

// A Tree is a [merkle.Root] as it is encoded.
type Tree struct {
	_     struct{} `cbor:",toarray"`
	Hash  merkle.Hash
	Size  uint64
	Level uint8
}

// TreeOf is r to be encoded.
func TreeOf(r merkle.Root) Tree { return Tree{Hash: r.Hash, Size: uint64(r.Size), Level: r.Level} }

// Root is the root that t encodes.
func (t Tree) Root() merkle.Root {
	return merkle.Root{Hash: t.Hash, Size: int64(t.Size), Level: t.Level}
}

// NewSnapshot seals and signs p.
func NewSnapshot(id identity.DocumentID, p Picture, read identity.ReadSecret, author ed25519.PrivateKey) Snapshot {
	return Snapshot{Note: newNote(noteSnapshot, id, canonical.Encode(p), read, author)}
}

// Author is who made the snapshot.
func (s *Snapshot) Author() version.Author { return s.Note.Author }

// Verify tells whether the author of s signed it for document id.
func (s *Snapshot) Verify(id identity.DocumentID) error { return s.Note.verify(noteSnapshot, id) }

// Open reads a snapshot that was verified.
func (s *Snapshot) Open(read identity.ReadSecret) (Picture, error) {
	var p Picture
	if err := s.Note.open(noteSnapshot, read, &p, MaxSnapshot); err != nil {
		return Picture{}, err
	}
	total := uint64(0)
	for _, n := range p.Lengths {
		total += min(n, MaxState+1)
	}
	if len(p.Heads) > MaxHeads || !ordered(p.Heads) || len(p.Parents) > MaxParents ||
		p.Text.Size > MaxState || p.State.Size > MaxState || total != p.State.Size {
		return Picture{}, fmt.Errorf("snapshot: %w", ErrTooLarge)
	}
	return p, nil
}

// ID names the snapshot.
func (s *Snapshot) ID() [32]byte { return sha256.Sum256(s.Encode()) }

// Encode returns the encoding of s.
func (s *Snapshot) Encode() []byte { return canonical.Encode(s) }

// ParseSnapshot reads one encoded snapshot. It does not verify it.
func ParseSnapshot(data []byte) (Snapshot, error) {
	var s Snapshot
	if err := canonical.Decode(data, &s, MaxSnapshot); err != nil {
		return Snapshot{}, fmt.Errorf("snapshot: %w", err)
	}
	return s, nil
}
