package markdown

// columned finds the rows of tables.
func columned[T string | []byte](line T, in State, o opening) opening {
	switch {
	case in.Piped && isDelimiter(line[o.Lead:]):
		o.Kind = Delimiter
		o.next.Table = true
	case !hasBar(line):
	case in.Table:
		o.Kind = Row
		o.next.Table = true
	case in.Header:
		o.Kind = Head
		o.next.Piped = true
	default:
		o.next.Piped = true
	}
	return o
}

// Heads reports whether a line with state s is the head of a table because of
// the line after it. It is what State.Header says.
func Heads[T string | []byte](line, next T, s State) bool {
	if s.Fence != 0 || s.Front != 0 || s.Table || !hasBar(line[:min(len(line), reach)]) {
		return false
	}
	s.Header = false
	o := open(line, s)
	return o.next.Piped && open(next, o.next).Kind == Delimiter
}

// isDelimiter reports whether s is the row of hyphens below a table's head.
func isDelimiter[T string | []byte](s T) bool {
	bars, hyphens, cells := 0, 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '|':
			bars++
			hyphens = 0
		case c == '-':
			if hyphens++; hyphens == 1 {
				cells++
			}
		case c != ':' && !isBlank(c):
			return false
		}
	}
	return bars > 0 && cells > 0
}

func hasBar[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			return true
		}
	}
	return false
}

// table quietens the bars between the cells of a row.
func (p *parser) table(b Block) {
	p.paint(0, len(p.line), Fixed)
	for i := min(b.Lead, len(p.line)); i < len(p.line); i++ {
		switch {
		case p.line[i] == '\\':
			i++
		case p.line[i] == '|', b.Kind == Delimiter:
			p.kinds[i] |= Mark
		case b.Kind == Head:
			p.kinds[i] |= Strong
		}
	}
}
