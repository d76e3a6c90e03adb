package crdt

import (
	"bytes"
	"errors"
	"testing"

	"chirograph/editor/version"
)

// another returns one of many replicas, in the order of i, and a few of them
// after replica(1).
func another(i int) version.Replica {
	return version.Replica{Author: version.Author{byte(i >> 8), byte(i), 1}}
}

// A change that names as many other replicas as it may, and its writer too, is
// read back as it came.
func TestChangeMayNameItsWriterBesideAllOthers(t *testing.T) {
	text, writer := New(), another(5000)
	text.Insert(writer, 0, "w")
	first, _ := text.Commit(writer, 0)
	last := first.First
	ranges := []IDRange{}
	for i := range MaxReplicas {
		id := version.ID{Replica: another(i + 1), Seq: 1}
		apply(t, text, draft{First: id, Deps: []version.ID{last}, Ops: []Op{{Kind: Insert, Text: "x", At: last}}}.change())
		ranges = append(ranges, IDRange{id, 1})
		last = id
	}
	ranges = append(ranges, IDRange{first.First, 1})
	c := draft{First: version.ID{Replica: writer, Seq: 2}, Deps: []version.ID{last}, Ops: []Op{{Kind: Undo, Count: 1, Ranges: ranges}}}.change()
	apply(t, text, c)
	if got, _ := text.Change(c.First); !bytes.Equal(got.Ops, c.Ops) {
		t.Errorf("read back %d bytes of %d", len(got.Ops), len(c.Ops))
	}
	if _, err := FromHistory(text.History()); err != nil {
		t.Error(err)
	}
}

// One range of a log is many ranges of a history in which others wrote in
// between.
func TestHistoryOfAnUndoOfManyTurns(t *testing.T) {
	a, b := replica(2), replica(1) // b first in the order
	ta, tb := New(), New()
	n := MaxOps + 10
	var others []Change
	for i := range n {
		ta.Insert(a, i, "x")
		c, _ := ta.Commit(a, int64(i))
		apply(t, tb, c)
		tb.Insert(b, 0, "y")
		d, _ := tb.Commit(b, int64(i))
		others = append(others, d)
	}
	ta.Undo(a, []IDRange{{version.ID{Replica: a, Seq: 1}, n}})
	c, _ := ta.Commit(a, 0)
	for _, d := range others {
		apply(t, ta, d)
	}
	apply(t, tb, c)
	if _, err := FromHistory(ta.History()); err != nil {
		t.Error(err)
	}
}

// A history in which a change depends on more than one may is refused, as the
// change is.
func TestHistoryRefusesTooManyDependencies(t *testing.T) {
	text := New()
	var deps []version.ID
	for i := range MaxDeps + 1 {
		id := version.ID{Replica: another(i + 1), Seq: 1}
		apply(t, text, draft{First: id, Ops: []Op{{Kind: Insert, Text: "x"}}}.change())
		deps = append(deps, id)
	}
	c := draft{First: version.ID{Replica: another(5000), Seq: 1}, Deps: deps, Ops: []Op{{Kind: Insert, Text: "y", Right: deps[0]}}}.change()
	if _, err := text.Apply(c); !errors.Is(err, ErrInvalid) {
		t.Fatal(err)
	}
	// What Apply does, but for the check.
	if _, ok := text.in.decode(c.Ops, c.First); !ok || text.graph.Check(c.First, c.Deps) != nil {
		t.Fatal("refused for another reason")
	}
	base := lv(text.length)
	if _, ok := text.resolve(1, base); !ok {
		t.Fatal("refused for another reason")
	}
	author := text.graph.Add(1)
	text.arrive(author, base, 1)
	text.log(author).changes.add(1, 1, 0)
	text.depends(&text.log(author).changes, 1, c.Deps)
	text.integrate(author, base, 0)
	if _, err := FromHistory(text.History()); !errors.Is(err, ErrHistory) {
		t.Errorf("got %v", err)
	}
}

// What is refused does not cut what is being written into two changes.
func TestRefusalDoesNotCutAChange(t *testing.T) {
	me, other := replica(1), replica(2)
	text := New()
	text.Insert(me, 0, "ab")
	bad := draft{First: version.ID{Replica: other, Seq: 1}, Ops: []Op{{Kind: Insert, Text: "x", At: version.ID{Replica: replica(9), Seq: 1}}}}.change()
	if _, err := text.Apply(bad); !errors.Is(err, ErrInvalid) {
		t.Fatal(err)
	}
	text.Insert(me, 2, "cd")
	if c, _ := text.Commit(me, 0); c.Last != 4 {
		t.Errorf("the change ends at %d", c.Last)
	}
}
