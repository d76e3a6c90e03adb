package history

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Recent returns the ghosts of at least some characters, those removed last
// first.
func Recent(ghosts []Ghost, least int) []Ghost {
	var out []Ghost
	for _, g := range ghosts {
		if utf8.RuneCountInString(g.Text) >= least {
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b Ghost) int { return cmp.Compare(b.Removed.Time, a.Removed.Time) })
	return out
}
