package crdt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chirograph/editor/version"
)

// What editing traces do not test: each benchmark has three sizes, each four
// times the one before. What counts is how ns/op-of-text grows.

// many returns n replicas, in no order.
func many(n int) []version.Replica {
	out := make([]version.Replica, n)
	for i := range out {
		binary.BigEndian.PutUint32(out[i].Author[:], uint32(i)*2654435761)
	}
	return out
}

// applyAll applies changes that must be good, and returns the text.
func (t *Text) applyAll(tb testing.TB, changes []Change) *Text {
	tb.Helper()
	for _, c := range changes {
		if _, err := t.Apply(c); err != nil {
			tb.Fatal(err)
		}
	}
	return t
}

// fork returns the changes that r makes who has seen base and nothing else.
func fork(tb testing.TB, base []Change, r version.Replica, edit func(*Text)) []Change {
	t := New().applyAll(tb, base)
	edit(t)
	return t.commitAll(r)
}

// A growing is the changes of a scenario of a size, and how many operations by
// a person they are.
type growing struct {
	name  string
	sizes [3]int
	build func(tb testing.TB, n int) []Change
	run   func(tb testing.TB, changes []Change) // to apply them, if not simply that
}

var growths = []growing{
	{"siblings", [3]int{1250, 5000, 20_000}, siblings, nil},
	{"prepends", [3]int{6250, 25_000, 100_000}, prepends, nil},
	{"backwards", [3]int{6250, 25_000, 100_000}, prepends, deliverBackwards},
	{"paste", [3]int{10 << 16, 10 << 18, 10 << 20}, paste, nil},
	{"distant", [3]int{5000, 20_000, 80_000}, distant, nil},
	{"operations", [3]int{625_000, 2_500_000, 10_000_000}, operations, nil},
	{"replicas", [3]int{64, 256, 1024}, replicas, nil},
	{"beside-right", [3]int{6250, 25_000, 100_000}, beside(false, forwards), nil},
	{"beside-right-backwards", [3]int{6250, 25_000, 100_000}, beside(false, backwards), nil},
	{"beside-left", [3]int{6250, 25_000, 100_000}, beside(true, forwards), nil},
	{"beside-left-backwards", [3]int{6250, 25_000, 100_000}, beside(true, backwards), nil},
	{"before", [3]int{6250, 25_000, 100_000}, before, nil},
	{"stale", [3]int{6250, 25_000, 100_000}, stale, nil},
	{"deletes", [3]int{1250, 5000, 20_000}, deletesOfOneText, nil},
	{"undos", [3]int{1250, 5000, 20_000}, undosOfOneText, nil},
}

