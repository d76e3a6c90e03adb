package buffer

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// diff returns how a text became another, in order. The difference is the
// smallest in lines, and within those in words, if it can be found by little
// work (Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica
// 1, 1986). If it cannot, the texts are first cut where lines match that occur
// once in both, as Bram Cohen's patience diff does. What is then still too
// different is replaced as a whole: the work is bounded whatever the texts.
func diff(old, new string) []Edit {
	d := differ{work: maxWork}
	return d.tokens(nil, old, new, 0, lines, func(out []Edit, old, new string, at int) []Edit {
		if len(old) == 0 || len(new) == 0 || len(old)+len(new) > maxWordwise {
			return append(out, Edit{at, at + len(old), new})
		}
		return d.tokens(out, old, new, at, words, func(out []Edit, old, new string, at int) []Edit {
			return append(out, Edit{at, at + len(old), new})
		})
	})
}

const (
	maxWork     = 1 << 22  // comparisons, some 10 ms
	maxDistance = 512      // tokens inserted and deleted that Myers' search looks for
	maxWordwise = 64 << 10 // bytes in which words are compared
)

// A differ compares two texts within a budget.
type differ struct{ work int }

// tokens compares two texts token by token, old beginning at offset at, and
// hands each stretch that differs to emit.
func (d *differ) tokens(out []Edit, old, new string, at int, cut func(string) []string,
	emit func(out []Edit, old, new string, at int) []Edit,
) []Edit {
	n := commonPrefix(old, new)
	old, new, at = old[n:], new[n:], at+n
	n = commonSuffix(old, new)
	old, new = old[:len(old)-n], new[:len(new)-n]
	if old == "" && new == "" {
		return out
	}
	if old == "" || new == "" {
		return emit(out, old, new, at)
	}
	a, b := cut(old), cut(new)
	numbers := make(map[string]int32)
	x, y := number(a, numbers), number(b, numbers)
	pos, done, doneNew := at, 0, 0
	newPos := 0
	for _, m := range d.match(nil, x, y, 0, 0) {
		o, w := span(a[done:m.a]), span(b[doneNew:m.b])
		if o+w > 0 {
			out = emit(out, old[pos-at:pos-at+o], new[newPos:newPos+w], pos)
		}
		same := span(a[m.a : m.a+m.n])
		pos += o + same
		newPos += w + same
		done, doneNew = m.a+m.n, m.b+m.n
	}
	if done < len(a) || doneNew < len(b) {
		out = emit(out, old[pos-at:], new[newPos:], pos)
	}
	return out
}

func span(tokens []string) int {
	n := 0
	for _, t := range tokens {
		n += len(t)
	}
	return n
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}

func commonSuffix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && !utf8.RuneStart(a[len(a)-n]) {
		n--
	}
	return n
}

// lines cuts s after every newline.
func lines(s string) []string { return strings.SplitAfter(s, "\n") }

// words cuts s between characters of different classes, and around each
// punctuation character.
func words(s string) []string {
	var out []string
	start := 0
	last := class(255)
	for i, r := range s {
		c := classOf(r)
		if i > start && !extends(r) && (c != last || c == punctuation) {
			out = append(out, s[start:i])
			start = i
		}
		if !extends(r) {
			last = c
		}
	}
	return append(out, s[start:])
}

// number replaces tokens by numbers, equal ones by equal numbers.
func number(tokens []string, numbers map[string]int32) []int32 {
	out := make([]int32, len(tokens))
	for i, t := range tokens {
		n, ok := numbers[t]
		if !ok {
			n = int32(len(numbers))
			numbers[t] = n
		}
		out[i] = n
	}
	return out
}

// A match is n equal tokens at a and b.
type match struct{ a, b, n int }

// match appends the matches between x and y, in order; offA and offB are where
// these begin.
func (d *differ) match(out []match, x, y []int32, offA, offB int) []match {
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	if head > 0 {
		out = append(out, match{offA, offB, head})
		x, y, offA, offB = x[head:], y[head:], offA+head, offB+head
	}
	tail := 0
	for tail < len(x) && tail < len(y) && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	x, y = x[:len(x)-tail], y[:len(y)-tail]
	if len(x) > 0 && len(y) > 0 {
		if found, ok := d.myers(x, y); ok {
			for _, m := range found {
				out = append(out, match{offA + m.a, offB + m.b, m.n})
			}
		} else {
			out = d.patience(out, x, y, offA, offB)
		}
	}
	if tail > 0 {
		out = append(out, match{offA + len(x), offB + len(y), tail})
	}
	return out
}

