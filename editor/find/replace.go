package find

import (
	"slices"
	"strconv"
	"strings"

	"chirograph/editor/buffer"
)

// A Template is what matches of a pattern are replaced by.
type Template struct {
	pattern *Pattern
	parts   []segment
}

// A segment of a template is text, or what a group has matched.
type segment struct {
	text  string
	group int // if not negative
}

// Template reads what matches are to be replaced by. For words that is taken as
// it is. For a regular expression $1 and ${1} stand for what the first group has
// matched, $0 for all, ${name} for a group that has a name and $$ for a dollar;
// \n is a new line, \t a tab and \\ a backslash. What names no group of the
// pattern stands for itself.
func (p *Pattern) Template(s string) Template {
	t := Template{pattern: p}
	if p.re == nil {
		t.parts = []segment{{s, -1}}
		return t
	}
	var text strings.Builder
	for s != "" {
		if group, n, ok := p.group(s); ok {
			t.parts = append(t.parts, segment{text.String(), -1}, segment{group: group})
			text.Reset()
			s = s[n:]
			continue
		}
		n := 1
		switch {
		case strings.HasPrefix(s, "$$"):
			text.WriteByte('$')
			n = 2
		case strings.HasPrefix(s, `\n`):
			text.WriteByte('\n')
			n = 2
		case strings.HasPrefix(s, `\t`):
			text.WriteByte('\t')
			n = 2
		case strings.HasPrefix(s, `\\`):
			text.WriteByte('\\')
			n = 2
		default:
			text.WriteByte(s[0])
		}
		s = s[n:]
	}
	t.parts = append(t.parts, segment{text.String(), -1})
	t.parts = slices.DeleteFunc(t.parts, func(p segment) bool { return p.text == "" && p.group < 0 })
	return t
}

// group reads a group at the beginning of s and returns its number and how many
// bytes name it. Of digits as many count as make the number of a group.
func (p *Pattern) group(s string) (number, n int, ok bool) {
	if !strings.HasPrefix(s, "$") {
		return 0, 0, false
	}
	if name, _, found := strings.Cut(s[1:], "}"); found && strings.HasPrefix(name, "{") {
		name = name[1:]
		number, ok = p.numbers[name]
		if !ok {
			var err error
			number, err = strconv.Atoi(name)
			ok = err == nil && 0 <= number && number <= p.re.NumSubexp()
		}
		return number, len(name) + len("${}"), ok
	}
	for n = 1; n < len(s) && '0' <= s[n] && s[n] <= '9'; n++ {
		more := number*10 + int(s[n]-'0')
		if more > p.re.NumSubexp() {
			break
		}
		number = more
	}
	return number, n, n > 1
}

// expand returns what a match is replaced by; m are the places of its groups in
// text.
func (t Template) expand(text []byte, m []int) string {
	var s strings.Builder
	for _, p := range t.parts {
		switch {
		case p.group < 0:
			s.WriteString(p.text)
		case m[2*p.group] >= 0:
			s.Write(text[m[2*p.group]:m[2*p.group+1]])
		}
	}
	return s.String()
}

// Edit returns what replaces the i-th match.
func (s *Search) Edit(i int, t Template) buffer.Edit {
	return s.edits(s.matches[i:i+1], t)[0]
}

// Edits returns what replaces all that was found, for [buffer.ReplaceAll]. They
// are all there are when the search is Done and has no more than it keeps.
func (s *Search) Edits(t Template) []buffer.Edit { return s.edits(s.matches, t) }

func (s *Search) edits(matches []Match, t Template) []buffer.Edit {
	edits := make([]buffer.Edit, len(matches))
	for i, m := range matches {
		edits[i] = buffer.Edit{From: m.From, To: m.To}
	}
	if s.pattern.re == nil {
		for i := range edits {
			edits[i].Text = t.parts[0].text
		}
		return edits
	}
	for i := 0; i < len(edits); {
		seen := stretch{0, s.text.Len()}
		if !s.pattern.spans {
			seen = s.piece(edits[i].From)
		}
		s.room = s.text.AppendRange(s.room[:0], seen.from, seen.to)
		begin := i
		s.pattern.each(s.room, func(m []int) {
			if i < len(edits) && edits[i].From == seen.from+m[0] && edits[i].To == seen.from+m[1] {
				edits[i].Text = t.expand(s.room, m)
				i++
			}
		})
		if i == begin {
			panic("find: a match is not where it was found")
		}
	}
	return edits
}
