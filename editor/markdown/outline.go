package markdown

import "strings"

// A Heading is a heading of the text.
type Heading struct {
	Level  int // 1 to 6
	Offset int // of its line, in bytes
	Title  string
}

// mostTitle is how much of a heading is read for its title, in bytes.
const mostTitle = 400

// Outline returns the headings in order. Their titles have no marks. Those of
// lines that have not been edited since are not read again.
func (s *Structure) Outline() []Heading {
	out := make([]Heading, 0, len(s.heads.entries))
	next, inside := 0, false
	for i, e := range s.heads.entries {
		off := s.heads.off(i)
		for ; next < len(s.fences.entries) && s.fences.off(next) < off; next++ {
			switch s.fences.entries[next].role {
			case opener:
				inside = true
			case closer:
				inside = false
			}
		}
		if !inside && off >= s.front {
			out = append(out, Heading{e.level, off, s.title(i)})
		}
	}
	return out
}

// Section returns the heading above an offset, or of its line.
func (s *Structure) Section(off int) (Heading, bool) {
	for i := s.heads.find(off+1) - 1; i >= 0; i-- {
		at := s.heads.off(i)
		if _, in := s.fence(at); in { // so are all back to where that begins
			i = s.heads.find(s.opened(at))
			continue
		}
		if at >= s.front {
			return Heading{s.heads.entries[i].level, at, s.title(i)}, true
		}
	}
	return Heading{}, false
}

// opened returns where the code begins that is around an offset.
func (s *Structure) opened(off int) int {
	i := s.fences.find(off) - 1
	for s.fences.entries[i].role != opener {
		i--
	}
	return s.fences.off(i)
}

func (s *Structure) title(i int) string {
	e := &s.heads.entries[i]
	if !e.named {
		e.title, e.named = s.readTitle(s.heads.off(i)), true
	}
	return e.title
}

func (s *Structure) readTitle(off int) string {
	t := s.text
	end := t.Len()
	if line := t.LineOf(off); line+1 < t.Lines() {
		end = t.LineStart(line+1) - 1
	}
	if end-off > mostTitle {
		end = off + mostTitle
		for !t.IsRuneStart(end) {
			end--
		}
	}
	return Plain(string(t.AppendRange(nil, off, end)))
}

// Plain returns the words of a line without its marks.
func Plain(line string) string {
	_, spans := Line(line, State{})
	var b strings.Builder
	for _, p := range spans {
		if p.Kind&Mark == 0 {
			b.WriteString(line[p.From:p.To])
		}
	}
	return strings.TrimSpace(b.String())
}
