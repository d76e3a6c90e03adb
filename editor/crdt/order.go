package crdt

import "chirograph/editor/version"

// The order of the list is that of a tree which is not stored (Weidner and
// Kleppmann, "The Art of the Fugue", section on FugueMax). A character with
// origin L and right origin R is
//
//   - a left child of R if R was itself typed after L: when the character was
//     typed, L had a right subtree already, and R was the first thing in it;
//   - otherwise a right child of L.
//
// The text is the in-order walk. Left children of one parent are in the order
// of their replicas. Right children are in the reverse order of their right
// origins, and those with the same one in the order of their replicas.
//
// In the list, the origin of a character is thus always the ancestor to whose
// right it hangs, and the right subtree of L is the stretch after L that ends
// before the first character with an origin before L. The walk along the list
// below follows from that alone: it finds the place in the tree for any L and
// R, also for those that no honest author could have had next to each other.

// A gap is a place in the list: before character k of item i of a leaf, where
// k may be one past the end.
type gap struct {
	leaf int32
	i, k int
}

// gapFor returns where a new character of the given replica belongs, and
// whether it is a left child of right.
func (t *Text) gapFor(left, right lv, replica int) (g gap, leftChild bool) {
	after := gap{}
	if left > 0 {
		after = t.spot(left)
		after.k++
	}
	var r gap
	if right > 0 {
		// Nearly always the right origin follows the origin.
		l := &t.leaves[after.leaf]
		switch {
		case after.i < int(l.n) && l.items[after.i].first+lv(after.k) == right && after.k < int(l.items[after.i].n):
			r = after
		case after.i+1 < int(l.n) && l.items[after.i+1].first == right:
			r = gap{after.leaf, after.i + 1, 0}
		default:
			r = t.spot(right)
		}
		leftChild = t.originAt(r) == left
	}
	if leftChild {
		if !t.has(preceded, right) {
			return r, true
		}
		return t.amongLeftChildren(left, right, r, replica), true
	}
	if !t.has(followed, left) {
		return after, false
	}
	return t.amongRightChildren(left, right, after, replica), false
}

// amongRightChildren walks over the right subtree of left, which begins at g,
// to the place of a new right child.
func (t *Text) amongRightChildren(left, right lv, g gap, replica int) gap {
	place := g
	passed := true // false inside a child that comes after the new one, or may
	previous := left
	for w := t.walkFrom(g); w.valid(); w.next() {
		it := w.item()
		first, origin := w.char(), w.origin()
		switch {
		case origin == left:
			passed = false
			if it.right == 0 || t.originOf(it.right) != left { // a right child; others are to the left of one
				if t.rightChildBefore(right, replica, first, it.right) {
					return place
				}
				passed = true
			}
		case origin != previous && left > 0 && (origin == 0 || t.comparePlaces(origin, left) < 0):
			return place
		}
		previous = it.last()
		if passed {
			place = w.end()
		}
	}
	return place
}

// rightChildBefore reports whether a new right child comes before an older one.
func (t *Text) rightChildBefore(right lv, replica int, old, oldRight lv) bool {
	if right == oldRight {
		return t.replicaBefore(replica, old)
	}
	return right == 0 || oldRight != 0 && t.comparePlaces(right, oldRight) > 0
}

// amongLeftChildren walks back over the left subtree of right, which is at r,
// to the place of a new left child. Both have the same origin.
func (t *Text) amongLeftChildren(left, right lv, r gap, replica int) gap {
	place := r
	for w := t.walkFrom(r); w.back(); {
		it := w.item()
		if it.left == left {
			if it.right == right {
				if !t.replicaBefore(replica, it.first) {
					return place
				}
			} else if it.right == 0 || t.originOf(it.right) != left || t.comparePlaces(it.right, right) > 0 {
				return place // not in the subtree
			}
			place = w.start()
		}
		if it.contains(left) {
			return place
		}
	}
	return place
}

// replicaBefore reports whether replica i comes before the one that wrote old.
func (t *Text) replicaBefore(i int, old lv) bool {
	o, _ := t.number(old)
	return i != o && version.CompareReplicas(t.graph.Replica(i), t.graph.Replica(o)) < 0
}

// spot returns the place of a character: the gap before it.
func (t *Text) spot(c lv) gap {
	leaf := t.where[c]
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

// comparePlaces tells which of two characters comes first in the list.
func (t *Text) comparePlaces(a, b lv) int {
	if la, lb := t.where[a], t.where[b]; la != lb {
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

// back moves to the item before, and reports false at the start of the list.
func (w *walk) back() bool {
	w.i, w.k = w.i-1, 0
	for w.i < 0 {
		w.leaf = w.t.leaves[w.leaf].prev
		if w.leaf < 0 {
			return false
		}
		w.i = int(w.t.leaves[w.leaf].n) - 1
	}
	return true
}

func (w *walk) item() *item { return &w.t.leaves[w.leaf].items[w.i] }

// char returns the first character that the walk has not passed.
func (w *walk) char() lv   { return w.item().first + lv(w.k) }
func (w *walk) origin() lv { return w.t.originAt(w.gap) }
func (w *walk) start() gap { return gap{w.leaf, w.i, 0} }
func (w *walk) end() gap   { return gap{w.leaf, w.i, int(w.item().n)} }
