package crdt

import (
	"iter"
	"slices"

	"chirograph/editor/version"
)

// Commit ends a change: it returns what me did since the last Commit, to be
// stored and sent, and false if that is nothing. Now is the time of the change
// in Unix milliseconds.
//
// What is too long for one change, or was done in part before and in part
// after a change of others arrived, is several changes: call Commit until it
// returns false.
func (t *Text) Commit(me version.Replica, now int64) (Change, bool) {
	l := &t.local
	if l.n() == 0 {
		return Change{}, false
	}
	if l.me != me {
		panic("crdt: commit: another replica's operations are not committed yet")
	}
	var s *span
	var heads []version.ID
	if len(l.closed) > 0 {
		s, heads = &l.closed[0].span, l.closed[0].heads
		own := version.ID{Replica: me, Seq: t.graph.Last(l.replica)} // has grown since the segment was closed
		heads = slices.DeleteFunc(heads, func(h version.ID) bool { return t.graph.Includes(own, h) })
	} else {
		s, heads = &l.open, t.graph.Dependencies(me)
	}
	ops, n := t.ops(*s)
	c := Change{First: t.id(s.from), Deps: heads, Time: now, Ops: ops}
	if len(heads) > MaxDeps {
		n = t.limitDeps(&c, heads)
	}
	if err := t.graph.Check(c.First, c.Deps); err != nil {
		panic("crdt: commit: own change refused: " + err.Error())
	}
	t.graph.Add(c.First.Seq + uint64(n) - 1)
	log := t.log(l.replica)
	log.changes.add(uint32(c.First.Seq), n, now)
	t.depends(&log.changes, uint32(c.First.Seq), c.Deps)
	*s = s.tail(n)
	if s.n == 0 && len(l.closed) > 0 {
		l.closed = slices.Delete(l.closed, 0, 1)
	}
	return c, true
}

// limitDeps is for a change made when more replicas had written at once than a
// change may name. It names those that the operations refer to, and leaves
// operations that refer to too many for the next change. It returns how many
// operations by number are left.
func (t *Text) limitDeps(c *Change, heads []version.ID) int {
	own := version.ID{Replica: c.First.Replica, Seq: c.First.Seq - 1}
	chosen := []version.ID{}
	need := func(ref version.ID) bool {
		if ref.Seq == 0 || ref.Replica == own.Replica || t.graph.Includes(own, ref) {
			return true
		}
		includes := func(head version.ID) bool { return t.graph.Includes(head, ref) }
		if slices.ContainsFunc(chosen, includes) {
			return true
		}
		if len(chosen) == MaxDeps {
			return false
		}
		chosen = append(chosen, heads[slices.IndexFunc(heads, includes)])
		return true
	}
	n := 0
	for i := range c.Ops {
		o := &c.Ops[i]
		fits := need(o.At) && need(o.Right)
		if o.Kind == Delete && !o.Back {
			fits = fits && need(version.ID{Replica: o.At.Replica, Seq: o.At.Seq + uint64(o.Len) - 1})
		}
		for _, r := range o.Ranges {
			fits = fits && need(version.ID{Replica: r.First.Replica, Seq: r.First.Seq + uint64(r.Len) - 1})
		}
		if !fits {
			c.Ops = c.Ops[:i]
			break
		}
		n += int(o.Span())
	}
	slices.SortFunc(chosen, version.Compare)
	c.Deps = chosen
	return n
}

// Change returns the change with operation id, and false if it was neither
// applied nor committed.
func (t *Text) Change(id version.ID) (Change, bool) {
	if !t.graph.Seen(id) {
		return Change{}, false
	}
	i, _ := t.graph.Index(id.Replica)
	return t.change(i, t.logs[i].changes.read(id.Seq)), true
}

// Since returns the changes that v does not include, each after those it
// depends on.
func (t *Text) Since(v version.Vector) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		readers := make([]*reader, len(t.logs))
		for k, a := range t.arrivals {
			i := int(a.replica)
			end := lv(len(t.where))
			if k+1 < len(t.arrivals) {
				end = t.arrivals[k+1].first
			}
			last := min(uint64(a.seq)+uint64(end-a.first)-1, t.graph.Last(i))
			seq := max(uint64(a.seq), v[t.graph.Replica(i)]+1)
			for seq <= last {
				if readers[i] == nil {
					r := t.logs[i].changes.read(seq)
					readers[i] = &r
				} else {
					readers[i].next()
				}
				if !yield(t.change(i, *readers[i])) {
					return
				}
				seq = uint64(readers[i].end)
			}
		}
	}
}

