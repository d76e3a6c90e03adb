package merkle

import (
	"math/rand/v2"
	"testing"
)

// prose returns n bytes that look like a text.
func prose(seed uint64, n int) []byte {
	rng := rand.New(rand.NewPCG(seed, 1))
	zipf := rand.NewZipf(rng, 1.2, 4, 5000)
	b := make([]byte, 0, n+16)
	for len(b) < n {
		w := zipf.Uint64()
		for range 2 + w%7 {
			b = append(b, 'a'+byte(w*7919>>3%26))
			w = w*31 + 7
		}
		b = append(b, " \n"[min(rng.IntN(12), 11)/11])
	}
	return b[:n]
}

// store is nodes in memory.
type store map[Hash][]byte

func (s store) put(h Hash, node []byte) { s[h] = append([]byte(nil), node...) }

func (s store) get(h Hash) ([]byte, error) {
	if node, ok := s[h]; ok {
		return node, nil
	}
	return nil, errMissing
}

func BenchmarkRootOf(b *testing.B) {
	data := prose(1, 10<<20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		RootOf(data)
	}
}

func BenchmarkCut(b *testing.B) {
	data := prose(1, 10<<20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		for rest := data; len(rest) > 0; {
			n, _ := cut(rest)
			rest = rest[n:]
		}
	}
}

// Typing a word of a text of 1 MB at a time.
func BenchmarkTyping(b *testing.B) {
	data := prose(2, 1<<20)
	s := store{}
	Build(data, s.put)
	rng := rand.New(rand.NewPCG(3, 3))
	at := len(data) / 2
	var versions, bytes, nodes int
	for b.Loop() {
		if rng.IntN(50) == 0 {
			at = rng.IntN(len(data))
		}
		data = append(data[:at], append([]byte("word "), data[at:]...)...)
		at += 5
		Build(data, func(h Hash, node []byte) {
			if _, ok := s[h]; !ok {
				bytes, nodes = bytes+len(node), nodes+1
				s.put(h, node)
			}
		})
		versions++
	}
	b.ReportMetric(float64(bytes)/float64(versions), "B/version")
	b.ReportMetric(float64(nodes)/float64(versions), "nodes/version")
}

// Fetching a text of 10 MB after one edit of a version that is here.
func BenchmarkFetchAfterEdit(b *testing.B) {
	data := prose(4, 10<<20)
	old := store{}
	Build(data, old.put)
	rng := rand.New(rand.NewPCG(5, 5))
	var edits, nodes, bytes, trips int
	for b.Loop() {
		at := rng.IntN(len(data))
		s := store{}
		r := Build(append(append(append([]byte{}, data[:at]...), 'x'), data[at:]...), s.put)
		f, err := NewFetch(r, MaxSize, func(h Hash) ([]byte, bool) { node, ok := old[h]; return node, ok })
		if err != nil {
			b.Fatal(err)
		}
		for !f.Done() {
			trips++
			for _, w := range f.Need(1 << 20) {
				nodes, bytes = nodes+1, bytes+len(s[w.Hash])
				if err := f.Put(w.Hash, s[w.Hash]); err != nil {
					b.Fatal(err)
				}
			}
		}
		edits++
	}
	b.ReportMetric(float64(nodes)/float64(edits), "nodes/edit")
	b.ReportMetric(float64(bytes)/float64(edits), "B/edit")
	b.ReportMetric(float64(trips)/float64(edits), "trips/edit")
}

func BenchmarkProof(b *testing.B) {
	data := prose(6, 10<<20)
	s := store{}
	r := Build(data, s.put)
	rng := rand.New(rand.NewPCG(7, 7))
	var proofs, bytes int
	for b.Loop() {
		p, err := Prove(r, rng.Int64N(r.Size), s.get)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := p.Verify(r); err != nil {
			b.Fatal(err)
		}
		proofs, bytes = proofs+1, bytes+len(p.Append(nil))
	}
	b.ReportMetric(float64(bytes)/float64(proofs), "B/proof")
}

func BenchmarkDiffAfterEdit(b *testing.B) {
	data := prose(8, 10<<20)
	s := store{}
	old := Build(data, s.put)
	at := len(data) / 3
	r := Build(append(append(append([]byte{}, data[:at]...), 'x'), data[at:]...), s.put)
	gets := 0
	for b.Loop() {
		gets = 0
		_, err := Diff(old, r, func(h Hash) ([]byte, error) { gets++; return s.get(h) })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(gets), "nodes/diff")
}