func BenchmarkGrowth(b *testing.B) {
	for _, g := range growths {
		for _, n := range g.sizes {
			b.Run(fmt.Sprintf("%s/n=%d", g.name, n), func(b *testing.B) {
				changes := g.build(b, n)
				b.ReportAllocs()
				for b.Loop() {
					if g.run != nil {
						g.run(b, changes)
					} else {
						New().applyAll(b, changes)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/op-of-text")
			})
		}
	}
}

// siblings is what n replicas do who each type a character into an empty text.
func siblings(tb testing.TB, n int) []Change {
	var out []Change
	for _, r := range many(n) {
		out = append(out, fork(tb, nil, r, func(t *Text) { t.Insert(r, 0, "x") })...)
	}
	return out
}

// prepends is what one does who always types at the start.
func prepends(_ testing.TB, n int) []Change {
	t, r := New(), replica(1)
	var out []Change
	for range n {
		t.Insert(r, 0, "x")
		out = append(out, t.commitAll(r)...)
	}
	return out
}

// deliverBackwards applies the last change first.
func deliverBackwards(tb testing.TB, changes []Change) {
	t := New()
	parking := version.NewParking[Change](len(changes), len(changes))
	for _, c := range slices.Backward(changes) {
		for queue := []Change{c}; len(queue) > 0; queue = queue[1:] {
			c := queue[0]
			_, err := t.Apply(c)
			var missing *MissingError
			if errors.As(err, &missing) {
				parking.Park("", missing.ID, 1, c)
				continue
			} else if err != nil {
				tb.Fatal(err)
			}
			queue = append(queue, parking.Take(version.ID{Replica: c.First.Replica, Seq: c.Last})...)
		}
	}
	if parking.Len() > 0 {
		tb.Fatal("something is left")
	}
}

// paste is one paste of n bytes.
func paste(tb testing.TB, n int) []Change {
	r := replica(1)
	return fork(tb, nil, r, func(t *Text) { t.Insert(r, 0, strings.Repeat("all work no play\n", n/17+1)[:n]) })
}

// distant is what twenty do who type in turn, each in a place of their own.
func distant(_ testing.TB, n int) []Change {
	const places = 20
	rs := many(places)
	t := New()
	t.Insert(rs[0], 0, strings.Repeat("x", places*1000))
	out := t.commitAll(rs[0])
	for i := range n {
		who := i % places
		t.Insert(rs[who], who*(1000+i/places)+500, "y")
		out = append(out, t.commitAll(rs[who])...)
	}
	return out
}

// operations is a text of n operations: passages put in and taken out all over.
func operations(_ testing.TB, n int) []Change {
	rng := rand.New(rand.NewPCG(3, 4))
	r := replica(1)
	t := New()
	var out []Change
	for done := 0; done < n; done += 1000 {
		t.Insert(r, rng.IntN(t.Len()+1), strings.Repeat("z", 800))
		at := rng.IntN(t.Len() - 200)
		t.Delete(r, at, at+200)
		out = append(out, t.commitAll(r)...)
	}
	return out
}

// replicas is what n replicas do who write in turn, wherever they like, ten
// times each.
func replicas(_ testing.TB, n int) []Change {
	rng := rand.New(rand.NewPCG(5, 6))
	rs := many(n)
	t := New()
	var out []Change
	for i := range 10 * n {
		r := rs[i%n]
		t.Insert(r, rng.IntN(t.Len()+1), "x")
		out = append(out, t.commitAll(r)...)
	}
	return out
}

// brackets are the text in which passages are written: either the second one
// was typed after the first, which makes what comes between them left children
// of it, or the first one before the second, which makes it right children of
// the first.
func brackets(tb testing.TB, left bool) []Change {
	r := replica(0x20)
	return fork(tb, nil, r, func(t *Text) {
		if left {
			t.Insert(r, 0, "()")
			return
		}
		t.Insert(r, 0, ")")
		t.Insert(r, 0, "(")
	})
}

// passage is what one types after the first character of base, letter by
// letter, while another types at the end of the text, so that no two letters
// make a run. at says where the letter goes of which the number is given.
func passage(tb testing.TB, base []Change, n int, at func(i int) int) []Change {
	a, c := replica(0x40), replica(0x41)
	t := New().applyAll(tb, base)
	var out []Change
	for i := range n / 2 {
		t.Insert(a, at(i), "x")
		out = append(out, t.commitAll(a)...)
		t.Insert(c, t.Len(), "z")
		out = append(out, t.commitAll(c)...)
	}
	return out
}

func forwards(i int) int { return i + 1 }
func backwards(int) int  { return 1 }

// newcomers is what some do who have seen no more than base, and type after
// its first character. Each comes before those who came so far, but after a.
func newcomers(tb testing.TB, base []Change, n int) []Change {
	var out []Change
	for i := range n {
		r := replica(0x80)
		binary.BigEndian.PutUint32(r.Author[1:], uint32(n-i))
		out = append(out, fork(tb, base, r, func(t *Text) { t.Insert(r, 1, "y") })...)
	}
	return out
}

// beside is a long passage and some who type where it began.
func beside(left bool, at func(int) int) func(testing.TB, int) []Change {
	return func(tb testing.TB, n int) []Change {
		base := brackets(tb, left)
		return slices.Concat(base, passage(tb, base, n, at), newcomers(tb, base, n/100))
	}
}

// before is one who types backwards, and some with smaller keys who each type
// before another of the characters, and have not seen those before it.
func before(tb testing.TB, n int) []Change {
	a := replica(0x40)
	t := New()
	var out []Change
	for range n {
		t.Insert(a, 0, "x")
		out = append(out, t.commitAll(a)...)
	}
	rng := rand.New(rand.NewPCG(9, 10))
	for i := range n / 100 {
		r := replica(0x20)
		binary.BigEndian.PutUint32(r.Author[1:], uint32(i))
		seen := out[rng.IntN(n)].First
		out = append(out, draft{
			First: version.ID{Replica: r, Seq: 1},
			Deps:  []version.ID{seen},
			Ops:   []Op{{Kind: Insert, Right: seen, Text: "y"}},
		}.change())
	}
	return out
}

// stale is a long passage and some who type at its end, as it was a while
// ago.
func stale(tb testing.TB, n int) []Change {
	base := brackets(tb, false)
	talk := passage(tb, base, n, forwards)
	end := version.ID{Replica: replica(0x20), Seq: 1}
	var late []Change
	for i := range n / 100 {
		r := replica(0x80) // comes after the others
		binary.BigEndian.PutUint32(r.Author[1:], uint32(i))
		seen := talk[100*i].First
		late = append(late, draft{
			First: version.ID{Replica: r, Seq: 1},
			Deps:  []version.ID{seen},
			Ops:   []Op{{Kind: Insert, At: seen, Right: end, Text: "y"}},
		}.change())
	}
	return slices.Concat(base, talk, late)
}

// deletesOfOneText is what many do who each delete the same text.
func deletesOfOneText(tb testing.TB, n int) []Change {
	a := replica(1)
	base := fork(tb, nil, a, func(t *Text) { t.Insert(a, 0, "all work and no play") })
	out := base
	for _, r := range many(n) {
		out = append(out, fork(tb, base, r, func(t *Text) { t.Delete(r, 4, 8) })...)
	}
	return out
}

// undosOfOneText is what one does who takes a text back and puts it in again.
func undosOfOneText(tb testing.TB, n int) []Change {
	a := replica(1)
	t := New()
	t.Insert(a, 0, "all work and no play")
	out := t.commitAll(a)
	all := []IDRange{{version.ID{Replica: a, Seq: 1}, 20}}
	for i := range n {
		if i%2 == 0 {
			t.Undo(a, all)
		} else {
			t.Redo(a, all)
		}
		out = append(out, t.commitAll(a)...)
	}
	return out
}

// Looking for the end of a subtree again and again passes each of its runs
// about once, from wherever in it the search begins.
func TestReachPassesRunsOnce(t *testing.T) {
	for _, n := range []int{1000, 4000, 16_000} {
		base := brackets(t, false)
		talk := passage(t, base, n, forwards)
		text := New().applyAll(t, base)
		passed, searches := 0, 0
		for i := range talk {
			text.applyAll(t, talk[i:i+1])
			if i%100 == 99 { // while it grows, and from its beginning on
				_, k := text.reach(text.holds(talk[0].First))
				passed += k
				searches++
			}
		}
		for i := 0; i < len(talk); i += 100 { // then from each place in it
			_, k := text.reach(text.holds(talk[i].First))
			passed += k
			searches++
		}
		if limit := 2*n + searches*markEvery; passed > limit {
			t.Errorf("%d searches among %d runs: %d passed, want at most %d", searches, n, passed, limit)
		}
	}
}

// However the marks came about, they lead to where the subtree ends.
func TestReachFindsTheEndOfASubtree(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(11, seed))
		text, r := New(), replica(1)
		text.Insert(r, 0, "()")
		at := 1
		for i := range 1000 {
			if rng.IntN(40) == 0 { // go back, and begin a branch there
				at = 1 + rng.IntN(text.Len())
			}
			text.Insert(r, at, "x")
			at += min(1, rng.IntN(20))
			if i%5 == 0 {
				text.Insert(r, 0, "-") // so that letters do not make a run
				at++
			}
			if i%10 != 0 {
				continue
			}
			c := text.charAt(rng.IntN(text.Len()))
			if got, _ := text.reach(c); got != text.naiveReach(c) {
				t.Fatalf("seed %d: character %d: got %v, want %v", seed, c, got, text.naiveReach(c))
			}
		}
	}
}

