package merkle

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

var errMissing = errors.New("no such node")

// text draws some text: prose, noise or a repetition, or all of them.
func text(t *rapid.T, label string) []byte {
	var b []byte
	for range rapid.IntRange(0, 4).Draw(t, label+" parts") {
		n := rapid.IntRange(0, 40000).Draw(t, "bytes")
		seed := rapid.Uint64Range(0, 9).Draw(t, "seed")
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			b = append(b, prose(seed, n)...)
		case 1:
			b = append(b, noise(seed, n)...)
		default:
			b = append(b, bytes.Repeat([]byte{'a' + byte(seed)}, n)...)
		}
	}
	return b
}

func noise(seed uint64, n int) []byte {
	b := make([]byte, n)
	rng := rand.New(rand.NewPCG(seed, 2))
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

// edit draws an edit of data, and returns what becomes of it.
func edit(t *rapid.T, data []byte) []byte {
	from := rapid.IntRange(0, len(data)).Draw(t, "from")
	to := rapid.IntRange(from, min(len(data), from+rapid.IntRange(0, 5000).Draw(t, "cut"))).Draw(t, "to")
	put := noise(rapid.Uint64().Draw(t, "noise"), rapid.IntRange(0, 300).Draw(t, "put"))
	return bytes.Join([][]byte{data[:from], put, data[to:]}, nil)
}

func TestReadGivesWhatWasBuilt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data, s := text(t, "text"), store{}
		r := Build(data, s.put)
		if r.Size != int64(len(data)) || r != RootOf(bytes.Clone(data)) {
			t.Fatalf("root %+v of %d bytes, another time %+v", r, len(data), RootOf(data))
		}
		got, err := Read(r, r.Size, s.get)
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("read %d bytes of %d: %v", len(got), len(data), err)
		}
	})
}

func TestOtherTextsHaveOtherRoots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := text(t, "text")
		b := edit(t, a)
		if bytes.Equal(a, b) != (RootOf(a) == RootOf(b)) {
			t.Fatalf("texts equal: %v, roots %v and %v", bytes.Equal(a, b), RootOf(a), RootOf(b))
		}
	})
}

// The roots are part of the format: they are in seals that people keep. These
// were computed by another program, written after docs/format.md.
func TestRootsStayWhatTheyAre(t *testing.T) {
	var stream []byte // 1 MiB: the hashes of 0, 1, … as eight bytes each
	for i := range uint64(1 << 15) {
		block := sha256.Sum256(binary.BigEndian.AppendUint64(nil, i))
		stream = append(stream, block[:]...)
	}
	for _, tt := range []struct {
		data []byte
		want string
	}{
		{nil, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
		{[]byte("A text.\n"), "882c04fffe5898bafa232587010607d1f0f74736ecf74f9ab479dfe302ed3885"},
		{bytes.Repeat([]byte("a"), 20000), "0138f4fa683f9b4128381b8710b6482b389f0e05a30565b966a868f577338bca"},
		{stream, "007921b2c388d08a8b836bb64efca9503517b4a667dd0c9e4cdde9819bda32f0"},
	} {
		if got := RootOf(tt.data); got.Hash.String() != tt.want {
			t.Errorf("root of %d bytes: %v on level %d, want %v", len(tt.data), got.Hash, got.Level, tt.want)
		}
	}
}

func TestAnEditChangesFewNodes(t *testing.T) {
	data, s := prose(1, 1<<20), store{}
	Build(data, s.put)
	rng := rand.New(rand.NewPCG(1, 1))
	const edits = 200
	total := 0
	for range edits {
		at := rng.IntN(len(data))
		data = bytes.Join([][]byte{data[:at], []byte("new"), data[at+rng.IntN(min(9, len(data)-at)):]}, nil)
		before := len(s)
		Build(data, s.put)
		if n := len(s) - before; n > 24 {
			t.Errorf("an edit at %d made %d nodes new", at, n)
		}
		total += len(s) - before
	}
	if total > 5*edits {
		t.Errorf("%d edits made %d nodes new", edits, total)
	}
}

// shape counts the nodes on each level, and fails if one is out of bounds.
func shape(t *testing.T, r Root, s store) (levels [MaxLevel + 1]int) {
	t.Helper()
	if r.Level > MaxLevel {
		t.Errorf("level %d", r.Level)
	}
	err := walk(r, s.get, func(h Hash, level uint8, size int64) (bool, error) {
		levels[level]++
		if err := check(h, level, s[h]); err != nil {
			t.Errorf("node %v: %v", h, err)
		}
		if level == 0 && (size > MaxChunk || int64(len(s[h])) != size) {
			t.Errorf("a chunk of %d bytes", size)
		}
		return true, nil
	})
	if err != nil {
		t.Error(err)
	}
	return levels
}

func TestHostileTextKeepsTheLimits(t *testing.T) {
	// A window of bytes at whose end a chunk may end.
	rng := rand.New(rand.NewPCG(9, 9))
	end := make([]byte, window)
	for found := false; !found; {
		for i := range end {
			end[i] = byte(rng.Uint32())
		}
		_, found = cut(append(make([]byte, MinChunk-window), end...))
	}
	chunk := append(make([]byte, MinChunk-window), end...)
	for _, tt := range []struct {
		name   string
		vary   int // bytes at the start of each chunk that number it
		leaves int
	}{
		{"shortest chunks, all the same", 0, 2048},
		{"shortest chunks, all different", 4, 2048},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := bytes.Repeat(chunk, 2048)
			for i := 0; tt.vary > 0 && i < len(data); i += len(chunk) {
				binary.BigEndian.PutUint32(data[i:], uint32(i))
			}
			s := store{}
			levels := shape(t, Build(data, s.put), s)
			if levels[0] != tt.leaves {
				t.Errorf("%d chunks, want %d", levels[0], tt.leaves)
			}
		})
	}
	t.Run("no boundary at all", func(t *testing.T) {
		s := store{}
		if levels := shape(t, Build(make([]byte, 1<<20), s.put), s); levels[0] != 128 {
			t.Errorf("%d chunks of the longest kind, want 128", levels[0])
		}
	})
}

