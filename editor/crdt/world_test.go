package crdt

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"chirograph/editor/version"
)

// replica returns a replica whose key begins with the given byte: the order of
// the bytes is the order of the replicas.
func replica(b byte) version.Replica { return version.Replica{Author: version.Author{b}} }

// A member is one replica in a test, with its oracle.
type member struct {
	id      version.Replica
	text    *Text
	oracle  *oracle
	said    []oracleOp // since the last commit
	parking *version.Parking[sent]
}

// A sent is a change on its way, as Text and as oracles tell it.
type sent struct {
	change Change
	ops    []oracleOp
}

func newMember(b byte) *member {
	return &member{
		id:      replica(b),
		text:    New(),
		oracle:  newOracle(),
		parking: version.NewParking[sent](1<<20, 1<<30),
	}
}

func (m *member) insert(at int, s string) {
	m.said = append(m.said, m.oracle.insert(m.text.Next(m.id), at, s)...)
	m.text.Insert(m.id, at, s)
}

func (m *member) delete(from, to int) {
	m.said = append(m.said, m.oracle.delete(m.text.Next(m.id), from, to)...)
	m.text.Delete(m.id, from, to)
}

// undo takes back, or puts back, what replica of did with operations from to
// to, and tells the oracle what the text made of it.
func (m *member) undo(ranges []IDRange, redo bool) {
	from := len(m.text.undos)
	if redo {
		m.text.Redo(m.id, ranges)
	} else {
		m.text.Undo(m.id, ranges)
	}
	for _, u := range m.text.undos[from:] {
		op := oracleOp{id: m.text.id(u.at), kind: Undo, count: u.count}
		for _, s := range m.text.scopes[u.from : u.from+u.n] {
			for k := range lv(s.n) {
				op.undone = append(op.undone, m.text.id(s.from+k))
			}
		}
		m.oracle.apply(op)
		m.said = append(m.said, op)
	}
}

// commit returns what the member has done, ready to be sent.
func (m *member) commit(now int64) []sent {
	var out []sent
	for {
		c, ok := m.text.Commit(m.id, now)
		if !ok {
			return out
		}
		n := int(c.Last - c.First.Seq + 1)
		out = append(out, sent{c, m.said[:n:n]})
		m.said = m.said[n:]
	}
}

// receive takes in a change, or parks it until its past is there.
func (m *member) receive(s sent) error {
	queue := []sent{s}
	for len(queue) > 0 {
		s, queue = queue[0], queue[1:]
		before := []byte(m.text.String())
		edits, err := m.text.Apply(s.change)
		var missing *MissingError
		if errors.As(err, &missing) {
			m.parking.Park("", missing.ID, 1, s)
			continue
		}
		if err != nil {
			return err
		}
		for _, op := range s.ops {
			m.oracle.apply(op)
		}
		after := m.text.String()
		if got := replay(before, edits, after); got != after {
			return fmt.Errorf("edits %v make %q of %q, not %q", edits, got, before, after)
		}
		last := version.ID{Replica: s.change.First.Replica, Seq: s.change.Last}
		queue = append(queue, m.parking.Take(last)...)
	}
	return nil
}

// replay applies edits to a text. Inserted bytes are not in the edits: they
// are marked, and looked up in the text that must result.
func replay(text []byte, edits []Edit, after string) string {
	fresh := make([]bool, len(text))
	for _, e := range edits {
		text = slices.Replace(text, e.At, e.At+e.Deleted, make([]byte, e.Inserted)...)
		fresh = slices.Replace(fresh, e.At, e.At+e.Deleted, slices.Repeat([]bool{true}, e.Inserted)...)
	}
	for i := range text {
		if fresh[i] && i < len(after) {
			text[i] = after[i]
		}
	}
	return string(text)
}

func (m *member) check() error {
	if got, want := facts(m.text), m.oracle.facts(); !slices.Equal(got, want) {
		return fmt.Errorf("%v: got list\n%v, want\n%v", m.id, got, want)
	}
	if got, want := m.text.String(), m.oracle.String(); got != want {
		return fmt.Errorf("%v: got %q, want %q", m.id, got, want)
	}
	return m.text.check()
}

