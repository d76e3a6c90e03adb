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

// leafThat makes chunks until one is as it is wanted.
func (f forger) leafThat(seed uint64, want func(e entry, closed bool) bool) entry {
	for ; ; seed += 1000 {
		data := noise(seed, MaxChunk)
		n, closed := cut(data)
		if e := f.leaf(data[:n]); want(e, closed) {
			return e
		}
		if e := f.leaf(data[:n-1]); n > MinChunk && want(e, false) {
			return e
		}
	}
}

// eight makes the entries of a node that ends: the last of them is last.
func (f forger) eight(seed uint64, last entry) (entries []entry) {
	for i := range uint64(MinFan - 1) {
		entries = append(entries, f.leafThat(seed+i, func(_ entry, closed bool) bool { return closed }))
	}
	return append(entries, last)
}

func (f forger) deliver(t *testing.T, fetch *Fetch, e entry) error {
	t.Helper()
	err := fetch.Put(e.hash, f.store[e.hash])
	if err != nil && !errors.Is(err, ErrMalformed) {
		t.Fatal(err)
	}
	return err
}

// What may stand at the end of a text is not taken in the middle, although it
// came from the end first.
func TestFetchRefusesTheEndOfATextInItsMiddle(t *testing.T) {
	f := forger{store{}}
	ending := func(e entry, closed bool) bool { return closed && e.ends() }
	open := f.leafThat(1, func(e entry, closed bool) bool { return !closed && !e.ends() })

	t.Run("a chunk", func(t *testing.T) {
		left := f.eight(100, f.leafThat(2, ending))
		left[3] = open
		a, b := f.node(1, left...), f.node(1, f.leafThat(3, ending), open)
		root := f.node(2, a, b)
		fetch, err := NewFetch(root.asRoot(2), MaxSize, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range []entry{root, b, open} {
			if err := f.deliver(t, fetch, e); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.deliver(t, fetch, a); err == nil {
			t.Error("it was taken")
		}
	})
	t.Run("in a node", func(t *testing.T) {
		// A node that ends, with a chunk in it that does not.
		openEnd := f.leafThat(4, func(e entry, closed bool) bool { return !closed && e.ends() })
		node := f.node(1, f.eight(200, openEnd)...)
		var left []entry
		for i := uint64(0); len(left) < MinFan; i++ {
			e := f.node(1, f.eight(300+100*i, f.leafThat(5+i, ending))...)
			if len(left) < MinFan-1 || e.ends() {
				left = append(left, e)
			}
		}
		left[2] = node
		a, b := f.node(2, left...), f.node(2, left[0], node)
		root := f.node(3, a, b)
		fetch, err := NewFetch(root.asRoot(3), MaxSize, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range []entry{root, b, node, openEnd} {
			if err := f.deliver(t, fetch, e); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.deliver(t, fetch, a); err == nil {
			t.Error("it was taken")
		}
	})
}
