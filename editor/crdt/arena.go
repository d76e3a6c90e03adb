package crdt

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"sort"
	"unicode/utf8"
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

// An arena holds what is to be known of each operation. It only grows.
//
// A bitmap tells the inserts among the operations. Their bytes lie one after
// the other, so the byte of an insert is found by its rank: how many inserts
// there are before it. Deletes come in runs, and are kept as runs.
type arena struct {
	length int      // operations
	insert []uint64 // a bit for each operation
	ranks  []uint32 // for each word of insert, the inserts before it

	// By rank:
	text  []byte   // what the insert inserted
	where places   // the leaf that the character is in
	marks [2]marks // by kind of mark

	kills []kill

	blind    bool // the text is zeros, and nothing but its length is measured
	homeless bool // where is not kept
}

// addText appends the inserts of s and returns the first.
func (a *arena) addText(s []byte) lv {
	from := a.addInserts(len(s))
	a.text = append(a.text, s...)
	return from
}

// addString is addText without a copy of a long paste.
func (a *arena) addString(s string) lv {
	from := a.addInserts(len(s))
	a.text = append(a.text, s...)
	return from
}

// addInserts appends n inserts, whose text is to be appended too.
func (a *arena) addInserts(n int) lv {
	from := lv(a.length)
	for done := 0; done < n; {
		bit := a.length % 64
		if bit == 0 {
			a.insert = append(a.insert, 0)
			a.ranks = append(a.ranks, uint32(len(a.text)+done))
		}
		m := min(n-done, 64-bit)
		a.insert[len(a.insert)-1] |= ^uint64(0) >> (64 - m) << bit
		a.length += m
		done += m
	}
	return from
}

// addOther appends n operations that insert nothing and returns the first.
// They are undos but for those that addKill names.
func (a *arena) addOther(n int) lv {
	from := lv(a.length)
	a.length += n
	for len(a.insert)*64 < a.length {
		a.insert = append(a.insert, 0)
		a.ranks = append(a.ranks, uint32(len(a.text)))
	}
	return from
}

// truncate takes back what was appended after the first n operations.
func (a *arena) truncate(n int) {
	kept := a.rank(lv(n - 1))
	if a.isInsert(lv(n - 1)) {
		kept++
	}
	a.text = a.text[:kept]
	a.length = n
	words := (n + 63) / 64
	a.insert, a.ranks = a.insert[:words], a.ranks[:words]
	if n%64 != 0 {
		a.insert[n/64] &= 1<<(n%64) - 1
	}
	k := len(a.kills)
	for k > 0 && a.kills[k-1].first >= lv(n) {
		k--
	}
	if a.kills = a.kills[:k]; k > 0 {
		last := &a.kills[k-1]
		last.n = min(last.n, uint32(n)-last.first)
	}
}

// rank returns how many inserts there are before operation v.
func (a *arena) rank(v lv) uint32 {
	return a.ranks[v/64] + uint32(bits.OnesCount64(a.insert[v/64]&(1<<(v%64)-1)))
}

// isInsert reports whether operation v inserted a character.
func (a *arena) isInsert(v lv) bool { return a.insert[v/64]>>(v%64)&1 != 0 }

// insertsFrom returns how many of n operations, from the given one on, are
// inserts before one that is not.
func (a *arena) insertsFrom(v lv, n int) int {
	done := 0
	for done < n {
		bit := (v + lv(done)) % 64
		ones := bits.TrailingZeros64(^(a.insert[(v+lv(done))/64] >> bit))
		done += ones
		if ones < int(64-bit) {
			break
		}
	}
	return min(done, n)
}

// bytes returns what n inserts inserted. It must not be changed.
func (a *arena) bytes(from lv, n int) []byte { return a.text[a.rank(from):][:n:n] }

// A kill is a run of deletes: of characters that follow one another, or, if
// back is set, precede one another.
type kill struct {
	first, target lv
	n             uint32
	back          bool
}

// at returns what operation v, one of the run, deleted.
func (k *kill) at(v lv) lv {
	if k.back {
		return k.target - (v - k.first)
	}
	return k.target + (v - k.first)
}

// addKill says of n operations, the last ones added so far, what they delete:
// n characters from target on, or back from it.
func (a *arena) addKill(v, target lv, n int, back bool) {
	if k := len(a.kills) - 1; k >= 0 {
		last := &a.kills[k]
		next := last.target + last.n
		if last.back {
			next = last.target - last.n
		}
		switch {
		case v != last.first+last.n || n > 1 && last.n > 1 && back != last.back:
		case target == next && (n == 1 || back == last.back):
			last.n += uint32(n)
			return
		case last.n == 1 && target == last.target+1 && !back, last.n == 1 && target == last.target-1 && (back || n == 1):
			last.back = target < last.target
			last.n += uint32(n)
			return
		}
	}
	a.kills = append(a.kills, kill{v, target, uint32(n), back})
}

