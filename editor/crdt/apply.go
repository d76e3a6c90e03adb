package crdt

import (
	"errors"
	"fmt"

	"chirograph/editor/version"
)

// ErrFull means that the text holds as many operations as it can.
var ErrFull = errors.New("the text is full")

// A reference is what an operation refers to, as local versions.
type reference struct{ at, right lv }

// Apply puts a change of another replica into the text: all of it, or, if
// there is an error, nothing. A change that is there already does nothing.
//
// The error is a *[MissingError] if the past of the change has not arrived,
// and wraps [ErrInvalid] if no replica will ever accept it. The edits say what
// happened to the visible text, and are valid until the text changes again.
func (t *Text) Apply(c Change) ([]Edit, error) {
	if err := checkOps(c.First, c.Ops); err != nil {
		return nil, err
	}
	if len(c.Deps) > MaxDeps {
		return nil, fmt.Errorf("%w: %d dependencies", ErrInvalid, len(c.Deps))
	}
	last := c.Last()
	if i, ok := t.graph.Index(c.First.Replica); ok {
		if last <= t.graph.Last(i) {
			return nil, nil
		}
		if c.First.Seq <= t.graph.Last(i) {
			return nil, fmt.Errorf("%w: %v is only new in part", ErrInvalid, c.First)
		}
		if t.local.n() > 0 && i == t.local.replica {
			return nil, fmt.Errorf("%w: %v is in use here", ErrInvalid, c.First)
		}
	}
	if err := t.graph.Check(c.First, c.Deps); errors.Is(err, version.ErrFrontier) {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	} else if err != nil {
		return nil, err
	}
	if uint64(len(t.where))+last-c.First.Seq+1 > MaxSeq {
		return nil, ErrFull
	}
	t.closeLocal()
	base := lv(len(t.where))
	undos, scopes := len(t.undos), len(t.scopes)
	if i, ok := t.resolve(&c, base); !ok {
		t.truncate(int(base))
		t.undos, t.scopes = t.undos[:undos], t.scopes[:scopes]
		return nil, fmt.Errorf("%w: operation %d of the change from %v", ErrInvalid, i, c.First)
	}
	author := t.graph.Add(last)
	t.arrive(author, base, len(t.where)-int(base))
	log := t.log(author)
	log.changes.add(uint32(c.First.Seq), len(t.where)-int(base), c.Time)
	t.depends(&log.changes, uint32(c.First.Seq), c.Deps)
	t.edits = t.edits[:0]
	t.integrate(c.Ops, author, base, undos)
	return t.edits, nil
}

// resolve finds what the operations refer to, and appends them to the text's
// tables but not to its list. It reports false, with the index of an
// operation, if that refers to something outside its past, to something of the
// wrong kind, or to part of a rune.
func (t *Text) resolve(c *Change, base lv) (int, bool) {
	t.resolved = t.resolved[:0]
	for i := range c.Ops {
		o := &c.Ops[i]
		var r reference
		ok := false
		switch o.Kind {
		case Insert:
			r, ok = t.resolveInsert(c, o, base)
		case Delete:
			ok = t.resolveDelete(c, o, base)
		case Undo:
			ok = t.resolveUndo(c, o, base)
		}
		if !ok {
			return i, false
		}
		t.resolved = append(t.resolved, r)
	}
	return 0, true
}

func (t *Text) resolveInsert(c *Change, o *Op, base lv) (r reference, ok bool) {
	if o.At.Seq > 0 {
		if r.at, _, ok = t.past(c, &o.At, base); !ok || !t.isInsert(r.at) || !t.endsRune(r.at) {
			return r, false
		}
	}
	if o.Right.Seq > 0 {
		if r.right, _, ok = t.past(c, &o.Right, base); !ok || !t.isInsert(r.right) || !t.startsRune(r.right) {
			return r, false
		}
	}
	t.addText(o.Text)
	return r, true
}

