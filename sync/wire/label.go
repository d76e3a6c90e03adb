package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
)

// Limits of labels.
const (
	MaxName     = 80   // characters of a version's name
	MaxNote     = 500  // characters of its note
	MaxLabel    = 8192 // bytes of an encoded label: 64 heads of at most 80 bytes, name and note of 4 bytes a character at most
	MaxLabels   = 1024 // labels of a document
	MaxByAuthor = 256  // of them by one author
)

// ErrLabel is returned for a name or a note that no version can have.
var ErrLabel = errors.New("a name has 1 to 80 characters, a note at most 500")

// A Label is a named version: what one member calls a version of the document,
// for all of them. It can be hidden by whoever looks at it, but not altered.
type Label struct {
	_    struct{} `cbor:",toarray"`
	Note Note
}

// A Naming is what a label says.
type Naming struct {
	_    struct{} `cbor:",toarray"`
	Time int64    // Unix milliseconds, by the author's clock
	At   []Head   // the frontier of the version, in order
	Seal [32]byte // of its text
	Name string   // 1 to MaxName characters, no line breaks
	Note string   // at most MaxNote characters
}

// Check tells whether n may be shown.
func (n Naming) Check() error {
	control := func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
	}
	if c := utf8.RuneCountInString(n.Name); c < 1 || c > MaxName || !utf8.ValidString(n.Name) ||
		strings.TrimSpace(n.Name) != n.Name || strings.ContainsFunc(n.Name, control) || strings.ContainsRune(n.Name, '\n') {
		return ErrLabel
	}
	if utf8.RuneCountInString(n.Note) > MaxNote || !utf8.ValidString(n.Note) || strings.ContainsFunc(n.Note, control) {
		return ErrLabel
	}
	if len(n.At) > MaxDeps || !ordered(n.At) {
		return fmt.Errorf("label: %d heads: %w", len(n.At), ErrTooLarge)
	}
	return nil
}

// NewLabel seals and signs n, which must be in order.
func NewLabel(id identity.DocumentID, n Naming, read identity.ReadSecret, author ed25519.PrivateKey) Label {
	return Label{Note: newNote(noteLabel, id, canonical.Encode(n), read, author)}
}

// Author is who gave the name.
func (l *Label) Author() version.Author { return l.Note.Author }

// Verify tells whether the author of l signed it for document id.
func (l *Label) Verify(id identity.DocumentID) error { return l.Note.verify(noteLabel, id) }

// Open reads a label that was verified.
func (l *Label) Open(read identity.ReadSecret) (Naming, error) {
	var n Naming
	if err := l.Note.open(noteLabel, read, &n, MaxLabel); err != nil {
		return Naming{}, err
	}
	return n, n.Check()
}

// ID names the label.
func (l *Label) ID() [32]byte { return sha256.Sum256(l.Encode()) }

// Encode returns the encoding of l.
func (l *Label) Encode() []byte { return canonical.Encode(l) }

// ParseLabel reads one encoded label. It does not verify it.
func ParseLabel(data []byte) (Label, error) {
	var l Label
	if err := canonical.Decode(data, &l, MaxLabel); err != nil {
		return Label{}, fmt.Errorf("label: %w", err)
	}
	return l, nil
}

// Labels carries encoded labels that the other side may lack.
type Labels struct {
	_      struct{} `cbor:",toarray"`
	Labels [][]byte
}

// DigestOf returns the digest of some labels by their ids, in any order.
func DigestOf(ids [][32]byte) Digest {
	h := sha256.New()
	io.WriteString(h, "chirograph labels 1\x00")
	for _, id := range slices.SortedFunc(slices.Values(ids), func(a, b [32]byte) int { return slices.Compare(a[:], b[:]) }) {
		h.Write(id[:])
	}
	return Digest(h.Sum(nil))
}
