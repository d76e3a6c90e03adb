package identity

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/chacha20poly1305"

	"chirograph/editor/version"
	"chirograph/sync/canonical"
)

// A Role is what a person may do with a document.
type Role uint8

// The roles, from the most to the least. Their numbers are in links and
// certificates for ever.
const (
	Owner  Role = 1
	Editor Role = 2
	Reader Role = 3
	Keeper Role = 4
)

// A Certificate says that an author may write. Whoever holds the write seed
// of the epoch can sign one, for their own key or another's.
type Certificate struct {
	_         struct{} `cbor:",toarray"`
	Document  DocumentID
	Epoch     uint64
	Author    version.Author
	Role      Role
	Signature [64]byte
}

// Certify signs that author may write in document id as role, by the write
// key of the epoch.
func Certify(id DocumentID, epoch uint64, author version.Author, role Role, write ed25519.PrivateKey) Certificate {
	c := Certificate{Document: id, Epoch: epoch, Author: author, Role: role}
	c.Signature = [64]byte(ed25519.Sign(write, c.signed()))
	return c
}

// Check tells whether c lets its author write in ch's document: it must be
// signed by the owner, or by the write key of its epoch for an editor.
func (c Certificate) Check(ch Charter) error {
	if c.Document != ch.Genesis.ID() {
		return fmt.Errorf("certificate: %w", ErrForeign)
	}
	if c.Epoch >= uint64(len(ch.Epochs)) {
		return fmt.Errorf("certificate: epoch %d is unknown", c.Epoch)
	}
	var signer version.Author
	switch c.Role {
	case Owner:
		signer = ch.Genesis.Owner
	case Editor:
		signer = ch.Epochs[c.Epoch].Write
	default:
		return fmt.Errorf("certificate: role %d may not write", c.Role)
	}
	if !ed25519.Verify(signer[:], c.signed(), c.Signature[:]) {
		return fmt.Errorf("certificate: %w", ErrSignature)
	}
	return nil
}

func (c Certificate) signed() []byte {
	c.Signature = [64]byte{}
	h := tagged("chirograph certificate 1", canonical.Encode(c))
	return h[:]
}

// A Profile is how a person is shown to those they write with.
type Profile struct {
	_      struct{} `cbor:",toarray"`
	Name   string   // 1 to 40 characters, no line breaks
	Colour uint8    // index into the twelve colours
}

// Colours is how many colours people can choose from.
const Colours = 12

// ErrProfile is returned for a name or colour that nobody can have.
var ErrProfile = errors.New("a name has 1 to 40 characters")

// Check tells whether p may be shown.
func (p Profile) Check() error {
	n := utf8.RuneCountInString(p.Name)
	ok := n >= 1 && n <= 40 && utf8.ValidString(p.Name) && p.Colour < Colours &&
		strings.TrimSpace(p.Name) == p.Name &&
		!strings.ContainsFunc(p.Name, func(r rune) bool { return unicode.IsControl(r) || bidiControl(r) })
	if !ok {
		return ErrProfile
	}
	return nil
}

// bidiControl tells whether r turns the writing around: such a character in
// a name could make the words beside it read as something else.
func bidiControl(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// A Card is an author's profile, readable by members only and signed by the
// author. The newest counts.
type Card struct {
	_         struct{} `cbor:",toarray"`
	Document  DocumentID
	Author    version.Author
	Time      int64 // Unix milliseconds, by the author's clock
	Sealed    []byte
	Signature [64]byte
}

// NewCard seals and signs p. now is in Unix milliseconds.
func NewCard(id DocumentID, p Profile, now int64, read ReadSecret, author ed25519.PrivateKey) Card {
	c := Card{Document: id, Author: Author(author), Time: now}
	plain := canonical.Encode(p)
	c.Sealed = cardCipher(read).seal(c.bound(), plain)
	c.Signature = [64]byte(ed25519.Sign(author, c.signed()))
	return c
}

// Check tells whether the author of c signed it for document id.
func (c Card) Check(id DocumentID) error {
	switch {
	case c.Document != id:
		return fmt.Errorf("card: %w", ErrForeign)
	case !ed25519.Verify(c.Author[:], c.signed(), c.Signature[:]):
		return fmt.Errorf("card: %w", ErrSignature)
	}
	return nil
}

// Open reads a card that was checked.
func (c Card) Open(read ReadSecret) (Profile, error) {
	var p Profile
	plain, err := cardCipher(read).open(c.bound(), c.Sealed)
	if err != nil {
		return p, fmt.Errorf("card: %w", err)
	}
	if err := canonical.Decode(plain, &p, MaxRecord); err != nil {
		return Profile{}, fmt.Errorf("card: %w", err)
	}
	return p, p.Check()
}

func (c Card) signed() []byte {
	c.Signature = [64]byte{}
	h := tagged("chirograph card 1", canonical.Encode(c))
	return h[:]
}

// bound are the bytes that a card's ciphertext is bound to.
func (c Card) bound() []byte {
	b := append([]byte("chirograph card 1\x00"), c.Document[:]...)
	b = append(b, c.Author[:]...)
	return binary.BigEndian.AppendUint64(b, uint64(c.Time))
}

// A cipher seals small records. The nonce is derived from what is sealed and
// stands in front of it: XChaCha20-Poly1305 with a synthetic nonce, so that a
// record sealed twice is the same bytes and no randomness is needed.
type cipher Secret

func cardCipher(r ReadSecret) cipher { return cipher(r.Card()) }

func (c cipher) seal(bound, plain []byte) []byte {
	aead, err := chacha20poly1305.NewX(c[:])
	if err != nil {
		panic("identity: " + err.Error())
	}
	h := sha256.New()
	h.Write([]byte("chirograph nonce 1\x00"))
	h.Write(c[:])
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(bound))))
	h.Write(bound)
	h.Write(plain)
	nonce := h.Sum(nil)[:chacha20poly1305.NonceSizeX]
	return aead.Seal(nonce, nonce, plain, bound)
}

func (c cipher) open(bound, sealed []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(c[:])
	if err != nil {
		panic("identity: " + err.Error())
	}
	if len(sealed) < chacha20poly1305.NonceSizeX {
		return nil, ErrSignature
	}
	nonce, box := sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:]
	return aead.Open(nil, nonce, box, bound)
}