// check verifies what must always hold inside a text.
func (t *Text) check() error {
	t.settle()
	var total sum
	items := 0
	for leaf, previous := int32(0), int32(-1); leaf >= 0; previous, leaf = leaf, t.leaves[leaf].next {
		l := &t.leaves[leaf]
		var s sum
		for i := range l.items[:l.n] {
			it := &l.items[i]
			items++
			if it.n == 0 || it.n > maxRun {
				return fmt.Errorf("item %+v has a wrong length", *it)
			}
			for c := it.first; c < it.end(); c++ {
				if t.leafOf(c) != leaf {
					return fmt.Errorf("character %d is in leaf %d, not %d", c, leaf, t.leafOf(c))
				}
			}
			if it.visible() {
				for c := it.first; c < it.end(); c++ {
					s = s.plus(naiveSum(t.bytes(c, 1)))
				}
			}
		}
		if s != l.sum || s != t.nodes[l.up].sums[l.slot] || t.nodes[l.up].kids[l.slot] != leaf || l.prev != previous {
			return fmt.Errorf("leaf %d: sum %v, noted %v", leaf, s, l.sum)
		}
		total = total.plus(s)
	}
	if total != t.total {
		return fmt.Errorf("sum %v, noted %v", total, t.total)
	}
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.up >= 0 && (t.nodes[n.up].kids[n.slot] != int32(i) || t.nodes[n.up].sums[n.slot] != n.sum()) {
			return fmt.Errorf("node %d: sum %v, noted %v", i, n.sum(), t.nodes[n.up].sums[n.slot])
		}
	}
	for _, c := range t.cursors {
		if c.leaf >= 0 && c.start != t.before(c.leaf).bytes {
			return fmt.Errorf("cursor at leaf %d says it starts at %d", c.leaf, c.start)
		}
		if c.leaf < 0 {
			continue
		}
		before := int32(0)
		for i := range t.leaves[c.leaf].items[:c.item] {
			if it := &t.leaves[c.leaf].items[i]; it.visible() {
				before += int32(it.n)
			}
		}
		if before != c.before {
			return fmt.Errorf("cursor says %d bytes are before item %d, not %d", c.before, c.item, before)
		}
	}
	return nil
}

func naiveSum(b []byte) sum {
	s := sum{bytes: int32(len(b)), lines: int32(bytes.Count(b, []byte("\n")))}
	for _, c := range b {
		if utf8.RuneStart(c) {
			s.runes++
		}
	}
	return s
}

// clamp moves an offset back to the beginning of a rune.
func clamp(s string, off int) int {
	for off < len(s) && !utf8.RuneStart(s[off]) {
		off--
	}
	return off
}

var snippets = []string{"a", "b", "xy", "\n", "é", "日本", "🙂", "one two\n", "e\u0301", "longer passage of text"}

// act lets a member do something drawn at random.
func (m *member) act(t *rapid.T) {
	s := m.text.String()
	off := func(name string) int { return clamp(s, rapid.IntRange(0, len(s)).Draw(t, name)) }
	switch rapid.SampledFrom([]string{"type", "type", "delete", "backspace", "undo", "redo"}).Draw(t, "action") {
	case "type":
		at := off("at")
		for _, x := range rapid.SliceOfN(rapid.SampledFrom(snippets), 1, 3).Draw(t, "text") {
			m.insert(at, x)
			if rapid.Bool().Draw(t, "forwards") {
				at += len(x)
			}
		}
	case "delete":
		from, to := off("from"), off("to")
		m.delete(min(from, to), max(from, to))
	case "backspace":
		at := off("at")
		for range rapid.IntRange(1, 5).Draw(t, "times") {
			from := clamp(s, max(0, at-1))
			m.delete(from, at)
			at = from
		}
	case "undo", "redo":
		i := rapid.IntRange(0, m.text.graph.Len()).Draw(t, "whose")
		if i == m.text.graph.Len() || i >= len(m.text.logs) {
			return
		}
		var ranges []IDRange
		for range rapid.IntRange(1, 3).Draw(t, "ranges") {
			next := int(m.text.logs[i].next)
			from := rapid.IntRange(1, next).Draw(t, "from")
			to := rapid.IntRange(from, next).Draw(t, "to")
			if r, ok := m.whole(i, from, to); ok {
				ranges = append(ranges, r)
			}
		}
		m.undo(ranges, rapid.Bool().Draw(t, "redo"))
	}
}

