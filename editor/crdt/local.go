package crdt

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"chirograph/editor/version"
)

// A pending is what was done here since the last Commit.
type pending struct {
	me      version.Replica
	replica int       // the number of me in the graph; -1 before the first operation
	closed  []segment // on pasts of their own, oldest first
	open    span
}

// A segment is what was done between two changes of others: they are not in
// its past.
type segment struct {
	span
	heads []version.ID
}

// Insert puts s at offset at, as me. The text must be valid UTF-8, and at must
// not be inside a rune.
//
// Insert, Delete, Undo and Redo take effect at once. What they do is written
// down, for others to apply, by [Text.Commit].
func (t *Text) Insert(me version.Replica, at int, s string) {
	if at < 0 || at > t.Len() || !utf8.ValidString(s) {
		panic("crdt: insert: not a place, or not UTF-8")
	}
	if len(s) == 0 {
		return
	}
	if t.typeOnHere(&me, at, s) {
		return
	}
	g := t.gapAt(at)
	r, leftChild := t.neighbours(g)
	if r.at > 0 && !t.endsRune(r.at) {
		panic("crdt: insert: inside a rune")
	}
	v := t.addString(s)
	t.write(&me, v, len(s))
	t.attach(r.at, r.right, leftChild, v, len(s))
	t.put(g, v, len(s), r.at, r.right)
}

// neighbours returns what is before and after a gap behind a visible character,
// or at the start, and whether what is typed there hangs to the left of what is
// after it.
func (t *Text) neighbours(g gap) (r reference, leftChild bool) {
	if g.k > 0 {
		r.at = t.leaves[g.leaf].items[g.i].first + lv(g.k) - 1
	}
	if w := t.walkFrom(g); w.valid() {
		r.right = w.char()
		leftChild = w.origin() == r.at
	}
	return r, leftChild
}

// typeOnHere is the quick way to insert: most is typed where the last character
// was. It reports false if s is not.
func (t *Text) typeOnHere(me *version.Replica, at int, s string) bool {
	c := &t.cursors[t.hot]
	if c.leaf < 0 {
		return false
	}
	l := &t.leaves[c.leaf]
	it, next := &l.items[c.item], c.item+1
	if next > l.n || int(c.start+c.before)+int(it.n) != at || !it.isTypedOn(lv(t.length), len(s)) {
		return false
	}
	if next < l.n && l.items[next].first != it.right || next == l.n && (l.next >= 0 || it.right != 0) {
		return false // something has come between
	}
	v := t.addString(s)
	t.write(me, v, len(s))
	t.typeOn(c, it, v, len(s))
	return true
}

// Delete removes the text between two offsets, as me. Neither may be inside a
// rune.
func (t *Text) Delete(me version.Replica, from, to int) {
	if from < 0 || to > t.Len() || from > to {
		panic("crdt: delete: not a range")
	}
	t.edits = t.edits[:0]
	for n := to - from; n > 0; {
		g := t.gapAt(from + 1)
		g.k--
		it := &t.leaves[g.leaf].items[g.i]
		m := min(n, int(it.n)-g.k)
		c := it.first + lv(g.k)
		if n == to-from && !t.startsRune(c) || n == m && !t.endsRune(c+lv(m)-1) {
			panic("crdt: delete: would cut a rune")
		}
		v := t.addOther(m)
		t.write(&me, v, m)
		t.addKill(v, c, m, false)
		t.befall(g, m, deleted, v, false)
		n -= m
	}
}

// An IDRange is a run of operations of one replica.
type IDRange struct {
	First version.ID
	Len   int
}

// Undo takes operations back, as me: inserts and deletes, whoever made them.
// Those that are undone already stay so. The edits are valid until the text
// changes again.
func (t *Text) Undo(me version.Replica, ranges []IDRange) []Edit {
	return t.undoOrRedo(me, ranges, 1)
}

// Redo is the opposite of [Text.Undo].
func (t *Text) Redo(me version.Replica, ranges []IDRange) []Edit {
	return t.undoOrRedo(me, ranges, 0)
}

// CanUndo reports whether [Text.Undo] and [Text.Redo] may be given a range: its
// operations are here, and it cuts no rune.
func (t *Text) CanUndo(r IDRange) bool {
	if r.Len <= 0 || !t.holdsAll(r) {
		return false
	}
	whole := true
	t.spans(r, func(s span) { whole = whole && t.isWhole(s) })
	return whole
}

// Next returns the ID of the next operation of a replica.
func (t *Text) Next(r version.Replica) version.ID {
	if i, ok := t.graph.Index(r); ok {
		return version.ID{Replica: r, Seq: uint64(t.log(i).next)}
	}
	return version.ID{Replica: r, Seq: 1}
}

// maxScope is how many ranges the undo operations made here name at most. An
// operation that names few fits into any change.
const maxScope = MaxDeps / 2