// myers finds the longest common subsequence if it is near enough.
func (d *differ) myers(x, y []int32) ([]match, bool) {
	limit := min(len(x)+len(y), maxDistance)
	reach := make([]int32, 2*limit+3) // furthest x on each diagonal, at its index plus limit+1
	var trail [][]int32               // what reach was before each step, from -step to step
	for step := 0; step <= limit; step++ {
		trail = append(trail, slices.Clone(reach[limit+1-step:limit+2+step]))
		for k := -step; k <= step; k += 2 {
			i := limit + 1 + k
			var a int32
			if k == -step || k != step && reach[i-1] < reach[i+1] {
				a = reach[i+1]
			} else {
				a = reach[i-1] + 1
			}
			from := a
			for int(a) < len(x) && int(a)-k < len(y) && int(a)-k >= 0 && x[a] == y[int(a)-k] {
				a++
			}
			reach[i] = a
			if d.work -= int(a-from) + 1; d.work < 0 {
				return nil, false
			}
			if int(a) >= len(x) && int(a)-k >= len(y) {
				return backtrack(trail, len(x), len(y)), true
			}
		}
	}
	return nil, false
}

// backtrack follows the trail of myers from the end to the beginning.
func backtrack(trail [][]int32, a, b int) []match {
	var out []match
	for step := len(trail) - 1; step >= 0; step-- {
		k := a - b
		var prevK, prevA int
		if step > 0 {
			reach := func(k int) int { // before this step
				if k < -step || k > step {
					return 0
				}
				return int(trail[step][k+step])
			}
			if k == -step || k != step && reach(k-1) < reach(k+1) {
				prevK = k + 1
			} else {
				prevK = k - 1
			}
			prevA = reach(prevK)
		}
		startA := prevA
		if step > 0 && prevK == k-1 {
			startA++
		}
		if a > startA {
			out = append(out, match{startA, startA - k, a - startA})
		}
		a, b = prevA, prevA-prevK
	}
	slices.Reverse(out)
	return out
}

// patience cuts x and y at tokens that occur once in both, in as many places as
// keep their order.
func (d *differ) patience(out []match, x, y []int32, offA, offB int) []match {
	type place struct{ a, b int }
	where := make(map[int32][4]int) // token → how often and where last, in x and in y
	note := func(tokens []int32, slot int) {
		for i, t := range tokens {
			p := where[t]
			p[slot]++
			p[slot+1] = i
			where[t] = p
		}
	}
	note(x, 0)
	note(y, 2)
	var unique []place
	for i, t := range x {
		if p := where[t]; p[0] == 1 && p[2] == 1 {
			unique = append(unique, place{i, p[3]})
		}
	}
	// The longest run of them that ascends in y too, by patience sorting.
	var piles []int // index in unique of the top of each pile
	before := make([]int, len(unique))
	for i, u := range unique {
		k, _ := slices.BinarySearchFunc(piles, u.b, func(p, b int) int { return cmp.Compare(unique[p].b, b) })
		before[i] = -1
		if k > 0 {
			before[i] = piles[k-1]
		}
		if k == len(piles) {
			piles = append(piles, i)
		} else {
			piles[k] = i
		}
	}
	if len(piles) == 0 {
		return out
	}
	chain := make([]place, len(piles))
	for k, i := len(piles)-1, piles[len(piles)-1]; k >= 0; k, i = k-1, before[i] {
		chain[k] = unique[i]
	}
	a, b := 0, 0
	for _, u := range chain {
		if u.a < a || u.b < b {
			continue // part of the match before
		}
		out = d.match(out, x[a:u.a], y[b:u.b], offA+a, offB+b)
		n := 1
		for u.a+n < len(x) && u.b+n < len(y) && x[u.a+n] == y[u.b+n] {
			n++
		}
		out = append(out, match{offA + u.a, offB + u.b, n})
		a, b = u.a+n, u.b+n
	}
	return d.match(out, x[a:], y[b:], offA+a, offB+b)
}
