package markdown

import "strings"

// A bracket is an opening one that may begin a link or an image.
type bracket struct {
	at     int
	image  bool
	delims int // how many there were before it
	open   bool
}

// bracket takes in the closing bracket at i and returns how far a link reaches
// that it is part of, 0 if it is of none.
func (p *parser) bracket(s string, i int) int {
	n := len(p.brackets)
	if n == 0 {
		return 0
	}
	b := p.brackets[n-1]
	p.brackets = p.brackets[:n-1]
	if !b.open {
		return 0
	}
	words := b.at + 1
	if b.image {
		words++
	}
	end, target := 0, ""
	switch {
	case s[words] == '^' && i > words+1 && !b.image: // a footnote
		end = i + 1
	case i+1 < len(s) && s[i+1] == '(':
		end, target = destination(s, i+1)
	case i+1 < len(s) && s[i+1] == '[':
		if m := strings.IndexByte(s[i+2:], ']'); m >= 0 {
			end = i + 2 + m + 1
		}
	}
	if end == 0 {
		return 0
	}
	p.emphasise(b.delims)
	p.paint(b.at, end, Link)
	p.paint(b.at, words, Mark)
	p.paint(i, end, Mark)
	p.links = append(p.links, link{b.at, end, target})
	if !b.image { // no link in a link
		for k := range p.brackets {
			p.brackets[k].open = p.brackets[k].open && p.brackets[k].image
		}
	}
	return end - i
}

// destination reads the target of a link in round brackets at i, and returns
// where they end; 0 if they are no target.
func destination(s string, i int) (end int, target string) {
	i = blanks(s, i+1)
	from := i
	if i < len(s) && s[i] == '<' {
		m := strings.IndexByte(s[i:], '>')
		if m < 0 {
			return 0, ""
		}
		target = s[i+1 : i+m]
		i += m + 1
	} else {
		for depth := 0; i < len(s) && !isBlank(s[i]); i++ {
			if s[i] == '\\' && i+1 < len(s) && isPunct(s[i+1]) {
				i++
				continue
			}
			if s[i] == '(' {
				depth++
			}
			if s[i] == ')' {
				if depth--; depth < 0 {
					break
				}
			}
		}
		i = min(i, len(s))
		target = s[from:i]
	}
	i = blanks(s, i)
	if i < len(s) && strings.IndexByte(`"'(`, s[i]) >= 0 && i > from {
		shut := s[i]
		if shut == '(' {
			shut = ')'
		}
		m := strings.IndexByte(s[i+1:], shut)
		if m < 0 {
			return 0, ""
		}
		i = blanks(s, i+1+m+1)
	}
	if i == len(s) || s[i] != ')' {
		return 0, ""
	}
	return i + 1, target
}

// definition paints what says where the links of a name go, [name]: target, or
// what a footnote says, and returns where it ends.
func (p *parser) definition(from, to int) int {
	s := p.line[:to]
	if from == to || s[from] != '[' {
		return from
	}
	m := strings.Index(s[from:], "]:")
	if m < 2 || strings.ContainsAny(s[from+1:from+m], "[]") {
		return from
	}
	end := from + m + 2
	p.paint(from, end, Mark)
	if s[from+1] == '^' {
		p.paint(from, end, Link)
		return end
	}
	a := blanks(s, end)
	b := a
	for b < to && !isBlank(s[b]) {
		b++
	}
	if b > a {
		p.paint(a, b, Link)
		p.links = append(p.links, link{a, b, strings.Trim(s[a:b], "<>")})
	}
	return b
}
