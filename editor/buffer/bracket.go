package buffer

import (
	"strings"
	"unicode/utf8"
)

// brackets are the pairs that match, each opening one before its closing one.
const brackets = "()[]{}«»‹›（）［］｛｝「」『』【】〈〉《》"

// maxBracket is how far from a bracket, in bytes, its partner is looked for.
const maxBracket = 64 << 10

// Bracket returns where the bracket is that stands beside a caret at off, the
// one after it first, and where its partner is. It reports false if there is
// none, or none near.
func (b *Buffer) Bracket(off int) (at, match int, ok bool) {
	off = b.clamp(off)
	if match, ok := b.partner(off); ok {
		return off, match, true
	}
	if off == 0 {
		return 0, 0, false
	}
	at = off - utf8.RuneLen(b.runeBefore(off))
	match, ok = b.partner(at)
	return at, match, ok
}

// partner returns where the partner is of the bracket at off.
func (b *Buffer) partner(off int) (at int, ok bool) {
	if off == b.text.Len() {
		return 0, false
	}
	one := b.runeAfter(off)
	i := strings.IndexRune(brackets, one)
	if i < 0 || one == utf8.RuneError {
		return 0, false
	}
	n := utf8.RuneLen(one)
	if utf8.RuneCountInString(brackets[:i])%2 == 0 {
		other, _ := utf8.DecodeRuneInString(brackets[i+n:])
		return b.partnerAfter(off+n, one, other)
	}
	other, _ := utf8.DecodeLastRuneInString(brackets[:i])
	return b.partnerBefore(off, one, other)
}

func (b *Buffer) partnerAfter(off int, open, closing rune) (at int, ok bool) {
	depth := 1
	limit := b.clamp(off + maxBracket)
	for off < limit {
		end := b.clamp(min(limit, off+maxChunk/16))
		s := b.slice(off, end)
		for i, r := range s {
			switch r {
			case open:
				depth++
			case closing:
				if depth--; depth == 0 {
					return off + i, true
				}
			}
		}
		off = end
	}
	return 0, false
}

func (b *Buffer) partnerBefore(off int, closing, open rune) (at int, ok bool) {
	depth := 1
	limit := b.clamp(off - maxBracket)
	for off > limit {
		begin := b.clamp(max(limit, off-maxChunk/16))
		s := b.slice(begin, off)
		for i := len(s); i > 0; {
			r, n := utf8.DecodeLastRuneInString(s[:i])
			i -= n
			switch r {
			case closing:
				depth++
			case open:
				if depth--; depth == 0 {
					return begin + i, true
				}
			}
		}
		off = begin
	}
	return 0, false
}
