package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/identity"
)

// typed is a text by one author, the author's key and the document's keys, the
// same in every test.
type typed struct {
	text   *crdt.Text
	me     version.Replica
	key    []byte
	keys   Keys
	head   Hash
	sealed []Batch
}

func newTyped() *typed {
	read := identity.WriteSeed{Secret: identity.Secret{1}}.Read()
	id := identity.DocumentID{2}
	key := identity.AuthorKey(identity.Secret{3}, id, [32]byte{})
	return &typed{
		text: crdt.New(),
		me:   version.Replica{Author: identity.Author(key)},
		key:  key,
		keys: KeysOf(id, 0, read),
	}
}

// batch types s at the end and seals it.
func (w *typed) batch(s string) Batch {
	w.text.Insert(w.me, w.text.Len(), s)
	c, _ := w.text.Commit(w.me, 1234567890123)
	b := Seal(c, w.head, nil, w.keys, w.key)
	w.head = b.Header.After
	w.sealed = append(w.sealed, b)
	return b
}

// plain is the plaintext of a change.
func (w *typed) plain(c *crdt.Change) []byte {
	return append(binary.AppendVarint(nil, c.Time), c.Ops...)
}

func TestBatchesAreReadBack(t *testing.T) {
	w := newTyped()
	other := crdt.New()
	for _, s := range []string{"h", "éllo", " there\n"} {
		b := w.batch(s)
		got, err := ParseBatch(b.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if err := got.Verify(); err != nil {
			t.Fatal(err)
		}
		c, err := got.Open(w.keys)
		if err != nil {
			t.Fatal(err)
		}
		if c.Time != 1234567890123 {
			t.Errorf("time: got %d", c.Time)
		}
		if _, err := other.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := other.String(), "héllo there\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestABatchWithAnyBitChangedIsRefused(t *testing.T) {
	w := newTyped()
	w.batch("a")
	b := w.batch("b")
	good := b.Encode()
	for i := range 8 * len(good) {
		bad := bytes.Clone(good)
		bad[i/8] ^= 1 << (i % 8)
		got, err := ParseBatch(bad)
		if err == nil && got.Verify() == nil {
			t.Errorf("accepted with bit %d changed", i)
		}
	}
}

func TestOpenChecksKeysAndChain(t *testing.T) {
	w := newTyped()
	b := w.batch("a")
	strange := w.keys
	strange.Batch[0]++
	if _, err := b.Open(strange); !errors.Is(err, ErrSealed) {
		t.Errorf("another key: got %v, want %v", err, ErrSealed)
	}
	strange = w.keys
	strange.Document[0]++
	if _, err := b.Open(strange); !errors.Is(err, identity.ErrForeign) {
		t.Errorf("another document: got %v, want %v", err, identity.ErrForeign)
	}
	// A member whose signature is good lies about the chain.
	c, err := b.Open(w.keys)
	if err != nil {
		t.Fatal(err)
	}
	lie := Seal(c, Hash{}, nil, w.keys, w.key)
	lie.Header.After[0]++
	if _, err := lie.Open(w.keys); err == nil {
		t.Error("a false hash of the chain was accepted")
	}
}

func TestEqualPlaintextsAreEqualBatchesAndOthersShareNothing(t *testing.T) {
	a, b := newTyped(), newTyped()
	x, y := a.batch("same"), b.batch("same")
	if !bytes.Equal(x.Encode(), y.Encode()) {
		t.Error("the same words at the same place are two batches")
	}
	z := a.batch("same")
	if bytes.Equal(x.Sealed[:8], z.Sealed[:8]) {
		t.Error("two places in the chain share a key stream")
	}
}

// samples are one message of each kind.
func samples() []Message {
	w := newTyped()
	b := w.batch("a")
	h := b.Header.Head()
	return []Message{
		CharterMessage{},
		Members{},
		Heads{Heads: []Head{h}},
		Want{Ranges: []Range{{Author: h.Author, From: 1, To: 2}}},
		Batches{Batches: [][]byte{b.Encode()}, Live: true},
		Presence{Sealed: []byte("sealed")},
		Ping{Number: 1},
		Pong{Number: 300},
		Same{Heads: Digest{1}, Text: [32]byte{2}},
		Labels{Labels: [][]byte{label().Encode()}},
	}
}

func TestMessagesAreReadBack(t *testing.T) {
	for _, m := range samples() {
		frame := Encode(m)
		got, err := Parse(frame)
		if err != nil {
			t.Errorf("%T: %v", m, err)
		} else if !bytes.Equal(Encode(got), frame) {
			t.Errorf("%T: got %+v, want %+v", m, got, m)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	h := NewHead(version.Replica{Author: version.Author{1}}, 1, Hash{1})
	for _, tt := range []struct {
		name  string
		frame []byte
		want  error
	}{
		{"nothing", nil, nil},
		{"a kind from the future", []byte{99, 0x80}, ErrUnknown},
		{"too many heads", Encode(Heads{Heads: make([]Head, MaxHeads+1)}), nil},
		{"heads out of order", Encode(Heads{Heads: []Head{h, h}}), ErrTooLarge},
		{"too many ranges", Encode(Want{Ranges: make([]Range, MaxRanges+1)}), ErrTooLarge},
		{"a large presence", Encode(Presence{Sealed: make([]byte, MaxPresence+1)}), ErrTooLarge},
		{"a large frame", make([]byte, MaxFrame+1), ErrTooLarge},
		{"bytes that follow", append(Encode(Ping{}), 0), nil},
	} {
		if _, err := Parse(tt.frame); err == nil || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, m := range samples() {
		f.Add(Encode(m))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		m, err := Parse(in)
		if err != nil {
			return
		}
		if again := Encode(m); !bytes.Equal(again, in) {
			t.Errorf("two encodings of %+v:\n%x\n%x", m, in, again)
		}
	})
}

func FuzzBatch(f *testing.F) {
	w := newTyped()
	for _, s := range []string{"a", "é", "long enough to be more than a few bytes"} {
		b := w.batch(s)
		f.Add(b.Encode())
		old := w.aged(b)
		f.Add(old.Encode())
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		b, err := ParseBatch(in)
		if err != nil {
			return
		}
		if again := b.Encode(); !bytes.Equal(again, in) {
			t.Errorf("two encodings:\n%x\n%x", in, again)
		}
		if b.Verify() == nil {
			b.Open(w.keys)
		}
	})
}

func BenchmarkSealAndOpen(b *testing.B) {
	w := newTyped()
	w.text.Insert(w.me, 0, "a")
	c, _ := w.text.Commit(w.me, 0)
	size := 0
	for b.Loop() {
		batch := Seal(c, Hash{}, nil, w.keys, w.key)
		raw := batch.Encode()
		got, err := ParseBatch(raw)
		if err != nil || got.Verify() != nil {
			b.Fatal(err)
		}
		if _, err := got.Open(w.keys); err != nil {
			b.Fatal(err)
		}
		size = len(raw)
	}
	b.ReportMetric(float64(size), "B/batch")
}
