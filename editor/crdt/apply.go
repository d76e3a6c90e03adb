package crdt

import (
	"errors"
	"fmt"

	"chirograph/editor/version"
)

// ErrFull means that the text holds as many operations as it can.
var ErrFull = errors.New("the text is full")

// Apply puts a change of another replica into the text: all of it, or, if
// there is an error, nothing. A change that is there already does nothing.
// c is not kept.
//
// The error is a *[MissingError] if the past of the change has not arrived,
// and wraps [ErrInvalid] if no replica will ever accept it. The edits say what
// happened to the visible text, and are valid until the text changes again.
func (t *Text) Apply(c Change) ([]Edit, error) {
	n, ok := t.in.decode(c.Ops, c.First)
	if !ok || c.Last != c.First.Seq+uint64(n)-1 {
		return nil, fmt.Errorf("%w: operations %v to %d", ErrInvalid, c.First, c.Last)
	}
	if len(c.Deps) > MaxDeps {
		return nil, fmt.Errorf("%w: %d dependencies", ErrInvalid, len(c.Deps))
	}
	err := t.graph.Check(c.First, c.Deps)
	if i := t.graph.Author(); i >= 0 {
		switch seen := t.graph.Last(i); {
		case c.Last <= seen:
			return nil, nil
		case c.First.Seq <= seen:
			return nil, fmt.Errorf("%w: %v is only new in part", ErrInvalid, c.First)
		case i == t.local.replica && t.local.n() > 0:
			return nil, fmt.Errorf("%w: %v is in use here", ErrInvalid, c.First)
		}
	}
	if errors.Is(err, version.ErrFrontier) {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	} else if err != nil {
		return nil, err
	}
	if t.length+n > MaxSeq {
		return nil, ErrFull
	}
	base := lv(t.length)
	undos, scopes := len(t.undos), len(t.scopes)
	if i, ok := t.resolve(uint32(c.First.Seq), base); !ok {
		t.truncate(int(base))
		t.undos, t.scopes = t.undos[:undos], t.scopes[:scopes]
		return nil, fmt.Errorf("%w: run %d of the change from %v", ErrInvalid, i, c.First)
	}
	t.closeLocal()
	author := t.graph.Add(c.Last)
	t.arrive(author, base, n)
	log := t.log(author)
	log.changes.add(uint32(c.First.Seq), n, c.Time)
	t.depends(&log.changes, uint32(c.First.Seq), c.Deps)
	t.edits = t.edits[:0]
	t.integrate(author, base, undos)
	return t.edits, nil
}

// known is how much of a replica's log is in the past of the change that is
// being resolved. The replica's number in the graph is
// -1 if nothing of it is.
type known struct {
	index int
	upto  uint64
}

// A reference is what an operation refers to, as local versions.
type reference struct{ at, right lv }

// resolve finds what the decoded operations refer to, and appends them to the
// text's tables but not to its list. It reports false, with the index of an
// operation, if that refers to something outside its past, to something of the
// wrong kind, or to part of a rune.
func (t *Text) resolve(first uint32, base lv) (int, bool) {
	t.known = append(t.known[:0], known{t.graph.Author(), uint64(first) - 1})
	for _, r := range t.in.ops.others {
		i, ok := t.graph.Index(r)
		if !ok {
			return 0, false
		}
		t.known = append(t.known, known{i, t.graph.Known(i)})
	}
	t.resolved = t.resolved[:0]
	text, ranges := t.in.text, t.in.ranges
	for i := range t.in.list {
		o := &t.in.list[i]
		var r reference
		ok := false
		switch o.kind {
		case opInsert:
			r, ok = t.resolveInsert(o, text[:o.n], first, base)
			text = text[o.n:]
		case opUndo:
			ok = t.resolveUndo(o, ranges[:o.n], first, base)
			ranges = ranges[o.n:]
		default:
			ok = t.resolveDelete(o, first, base)
		}
		if !ok {
			return i, false
		}
		t.resolved = append(t.resolved, r)
	}
	return 0, true
}

func (t *Text) resolveInsert(o *op, text []byte, first uint32, base lv) (r reference, ok bool) {
	if o.at.seq > 0 {
		if r.at, _, ok = t.past(o.at, first, base); !ok || !t.isInsert(r.at) || !t.endsRune(r.at) {
			return r, false
		}
	}
	if o.right.seq > 0 {
		if r.right, ok = t.pastRight(o.right, first, base); !ok {
			return r, false
		}
	}
	t.addText(text)
	return r, true
}

