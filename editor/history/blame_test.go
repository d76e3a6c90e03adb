package history

import (
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// undo undoes operations n from first on, in a change of d.
func (d *desk) undo(pause int64, first version.ID, n int) []crdt.Change {
	d.text.Undo(d.me, []crdt.IDRange{{First: first, Len: n}})
	return d.flush(pause)
}

func TestWhoLastRemovedTheLastObstacleRestored(t *testing.T) {
	for _, order := range [][2]byte{{2, 3}, {3, 2}} {
		a, b, c := newDesk(1), newDesk(order[0]), newDesk(order[1])
		written := a.insert(1, 0, "text")
		whole := a.text.Vector()
		b.take(t, written)
		c.take(t, written)
		b.now, c.now = 10, 20
		one, two := b.delete(0, 0, 4), c.delete(0, 0, 4)
		b.take(t, two)
		c.take(t, one)
		a.take(t, two)
		a.take(t, one)
		b.take(t, c.undo(10, two[0].First, 4)) // at 30
		last := b.undo(40, one[0].First, 4)    // at 50
		c.take(t, last)
		if got := a.text.String(); got != "" {
			t.Fatalf("got %q", got)
		}
		empty := a.text.Vector()
		a.take(t, []crdt.Change{mustChange(t, b, c.me, 5)})
		a.take(t, last)
		for _, d := range []*desk{a, b, c} {
			spans := d.Blame(d.text.Vector())
			if len(spans) != 1 || spans[0].First.Replica != a.me || spans[0].Written != 1 ||
				spans[0].Restored.ID.Replica != b.me || spans[0].Restored.Time != 50 {
				t.Errorf("got %+v", spans)
			}
			if edits := d.Diff(whole, empty); len(edits) != 1 || edits[0].By.ID != one[0].First {
				t.Errorf("deleted by %+v", edits)
			}
			if edits := d.Diff(empty, d.text.Vector()); len(edits) != 1 || edits[0].By.ID != last[0].First {
				t.Errorf("put back by %+v", edits)
			}
			life := d.Life(spans[0].First)
			if len(life) != 5 || life[1].Turn != crdt.Deleted || life[1].Time != 10 || life[4].Turn != crdt.Returned {
				t.Errorf("got %+v", life)
			}
		}
	}
}

func mustChange(t *testing.T, d *desk, r version.Replica, seq uint64) crdt.Change {
	t.Helper()
	c, ok := d.text.Change(version.ID{Replica: r, Seq: seq})
	if !ok {
		t.Fatal("no such change")
	}
	return c
}

func TestOfTwoWhoUndidTheFirstCounts(t *testing.T) {
	for _, order := range [][2]byte{{2, 3}, {3, 2}} {
		a, b, c := newDesk(1), newDesk(order[0]), newDesk(order[1])
		written := a.insert(1, 0, "text")
		b.take(t, written)
		c.take(t, written)
		one, two := b.undo(10, written[0].First, 4), c.undo(20, written[0].First, 4)
		a.take(t, two)
		a.take(t, one)
		b.take(t, two)
		c.take(t, one)
		for _, d := range []*desk{a, b, c} {
			ghosts := d.Deleted(d.text.Vector())
			if len(ghosts) != 1 || ghosts[0].Text != "text" || ghosts[0].Removed.ID != one[0].First {
				t.Errorf("got %+v", ghosts)
			}
			edits := d.Diff(version.Vector{a.me: 4}, d.text.Vector())
			if len(edits) != 1 || edits[0].By.ID != one[0].First {
				t.Errorf("got %+v", edits)
			}
		}
	}
}
