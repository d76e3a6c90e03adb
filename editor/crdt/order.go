package crdt

import (
	"iter"
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
// for a crowd, or somebody who means harm. From so many runs on that had to be
// passed at once, the children of a character are kept in order in a list of
// their own, and looked up. How far reaches what hangs on one of them is
// remembered too, see reach.go.
const crowded = 16

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
	far, siblings := t.rightCrowd(x.left)
	if len(siblings) == 0 {
		place, passed := t.passRightChildren(x, g)
		if passed > crowded {
			t.rightCrowds[x.left] = append([]lv{far}, t.rightChildren(x, g)...)
		}
		return place
	}
	i := sort.Search(len(siblings), func(i int) bool { return t.rightChildBefore(x, siblings[i]) })
	t.rightCrowds[x.left] = slices.Insert(t.rightCrowds[x.left], 1+i, x.v)
	if i == 0 {
		return g
	}
	place, _ := t.reach(siblings[i-1])
	return place
}

// passRightChildren walks over the right subtree of x.left, which begins at g,
// past the siblings that come before x and all that hangs on them. It returns
// the place behind those, and how many characters with the same origin it
// passed.
func (t *Text) passRightChildren(x newChild, g gap) (place gap, n int) {
	place = g
	for c := range t.withOrigin(x.left, g) {
		n++
		if !t.isRightChild(c) {
			continue // others are to the left of one
		}
		if t.rightChildBefore(x, c) {
			break
		}
		place, _ = t.reach(c)
	}
	return place, n
}

// rightChildren returns the right children of x.left, whose right subtree
// begins at g, with x among them.
func (t *Text) rightChildren(x newChild, g gap) []lv {
	var out []lv
	at := -1
	for c := range t.withOrigin(x.left, g) {
		if !t.isRightChild(c) {
			continue
		}
		if at < 0 && t.rightChildBefore(x, c) {
			at = len(out)
		}
		out = append(out, c)
	}
	if at < 0 {
		at = len(out)
	}
	return slices.Insert(out, at, x.v)
}

// withOrigin returns the characters with an origin, whose right subtree begins
// at g, in their order: its right children, and the left edges of what hangs
// on those.
func (t *Text) withOrigin(origin lv, g gap) iter.Seq[lv] {
	return func(yield func(lv) bool) {
		for w := t.walkFrom(g); w.valid() && w.origin() == origin; {
			c := w.char()
			if !yield(c) {
				return
			}
			behind, _ := t.reach(c)
			w = t.walkFrom(behind)
		}
	}
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
		place, passed := t.passLeftChildren(x, r)
		if passed > crowded {
			t.leftCrowds[x.right] = t.leftChildren(x, r)
		}
		return place
	}
	i := sort.Search(len(siblings), func(i int) bool { return t.replicaBefore(x.replica, siblings[i]) })
	place := r
	switch {
	case i == len(siblings):
	case !t.has(preceded, siblings[i]):
		place = t.spot(siblings[i])
	case i > 0: // behind what hangs on the sibling before
		place, _ = t.reach(siblings[i-1])
	default:
		from := t.spot(siblings[i])
		from.i++ // to begin with the sibling itself
		place, _ = t.passLeftChildren(x, from)
	}
	t.leftCrowds[x.right] = slices.Insert(siblings, i, x.v)
	return place
}

// passLeftChildren walks back over the left subtree of x.right, from a place
// behind a sibling or from its end, past the siblings that come after x and all
// that hangs on them. It returns the place before those, and how many runs it
// passed. All children on a left edge have the same origin.
func (t *Text) passLeftChildren(x newChild, from gap) (place gap, n int) {
	place = from
	for w := (walk{t, from}); w.back(); n++ {
		it := w.item()
		if it.left == x.left {
			if it.right == x.right {
				if !t.replicaBefore(x.replica, it.first) {
					return place, n
				}
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
