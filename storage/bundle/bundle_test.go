package bundle

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
	"chirograph/storage/snapshot"
	"chirograph/sync/seal"
)

var ann, bob = version.Replica{Author: version.Author{1}}, version.Replica{Author: version.Author{2}}

// sample is a small document of two people with a named version.
func sample() *Bundle {
	t := crdt.New()
	t.Insert(ann, 0, "Costs are high.\n")
	t.Commit(ann, 1000)
	first := t.Vector()
	t.Insert(bob, 10, "not ")
	t.Delete(bob, 0, 5)
	t.Commit(bob, 2000)
	return &Bundle{
		Title:    "Costs & <risks>",
		Past:     t,
		People:   []Person{{bob.Author, "Bob"}, {ann.Author, "Ann"}},
		Versions: []Version{{"first", "as sent", ann.Author, 1500, first}},
	}
}

func TestBundleIsReadBack(t *testing.T) {
	for name, b := range map[string]*Bundle{"some": sample(), "empty": {Past: crdt.New()}} {
		data := Encode(b)
		got, err := Open(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		people := slices.Clone(b.People)
		slices.SortFunc(people, func(a, b Person) int { return bytes.Compare(a.ID[:], b.ID[:]) })
		if got.Title != b.Title || !slices.Equal(got.People, people) ||
			got.Past.String() != b.Past.String() || !got.Past.Vector().Equal(b.Past.Vector()) {
			t.Errorf("%s: got %+v", name, got)
		}
		if !bytes.Equal(Encode(got), data) || !Is(data) {
			t.Errorf("%s: has another encoding", name)
		}
		for i, v := range got.Versions {
			text := history.New(got.Past).At(v.At)
			if w := b.Versions[i]; v.Name != w.Name || v.Note != w.Note || v.Author != w.Author ||
				v.Time != w.Time || string(text) != "Costs are high.\n" {
				t.Errorf("%s: version %+v, %q", name, v, text)
			}
		}
		if got.Seal() != seal.OfText([]byte(b.Past.String())) {
			t.Errorf("%s: another seal", name)
		}
	}
}

func TestOtherProgramsTakeOutTheText(t *testing.T) {
	data := Encode(sample())
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "manifest.json text.md history people.json versions.json" {
		t.Errorf("holds %s", got)
	}
	f, err := r.Open("text.md")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(f); err != nil || string(text) != " are not high.\n" {
		t.Errorf("got %q, %v", text, err)
	}
}

// regions lists where the places of a bundle begin, in order, by what another
// reader of ZIP files finds.
func regions(t *testing.T, data []byte) (starts []int, places []string) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	end := 0
	for _, f := range r.File {
		at, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		starts, places = append(starts, end, int(at)), append(places, placeHead(f.Name), f.Name)
		end = int(at) + int(f.CompressedSize64)
	}
	return append(starts, end, bytes.LastIndex(data, []byte("PK\x05\x06"))), append(places, placeDirectory, placeEnd)
}

func TestEveryFlippedBitIsFoundAndItsPlaceNamed(t *testing.T) {
	data := Encode(sample())
	starts, places := regions(t, data)
	for bit := range 8 * len(data) {
		data[bit/8] ^= 1 << (bit % 8)
		i, exact := slices.BinarySearch(starts, bit/8)
		if !exact {
			i--
		}
		want := places[i]
		if bit/8 < 4 || want == placeHead(partManifest) && bit/8 >= headLen {
			want = placeFile // it does not look like a bundle any more
		}
		var got *DamagedError
		_, err := Open(data)
		switch {
		case !errors.As(err, &got):
			t.Fatalf("bit %d, in %s: %v", bit, want, err)
		case got.Place == want:
		case want == placeHead(partManifest) && 14 <= bit/8 && bit/8 < 22: // its size: nothing can be found by it
		default:
			t.Fatalf("bit %d, in %s: found in %v", bit, want, err)
		}
		data[bit/8] ^= 1 << (bit % 8)
	}
}

func TestTruncationIsFound(t *testing.T) {
	data := Encode(sample())
	for n := range data {
		if _, err := Open(data[:n]); err == nil {
			t.Fatalf("%d of %d bytes were read", n, len(data))
		}
	}
	if _, err := Open(append(data, 0)); err == nil {
		t.Error("a byte behind the end was read")
	}
}

