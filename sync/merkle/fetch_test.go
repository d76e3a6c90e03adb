package merkle

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestFetchGetsTheTextFromLiars(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := text(t, "text")
		there, here := store{}, store{}
		r := Build(data, there.put)
		// Some of an older version is here, and some of that is damaged.
		Build(edit(t, data), func(h Hash, node []byte) {
			if rapid.IntRange(0, 3).Draw(t, "kept") > 0 {
				here.put(h, node)
			}
			if len(node) > 0 && rapid.IntRange(0, 9).Draw(t, "rotten") == 0 {
				here.put(h, node[1:])
			}
		})
		have := func(h Hash) ([]byte, bool) { node, ok := here[h]; return node, ok }
		f, err := NewFetch(r, r.Size, have)
		if err != nil {
			t.Fatal(err)
		}
		for !f.Done() {
			known, total := f.Known()
			if total != r.Size || known > total {
				t.Fatalf("%d bytes known of %d", known, total)
			}
			wants := f.Need(rapid.IntRange(1, 40).Draw(t, "asked for"))
			if len(wants) == 0 {
				t.Fatal("not done, and nothing needed")
			}
			w := rapid.SampledFrom(wants).Draw(t, "answered")
			node := there[w.Hash]
			if len(node) > w.MaxBytes() {
				t.Fatalf("a node of %d bytes where %d are the most", len(node), w.MaxBytes())
			}
			switch rapid.IntRange(0, 9).Draw(t, "peer") {
			case 0: // lies
				lie := append(bytes.Clone(node), 0)
				if err := f.Put(w.Hash, lie[rapid.IntRange(0, min(1, len(node))).Draw(t, "from"):]); !errors.Is(err, ErrWrong) {
					t.Fatalf("a lie: %v", err)
				}
			case 1: // is gone, and so is this program
				if f, err = NewFetch(r, r.Size, have); err != nil {
					t.Fatal(err)
				}
			default:
				if err := f.Put(w.Hash, node); err != nil {
					t.Fatal(err)
				}
				here.put(w.Hash, node)
				if err := f.Put(w.Hash, node); !errors.Is(err, ErrUnwanted) {
					t.Fatalf("a node twice: %v", err)
				}
			}
		}
		if known, total := f.Known(); known != total {
			t.Fatalf("done with %d bytes of %d", known, total)
		}
		got, err := Read(r, r.Size, here.get)
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("fetched %d bytes of %d: %v", len(got), len(data), err)
		}
	})
}

func TestFetchAsksForNothingTwice(t *testing.T) {
	s := store{}
	r := Build(bytes.Repeat([]byte("the same and the same again, "), 20_000), s.put)
	f, err := NewFetch(r, r.Size, nil)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for !f.Done() {
		for _, w := range f.Need(1000) {
			asked++
			if err := f.Put(w.Hash, s[w.Hash]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if known, total := f.Known(); asked != len(s) || known != total {
		t.Errorf("asked for %d nodes of %d, %d bytes known of %d", asked, len(s), known, total)
	}
	if _, err := NewFetch(r, r.Size-1, nil); !errors.Is(err, ErrTooLarge) {
		t.Errorf("larger than the limit: %v", err)
	}
}

// A node that claims two sizes, or stands where it cannot, is not taken for
// what it claims elsewhere.
func TestFetchRefusesOneNodeInTwoRoles(t *testing.T) {
	f := forger{store{}}
	data := prose(4, 8*MaxChunk)
	var chunks []entry
	for rest := data; len(chunks) < 8; {
		n, _ := cut(rest)
		chunks = append(chunks, f.leaf(rest[:n]))
		rest = rest[n:]
	}
	short := f.leaf([]byte("the end"))
	bigger := entry{chunks[0].hash, chunks[0].size + 1}
	for _, tt := range []struct {
		name string
		root Root
	}{
		{"two sizes", f.node(1, append(chunks[:2:2], bigger)...).asRoot(1)},
		{"an end in the middle", f.node(1, chunks[0], entry{short.hash, MinChunk}, short).asRoot(1)},
	} {
		fetch, err := NewFetch(tt.root, MaxSize, nil)
		for err == nil && !fetch.Done() {
			wants := fetch.Need(10)
			w := wants[len(wants)-1]
			err = fetch.Put(w.Hash, f.store[w.Hash])
		}
		if !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", tt.name, err)
		}
		if err == nil || fetch.Done() {
			t.Errorf("%s: done", tt.name)
		}
	}
}
