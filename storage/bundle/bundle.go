// Package bundle makes one open file of a document, for keeping and for
// handing to somebody who need not have this program: the text, its whole
// history, who the writers are and which versions have names.
//
// The file is a ZIP archive of five files, stored as they are, of which every
// program can take out the text. It has one encoding, down to the last bit of
// the archive, so that [Check] finds any bit that is not what it was and says
// where. docs/format.md has it byte for byte.
//
// Nothing in a bundle is signed: that it is sound says that nobody changed it
// by accident. Whoever wants to know that it holds a certain text compares the
// seal.
package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
	"chirograph/storage/snapshot"
	"chirograph/sync/seal"
)

// MaxSize is the most bytes of a bundle, and of the history in it once that is
// decompressed.
const MaxSize = 512 << 20

// A Bundle is what a bundle holds.
type Bundle struct {
	Title    string
	Past     *crdt.Text // all of it; what is not committed is not in the bundle
	People   []Person   // by ID, ascending
	Versions []Version  // in the order in which they are shown
}

// A Person is one of the writers.
type Person struct {
	ID   version.Author
	Name string
}

// A Version is a version with a name.
type Version struct {
	Name, Note string
	Author     version.Author // who named it
	Time       int64          // when, in Unix milliseconds
	At         version.Vector
}

// The parts, in the order in which they are in the file.
const (
	partManifest = "manifest.json"
	partText     = "text.md"
	partHistory  = "history"
	partPeople   = "people.json"
	partVersions = "versions.json"
)

// Encode returns the file of b. The people need not be in order.
func Encode(b *Bundle) []byte {
	h := b.Past.History()
	past := history.New(b.Past)
	people := make([]personJSON, len(b.People))
	for i, p := range b.People {
		people[i] = personJSON{hex.EncodeToString(p.ID[:]), p.Name}
	}
	slices.SortFunc(people, personJSON.compare)
	versions := make([]versionJSON, len(b.Versions))
	for i, v := range b.Versions {
		versions[i] = versionJSON{
			Name: v.Name, Note: v.Note, Author: hex.EncodeToString(v.Author[:]), Time: v.Time,
			At: idsJSON(v.At.Sorted()), Seal: seal.OfText(past.At(v.At)).Full(),
		}
	}
	parts := []part{
		{name: partText, data: h.Visible},
		{name: partHistory, data: snapshot.Encode(h)},
		{name: partPeople, data: encode(people)},
		{name: partVersions, data: encode(versions)},
	}
	manifest := encode(newManifest(b.Title, h.Visible, b.Past.Frontier(), parts))
	return archive(slices.Concat([]part{{name: partManifest, data: manifest}}, parts))
}

// Is tells whether data begins like a bundle.
func Is(data []byte) bool {
	head := archive([]part{{name: partManifest}})
	return len(data) >= headLen+len(partManifest) &&
		bytes.Equal(data[:4], head[:4]) && string(data[headLen:headLen+len(partManifest)]) == partManifest
}

// Open reads a bundle. Its error is the first fault that [Check] finds.
func Open(data []byte) (*Bundle, error) {
	b, findings := Check(data)
	for _, f := range findings {
		if f.Fault != nil {
			return nil, &DamagedError{f.Place, f.Fault}
		}
	}
	return b, nil
}

// Seal is the seal of the present text.
func (b *Bundle) Seal() seal.Seal { return seal.OfText([]byte(b.Past.String())) }

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
