package view

import (
	"unicode/utf8"

	"chirograph/editor/crdt"
)

// chunk is the most that is shaped at once: 4 kB take 3 ms, 1 MB takes 1 s
// (the shaper's cost grows faster than its input).
const chunk = 4 << 10

// A place is where a block comes from: a line of the text, or the nth chunk of
// a very long one.
type place struct {
	line, nth int
	from, to  int // bytes, without the line's end
	last      bool
}

// lineEnd is the end of a line without its newline.
func lineEnd(t *crdt.Text, line int) int {
	if line+1 >= t.Lines() {
		return t.Len()
	}
	return t.LineStart(line+1) - 1
}

// placeAt returns the place with the byte at off.
func placeAt(t *crdt.Text, off int) place {
	line := t.LineOf(off)
	from, to := t.LineStart(line), lineEnd(t, line)
	nth := (off - from) / chunk
	if nth+1 < chunks(from, to) && cut(t, from, to, nth+1) <= off {
		nth++
	}
	return chunkOf(t, line, from, to, nth)
}

func chunkOf(t *crdt.Text, line, from, to, nth int) place {
	n := chunks(from, to)
	nth = max(0, min(nth, n-1))
	return place{line, nth, cut(t, from, to, nth), cut(t, from, to, nth+1), nth == n-1}
}

func chunks(from, to int) int {
	return max(1, (to-from+chunk-1)/chunk)
}

// cut returns where the nth chunk of a line begins: behind white space if some
// is near, else at a rune. It depends only on the line.
func cut(t *crdt.Text, from, to, nth int) int {
	if nth <= 0 {
		return from
	}
	if nth >= chunks(from, to) {
		return to
	}
	at := from + nth*chunk
	var near [257]byte
	s := t.AppendRange(near[:0], at-256, at+1)
	for i := len(s) - 2; i >= 0; i-- {
		if s[i] == ' ' || s[i] == '\t' {
			return at - 256 + i + 1
		}
	}
	for i := len(s) - 1; i > 0; i-- {
		if utf8.RuneStart(s[i]) {
			return at - 256 + i
		}
	}
	return at
}

func nextPlace(t *crdt.Text, p place) (place, bool) {
	line, nth := p.line, p.nth+1
	if p.last {
		line, nth = p.line+1, 0
	}
	if line >= t.Lines() {
		return place{}, false
	}
	return chunkOf(t, line, t.LineStart(line), lineEnd(t, line), nth), true
}

func previousPlace(t *crdt.Text, p place) (place, bool) {
	line, nth := p.line, p.nth-1
	if p.nth == 0 {
		line, nth = p.line-1, chunk // the last one
	}
	if line < 0 {
		return place{}, false
	}
	from, to := t.LineStart(line), lineEnd(t, line)
	return chunkOf(t, line, from, to, min(nth, chunks(from, to)-1)), true
}
