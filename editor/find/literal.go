package find

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// A literal is text to be looked for.
type literal struct {
	text    []byte
	folded  []rune    // the runes as fold has them; nil if case counts
	first   [256]bool // the bytes that a match may begin with
	longest int       // bytes of a match
}

func newLiteral(s string, exact bool) literal {
	l := literal{text: []byte(s), longest: len(s)}
	if exact {
		return l
	}
	folds := false
	longest := 0
	for i, r := range s {
		size := 0
		for other := r; ; {
			var b [utf8.UTFMax]byte
			n := utf8.EncodeRune(b[:], other)
			size = max(size, n)
			if i == 0 {
				l.first[b[0]] = true
			}
			if other = unicode.SimpleFold(other); other == r {
				break
			}
			folds = true
		}
		longest += size
		l.folded = append(l.folded, fold(r))
	}
	if !folds { // no letters that have another case
		l.folded = nil
		return l
	}
	l.longest = longest
	return l
}

// fold returns the one of all runes that differ from r in case only which has
// the lowest number.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	low := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		low = min(low, other)
	}
	return low
}

// index returns where the first match in text is that begins at or after at, a
// negative number if there is none.
func (l *literal) index(text []byte, at int) (from, to int) {
	if l.folded == nil {
		i := bytes.Index(text[at:], l.text)
		if i < 0 {
			return -1, -1
		}
		return at + i, at + i + len(l.text)
	}
	for ; at < len(text); at++ {
		if l.first[text[at]] {
			if n := l.match(text[at:]); n > 0 {
				return at, at + n
			}
		}
	}
	return -1, -1
}

// match returns the length of the match that text begins with, or 0.
func (l *literal) match(text []byte) int {
	n := 0
	for _, want := range l.folded {
		if n == len(text) {
			return 0
		}
		r, size := rune(text[n]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[n:])
		}
		if r != want && fold(r) != want {
			return 0
		}
		n += size
	}
	return n
}
