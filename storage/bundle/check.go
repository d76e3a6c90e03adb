package bundle

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"

	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
	"chirograph/storage/snapshot"
	"chirograph/sync/seal"
)

// A Finding says of a place in a bundle whether it is as it was written.
type Finding struct {
	Place string // a part, or what is around the parts
	Fault error  // nil if it is sound
}

// A DamagedError says where a bundle is not as it was written, and why.
type DamagedError struct {
	Place string
	Fault error
}

func (e *DamagedError) Error() string { return e.Place + ": " + e.Fault.Error() }
func (e *DamagedError) Unwrap() error { return e.Fault }

// What is wrong with a place.
var (
	errDigest  = errors.New("its digest is another")
	errLength  = errors.New("the file is cut short, or goes on behind its end")
	errLarge   = errors.New("larger than 512 MB")
	errText    = errors.New("the history is that of another text")
	errSeal    = errors.New("the seal is that of another text")
	errHeads   = errors.New("the history ends elsewhere")
	errVersion = errors.New("the history has no such version")
)

// Places around the parts.
const (
	placeFile      = "the file"
	placeDirectory = "the directory of the archive"
	placeEnd       = "the end of the archive"
)

func placeHead(name string) string { return "the head of " + name }

// Check looks at every bit of a bundle: at each part, at the archive around
// them, and at whether the parts fit one another. Only if all is sound it
// returns what the bundle holds.
func Check(data []byte) (*Bundle, []Finding) {
	if len(data) > MaxSize {
		return nil, []Finding{{placeFile, errLarge}}
	}
	manifest, place, err := readManifest(data)
	if err != nil {
		return nil, []Finding{{place, err}}
	}
	findings := []Finding{{Place: partManifest}}
	parts, err := manifest.cut(data)
	if err != nil {
		return nil, append(findings, Finding{placeFile, err})
	}
	sound := true
	for i, p := range parts[1:] {
		f := Finding{Place: p.name}
		if digest(p.data) != manifest.Parts[i].SHA256 {
			f.Fault, sound = errDigest, false
		}
		findings = append(findings, f)
	}
	if !sound {
		return nil, findings
	}
	around := compareAround(data, parts)
	b, fits := manifest.read(parts)
	findings = slices.Concat(findings, around, fits)
	if slices.ContainsFunc(findings, func(f Finding) bool { return f.Fault != nil }) {
		return nil, findings
	}
	return b, findings
}

// readManifest reads the first part, whose digest is the last thing in the
// file.
func readManifest(data []byte) (m manifestJSON, place string, err error) {
	const start = headLen + len(partManifest)
	if len(data) < start+endLen+commentLen || !Is(data) {
		return m, placeFile, errors.New("it does not begin like a bundle, or is cut short")
	}
	size := int64(binary.LittleEndian.Uint32(data[18:]))
	if size > int64(len(data)-start-endLen-commentLen) {
		return m, placeHead(partManifest), errLength
	}
	body := data[start : start+int(size)]
	if digest(body) != string(data[len(data)-commentLen:]) {
		if crc32.ChecksumIEEE(body) == binary.LittleEndian.Uint32(data[14:]) {
			return m, placeEnd, errDigest // of the two that disagree with the manifest, one agrees
		}
		return m, partManifest, errDigest
	}
	if err := decode(body, &m); err != nil || m.Format != format || m.Heads == nil {
		return m, partManifest, errJSON
	}
	return m, "", nil
}

// cut finds the parts where they must be.
func (m *manifestJSON) cut(data []byte) ([]part, error) {
	names := []string{partText, partHistory, partPeople, partVersions}
	if len(m.Parts) != len(names) {
		return nil, errJSON
	}
	parts := []part{{name: partManifest, data: encode(m)}}
	at := headLen + len(partManifest) + len(parts[0].data)
	for i, p := range m.Parts {
		at += headLen + len(names[i])
		if p.Name != names[i] || p.Bytes < 0 || p.Bytes > len(data)-at {
			return nil, errLength
		}
		parts = append(parts, part{p.Name, data[at : at+p.Bytes]})
		at += p.Bytes
	}
	if len(data) != len(archive(parts)) {
		return nil, errLength
	}
	return parts, nil
}

