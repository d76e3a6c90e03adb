package crdt

import (
	"errors"
	"slices"
	"testing"

	"chirograph/editor/version"
)

// hostile is what a peer may send that knows the text "aé日b" of replica 1,
// where b is deleted (operation 8), and "X" of replica 3 after it, which the
// sender does not name in its dependencies.
func TestApplyRefusesAloneFromTheCausalPast(t *testing.T) {
	author, sender, stranger := replica(1), replica(2), replica(3)
	id := func(r version.Replica, seq uint64) version.ID { return version.ID{Replica: r, Seq: seq} }
	knows := []version.ID{id(author, 8)}
	insert := func(at, right version.ID, s string) Op { return Op{Kind: Insert, At: at, Right: right, Text: s} }
	none := version.ID{}
	for _, tt := range []struct {
		name string
		c    draft
	}{
		{"an origin inside a rune", draft{Deps: knows, Ops: []Op{insert(id(author, 2), none, "x")}}},
		{"a right origin inside a rune", draft{Deps: knows, Ops: []Op{insert(none, id(author, 5), "x")}}},
		{"an origin that is no character", draft{Deps: knows, Ops: []Op{insert(id(author, 8), none, "x")}}},
		{"an origin outside the past", draft{Deps: knows, Ops: []Op{insert(id(stranger, 1), none, "x")}}},
		{"an origin after the past", draft{Deps: []version.ID{id(author, 1)}, Ops: []Op{insert(id(author, 3), none, "x")}}},
		{"an origin of nobody", draft{Deps: knows, Ops: []Op{insert(id(replica(9), 1), none, "x")}}},
		{"an origin in an own rune", draft{Ops: []Op{insert(none, none, "é"), insert(id(sender, 1), none, "x")}}},
		{"an own delete as origin", draft{Deps: knows, Ops: []Op{{Kind: Delete, At: id(author, 1), Len: 1}, insert(id(sender, 1), none, "x")}}},
		{"half a rune deleted", draft{Deps: knows, Ops: []Op{{Kind: Delete, At: id(author, 2), Len: 1}}}},
		{"a rune and a half deleted", draft{Deps: knows, Ops: []Op{{Kind: Delete, At: id(author, 2), Len: 3}}}},
		{"a rune deleted backwards", draft{Deps: knows, Ops: []Op{{Kind: Delete, At: id(author, 3), Len: 2, Back: true}}}},
		{"a delete deleted", draft{Deps: knows, Ops: []Op{{Kind: Delete, At: id(author, 8), Len: 1}}}},
		{"a delete beyond the past", draft{Deps: knows, Ops: []Op{{Kind: Delete, At: id(author, 7), Len: 9}}}},
		{"half a rune undone", draft{Deps: knows, Ops: []Op{{Kind: Undo, Count: 1, Ranges: []IDRange{{id(author, 3), 1}}}}}},
		{"an undo undone", draft{Ops: []Op{
			insert(none, none, "x"),
			{Kind: Undo, Count: 1, Ranges: []IDRange{{id(sender, 1), 1}}},
			{Kind: Undo, Count: 1, Ranges: []IDRange{{id(sender, 2), 1}}},
		}}},
		{"something good, then something bad", draft{Deps: knows, Ops: []Op{
			insert(id(author, 1), none, "fine"),
			{Kind: Delete, At: id(author, 1), Len: 1},
			{Kind: Undo, Count: 1, Ranges: []IDRange{{id(author, 7), 2}}},
			insert(id(author, 2), none, "bad"),
		}}},
		{"text that is not UTF-8", draft{Ops: []Op{insert(none, none, "\xc3")}}},
		{"no operations", draft{}},
		{"a dependency on oneself", draft{Deps: []version.ID{id(sender, 1)}, Ops: []Op{insert(none, none, "x")}}},
		{"dependencies out of order", draft{Deps: []version.ID{id(stranger, 1), id(author, 8)}, Ops: []Op{insert(none, none, "x")}}},
		{"a dependency named twice", draft{Deps: []version.ID{id(author, 7), id(author, 8)}, Ops: []Op{insert(none, none, "x")}}},
		{"a dependency that another had seen", draft{Deps: []version.ID{id(author, 8), id(stranger, 2)}, Ops: []Op{insert(none, none, "x")}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := New()
			text.Insert(author, 0, "aé日b")
			text.Delete(author, 6, 7)
			text.commitAll(author)
			apply(t, text, draft{First: id(stranger, 1), Ops: []Op{insert(none, none, "X")}}.change())
			apply(t, text, draft{First: id(stranger, 2), Deps: knows, Ops: []Op{insert(id(author, 7), none, "Y")}}.change())
			before := facts(text)
			tt.c.First = id(sender, 1)
			if edits, err := text.Apply(tt.c.change()); !errors.Is(err, ErrInvalid) || edits != nil {
				t.Errorf("got %v, %v", edits, err)
			}
			if after := facts(text); !slices.Equal(before, after) {
				t.Errorf("the text has changed:\n%v\n%v", before, after)
			}
			if err := text.check(); err != nil {
				t.Error(err)
			}
			apply(t, text, draft{First: id(sender, 1), Deps: knows, Ops: []Op{insert(id(author, 7), none, "ok")}}.change())
		})
	}
}

