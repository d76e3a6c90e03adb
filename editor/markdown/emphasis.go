package markdown

import (
	"unicode"
	"unicode/utf8"
)

// A delim is a run of stars, underscores or tildes that is not used up yet.
type delim struct {
	char         byte
	from, to     int
	length       int // at first
	opens, shuts bool
}

// delimiter notes the run at i and says how long it is. Whether it can open or
// close emphasis depends on what stands beside it (CommonMark 6.2).
func (p *parser) delimiter(s string, i, from int) int {
	n := run(s, i)
	before, after := ' ', ' '
	if i > from {
		before, _ = utf8.DecodeLastRuneInString(s[:i])
	}
	if i+n < len(s) {
		after, _ = utf8.DecodeRuneInString(s[i+n:])
	}
	left := !unicode.IsSpace(after) && (!isSign(after) || unicode.IsSpace(before) || isSign(before))
	right := !unicode.IsSpace(before) && (!isSign(before) || unicode.IsSpace(after) || isSign(after))
	d := delim{char: s[i], from: i, to: i + n, length: n, opens: left, shuts: right}
	switch d.char {
	case '_': // not within words: snake_case
		d.opens = left && (!right || isSign(before))
		d.shuts = right && (!left || isSign(after))
	case '~':
		if n != 2 {
			return n
		}
	}
	if d.opens || d.shuts {
		p.delims = append(p.delims, d)
	}
	return n
}

// isSign reports what CommonMark calls punctuation.
func isSign(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// emphasise pairs the delimiters from bottom on, and forgets them. It is the
// procedure "process emphasis" of CommonMark's appendix.
func (p *parser) emphasise(bottom int) {
	var floor [3][2][3]int // below it there is no opener for a closer of this sort
	for a := range floor {
		for b := range floor[a] {
			for c := range floor[a][b] {
				floor[a][b][c] = bottom
			}
		}
	}
	for i := bottom; i < len(p.delims); i++ {
		c := &p.delims[i]
		if !c.shuts {
			continue
		}
		low := &floor[signOf(c.char)][bit(c.opens)][c.length%3]
		for c.from < c.to {
			j := i - 1
			for j >= *low && !p.delims[j].matches(c) {
				j--
			}
			if j < *low {
				*low = i
				break
			}
			p.pair(&p.delims[j], c)
			for k := j + 1; k < i; k++ {
				p.delims[k].from = p.delims[k].to
			}
		}
	}
	p.delims = p.delims[:bottom]
}

func (p *parser) pair(o, c *delim) {
	n, kind := 1, Emphasis
	if o.to-o.from >= 2 && c.to-c.from >= 2 {
		n, kind = 2, Strong
	}
	if o.char == '~' {
		n, kind = 2, Struck
	}
	p.paint(o.to, c.from, kind)
	p.paint(o.to-n, o.to, Mark)
	p.paint(c.from, c.from+n, Mark)
	o.to -= n
	c.from += n
}

func (d *delim) matches(c *delim) bool {
	if d.char != c.char || !d.opens || d.from == d.to {
		return false
	}
	return !(d.shuts || c.opens) || (d.length+c.length)%3 != 0 || d.length%3 == 0 && c.length%3 == 0
}

func signOf(c byte) int {
	switch c {
	case '*':
		return 0
	case '_':
		return 1
	}
	return 2
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
