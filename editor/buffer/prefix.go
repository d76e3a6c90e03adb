package buffer

import (
	"strconv"
	"strings"
)

// A prefix is what stands before the words of a line of Markdown: the marks of
// the quotes and list items that it is in, as CommonMark has them (section 5).
// A whole line of text is not needed to tell, nor what stands above: that is
// enough to go on with a list, and never wrong by much.
type prefix struct {
	parts []part
	end   int // where the words begin
}

type partKind uint8

const (
	quoting  partKind = iota
	bulleted          // - * +
	numbered          // 1. or 1)
)

// A part is the mark of a quote or an item, in bytes from the start of the line.
type part struct {
	kind  partKind
	from  int // the mark, after its indentation
	mark  int // where the mark ends
	to    int // where it ends with the space behind it, and the box
	box   int // the [ of a box to tick; 0 if there is none
	value int // of a number
}

// maxHead is how much of a line is looked at to find what it begins with.
const maxHead = 1 << 10

// lineHead returns the beginning of a line.
func (b *Buffer) lineHead(line int) string {
	from := b.text.LineStart(line)
	return b.slice(from, b.clamp(min(b.lineEnd(line), from+maxHead)))
}

// parsePrefix reads the beginning of a line, without its newline.
func parsePrefix(line string) prefix {
	var p prefix
	for {
		at := p.end + indentation(line[p.end:])
		m := part{from: at, mark: at}
		switch {
		case at == len(line):
			return p
		case line[at] == '>':
			m.kind, m.mark = quoting, at+1
			m.to = m.mark
			if strings.HasPrefix(line[m.to:], " ") {
				m.to++
			}
		case isRule(line[at:]):
			return p
		case strings.IndexByte("-*+", line[at]) >= 0:
			m.kind, m.mark = bulleted, at+1
		default:
			for m.mark < len(line) && m.mark < at+9 && '0' <= line[m.mark] && line[m.mark] <= '9' {
				m.mark++
			}
			if m.mark == at || m.mark == len(line) || line[m.mark] != '.' && line[m.mark] != ')' {
				return p
			}
			m.kind = numbered
			m.value, _ = strconv.Atoi(line[at:m.mark])
			m.mark++
		}
		if m.kind != quoting {
			n := indentation(line[m.mark:])
			if n == 0 {
				return p
			}
			if n > 4 { // code in the item
				n = 1
			}
			m.to = m.mark + n
			if rest := line[m.to:]; len(rest) >= 3 && rest[0] == '[' && rest[2] == ']' &&
				strings.IndexByte(" xX", rest[1]) >= 0 && (len(rest) == 3 || rest[3] == ' ') {
				m.box = m.to
				m.to = min(m.to+4, len(line))
			}
		}
		p.parts = append(p.parts, m)
		p.end = m.to
		if m.box > 0 {
			return p
		}
	}
}

// indentation returns how many spaces and tabs a line begins with.
func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// isRule reports whether a line is a thematic break: * * *, ---, ___.
func isRule(line string) bool {
	marks := strings.NewReplacer(" ", "", "\t", "").Replace(line)
	return len(marks) >= 3 && strings.Contains("-*_", marks[:1]) && strings.Trim(marks, marks[:1]) == ""
}

// item returns the innermost list item of a line, and false if it begins none.
func (p prefix) item() (part, bool) {
	for i := len(p.parts) - 1; i >= 0; i-- {
		if p.parts[i].kind != quoting {
			return p.parts[i], true
		}
	}
	return part{}, false
}

// last returns the innermost quote or item.
func (p prefix) last() part { return p.parts[len(p.parts)-1] }

// before returns where the indentation of the innermost part begins.
func (p prefix) before() int {
	if len(p.parts) < 2 {
		return 0
	}
	return p.parts[len(p.parts)-2].to
}

// follow returns what a line begins with that goes on with the quotes and the
// lists of this one: a quote again, the next item of the innermost list.
func (p prefix) follow(line string) string {
	var s strings.Builder
	at := 0
	for i, m := range p.parts {
		s.WriteString(line[at:m.from])
		switch {
		case m.kind == quoting:
			s.WriteString(line[m.from:m.to])
		case i < len(p.parts)-1:
			s.WriteString(blanks(line[m.from:m.to]))
		default:
			s.WriteString(m.next(line))
		}
		at = m.to
	}
	return s.String()
}

// next returns the mark of the item that follows.
func (m part) next(line string) string {
	mark := line[m.from:m.mark]
	if m.kind == numbered && m.value < 999_999_999 { // nine digits are what an item may have
		mark = strconv.Itoa(m.value+1) + line[m.mark-1:m.mark]
	}
	if m.box > 0 {
		return mark + line[m.mark:m.box] + "[ ] "
	}
	return mark + line[m.mark:m.to]
}

// hanging returns the indentation of a line that goes on with the words of the
// innermost item.
func (p prefix) hanging(line string) string {
	m, ok := p.item()
	if !ok || p.last() != m {
		return line[:indentation(line)]
	}
	to := m.to
	if m.box > 0 {
		to = m.box
	}
	return blanks(line[:to])
}

// blanks returns s with everything but tabs made spaces.
func blanks(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, s)
}

// column returns how far to the right the end of a line's beginning is.
func column(s string) int {
	n := 0
	for _, r := range s {
		if r == '\t' {
			n += 4 - n%4
		} else {
			n++
		}
	}
	return n
}
