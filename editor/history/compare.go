package history

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A Replacement is a stretch of two versions that differs, as a person would read
// it: words, not letters.
type Replacement struct {
	A, B          int    // where it begins in the first and in the second text
	Before, After string // what stands there in each; one may be empty
	By            []crdt.Cause
}

// absorbed is how many characters of unchanged text between two changes of a
// sentence are too few to be read by themselves.
const absorbed = 24

// Compare returns the difference of two versions for reading. Where the text of
// a word differs, all of the word does. Less than 24 unchanged characters
// between two changes within a sentence are taken as changed, if there is both
// something deleted and something inserted in them.
func (h *History) Compare(a, b version.Vector) []Replacement {
	before, after := string(h.At(a)), string(h.At(b))
	var out []region
	for _, e := range h.Diff(a, b) {
		r := region{a: e.A, endA: e.A, b: e.B, endB: e.B, by: []crdt.Cause{e.By}}
		if e.Deleted {
			r.endA += len(e.Text)
		} else {
			r.endB += len(e.Text)
		}
		out = join(out, r, before)
	}
	regions := out
	out = nil
	for _, r := range regions {
		r.widen(before, after)
		out = join(out, r, before)
	}
	replacements := make([]Replacement, len(out))
	for i, r := range out {
		replacements[i] = Replacement{r.a, r.b, before[r.a:r.endA], after[r.b:r.endB], r.by}
	}
	return replacements
}

// A region is a stretch of each of two texts. What is between two regions is
// the same in both.
type region struct {
	a, endA, b, endB int
	by               []crdt.Cause
}

// join adds a region behind others, and makes it one with the last of them if
// they are to be read as one.
func join(out []region, r region, before string) []region {
	if k := len(out) - 1; k >= 0 {
		last := &out[k]
		if r.a <= last.endA || last.absorbs(&r, before[last.endA:r.a]) {
			last.endA, last.endB = max(last.endA, r.endA), max(last.endB, r.endB)
			for _, c := range r.by {
				if n := len(last.by) - 1; last.by[n].ID.Replica != c.ID.Replica || last.by[n].Time != c.Time {
					last.by = append(last.by, c)
				}
			}
			return out
		}
	}
	return append(out, r)
}

// absorbs reports whether r and next, with the unchanged text between them,
// read as one change.
func (r *region) absorbs(next *region, between string) bool {
	deleted := r.endA > r.a || next.endA > next.a
	inserted := r.endB > r.b || next.endB > next.b
	return deleted && inserted && len(between) < absorbed*utf8.UTFMax &&
		utf8.RuneCountInString(between) < absorbed && !endsSentence(between)
}

func endsSentence(s string) bool {
	return strings.ContainsAny(s, "\n。！？") ||
		strings.Contains(s, ". ") || strings.Contains(s, "! ") || strings.Contains(s, "? ")
}

// widen takes in the rest of the words at the ends of the region. What it takes
// in is the same in both texts.
func (r *region) widen(before, after string) {
	if touches(before[r.a:r.endA], after[r.b:r.endB], utf8.DecodeRuneInString) {
		for {
			c, n := utf8.DecodeLastRuneInString(before[:r.a])
			if n == 0 || !inWord(c) || n > r.b || before[r.a-n:r.a] != after[r.b-n:r.b] {
				break
			}
			r.a, r.b = r.a-n, r.b-n
		}
	}
	if touches(before[r.a:r.endA], after[r.b:r.endB], utf8.DecodeLastRuneInString) {
		for {
			c, n := utf8.DecodeRuneInString(before[r.endA:])
			if n == 0 || !inWord(c) || r.endB+n > len(after) || before[r.endA:r.endA+n] != after[r.endB:r.endB+n] {
				break
			}
			r.endA, r.endB = r.endA+n, r.endB+n
		}
	}
}

// touches reports whether one of two texts has part of a word at the end that
// decode looks at.
func touches(before, after string, decode func(string) (rune, int)) bool {
	a, n := decode(before)
	b, m := decode(after)
	return n > 0 && inWord(a) || m > 0 && inWord(b)
}

// inWord reports whether words of this character's script have several of them.
func inWord(r rune) bool {
	return r == '_' || (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
