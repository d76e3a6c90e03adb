package buffer

import (
	"unicode"
	"unicode/utf8"
)

// A class is a kind of character. A word is a run of one class: letters and
// digits, or characters of a script that is written without spaces, or
// punctuation.
type class uint8

const (
	space class = iota
	punctuation
	letters
	han
	hiragana
	katakana
)

func classOf(r rune) class {
	switch {
	case unicode.IsSpace(r):
		return space
	case r == '_' || r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
		return letters
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.Is(unicode.Hiragana, r):
		return hiragana
	case unicode.Is(unicode.Katakana, r) || r == 'ー':
		return katakana
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return letters
	default:
		return punctuation
	}
}

// extends reports whether r belongs to the character before it.
func extends(r rune) bool {
	return unicode.IsMark(r) || r == '\u200d' || r >= 0x1F3FB && r <= 0x1F3FF // joiner, skin tones
}

// NextWord returns the end of the word that off is in, or of the next one: where
// a caret goes that moves on by words. It stops at punctuation.
func (b *Buffer) NextWord(off int) int {
	s := scan{b: b, at: b.clamp(off)}
	for s.at < b.text.Len() && classOf(s.peek()) == space {
		s.next()
	}
	return s.onWord()
}

// PrevWord returns the beginning of the word that off is in or after. It stops
// at punctuation.
func (b *Buffer) PrevWord(off int) int {
	s := scan{b: b, at: b.clamp(off)}
	for s.at > 0 && classOf(s.peekBack()) == space {
		s.back()
	}
	return s.backWord()
}

// WordAt returns the word at off: what a double click selects. Between two
// words it is the one after off; between words and on spaces, the spaces.
func (b *Buffer) WordAt(off int) (from, to int) {
	off = b.clamp(off)
	n := b.text.Len()
	if n == 0 {
		return 0, 0
	}
	if off == n || off > 0 && b.runeAfter(off) == '\n' {
		off -= utf8.RuneLen(b.runeBefore(off)) // at the end of a line, its last word
	}
	if b.runeAfter(off) == '\n' {
		return off, off + 1
	}
	end := scan{b: b, at: off}
	if off > 0 && isApostrophe(end.peek()) && classOf(b.runeBefore(off)) == letters {
		end.at -= utf8.RuneLen(b.runeBefore(off)) // in a word, if letters follow
	}
	for end.at < n && extends(end.peek()) { // not a place where anything begins
		end.next()
	}
	if to = end.onWord(); to <= off {
		end.at = off
		to = end.onWord()
	}
	start := scan{b: b, at: to}
	return start.backWord(), to
}

// A scan moves over the text rune by rune, reading it piece by piece.
type scan struct {
	b    *Buffer
	at   int
	from int // where piece begins
	text []byte
}

const piece = 256

func (s *scan) peek() rune {
	if s.at < s.from || s.at >= s.from+len(s.text) {
		s.from = s.at
		s.text = s.b.text.AppendRange(s.text[:0], s.at, s.b.clamp(s.at+piece))
	}
	r, _ := utf8.DecodeRune(s.text[s.at-s.from:])
	return r
}

func (s *scan) peekBack() rune {
	if s.at <= s.from || s.at > s.from+len(s.text) {
		s.from = s.b.clamp(s.at - piece)
		s.text = s.b.text.AppendRange(s.text[:0], s.from, s.at)
	}
	r, _ := utf8.DecodeLastRune(s.text[:s.at-s.from])
	return r
}

func (s *scan) next() { s.at += utf8.RuneLen(s.peek()) }
func (s *scan) back() { s.at -= utf8.RuneLen(s.peekBack()) }

// onWord moves to the end of the run at the scan, and returns it. A newline is
// a run of its own, and an apostrophe between letters does not end one.
func (s *scan) onWord() int {
	n := s.b.text.Len()
	if s.at == n {
		return n
	}
	c := classOf(s.peek())
	s.next()
	for s.at < n {
		r := s.peek()
		if !extends(r) && (classOf(r) != c || r == '\n') {
			if c != letters || !isApostrophe(r) {
				break
			}
			quote := s.at
			s.next()
			if s.at == n || classOf(s.peek()) != letters {
				s.at = quote
				break
			}
		}
		s.next()
	}
	return s.at
}

// backWord is onWord in the other direction.
func (s *scan) backWord() int {
	for s.at > 0 && extends(s.peekBack()) {
		s.back()
	}
	if s.at == 0 {
		return 0
	}
	c := classOf(s.peekBack())
	s.back()
	for s.at > 0 {
		r := s.peekBack()
		start := s.at
		for s.at > 0 && extends(r) { // what do they extend?
			s.back()
			if s.at > 0 {
				r = s.peekBack()
			}
		}
		if s.at == 0 {
			break
		}
		if classOf(r) != c || r == '\n' {
			if c != letters || !isApostrophe(r) || start != s.at {
				s.at = start
				break
			}
			s.back()
			if s.at == 0 || classOf(s.peekBack()) != letters {
				s.at = start
				break
			}
		}
		s.back()
	}
	return s.at
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }
