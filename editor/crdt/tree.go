package crdt

// The tree is a B+tree over the runs of the list, tombstones included. Its
// nodes hold sums of what is visible below them, so it finds a place by byte,
// rune or line; its leaves know their parents, so it finds the offset of a
// character from its leaf. All of it lives in two slices without pointers,
// which the garbage collector need not look into.

const (
	fan = 32 // items of a leaf, children of a node

	// maxRun keeps what has to be written when items move to another leaf,
	// four bytes a character, below a fan of 4 KiB.
	maxRun = 1 << 10
)

// An item is a run of characters with consecutive local versions, each but the
// first typed after the one before it, all with the same right origin and the
// same fate.
type item struct {
	first  lv
	n      uint16
	flags  uint16
	left   lv     // origin of the first character
	right  lv     // right origin of all
	gone   lv     // what deleted the first character, the earliest to arrive; 0 if nothing did
	active uint32 // deletes of each character that are not undone
}

const (
	flagUndone = 1 << iota // the inserts are undone
	flagBack               // character i was deleted by gone-i, not by gone+i
	flagMore               // there are further deletes, in Text.more
)

func (it *item) visible() bool { return it.active == 0 && it.flags&flagUndone == 0 }
func (it *item) end() lv       { return it.first + lv(it.n) }
func (it *item) last() lv      { return it.first + lv(it.n) - 1 }

func (it *item) contains(c lv) bool { return c-it.first < lv(it.n) }

// deleter returns what deleted character k, or 0.
func (it *item) deleter(k int) lv {
	switch {
	case it.gone == 0:
		return 0
	case it.flags&flagBack != 0:
		return it.gone - lv(k)
	default:
		return it.gone + lv(k)
	}
}

// tail returns the item without its first k characters.
func (it item) tail(k int) item {
	it.gone = it.deleter(k)
	it.first += lv(k)
	it.n -= uint16(k)
	it.left = it.first - 1
	return it
}

// join makes it and next, its neighbour, one item if they can be one.
func (it *item) join(next *item) bool {
	if next.first != it.end() || next.left != next.first-1 || next.right != it.right ||
		next.active != it.active || (next.flags^it.flags)&^flagBack != 0 ||
		int(it.n)+int(next.n) > maxRun {
		return false
	}
	if it.gone == 0 || next.gone == 0 {
		if it.gone != next.gone {
			return false
		}
	} else {
		forwards := next.gone == it.gone+lv(it.n) &&
			(it.n == 1 || it.flags&flagBack == 0) && (next.n == 1 || next.flags&flagBack == 0)
		backwards := next.gone == it.gone-lv(it.n) &&
			(it.n == 1 || it.flags&flagBack != 0) && (next.n == 1 || next.flags&flagBack != 0)
		switch {
		case forwards:
			it.flags &^= flagBack
		case backwards:
			it.flags |= flagBack
		default:
			return false
		}
	}
	it.n += next.n
	return true
}

type leaf struct {
	items      [fan]item
	n          int32
	prev, next int32 // leaves, -1 at the ends
	up, slot   int32 // the parent, and which of its children this is
	sum        sum
}

type node struct {
	kids     [fan]int32 // leaves if level is 1, else nodes
	sums     [fan]sum
	n        int32
	up, slot int32 // as of a leaf; up is -1 in the root
	level    int32
}

// A tree always has a root and a first leaf, which is leaf 0.
type tree struct {
	leaves []leaf
	nodes  []node
	root   int32
	total  sum
}

func newTree() tree {
	t := tree{
		leaves: []leaf{{prev: -1, next: -1}},
		nodes:  []node{{n: 1, up: -1, level: 1}},
	}
	return t
}

// add changes the sums above a leaf.
func (t *tree) add(at int32, d sum) {
	up, slot := t.leaves[at].up, t.leaves[at].slot
	for up >= 0 {
		n := &t.nodes[up]
		n.sums[slot] = n.sums[slot].plus(d)
		up, slot = n.up, n.slot
	}
}

