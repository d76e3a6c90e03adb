package cli

import "strings"

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