func (t *Text) change(i int, r reader) Change {
	replica := t.graph.Replica(i)
	from, _ := t.find(i, uint64(r.first))
	ops, _ := t.ops(span{from, int(r.end - r.first)})
	return Change{
		First: version.ID{Replica: replica, Seq: uint64(r.first)},
		Deps:  t.dependencies(r.record, r.first),
		Time:  r.time,
		Ops:   ops,
	}
}

// ops returns the operations in s, or as many of them as fit into a change, in
// the form in which they are encoded, and how many they are by number.
func (t *Text) ops(s span) (ops []Op, n int) {
	s = t.cut(s, MaxSpan)
	entries, scope := 0, 0
	var named map[version.Replica]bool
	for rest := s; rest.n > 0; {
		o := t.op(rest)
		entries += 1 + len(o.Ranges)
		scope += o.scope()
		if entries > MaxOps || scope > MaxScope {
			break
		}
		if 2*entries > MaxReplicas { // an entry names two at most
			if named == nil {
				named = make(map[version.Replica]bool)
				for i := range ops {
					ops[i].addReplicas(named)
				}
			}
			if o.addReplicas(named); len(named) > MaxReplicas {
				break
			}
		}
		ops = append(ops, o)
		rest = rest.tail(int(o.Span()))
		n += int(o.Span())
	}
	return ops, n
}

func (o *Op) addReplicas(to map[version.Replica]bool) {
	to[o.At.Replica], to[o.Right.Replica] = true, true
	for _, r := range o.Ranges {
		to[r.First.Replica] = true
	}
}

// op returns the longest operation at the beginning of s.
func (t *Text) op(s span) Op {
	switch {
	case t.isInsert(s.from):
		return t.insertOp(s)
	case t.deletes(s.from) > 0:
		return t.deleteOp(s)
	default:
		return t.undoOp(s.from)
	}
}

func (t *Text) insertOp(s span) Op {
	g := t.spot(s.from)
	it := &t.leaves[g.leaf].items[g.i]
	left, right := t.originAt(g), it.right
	n := int(it.n) - g.k
	for n < s.n {
		next := s.from + lv(n)
		if !t.isInsert(next) {
			break
		}
		it := t.itemAt(next)
		if it.first != next || it.left != next-1 || it.right != right {
			break
		}
		n += int(it.n)
	}
	n = min(n, s.n)
	o := Op{Kind: Insert, Text: string(t.text[s.from : s.from+lv(n)])}
	if left > 0 {
		o.At = t.id(left)
	}
	if right > 0 {
		o.Right = t.id(right)
	}
	return o
}

func (t *Text) deleteOp(s span) Op {
	c := t.deletes(s.from)
	o := Op{Kind: Delete, At: t.id(c), Len: 1}
	i, seq := t.number(c)
	follows := func(k int, seq uint64) bool { // operation k deletes operation seq of the same replica
		d := t.deletes(s.from + lv(k))
		if d == 0 {
			return false
		}
		j, n := t.number(d)
		return i == j && n == seq
	}
	for o.Len < s.n && follows(o.Len, seq+uint64(o.Len)) {
		o.Len++
	}
	if o.Len == 1 {
		for o.Len < s.n && follows(o.Len, seq-uint64(o.Len)) {
			o.Len++
			o.Back = true
		}
	}
	return o
}

func (t *Text) undoOp(v lv) Op {
	k, _ := slices.BinarySearchFunc(t.undos, v, func(u undo, v lv) int { return int(u.at) - int(v) })
	u := t.undos[k]
	o := Op{Kind: Undo, Count: u.count}
	for _, s := range t.scopes[u.from : u.from+u.n] {
		for s.n > 0 {
			_, n := t.logged(s.from)
			n = min(n, s.n)
			o.Ranges = append(o.Ranges, IDRange{t.id(s.from), n})
			s = s.tail(n)
		}
	}
	slices.SortFunc(o.Ranges, func(a, b IDRange) int { return version.Compare(a.First, b.First) })
	out := o.Ranges[:1]
	for _, r := range o.Ranges[1:] {
		last := &out[len(out)-1]
		if last.First.Replica == r.First.Replica && last.First.Seq+uint64(last.Len) == r.First.Seq {
			last.Len += r.Len
			continue
		}
		out = append(out, r)
	}
	o.Ranges = out
	return o
}

// itemAt returns the item that holds character c.
func (t *Text) itemAt(c lv) *item {
	g := t.spot(c)
	return &t.leaves[g.leaf].items[g.i]
}
