package crdt

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"chirograph/editor/version"
)

func perEdit(b *testing.B, edits int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*edits), "ns/edit")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms")
}

func BenchmarkLocal(b *testing.B) {
	for _, name := range []string{"automerge-paper", "rustcode"} {
		b.Run(name, func(b *testing.B) {
			tr := readTrace(b, name)
			me := replica(1)
			b.ReportAllocs()
			for b.Loop() {
				t := New()
				t.Insert(me, 0, tr.StartContent)
				for _, x := range tr.Txns {
					t.edit(me, x.Patches)
				}
			}
			perEdit(b, len(tr.Txns))
		})
	}
}

func BenchmarkLocalCommitted(b *testing.B) {
	for _, name := range []string{"automerge-paper", "rustcode"} {
		b.Run(name, func(b *testing.B) {
			tr := readTrace(b, name)
			me := replica(1)
			size := 0
			b.ReportAllocs()
			for b.Loop() {
				t := New()
				size = 0
				t.Insert(me, 0, tr.StartContent)
				for _, x := range tr.Txns {
					t.edit(me, x.Patches)
					for {
						c, ok := t.Commit(me, 0)
						if !ok {
							break
						}
						size += len(c.Ops)
					}
				}
			}
			perEdit(b, len(tr.Txns))
			b.ReportMetric(float64(size)/float64(len(tr.Txns)), "B/edit")
		})
	}
}

func BenchmarkRemote(b *testing.B) {
	for _, name := range []string{"automerge-paper", "rustcode"} {
		b.Run(name, func(b *testing.B) {
			tr := readTrace(b, name)
			_, changes := tr.play()
			b.ReportAllocs()
			for b.Loop() {
				t := New()
				for _, c := range changes {
					if _, err := t.Apply(c); err != nil {
						b.Fatal(err)
					}
				}
			}
			perEdit(b, len(tr.Txns))
		})
	}
}

// BenchmarkBulk applies a whole history in as few changes as it fits into.
func BenchmarkBulk(b *testing.B) {
	for _, name := range []string{"automerge-paper", "rustcode"} {
		b.Run(name, func(b *testing.B) {
			tr := readTrace(b, name)
			t, me := New(), replica(1)
			t.Insert(me, 0, tr.StartContent)
			for _, x := range tr.Txns {
				t.edit(me, x.Patches)
			}
			changes := t.commitAll(me)
			size := 0
			for _, c := range changes {
				size += len(c.Ops)
			}
			for b.Loop() {
				t := New()
				for _, c := range changes {
					if _, err := t.Apply(c); err != nil {
						b.Fatal(err)
					}
				}
			}
			perEdit(b, len(tr.Txns))
			b.ReportMetric(float64(size), "B")
		})
	}
}

func BenchmarkConcurrentReplay(b *testing.B) {
	tr := readTrace(b, "friendsforever")
	plan := tr.plan()
	b.ReportAllocs()
	for b.Loop() {
		tr.replayPlan(b, plan)
	}
	perEdit(b, len(tr.Txns))
}

func BenchmarkConcurrentMerge(b *testing.B) {
	tr := readTrace(b, "friendsforever")
	_, changes := tr.replayPlan(b, tr.plan())
	all := slices.Concat(changes...)
	b.ReportAllocs()
	for b.Loop() {
		t := New()
		for _, c := range all {
			if _, err := t.Apply(c); err != nil {
				b.Fatal(err)
			}
		}
	}
	perEdit(b, len(tr.Txns))
}

// BenchmarkInsertsAtOnePlace is what a crowd does that types at one place at
// once.
func BenchmarkInsertsAtOnePlace(b *testing.B) {
	const n = 5000
	changes := crowd(n)
	for b.Loop() {
		t := New()
		for _, c := range changes {
			if _, err := t.Apply(c); err != nil {
				b.Fatal(err)
			}
		}
	}
	perEdit(b, n)
}

// crowd returns the changes of n replicas of which each types one character
// into an empty text, in no order.
func crowd(n int) []Change {
	changes := make([]Change, n)
	for i := range changes {
		r := version.Replica{Author: version.Author{byte(i * 7), byte(i >> 8), byte(i)}}
		changes[i] = draft{First: version.ID{Replica: r, Seq: 1}, Ops: []Op{{Kind: Insert, Text: "x"}}}.change()
	}
	return changes
}

// BenchmarkPlaces goes from places to anchors and back, and from offsets to
// lines and runes and back, in texts typed in pieces.
func BenchmarkPlaces(b *testing.B) {
	for _, n := range []int{10_000, 40_000, 160_000} {
		t, me := New(), replica(1)
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		for t.Len() < n {
			at := rng.IntN(t.Len() + 1)
			for !t.IsRuneStart(at) {
				at--
			}
			t.Insert(me, at, "wörds\n")
		}
		offs := make([]int, 1024)
		for i := range offs {
			offs[i] = rng.IntN(t.Len())
		}
		b.Run(fmt.Sprintf("anchor/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				for _, off := range offs {
					t.Resolve(t.Anchor(off, Before))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(offs)), "ns/place")
		})
		b.Run(fmt.Sprintf("line-rune/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				for _, off := range offs {
					t.LineStart(t.LineOf(off))
					t.OffsetOfRune(t.RuneOf(off))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(offs)), "ns/place")
		})
	}
}
