package crdt

import "math/bits"

// A bitmap is a set of operations.
type bitmap []uint64

func (b bitmap) has(v lv) bool { return b[v/64]>>(v%64)&1 != 0 }

// add puts n operations into the set.
func (b bitmap) add(from lv, n int) {
	b.words(from, n, func(w lv, mask uint64) { b[w] |= mask })
}

// remove takes n operations out of the set.
func (b bitmap) remove(from lv, n int) {
	b.words(from, n, func(w lv, mask uint64) { b[w] &^= mask })
}

// words calls f with the words in which n operations are, and their bits.
func (b bitmap) words(from lv, n int, f func(w lv, mask uint64)) {
	for end := from + lv(n); from < end; {
		k := min(end-from, 64-from%64)
		f(from/64, (^uint64(0)>>(64-k))<<(from%64))
		from += k
	}
}

// run tells whether v is in the set, and of how many of the n operations from
// there on the answer is true.
func (b bitmap) run(v lv, n int) (bool, int) {
	w := v / 64
	in := b[w]>>(v%64)&1 != 0
	flip := uint64(0)
	if in {
		flip = ^flip
	}
	if differ := (b[w] ^ flip) >> (v % 64); differ != 0 {
		return in, min(n, bits.TrailingZeros64(differ))
	}
	k := int(64 - v%64)
	for k < n {
		w++
		if differ := b[w] ^ flip; differ != 0 {
			return in, min(n, k+bits.TrailingZeros64(differ))
		}
		k += 64
	}
	return in, n
}

// runBack is run for v, the operation before it, and so on.
func (b bitmap) runBack(v lv, n int) (bool, int) {
	w := v / 64
	in := b[w]>>(v%64)&1 != 0
	flip := uint64(0)
	if in {
		flip = ^flip
	}
	if differ := (b[w] ^ flip) << (63 - v%64); differ != 0 {
		return in, min(n, bits.LeadingZeros64(differ))
	}
	k := int(v%64) + 1
	for k < n {
		w--
		if differ := b[w] ^ flip; differ != 0 {
			return in, min(n, k+bits.LeadingZeros64(differ))
		}
		k += 64
	}
	return in, n
}
