package wire

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
)

// A Note is something that one member says about the document to all others:
// signed by its author, readable by members only.
type Note struct {
	_         struct{} `cbor:",toarray"`
	Document  identity.DocumentID
	Author    version.Author
	Sealed    []byte
	Signature [64]byte
}

// The kinds of notes. One never counts for another.
const (
	noteLabel    = "label"
	noteSnapshot = "snapshot"
)

// newNote seals and signs what a note of a kind says.
func newNote(kind string, id identity.DocumentID, plain []byte, read identity.ReadSecret, author ed25519.PrivateKey) Note {
	n := Note{Document: id, Author: identity.Author(author)}
	key := read.Note(kind)
	nonce := n.nonce(key, kind, plain)
	n.Sealed = aead(key).Seal(nonce, nonce, plain, n.bound(kind))
	n.Signature = [64]byte(ed25519.Sign(author, n.signed(kind)))
	return n
}

// verify tells whether the author of n signed it, as that kind, for document id.
func (n *Note) verify(kind string, id identity.DocumentID) error {
	switch {
	case n.Document != id:
		return fmt.Errorf("%s: %w", kind, identity.ErrForeign)
	case !ed25519.Verify(n.Author[:], n.signed(kind), n.Signature[:]):
		return fmt.Errorf("%s: %w", kind, ErrSignature)
	}
	return nil
}

// open reads what a verified note says into v.
func (n *Note) open(kind string, read identity.ReadSecret, v any, limit int) error {
	if len(n.Sealed) < chacha20poly1305.NonceSizeX {
		return fmt.Errorf("%s: %w", kind, ErrSealed)
	}
	nonce, box := n.Sealed[:chacha20poly1305.NonceSizeX], n.Sealed[chacha20poly1305.NonceSizeX:]
	plain, err := aead(read.Note(kind)).Open(nil, nonce, box, n.bound(kind))
	if err != nil {
		return fmt.Errorf("%s: %w", kind, ErrSealed)
	}
	if err := canonical.Decode(plain, v, limit); err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	return nil
}

// bound are the bytes that the ciphertext is bound to.
func (n *Note) bound(kind string) []byte {
	b := append([]byte("chirograph "+kind+" 1\x00"), n.Document[:]...)
	return append(b, n.Author[:]...)
}

// nonce is a synthetic nonce: it follows from all that is sealed, so what is
// sealed twice is the same bytes.
func (n *Note) nonce(key identity.Secret, kind string, plain []byte) []byte {
	mac := hmac.New(sha256.New, key[:])
	bound := n.bound(kind)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(bound))))
	mac.Write(bound)
	mac.Write(plain)
	return mac.Sum(nil)[:chacha20poly1305.NonceSizeX]
}

func (n Note) signed(kind string) []byte {
	n.Signature = [64]byte{}
	s := sha256.New()
	io.WriteString(s, "chirograph "+kind+" signature 1\x00")
	s.Write(canonical.Encode(n))
	return s.Sum(nil)
}
