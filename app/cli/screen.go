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

// cutLeft is cut for what ends a text: its beginning is left out.
func cutLeft(s string, n int) string {
	if width(s) <= n {
		return s
	}
	left := width(s) - (n - 1)
	for i, r := range s {
		if left <= 0 && runeWidth(r) > 0 {
			return "…" + strings.TrimLeft(s[i:], " ,")
		}
		left -= runeWidth(r)
	}
	return "…"
}

// wrap breaks a line into lines of at most n columns, between words where it
// can. Nothing but the space at a break is lost.
func wrap(s string, n int) []string {
	var lines []string
	start, space, used := 0, 0, 0 // of this line: where it begins, its last space behind a word, and columns
	word := false
	for i, r := range s {
		if r != ' ' {
			word = true
		} else if word {
			space = i
		}
		used += runeWidth(r)
		if used <= n {
			continue
		}
		end, next := i, i
		if space > start {
			end, next = space, space+1
		}
		lines = append(lines, s[start:end])
		start, word, used = next, next <= i, 0
		if next <= i {
			used = width(s[next:i]) + runeWidth(r)
		}
	}
	return append(lines, s[start:])
}
