package markdown

// mostBack is how many lines before a line are read to know its state. Only
// for lists it takes more than the paragraph before.
const mostBack = 256

// State returns the state of a line.
func (s *Structure) State(line int) State {
	var one [1]State
	return s.States(one[:0], line, 1)[0]
}

// States appends the states of n lines, the first of which is line.
func (s *Structure) States(dst []State, line, n int) []State {
	t := s.text
	n = min(n, t.Lines()-line)
	start, state := s.known(line)
	base := len(dst)
	at := start
	before := State{}
	last := t.LineStart(min(line+n, t.Lines()-1)) // one more: it may make a head of a table
	s.scan(t.LineStart(start), last, func(_ int, content []byte) bool {
		if state.Prev == PrevBlank && state.Fence == 0 && len(content) > 0 && isPlain(content[0]) {
			state.List = false // so that it does not depend on where the reading began
		}
		o := open(content, state)
		if o.Kind == Delimiter && !before.Table && at > line {
			dst[base+at-1-line].Header = true
		}
		if at >= line+n {
			return false
		}
		if at >= line {
			dst = append(dst, state)
		}
		before, state = state, o.next
		at++
		return true
	})
	return dst
}

// known returns a line at or before line of which the state needs no more than
// the index to be known.
func (s *Structure) known(line int) (int, State) {
	t := s.text
	var content []byte
	for back := range mostBack {
		at := line - back
		off := t.LineStart(at)
		if off < s.front || at == 0 {
			if s.front > 0 {
				return 0, State{Front: 1}
			}
			return 0, State{}
		}
		if f, ok := s.fence(off); ok {
			if f.Indent == 0 {
				return at, f
			}
			continue
		}
		end := min(off+reach, t.Len())
		content = t.AppendRange(content[:0], off, end)
		if len(content) == 0 || !isPlain(content[0]) {
			continue
		}
		if off == s.front { // the line before is no part of the text
			return at, State{Prev: PrevText}
		}
		from := t.LineStart(at - 1)
		content = t.AppendRange(content[:0], from, min(off-1, from+reach))
		if blanks(content, 0) == len(content) {
			if _, in := s.fence(from); !in {
				return at, State{}
			}
		}
	}
	at := line - mostBack + 1
	f, _ := s.fence(t.LineStart(at))
	return at, f
}

// isPlain reports whether a line that begins with c is neither indented, nor
// blank, nor of a list, a quotation or a fence.
func isPlain(c byte) bool {
	switch c {
	case '\n', ' ', '\t', '\r', '>', '-', '*', '+', '`', '~':
		return false
	}
	return c < '0' || c > '9'
}