// pastRight is past for a right origin. Whoever types on names the same one again
// and again, so the last one is remembered.
func (t *Text) pastRight(r ref, first uint32, base lv) (v lv, ok bool) {
	k := t.known[r.replica]
	if l := &t.lastRight; l.v > 0 && l.index == k.index && l.seq == r.seq && uint64(r.seq) <= k.upto {
		return l.v, true
	}
	v, _, ok = t.past(r, first, base)
	if !ok || !t.isInsert(v) || !t.startsRune(v) {
		return 0, false
	}
	if v < base {
		t.lastRight = lastRight{k.index, r.seq, v}
	}
	return v, true
}

// lastRight is the right origin that was named last.
type lastRight struct {
	index int // of the replica
	seq   uint32
	v     lv
}

func (t *Text) resolveDelete(o *op, first uint32, base lv) bool {
	v := t.addOther(int(o.n))
	left := int(o.n)
	for at := o.at; left > 0; {
		c, n, ok := t.past(at, first, base)
		if !ok {
			return false
		}
		if o.kind == opDelete {
			n = min(n, left)
			if t.insertsFrom(c, n) < n || at == o.at && !t.startsRune(c) || n == left && !t.endsRune(c+lv(n)-1) {
				return false
			}
			at.seq += uint32(n)
		} else {
			// Backwards only single bytes are deleted one by one.
			if c >= base {
				n = min(int(c-base)+1, left)
			} else {
				before, _ := t.logged(c)
				n = min(before, left)
			}
			if t.insertsFrom(c-lv(n)+1, n) < n || !isASCII(t.bytes(c-lv(n)+1, n)) {
				return false
			}
			at.seq -= uint32(n)
		}
		t.addKill(v, c, n, o.kind == opBack && n > 1)
		v += lv(n)
		left -= n
	}
	return true
}

func (t *Text) resolveUndo(o *op, ranges []idRange, first uint32, base lv) bool {
	v := t.addOther(1)
	u := undo{at: v, count: o.count, from: uint32(len(t.scopes))}
	for _, r := range ranges {
		for at, left := r.first, int(r.n); left > 0; {
			from, n, ok := t.past(at, first, base)
			if !ok {
				return false
			}
			s := span{from, min(n, left)}
			if t.hasUndo(s) || !t.isWhole(s) {
				return false
			}
			t.scopes = append(t.scopes, s)
			at.seq += uint32(s.n)
			left -= s.n
		}
	}
	u.n = uint32(len(t.scopes)) - u.from
	t.undos = append(t.undos, u)
	return true
}

// past returns the operation that r names if it is in the past of the change
// that is being resolved or earlier in the change itself, and how many
// operations that follow it in its log also follow it here. The change begins
// with number first, at base.
func (t *Text) past(r ref, first uint32, base lv) (v lv, n int, ok bool) {
	if r.replica == 0 && r.seq >= first {
		v = base + (r.seq - first)
		n = t.length - int(v)
		return v, n, n > 0
	}
	k := t.known[r.replica]
	if uint64(r.seq) > k.upto {
		return 0, 0, false
	}
	v, n = t.find(k.index, uint64(r.seq))
	return v, int(min(uint64(n), k.upto-uint64(r.seq)+1)), true
}

// integrate lets the resolved operations take effect.
func (t *Text) integrate(author int, base lv, undos int) {
	v := base
	for i := range t.in.list {
		o := &t.in.list[i]
		n := int(o.span())
		switch o.kind {
		case opInsert:
			t.integrateInsert(t.resolved[i], v, n, author)
		case opUndo:
			t.effect(undos)
			undos++
		default:
			for s := (span{v, n}); s.n > 0; {
				g, m, back := t.deletedRun(s)
				by := s.from
				if back {
					by += lv(m) - 1
				}
				t.befall(g, m, deleted, by, back)
				s = s.tail(m)
			}
		}
		v += lv(n)
	}
}

func (t *Text) integrateInsert(r reference, v lv, n, author int) {
	if at, ok := t.typedOn(r, v, n); ok {
		t.report(at, 0, n)
		return
	}
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
