package crdt

import "slices"

// gather makes the operations in s, which are of replica writer, or as many of
// them as fit into a change, ready to be encoded, and returns how many they are
// by number.
func (t *Text) gather(s span, writer int) (n int) {
	e := &t.out
	e.reset(t.graph.Len(), writer)
	s = t.cut(s, MaxSpan)
	entries, scope := 0, 0
	for rest := s; rest.n > 0; {
		ranges, text, named := len(e.ranges), len(e.text), len(e.named)
		o := t.gatherOp(rest)
		entries += 1 + len(e.ranges) - ranges
		for _, r := range e.ranges[ranges:] {
			scope += int(r.n)
		}
		if entries > MaxOps || scope > MaxScope || len(e.named) > MaxReplicas {
			e.ranges, e.text = e.ranges[:ranges], e.text[:text]
			e.forget(named)
			break
		}
		e.list = append(e.list, o)
		rest = rest.tail(int(o.span()))
		n += int(o.span())
	}
	return n
}

// gatherOp returns the longest operation at the beginning of s.
func (t *Text) gatherOp(s span) op {
	switch {
	case t.isInsert(s.from):
		return t.gatherInsert(s)
	case t.killAt(s.from) != nil:
		return t.gatherDelete(s)
	default:
		return t.gatherUndo(s.from)
	}
}

func (t *Text) gatherInsert(s span) op {
	n, left, right := t.insertRun(s)
	t.out.text = append(t.out.text, t.bytes(s.from, n)...)
	return op{kind: opInsert, n: uint32(n), at: t.gatherRef(left), right: t.gatherRef(right)}
}

// insertRun returns how many operations of s are inserts each of which was typed
// after the one before it, and the origins of the first.
func (t *Text) insertRun(s span) (n int, left, right lv) {
	g := t.spot(s.from)
	it := &t.leaves[g.leaf].items[g.i]
	left, right = t.originAt(g), it.right
	n = int(it.n) - g.k
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
	return min(n, s.n), left, right
}

func (t *Text) gatherDelete(s span) op {
	at := t.gatherRef(t.deletes(s.from))
	o := op{kind: opDelete, n: t.follow(s, at, 1), at: at}
	if o.n == 1 {
		if o.n = t.follow(s, at, -1); o.n > 1 {
			o.kind = opBack
		}
	}
	return o
}

// follow returns how many operations of s delete at and what follows it in the
// log of its replica, or precedes it if step is -1.
func (t *Text) follow(s span, at ref, step int) uint32 {
	n := 0
	for n < s.n {
		v := s.from + lv(n)
		k := t.killAt(v)
		if k == nil {
			break
		}
		c := k.at(v)
		if i, seq := t.number(c); uint32(i) != at.replica || int(seq) != int(at.seq)+step*n {
			break
		}
		m := 1
		if k.n > 1 && k.back == (step < 0) {
			before, after := t.logged(c)
			m = min(int(k.first+k.n-v), after)
			if step < 0 {
				m = min(int(k.first+k.n-v), before)
			}
		}
		n += m
	}
	return uint32(min(n, s.n))
}

func (t *Text) gatherUndo(v lv) op {
	k, _ := slices.BinarySearchFunc(t.undos, v, func(u undo, v lv) int { return int(u.at) - int(v) })
	u := t.undos[k]
	all := len(t.out.ranges)
	for _, s := range t.scopes[u.from : u.from+u.n] {
		for s.n > 0 {
			_, n := t.logged(s.from)
			n = min(n, s.n)
			t.out.ranges = append(t.out.ranges, idRange{t.gatherRef(s.from), uint32(n)})
			s = s.tail(n)
		}
	}
	mine := t.out.ranges[all:]
	slices.SortFunc(mine, func(a, b idRange) int {
		if a.first.replica != b.first.replica {
			return t.compareReplicas(int(a.first.replica), int(b.first.replica))
		}
		return int(a.first.seq) - int(b.first.seq)
	})
	n := 1
	for _, r := range mine[1:] {
		last := &mine[n-1]
		if last.first.replica == r.first.replica && last.first.seq+last.n == r.first.seq {
			last.n += r.n
			continue
		}
		mine[n] = r
		n++
	}
	t.out.ranges = t.out.ranges[:all+n]
	return op{kind: opUndo, n: uint32(n), count: u.count}
}

// gatherRef names an operation by its replica's number in the graph.
func (t *Text) gatherRef(v lv) ref {
	if v == 0 {
		return ref{}
	}
	i, seq := t.number(v)
	r := ref{uint32(i), uint32(seq)}
	t.out.name(r)
	return r
}

// itemAt returns the item that holds character c.
func (t *Text) itemAt(c lv) *item {
	g := t.spot(c)
	return &t.leaves[g.leaf].items[g.i]
}