// forge makes a bundle whose digests are right and whose parts are not.
func forge(b *Bundle, change func(m *manifestJSON, parts []part)) []byte {
	data := Encode(b)
	m, _, err := readManifest(data)
	if err != nil {
		panic(err)
	}
	parts, err := m.cut(data)
	if err != nil {
		panic(err)
	}
	for i := range parts {
		parts[i].data = bytes.Clone(parts[i].data)
	}
	change(&m, parts)
	for i, p := range parts[1:] {
		m.Parts[i] = partJSON{p.name, len(p.data), digest(p.data)}
	}
	parts[0].data = encode(&m)
	return archive(parts)
}

func TestPartsThatDoNotFitAreFound(t *testing.T) {
	replace := func(i int, from, to string) func(*manifestJSON, []part) {
		return func(_ *manifestJSON, parts []part) {
			if !bytes.Contains(parts[i].data, []byte(from)) {
				t.Errorf("no %q in %s", from, parts[i].name)
			}
			parts[i].data = bytes.Replace(parts[i].data, []byte(from), []byte(to), 1)
		}
	}
	other := seal.OfText([]byte("other")).Full()
	for _, tt := range []struct {
		name, place string
		change      func(*manifestJSON, []part)
	}{
		{"nothing", "", func(*manifestJSON, []part) {}},
		{"another text", partText, replace(1, "high", "HIGH")},
		{"another history", partText, func(_ *manifestJSON, parts []part) {
			parts[2].data = snapshot.Encode(crdt.New().History())
		}},
		{"no history", partHistory, func(_ *manifestJSON, parts []part) { parts[2].data = nil }},
		{"another seal", partText, func(m *manifestJSON, _ []part) { m.Seal = other }},
		{"other heads", partText, func(m *manifestJSON, _ []part) { m.Heads[0].Last++ }},
		{"another format", partManifest, func(m *manifestJSON, _ []part) { m.Format = "chirograph bundle 2" }},
		{"people in disorder", partPeople, replace(3, `"01`, `"ff`)},
		{"people twice", partPeople, replace(3, `"02`, `"01`)},
		{"JSON in another form", partPeople, replace(3, "\n", "")},
		{"JSON that is none", partVersions, replace(4, "[", "")},
		{"nothing for people", partPeople, func(_ *manifestJSON, parts []part) { parts[3].data = []byte("null\n") }},
		{"a field more", partPeople, replace(3, `"name"`, `"age": 1, "name"`)},
		{"a version that never was", partVersions, replace(4, `"last": 16`, `"last": 17`)},
		{"a version cut in a change", partVersions, replace(4, `"last": 16`, `"last": 15`)},
		{"a version of a stranger", partVersions, replace(4, `"author": "01`, `"author": "0g`)},
		{"a seal of a version", partVersions, func(_ *manifestJSON, parts []part) {
			at := bytes.LastIndex(parts[4].data, []byte(`"seal": "`)) + len(`"seal": "`)
			copy(parts[4].data[at:], other)
		}},
	} {
		_, err := Open(forge(sample(), tt.change))
		var got *DamagedError
		if tt.place == "" && err != nil || tt.place != "" && (!errors.As(err, &got) || got.Place != tt.place) {
			t.Errorf("%s: %v, want it in %q", tt.name, err, tt.place)
		}
	}
}

func FuzzOpen(f *testing.F) {
	good := Encode(sample())
	f.Add(good)
	f.Add(Encode(&Bundle{Past: crdt.New()}))
	f.Add(forge(sample(), func(m *manifestJSON, _ []part) { m.Heads = nil }))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Open(data)
		if err != nil {
			return
		}
		r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		text, err := r.Open(partText)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(text); err != nil || string(got) != b.Past.String() {
			t.Errorf("other programs read %q, this one %q", got, b.Past)
		}
	})
}

// Parts whose digests are right are read in one form only, too.
func FuzzParts(f *testing.F) {
	var seeds [][]byte
	forge(sample(), func(_ *manifestJSON, parts []part) {
		for _, p := range parts[2:] {
			seeds = append(seeds, p.data)
		}
	})
	f.Add(seeds[0], seeds[1], seeds[2])
	f.Add(seeds[0], []byte("[]\n"), []byte("[]\n"))
	f.Fuzz(func(t *testing.T, past, people, versions []byte) {
		b, err := Open(forge(sample(), func(_ *manifestJSON, parts []part) {
			parts[2].data, parts[3].data, parts[4].data = past, people, versions
		}))
		if err != nil {
			return
		}
		forge(b, func(_ *manifestJSON, parts []part) {
			if !bytes.Equal(parts[3].data, people) || !bytes.Equal(parts[4].data, versions) {
				t.Errorf("%s and %s have another form", people, versions)
			}
		})
	})
}
