package buffer

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// reopen returns a desk with what d has, as it is after a restart: from changes
// and the state that was kept.
func (d *desk) reopen(tb testing.TB, changes []crdt.Change, state []byte) *desk {
	tb.Helper()
	again := &desk{Buffer: New(crdt.New(), d.me), now: d.now}
	for _, c := range changes {
		if err := again.Apply(c); err != nil {
			tb.Fatal(err)
		}
	}
	if err := again.RestoreUndo(state); err != nil {
		tb.Fatal(err)
	}
	return again
}

func TestUndoGoesOnAfterARestart(t *testing.T) {
	d := newDesk(1)
	d.keys("one two")
	d.do(Paste{"\nthree"}, SelectMany{[]Range{{3, 3}, {0, 2}}, 1}, Type{"x"}, Undo{})
	d.wantDrawn(t, "⟨on‸e‸ two\nthree")
	again := d.reopen(t, d.flush(), d.UndoState())
	again.wantDrawn(t, "⟨on‸e‸ two\nthree")
	if again.Main() != 0 {
		t.Errorf("the main selection is %d", again.Main())
	}
	again.do(Redo{})
	again.wantDrawn(t, "x‸ex‸ two\nthree")
	for _, want := range []string{"⟨on‸e‸ two\nthree", "one two‸", "one ‸", "‸", "‸"} {
		again.do(Undo{})
		again.wantDrawn(t, want)
	}
	for _, want := range []string{"one ‸", "one two‸", "one two\nthree‸"} {
		again.do(Redo{})
		again.wantDrawn(t, want)
	}
}

func TestWhatIsTypedAfterARestartIsUndoneByItself(t *testing.T) {
	d := newDesk(1)
	d.keys("on")
	again := d.reopen(t, d.flush(), d.UndoState())
	again.keys("e")
	again.do(Undo{})
	again.wantDrawn(t, "on‸")
}

func TestKeepingTheStateDoesNotDisturbTyping(t *testing.T) {
	d := newDesk(1)
	d.keys("on")
	d.UndoState()
	d.keys("e")
	d.do(Select{0, 0}, Undo{}, Redo{})
	d.wantDrawn(t, "one‸")
	d.do(Undo{})
	d.wantDrawn(t, "‸")
}

func TestStepsThatNameWhatIsNotThereAreLeftOut(t *testing.T) {
	d := newDesk(1)
	d.keys("one two")
	first := d.flush()
	d.do(Select{0, 0})
	d.keys("x")
	d.flush() // is lost
	again := d.reopen(t, first, d.UndoState())
	again.do(Select{7, 7})
	again.wantDrawn(t, "one two‸")
	again.do(Undo{})
	again.wantDrawn(t, "one ‸")
	again = d.reopen(t, nil, d.UndoState())
	if again.CanUndo() || again.CanRedo() {
		t.Error("there is something to undo in nothing")
	}
	again.wantDrawn(t, "‸")
}

func TestAnOldStateUndoesWhatItKnows(t *testing.T) {
	d := newDesk(1)
	d.keys("one ")
	state := d.UndoState()
	d.keys("two")
	again := d.reopen(t, d.flush(), state)
	again.wantDrawn(t, "one ‸two")
	again.do(Undo{})
	again.wantDrawn(t, "‸two")
}

