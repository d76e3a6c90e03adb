package crdt

import (
	"math/bits"
	"slices"
)

// An lv, local version, numbers an operation inside one process, in the order
// of arrival. 0 is none: the start of the text as an origin, its end as a
// right origin.
type lv = uint32

// A span is a run of local versions.
type span struct {
	from lv
	n    int
}

// tail returns the span without its first n operations.
func (s span) tail(n int) span { return span{s.from + lv(n), s.n - n} }

// A sum is the size of some visible text.
type sum struct{ bytes, runes, lines int32 }

func (s sum) plus(d sum) sum {
	return sum{s.bytes + d.bytes, s.runes + d.runes, s.lines + d.lines}
}

func (s sum) negative() sum { return sum{-s.bytes, -s.runes, -s.lines} }

// An arena holds what is to be known of each operation, at its index. It only
// grows.
type arena struct {
	// text holds the byte that an insert inserted, and 0 for the others.
	text []byte

	// where holds, for an insert, the leaf that the character is in; for a
	// delete, the complement of the character deleted; for an undo, isUndo.
	where []int32

	marks []word
}

const isUndo = -1 << 31

// A word holds the marks of 64 operations.
type word [4]uint64

// A mark is something that is true of an operation or not.
type mark int

const (
	runes    mark = iota // the first byte of a rune
	lines                // a newline
	followed             // a character with right children
	preceded             // a character with left children
)

// addText appends the inserts of s and returns the first.
func (a *arena) addText(s string) lv {
	from := lv(len(a.text))
	a.text = append(a.text, s...)
	if len(s) == 1 {
		a.where = append(a.where, 0)
	} else {
		a.where = slices.Grow(a.where, len(s))[:len(a.text)]
		clear(a.where[from:])
	}
	a.growMarks()
	for at := from; len(s) > 0; {
		n := min(len(s), int(64-at%64)) // as many as share a word
		var r, l uint64
		for i := range n {
			if b := s[i]; b&0xC0 != 0x80 {
				r |= 1 << i
				if b == '\n' {
					l |= 1 << i
				}
			}
		}
		w := &a.marks[at/64]
		w[runes] |= r << (at % 64)
		w[lines] |= l << (at % 64)
		at += lv(n)
		s = s[n:]
	}
	return from
}

// addOther appends n operations that insert nothing and returns the first.
// They are undos until where says that they are deletes.
func (a *arena) addOther(n int) lv {
	from := lv(len(a.text))
	if n == 1 {
		a.text = append(a.text, 0)
		a.where = append(a.where, isUndo)
	} else {
		a.text = slices.Grow(a.text, n)[:int(from)+n]
		clear(a.text[from:])
		a.where = slices.Grow(a.where, n)[:int(from)+n]
		for i := range a.where[from:] {
			a.where[int(from)+i] = isUndo
		}
	}
	a.growMarks()
	return from
}

func (a *arena) growMarks() {
	for len(a.marks)*64 < len(a.text) {
		a.marks = append(a.marks, word{})
	}
}

// truncate takes back what was appended after the first n operations.
func (a *arena) truncate(n int) {
	a.text = a.text[:n]
	a.where = a.where[:n]
	a.marks = a.marks[:(n+63)/64]
	if n%64 != 0 {
		for m := range a.marks[n/64] {
			a.marks[n/64][m] &= 1<<(n%64) - 1
		}
	}
}

func (a *arena) set(m mark, v lv)      { a.marks[v/64][m] |= 1 << (v % 64) }
func (a *arena) has(m mark, v lv) bool { return a.marks[v/64][m]>>(v%64)&1 != 0 }

// setRange sets a mark of n operations.
func (a *arena) setRange(m mark, from lv, n int) {
	for end := from + lv(n); from < end; {
		n := min(end-from, 64-from%64)
		a.marks[from/64][m] |= (1<<n - 1) << (from % 64)
		from += n
	}
}

// measure returns the size of the text that n inserts made.
func (a *arena) measure(from lv, n int) sum {
	if n == 1 {
		w, bit := &a.marks[from/64], from%64
		return sum{1, int32(w[runes] >> bit & 1), int32(w[lines] >> bit & 1)}
	}
	return sum{int32(n), int32(a.count(runes, from, n)), int32(a.count(lines, from, n))}
}

// count returns how many of n operations have a mark. Runs are short, at most
// maxRun, so a few words are all there is to add up.
func (a *arena) count(m mark, from lv, n int) int {
	to := from + lv(n)
	w, last := from/64, (to-1)/64
	head := ^uint64(0) << (from % 64)
	tail := ^uint64(0) >> (63 - (to-1)%64)
	if w == last {
		return bits.OnesCount64(a.marks[w][m] & head & tail)
	}
	total := bits.OnesCount64(a.marks[w][m]&head) + bits.OnesCount64(a.marks[last][m]&tail)
	for w++; w < last; w++ {
		total += bits.OnesCount64(a.marks[w][m])
	}
	return total
}

// nth returns the operation with the k-th mark, counted from 0, at or after
// from. There must be one.
func (a *arena) nth(m mark, from lv, k int) lv {
	w := from / 64
	word := a.marks[w][m] & (^uint64(0) << (from % 64))
	for {
		n := bits.OnesCount64(word)
		if k < n {
			break
		}
		k -= n
		w++
		word = a.marks[w][m]
	}
	for ; k > 0; k-- {
		word &= word - 1
	}
	return w*64 + lv(bits.TrailingZeros64(word))
}

// isInsert reports whether operation v inserted a character.
func (a *arena) isInsert(v lv) bool { return a.where[v] >= 0 }

// deletes returns the character that operation v deleted, and 0 if it did not.
func (a *arena) deletes(v lv) lv {
	if w := a.where[v]; w < 0 && w != isUndo {
		return lv(^w)
	}
	return 0
}

// startsRune reports whether character c is the first byte of a rune.
func (a *arena) startsRune(c lv) bool { return a.has(runes, c) }

// endsRune reports whether character c is the last byte of a rune.
func (a *arena) endsRune(c lv) bool {
	return int(c)+1 == len(a.where) || !a.isInsert(c+1) || a.startsRune(c+1)
}

// isWhole reports whether the inserts and deletes in s cut no rune.
func (a *arena) isWhole(s span) bool {
	first, last := s.from, s.from+lv(s.n)-1
	if c := a.deletes(first); c > 0 {
		first = c
	}
	if c := a.deletes(last); c > 0 {
		last = c
	}
	return a.startsRune(first) && a.endsRune(last)
}

// cut returns the beginning of a span: at most n operations, and no part of a
// rune.
func (a *arena) cut(s span, n int) span {
	if s.n <= n {
		return s
	}
	for ; ; n-- {
		v := s.from + lv(n)
		if c := a.deletes(v); c > 0 && a.startsRune(c) || c == 0 && (!a.isInsert(v) || a.startsRune(v)) {
			return span{s.from, n}
		}
	}
}
