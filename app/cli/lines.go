package cli

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A lineCounter tells in which line of a text an offset is. It is fastest when
// it is asked for greater and greater offsets.
type lineCounter struct {
	text   string
	passed int // bytes
	breaks int // among them
}

// at is the number of the line that an offset is in, from 1.
func (l *lineCounter) at(offset int) int {
	if offset < l.passed {
		l.passed, l.breaks = 0, 0
	}
	l.breaks += strings.Count(l.text[l.passed:offset], "\n")
	l.passed = offset
	return l.breaks + 1
}

// lineHead is how a line is named.
func lineHead(n int) string { return fmt.Sprintf("line %d", n) }

// shownBytes is how many bytes of a line are looked at where some columns of it
// are shown: a line can be very long.
const shownBytes = columns * utf8.UTFMax

// lineBefore is the last line of a text, or as much of its end as can be shown.
func lineBefore(text string) string {
	start := max(0, len(text)-shownBytes)
	for start < len(text) && !utf8.RuneStart(text[start]) {
		start++
	}
	return text[start+strings.LastIndexByte(text[start:], '\n')+1:]
}

// lineBehind is the first line of a text, or as much of it as can be shown.
func lineBehind(text string) string {
	end := min(len(text), shownBytes)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	line, _, _ := strings.Cut(text[:end], "\n")
	return line
}
