package crdt

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/version"
)

// exchange gives every member the changes of every other, and demands that all
// then read the same as their oracles.
func exchange(t *testing.T, members ...*member) {
	t.Helper()
	var all []sent
	for _, m := range members {
		all = append(all, m.commit(0)...)
	}
	for i, m := range members {
		order := slices.Clone(all)
		if i%2 == 1 {
			slices.Reverse(order)
		}
		for _, s := range order {
			if err := m.receive(s); err != nil {
				t.Fatal(err)
			}
		}
		if err := m.check(); err != nil {
			t.Fatal(err)
		}
		if got, want := m.text.String(), members[0].text.String(); got != want {
			t.Fatalf("diverged: %q and %q", got, want)
		}
	}
}

func wantOneOf(t *testing.T, got string, want ...string) {
	t.Helper()
	if !slices.Contains(want, got) {
		t.Errorf("got %q, want one of %q", got, want)
	}
}

// Two passages typed forwards at one place at once do not mix (Kleppmann et
// al., "Interleaving anomalies in collaborative text editors", PaPoC 2019).
func TestForwardTypingDoesNotInterleave(t *testing.T) {
	a, b := newMember(1), newMember(2)
	a.insert(0, "[]")
	exchange(t, a, b)
	for i, r := range "milk " {
		a.insert(1+i, string(r))
	}
	for i, r := range "eggs " {
		b.insert(1+i, string(r))
	}
	exchange(t, a, b)
	wantOneOf(t, a.text.String(), "[milk eggs ]", "[eggs milk ]")
}

// Nor do two that were typed backwards, each letter before the one before it
// (Weidner and Kleppmann, "The Art of the Fugue").
func TestBackwardTypingDoesNotInterleave(t *testing.T) {
	a, b := newMember(1), newMember(2)
	a.insert(0, "[]")
	exchange(t, a, b)
	for _, r := range " klim" {
		a.insert(1, string(r))
	}
	for _, r := range " sgge" {
		b.insert(1, string(r))
	}
	exchange(t, a, b)
	wantOneOf(t, a.text.String(), "[milk eggs ]", "[eggs milk ]")
}

// Nor one typed forwards and one typed backwards, in pieces with exchanges in
// between.
func TestPassagesTypedInPiecesDoNotInterleave(t *testing.T) {
	a, b, c := newMember(1), newMember(2), newMember(3)
	a.insert(0, "[]")
	exchange(t, a, b, c)
	a.insert(1, "AA")
	b.insert(1, "BB")
	c.insert(1, "CC")
	a.insert(3, "aa")
	b.insert(1, "bb")
	c.insert(2, "cc")
	exchange(t, a, b, c)
	for _, part := range []string{"AAaa", "bbBB", "CccC"} {
		if !strings.Contains(a.text.String(), part) {
			t.Errorf("%q is torn apart in %q", part, a.text)
		}
	}
}

// What was typed just before a character stays beside it, whatever others typed
// at the same place and whatever the keys are.
func TestTextStaysBesideItsRightOrigin(t *testing.T) {
	for _, keys := range [][3]byte{{1, 2, 3}, {3, 2, 1}, {2, 1, 3}, {2, 3, 1}} {
		a, b, c := newMember(keys[0]), newMember(keys[1]), newMember(keys[2])
		a.insert(0, "ad")
		exchange(t, a, b, c)
		b.insert(1, "b") // between a and d
		byB := b.commit(0)
		for _, s := range byB {
			if err := c.receive(s); err != nil {
				t.Fatal(err)
			}
		}
		c.insert(1, "c") // between a and b
		a.insert(1, "x") // between a and d, knowing of neither
		for _, s := range byB {
			if err := a.receive(s); err != nil {
				t.Fatal(err)
			}
		}
		exchange(t, a, b, c)
		wantOneOf(t, a.text.String(), "axcbd", "acbxd") // c stays beside b
	}
}

func TestInsertsAtBothEndsOfADeletedRunStayAtTheirEnds(t *testing.T) {
	a, b, c := newMember(1), newMember(2), newMember(3)
	a.insert(0, "<middle>")
	exchange(t, a, b, c)
	a.delete(1, 7)
	b.insert(1, "L")
	c.insert(7, "R")
	exchange(t, a, b, c)
	wantOneOf(t, a.text.String(), "<LR>")
}