// Hashes that always end a node make the highest tree there is.
func TestHighestTreeKeepsTheLimits(t *testing.T) {
	const leaves = MaxSize / MinChunk
	entries := make([]entry, leaves)
	for i := range entries {
		entries[i].size = MinChunk // with a hash of zero
	}
	level := 0
	for ; len(entries) > 1; level++ {
		above := entries[:0]
		for len(entries) > 0 {
			n, closed := groupLen(entries)
			if n > MaxFan || closed && n < MinFan {
				t.Fatalf("a node of %d entries", n)
			}
			above = append(above, entry{size: int64(n) * entries[0].size})
			entries = entries[n:]
		}
		entries = above
	}
	if level > MaxLevel {
		t.Errorf("%d levels, want at most %d", level, MaxLevel)
	}
}

func TestChunksAreOfTheMeanSize(t *testing.T) {
	s := store{}
	data := prose(5, 4<<20)
	r := Build(data, s.put)
	levels := shape(t, r, s)
	if mean := len(data) / levels[0]; mean < 1800 || mean > 2200 {
		t.Errorf("chunks have %d bytes on average", mean)
	}
	if mean := levels[0] / levels[1]; mean < 24 || mean > 40 {
		t.Errorf("nodes have %d entries on average", mean)
	}
}

func TestWalkPassesOverWhatItIsToldTo(t *testing.T) {
	s := store{}
	data := prose(6, 1<<20)
	old := Build(data, s.put)
	r := Build(append(data[:len(data):len(data)], "more"...), s.put)
	marked := map[Hash]bool{}
	mark := func(h Hash, _ uint8, _ int64) (bool, error) {
		fresh := !marked[h]
		marked[h] = true
		return fresh, nil
	}
	if err := walk(old, s.get, mark); err != nil {
		t.Fatal(err)
	}
	visits, gets := 0, 0
	err := walk(r, func(h Hash) ([]byte, error) { gets++; return s.get(h) },
		func(h Hash, level uint8, size int64) (bool, error) { visits++; return mark(h, level, size) })
	if err != nil || gets > 5 || visits > 5*MaxFan {
		t.Errorf("the second walk visited %d nodes and got %d: %v", visits, gets, err)
	}
	if len(marked) != len(s) {
		t.Errorf("%d nodes marked of %d", len(marked), len(s))
	}
}

func TestReadRefusesDamage(t *testing.T) {
	s := store{}
	r := Build(prose(7, 100_000), s.put)
	rng := rand.New(rand.NewPCG(8, 8))
	for h := range s {
		bit := rng.IntN(8 * len(s[h]))
		s[h][bit/8] ^= 1 << (bit % 8)
		if _, err := Read(r, r.Size, s.get); !errors.Is(err, ErrWrong) {
			t.Errorf("bit %d of node %v flipped: %v", bit, h, err)
		}
		s[h][bit/8] ^= 1 << (bit % 8)
	}
	if _, err := Read(r, r.Size-1, func(Hash) ([]byte, error) { panic("read all the same") }); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a text larger than the limit: %v", err)
	}
	for _, wrong := range []Root{
		{r.Hash, r.Size + 1, r.Level},
		{r.Hash, r.Size - 1, r.Level},
		{r.Hash, -1, r.Level},
		{r.Hash, r.Size, r.Level + 1},
		{r.Hash, r.Size, 0},
		{r.Hash, r.Size, 255},
	} {
		if _, err := Read(wrong, MaxSize, s.get); err == nil {
			t.Errorf("read by the wrong root %+v", wrong)
		}
	}
}
