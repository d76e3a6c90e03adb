package crdt

import "math/bits"

// An lv, local version, numbers an operation inside one process, in the order
// of arrival. 0 is none: the start of the text as an origin, its end as a
// right origin.
type lv = uint32

// A sum is the size of some visible text.
type sum struct{ bytes, runes, lines int32 }

func (s sum) plus(d sum) sum {
	return sum{s.bytes + d.bytes, s.runes + d.runes, s.lines + d.lines}
}

func (s sum) negative() sum { return sum{-s.bytes, -s.runes, -s.lines} }

// An arena holds every byte ever inserted, at the index of the operation that
// inserted it, and zeros for operations of other kinds. It only grows.
type arena struct {
	text  []byte
	lines bitmap // newlines
	runes bitmap // first bytes of runes
}

func (a *arena) append(s string) {
	from := len(a.text)
	a.text = append(a.text, s...)
	a.lines.grow(len(a.text))
	a.runes.grow(len(a.text))
	for i := range len(s) {
		if b := s[i]; b == '\n' {
			a.lines.set(lv(from + i))
			a.runes.set(lv(from + i))
		} else if b&0xC0 != 0x80 {
			a.runes.set(lv(from + i))
		}
	}
}

// skip appends n operations that insert nothing.
func (a *arena) skip(n int) {
	for range n {
		a.text = append(a.text, 0)
	}
	a.lines.grow(len(a.text))
	a.runes.grow(len(a.text))
}

// truncate takes back what was appended after the first n operations.
func (a *arena) truncate(n int) {
	a.text = a.text[:n]
	a.lines.truncate(n)
	a.runes.truncate(n)
}

// measure returns the size of the n bytes from the given one on.
func (a *arena) measure(from lv, n int) sum {
	if n == 1 {
		return sum{1, int32(a.runes.bit(from)), int32(a.lines.bit(from))}
	}
	return sum{int32(n), int32(a.runes.count(from, n)), int32(a.lines.count(from, n))}
}

// A bitmap is a growing set of operations.
type bitmap []uint64

func (b *bitmap) grow(n int) {
	for len(*b) < (n+63)/64 {
		*b = append(*b, 0)
	}
}

func (b *bitmap) truncate(n int) {
	*b = (*b)[:(n+63)/64]
	if n%64 != 0 {
		(*b)[n/64] &= 1<<(n%64) - 1
	}
}

func (b bitmap) set(i lv)        { b[i/64] |= 1 << (i % 64) }
func (b bitmap) has(i lv) bool   { return b[i/64]>>(i%64)&1 != 0 }
func (b bitmap) bit(i lv) uint64 { return b[i/64] >> (i % 64) & 1 }

// count returns how many of the n operations from the given one on are in the
// set. Runs are short, at most maxRun, so a few words are all there is to add
// up.
func (b bitmap) count(from lv, n int) int {
	to := from + lv(n)
	w, end := from/64, to/64
	word := b[w] >> (from % 64) << (from % 64)
	total := 0
	for ; w < end; word = b[w] {
		total += bits.OnesCount64(word)
		if w++; int(w) == len(b) {
			return total
		}
	}
	return total + bits.OnesCount64(word&(1<<(to%64)-1))
}

// find returns the place of the k-th member, counted from 0, at or after from.
// There must be one.
func (b bitmap) find(from lv, k int) lv {
	w := from / 64
	word := b[w] >> (from % 64) << (from % 64)
	for {
		n := bits.OnesCount64(word)
		if k < n {
			break
		}
		k -= n
		w++
		word = b[w]
	}
	for ; k > 0; k-- {
		word &= word - 1
	}
	return w*64 + lv(bits.TrailingZeros64(word))
}

// setRange puts the n operations from the given one on into the set.
func (b bitmap) setRange(from lv, n int) {
	for i := range lv(n) {
		b.set(from + i)
	}
}
