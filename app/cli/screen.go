package cli

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// columns is how wide output for people is at most, where it can be cut or
// wrapped.
const columns = 80

// clean makes text fit to be shown on a terminal: what would move the cursor,
// change colours or turn the writing direction of what follows becomes visible.
// Tabs become a space, since they would break the columns.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r < ' ':
			return '\u2400' + r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return utf8.RuneError
		}
		return r
	}, s)
}

// runeWidth is how many columns a character takes.
func runeWidth(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul),
		0x3000 <= r && r <= 0x303e, 0xff01 <= r && r <= 0xff60, 0x1f300 <= r && r <= 0x1faff:
		return 2
	}
	return 1
}

// width is how many columns a text takes.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// cut shortens s to so many columns.
func cut(s string, n int) string {
	if width(s) <= n {
		return s
	}
	left := n - 1
	for i, r := range s {
		if left -= runeWidth(r); left < 0 {
			return strings.TrimRight(s[:i], " ,") + "…"
		}
	}
	return s
}

// pad fills s up with spaces to so many columns.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-width(s))) }

// padLeft puts the spaces before s.
func padLeft(s string, n int) string { return strings.Repeat(" ", max(0, n-width(s))) + s }

// wide is how many columns the widest of some texts takes.
func wide[T any](all []T, text func(T) string) int {
	n := 0
	for _, t := range all {
		n = max(n, width(text(t)))
	}
	return n
}