// undoOrRedo gives the operations in ranges a count that is odd or even, as
// parity says, and higher than the one they have. Operations that have the
// right parity already are left out.
func (t *Text) undoOrRedo(me version.Replica, ranges []IDRange, parity uint32) []Edit {
	t.edits = t.edits[:0]
	var todo []span
	highest := uint32(0)
	for _, r := range ranges {
		t.spans(r, func(s span) {
			if !t.isWhole(s) {
				panic("crdt: undo: would cut a rune")
			}
			t.undone.each(s, func(s span, count uint32) {
				if count&1 != parity && count < math.MaxUint32 { // beyond that there is no way back
					todo = append(todo, s)
					highest = max(highest, count)
				}
			})
		})
	}
	todo = t.disjoint(todo)
	for len(todo) > 0 {
		n, total := 0, 0
		for n < len(todo) && n < maxScope && total+todo[n].n <= MaxScope {
			total += todo[n].n
			n++
		}
		if n == 0 { // a single long one
			head := t.cut(todo[0], MaxScope)
			t.undoSpans(me, []span{head}, highest+1)
			todo[0] = todo[0].tail(head.n)
			continue
		}
		t.undoSpans(me, todo[:n], highest+1)
		todo = todo[n:]
	}
	return t.edits
}

// disjoint sorts spans and takes out what is in two of them.
func (t *Text) disjoint(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	out := spans[:0]
	end := lv(0)
	for _, s := range spans {
		if s.from < end {
			s = s.tail(min(s.n, int(end-s.from)))
		}
		if s.n > 0 {
			out = append(out, s)
			end = s.from + lv(s.n)
		}
	}
	return out
}

func (t *Text) undoSpans(me version.Replica, spans []span, count uint32) {
	v := t.addOther(1)
	t.write(&me, v, 1)
	t.undos = append(t.undos, undo{v, count, uint32(len(t.scopes)), uint32(len(spans))})
	t.scopes = append(t.scopes, spans...)
	t.effect(len(t.undos) - 1)
}

// effect does what an undo says.
func (t *Text) effect(i int) {
	u := t.undos[i]
	t.flips = t.flips[:0]
	for _, s := range t.scopes[u.from : u.from+u.n] {
		t.flips = t.undone.raise(s, u.count, t.flips)
	}
	for _, s := range t.flips {
		t.turn(s, u.count&1 != 0)
	}
}

// spans calls f with the operations of r, which must be here and be inserts or
// deletes; other operations are left out.
func (t *Text) spans(r IDRange, f func(span)) {
	if !t.holdsAll(r) {
		panic("crdt: undo: no such operations")
	}
	i, _ := t.graph.Index(r.First.Replica)
	seq, end := r.First.Seq, r.First.Seq+uint64(r.Len)
	for seq < end {
		v, n := t.find(i, seq)
		n = min(n, int(end-seq))
		seq += uint64(n)
		for s := (span{v, n}); s.n > 0; {
			if m := t.beforeUndo(s); m > 0 {
				f(span{s.from, m})
				s = s.tail(m)
				continue
			}
			s = s.tail(1)
		}
	}
}

// holdsAll reports whether the operations of r are here.
func (t *Text) holdsAll(r IDRange) bool {
	i, ok := t.graph.Index(r.First.Replica)
	return ok && i < len(t.logs) && 0 < r.First.Seq && r.First.Seq < uint64(t.logs[i].next) &&
		uint64(r.Len) <= uint64(t.logs[i].next)-r.First.Seq
}

// beforeUndo returns how many operations of s are before the first undo.
func (t *Text) beforeUndo(s span) int {
	n := 0
	for n < s.n {
		v := s.from + lv(n)
		if m := t.insertsFrom(v, s.n-n); m > 0 {
			n += m
			continue
		}
		k := t.killAt(v)
		if k == nil {
			break
		}
		n += int(k.first + k.n - v)
	}
	return min(n, s.n)
}

func (t *Text) hasUndo(s span) bool { return t.beforeUndo(s) < s.n }

// write makes n operations, just added, the next of me.
func (t *Text) write(me *version.Replica, v lv, n int) {
	l := &t.local
	if l.replica < 0 || *me != l.me {
		if l.n() > 0 {
			panic("crdt: another replica's operations are not committed yet")
		}
		l.me, l.replica = *me, t.graph.Enter(*me)
	}
	if t.length > MaxSeq {
		panic("crdt: the text is full")
	}
	t.arrive(l.replica, v, n)
	if l.open.n == 0 {
		l.open.from = v
	}
	l.open.n += n
}

// closeLocal ends the open segment, because something that is not in its past
// is about to be applied.
func (t *Text) closeLocal() {
	if l := &t.local; l.open.n > 0 {
		l.closed = append(l.closed, segment{l.open, t.graph.Dependencies(l.me)})
		l.open = span{}
	}
}
