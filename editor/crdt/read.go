package crdt

import (
	"unicode/utf8"

	"chirograph/editor/version"
)

// String returns the text.
func (t *Text) String() string {
	return string(t.AppendRange(make([]byte, 0, t.Len()), 0, t.Len()))
}

// AppendRange appends the text between two offsets to dst.
func (t *Text) AppendRange(dst []byte, from, to int) []byte {
	if from < 0 || to > t.Len() || from > to {
		panic("crdt: not a range")
	}
	if from == to {
		return dst
	}
	leaf, start := t.locate(int32(from) + 1)
	skip, rest := from-int(start), to-from
	for ; rest > 0; leaf = t.leaves[leaf].next {
		l := &t.leaves[leaf]
		for i := range l.items[:l.n] {
			it := &l.items[i]
			if !it.visible() {
				continue
			}
			n := int(it.n)
			if skip >= n {
				skip -= n
				continue
			}
			n = min(n-skip, rest)
			dst = append(dst, t.bytes(it.first+lv(skip), n)...)
			rest -= n
			skip = 0
			if rest == 0 {
				return dst
			}
		}
	}
	return dst
}

// ByteAt returns the byte at an offset.
func (t *Text) ByteAt(off int) byte { return t.text[t.rank(t.charAt(off))] }

// IsRuneStart reports whether an offset is not inside a rune. The end of the
// text is not.
func (t *Text) IsRuneStart(off int) bool {
	return off == t.Len() || utf8.RuneStart(t.ByteAt(off))
}

// AuthorAt returns the replica that inserted the byte at an offset.
func (t *Text) AuthorAt(off int) version.Replica { return t.id(t.charAt(off)).Replica }

// LineStart returns the offset at which a line begins. Lines count from 0.
func (t *Text) LineStart(line int) int {
	if line < 0 || line >= t.Lines() {
		panic("crdt: no such line")
	}
	if line == 0 {
		return 0
	}
	return t.offsetOf(int32(line), lines) + 1
}

// LineOf returns the line in which an offset lies.
func (t *Text) LineOf(off int) int { return int(t.sumBefore(off).lines) }

// OffsetOfRune returns the offset at which a rune begins. Runes count from 0.
func (t *Text) OffsetOfRune(r int) int {
	switch {
	case r < 0 || r > t.Runes():
		panic("crdt: no such rune")
	case t.total.runes == t.total.bytes:
		return r
	case r == t.Runes():
		return t.Len()
	}
	return t.offsetOf(int32(r)+1, runes)
}

// RuneOf returns how many runes begin before an offset.
func (t *Text) RuneOf(off int) int {
	if t.total.runes == t.total.bytes {
		return off
	}
	return int(t.sumBefore(off).runes)
}

// charAt returns the character at an offset.
func (t *Text) charAt(off int) lv {
	if off < 0 || off >= t.Len() {
		panic("crdt: no such offset")
	}
	leaf, start := t.locate(int32(off) + 1)
	rest := lv(off) - lv(start)
	l := &t.leaves[leaf]
	for i := range l.items[:l.n] {
		it := &l.items[i]
		if !it.visible() {
			continue
		}
		if rest < lv(it.n) {
			return it.first + rest
		}
		rest -= lv(it.n)
	}
	panic("crdt: a leaf has less text than its sum says")
}

// sumBefore returns the size of the text before an offset.
func (t *Text) sumBefore(off int) sum {
	if off < 0 || off > t.Len() {
		panic("crdt: no such offset")
	}
	if off == 0 {
		return sum{}
	}
	t.settle()
	s := sum{}
	at, rest := t.root, int32(off)
	for {
		n := &t.nodes[at]
		i := int32(0)
		for i < n.n-1 && rest > n.sums[i].bytes {
			rest -= n.sums[i].bytes
			s = s.plus(n.sums[i])
			i++
		}
		at = n.kids[i]
		if n.level == 1 {
			break
		}
	}
	l := &t.leaves[at]
	for i := range l.items[:l.n] {
		it := &l.items[i]
		if !it.visible() {
			continue
		}
		n := min(rest, int32(it.n))
		s = s.plus(t.measure(it.first, int(n)))
		if rest -= n; rest == 0 {
			break
		}
	}
	return s
}

// offsetOf returns the offset at which the k-th of a unit begins, counted
// from 1.
func (t *Text) offsetOf(k int32, u unit) int {
	t.settle()
	off := int32(0)
	at := t.root
	for {
		n := &t.nodes[at]
		i := int32(0)
		for i < n.n-1 && k > n.sums[i].of(u) {
			k -= n.sums[i].of(u)
			off += n.sums[i].bytes
			i++
		}
		at = n.kids[i]
		if n.level == 1 {
			break
		}
	}
	l := &t.leaves[at]
	for i := range l.items[:l.n] {
		it := &l.items[i]
		if !it.visible() {
			continue
		}
		n := int32(t.count(u, it.first, int(it.n)))
		if k <= n {
			return int(off) + int(t.nth(u, it.first, int(k-1))-it.first)
		}
		k -= n
		off += int32(it.n)
	}
	panic("crdt: a leaf has less text than its sum says")
}