func apply(t *testing.T, text *Text, c Change) {
	t.Helper()
	if _, err := text.Apply(c); err != nil {
		t.Fatal(err)
	}
}

func TestApplyNamesTheMissingPast(t *testing.T) {
	a, b := replica(1), replica(2)
	one := draft{First: version.ID{Replica: a, Seq: 1}, Ops: []Op{{Kind: Insert, Text: "abc"}}}
	text := New()
	for _, tt := range []struct {
		c    draft
		want version.ID
	}{
		{draft{First: version.ID{Replica: a, Seq: 4}, Ops: one.Ops}, version.ID{Replica: a, Seq: 3}},
		{draft{First: version.ID{Replica: b, Seq: 1}, Deps: []version.ID{{Replica: a, Seq: 3}}, Ops: one.Ops}, version.ID{Replica: a, Seq: 3}},
	} {
		_, err := text.Apply(tt.c.change())
		var missing *MissingError
		if !errors.As(err, &missing) || missing.ID != tt.want {
			t.Errorf("got %v, want %v", err, tt.want)
		}
	}
	apply(t, text, one.change())
	if edits, err := text.Apply(one.change()); edits != nil || err != nil {
		t.Errorf("again: %v, %v", edits, err)
	}
	part := draft{First: version.ID{Replica: a, Seq: 2}, Ops: one.Ops}
	if _, err := text.Apply(part.change()); !errors.Is(err, ErrInvalid) {
		t.Errorf("new in part: %v", err)
	}
}

// Origins that no honest author could have had make no difference between
// replicas: they are placed by the same tree.
func TestDishonestOriginsConverge(t *testing.T) {
	var changes []Change
	base := draft{First: version.ID{Replica: replica(9), Seq: 1}, Ops: []Op{{Kind: Insert, Text: "abcdef"}}}
	for b := range byte(6) {
		for s := range uint64(6) {
			at := version.ID{Replica: replica(9), Seq: (uint64(b)*5 + s) % 7}
			right := version.ID{Replica: replica(9), Seq: (uint64(b)*3 + s*2) % 7}
			if s%3 == 2 { // its own work, turned round
				at = version.ID{Replica: replica(b), Seq: s - 1}
			}
			if at.Seq == 0 {
				at = version.ID{}
			}
			if right.Seq == 0 {
				right = version.ID{}
			}
			if at == right {
				right = version.ID{}
			}
			c := draft{First: version.ID{Replica: replica(b), Seq: s + 1}, Ops: []Op{{Kind: Insert, At: at, Right: right, Text: string('A' + rune(b))}}}
			if s == 0 {
				c.Deps = []version.ID{{Replica: replica(9), Seq: 6}}
			}
			changes = append(changes, c.change())
		}
	}
	var want string
	for turn := range 7 {
		text := New()
		apply(t, text, base.change())
		for i := range changes { // each replica's in order, the replicas in turn
			b := (i + turn) % 6
			if turn%2 == 1 {
				b = 5 - b
			}
			apply(t, text, changes[b*6+i/6])
		}
		if want == "" {
			want = text.String()
		}
		if got := text.String(); got != want {
			t.Errorf("turn %d: got %q, want %q", turn, got, want)
		}
		if err := text.check(); err != nil {
			t.Error(err)
		}
	}
}

