package crdt

import (
	"iter"

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

// What was written at one place at once is little but for a crowd, or somebody
// who means harm. Where more than this has one origin, it is kept in order, and
// looked up, see edge.go. How far reaches what hangs to the right of one is
// remembered too, see reach.go. Tests lower it.
var crowded = 16

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
	switch {
	case leftChild && !t.has(preceded, right):
		return r, true
	case !leftChild && !t.has(followed, left):
		return after, false
	}
	return t.among(newChild{left, right, v, replica, leftChild}, after), leftChild
}

// A newChild is a character whose place among its siblings is looked for.
type newChild struct {
	left, right lv
	v           lv
	replica     int
	isLeft      bool // it is a left child of right
}

// among returns the place of x among what has the same origin, whose right
// subtree begins at g.
func (t *Text) among(x newChild, g gap) gap {
	e, ok := t.edges[x.left]
	if !ok {
		if place, ok := t.passEdge(x, g); ok {
			return place
		}
		e = t.edgeOf(x.left, g)
		t.edges[x.left] = e
	}
	last, depth := t.predecessor(e, x, g)
	t.enter(e, last, x.v, depth)
	if last > 0 {
		g, _ = t.reach(last)
	}
	return g
}

// passEdge walks over what has the same origin as x, whose right subtree begins
// at g, until it comes to the place of x. It reports false if there is more
// than can be passed at once.
func (t *Text) passEdge(x newChild, g gap) (place gap, ok bool) {
	place = g
	n := 0
	for c, behind := range t.withOrigin(x.left, g) {
		if x.isLeft && c == x.right {
			break
		}
		if n++; n > crowded {
			return gap{}, false
		}
		if x.isLeft {
			if !t.isPassed(x, c) {
				continue
			}
		} else if !t.isRightChild(c) {
			continue // others are to the left of one
		} else if t.childBefore(x, c) {
			break
		}
		place = behind
	}
	return place, true
}

// withOrigin returns the characters with an origin, from g on, in their order:
// its right children, and the left edges of what hangs on those. With each comes
// the place behind its right subtree.
func (t *Text) withOrigin(origin lv, g gap) iter.Seq2[lv, gap] {
	return func(yield func(lv, gap) bool) {
		for w := t.walkFrom(g); w.valid() && w.origin() == origin; {
			c := w.char()
			behind, _ := t.reach(c)
			if !yield(c, behind) {
				return
			}
			w = t.walkFrom(behind)
		}
	}
}

// isPassed reports whether x, a left child, is to the right of c, which has the
// same origin and is before the parent. If c is to the left of another for which
// that is decided, it may report false.
func (t *Text) isPassed(x newChild, c lv) bool {
	right := t.itemAt(c).right
	if right == x.right {
		return !t.replicaBefore(x.replica, c)
	}
	return right == 0 || t.originOf(right) != x.left || t.comparePlaces(right, x.right) > 0
}

// isRightChild reports whether c hangs to the right of its origin.
func (t *Text) isRightChild(c lv) bool {
	g := t.spot(c)
	right := t.leaves[g.leaf].items[g.i].right
	return right == 0 || t.originOf(right) != t.originAt(g)
}

// childBefore reports whether x comes before a sibling.
func (t *Text) childBefore(x newChild, sibling lv) bool {
	right := t.itemAt(sibling).right
	if x.right == right {
		return t.replicaBefore(x.replica, sibling)
	}
	return x.right == 0 || right != 0 && t.comparePlaces(x.right, right) > 0
}

// replicaBefore reports whether replica i comes before the one that wrote old.
func (t *Text) replicaBefore(i int, old lv) bool {
	o, _ := t.number(old)
	return i != o && version.CompareReplicas(t.graph.Replica(i), t.graph.Replica(o)) < 0
}
