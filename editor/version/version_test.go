package version

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func replica(b byte) Replica { return Replica{Author: Author{b}} }

func TestReplicasAreOrderedByKeyThenBranch(t *testing.T) {
	a, b := replica(1), replica(2)
	branch := a
	branch.Branch[3] = 1
	ordered := []ID{{a, 1}, {a, 2}, {branch, 1}, {b, 1}}
	for i, x := range ordered {
		for k, y := range ordered {
			if got := Compare(x, y); (got < 0) != (i < k) || (got == 0) != (i == k) {
				t.Errorf("%v and %v: got %d", x, y, got)
			}
		}
	}
	if got := branch.String(); got != "01000000~00000001" {
		t.Errorf("got %q", got)
	}
}

func TestVectorsMergeAndCompare(t *testing.T) {
	a, b := replica(1), replica(2)
	v, w := Vector{a: 3}, Vector{a: 1, b: 2}
	if v.Covers(w) || v.Equal(w) || !v.Includes(ID{a, 3}) || v.Includes(ID{a, 4}) || v.Includes(ID{b, 1}) {
		t.Error("vectors mixed up")
	}
	m := v.Clone()
	m.Merge(w)
	if want := (Vector{a: 3, b: 2}); !m.Equal(want) || !m.Covers(v) || !m.Covers(w) || !v.Equal(Vector{a: 3}) {
		t.Errorf("got %v, want %v", m, want)
	}
	if got, want := m.Sorted(), []ID{{a, 3}, {b, 2}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A history is a causal graph as a set of ancestors for each change.
type history struct {
	last  map[Replica]uint64
	pasts map[ID]map[ID]bool // of the last operation of each change
}

func TestGraphEqualsSetsOfAncestors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &Graph{}
		h := history{map[Replica]uint64{}, map[ID]map[ID]bool{}}
		replicas := make([]Replica, rapid.IntRange(1, 6).Draw(t, "replicas"))
		for i := range replicas {
			replicas[i] = replica(byte(7 * i % 5))
			replicas[i].Branch[0] = byte(i)
		}
		for range rapid.IntRange(1, 40).Draw(t, "changes") {
			r := replicas[rapid.IntRange(0, len(replicas)-1).Draw(t, "who")]
			first := ID{r, h.last[r] + 1}
			past := map[ID]bool{}
			maps.Copy(past, h.pasts[ID{r, h.last[r]}])
			var deps []ID
			for _, q := range replicas {
				if q == r || h.last[q] == 0 || rapid.IntRange(0, 2).Draw(t, "depend") > 0 {
					continue
				}
				ends := h.ends(q)
				deps = append(deps, ends[rapid.IntRange(0, len(ends)-1).Draw(t, "on")])
			}
			slices.SortFunc(deps, Compare)
			frontier := true
			for _, d := range deps {
				frontier = frontier && !past[d]
				for _, e := range deps {
					frontier = frontier && (d == e || !h.pasts[e][d])
				}
			}
			err := g.Check(first, deps)
			if frontier != (err == nil) {
				t.Fatalf("%v on %v: got %v", first, deps, err)
			}
			if err != nil {
				if !errors.Is(err, ErrFrontier) {
					t.Fatal(err)
				}
				continue
			}
			for _, d := range deps {
				maps.Copy(past, h.pasts[d])
			}
			for i := range g.Len() {
				q := g.Replica(i)
				if got, want := g.Known(i), top(past, q); got != want {
					t.Fatalf("%v on %v knows %d of %v, want %d", first, deps, got, q, want)
				}
			}
			last := ID{r, first.Seq + uint64(rapid.IntRange(0, 3).Draw(t, "more"))}
			g.Add(last.Seq)
			for seq := first.Seq; seq <= last.Seq; seq++ {
				past[ID{r, seq}] = true
			}
			h.last[r] = last.Seq
			h.pasts[last] = past
		}
		h.compare(t, g)
	})
}

