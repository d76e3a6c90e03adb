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
	n := t.gather(*s, l.replica)
	c := Change{First: t.id(s.from), Deps: heads, Time: now}
	if len(heads) > MaxDeps {
		c.Deps, n = t.limitDeps(c.First, heads)
	}
	c.Last = c.First.Seq + uint64(n) - 1
	c.Ops = t.out.write(&t.graph, uint32(c.First.Seq))
	if err := t.graph.Check(c.First, c.Deps); err != nil {
		panic("crdt: commit: own change refused: " + err.Error())
	}
	t.graph.Add(c.Last)
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
// change may name. It chooses those of heads that the operations gathered refer
// to, and leaves operations that refer to too many for the next change. It
// returns how many operations by number are left.
func (t *Text) limitDeps(first version.ID, heads []version.ID) (chosen []version.ID, n int) {
	own := version.ID{Replica: first.Replica, Seq: first.Seq - 1}
	need := func(r ref) bool {
		if r.seq == 0 || t.graph.Replica(int(r.replica)) == own.Replica {
			return true
		}
		id := version.ID{Replica: t.graph.Replica(int(r.replica)), Seq: uint64(r.seq)}
		includes := func(head version.ID) bool { return t.graph.Includes(head, id) }
		if includes(own) || slices.ContainsFunc(chosen, includes) {
			return true
		}
		if len(chosen) == MaxDeps {
			return false
		}
		chosen = append(chosen, heads[slices.IndexFunc(heads, includes)])
		return true
	}
	e := &t.out
	text, ranges := 0, 0
	for i := range e.list {
		o := &e.list[i]
		fits := need(o.at) && need(o.right)
		switch o.kind {
		case opDelete:
			fits = fits && need(ref{o.at.replica, o.at.seq + o.n - 1})
		case opUndo:
			for _, r := range e.ranges[ranges:][:o.n] {
				fits = fits && need(ref{r.first.replica, r.first.seq + r.n - 1})
			}
		}
		if !fits {
			e.list, e.ranges, e.text = e.list[:i], e.ranges[:ranges], e.text[:text]
			break
		}
		switch o.kind {
		case opInsert:
			text += int(o.n)
		case opUndo:
			ranges += int(o.n)
		}
		n += int(o.span())
	}
	e.rename()
	slices.SortFunc(chosen, version.Compare)
	return chosen, n
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
		for i, r := range t.headers(func(i int) uint64 { return v[t.graph.Replica(i)] }) {
			if !yield(t.change(i, r)) {
				return
			}
		}
	}
}

func (t *Text) change(i int, r reader) Change {
	replica := t.graph.Replica(i)
	from, _ := t.find(i, uint64(r.first))
	if n := int(r.end - r.first); t.gather(span{from, n}, i) < n {
		panic("crdt: a change is larger than one may be")
	}
	return Change{
		First: version.ID{Replica: replica, Seq: uint64(r.first)},
		Last:  uint64(r.end) - 1,
		Deps:  t.dependencies(r.record, r.first),
		Time:  r.time,
		Ops:   t.out.write(&t.graph, r.first),
	}
}