// killAt returns the run of deletes that operation v is part of, and nil if it
// deleted nothing.
func (a *arena) killAt(v lv) *kill {
	k := len(a.kills) - 1
	if k < 0 {
		return nil
	}
	if a.kills[k].first > v {
		if k = sort.Search(k, func(k int) bool { return a.kills[k].first > v }) - 1; k < 0 {
			return nil
		}
	}
	if at := &a.kills[k]; v-at.first < at.n {
		return at
	}
	return nil
}

// deletes returns the character that operation v deleted, and 0 if it did not.
func (a *arena) deletes(v lv) lv {
	if k := a.killAt(v); k != nil {
		return k.at(v)
	}
	return 0
}

// isUndo reports whether operation v is neither an insert nor a delete.
func (a *arena) isUndo(v lv) bool { return !a.isInsert(v) && a.killAt(v) == nil }

// startsRune reports whether character c is the first byte of a rune.
func (a *arena) startsRune(c lv) bool { return utf8.RuneStart(a.text[a.rank(c)]) }

// endsRune reports whether character c is the last byte of a rune: the bytes of
// one are inserted one after the other.
func (a *arena) endsRune(c lv) bool {
	k := int(a.rank(c)) + 1
	return k == len(a.text) || utf8.RuneStart(a.text[k])
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
		c := s.from + lv(n)
		if d := a.deletes(c); d > 0 {
			c = d
		}
		if !a.isInsert(c) || a.startsRune(c) {
			return span{s.from, n}
		}
	}
}

// A sum is the size of some visible text.
type sum struct{ bytes, runes, lines int32 }

func (s sum) plus(d sum) sum {
	return sum{s.bytes + d.bytes, s.runes + d.runes, s.lines + d.lines}
}

func (s sum) negative() sum { return sum{-s.bytes, -s.runes, -s.lines} }

// of returns how many of a unit there are.
func (s sum) of(u unit) int32 {
	if u == lines {
		return s.lines
	}
	return s.runes
}

// A unit is what text is counted in besides bytes.
type unit int

const (
	runes unit = iota
	lines      // newlines
)

// measure returns the size of the text that n inserts made.
func (a *arena) measure(from lv, n int) sum {
	if a.blind {
		return sum{bytes: int32(n)}
	}
	return measure(a.bytes(from, n))
}

// measure returns the size of b, which may begin or end inside a rune.
func measure(b []byte) sum {
	if len(b) > 1 {
		return sum{int32(len(b)), int32(countRunes(b)), int32(bytes.Count(b, newline))}
	}
	s := sum{bytes: 1}
	if utf8.RuneStart(b[0]) {
		s.runes = 1
	}
	if b[0] == '\n' {
		s.lines = 1
	}
	return s
}

// count returns how many of a unit n inserts made.
func (a *arena) count(u unit, from lv, n int) int {
	b := a.bytes(from, n)
	if u == lines {
		return bytes.Count(b, newline)
	}
	return countRunes(b)
}

// nth returns the character with which the k-th of a unit, counted from 0, at or
// after from begins. There must be one among the operations that follow.
func (a *arena) nth(u unit, from lv, k int) lv {
	for i, b := range a.text[a.rank(from):] {
		if u == lines && b != '\n' || u == runes && !utf8.RuneStart(b) {
			continue
		}
		if k == 0 {
			return from + lv(i)
		}
		k--
	}
	panic("crdt: fewer runes or lines than counted")
}

var newline = []byte{'\n'}

// countRunes returns how many runes begin in b: bytes but for those of the form
// 10xxxxxx, eight at a time.
func countRunes(b []byte) int {
	n := len(b)
	for ; len(b) >= 8; b = b[8:] {
		x := binary.LittleEndian.Uint64(b)
		n -= bits.OnesCount64(x >> 7 &^ (x >> 6) & 0x0101010101010101)
	}
	for _, c := range b {
		if !utf8.RuneStart(c) {
			n--
		}
	}
	return n
}

// A mark is something that is true of a character or not.
type mark int

const (
	followed mark = iota // it has right children
	preceded             // it has left children
)

// marks is a set of characters, by rank. It grows as it is set.
type marks []uint64

func (a *arena) set(m mark, c lv) { a.setRange(m, c, 1) }

func (a *arena) has(m mark, c lv) bool {
	k := a.rank(c)
	return int(k/64) < len(a.marks[m]) && a.marks[m][k/64]>>(k%64)&1 != 0
}

// setRange sets a mark of n characters inserted one after the other.
func (a *arena) setRange(m mark, c lv, n int) { a.marks[m].set(int(a.rank(c)), n) }

func (m *marks) set(from, n int) {
	for end := from + n; from < end; {
		for len(*m) <= from/64 {
			*m = append(*m, 0)
		}
		n := min(end-from, 64-from%64)
		(*m)[from/64] |= ^uint64(0) >> (64 - n) << (from % 64)
		from += n
	}
}