func TestInsertIntoADeletedRunShowsAndSurvivesItsReturn(t *testing.T) {
	a, b := newMember(1), newMember(2)
	a.insert(0, "one two")
	exchange(t, a, b)
	a.delete(0, 7)
	b.insert(3, " and a half,")
	exchange(t, a, b)
	wantOneOf(t, a.text.String(), " and a half,")
	a.undo([]IDRange{{version.ID{Replica: a.id, Seq: 8}, 7}}, false)
	exchange(t, a, b)
	wantOneOf(t, b.text.String(), "one and a half, two")
}

func TestManyInsertsAtOnePlaceAreInTheOrderOfTheirKeys(t *testing.T) {
	members := make([]*member, 12)
	for i := range members {
		members[i] = newMember(byte(i * 37))
	}
	members[0].insert(0, "()")
	exchange(t, members...)
	for _, m := range members {
		m.insert(1, string('a'+rune(m.id.Author[0]>>4)))
	}
	exchange(t, members...)
	got := []byte(members[0].text.String())
	if !slices.IsSorted(got[1 : len(got)-1]) {
		t.Errorf("got %q", got)
	}
}

func TestConcurrentDeletesAreAllKept(t *testing.T) {
	a, b, c := newMember(1), newMember(2), newMember(3)
	a.insert(0, "some text")
	exchange(t, a, b, c)
	a.delete(0, 6)
	b.delete(3, 9)
	c.delete(2, 5)
	exchange(t, a, b, c)
	wantOneOf(t, a.text.String(), "")
	for r := range a.text.All() {
		if r.First.Seq <= 3 && r.First.Seq+uint64(len(r.Text)) > 4 && len(r.Deletes) < 2 {
			t.Errorf("%+v lacks a delete", r)
		}
	}
	// One takes the delete back: what nobody else deleted is there again.
	a.undo([]IDRange{{version.ID{Replica: a.id, Seq: 10}, 6}}, false)
	exchange(t, a, b, c)
	wantOneOf(t, a.text.String(), "so")
}

func TestConcurrentUndosDoNotCancelOut(t *testing.T) {
	a, b := newMember(1), newMember(2)
	a.insert(0, "text")
	exchange(t, a, b)
	everything := []IDRange{{version.ID{Replica: a.id, Seq: 1}, 4}}
	a.undo(everything, false)
	b.undo(everything, false)
	exchange(t, a, b)
	wantOneOf(t, a.text.String(), "")
	b.undo(everything, true)
	exchange(t, a, b)
	wantOneOf(t, a.text.String(), "text")
}

func TestCanUndoTellsWhatUndoMayBeGiven(t *testing.T) {
	a := newMember(1)
	a.insert(0, "é日") // five operations
	a.delete(0, 2)    // two
	id := func(seq uint64) version.ID { return version.ID{Replica: a.id, Seq: seq} }
	for _, tt := range []struct {
		r    IDRange
		want bool
	}{
		{IDRange{id(1), 7}, true},
		{IDRange{id(3), 3}, true},
		{IDRange{id(6), 2}, true},
		{IDRange{id(1), 1}, false}, // half a rune
		{IDRange{id(3), 4}, false}, // half of one deleted
		{IDRange{id(1), 8}, false}, // one that is not here
		{IDRange{id(8), 1}, false},
		{IDRange{id(0), 1}, false},
		{IDRange{id(1), 0}, false},
		{IDRange{id(1), -1}, false},
		{IDRange{version.ID{Replica: replica(9), Seq: 1}, 1}, false},
	} {
		if got := a.text.CanUndo(tt.r); got != tt.want {
			t.Errorf("%v, %d: got %v", tt.r.First, tt.r.Len, got)
		}
	}
}

