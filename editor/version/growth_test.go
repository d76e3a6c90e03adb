package version

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
)

// many returns n replicas, in no order.
func many(n int) []Replica {
	out := make([]Replica, n)
	for i := range out {
		binary.BigEndian.PutUint32(out[i].Author[:], uint32(i)*2654435761)
	}
	return out
}

// A link is a change of one operation.
type link struct {
	id   ID
	deps []ID
}

// turns returns what replicas write who write in turn, each knowing all that
// was written so far.
func turns(replicas, changes int) []link {
	rs := many(replicas)
	out := make([]link, changes)
	for i := range out {
		out[i].id = ID{rs[i%replicas], uint64(i/replicas) + 1}
		if i > 0 && replicas > 1 {
			out[i].deps = []ID{out[i-1].id}
		}
	}
	return out
}

// late returns what replicas write who write in no order, each knowing all
// but the newest few of the changes.
func late(replicas, changes, delay int) []link {
	rs := many(replicas)
	rng := rand.New(rand.NewPCG(1, 2))
	var seen, all Graph // all but the newest, and everything
	out := make([]link, changes)
	for i := range out {
		if old := i - delay; old >= 0 {
			seen.enter(&out[old])
		}
		r := rs[rng.IntN(replicas)]
		l := link{id: ID{r, 1}}
		own := ID{}
		if k, ok := all.Index(r); ok {
			own = ID{r, all.Last(k)}
			l.id.Seq = own.Seq + 1
		}
		for _, d := range seen.Dependencies(r) {
			if !all.Includes(own, d) {
				l.deps = append(l.deps, d)
			}
		}
		all.enter(&l)
		out[i] = l
	}
	return out
}

// enter adds a change that must be good.
func (g *Graph) enter(l *link) {
	if err := g.Check(l.id, l.deps); err != nil {
		panic(err)
	}
	g.Add(l.id.Seq)
}

func (g *Graph) build(links []link) {
	for i := range links {
		g.enter(&links[i])
	}
}

func perChange(b *testing.B, changes int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*changes), "ns/change")
}

func BenchmarkGraph(b *testing.B) {
	for _, kind := range []struct {
		name  string
		links func(replicas int) []link
	}{
		{"turns", func(n int) []link { return turns(n, 20*n) }},
		{"late", func(n int) []link { return late(n, 20*n, 16) }},
	} {
		for _, n := range []int{64, 256, 1024} {
			links := kind.links(n)
			b.Run(fmt.Sprintf("%s/replicas=%d", kind.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					new(Graph).build(links)
				}
				perChange(b, len(links))
			})
		}
	}
}

func BenchmarkGraphOfTwo(b *testing.B) {
	for _, n := range []int{1, 2} {
		links := turns(n, 100_000)
		b.Run(fmt.Sprintf("replicas=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				new(Graph).build(links)
			}
			perChange(b, len(links))
		})
	}
}

// A change that follows another takes as much room as the way through a trie,
// however many replicas there are.
func TestKnowledgeIsShared(t *testing.T) {
	for _, n := range []int{64, 256, 1024} {
		links := turns(n, 8*n)
		var g Graph
		g.build(links[:7*n])
		before := len(g.blocks)
		g.build(links[7*n:])
		levels := 1
		for 1<<(levels*digit) < n {
			levels++
		}
		if got, want := len(g.blocks)-before, n*levels; got > want {
			t.Errorf("%d changes of as many replicas: %d blocks, want %d", n, got, want)
		}
	}
}

func TestGraphDoesNotAllocate(t *testing.T) {
	for _, n := range []int{1, 2} {
		links := turns(n, 70_000)
		var g Graph
		g.build(links[:40_000])
		next := 40_000
		// Slices that grow do so now and then: the mean is what counts.
		if got := testing.AllocsPerRun(25_000, func() { g.enter(&links[next]); next++ }); got > 0 {
			t.Errorf("%d replicas: %v allocations a change", n, got)
		}
	}
}

func TestFrontierIsKeptWhileHeadsComeAndGo(t *testing.T) {
	var g Graph
	rs := many(100)
	for _, r := range rs {
		g.enter(&link{id: ID{r, 1}})
	}
	if got := len(g.Frontier()); got != 100 {
		t.Fatalf("%d heads, want 100", got)
	}
	for i := 50; i < 100; i++ { // each half of the replicas builds on the other
		g.enter(&link{id: ID{rs[i], 2}, deps: []ID{{rs[i-50], 1}}})
	}
	if got := len(g.Frontier()); got != 50 {
		t.Errorf("%d heads, want 50", got)
	}
	if got := len(g.Dependencies(rs[99])); got != 49 {
		t.Errorf("%d dependencies, want 49", got)
	}
}
