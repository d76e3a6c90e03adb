package history

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/version"
)

// TestStrandsHoldExactlyWhatWasWrittenInParallel asks for every two changes
// whether one had seen the other.
func TestStrandsHoldExactlyWhatWasWrittenInParallel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		h := New(text)
		line := h.Timeline()
		runs := h.Parallel(line)
		apart := func(i, j int) bool { // i < j
			return line.changes[i].replica != line.changes[j].replica && !text.Past(line.id(j)).Includes(line.id(i))
		}
		for i, r := range runs {
			if r.From < 0 || r.To > line.Len() || i > 0 && runs[i-1].To >= r.From {
				t.Fatalf("the runs %v are not in order and apart", runs)
			}
			for k := r.From; k < r.To; k++ { // each has written beside somebody, or between two who did
				found := false
				for i := r.From; i <= k && !found; i++ {
					for j := max(i+1, k); j < r.To && !found; j++ {
						found = apart(i, j)
					}
				}
				if !found {
					t.Fatalf("change %d of %v was seen by all that follow", k, r)
				}
			}
		}
		for k := 1; k < line.Len(); k++ {
			if apart(k-1, k) && !slices.ContainsFunc(runs, func(r Run) bool { return r.From < k && k < r.To }) {
				t.Fatalf("changes %d and %d know nothing of each other, and are not among %v", k-1, k, runs)
			}
		}
	})
}

func TestChangesAreFoundByTheirOperations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		h := New(w.shuffled(t))
		line := h.Timeline()
		for k := range line.Len() {
			ops := line.Ops(k, k+1)
			if len(ops) != 1 {
				t.Fatalf("a change has the operations %v", ops)
			}
			for _, seq := range []uint64{ops[0].First.Seq, ops[0].First.Seq + uint64(ops[0].Len) - 1} {
				if got, ok := line.Find(version.ID{Replica: ops[0].First.Replica, Seq: seq}); !ok || got != k {
					t.Fatalf("operation %d of change %d is found in %d, %v", seq, k, got, ok)
				}
			}
			if got := line.Reach(line.Vector(k)); got != k {
				t.Fatalf("the version with %d changes reaches %d", k, got)
			}
		}
		if _, ok := line.Find(version.ID{Replica: replica(9), Seq: 1}); ok {
			t.Fatal("what nobody did is found")
		}
		from := rapid.IntRange(0, line.Len()).Draw(t, "from")
		to := rapid.IntRange(from, line.Len()).Draw(t, "to")
		n := 0
		for _, r := range line.Ops(from, to) {
			n += r.Len
		}
		want := uint64(0)
		a, b := line.Vector(from), line.Vector(to)
		for r, seq := range b {
			want += seq - a[r]
		}
		if n != int(want) {
			t.Fatalf("%d operations from %d to %d, want %d", n, from, to, want)
		}
	})
}