// before returns the sum of all that is before a leaf.
func (t *tree) before(at int32) sum {
	var s sum
	up, slot := t.leaves[at].up, t.leaves[at].slot
	for up >= 0 {
		n := &t.nodes[up]
		for i := range slot {
			s = s.plus(n.sums[i])
		}
		up, slot = n.up, n.slot
	}
	return s
}

// compareLeaves tells which of two leaves comes first.
func (t *tree) compareLeaves(a, b int32) int {
	upA, slotA := t.leaves[a].up, t.leaves[a].slot
	upB, slotB := t.leaves[b].up, t.leaves[b].slot
	for upA != upB {
		slotA, upA = t.nodes[upA].slot, t.nodes[upA].up
		slotB, upB = t.nodes[upB].slot, t.nodes[upB].up
	}
	return int(slotA - slotB)
}

// addLeaf puts a new leaf after the given one. Its sum is taken to be part of
// that of the given one so far, so the sums above both stay as they are.
func (t *tree) addLeaf(after int32, l leaf) int32 {
	at := int32(len(t.leaves))
	old := &t.leaves[after]
	l.prev, l.next = after, old.next
	if old.next >= 0 {
		t.leaves[old.next].prev = at
	}
	old.next = at
	up, slot := old.up, old.slot
	t.leaves = append(t.leaves, l)
	t.nodes[up].sums[slot] = t.leaves[after].sum
	t.addKid(up, slot+1, at, l.sum)
	return at
}

// addKid makes kid a child of node up at the given slot, and splits the node
// if it is full.
func (t *tree) addKid(up, slot, kid int32, s sum) {
	if t.nodes[up].n == fan {
		up, slot = t.splitNode(up, slot, s)
	}
	n := &t.nodes[up]
	copy(n.kids[slot+1:n.n+1], n.kids[slot:n.n])
	copy(n.sums[slot+1:n.n+1], n.sums[slot:n.n])
	n.kids[slot], n.sums[slot] = kid, s
	n.n++
	t.adopt(up, slot)
}

// splitNode moves half of a full node to a new one beside it, to make room for
// a child with sum s at the given slot, and returns where that slot is now. At
// the end of the node nothing moves: whoever appends leaves full nodes behind.
func (t *tree) splitNode(at, slot int32, s sum) (int32, int32) {
	half := int32(fan / 2)
	if slot == fan {
		half = fan
	}
	right := int32(len(t.nodes))
	t.nodes = append(t.nodes, node{level: t.nodes[at].level, up: -1})
	l, r := &t.nodes[at], &t.nodes[right]
	r.n = int32(copy(r.kids[:], l.kids[half:]))
	copy(r.sums[:], l.sums[half:])
	l.n = half
	rest, moved := l.sum(), r.sum()
	t.adopt(right, 0)
	toRight := slot >= half
	if toRight {
		moved = moved.plus(s)
	} else {
		rest = rest.plus(s)
	}
	if up, mine := l.up, l.slot; up >= 0 {
		t.nodes[up].sums[mine] = rest
		t.addKid(up, mine+1, right, moved)
	} else {
		root := node{n: 2, up: -1, level: l.level + 1}
		root.kids[0], root.sums[0] = at, rest
		root.kids[1], root.sums[1] = right, moved
		t.root = int32(len(t.nodes))
		t.nodes = append(t.nodes, root)
		t.adopt(t.root, 0)
	}
	if toRight {
		return right, slot - half
	}
	return at, slot
}

func (n *node) sum() sum {
	var s sum
	for i := range n.n {
		s = s.plus(n.sums[i])
	}
	return s
}

// adopt tells the children from a slot on where they are.
func (t *tree) adopt(at, from int32) {
	n := &t.nodes[at]
	for i := from; i < n.n; i++ {
		if n.level == 1 {
			l := &t.leaves[n.kids[i]]
			l.up, l.slot = at, i
		} else {
			k := &t.nodes[n.kids[i]]
			k.up, k.slot = at, i
		}
	}
}
