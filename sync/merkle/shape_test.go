package merkle

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// A forger makes trees that Build does not make.
type forger struct{ store }

func (f forger) leaf(chunk []byte) entry {
	h := sum(0, chunk)
	f.put(h, chunk)
	return entry{h, int64(len(chunk))}
}

func (f forger) node(level uint8, entries ...entry) entry {
	node := appendNode(nil, entries)
	h := sum(level, node)
	f.put(h, node)
	var size int64
	for _, e := range entries {
		size += e.size
	}
	return entry{h, size}
}

func (e entry) asRoot(level uint8) Root { return Root{e.hash, e.size, level} }

func TestOneTextHasOneTree(t *testing.T) {
	data := prose(1, 300_000)
	s := store{}
	honest := Build(data, s.put)
	_, below, err := honest.top().get(s.get)
	if err != nil || honest.Level < 2 {
		t.Fatal(honest, err)
	}
	var nodes, chunks []entry // of level 1 and 0
	nodesAt := func(places []place) (all []place) {
		for _, p := range places {
			_, q, err := p.get(s.get)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, q...)
		}
		return all
	}
	for level := honest.Level - 1; level > 1; level-- {
		below = nodesAt(below)
	}
	for _, p := range below {
		nodes = append(nodes, p.entry)
	}
	for _, p := range nodesAt(below) {
		chunks = append(chunks, p.entry)
	}
	f := forger{s}
	first, _ := cut(data)
	for _, tt := range []struct {
		name string
		root Root
	}{
		{"a chunk cut early", f.node(1, f.leaf(data[:first-1]), f.leaf(data[first-1:first])).asRoot(1)},
		{"two chunks in one", f.leaf(data[:first+1]).asRoot(0)},
		{"chunks that are too short", f.node(1, f.leaf(data[:9]), f.leaf(data[9:18])).asRoot(1)},
		{"an empty chunk", f.node(1, f.leaf(data[:first]), f.leaf(nil)).asRoot(1)},
		{"a node of one entry", f.node(1, chunks[0]).asRoot(1)},
		{"a node of no entries", f.node(1).asRoot(1)},
		{"nodes that are too small", f.node(2, f.node(1, chunks[:4]...), f.node(1, chunks[4:8]...)).asRoot(2)},
		{"a node of too many entries", f.node(1, chunks...).asRoot(1)},
		{"nodes in one that end", f.node(1, append(bytesOf(t, s, nodes[0]), bytesOf(t, s, nodes[1])...)...).asRoot(1)},
		{"a size that is wrong", f.node(1, entry{chunks[0].hash, chunks[0].size + 1}, chunks[1]).asRoot(1)},
		{"a sum that is wrong", Root{honest.Hash, honest.Size + 1, honest.Level}},
	} {
		if _, err := Read(tt.root, MaxSize, s.get); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", tt.name, err)
		}
		fetch, err := NewFetch(tt.root, MaxSize, nil)
		for err == nil && !fetch.Done() {
			w := fetch.Need(1)[0]
			err = fetch.Put(w.Hash, s[w.Hash])
		}
		if !errors.Is(err, ErrMalformed) {
			t.Errorf("%s, fetched: %v", tt.name, err)
		}
	}
}

// Whatever tree is made of a text, it is read if it is the one that Build
// makes, and no other is.
func TestOnlyTheTreeOfATextIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := text(t, "text")
		f := forger{store{}}
		lies := rapid.IntRange(0, 3).Draw(t, "lies")
		length := func(honest, most int) int {
			if lies > 0 && rapid.IntRange(0, 20).Draw(t, "lie") == 0 {
				lies--
				return rapid.IntRange(1, most).Draw(t, "length")
			}
			return honest
		}
		var entries []entry
		for rest := data; len(rest) > 0 || entries == nil; {
			n, _ := cut(rest)
			n = min(length(n, MaxChunk), len(rest))
			entries = append(entries, f.leaf(rest[:n]))
			rest = rest[n:]
		}
		level := uint8(0)
		for ; len(entries) > 1 && level < MaxLevel; level++ {
			var above []entry
			for len(entries) > 0 {
				n, _ := groupLen(entries)
				n = min(length(n, MaxFan), len(entries))
				above = append(above, f.node(level+1, entries[:n]...))
				entries = entries[n:]
			}
			entries = above
		}
		root := entries[0].asRoot(level)
		honest := root == RootOf(data)
		got, err := Read(root, MaxSize, f.get)
		if honest != (err == nil) || honest && !bytes.Equal(got, data) {
			t.Fatalf("the tree that Build makes: %v; read %d bytes of %d: %v", honest, len(got), len(data), err)
		}
		fetch, err := NewFetch(root, MaxSize, func(h Hash) ([]byte, bool) { node, ok := f.store[h]; return node, ok })
		if honest != (err == nil) || honest && !fetch.Done() {
			t.Fatalf("the tree that Build makes: %v; fetched: %v", honest, err)
		}
	})
}

// bytesOf returns the entries of a node of level 1.
func bytesOf(t *testing.T, s store, e entry) []entry {
	t.Helper()
	entries, err := parseNode(s[e.hash])
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestCheckTellsWrongFromMalformed(t *testing.T) {
	s := store{}
	r := Build(prose(2, 100_000), s.put)
	top := s[r.Hash]
	long := binary.AppendUvarint(append([]byte{}, top[:32]...), 1)
	long = append(long[:32], 0x81, 0x00) // 1, in two bytes
	for _, tt := range []struct {
		name  string
		h     Hash
		level uint8
		node  []byte
		want  error
	}{
		{"the node", r.Hash, r.Level, top, nil},
		{"on another level", r.Hash, r.Level - 1, top, ErrWrong},
		{"on a level that is none", sum(9, top), 9, top, ErrWrong},
		{"a chunk", sum(0, []byte("a")), 0, []byte("a"), nil},
		{"too long", r.Hash, 0, make([]byte, MaxNode+1), ErrWrong},
		{"a long number", sum(1, long), 1, long, ErrMalformed},
		{"an entry cut short", sum(1, top[:20]), 1, top[:20], ErrMalformed},
		{"no entries", sum(1, nil), 1, nil, ErrMalformed},
		{"a size of nothing", sum(1, make([]byte, 33)), 1, make([]byte, 33), ErrMalformed},
	} {
		if err := check(tt.h, tt.level, tt.node); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func FuzzNode(f *testing.F) {
	s := store{}
	Build(prose(3, 200_000), func(h Hash, node []byte) {
		s.put(h, node)
		if len(node)%minEntry < 64 {
			f.Add(bytes.Clone(node))
		}
	})
	f.Fuzz(func(t *testing.T, node []byte) {
		entries, err := parseNode(node)
		if err != nil {
			return
		}
		if len(entries) > MaxFan || !bytes.Equal(appendNode(nil, entries), node) {
			t.Errorf("%d entries of %d bytes are encoded otherwise", len(entries), len(node))
		}
	})
}