// whole shrinks a range of operations until it cuts no rune.
func (m *member) whole(i, from, to int) (IDRange, bool) {
	whole := func(seq int, ok func(lv) bool) bool {
		v, _ := m.text.find(i, uint64(seq))
		if c := m.text.deletes(v); c > 0 {
			v = c
		}
		return !m.text.isUndo(v) && ok(v)
	}
	for from < to && !whole(from, m.text.startsRune) {
		from++
	}
	for from < to && !whole(to-1, m.text.endsRune) {
		to--
	}
	first := version.ID{Replica: m.text.graph.Replica(i), Seq: uint64(from)}
	return IDRange{first, to - from}, from < to
}

func TestTextEqualsOracleOnAnyDelivery(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := make([]*member, rapid.IntRange(2, 8).Draw(t, "members"))
		for i := range members {
			members[i] = newMember(byte(10 * (i + 1)))
		}
		var all []sent
		steps := rapid.IntRange(1, 25).Draw(t, "steps")
		for now := range steps {
			m := members[rapid.IntRange(0, len(members)-1).Draw(t, "who")]
			m.act(t)
			if rapid.IntRange(0, 3).Draw(t, "commit") > 0 {
				all = append(all, m.commit(int64(now))...)
			}
			if len(all) == 0 {
				continue
			}
			for range rapid.IntRange(0, 4).Draw(t, "deliveries") { // in any order, some twice, some never
				to := members[rapid.IntRange(0, len(members)-1).Draw(t, "to")]
				if err := to.receive(all[rapid.IntRange(0, len(all)-1).Draw(t, "change")]); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, m := range members {
			all = append(all, m.commit(int64(steps))...)
		}
		order := make([]int, len(all))
		for i := range order {
			order[i] = i
		}
		for _, m := range members {
			for _, i := range rapid.Permutation(order).Draw(t, "order") {
				if err := m.receive(all[i]); err != nil {
					t.Fatal(err)
				}
			}
			if err := m.check(); err != nil {
				t.Fatal(err)
			}
			if got, want := m.text.String(), members[0].text.String(); got != want {
				t.Fatalf("diverged: %q and %q", got, want)
			}
			if !m.text.Vector().Equal(members[0].text.Vector()) || !slices.Equal(m.text.Frontier(), members[0].text.Frontier()) {
				t.Fatalf("same text, but other vectors")
			}
		}
		checkReadBack(t, members[0].text, all)
	})
}

// checkReadBack demands that the changes come out of a text as they went in,
// and that they make the same text in the order in which they come out.
func checkReadBack(t *rapid.T, text *Text, all []sent) {
	fresh := New()
	n := 0
	for c := range text.Since(nil) {
		n++
		i := slices.IndexFunc(all, func(s sent) bool { return s.change.First == c.First })
		want := all[i].change
		if fmt.Sprint(c) != fmt.Sprint(want) {
			t.Fatalf("read back %+v, want %+v", c, want)
		}
		if one, ok := text.Change(c.First); !ok || fmt.Sprint(one) != fmt.Sprint(want) {
			t.Fatalf("read back %+v, want %+v", one, want)
		}
		if ops, ok := parse(c.Ops, c.First); !ok || !bytes.Equal(spell(ops, c.First), c.Ops) {
			t.Fatalf("decoded %+v, %v", ops, ok)
		}
		if _, err := fresh.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	if n != len(all) {
		t.Fatalf("read %d changes back, want %d", n, len(all))
	}
	if got, want := facts(fresh), facts(text); !slices.Equal(got, want) {
		t.Fatalf("from its own changes: got %v, want %v", got, want)
	}
}
