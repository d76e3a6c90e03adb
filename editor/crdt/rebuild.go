package crdt

// rebuild makes the tree anew, as small as can be: full leaves and nodes, and
// slices without room to spare.
func (t *Text) rebuild() {
	items := 0
	for i := range t.leaves {
		items += int(t.leaves[i].n)
	}
	old := t.leaves
	t.leaves = make([]leaf, max(1, (items+fan-1)/fan))
	leafOf := make([]int32, len(t.text))
	at, n := int32(0), int32(0)
	for from := int32(0); from >= 0; from = old[from].next {
		for _, it := range old[from].items[:old[from].n] {
			if n == fan {
				at, n = at+1, 0
			}
			l := &t.leaves[at]
			l.items[n] = it
			n++
			l.n = n
			if it.visible() {
				l.sum = l.sum.plus(t.measure(it.first, int(it.n)))
			}
			where := leafOf[t.rank(it.first):][:it.n]
			for k := range where {
				where[k] = at
			}
		}
	}
	for i := range t.leaves {
		t.leaves[i].prev, t.leaves[i].next = int32(i)-1, int32(i)+1
	}
	t.leaves[len(t.leaves)-1].next = -1
	t.where = newPlaces(leafOf)
	t.rebuildNodes()
	for i := range t.cursors {
		t.cursors[i] = cursor{leaf: -1}
	}
	t.text, t.insert, t.ranks = fitted(t.text), fitted(t.insert), fitted(t.ranks)
	t.kills, t.undos, t.scopes = fitted(t.kills), fitted(t.undos), fitted(t.scopes)
}

// rebuildNodes puts nodes above the leaves.
func (t *Text) rebuildNodes() {
	t.nodes = t.nodes[:0]
	kids := make([]int32, len(t.leaves))
	sums := make([]sum, len(t.leaves))
	for i := range kids {
		kids[i], sums[i] = int32(i), t.leaves[i].sum
	}
	for level := int32(1); level == 1 || len(kids) > 1; level++ {
		up := 0
		for from := 0; from < len(kids); from += fan {
			n := node{level: level, up: -1}
			n.n = int32(copy(n.kids[:], kids[from:]))
			copy(n.sums[:], sums[from:])
			kids[up], sums[up] = int32(len(t.nodes)), n.sum()
			t.nodes = append(t.nodes, n)
			t.adopt(kids[up], 0)
			up++
		}
		kids, sums = kids[:up], sums[:up]
	}
	t.root, t.total = kids[0], sums[0]
}

// newPlaces returns the places of characters of which the leaf of each is given.
func newPlaces(leafOf []int32) places {
	p := places{n: len(leafOf), pages: make([]int32, 0, len(leafOf)/pageLen+1)}
	mixed := 0
	for from := 0; from < len(leafOf); from += pageLen {
		page := leafOf[from:min(from+pageLen, len(leafOf))]
		p.pages = append(p.pages, page[0])
		for _, l := range page {
			if l != page[0] {
				p.pages[len(p.pages)-1] = -1
				mixed++
				break
			}
		}
	}
	p.single = make([][pageLen]int32, 0, mixed)
	for i := range p.pages {
		if p.pages[i] < 0 {
			p.pages[i] = ^int32(len(p.single))
			p.single = append(p.single, [pageLen]int32{})
			copy(p.single[len(p.single)-1][:], leafOf[i*pageLen:])
		}
	}
	return p
}

// fitted returns s in a slice that has no room to spare.
func fitted[T any](s []T) []T {
	if cap(s)-len(s) < cap(s)/16 {
		return s
	}
	return append(make([]T, 0, len(s)), s...)
}