// Where many write at one place the order is looked up and not walked to. It is
// the same order.
func TestCrowdsEqualTheOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := newMember(100)
		a.insert(0, "[é]")
		all := a.commit(0)
		for i := range 3 * crowded {
			m := newMember(byte(i * 5))
			if i*5 == 100 {
				continue
			}
			// Nobody sees the others, but some see one who wrote first.
			for _, s := range all[:rapid.IntRange(0, min(2, len(all))).Draw(t, "seen")] {
				if err := m.receive(s); err != nil {
					t.Fatal(err)
				}
			}
			for range rapid.IntRange(1, 3).Draw(t, "inserts") {
				s := m.text.String()
				m.insert(clamp(s, rapid.IntRange(0, min(2, len(s))).Draw(t, "at")), rapid.SampledFrom([]string{"x", "yz"}).Draw(t, "text"))
			}
			all = append(all, m.commit(0)...)
		}
		order := make([]int, len(all))
		for i := range order {
			order[i] = i
		}
		for _, i := range rapid.Permutation(order).Draw(t, "order") {
			if err := a.receive(all[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.check(); err != nil {
			t.Fatal(err)
		}
	})
}

// A crowd that types at one place, somebody who types backwards for long, a
// history that arrives back to front and a huge paste: each once took quadratic
// time somewhere. That they end soon is the test.
func TestUnusualLoadsStayQuick(t *testing.T) {
	t.Run("crowd", func(t *testing.T) {
		text := New()
		for _, c := range crowd(2000) {
			if _, err := text.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		if text.Len() != 2000 {
			t.Errorf("%d characters", text.Len())
		}
	})
	// Siblings without end, which no honest author writes: each begins where
	// the one before it did.
	for name, order := range map[string][2]byte{"to the right": {1, 2}, "to the left": {2, 1}} {
		t.Run("siblings "+name, func(t *testing.T) {
			text := New()
			base := draft{First: version.ID{Replica: replica(9), Seq: 1}, Ops: []Op{{Kind: Insert, Text: "."}}}
			apply(t, text, base.change())
			next := map[byte]uint64{1: 1, 2: 1}
			for i := range 20 {
				who := order[i%2]
				c := draft{First: version.ID{Replica: replica(who), Seq: next[who]}}
				if next[who] == 1 {
					c.Deps = []version.ID{base.First}
				}
				o := Op{Kind: Insert, Text: "x"}
				if name == "to the left" {
					o.Right = base.First
				}
				for range 2000 {
					c.Ops = append(c.Ops, o)
				}
				next[who] += 2000
				apply(t, text, c.change())
			}
			if err := text.check(); err != nil {
				t.Error(err)
			}
		})
	}
	const n = 50_000
	me := replica(1)
	backwards := New()
	var changes []Change
	for range n {
		backwards.Insert(me, 0, "x")
		changes = append(changes, backwards.commitAll(me)...)
	}
	t.Run("typed backwards beside another text", func(t *testing.T) {
		text := New()
		other := replica(2)
		for i := range n {
			text.Insert(other, i/2, "y")
		}
		for _, c := range changes {
			if _, err := text.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		if err := text.check(); err != nil {
			t.Error(err)
		}
	})
	t.Run("arrives back to front", func(t *testing.T) {
		text := New()
		parking := version.NewParking[Change](n, 1<<30)
		queue := slices.Clone(changes)
		for len(queue) > 0 {
			c := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			if _, err := text.Apply(c); err != nil {
				parking.Park("", err.(*MissingError).ID, 1, c)
				continue
			}
			queue = append(queue, parking.Take(version.ID{Replica: me, Seq: c.Last})...)
		}
		if text.Len() != n {
			t.Errorf("%d characters", text.Len())
		}
	})
	t.Run("paste of 10 MB", func(t *testing.T) {
		text := New()
		text.Insert(me, 0, strings.Repeat("0123456789abcde\n", 10<<16))
		text.Insert(me, 5<<20, "middle")
		text.Delete(me, 1<<20, 9<<20)
		changes := text.commitAll(me)
		other := New()
		for _, c := range changes {
			if len(c.Ops) > 256<<10 {
				t.Errorf("a change of %d bytes", len(c.Ops))
			}
			if _, err := other.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		s := other.String()
		if text.String() != s {
			t.Error("diverged")
		}
		if want := strings.Count(s, "\n") + 1; other.Lines() != want || text.Lines() != want {
			t.Errorf("%d and %d lines, want %d", text.Lines(), other.Lines(), want)
		}
	})
}
