package snapshot

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/merkle"
)

// A forest is nodes in memory, as they are stored.
type forest map[merkle.Hash][]byte

func (f forest) put(h merkle.Hash, node []byte) { f[h] = Shrink(node) }

func (f forest) get(h merkle.Hash) ([]byte, error) {
	stored, ok := f[h]
	if !ok {
		return nil, fmt.Errorf("%w: a node is missing", ErrDamaged)
	}
	return Restore(stored)
}

func TestTreesAreReadBack(t *testing.T) {
	for name, text := range map[string]*crdt.Text{"empty": crdt.New(), "some": sample()} {
		f := forest{}
		h := text.History()
		roots := Plant(h, f.put)
		got, err := ReadHistory(roots, f.get, 1<<20)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if DigestOf(got) != DigestOf(h) {
			t.Errorf("%s: another history", name)
		}
		if again := Plant(got, nil); again != roots {
			t.Errorf("%s: other roots", name)
		}
	}
}

// Whatever is missing or was changed, nothing wrong is read.
func TestDamageInTreesIsNoticed(t *testing.T) {
	f := forest{}
	roots := Plant(sample().History(), f.put)
	rng := rand.New(rand.NewPCG(1, 1))
	for h, good := range f {
		delete(f, h)
		if _, err := ReadHistory(roots, f.get, 1<<20); err == nil {
			t.Fatal("a missing node was not missed")
		}
		for range 20 {
			bad := bytes.Clone(good)
			bad[rng.IntN(len(bad))] ^= 1 << rng.IntN(8)
			f[h] = bad
			if got, err := ReadHistory(roots, f.get, 1<<20); err == nil && Plant(got, nil) != roots {
				t.Fatal("a changed node was not noticed")
			}
		}
		f[h] = good
	}
	for i := range roots.Lengths {
		bad := roots
		bad.Lengths[i]++
		if _, err := ReadHistory(bad, f.get, 1<<20); !errors.Is(err, ErrDamaged) {
			t.Errorf("length %d: %v", i, err)
		}
	}
	if _, err := ReadHistory(roots, f.get, 1000); !errors.Is(err, merkle.ErrTooLarge) {
		t.Errorf("more than the limit: %v", err)
	}
}

// BenchmarkVersionsWhileTyping measures what one more version takes in the store
// while somebody types in a text of a megabyte: the nodes that no version before
// has, as they are stored.
func BenchmarkVersionsWhileTyping(b *testing.B) {
	me := version.Replica{Author: version.Author{1}}
	rng := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	for text.Len() < 1<<20 {
		fmt.Fprintf(&text, "%s%c", strings.Repeat(string(rune('a'+rng.IntN(26))), 1+rng.IntN(3)), " \n"[rng.IntN(20)/19])
	}
	t := crdt.New()
	t.Insert(me, 0, text.String())
	now := int64(1e12)
	for {
		if _, ok := t.Commit(me, now); !ok {
			break
		}
	}
	f := forest{}
	Plant(t.History(), f.put)
	at, stored, versions := t.Len()/3, 0, 0
	for b.Loop() {
		for range 100 { // keys
			t.Insert(me, at, string(rune('a'+rng.IntN(26))))
			at++
			now += int64(100 + rng.IntN(200))
			t.Commit(me, now)
		}
		Plant(t.History(), func(h merkle.Hash, node []byte) {
			if _, ok := f[h]; !ok {
				f.put(h, node)
				stored += len(f[h]) + len(h)
			}
		})
		versions++
	}
	b.ReportMetric(float64(stored)/float64(versions), "B/version")
}
