package crdt

// An undo is one Undo operation: the spans undone are n of Text.scopes.
type undo struct {
	at      lv
	count   uint32
	from, n uint32
}

// An undoMap keeps the count of every operation that an Undo ever named, in
// runs, in pages, so that a run more costs one page at most.
type undoMap struct {
	pages   [][]counted
	scratch []counted
}

const undoPage = 4 << 10 // operations

// A counted is a run of operations with the same count, which is not 0.
type counted struct {
	from, to lv
	count    uint32
}

// raise sets the count of the operations in s to count where it is lower, and
// appends to flips the operations that were undone and are not any more, or
// the other way round.
func (u *undoMap) raise(s span, count uint32, flips []span) []span {
	for s.n > 0 {
		p := int(s.from / undoPage)
		for len(u.pages) <= p {
			u.pages = append(u.pages, nil)
		}
		end := min(s.from+lv(s.n), lv(p+1)*undoPage)
		flips = u.raisePage(p, s.from, end, count, flips)
		s.n -= int(end - s.from)
		s.from = end
	}
	return flips
}

func (u *undoMap) raisePage(p int, from, to lv, count uint32, flips []span) []span {
	old := u.pages[p]
	out := u.scratch[:0]
	flip := func(a, b lv, was uint32) {
		if (was^count)&1 == 0 {
			return
		}
		if k := len(flips) - 1; k >= 0 && flips[k].from+lv(flips[k].n) == a {
			flips[k].n += int(b - a)
			return
		}
		flips = append(flips, span{a, int(b - a)})
	}
	put := func(a, b lv, c uint32) {
		if k := len(out) - 1; a >= b {
			return
		} else if k >= 0 && out[k].to == a && out[k].count == c {
			out[k].to = b
			return
		}
		out = append(out, counted{a, b, c})
	}
	at := from // up to here it is done
	for _, r := range old {
		put(r.from, min(r.to, from), r.count)
		a, b := max(r.from, from), min(r.to, to)
		if gapEnd := min(r.from, to); at < gapEnd {
			put(at, gapEnd, count)
			flip(at, gapEnd, 0)
			at = gapEnd
		}
		if a < b {
			put(a, b, max(r.count, count))
			if r.count < count {
				flip(a, b, r.count)
			}
			at = b
		}
		if r.to > to && at < to {
			put(at, to, count)
			flip(at, to, 0)
			at = to
		}
		put(max(r.from, to), r.to, r.count)
	}
	if at < to {
		put(at, to, count)
		flip(at, to, 0)
	}
	u.scratch = out
	u.pages[p] = append(old[:0], out...)
	return flips
}

// each calls f with the parts of s that have the same count, in order.
func (u *undoMap) each(s span, f func(span, uint32)) {
	end := s.from + lv(s.n)
	for s.from < end {
		stop, count := end, uint32(0)
		if p := int(s.from / undoPage); p < len(u.pages) {
			stop = min(end, lv(p+1)*undoPage)
			for _, r := range u.pages[p] {
				if r.from > s.from {
					stop = min(stop, r.from)
					break
				}
				if r.to > s.from {
					stop, count = min(stop, r.to), r.count
					break
				}
			}
		}
		f(span{s.from, int(stop - s.from)}, count)
		s.from = stop
	}
}

// A fate is what happens to some characters.
type fate int

const (
	deleted   fate = iota // by operation "by" and those after it
	again                 // a delete of them is not undone any more
	restored              // a delete of them is undone
	withdrawn             // their insert is undone
	renewed               // and is not any more
)

// turn makes the operations in s undone, or not undone any more.
func (t *Text) turn(s span, isUndone bool) {
	for s.n > 0 {
		if t.isInsert(s.from) {
			f := renewed
			if isUndone {
				f = withdrawn
			}
			g := t.spot(s.from)
			n := min(s.n, int(t.leaves[g.leaf].items[g.i].n)-g.k)
			t.befall(g, n, f, 0, false)
			s.from += lv(n)
			s.n -= n
			continue
		}
		f := again
		if isUndone {
			f = restored
		}
		g, n, _ := t.deletedRun(s)
		t.befall(g, n, f, 0, false)
		s.from += lv(n)
		s.n -= n
	}
}

