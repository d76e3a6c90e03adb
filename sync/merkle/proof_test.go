package merkle

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryChunkHasAProof(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data, s := text(t, "text"), store{}
		r := Build(data, s.put)
		for from := int64(0); ; {
			p, err := Prove(r, from, s.get)
			if err != nil {
				t.Fatal(err)
			}
			read, err := ParseProof(p.Append(nil))
			if err != nil {
				t.Fatal(err)
			}
			chunk, at, err := read.Verify(r)
			if err != nil || at != from || !bytes.Equal(chunk, data[at:at+int64(len(chunk))]) {
				t.Fatalf("the proof of the chunk at %d shows %d bytes at %d: %v", from, len(chunk), at, err)
			}
			if from += int64(len(chunk)); from == r.Size {
				return
			}
			within, err := Prove(r, from-1, s.get)
			if err != nil || !bytes.Equal(within.Append(nil), p.Append(nil)) {
				t.Fatalf("a chunk has two proofs: %v", err)
			}
		}
	})
}

func TestNoBitOfAProofIsIdle(t *testing.T) {
	data, s := prose(1, 200_000), store{}
	r := Build(data, s.put)
	if r.Level < 2 {
		t.Fatalf("a tree of level %d is too low for this test", r.Level)
	}
	p, err := Prove(r, 100_000, s.get)
	if err != nil {
		t.Fatal(err)
	}
	proof := p.Append(nil)
	for bit := range 8 * len(proof) {
		proof[bit/8] ^= 1 << (bit % 8)
		if p, err := ParseProof(proof); err == nil {
			if _, _, err := p.Verify(r); err == nil {
				t.Fatalf("bit %d of %d flipped, and the proof holds", bit, 8*len(proof))
			}
		}
		proof[bit/8] ^= 1 << (bit % 8)
	}
	for n := range len(proof) {
		if p, err := ParseProof(proof[:n]); err == nil {
			if _, _, err := p.Verify(r); err == nil {
				t.Fatalf("%d of %d bytes, and the proof holds", n, len(proof))
			}
		}
	}
	for _, other := range []Root{
		{r.Hash, r.Size + 1, r.Level},
		{r.Hash, r.Size, r.Level - 1},
		{RootOf(nil).Hash, r.Size, r.Level},
		{r.Hash, -1, r.Level},
		RootOf(nil), RootOf(data[1:]),
	} {
		if _, _, err := p.Verify(other); err == nil {
			t.Errorf("the proof holds for %+v", other)
		}
	}
	for _, offset := range []int64{-1, r.Size} {
		if _, err := Prove(r, offset, s.get); err == nil {
			t.Errorf("offset %d is proved", offset)
		}
	}
}

func FuzzProof(f *testing.F) {
	data, s := prose(2, 60_000), store{}
	r := Build(data, s.put)
	for at := int64(0); at < r.Size; at += 9000 {
		p, err := Prove(r, at, s.get)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(p.Append(nil))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParseProof(b)
		if err != nil {
			return
		}
		if !bytes.Equal(p.Append(nil), b) {
			t.Error("a proof with two encodings")
		}
		if chunk, at, err := p.Verify(r); err == nil && !bytes.HasPrefix(data[at:], chunk) {
			t.Errorf("proves %q at %d", chunk, at)
		}
	})
}
