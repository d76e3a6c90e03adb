// Package find looks for words and regular expressions in a text that is being
// edited, and says how to replace what it finds.
//
// A [Query] is what a person asks for, a [Pattern] how it is looked for, and a
// [Search] what has been found in one text. A Search works in slices, so that
// ten megabytes do not stop a window, and follows the edits of everybody: it
// looks again only at the lines that changed.
//
// Letters are told apart by simple case folding (Unicode Standard, section
// 5.18): k, K and the Kelvin sign are one, ß and SS are not. Regular expressions
// are those of [regexp]: one match takes time in proportion to the text, and all
// of them on one very long line at most its square, by a pattern of the person's
// own. They see one line at a time, without its end, unless they name a line
// break: then they see all of a text that is not too long.
//
// Nothing in it is safe for concurrent use.
package find

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Errors of Compile and of Search.Err.
var (
	ErrEmpty = errors.New("nothing to look for")
	ErrLong  = errors.New("the text is too long for a regular expression with line breaks")
)

// A Query is what a person wants to find.
type Query struct {
	Text   string
	Case   bool // upper and lower case are different
	Word   bool // only where no word goes on at either end
	Regexp bool // Text is a regular expression
}

// A Pattern is a compiled query.
type Pattern struct {
	query   Query
	words   literal        // if it is not a regular expression
	re      *regexp.Regexp // otherwise
	prefix  []byte         // of all matches of re
	spans   bool           // may have a line break in a match
	numbers map[string]int // of the groups that have a name
}

// Compile prepares a query. It fails with ErrEmpty, or for a bad regular
// expression with a [*regexp/syntax.Error].
func Compile(q Query) (*Pattern, error) {
	p := &Pattern{query: q}
	switch {
	case q.Text == "":
		return nil, ErrEmpty
	case !q.Regexp:
		p.words = newLiteral(strings.ToValidUTF8(q.Text, "\uFFFD"), q.Case)
		p.spans = strings.Contains(q.Text, "\n")
		return p, nil
	}
	p.spans = namesLineBreak(q.Text)
	flags := ""
	if !q.Case {
		flags += "(?i)"
	}
	if p.spans {
		flags += "(?m)"
	}
	re, err := regexp.Compile(flags + q.Text)
	if err != nil {
		return nil, err
	}
	p.re = re
	prefix, _ := re.LiteralPrefix()
	p.prefix = []byte(prefix)
	p.numbers = map[string]int{}
	for i, name := range re.SubexpNames() {
		if name != "" {
			p.numbers[name] = i
		}
	}
	return p, nil
}

// Query returns what the pattern was made from.
func (p *Pattern) Query() Query { return p.query }

// namesLineBreak reports whether a regular expression has \n in it. Classes that
// have a line break in them among other things, such as \s, do not name it.
func namesLineBreak(s string) bool {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\n':
			return true
		case s[i] == '\\' && i+1 < len(s):
			i++
			if s[i] == 'n' {
				return true
			}
		}
	}
	return false
}

// fits reports whether a stretch of text may be a match: as a whole word, if
// that was asked for. Text around it must be there as far as one rune.
func (p *Pattern) fits(text []byte, from, to int) bool {
	if !p.query.Word || from == to {
		return !p.query.Word
	}
	first, _ := utf8.DecodeRune(text[from:])
	last, _ := utf8.DecodeLastRune(text[:to])
	before, _ := utf8.DecodeLastRune(text[:from])
	after, _ := utf8.DecodeRune(text[to:])
	return !(isWord(first) && isWord(before)) && !(isWord(last) && isWord(after))
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}
