package crdt

// These change the list: runs are put in, cut apart and joined again. A cursor
// at the leaf follows what it is used for, because leaves are split on the way.

// gapAt returns the gap after the visible byte before offset at.
func (t *Text) gapAt(at int) gap {
	c := t.seek(at)
	if at == 0 {
		return gap{}
	}
	l := &t.leaves[c.leaf]
	for c.item > 0 && int32(at) <= c.start+c.before {
		c.item--
		if it := &l.items[c.item]; it.visible() {
			c.before -= int32(it.n)
		}
	}
	rest := at - int(c.start+c.before)
	for i := int(c.item); i < int(l.n); i++ {
		it := &l.items[i]
		if !it.visible() {
			continue
		}
		if rest <= int(it.n) {
			c.item, c.before = int32(i), int32(at-rest)-c.start
			return gap{c.leaf, i, rest}
		}
		rest -= int(it.n)
	}
	panic("crdt: a leaf has less text than its sum says")
}

// attach notes which characters have children.
func (t *Text) attach(left, right lv, leftChild bool, v lv, n int) {
	if leftChild {
		t.set(preceded, right)
	} else {
		t.set(followed, left)
	}
	if n > 1 {
		t.setRange(followed, v, n-1)
	}
}

// put links n new characters into the list at g.
func (t *Text) put(g gap, v lv, n int, left, right lv) {
	c := t.hold(g.leaf)
	i, k := g.i, g.k
	c.disturb(i)
	for n > 0 {
		m := min(n, maxRun)
		if k > 0 {
			if i = t.putAfter(c, i, k, v, m, left, right); i < 0 {
				return // it fitted into the item there
			}
		} else {
			i = t.reserve(c, i, 1)
		}
		l := &t.leaves[c.leaf]
		l.insertItem(i, item{first: v, n: uint16(m), left: left, right: right})
		t.settleAt(c, v, m)
		v += lv(m)
		n -= m
		left, k = v-1, m
	}
}

// typeOn puts n new characters behind item i of the leaf of c, which their
// writer typed last, as part of it.
func (t *Text) typeOn(c *cursor, it *item, v lv, n int) {
	it.n += uint16(n)
	k := int(t.rank(v))
	t.marks[followed].set(k-1, n)
	t.where.move(k, n, c.leaf)
	t.resize(c, measure(t.text[k:k+n]))
}

// isTypedOn reports whether n characters from v on may be part of an item.
func (it *item) isTypedOn(v lv, n int) bool {
	return it.end() == v && it.visible() && it.gone == 0 && int(it.n)+n <= maxRun
}

// typedOn is the quick way to integrate an insert: most go on where the last
// one ended. It returns where in the text that is.
func (t *Text) typedOn(r reference, v lv, n int) (at int, ok bool) {
	c := &t.cursors[t.hot]
	if c.leaf < 0 || r.at+1 != v || c.item >= t.leaves[c.leaf].n {
		return 0, false
	}
	it := &t.leaves[c.leaf].items[c.item]
	if !it.isTypedOn(v, n) || it.right != r.right || t.has(followed, r.at) {
		return 0, false
	}
	at = int(c.start+c.before) + int(it.n)
	t.typeOn(c, it, v, n)
	return at, true
}

// putAfter makes room for an item after character k of item i and returns its
// index, or -1 if it could be joined to item i.
func (t *Text) putAfter(c *cursor, i, k int, v lv, m int, left, right lv) int {
	it := &t.leaves[c.leaf].items[i]
	if k < int(it.n) {
		i = t.reserve(c, i, 2)
		l := &t.leaves[c.leaf]
		l.insertItem(i+1, l.items[i].tail(k))
		l.items[i].n = uint16(k)
		return i + 1
	}
	if it.end() == v && it.right == right && left == v-1 && it.visible() && it.gone == 0 && int(it.n)+m <= maxRun {
		it.n += uint16(m)
		t.settleAt(c, v, m)
		return -1
	}
	return t.reserve(c, i+1, 1)
}

// settleAt notes that new characters are in the leaf of c.
func (t *Text) settleAt(c *cursor, v lv, n int) {
	t.move(v, n, c.leaf)
	t.resize(c, t.measure(v, n))
}

// split moves half of the items of the leaf of c to a new leaf after it, and
// returns where item i is now; c follows it. At the end of the leaf nothing
// moves, so that text that is only appended to fills its leaves.
func (t *Text) split(c *cursor, i int) int {
	t.settle()
	half := fan / 2
	old := &t.leaves[c.leaf]
	if i == int(old.n) {
		half = i
	}
	var right leaf
	right.n = int32(copy(right.items[:], old.items[half:old.n]))
	old.n = int32(half)
	at := int32(len(t.leaves))
	for k := range right.items[:right.n] {
		it := &right.items[k]
		if it.visible() {
			right.sum = right.sum.plus(t.measure(it.first, int(it.n)))
		}
		t.move(it.first, int(it.n), at)
	}
	old.sum = old.sum.plus(right.sum.negative())
	t.addLeaf(c.leaf, right)
	c.item, c.before = 0, 0
	if i < half {
		return i
	}
	c.start += t.leaves[c.leaf].sum.bytes
	c.leaf = at
	return i - half
}

// reserve makes room for more items in the leaf of c, and returns where item i
// is now; c follows it.
func (t *Text) reserve(c *cursor, i, more int) int {
	if int(t.leaves[c.leaf].n)+more > fan {
		return t.split(c, i)
	}
	return i
}

// insertItem makes room at index i of a leaf that is not full.
func (l *leaf) insertItem(i int, it item) {
	copy(l.items[i+1:l.n+1], l.items[i:l.n])
	l.items[i] = it
	l.n++
}

func (l *leaf) removeItem(i int) {
	copy(l.items[i:], l.items[i+1:l.n])
	l.n--
}

// carve makes n characters of item i, from character k on, an item of their
// own and returns its index; c follows it.
func (t *Text) carve(c *cursor, i, k, n int) int {
	if it := &t.leaves[c.leaf].items[i]; k == 0 && n == int(it.n) {
		return i
	}
	i = t.reserve(c, i, 2)
	c.disturb(i)
	l := &t.leaves[c.leaf]
	if k > 0 {
		l.insertItem(i+1, l.items[i].tail(k))
		l.items[i].n = uint16(k)
		i++
	}
	if n < int(l.items[i].n) {
		l.insertItem(i+1, l.items[i].tail(n))
		l.items[i].n = uint16(n)
	}
	return i
}

// weld joins item i with its neighbours in the leaf where they can be joined.
func (t *Text) weld(c *cursor, i int) {
	l := &t.leaves[c.leaf]
	if i+1 < int(l.n) && l.items[i].join(&l.items[i+1]) {
		l.removeItem(i + 1)
	}
	if i > 0 && l.items[i-1].join(&l.items[i]) {
		l.removeItem(i)
		c.disturb(i - 1)
	}
}