// naiveReach is reach without marks.
func (t *Text) naiveReach(c lv) gap {
	end := t.behind(c)
	for w := t.walkFrom(end); w.valid() && !t.comesBefore(w.origin(), c); w.next() {
		end = w.end()
	}
	return end
}

// Places among many with one origin are found without passing them: the edge is
// made once, and is as low as a balanced tree.
func TestEdgesPassCharactersOnce(t *testing.T) {
	for _, n := range []int{1000, 4000, 16_000} {
		text := New().applyAll(t, before(t, n))
		if err := text.check(); err != nil {
			t.Fatal(err)
		}
		e := text.edges[0]
		if len(text.edges) != 1 || len(e.nodes) > 1+n+n/100 {
			t.Fatalf("%d edges, one of %d", len(text.edges), len(e.nodes)-1)
		}
		if got, limit := e.height(e.root), 2*bits.Len(uint(n)); got > limit {
			t.Errorf("%d characters: height %d, want at most %d", n, got, limit)
		}
		for c := range text.reached {
			t.Errorf("%d characters: more than %d passed behind %d", n, crowded, c)
		}
	}
}

func (e *edge) height(n int32) int {
	if n == 0 {
		return 0
	}
	return 1 + max(e.height(e.nodes[n].left), e.height(e.nodes[n].right))
}

// However few make a crowd, the order is the same. The property tests are too
// small for the crowds that there are.
func TestCrowdsKeepTheOrder(t *testing.T) {
	defer func(n int) { crowded = n }(crowded)
	for _, crowded = range []int{0, 1, 4} {
		t.Run(fmt.Sprint(crowded), func(t *testing.T) {
			t.Run("property", TestTextEqualsOracleOnAnyDelivery)
			t.Run("crowd", crowdsKeepTheOrder)
		})
	}
}

func crowdsKeepTheOrder(t *testing.T) {
	for seed := range uint64(2) {
		rng := rand.New(rand.NewPCG(7, seed))
		w := &world{}
		for i := range 8 {
			w.members = append(w.members, newMember(byte(10*i+10)))
		}
		first := w.members[0]
		if seed%2 == 0 {
			first.insert(0, "()")
		} else {
			first.insert(0, ")")
			first.insert(0, "(")
		}
		w.commit(first)
		carets := make([]int, len(w.members))
		for i, m := range w.members {
			m.take(t, w.all[:1])
			carets[i] = 1
		}
		for range 800 { // all in one place, back and forth, seldom hearing of each other
			i := rng.IntN(len(w.members))
			m := w.members[i]
			m.insert(carets[i], string(rune('a'+i)))
			carets[i] += rng.IntN(2)
			w.commit(m)
			if rng.IntN(16) == 0 {
				k := rng.IntN(len(w.all))
				m.take(t, w.all[k:k+1])
			}
		}
		rng.Shuffle(len(w.all), func(i, k int) { w.all[i], w.all[k] = w.all[k], w.all[i] })
		w.meet(t)
		for _, m := range w.members {
			if len(m.text.edges) == 0 {
				t.Error("no crowd")
			}
		}
	}
}
