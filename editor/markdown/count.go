package markdown

import (
	"unicode"
	"unicode/utf8"
)

// Counts say how much text there is. In scripts written without spaces every
// character counts as a word.
type Counts struct {
	Words      int
	Characters int // as people see them: letters with their accents, no newlines
	Paragraphs int // lines with something on them
	Minutes    int // to read it, at least 1 if there is anything
}

// How fast people read to themselves, in words or characters a minute.
const (
	wordsPerMinute = 230
	hanPerMinute   = 350
)

// Count counts a text. It allocates nothing.
func Count(text []byte) Counts {
	var c Counter
	c.Add(text)
	return c.Counts()
}

// A Counter counts a text that is handed to it piece by piece. A piece must not
// end inside a character.
type Counter struct {
	words, single, characters, paragraphs int

	inWord, inLine, joined bool
}

// Add counts the next piece.
func (c *Counter) Add(text []byte) {
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(text[i:])
		}
		i += n
		if r == '\n' {
			c.inWord, c.inLine, c.joined = false, false, false
			continue
		}
		switch {
		case c.joined || r >= 0x300 && continues(r):
			c.joined = r == '\u200d'
		default:
			c.characters++
		}
		if r < 0x80 && r > ' ' || !unicode.IsSpace(r) {
			if !c.inLine {
				c.inLine = true
				c.paragraphs++
			}
			switch {
			case r >= 0x2e80 && isSingle(r):
				c.single++
				c.inWord = false
			case !c.inWord && isWordly(r):
				c.inWord = true
				c.words++
			}
			continue
		}
		c.inWord = false
	}
}

// Counts returns what was counted so far.
func (c *Counter) Counts() Counts {
	out := Counts{Words: c.words + c.single, Characters: c.characters, Paragraphs: c.paragraphs}
	if out.Words > 0 {
		out.Minutes = max(1, (c.words*hanPerMinute+c.single*wordsPerMinute+wordsPerMinute*hanPerMinute/2)/(wordsPerMinute*hanPerMinute))
	}
	return out
}

// continues reports whether r belongs to the character before it.
func continues(r rune) bool {
	return r == '\u200d' || r >= 0xfe00 && r <= 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff || unicode.IsMark(r)
}

// isSingle reports whether r is of a script that is written without spaces.
func isSingle(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// isWordly reports whether r can begin a word: a hyphen by itself, or the sign
// of a heading, is none.
func isWordly(r rune) bool {
	if r < 0x80 {
		return isLetter(byte(r)) || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r)
}
