package view

import (
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"

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
// is near, else between two characters as people see them. It depends only on
// the line.
func cut(t *crdt.Text, from, to, nth int) int {
	if nth <= 0 {
		return from
	}
	if nth >= chunks(from, to) {
		return to
	}
	const before, after = 256, 64 // the line is longer on the left; on the right it may end
	at := from + nth*chunk
	var room [before + after]byte
	near := t.AppendRange(room[:0], at-before, min(at+after, to))
	for i := before - 1; i >= 0; i-- {
		if near[i] != ' ' && near[i] != '\t' {
			continue
		}
		if r, _ := utf8.DecodeRune(near[i+1:]); !unicode.IsMark(r) && r != '\u200d' {
			return at - before + i + 1
		}
	}
	skip := 0
	for !utf8.RuneStart(near[skip]) {
		skip++
	}
	end := at
	for !utf8.RuneStart(near[end-(at-before)]) {
		end--
	}
	var seg segmenter.Segmenter
	seg.Init([]rune(string(near[skip:])))
	start := at - before + skip
	for it := seg.GraphemeIterator(); it.Next() && start <= at; {
		end = start
		start += len(string(it.Grapheme().Text))
	}
	return end
}

func nextPlace(t *crdt.Text, p place) (place, bool) {
	if !p.last {
		return chunkOf(t, p.line, t.LineStart(p.line), lineEnd(t, p.line), p.nth+1), true
	}
	if p.line+1 >= t.Lines() {
		return place{}, false
	}
	return chunkOf(t, p.line+1, p.to+1, lineEnd(t, p.line+1), 0), true
}

func previousPlace(t *crdt.Text, p place) (place, bool) {
	if p.nth > 0 {
		return chunkOf(t, p.line, t.LineStart(p.line), lineEnd(t, p.line), p.nth-1), true
	}
	if p.line == 0 {
		return place{}, false
	}
	from, to := t.LineStart(p.line-1), p.from-1
	return chunkOf(t, p.line-1, from, to, chunks(from, to)-1), true
}
