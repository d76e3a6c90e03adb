package crdt

import (
	"bytes"
	"cmp"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"chirograph/editor/version"
)

// TestMutatedOps decodes operations of which a few bytes were changed: what is
// taken must be the one encoding of itself, and is refused by a text or holds in
// it. CHIROGRAPH_MUTATIONS says how many, for long campaigns.
func TestMutatedOps(t *testing.T) {
	n := max(200_000, mutations(t))
	text, changes := mutants()
	h := text.History()
	rng := rand.New(rand.NewPCG(uint64(n), 2026))
	var d decoder
	var enc table
	var in, out []byte
	taken, held := 0, 0
	for range n {
		c := changes[rng.IntN(len(changes))]
		in = mutate(rng, append(in[:0], c.Ops...), changes[rng.IntN(len(changes))].Ops)
		count, ok := d.decode(in, c.First)
		if !ok {
			continue
		}
		taken++
		if out = d.encode(out[:0], &enc, uint32(c.First.Seq)); !bytes.Equal(in, out) {
			t.Fatalf("two encodings: %x and %x", in, out)
		}
		if taken%16 > 0 {
			continue
		}
		victim, err := FromHistory(h)
		if err != nil {
			t.Fatal(err)
		}
		c.First = victim.Next(c.First.Replica)
		c.Last, c.Ops = c.First.Seq+uint64(count)-1, in
		c.Deps = nil
		if _, err := victim.Apply(c); err != nil {
			if got := victim.History(); !equalHistories(got, h) {
				t.Fatalf("%x was refused and left a trace", in)
			}
			continue
		}
		held++
		if err := victim.check(); err != nil {
			t.Fatalf("%x: %v", in, err)
		}
		if back, _ := victim.Change(c.First); !bytes.Equal(back.Ops, in) {
			t.Fatalf("%x came back as %x", in, back.Ops)
		}
	}
	t.Logf("%d mutations: %d decoded, %d of each 16th of these applied", n, taken, held)
	if taken < n/200 || held == 0 {
		t.Errorf("too few are taken for this to be a test")
	}
}

// mutations is how many are asked for.
func mutations(t *testing.T) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("CHIROGRAPH_MUTATIONS"), "0"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// mutants returns a text that two people wrote, and its changes.
func mutants() (*Text, []Change) {
	rng := rand.New(rand.NewPCG(1, 7))
	text := New()
	me := []version.Replica{replica(1), replica(2)}
	words := []string{"a", "the ", "wörld", "日本", "\n", "tests"}
	at := 0
	for i := range 60 {
		who := me[rng.IntN(2)]
		for at = min(at, text.Len()); !text.IsRuneStart(at); at-- {
		}
		switch rng.IntN(5) {
		case 0:
			from := max(0, at-1-rng.IntN(6))
			for !text.IsRuneStart(from) {
				from--
			}
			text.Delete(who, from, at)
			at = from
		case 1:
			if i > 10 {
				first := 1 + rng.IntN(5)
				if v := text.holds(version.ID{Replica: me[0], Seq: uint64(first)}); v > 0 && text.isWhole(span{v, 1}) {
					text.Undo(who, []IDRange{{version.ID{Replica: me[0], Seq: uint64(first)}, 1}})
				}
			}
		case 2:
			at = rng.IntN(text.Len() + 1)
			continue
		default:
			s := words[rng.IntN(len(words))]
			text.Insert(who, at, s)
			at += len(s)
		}
		text.commitAll(who)
	}
	var changes []Change
	for c := range text.Since(nil) {
		changes = append(changes, c)
	}
	return text, changes
}

// mutate changes a few bytes, or lets one end in another.
func mutate(rng *rand.Rand, b, other []byte) []byte {
	for range 1 + rng.IntN(3) {
		switch k := rng.IntN(8); {
		case len(b) == 0:
		case k == 0:
			b = b[:rng.IntN(len(b))]
		case k == 1:
			b = append(b, byte(rng.IntN(256)))
		case k == 2 && len(other) > 0:
			b = append(b[:rng.IntN(len(b))], other[rng.IntN(len(other)):]...)
		case k < 6:
			b[rng.IntN(len(b))] = byte(rng.IntN(32))
		default:
			b[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
		}
	}
	return b
}