func TestRestoredVersionsAreUndoneAfterARestart(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	a.do(Paste{"one two three"})
	changes := a.flush()
	for _, c := range changes {
		if err := b.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	old := b.text.Vector()
	a.do(Erase{0, 4})
	for _, c := range a.flush() {
		changes = append(changes, c)
		if err := b.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	b.do(Select{5, 5}, Restore{Version: old})
	b.wantDrawn(t, "one two t‸hree")
	again := b.reopen(t, slices.Concat(changes, b.flush()), b.UndoState())
	again.do(Undo{})
	again.wantDrawn(t, "two t‸hree")
	again.do(Redo{})
	again.wantDrawn(t, "one two t‸hree")
}

func TestNothingDoneIsNothingToKeep(t *testing.T) {
	d := newDesk(1)
	if got := d.UndoState(); got != nil {
		t.Errorf("got %x", got)
	}
	if err := d.RestoreUndo(nil); err != nil {
		t.Error(err)
	}
}

func TestTheNewestStepsAreKept(t *testing.T) {
	d := newDesk(1)
	for range keptGroups + 10 {
		d.do(Paste{"x"})
	}
	again := d.reopen(t, d.flush(), d.UndoState())
	for range keptGroups + 10 {
		again.do(Undo{})
	}
	if got := again.text.String(); got != strings.Repeat("x", 10) {
		t.Errorf("got %q", got)
	}
	d = newDesk(1)
	d.do(Paste{strings.Repeat("some words\n", 10_000)})
	var ranges []Range
	for i := range 10_000 {
		ranges = append(ranges, caret(11*i))
	}
	d.do(SelectMany{ranges, 5000}, Type{"x"}, Type{" y"}, Select{5, 5}, Type{"z"})
	state := d.UndoState()
	if len(state) > keptBytes {
		t.Errorf("%d bytes", len(state))
	}
	again = d.reopen(t, d.flush(), state)
	again.do(Undo{})
	if a, h := again.Selection(); again.text.String() == d.text.String() || a != 5 || h != 5 {
		t.Errorf("nothing undone, or at %d, %d", a, h)
	}

	// Of a great many carets the main one is kept, and the steps are as well.
	ranges = ranges[:0]
	for i := range 60_000 {
		ranges = append(ranges, caret(1+2*i))
	}
	d = newDesk(1)
	d.do(Paste{strings.Repeat("some words\n", 20_000)}, Type{"!"}, SelectMany{ranges, 7})
	if state = d.UndoState(); len(state) > keptBytes {
		t.Errorf("%d bytes", len(state))
	}
	again = d.reopen(t, d.flush(), state)
	if got := again.Selections(); len(got) != 1 || got[0] != caret(15) {
		t.Errorf("got %d selections, the first %v", len(got), got[0])
	}
	again.do(Undo{})
	if again.text.String() == d.text.String() {
		t.Error("nothing undone")
	}
}

func TestABadStateIsRefused(t *testing.T) {
	d := newDesk(1)
	d.keys("one two")
	good := d.UndoState()
	unnamed := append([]byte{good[0], good[1] + 1}, good[2:2+36]...) // one replica more, which nothing is of
	unnamed = append(append(unnamed, make([]byte, 36)...), good[2+36:]...)
	for name, bad := range map[string][]byte{
		"cut":     good[:len(good)-1],
		"longer":  append(slices.Clone(good), 0),
		"another": append([]byte{2}, good[1:]...),
		"zeros":   make([]byte, 40),
		"unnamed": unnamed,
	} {
		again := newDesk(1)
		if err := again.RestoreUndo(bad); !errors.Is(err, ErrState) || again.CanUndo() {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// FuzzState holds the decoder to one encoding of a state, and the buffer to
// doing no harm whatever a state says.
func FuzzState(f *testing.F) {
	d := draw("o‸ne ⟨two‸")
	d.keys("x y")
	d.do(Undo{}, Select{0, 3}, SetText{"é 2"})
	text := d.flush()
	other := version.Replica{Author: version.Author{9}}
	f.Add(d.UndoState())
	f.Add(newDesk(1).UndoState())
	f.Add((&state{
		selections: ties{[][2]crdt.Anchor{{{Bias: crdt.Before}, {ID: version.ID{Replica: other, Seq: 1}}}}, 0},
		done:       []group{{ranges: []crdt.IDRange{{First: version.ID{Replica: d.me, Seq: 1}, Len: 1 << 30}}}},
	}).encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := decodeState(data); err == nil {
			if again := s.encode(); !bytes.Equal(again, data) {
				t.Fatalf("two encodings:\n%x\n%x", data, again)
			}
		}
		b := New(crdt.New(), d.me)
		for _, c := range text {
			if err := b.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		if b.RestoreUndo(data) != nil {
			return
		}
		for _, c := range []Command{Undo{}, Undo{}, Redo{}, Type{"z"}, Undo{}} {
			b.Do(c, 0)
			checkSelections(t, b)
		}
	})
}

// checkSelections fails if the selections of b are not places in its text, in
// order and apart.
func checkSelections(tb interface{ Fatalf(string, ...any) }, b *Buffer) {
	ranges := b.Selections()
	if len(ranges) == 0 || b.Main() < 0 || b.Main() >= len(ranges) {
		tb.Fatalf("%d selections, of which the main is %d", len(ranges), b.Main())
	}
	for i, r := range ranges {
		if r.From() < 0 || r.To() > b.text.Len() || !b.text.IsRuneStart(r.From()) || !b.text.IsRuneStart(r.To()) {
			tb.Fatalf("%v is not in a text of %d bytes", r, b.text.Len())
		}
		if i == 0 {
			continue
		}
		if last := ranges[i-1]; r.From() < last.To() || r.From() == last.To() && (r.Empty() || last.Empty()) {
			tb.Fatalf("%v and %v are not apart", last, r)
		}
	}
}

func BenchmarkUndoState(b *testing.B) {
	d := newDesk(1)
	for range keptGroups {
		d.keys("word ")
	}
	n := 0
	for b.Loop() {
		n = len(d.UndoState())
	}
	b.ReportMetric(float64(n), "B")
}