func (t *Text) resolveDelete(c *Change, o *Op, base lv) bool {
	id := o.At
	if o.Back {
		id.Seq -= uint64(o.Len) - 1
	}
	v := t.addOther(o.Len)
	for done := 0; done < o.Len; {
		from, n, ok := t.past(c, &id, base)
		n = min(n, o.Len-done)
		if !ok || done == 0 && !t.startsRune(from) || done+n == o.Len && !t.endsRune(from+lv(n)-1) {
			return false
		}
		for i := range lv(n) {
			// Back and forth only single bytes are deleted one by one.
			if !t.isInsert(from+i) || o.Back && !(t.startsRune(from+i) && t.endsRune(from+i)) {
				return false
			}
			at := v + lv(done) + i
			if o.Back {
				at = v + lv(o.Len-1-done) - i
			}
			t.where[at] = int32(^(from + i))
		}
		done += n
		id.Seq += uint64(n)
	}
	return true
}

func (t *Text) resolveUndo(c *Change, o *Op, base lv) bool {
	v := t.addOther(1)
	u := undo{at: v, count: o.Count, from: uint32(len(t.scopes))}
	for _, r := range o.Ranges {
		id := r.First
		for done := 0; done < r.Len; {
			from, n, ok := t.past(c, &id, base)
			if !ok {
				return false
			}
			n = min(n, r.Len-done)
			for i := range lv(n) {
				if t.where[from+i] == isUndo {
					return false
				}
			}
			s := span{from, n}
			if !t.isWhole(s) {
				return false
			}
			t.scopes = append(t.scopes, s)
			done += n
			id.Seq += uint64(n)
		}
	}
	u.n = uint32(len(t.scopes)) - u.from
	t.undos = append(t.undos, u)
	return true
}

// past returns the operation with the given ID if it is in the past of c or
// earlier in c itself, and how many operations that follow it in its log also
// follow it here. The change begins at base.
func (t *Text) past(c *Change, id *version.ID, base lv) (v lv, n int, ok bool) {
	i := 0
	if id.Replica == c.First.Replica {
		if id.Seq >= c.First.Seq {
			v = base + lv(id.Seq-c.First.Seq)
			n = len(t.where) - int(v)
			return v, n, n > 0
		}
		i = t.graph.Author()
	} else if i, ok = t.graph.Index(id.Replica); !ok {
		return 0, 0, false
	}
	known := t.graph.Known(i)
	if id.Seq > known {
		return 0, 0, false
	}
	v, n = t.find(i, id.Seq)
	return v, int(min(uint64(n), known-id.Seq+1)), true
}

// integrate lets resolved operations take effect.
func (t *Text) integrate(ops []Op, author int, base lv, undos int) {
	v := base
	for i := range ops {
		o := &ops[i]
		n := int(o.Span())
		switch o.Kind {
		case Insert:
			t.integrateInsert(t.resolved[i], v, n, author)
		case Delete:
			for s := (span{v, n}); s.n > 0; {
				g, m, back := t.deletedRun(s)
				by := s.from
				if back {
					by += lv(m) - 1
				}
				t.befall(g, m, deleted, by, back)
				s = s.tail(m)
			}
		case Undo:
			t.effect(undos)
			undos++
		}
		v += lv(n)
	}
}

func (t *Text) integrateInsert(r reference, v lv, n, author int) {
	g, leftChild := t.gapFor(r.at, r.right, author, v)
	t.attach(r.at, r.right, leftChild, v, n)
	c := t.hold(g.leaf)
	at := int(c.start + t.visibleBefore(c, g.i))
	if l := &t.leaves[g.leaf]; g.i < int(l.n) && l.items[g.i].visible() {
		at += g.k
	}
	t.put(g, v, n, r.at, r.right)
	t.report(at, 0, n)
}

func (l *pending) n() int { return l.open.n + len(l.closed) }