// deletedRun returns the characters of one item that the first operations in s
// deleted one after the other, and how many they are. If back is true, g is at
// the last of them as the text reads, which was deleted first.
func (t *Text) deletedRun(s span) (g gap, n int, back bool) {
	k := t.killAt(s.from)
	g = t.spot(k.at(s.from))
	n = min(s.n, int(k.first+k.n-s.from))
	if k.back {
		n = min(n, g.k+1)
		g.k -= n - 1
		return g, n, n > 1
	}
	return g, min(n, int(t.leaves[g.leaf].items[g.i].n)-g.k), false
}

// befall lets n characters after g, all in one item, have a fate.
func (t *Text) befall(g gap, n int, f fate, by lv, back bool) {
	c := t.hold(g.leaf)
	if f == deleted && t.erased(c, g, n, by, back) {
		return
	}
	i := t.carve(c, g.i, g.k, n)
	c.disturb(i)
	it := &t.leaves[c.leaf].items[i]
	was := it.visible()
	switch f {
	case deleted:
		if it.gone == 0 {
			it.gone = by
			if back {
				it.flags |= flagBack
			}
		} else {
			it.flags |= flagMore
			t.deletedMore(deletion{span{it.first, n}, by, back})
		}
		it.active++
	case again:
		it.active++
	case restored:
		it.active--
	case withdrawn:
		it.flags |= flagUndone
	case renewed:
		it.flags &^= flagUndone
	}
	if is := it.visible(); is != was {
		size := t.measure(it.first, n)
		at := int(c.start + t.visibleBefore(c, i))
		if was {
			t.report(at, n, 0)
			size = size.negative()
		} else {
			t.report(at, 0, n)
		}
		t.resize(c, size)
	}
	t.weld(c, i)
}

// deletedMore notes a further delete, as part of the one before it if it goes on
// there.
func (t *Text) deletedMore(d deletion) {
	if k := len(t.more) - 1; k >= 0 && !d.back && !t.more[k].back {
		if l := &t.more[k]; l.chars.from+lv(l.chars.n) == d.chars.from && l.by+lv(l.chars.n) == d.by {
			l.chars.n += d.chars.n
			return
		}
	}
	t.more = append(t.more, d)
}

// erased is the quick way to delete: mostly what is beside a tombstone that was
// deleted just before, so the border between the two items moves. It reports
// false if that is not so.
func (t *Text) erased(c *cursor, g gap, n int, by lv, back bool) bool {
	l := &t.leaves[c.leaf]
	it := &l.items[g.i]
	if n == int(it.n) || !it.visible() || it.gone != 0 {
		return false
	}
	first := it.first + lv(g.k)
	gone := item{first: first, n: uint16(n), left: first - 1, right: it.right, gone: by, active: 1}
	if back {
		gone.flags = flagBack
	}
	switch {
	case g.k+n == int(it.n) && g.i+1 < int(l.n) && gone.join(&l.items[g.i+1]):
		l.items[g.i+1] = gone
	case g.k == 0 && g.i > 0 && it.left == first-1 && l.items[g.i-1].join(&gone):
		it.first += lv(n)
		it.left = it.first - 1
	default:
		return false
	}
	at := int(c.start+t.visibleBefore(c, g.i)) + g.k
	it.n -= uint16(n)
	t.report(at, n, 0)
	t.resize(c, t.measure(first, n).negative())
	return true
}

// visibleBefore returns the bytes visible before item i of the leaf of c, and
// leaves the cursor at the item.
func (t *Text) visibleBefore(c *cursor, i int) int32 {
	if i < int(c.item) {
		c.item, c.before = 0, 0
	}
	l := &t.leaves[c.leaf]
	for ; int(c.item) < i; c.item++ {
		if it := &l.items[c.item]; it.visible() {
			c.before += int32(it.n)
		}
	}
	return c.before
}
