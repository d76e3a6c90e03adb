package crdt

// A gap is a place in the list: before character k of item i of a leaf, where
// k may be one past the end.
type gap struct {
	leaf int32
	i, k int
}

// spot returns the place of a character: the gap before it.
func (t *Text) spot(c lv) gap {
	leaf := t.leafOf(c)
	l := &t.leaves[leaf]
	if hot := &t.cursors[t.hot]; hot.leaf == leaf && int(hot.item) < int(l.n) {
		if it := &l.items[hot.item]; it.contains(c) {
			return gap{leaf, int(hot.item), int(c - it.first)}
		}
	}
	for i := range l.items[:l.n] {
		if it := &l.items[i]; it.contains(c) {
			return gap{leaf, i, int(c - it.first)}
		}
	}
	panic("crdt: a character is not where it should be")
}

// originAt returns the origin of the character after g.
func (t *Text) originAt(g gap) lv {
	it := &t.leaves[g.leaf].items[g.i]
	if g.k > 0 {
		return it.first + lv(g.k) - 1
	}
	return it.left
}

func (t *Text) originOf(c lv) lv { return t.originAt(t.spot(c)) }

// comesBefore reports whether origin a is before origin b: 0 is before all.
func (t *Text) comesBefore(a, b lv) bool {
	return b > 0 && (a == 0 || t.comparePlaces(a, b) < 0)
}

// comparePlaces tells which of two characters comes first in the list.
func (t *Text) comparePlaces(a, b lv) int {
	if la, lb := t.leafOf(a), t.leafOf(b); la != lb {
		return t.compareLeaves(la, lb)
	}
	ga, gb := t.spot(a), t.spot(b)
	if ga.i != gb.i {
		return ga.i - gb.i
	}
	return ga.k - gb.k
}

// A walk goes over the items of the list. Only the first one may be entered in
// its middle.
type walk struct {
	t *Text
	gap
}

func (t *Text) walkFrom(g gap) walk {
	w := walk{t, g}
	if l := &t.leaves[g.leaf]; g.i < int(l.n) && g.k == int(l.items[g.i].n) {
		w.i, w.k = g.i+1, 0
	}
	w.skip()
	return w
}

// skip moves from the end of a leaf to the beginning of the next.
func (w *walk) skip() {
	for w.leaf >= 0 && w.i >= int(w.t.leaves[w.leaf].n) {
		w.leaf, w.i, w.k = w.t.leaves[w.leaf].next, 0, 0
	}
}

func (w *walk) valid() bool { return w.leaf >= 0 }

func (w *walk) next() {
	w.i, w.k = w.i+1, 0
	w.skip()
}

func (w *walk) item() *item { return &w.t.leaves[w.leaf].items[w.i] }

// char returns the first character that the walk has not passed.
func (w *walk) char() lv   { return w.item().first + lv(w.k) }
func (w *walk) origin() lv { return w.t.originAt(w.gap) }
func (w *walk) end() gap   { return gap{w.leaf, w.i, int(w.item().n)} }
