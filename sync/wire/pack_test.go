package wire

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// changes are those of batches, as their author made them.
func (w *typed) changes(batches []Batch) (out []crdt.Change) {
	for _, b := range batches {
		c, err := b.Open(w.keys)
		if err != nil {
			panic(err)
		}
		out = append(out, c)
	}
	return out
}

// pack packs all batches.
func (w *typed) pack(batches []Batch) Pack {
	p, err := SealPack(w.changes(batches), batches[0].Header.Before, w.head, w.keys, w.key)
	if err != nil {
		panic(err)
	}
	return p
}

// write is a log of a few batches, as somebody types.
func (w *typed) write(n int) []Batch {
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		w.batch(string(rune('a' + r.IntN(26))))
	}
	return w.sealed
}

func TestAPackHoldsItsBatchesToTheByte(t *testing.T) {
	w := newTyped()
	batches := w.write(300)
	p := w.pack(batches[100:])
	raw := p.Encode()
	if !IsPack(raw) || IsPack(batches[0].Encode()) {
		t.Error("packs and batches are taken for each other")
	}
	got, err := ParsePack(raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Verify(); err != nil {
		t.Fatal(err)
	}
	changes, err := got.Open(w.keys)
	if err != nil {
		t.Fatal(err)
	}
	hash := got.Header.Before
	for i, c := range changes {
		want := batches[100+i].Header
		if hash = w.keys.ChainAfter(&c, hash, nil); hash != want.After {
			t.Fatalf("batch %d: another place in the chain", i)
		}
		if fmt.Sprint(c) != fmt.Sprint(w.changes(batches[100+i : 101+i])[0]) {
			t.Fatalf("batch %d: got %+v", i, c)
		}
	}
	if hash != got.Header.After || len(changes) != 200 {
		t.Errorf("%d batches that end elsewhere", len(changes))
	}
	loose := 0
	for _, b := range batches[100:] {
		loose += len(b.Encode())
	}
	if len(raw) > loose/20 {
		t.Errorf("a pack of %d bytes for batches of %d", len(raw), loose)
	}
}

func TestAPackKnowsWhatItsBatchesBuildOn(t *testing.T) {
	w := newTyped()
	a, b := version.Replica{Author: version.Author{1}}, version.Replica{Author: version.Author{2}}
	changes := w.changes(w.write(5))
	changes[1].Deps = []version.ID{{Replica: b, Seq: 7}}
	changes[2].Deps = []version.ID{{Replica: a, Seq: 90}, {Replica: b, Seq: 9}}
	changes[4].Deps = []version.ID{{Replica: b, Seq: 8}}
	p, err := SealPack(changes, Hash{}, Hash{1}, w.keys, w.key)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Open(w.keys)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(changes) {
		t.Errorf("got %+v, want %+v", got, changes)
	}
}

func TestAPackWithAnyBitChangedIsRefused(t *testing.T) {
	w := newTyped()
	p := w.pack(w.write(3))
	good := p.Encode()
	for i := range 8 * len(good) {
		bad := bytes.Clone(good)
		bad[i/8] ^= 1 << (i % 8)
		if got, err := ParsePack(bad); err == nil && got.Verify() == nil {
			t.Errorf("accepted with bit %d changed", i)
		}
	}
}

func TestAPackOfSomethingElseIsRefused(t *testing.T) {
	w := newTyped()
	p := w.pack(w.write(30))
	strange := w.keys
	strange.Pack[0]++
	if _, err := p.Open(strange); !errors.Is(err, ErrSealed) {
		t.Errorf("another key: got %v, want %v", err, ErrSealed)
	}
	// Its author lies about what is in it, and signs that.
	for name, lie := range map[string]func(*PackHeader){
		"fewer batches":      func(h *PackHeader) { h.Batches-- },
		"more operations":    func(h *PackHeader) { h.Last++ },
		"another size":       func(h *PackHeader) { h.Plain++ },
		"one that is larger": func(h *PackHeader) { h.Plain = MaxPackPlain },
	} {
		h := p.Header
		lie(&h)
		plain, _ := packPlain(w.changes(w.sealed))
		squeezed := squeeze(plain)
		nonce := packNonce(w.keys, &h, squeezed)
		q := Pack{Kind: packKind, Header: h, Sealed: aead(w.keys.Pack).Seal(nonce, nonce, squeezed, h.bound())}
		if _, err := q.Open(w.keys); !errors.Is(err, ErrPack) {
			t.Errorf("%s: got %v, want %v", name, err, ErrPack)
		}
	}
}

func TestWhatDoesNotFitIntoAPack(t *testing.T) {
	w := newTyped()
	noise := make([]byte, 48<<10)
	r := rand.New(rand.NewPCG(1, 1))
	for range 2 {
		for i := range noise {
			noise[i] = byte(32 + r.IntN(95))
		}
		w.batch(string(noise))
	}
	if _, err := SealPack(w.changes(w.sealed), Hash{}, w.head, w.keys, w.key); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v, want %v", err, ErrTooLarge)
	}
}

func TestAPackOfNoBatchesIsNone(t *testing.T) {
	w := newTyped()
	// A replica, and a dependency of the batch with number 19.
	plain := append([]byte{1}, make([]byte, 36)...)
	plain = append(plain, 1, 19, 0, 2)
	if _, err := readPack(plain, version.ID{Replica: w.me, Seq: 1}, 151, 0); !errors.Is(err, ErrPack) {
		t.Errorf("got %v, want %v", err, ErrPack)
	}
}

func FuzzPack(f *testing.F) {
	w := newTyped()
	p := w.pack(w.write(20))
	f.Add(p.Encode())
	f.Fuzz(func(t *testing.T, in []byte) {
		p, err := ParsePack(in)
		if err != nil {
			return
		}
		if again := p.Encode(); !bytes.Equal(again, in) {
			t.Errorf("two encodings:\n%x\n%x", in, again)
		}
		if p.Verify() == nil {
			p.Open(w.keys)
		}
	})
}

func FuzzPackPlain(f *testing.F) {
	w := newTyped()
	changes := w.changes(w.write(20))
	changes[3].Deps = []version.ID{{Replica: version.Replica{Author: version.Author{9}}, Seq: 4}}
	plain, err := packPlain(changes)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain, uint16(20), uint16(20))
	f.Fuzz(func(t *testing.T, in []byte, last, n uint16) {
		got, err := readPack(in, version.ID{Replica: w.me, Seq: 1}, uint64(last), int(n))
		if err != nil {
			return
		}
		if again, err := packPlain(got); err != nil || !bytes.Equal(again, in) {
			t.Errorf("two encodings of %d batches: %v", len(got), err)
		}
	})
}

func BenchmarkPack(b *testing.B) {
	w := newTyped()
	batches := w.write(10_000)
	changes := w.changes(batches)
	b.Run("seal", func(b *testing.B) {
		var p Pack
		for b.Loop() {
			p, _ = SealPack(changes, Hash{}, w.head, w.keys, w.key)
		}
		b.ReportMetric(float64(len(p.Encode()))/float64(len(changes)), "B/batch")
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(changes)), "ns/batch")
	})
	b.Run("open", func(b *testing.B) {
		p := w.pack(batches)
		for b.Loop() {
			changes, err := p.Open(w.keys)
			if err != nil {
				b.Fatal(err)
			}
			hash := Hash{}
			for i := range changes {
				hash = w.keys.ChainAfter(&changes[i], hash, nil)
			}
			if hash != w.head {
				b.Fatal("another chain")
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(changes)), "ns/batch")
	})
}
