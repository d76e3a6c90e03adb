package crdt

import "bytes"

// rebuild makes the tree anew, as small as can be: full leaves and nodes, and
// slices without room to spare.
func (t *Text) rebuild() {
	items := 0
	for i := range t.leaves {
		items += int(t.leaves[i].n)
	}
	old := t.leaves
	t.leaves = make([]leaf, max(1, (items+fan-1)/fan))
	t.where = newPlaces(len(t.text))
	t.where.move(0, 1, 0)
	plain := isASCII(t.text)
	at, n := int32(0), int32(0)
	for from := int32(0); from >= 0; from = old[from].next {
		for k := range old[from].items[:old[from].n] {
			if n == fan {
				at, n = at+1, 0
			}
			l := &t.leaves[at]
			l.items[n] = old[from].items[k]
			it := &l.items[n]
			n++
			l.n = n
			r := int(t.rank(it.first))
			t.where.move(r, int(it.n), at)
			if !it.visible() {
				continue
			}
			if text := t.text[r:][:it.n]; plain {
				l.sum = l.sum.plus(sum{int32(it.n), int32(it.n), int32(bytes.Count(text, newline))})
			} else {
				l.sum = l.sum.plus(measure(text))
			}
		}
	}
	for i := range t.leaves {
		t.leaves[i].prev, t.leaves[i].next = int32(i)-1, int32(i)+1
	}
	t.leaves[len(t.leaves)-1].next = -1
	t.rebuildNodes()
	for i := range t.cursors {
		t.cursors[i] = cursor{leaf: -1}
	}
	t.where.single = fitted(t.where.single)
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

// fitted returns s in a slice that has no room to spare.
func fitted[T any](s []T) []T {
	if cap(s)-len(s) < cap(s)/16 {
		return s
	}
	return append(make([]T, 0, len(s)), s...)
}
