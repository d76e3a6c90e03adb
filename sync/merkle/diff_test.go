package merkle

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// chunksOf returns the chunks of a text, and where each begins.
func chunksOf(data []byte) (hashes []Hash, at []int64) {
	for from := 0; from < len(data); {
		n, _ := cut(data[from:])
		hashes, at = append(hashes, sum(0, data[from:from+n])), append(at, int64(from))
		from += n
	}
	return hashes, append(at, int64(len(data)))
}

// outside returns what the ranges leave of data.
func outside(data []byte, hunks []Hunk, of func(Hunk) Range) (rest []byte) {
	var at int64
	for _, h := range hunks {
		rest = append(rest, data[at:of(h).From]...)
		at = of(h).To
	}
	return append(rest, data[at:]...)
}

func ofA(h Hunk) Range { return h.A }
func ofB(h Hunk) Range { return h.B }

func TestDiffLeavesOutWhatIsEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, s := text(t, "text"), store{}
		b := a
		for range rapid.IntRange(0, 4).Draw(t, "edits") {
			b = edit(t, b)
		}
		if rapid.Bool().Draw(t, "moved") {
			at := rapid.IntRange(0, len(b)).Draw(t, "at")
			b = slices.Concat(b[at:], b[:at])
		}
		hunks, err := Diff(Build(a, s.put), Build(b, s.put), s.get)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(outside(a, hunks, ofA), outside(b, hunks, ofB)) {
			t.Fatalf("outside of %v the texts differ", hunks)
		}
		if bytes.Equal(a, b) != (len(hunks) == 0) {
			t.Fatalf("texts equal: %v, hunks %v", bytes.Equal(a, b), hunks)
		}
		for i, h := range hunks {
			if h.A.From > h.A.To || h.B.From > h.B.To || h.A.From == h.A.To && h.B.From == h.B.To {
				t.Fatalf("hunk %v", h)
			}
			if i > 0 && (hunks[i-1].A.To >= h.A.From || hunks[i-1].B.To >= h.B.From) {
				t.Fatalf("hunks %v and %v touch", hunks[i-1], h)
			}
		}
	})
}

// Where no chunk occurs twice and none has moved, exactly the chunks that
// the other text lacks are different.
func TestDiffIsTheChunksThatDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := store{}
		a := noise(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 300_000).Draw(t, "bytes"))
		b := a
		for range rapid.IntRange(0, 5).Draw(t, "edits") {
			b = edit(t, b)
		}
		gets := 0
		ra, rb := Build(a, s.put), Build(b, s.put)
		hunks, err := Diff(ra, rb, func(h Hash) ([]byte, error) { gets++; return s.get(h) })
		if err != nil {
			t.Fatal(err)
		}
		ha, atA := chunksOf(a)
		hb, atB := chunksOf(b)
		for _, side := range []struct {
			of    func(Hunk) Range
			mine  []Hash
			at    []int64
			other []Hash
		}{{ofA, ha, atA, hb}, {ofB, hb, atB, ha}} {
			for i, h := range side.mine {
				inside := slices.ContainsFunc(hunks, func(k Hunk) bool {
					return side.of(k).From <= side.at[i] && side.at[i+1] <= side.of(k).To
				})
				if inside == slices.Contains(side.other, h) {
					t.Fatalf("chunk %d at %d: in a hunk: %v, in the other text: %v; %v",
						i, side.at[i], inside, slices.Contains(side.other, h), hunks)
				}
			}
		}
		if inner := 2 * (len(ha) + len(hb)) / MinFan; gets > inner+int(ra.Level+rb.Level) {
			t.Fatalf("%d nodes got", gets)
		}
	})
}

func TestDiffGetsOnlyWhatDiffers(t *testing.T) {
	s := store{}
	data := prose(1, 2<<20)
	r := Build(data, s.put)
	gets := 0
	get := func(h Hash) ([]byte, error) { gets++; return s.get(h) }
	if hunks, err := Diff(r, r, get); err != nil || hunks != nil || gets > 0 {
		t.Errorf("with itself: %v, %d nodes got: %v", hunks, gets, err)
	}
	at := len(data) / 2
	other := Build(slices.Concat(data[:at], []byte("x"), data[at:]), s.put)
	hunks, err := Diff(r, other, get)
	if err != nil || len(hunks) != 1 || gets > 2*int(r.Level)+2 {
		t.Errorf("after an edit: %v, %d nodes got: %v", hunks, gets, err)
	}
	if _, err := Diff(r, other, store{}.get); !errors.Is(err, errMissing) {
		t.Errorf("without nodes: %v", err)
	}
}

// Chunks that occur many times are paired from both ends.
func TestDiffFindsAChangeAmongEqualChunks(t *testing.T) {
	chunk := func(seed uint64) []byte {
		data := noise(seed, MaxChunk)
		n, _ := cut(data)
		return data[:n]
	}
	same, one, other := bytes.Repeat(chunk(1), 300), chunk(2), chunk(3)
	a, b := slices.Concat(same, one, same), slices.Concat(same, other, same)
	s := store{}
	hunks, err := Diff(Build(a, s.put), Build(b, s.put), s.get)
	from := int64(len(same))
	want := Hunk{Range{from, from + int64(len(one))}, Range{from, from + int64(len(other))}}
	if err != nil || !slices.Equal(hunks, []Hunk{want}) {
		t.Errorf("%v, %v, want %v", hunks, err, want)
	}
}

// What only one of the texts has is not looked into.
func TestDiffLooksIntoNothingThatIsWhollyNew(t *testing.T) {
	s := store{}
	data := noise(5, 1<<20)
	r := Build(data, s.put)
	_, below, err := r.top().get(s.get)
	if err != nil {
		t.Fatal(err)
	}
	gone := below[1]
	from := below[0].size
	other := Build(slices.Concat(data[:from], data[from+gone.size:]), s.put)
	hunks, err := Diff(r, other, func(h Hash) ([]byte, error) {
		if h == gone.hash {
			t.Error("the node that is gone was got")
		}
		return s.get(h)
	})
	want := Hunk{Range{from, from + gone.size}, Range{from, from}}
	if err != nil || !slices.Equal(hunks, []Hunk{want}) {
		t.Errorf("%v, %v, want %v", hunks, err, want)
	}
}
