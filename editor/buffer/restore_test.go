package buffer

import (
	"math"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

func TestRestoreIsUndoneAndRedoneAsOneStep(t *testing.T) {
	d := newDesk(1)
	d.do(Paste{"one two three"})
	d.flush()
	old := d.text.Vector()
	d.do(Erase{4, 8}, Replace{0, 3, "1"}, Select{4, 4})
	d.flush()
	d.want(t, "1 th|ree")
	d.do(Restore{Version: old})
	d.want(t, "one two th|ree")
	d.do(Undo{})
	d.want(t, "1 th|ree")
	d.do(Redo{})
	d.want(t, "one two th|ree")
	d.do(Undo{}, Undo{})
	if got := d.text.String(); got != "one three" {
		t.Errorf("after another undo: got %q", got)
	}
	d.flush()
	if d.Do(Restore{Version: d.text.Vector()}, d.now) {
		t.Error("restoring the present made a change")
	}
}

func TestPartOfAVersionIsRestored(t *testing.T) {
	d := newDesk(1)
	d.do(Paste{"one two three"})
	d.flush()
	old := d.text.Vector()
	d.do(Erase{9, 13}, Erase{0, 4})
	d.flush()
	d.do(RestorePart{Version: old, From: 5, To: 2})
	if got := d.text.String(); got != "two three" {
		t.Errorf("got %q", got)
	}
}

func TestPutBackBringsBackWhatAnotherDeleted(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	a.do(Paste{"one two"})
	a.give(t, b)
	b.do(Erase{0, 4})
	b.give(t, a)
	ghosts := a.History().Deleted(a.text.Vector())
	if len(ghosts) != 1 || ghosts[0].Text != "one " || ghosts[0].Removed.ID.Replica != b.me {
		t.Fatalf("got %+v", ghosts)
	}
	a.do(PutBack{ghosts[0].Chars})
	a.give(t, b)
	for _, d := range []*desk{a, b} {
		if got := d.text.String(); got != "one two" || d.text.AuthorAt(0) != a.me {
			t.Errorf("got %q", got)
		}
	}
	a.do(Undo{})
	a.give(t, b)
	if got := b.text.String(); got != "two" {
		t.Errorf("after undo: got %q", got)
	}
}

func TestTakeBackOfAnothersWorkLeavesTheRest(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	a.do(Paste{"one two"})
	a.give(t, b)
	b.do(Replace{0, 3, "1"}, Select{5, 5}, Paste{"!"})
	b.give(t, a)
	a.do(Select{1, 1}, Type{"x"})
	a.do(TakeBack{a.History().By(b.me.Author, 0, math.MaxInt64)})
	if got := a.text.String(); got != "onex two" && got != "xone two" {
		t.Errorf("got %q", got)
	}
	a.do(Undo{})
	if got := a.text.String(); got != "1x two!" {
		t.Errorf("after undo: got %q", got)
	}
	a.do(TakeBack{[]crdt.IDRange{{First: version.ID{Replica: replica(9), Seq: 1}, Len: 4}}})
	if got := a.text.String(); got != "1x two!" {
		t.Errorf("what is not here was taken back: got %q", got)
	}
}
