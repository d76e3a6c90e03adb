package crdt

import (
	"math"
	"slices"
)

// An edge is what has one character as its origin, in the order of the list: the
// right children of that character, and to the left of each of them what hangs
// on its left edge. All else in the list is to the right of one of these, so
// that a new one belongs behind the right subtree of another, or first of all.
//
// In that order left children come before their parent, as in a walk that
// visits parents last. So the left subtree of a character is what is before it
// and deeper, up to the first that is not.
//
// An edge is kept for a character that has many, when somebody looks for a place
// among them. A first left child is put in without looking, so it may not be in
// the edge. But then nothing is that hangs to the left of its parent: whoever
// looks there has it learned.
//
// It is an AA tree (Andersson, "Balanced Search Trees Made Simple", WADS 1993).
type edge struct {
	nodes []edgeNode // by number; 0 is none
	root  int32
}

type edgeNode struct {
	char        lv
	depth       int32 // 0 is a right child of the origin; else one more than the right origin has
	low         int32 // the lowest depth in the subtree
	level       int32
	left, right int32
}

// edgeOf makes the edge of a character whose right subtree begins at g.
func (t *Text) edgeOf(origin lv, g gap) *edge {
	e := &edge{nodes: []edgeNode{{depth: -1, low: math.MaxInt32}}}
	t.hang(e, origin, g, 0, 0)
	return e
}

// predecessor returns the character in the edge behind whose right subtree x
// belongs: the last of those siblings that come before x or, if none does, what
// is before all of them. It returns 0 if that is the start of the edge. With it
// comes the depth of x. g is where the right subtree of the origin begins.
func (t *Text) predecessor(e *edge, x newChild, g gap) (last lv, depth int32) {
	parent := lv(0)
	if x.isLeft {
		parent = x.right
		depth = t.learn(e, x.left, g, parent) + 1
		last = e.nodes[t.lastAbove(e, e.root, parent, depth)].char
	}
	before := last
	next := lv(0) // the first sibling behind those that n is the root of
	for n := e.root; n > 0; {
		at := &e.nodes[n]
		switch {
		case parent > 0 && t.comparePlaces(at.char, parent) >= 0:
			n = at.left
		case before > 0 && t.comparePlaces(at.char, before) <= 0:
			n = at.right
		default:
			sibling := at.char
			if at.depth > depth { // it hangs on one
				if sibling = e.first(at.right, depth); sibling == 0 {
					sibling = next
				}
			}
			if t.childBefore(x, sibling) {
				next, n = sibling, at.left
			} else {
				last, n = sibling, at.right
			}
		}
	}
	return last, depth
}

// lastAbove returns the last node below n that is before c in the list and not
// as deep as given.
func (t *Text) lastAbove(e *edge, n int32, c lv, depth int32) int32 {
	at := &e.nodes[n]
	if at.low >= depth {
		return 0
	}
	if t.comparePlaces(at.char, c) < 0 {
		if k := t.lastAbove(e, at.right, c, depth); k > 0 {
			return k
		}
		if at.depth < depth {
			return n
		}
	}
	return t.lastAbove(e, at.left, c, depth)
}

// first returns the first character below n that is at most as deep as given,
// and 0 if there is none.
func (e *edge) first(n, depth int32) lv {
	for e.nodes[n].low <= depth {
		at := &e.nodes[n]
		if e.nodes[at.left].low > depth {
			if at.depth <= depth {
				return at.char
			}
			n = at.right
		} else {
			n = at.left
		}
	}
	return 0
}

// learn sees to it that c, which has left children, is in the edge with them,
// and returns how deep it is.
func (t *Text) learn(e *edge, origin lv, g gap, c lv) int32 {
	before, at := t.around(e, c)
	if e.nodes[at].char != c || e.nodes[before].depth <= e.nodes[at].depth {
		if before > 0 {
			g, _ = t.reach(e.nodes[before].char)
		}
		t.hang(e, origin, g, before, at)
		_, at = t.around(e, c)
	}
	return e.nodes[at].depth
}

// around returns the last node before c in the list, and the first that is not.
func (t *Text) around(e *edge, c lv) (before, at int32) {
	for n := e.root; n > 0; {
		if t.comparePlaces(e.nodes[n].char, c) < 0 {
			before, n = n, e.nodes[n].right
		} else {
			at, n = n, e.nodes[n].left
		}
	}
	return before, at
}

// hang puts what has the origin into the edge, from g on and up to the character
// of node at, which none of it is to the left of yet. before is the node before
// that one.
func (t *Text) hang(e *edge, origin lv, g gap, before, at int32) {
	var chars []lv
	for c := range t.withOrigin(origin, g) {
		if at > 0 && c == e.nodes[at].char {
			break
		}
		chars = append(chars, c)
	}
	e.nodes = slices.Grow(e.nodes, len(chars))
	above := []int32{at} // a parent, the one that it hangs on, and so on
	for _, c := range slices.Backward(chars) {
		right := t.itemAt(c).right
		for len(above) > 1 && e.nodes[above[len(above)-1]].char != right {
			above = above[:len(above)-1]
		}
		depth := e.nodes[above[len(above)-1]].depth + 1
		above = append(above, t.enter(e, e.nodes[before].char, c, depth))
	}
}

// enter puts c behind another character, or first of all behind 0, and returns
// its node.
func (t *Text) enter(e *edge, before, c lv, depth int32) int32 {
	e.nodes = append(e.nodes, edgeNode{char: c, depth: depth, low: depth, level: 1})
	n := int32(len(e.nodes) - 1)
	e.root = t.enterBelow(e, e.root, before, n)
	return n
}

// enterBelow is enter for what is below node n. It returns what stands in its
// place.
func (t *Text) enterBelow(e *edge, n int32, before lv, added int32) int32 {
	if n == 0 {
		return added
	}
	at := &e.nodes[n]
	if before > 0 && t.comparePlaces(at.char, before) <= 0 {
		at.right = t.enterBelow(e, at.right, before, added)
	} else {
		at.left = t.enterBelow(e, at.left, before, added)
	}
	e.measure(n)
	return e.split(e.skew(n))
}

// measure counts anew what node n knows of those below it.
func (e *edge) measure(n int32) {
	at := &e.nodes[n]
	at.low = min(at.depth, e.nodes[at.left].low, e.nodes[at.right].low)
}

// skew turns a left child of the same level into the parent.
func (e *edge) skew(n int32) int32 {
	at := &e.nodes[n]
	up := at.left
	child := &e.nodes[up]
	if child.level != at.level {
		return n
	}
	at.left, child.right = child.right, n
	e.measure(n)
	e.measure(up)
	return up
}

// split lifts the middle one of three of the same level.
func (e *edge) split(n int32) int32 {
	at := &e.nodes[n]
	up := at.right
	child := &e.nodes[up]
	if e.nodes[child.right].level != at.level {
		return n
	}
	at.right, child.left = child.left, n
	child.level++
	e.measure(n)
	e.measure(up)
	return up
}
