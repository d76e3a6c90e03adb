package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inline finds the marks between from and to.
func (p *parser) inline(from, to int) {
	p.delims, p.brackets = p.delims[:0], p.brackets[:0]
	s := p.line[:to]
	if n := p.definition(from, to); n > from {
		from = n
	}
	for i := from; i < to; {
		n := 0
		switch c := s[i]; c {
		case '\\':
			if i+1 < to && isPunct(s[i+1]) {
				p.paint(i, i+1, Mark)
				n = 2
			}
		case '`':
			n = p.code(s, i)
		case '*', '_', '~':
			n = p.delimiter(s, i, from)
		case '<':
			n = p.angle(s, i)
		case '&':
			if n = entity(s[i:]); n > 0 {
				p.paint(i, i+n, Mark)
			}
		case '!':
			if i+1 < to && s[i+1] == '[' {
				p.brackets = append(p.brackets, bracket{at: i, image: true, delims: len(p.delims), open: true})
				n = 2
			}
		case '[':
			p.brackets = append(p.brackets, bracket{at: i, delims: len(p.delims), open: true})
		case ']':
			n = p.bracket(s, i)
		case 'h', 'H', 'w', 'W', 'f', 'F', 'm', 'M', 'c', 'C':
			if i == from || !isWord(s[i-1]) {
				n = p.bare(s, i)
			}
		}
		i += max(n, 1)
	}
	p.emphasise(0)
}

// code paints what is between backticks at i and returns how far it reaches.
func (p *parser) code(s string, i int) int {
	n := run(s, i)
	for at := i + n; ; {
		m := strings.IndexByte(s[at:], '`')
		if m < 0 {
			return n
		}
		at += m
		k := run(s, at)
		if k == n {
			p.paint(i, at+n, Code)
			p.paint(i, i+n, Mark)
			p.paint(at, at+n, Mark)
			return at + n - i
		}
		at += k
	}
}

// angle paints <https://example.com>, <someone@example.com> and tags of HTML.
func (p *parser) angle(s string, i int) int {
	if strings.HasPrefix(s[i:], "<!--") {
		end := len(s)
		if m := strings.Index(s[i+4:], "-->"); m >= 0 {
			end = i + 4 + m + 3
		}
		p.paint(i, end, Mark)
		return end - i
	}
	m := strings.IndexByte(s[i:], '>')
	if m < 2 {
		return 0
	}
	inside := s[i+1 : i+m]
	switch {
	case isTag(inside):
		p.paint(i, i+m+1, Mark)
	case !strings.ContainsAny(inside, " \t<") && (hasScheme(inside) || isMail(inside)):
		p.paint(i, i+1, Mark)
		p.paint(i+1, i+m, Link)
		p.paint(i+m, i+m+1, Mark)
		target := inside
		if !hasScheme(inside) {
			target = "mailto:" + inside
		}
		p.links = append(p.links, link{i, i + m + 1, target})
	default:
		return 0
	}
	return m + 1
}

// bare paints an address that stands in the text without any mark.
func (p *parser) bare(s string, i int) int {
	target := ""
	for _, scheme := range [...]string{"https://", "http://", "ftp://", "www.", "mailto:", "chirograph:"} {
		if len(s)-i > len(scheme) && strings.EqualFold(s[i:i+len(scheme)], scheme) {
			target = scheme
			break
		}
	}
	if target == "" {
		return 0
	}
	end := i
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if unicode.IsSpace(r) || r < 0x20 || strings.ContainsRune("<>\"`|", r) || r > 0x7f && unicode.IsPunct(r) {
			break
		}
		end += n
	}
	for end > i+len(target) {
		c := s[end-1]
		if strings.IndexByte("?!.,:;*_~'", c) >= 0 ||
			c == ')' && strings.Count(s[i:end], ")") > strings.Count(s[i:end], "(") ||
			c == ']' && strings.Count(s[i:end], "]") > strings.Count(s[i:end], "[") {
			end--
			continue
		}
		break
	}
	if in := strings.IndexByte(s[i:end], ']'); in >= 0 && len(p.brackets) > 0 {
		end = i + in // the words of a link may be an address
	}
	if end <= i+len(target) {
		return 0
	}
	p.paint(i, end, Link)
	to := s[i:end]
	if target == "www." {
		to = "https://" + to
	}
	p.links = append(p.links, link{i, end, to})
	return end - i
}

// entity returns the length of a character written by name or number.
func entity(s string) int {
	end := strings.IndexByte(s[:min(len(s), 34)], ';')
	if end < 2 {
		return 0
	}
	name := s[1:end]
	digits := "0123456789"
	switch {
	case strings.HasPrefix(name, "#x"), strings.HasPrefix(name, "#X"):
		name, digits = name[2:], "0123456789abcdefABCDEF"
	case name[0] == '#':
		name = name[1:]
	default:
		if name[0] < 'A' {
			return 0
		}
		digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	}
	if name == "" || strings.Trim(name, digits) != "" {
		return 0
	}
	return end + 1
}

func isTag(s string) bool {
	s = strings.TrimPrefix(s, "/")
	n := 0
	for n < len(s) && (isLetter(s[n]) || n > 0 && (s[n] >= '0' && s[n] <= '9' || s[n] == '-')) {
		n++
	}
	return n > 0 && (n == len(s) || s[n] == ' ' || s[n] == '/' && n+1 == len(s))
}

func hasScheme(s string) bool {
	n := 0
	for n < len(s) && (isLetter(s[n]) || n > 0 && strings.IndexByte("0123456789+.-", s[n]) >= 0) {
		n++
	}
	return n >= 2 && n <= 32 && n+1 < len(s) && s[n] == ':'
}

func isMail(s string) bool {
	at := strings.IndexByte(s, '@')
	return at > 0 && at+1 < len(s) && strings.IndexByte(s[at+1:], '@') < 0 && !strings.ContainsAny(s, ":/\\")
}

// run is how many of the byte at i follow each other.
func run(s string, i int) int {
	n := 1
	for i+n < len(s) && s[i+n] == s[i] {
		n++
	}
	return n
}

func isPunct(c byte) bool {
	return c > 0x20 && c < 0x7f && !isLetter(c) && (c < '0' || c > '9')
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isWord(c byte) bool { return isLetter(c) || c >= '0' && c <= '9' || c >= 0x80 || c == '_' }
