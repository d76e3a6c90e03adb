package history

import (
	"cmp"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A Query says what to look for in all that was ever written.
type Query struct {
	Text      string
	MatchCase bool // otherwise letters that differ in case only are the same

	// Author, if it is not nil, is who wrote the first byte or removed it.
	Author *version.Author

	// Since and Until bound the time at which that was: from Since up to, not
	// at, Until. 0 is no bound.
	Since, Until int64
}

// maxFinds is how many finds a search returns at most. Nobody reads more.
const maxFinds = 1000

// A Find is a place where a text stands or stood.
type Find = crdt.Find

// Search returns where the text of a query stands or stood, in the order of the
// text, and reports whether that is all: it returns a thousand finds at most,
// and prefers those that stand.
//
// What is found stood in the text as one piece at some version. Found are
// pieces of the present text, of text that one person deleted in a row, and of
// text that one person wrote in a row, from left to right. What was put
// together from pieces, and then deleted piece by piece, is not found, nor is
// text that was there only while somebody was in the middle of deleting or of
// changing it.
func (h *History) Search(q Query) (finds []Find, all bool) {
	m := matcher{text: []rune(q.Text), exact: q.MatchCase}
	if len(m.text) == 0 {
		return nil, true
	}
	type ends struct{ first, last version.ID }
	seen := make(map[ends]bool)
	all = true
	for p := range h.index.Passages() {
		for from, to := m.next(p.Text, 0); from >= 0; from, to = m.next(p.Text, from+1) {
			f, ok := p.Find(from, to)
			if !ok || seen[ends{f.First, f.Last}] {
				continue
			}
			seen[ends{f.First, f.Last}] = true
			if !q.accepts(&f) {
				continue
			}
			if all = len(finds) < maxFinds; !all {
				break
			}
			finds = append(finds, f)
		}
		if !all {
			break
		}
	}
	slices.SortFunc(finds, func(a, b Find) int {
		return cmp.Or(cmp.Compare(a.At, b.At), version.Compare(a.First, b.First), version.Compare(a.Last, b.Last))
	})
	return finds, all
}

// accepts reports whether a find was written or removed by whom and when the
// query says.
func (q *Query) accepts(f *Find) bool {
	since, until := cmp.Or(q.Since, math.MinInt64), cmp.Or(q.Until, math.MaxInt64)
	fits := func(id version.ID, time int64) bool {
		return id.Seq > 0 && (q.Author == nil || id.Replica.Author == *q.Author) && since <= time && time < until
	}
	return fits(f.First, f.Written) || fits(f.Removed.ID, f.Removed.Time)
}

// A matcher looks for some runes.
type matcher struct {
	text  []rune
	exact bool
}

// next returns where the runes are in s for the first time at or after from,
// and -1 if they are not.
func (m *matcher) next(s []byte, from int) (start, end int) {
	for ; from < len(s); from++ {
		if utf8.RuneStart(s[from]) {
			if n := m.match(s[from:]); n > 0 {
				return from, from + n
			}
		}
	}
	return -1, 0
}

// match returns how many bytes of s the runes are if s begins with them, and 0
// if it does not.
func (m *matcher) match(s []byte) int {
	n := 0
	for _, want := range m.text {
		r, size := utf8.DecodeRune(s[n:])
		if size == 0 || r != want && (m.exact || !sameLetter(r, want)) {
			return 0
		}
		n += size
	}
	return n
}

// sameLetter reports whether two runes differ in case only.
func sameLetter(a, b rune) bool {
	if a < utf8.RuneSelf && b < utf8.RuneSelf {
		return unicode.ToLower(a) == unicode.ToLower(b)
	}
	for r := unicode.SimpleFold(a); r != a; r = unicode.SimpleFold(r) {
		if r == b {
			return true
		}
	}
	return false
}
