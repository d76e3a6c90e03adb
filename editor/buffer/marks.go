package buffer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An emphasis is a stretch of a line that is emphasised: where its marks begin
// and end.
type emphasis struct{ open, from, to, end int }

// emphases returns what is emphasised in a line with a mark, or with the other
// character that means the same. It is the rule of CommonMark (section 6.2) for
// marks of one kind that are not nested.
func emphases(line, mark string) []emphasis {
	var out []emphasis
	open, opener := -1, byte(0) // the end of a run that may open
	for i := 0; i < len(line); {
		c := line[i]
		n := max(1, runLength(line[i:], c))
		switch {
		case c == '\\':
			n = min(2, len(line)-i)
		case c == '`':
			end := closingTicks(line, i+n, n)
			if end < 0 {
				break
			}
			if mark == "`" {
				e := emphasis{i, i + n, end - n, end}
				if code := line[e.from:e.to]; len(code) > 2 && code[0] == ' ' && code[len(code)-1] == ' ' &&
					strings.Trim(code, " ") != "" { // only to keep backticks apart
					e.from, e.to = e.from+1, e.to-1
				}
				out = append(out, e)
			}
			n = end - i
		case c == mark[0] || mark[0] == '*' && c == '_':
			w := len(mark)
			if w == 1 && n%2 == 0 || n < w {
				break
			}
			opens, closes := flanks(line, i, n)
			switch {
			case open >= 0 && c == opener && closes:
				e := emphasis{open - w, open, i, i + w}
				if w == 2 { // the outer ones of three
					e.to, e.end = i+n-w, i+n
					e.from -= runBefore(line, open, c) - w
					e.open = e.from - w
				}
				out = append(out, e)
				open = -1
			case open < 0 && opens:
				open, opener = i+n, c
			}
		}
		i += n
	}
	return out
}

// flanks reports whether a run of marks can open or close.
func flanks(line string, i, n int) (opens, closes bool) {
	before, _ := utf8.DecodeLastRuneInString(line[:i])
	after, _ := utf8.DecodeRuneInString(line[i+n:])
	opens = i+n < len(line) && !unicode.IsSpace(after)
	closes = i > 0 && !unicode.IsSpace(before)
	if line[i] == '_' {
		opens = opens && (i == 0 || !isWordy(before))
		closes = closes && (i+n == len(line) || !isWordy(after))
	}
	return opens, closes
}

// closingTicks returns the end of the run of n backticks from i on, or -1.
func closingTicks(line string, i, n int) int {
	for i < len(line) {
		k := runLength(line[i:], '`')
		if k == n {
			return i + n
		}
		i += max(k, 1)
	}
	return -1
}

// runLength returns how many c a string begins with.
func runLength(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

// runBefore returns how many c there are before i.
func runBefore(s string, i int, c byte) int {
	n := 0
	for n < i && s[i-1-n] == c {
		n++
	}
	return n
}
