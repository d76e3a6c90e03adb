package buffer

import (
	"strings"
	"unicode"
)

// Clean returns text from outside as documents have it: UTF-8, with U+FFFD for
// what is not; lines that end in a newline, however they ended before; no byte
// order mark at the beginning and no control characters but tabs. Line and page
// separators are line ends as well, and a form feed is one.
func Clean(s string) string {
	s = strings.TrimPrefix(valid(s), "\uFEFF")
	clean := func(r rune) bool {
		return r == '\n' || r == '\t' || !unicode.IsControl(r) && r != '\u2028' && r != '\u2029'
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return !clean(r) }) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch r {
		case '\r', '\f', '\v', '\u0085', '\u2028', '\u2029':
			return '\n'
		}
		if clean(r) {
			return r
		}
		return -1
	}, s)
}

// TrimTrailing takes away the spaces and tabs at the ends of all lines, as one
// step. Exactly two spaces after words stay: so Markdown writes a line break.
type TrimTrailing struct{}

func (TrimTrailing) do(b *Buffer, now int64) bool {
	var edits []Edit
	var chunk []byte
	for line := 0; line < b.text.Lines(); {
		from := b.text.LineStart(line)
		last := max(line, b.text.LineOf(min(from+maxChunk, b.text.Len()))-1)
		if from+maxChunk >= b.text.Len() {
			last = b.text.Lines() - 1
		}
		chunk = b.text.AppendRange(chunk[:0], from, b.lineEnd(last))
		for words := range strings.SplitSeq(string(chunk), "\n") {
			n := len(strings.TrimRight(words, " \t"))
			if n < len(words) && (n == 0 || words[n:] != "  ") {
				edits = append(edits, Edit{From: from + n, To: from + len(words)})
			}
			from += len(words) + 1
		}
		line = last + 1
	}
	return b.alter(edits, now)
}

// ReplaceAll carries out edits that were made for the present text, in any
// order, as one step: a replacement of everything that was found. The
// selections stay at their words. Of edits that overlap only the first counts.
type ReplaceAll struct{ Edits []Edit }

func (c ReplaceAll) do(b *Buffer, now int64) bool {
	edits := make([]Edit, len(c.Edits))
	for i, e := range c.Edits {
		from, to := b.clamp(e.From), b.clamp(e.To)
		edits[i] = Edit{min(from, to), max(from, to), valid(e.Text)}
	}
	return b.alter(edits, now)
}
