package view

import "strings"

// kind says how a stretch of text looks beside plain text.
type kind uint8

const (
	strong kind = 1 << iota
	emphasis
	code
	link
	mark // a sign of Markdown itself: quiet
	struck
)

// A span is a stretch of one kind. Spans follow each other without gaps.
type span struct {
	from, to int
	kind     kind
}

// heading returns the level of a Markdown heading, 1 to 6, or 0.
func heading(line string) int {
	n := 0
	for n < len(line) && line[n] == '#' {
		n++
	}
	if n == 0 || n > 6 || n == len(line) || line[n] != ' ' {
		return 0
	}
	return n
}

// styled divides one line of Markdown into spans. It follows the common cases
// of CommonMark's inline rules within a line; whatever it does not recognise
// stays plain, and no character is ever hidden.
func styled(line string) []span {
	s := styler{line: line}
	i := s.opening()
	s.inline(i, len(line), 0)
	s.add(len(line), 0)
	return s.spans
}

type styler struct {
	line  string
	spans []span
	done  int // spans reach to here
}

// add extends the spans to to.
func (s *styler) add(to int, k kind) {
	if to <= s.done {
		return
	}
	if n := len(s.spans); n > 0 && s.spans[n-1].kind == k {
		s.spans[n-1].to = to
	} else {
		s.spans = append(s.spans, span{s.done, to, k})
	}
	s.done = to
}

// opening takes in the mark at the beginning of a line: of a heading, a
// quotation or a list.
func (s *styler) opening() int {
	if n := heading(s.line); n > 0 {
		s.add(n+1, mark)
		return n + 1
	}
	i := len(s.line) - len(strings.TrimLeft(s.line, " \t"))
	rest := s.line[i:]
	switch {
	case strings.HasPrefix(rest, "> "), strings.HasPrefix(rest, "- "), strings.HasPrefix(rest, "* "), strings.HasPrefix(rest, "+ "):
		s.add(i+2, mark)
		return i + 2
	}
	n := 0
	for n < len(rest) && n < 9 && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	if n > 0 && strings.HasPrefix(rest[n:], ". ") {
		s.add(i+n+2, mark)
		return i + n + 2
	}
	return i
}

// inline styles the text from i to end, all of which is at least outer.
func (s *styler) inline(i, end int, outer kind) {
	for i < end {
		switch c := s.line[i]; c {
		case '\\':
			i += 2
			continue
		case '`':
			if n := s.code(i, end, outer); n > i {
				i = n
				continue
			}
		case '*', '_', '~':
			if n := s.emphasis(i, end, outer); n > i {
				i = n
				continue
			}
		case '[':
			if n := s.link(i, end, outer); n > i {
				i = n
				continue
			}
		}
		i++
	}
	s.add(end, outer)
}

func (s *styler) code(i, end int, outer kind) int {
	n := strings.IndexByte(s.line[i+1:end], '`')
	if n < 1 {
		return i
	}
	s.add(i, outer)
	s.add(i+n+2, outer|code)
	return i + n + 2
}

func (s *styler) emphasis(i, end int, outer kind) int {
	c := s.line[i]
	n := 1
	for i+n < end && n < 3 && s.line[i+n] == c {
		n++
	}
	inner := [...]kind{1: emphasis, 2: strong, 3: strong | emphasis}[n]
	if c == '~' {
		if n != 2 {
			return i
		}
		inner = struck
	}
	sign := s.line[i : i+n]
	open := i + n
	if open >= end || s.line[open] == ' ' || c == '_' && i > 0 && isWord(s.line[i-1]) {
		return i
	}
	for at := open; ; {
		m := strings.Index(s.line[at:end], sign)
		if m < 0 {
			return i
		}
		shut := at + m
		after := shut + n
		switch {
		case shut == open || s.line[shut-1] == ' ', // nothing inside, or "a * b"
			c == '_' && after < end && isWord(s.line[after]), // snake_case
			after < end && s.line[after] == c:                // a longer sign
			at = shut + n
			for at < end && s.line[at] == c {
				at++
			}
			continue
		}
		s.add(i, outer)
		s.add(open, outer|mark)
		s.inline(open, shut, outer|inner)
		s.add(after, outer|mark)
		return after
	}
}

func (s *styler) link(i, end int, outer kind) int {
	m := strings.Index(s.line[i:end], "](")
	if m < 0 {
		return i
	}
	n := strings.IndexByte(s.line[i+m:end], ')')
	if n < 0 {
		return i
	}
	s.add(i, outer)
	s.add(i+m+n+1, outer|link)
	return i + m + n + 1
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