// ends returns the last operations of the changes of q.
func (h *history) ends(q Replica) []ID {
	var out []ID
	for id := range h.pasts {
		if id.Replica == q {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, Compare)
	return out
}

func top(past map[ID]bool, q Replica) uint64 {
	n := uint64(0)
	for id := range past {
		if id.Replica == q {
			n = max(n, id.Seq)
		}
	}
	return n
}

func (h *history) compare(t *rapid.T, g *Graph) {
	all := Vector{}
	var frontier []ID
	for id, past := range h.pasts {
		all.Add(id)
		want := Vector{}
		for x := range past {
			want.Add(x)
		}
		if got := g.Past(id); !got.Equal(want) {
			t.Fatalf("past of %v: got %v, want %v", id, got, want)
		}
		for x := range h.pasts {
			if got := g.Includes(id, x); got != past[x] {
				t.Fatalf("%v had seen %v: got %v", id, x, got)
			}
		}
		top := true
		for other, past := range h.pasts {
			top = top && (other == id || !past[id])
		}
		if top {
			frontier = append(frontier, id)
		}
	}
	slices.SortFunc(frontier, Compare)
	if got := g.Frontier(); !slices.Equal(got, frontier) {
		t.Fatalf("frontier: got %v, want %v", got, frontier)
	}
	if got := g.Vector(); !got.Equal(all) {
		t.Fatalf("vector: got %v, want %v", got, all)
	}
}

func TestGraphNamesWhatIsMissing(t *testing.T) {
	g := &Graph{}
	a, b := replica(1), replica(2)
	for _, tt := range []struct {
		first ID
		deps  []ID
		want  ID
	}{
		{ID{a, 3}, nil, ID{a, 2}},
		{ID{a, 1}, []ID{{b, 4}}, ID{b, 4}},
	} {
		err := g.Check(tt.first, tt.deps)
		var missing *MissingError
		if !errors.As(err, &missing) || missing.ID != tt.want {
			t.Errorf("%v on %v: got %v, want %v", tt.first, tt.deps, err, tt.want)
		}
	}
}

func TestParkingGivesBackInOrder(t *testing.T) {
	p := NewParking[string](10, 100)
	a, b := replica(1), replica(2)
	for _, x := range []struct {
		id   ID
		item string
	}{{ID{a, 5}, "a5"}, {ID{a, 2}, "a2"}, {ID{b, 1}, "b1"}, {ID{a, 5}, "a5 too"}, {ID{a, 9}, "a9"}} {
		if !p.Park("peer", x.id, 1, x.item) {
			t.Fatal("refused")
		}
	}
	if got, want := p.Awaited(), []ID{{a, 2}, {b, 1}}; !slices.Equal(got, want) {
		t.Errorf("awaited: got %v, want %v", got, want)
	}
	if got, want := p.Take(ID{a, 6}), []string{"a2", "a5", "a5 too"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := p.Take(ID{a, 6}); got != nil {
		t.Errorf("again: got %q", got)
	}
	p.Drop("peer")
	if p.Len() != 0 || len(p.Awaited()) != 0 {
		t.Error("something is left")
	}
}

func TestParkingHasALimitForEachOwner(t *testing.T) {
	p := NewParking[int](2, 10)
	a := replica(1)
	for _, tt := range []struct {
		owner string
		size  int
		want  bool
	}{{"x", 4, true}, {"x", 7, false}, {"x", 6, true}, {"x", 0, false}, {"y", 10, true}, {"z", 11, false}} {
		if got := p.Park(tt.owner, ID{a, 1}, tt.size, 0); got != tt.want {
			t.Errorf("%s, %d bytes: got %v", tt.owner, tt.size, got)
		}
	}
	p.Take(ID{a, 1})
	if !p.Park("x", ID{a, 1}, 10, 0) {
		t.Error("what was taken still counts")
	}
}
