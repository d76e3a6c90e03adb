package crdt

import (
	"slices"
	"sort"

	"chirograph/editor/version"
)

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

// The walk passes what was written at one place at once, which is little but
// for a crowd, or somebody who means harm. From so many siblings on that had to
// be passed at once, the children of a character are kept in order in a list of
// their own, and looked up.
const crowded = 16

// A gap is a place in the list: before character k of item i of a leaf, where
// k may be one past the end.
type gap struct {
	leaf int32
	i, k int
}

// gapFor returns where character v, a new one of the given replica, belongs,
// and whether it is a left child of right.
func (t *Text) gapFor(left, right lv, replica int, v lv) (g gap, leftChild bool) {
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
	child := newChild{left, right, v, replica}
	switch {
	case leftChild && !t.has(preceded, right):
		return r, true
	case leftChild:
		return t.amongLeftChildren(child, r), true
	case !t.has(followed, left):
		return after, false
	default:
		return t.amongRightChildren(child, after), false
	}
}

// A newChild is a character whose place among its siblings is looked for.
type newChild struct {
	left, right lv
	v           lv
	replica     int
}

// amongRightChildren returns the place of a new right child of x.left, whose
// right subtree begins at g.
func (t *Text) amongRightChildren(x newChild, g gap) gap {
	siblings, ok := t.rightCrowds[x.left]
	if !ok {
		place, passed := t.passRightChildren(x, g, g)
		if passed > crowded {
			t.rightCrowds[x.left] = t.rightChildren(x, g)
		}
		return place
	}
	i := sort.Search(len(siblings), func(i int) bool { return t.rightChildBefore(x, siblings[i]) })
	place := g
	if i > 0 {
		place, _ = t.passRightChildren(x, t.spot(siblings[i-1]), g)
	}
	t.rightCrowds[x.left] = slices.Insert(siblings, i, x.v)
	return place
}

// passRightChildren walks over the right subtree of x.left, from a sibling on
// or from its beginning g, past the siblings that come before x and all that
// hangs on them. It returns the place behind those, and how many they are.
func (t *Text) passRightChildren(x newChild, from, g gap) (place gap, n int) {
	place = g
	passed := true // false inside a sibling that comes after x, or may
	previous := x.left
	for w := t.walkFrom(from); w.valid(); w.next() {
		origin := w.origin()
		if origin == x.left {
			passed = false
			if t.isRightChild(w.char()) { // others are to the left of one
				if t.rightChildBefore(x, w.char()) {
					return place, n
				}
				passed = true
				n++
			}
		} else if origin != previous && t.comesBefore(origin, x.left) {
			return place, n // the end of the subtree
		}
		previous = w.item().last()
		if passed {
			place = w.end()
		}
	}
	return place, n
}

// rightChildren returns the right children of x.left, whose right subtree
// begins at g, with x among them.
func (t *Text) rightChildren(x newChild, g gap) []lv {
	var out []lv
	at := -1
	for w := t.walkFrom(g); w.valid(); w.next() {
		if origin := w.origin(); origin != x.left {
			if t.comesBefore(origin, x.left) {
				break
			}
			continue
		}
		if !t.isRightChild(w.char()) {
			continue
		}
		if at < 0 && t.rightChildBefore(x, w.char()) {
			at = len(out)
		}
		out = append(out, w.char())
	}
	if at < 0 {
		at = len(out)
	}
	return slices.Insert(out, at, x.v)
}

// isRightChild reports whether c hangs to the right of its origin.
func (t *Text) isRightChild(c lv) bool {
	g := t.spot(c)
	right := t.leaves[g.leaf].items[g.i].right
	return right == 0 || t.originOf(right) != t.originAt(g)
}

// rightChildBefore reports whether x comes before a sibling.
func (t *Text) rightChildBefore(x newChild, sibling lv) bool {
	right := t.itemAt(sibling).right
	if x.right == right {
		return t.replicaBefore(x.replica, sibling)
	}
	return x.right == 0 || right != 0 && t.comparePlaces(x.right, right) > 0
}

// amongLeftChildren returns the place of a new left child of x.right, which is
// at r.
func (t *Text) amongLeftChildren(x newChild, r gap) gap {
	siblings, ok := t.leftCrowds[x.right]
	if !ok {
		place, passed := t.passLeftChildren(x, r, r)
		if passed > crowded {
			t.leftCrowds[x.right] = t.leftChildren(x, r)
		}
		return place
	}
	i := sort.Search(len(siblings), func(i int) bool { return t.replicaBefore(x.replica, siblings[i]) })
	place := r
	if i < len(siblings) {
		from := t.spot(siblings[i])
		from.i++ // to begin with the sibling itself
		place, _ = t.passLeftChildren(x, from, r)
	}
	t.leftCrowds[x.right] = slices.Insert(siblings, i, x.v)
	return place
}

// passLeftChildren walks back over the left subtree of x.right, from a place
// behind a sibling or from its end r, past the siblings that come after x and
// all that hangs on them. It returns the place before those, and how many they
// are. All children on a left edge have the same origin.
func (t *Text) passLeftChildren(x newChild, from, r gap) (place gap, n int) {
	place = r
	for w := (walk{t, from}); w.back(); {
		it := w.item()
		if it.left == x.left {
			if it.right == x.right {
				if !t.replicaBefore(x.replica, it.first) {
					return place, n
				}
				n++
			} else if !t.inLeftSubtree(it, x) {
				return place, n
			}
			place = w.start()
		}
		if it.contains(x.left) {
			return place, n
		}
	}
	return place, n
}

// leftChildren returns the left children of x.right, which is at r, with x
// among them.
func (t *Text) leftChildren(x newChild, r gap) []lv {
	out := []lv{}
	at := 0
	for w := (walk{t, r}); w.back(); {
		it := w.item()
		if it.left == x.left {
			if it.right == x.right {
				out = append(out, it.first)
				if t.replicaBefore(x.replica, it.first) {
					at = len(out)
				}
			} else if !t.inLeftSubtree(it, x) {
				break
			}
		}
		if it.contains(x.left) {
			break
		}
	}
	out = slices.Insert(out, at, x.v)
	slices.Reverse(out)
	return out
}

// inLeftSubtree reports whether an item with the same origin as x, but another
// right origin, is to the left of x.right.
func (t *Text) inLeftSubtree(it *item, x newChild) bool {
	return it.right != 0 && t.originOf(it.right) == x.left && t.comparePlaces(it.right, x.right) < 0
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

// comesBefore reports whether origin a is before origin b: 0 is before all.
func (t *Text) comesBefore(a, b lv) bool {
	return b > 0 && (a == 0 || t.comparePlaces(a, b) < 0)
}

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