// compareAround compares what is around the parts with what must be there.
func compareAround(data []byte, parts []part) (findings []Finding) {
	want := archive(parts)
	at := 0
	look := func(place string, n int) {
		f := Finding{Place: place}
		for i := range n {
			if data[at+i] != want[at+i] {
				f.Fault = fmt.Errorf("byte %d is %#02x and must be %#02x", at+i, data[at+i], want[at+i])
				break
			}
		}
		findings = append(findings, f)
		at += n
	}
	directory := 0
	for _, p := range parts {
		look(placeHead(p.name), headLen+len(p.name))
		at += len(p.data)
		directory += entryLen + len(p.name)
	}
	look(placeDirectory, directory)
	look(placeEnd, len(data)-at)
	return findings
}

// read reads parts that are what the manifest says, and finds out whether they
// fit one another.
func (m *manifestJSON) read(parts []part) (*Bundle, []Finding) {
	b := &Bundle{Title: m.Title}
	fit := Finding{Place: "how the parts fit one another"}
	for _, step := range []struct {
		place string
		do    func() error
	}{
		{partHistory, func() error { return b.readHistory(parts[2].data) }},
		{partText, func() error { return m.compareText(b.Past, parts[1].data) }},
		{partPeople, func() error { return b.readPeople(parts[3].data) }},
		{partVersions, func() error { return b.readVersions(parts[4].data) }},
	} {
		if err := step.do(); err != nil {
			return nil, []Finding{{step.place, err}}
		}
	}
	return b, []Finding{fit}
}

func (b *Bundle) readHistory(data []byte) error {
	f, err := snapshot.Open(data, MaxSize)
	if err != nil {
		return err
	}
	h, err := f.History()
	if err != nil {
		return err
	}
	b.Past, err = crdt.FromHistory(h)
	return err
}

func (m *manifestJSON) compareText(past *crdt.Text, text []byte) error {
	heads := slices.SortedFunc(slices.Values(past.Frontier()), version.Compare)
	switch {
	case past.String() != string(text):
		return errText
	case m.Seal != seal.OfText(text).Full():
		return errSeal
	case !slices.Equal(idsJSON(heads), m.Heads):
		return errHeads
	}
	return nil
}

func (b *Bundle) readPeople(data []byte) error {
	var people []personJSON
	if err := decode(data, &people); err != nil {
		return err
	}
	if people == nil {
		return errJSON
	}
	for i, p := range people {
		var id version.Author
		if !unhex(id[:], p.ID) || i > 0 && people[i-1].compare(p) >= 0 {
			return errJSON
		}
		b.People = append(b.People, Person{id, p.Name})
	}
	return nil
}

func (b *Bundle) readVersions(data []byte) error {
	var versions []versionJSON
	if err := decode(data, &versions); err != nil {
		return err
	}
	if versions == nil {
		return errJSON
	}
	past := history.New(b.Past)
	for _, v := range versions {
		at, err := vector(v.At)
		if err != nil {
			return err
		}
		var author version.Author
		if !unhex(author[:], v.Author) {
			return errJSON
		}
		if !isVersion(b.Past, at) {
			return fmt.Errorf("%q: %w", v.Name, errVersion)
		}
		if v.Seal != seal.OfText(past.At(at)).Full() {
			return fmt.Errorf("%q: %w", v.Name, errSeal)
		}
		b.Versions = append(b.Versions, Version{v.Name, v.Note, author, v.Time, at})
	}
	return nil
}

// isVersion tells whether a text had a version at: all of at is there, and
// with each operation its past.
func isVersion(t *crdt.Text, at version.Vector) bool {
	if !t.Vector().Covers(at) {
		return false
	}
	for _, id := range at.Sorted() {
		if !at.Covers(t.Past(id)) {
			return false
		}
	}
	return true
}
