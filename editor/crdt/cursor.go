package crdt

// People type where they typed before. A cursor remembers a leaf, where its
// text begins, and by how much the sums above it lag behind, so that a key
// press touches one leaf and nothing else. There are a few of them, so that
// several people who type in turn do not evict one another.

const cursors = 4

type cursor struct {
	leaf  int32 // -1 if the cursor is free
	start int32 // visible bytes before the leaf
	used  uint32
	late  sum // what the sums above the leaf lack

	// The item used last, and the visible bytes before it in the leaf.
	item, before int32
}

// disturb says that the items of the leaf from i on have changed or moved.
func (c *cursor) disturb(i int) {
	if i < int(c.item) {
		c.item, c.before = 0, 0
	}
}

// seek returns a cursor at the leaf in which the byte before offset at lies.
// At offset 0 that is the first leaf.
func (t *Text) seek(at int) *cursor {
	off := int32(at)
	if c := &t.cursors[t.hot]; c.covers(off, t) {
		return c
	}
	for i := range t.cursors {
		if c := &t.cursors[i]; c.covers(off, t) {
			return t.touch(i)
		}
	}
	leaf, start := t.descend(off)
	return t.place(leaf, start)
}

// hold returns a cursor at the given leaf.
func (t *Text) hold(leaf int32) *cursor {
	if c := &t.cursors[t.hot]; c.leaf == leaf {
		return c
	}
	for i := range t.cursors {
		if t.cursors[i].leaf == leaf {
			return t.touch(i)
		}
	}
	t.settle()
	return t.place(leaf, t.before(leaf).bytes)
}

// covers reports whether the byte before off is in the leaf of c. Offset 0 is
// in the first leaf, which is leaf 0.
func (c *cursor) covers(off int32, t *Text) bool {
	if c.leaf < 0 {
		return false
	}
	if off == 0 {
		return c.leaf == 0
	}
	return c.start < off && off <= c.start+t.leaves[c.leaf].sum.bytes
}

// locate returns the leaf in which the byte before off lies, and where it
// begins, without moving a cursor.
func (t *Text) locate(off int32) (leaf, start int32) {
	for i := range t.cursors {
		if c := &t.cursors[i]; c.covers(off, t) {
			return c.leaf, c.start
		}
	}
	return t.descend(off)
}

func (t *Text) descend(off int32) (leaf, start int32) {
	if off == 0 {
		return 0, 0
	}
	t.settle()
	at, rest := t.root, off
	for {
		n := &t.nodes[at]
		i := int32(0)
		for i < n.n-1 && rest > n.sums[i].bytes {
			rest -= n.sums[i].bytes
			i++
		}
		at = n.kids[i]
		if n.level == 1 {
			return at, off - rest
		}
	}
}

// settle brings the sums of the tree up to date.
func (t *Text) settle() {
	for i := range t.cursors {
		t.settleCursor(&t.cursors[i])
	}
}

func (t *Text) settleCursor(c *cursor) {
	if c.leaf >= 0 && c.late != (sum{}) {
		t.add(c.leaf, c.late)
		c.late = sum{}
	}
}

// place puts the cursor that was not used for longest at a leaf.
func (t *Text) place(leaf, start int32) *cursor {
	oldest := 0
	for i := range t.cursors {
		c := &t.cursors[i]
		if c.leaf == leaf {
			return t.touch(i)
		}
		if c.leaf < 0 || t.cursors[oldest].leaf >= 0 && c.used < t.cursors[oldest].used {
			oldest = i
		}
	}
	c := &t.cursors[oldest]
	t.settleCursor(c)
	*c = cursor{leaf: leaf, start: start}
	return t.touch(oldest)
}

func (t *Text) touch(i int) *cursor {
	t.hot = i
	t.clock++
	t.cursors[i].used = t.clock
	return &t.cursors[i]
}

// resize notes that the visible text in the leaf of c has changed by d.
func (t *Text) resize(c *cursor, d sum) {
	l := &t.leaves[c.leaf]
	l.sum = l.sum.plus(d)
	c.late = c.late.plus(d)
	t.total = t.total.plus(d)
	for i := range t.cursors {
		o := &t.cursors[i]
		if o == c || o.leaf < 0 || o.start < c.start {
			continue
		}
		if o.start > c.start {
			o.start += d.bytes
			continue
		}
		// Between them is no text: which one comes first is not known here.
		t.settleCursor(o)
		o.leaf = -1
	}
}