func TestManyHeadsAreNamedOverSeveralChanges(t *testing.T) {
	text, me := New(), version.Replica{Author: version.Author{0xff}}
	for _, c := range crowd(300) {
		apply(t, text, c)
	}
	for at := 300; at > 0; at -= 2 { // something after every other one's letter
		text.Insert(me, at, "-")
	}
	changes := text.commitAll(me)
	other := New()
	for _, c := range crowd(300) {
		apply(t, other, c)
	}
	for _, c := range changes {
		if len(c.Deps) > MaxDeps {
			t.Fatalf("%d dependencies", len(c.Deps))
		}
		apply(t, other, c)
	}
	if text.String() != other.String() || len(changes) < 2 {
		t.Errorf("%d changes, got %q, want %q", len(changes), other, text)
	}
}

func TestOperationsDoneWhileAChangeArrivesDoNotClaimToHaveSeenIt(t *testing.T) {
	a, b := replica(1), replica(2)
	text := New()
	text.Insert(a, 0, "before")
	apply(t, text, draft{First: version.ID{Replica: b, Seq: 1}, Ops: []Op{{Kind: Insert, Text: "!"}}}.change())
	text.Insert(a, 0, "after")
	changes := text.commitAll(a)
	if len(changes) != 2 || len(changes[0].Deps) != 0 || len(changes[1].Deps) != 1 {
		t.Errorf("got %+v", changes)
	}
}

// A count that cannot be exceeded ends the undoing of an operation, and harms
// nobody.
func TestHighestCountIsTheLast(t *testing.T) {
	a, b := replica(1), replica(2)
	text := New()
	text.Insert(a, 0, "text")
	text.commitAll(a)
	all := []IDRange{{version.ID{Replica: a, Seq: 1}, 4}}
	apply(t, text, draft{
		First: version.ID{Replica: b, Seq: 1},
		Deps:  []version.ID{{Replica: a, Seq: 4}},
		Ops:   []Op{{Kind: Undo, Ranges: all, Count: 1<<32 - 1}},
	}.change())
	if edits := text.Redo(a, all); len(edits) > 0 || text.Len() != 0 || len(text.commitAll(a)) != 0 {
		t.Errorf("got %v, %q", edits, text)
	}
}

func TestSteadyStateDoesNotAllocate(t *testing.T) {
	a, b := replica(1), replica(2)
	text, source := New(), New()
	text.Insert(a, 0, "some text to type in")
	text.commitAll(a)
	var changes []Change
	for range 60_000 {
		source.Insert(b, source.Len(), "x")
		c, _ := source.Commit(b, 0)
		changes = append(changes, c)
	}
	next := 0
	remote := func() {
		if _, err := text.Apply(changes[next]); err != nil {
			t.Fatal(err)
		}
		next++
	}
	for range 40_000 {
		remote()
	}
	// Slices that grow do so now and then: the mean is what counts.
	if n := testing.AllocsPerRun(15_000, remote); n > 0 {
		t.Errorf("remote: %v allocations", n)
	}
	if n := testing.AllocsPerRun(10_000, func() { source.Insert(b, 500, "y") }); n > 0 {
		t.Errorf("local: %v allocations", n)
	}
}
