package window

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// A hit is a candidate that a query matches.
type hit struct {
	index int   // of the candidate
	at    []int // the matched letters, as rune offsets
	score int
}

// rank returns those of the candidates whose letters contain those of query in
// order, the best first. recent are the indices of candidates used lately, the
// newest first: they win ties, and an empty query lists them first.
func rank(query string, candidates []string, recent []int) []hit {
	var found []hit
	for i, c := range candidates {
		f, ok := match(query, c)
		if !ok {
			continue
		}
		f.index = i
		if r := slices.Index(recent, i); r >= 0 {
			f.score += max(1, recentBonus-r)
		}
		found = append(found, f)
	}
	slices.SortStableFunc(found, func(a, b hit) int {
		if query == "" {
			return cmp.Compare(place(recent, a.index), place(recent, b.index))
		}
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(len(candidates[a.index]), len(candidates[b.index])))
	})
	return found
}

// place is where i is in recent, behind all of it when it is not there.
func place(recent []int, i int) int {
	if r := slices.Index(recent, i); r >= 0 {
		return r
	}
	return len(recent)
}

// What makes a match good. A letter that begins a word or follows the letter
// matched before it is worth more than one in the middle of a word; of two
// equal matches the earlier one is better.
const (
	letterScore  = 10
	runBonus     = 12 // right after the letter matched before
	wordBonus    = 14 // first letter of a word
	firstBonus   = 6  // first letter of all
	gapPenalty   = 1  // for each letter left out between two, up to gapMost
	gapMost      = 8
	recentBonus  = 10 // for the command used last, one less for each before
	longestMatch = 120
)

// match finds the best way to see the letters of query, spaces left out, in s.
// It is a table over both, as for an edit distance: best[j] is the best score
// of the query so far that ends with a match at s[j].
func match(query, s string) (hit, bool) {
	q := letters(query)
	t := letters(s)
	if len(t) > longestMatch {
		t = t[:longestMatch]
	}
	wanted := slices.DeleteFunc(q, unicode.IsSpace)
	if len(wanted) == 0 {
		return hit{}, true
	}
	const none = -1 << 20
	best := make([][]int, len(wanted))
	from := make([][]int, len(wanted)) // where the letter before was matched
	for i, r := range wanted {
		best[i], from[i] = make([]int, len(t)), make([]int, len(t))
		for j, letter := range t {
			best[i][j], from[i][j] = none, -1
			if letter != r {
				continue
			}
			own := letterScore
			switch {
			case j == 0:
				own += wordBonus + firstBonus
			case !isWord(t[j-1]) && isWord(letter):
				own += wordBonus
			}
			if i == 0 {
				best[i][j] = own - min(j, gapMost)*gapPenalty
				continue
			}
			for k := range j {
				if best[i-1][k] == none {
					continue
				}
				score := best[i-1][k] + own
				if k == j-1 {
					score += runBonus
				} else {
					score -= min(j-k-1, gapMost) * gapPenalty
				}
				if score > best[i][j] {
					best[i][j], from[i][j] = score, k
				}
			}
		}
	}
	last := len(wanted) - 1
	end, score := -1, none
	for j := range t {
		if best[last][j] > score {
			end, score = j, best[last][j]
		}
	}
	if end < 0 {
		return hit{}, false
	}
	f := hit{score: score, at: make([]int, len(wanted))}
	for i := last; i >= 0; i-- {
		f.at[i] = end
		end = from[i][end]
	}
	return f, true
}

// letters are the runes of s without case and, in Latin, without accents: who
// types “menu” finds “Menü”.
func letters(s string) []rune {
	out := []rune(strings.ToLower(s))
	for i, r := range out {
		if plain, ok := unaccented[r]; ok {
			out[i] = plain
		}
	}
	return out
}

// unaccented are the accented letters of Western Europe, one rune for one, so
// that offsets stay.
var unaccented = func() map[rune]rune {
	m := map[rune]rune{}
	for plain, accented := range map[rune]string{
		'a': "àáâãäå", 'c': "ç", 'e': "èéêë", 'i': "ìíîï", 'n': "ñ",
		'o': "òóôõöø", 's': "ß", 'u': "ùúûü", 'y': "ýÿ",
	} {
		for _, r := range accented {
			m[r] = plain
		}
	}
	return m
}()

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
