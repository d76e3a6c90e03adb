package markdown

// reach is how much of a line decides what kind of line it is, in bytes.
const reach = 1 << 10

// opening is what the beginning of a line says.
type opening struct {
	Block
	next State
	mark bool // a line of front matter that only encloses it
}

// open reads the beginning of a line.
func open[T string | []byte](line T, in State) opening {
	if len(line) > reach {
		line = line[:reach]
	}
	o := opening{next: in}
	o.next.Header, o.next.Piped, o.next.Table = false, false, false
	if in.Front != 0 {
		o.Kind = Front
		o.mark = in.Front == 1 || closesFront(line)
		o.next.Front = 2
		if in.Front == 2 && o.mark {
			o.next.Front = 0
		}
		return o
	}
	i := 0
	for in.Fence == 0 || o.Quote < int(in.Depth) {
		j := spaces(line, i, 3)
		if j == len(line) || line[j] != '>' {
			break
		}
		o.Quote++
		if i = j + 1; i < len(line) && line[i] == ' ' {
			i++
		}
	}
	o.Lead = i
	if in.Fence != 0 && o.Quote >= int(in.Depth) {
		return fenced(line, i, in, o)
	}
	o.next.Fence, o.next.Run, o.next.Indent, o.next.Depth = 0, 0, 0, 0
	return outside(line, i, in, o)
}

// fenced reads a line with code in a fence, from i on.
func fenced[T string | []byte](line T, i int, in State, o opening) opening {
	o.Kind = Verbatim
	f, ok := fenceOf(line[i:])
	if !ok || !f.closes(mark{char: in.Fence, run: in.Run, indent: in.Indent}) {
		return o
	}
	o.Kind = Fence
	o.next.Fence, o.next.Run, o.next.Indent, o.next.Depth = 0, 0, 0, 0
	o.next.Prev = PrevText
	return o
}

// outside reads a line that is not in a fence, from i on.
func outside[T string | []byte](line T, i int, in State, o opening) opening {
	j := blanks(line, i)
	indent := columns(line, i, j)
	if j == len(line) {
		o.Kind = Blank
		o.next.Prev = PrevBlank
		return o
	}
	if f, ok := fenceOf(line[i:]); ok && f.opens {
		o.Kind, o.Opens = Fence, true
		o.Lead = i + f.at
		o.next.Fence, o.next.Run, o.next.Indent, o.next.Depth = f.char, f.run, f.indent, uint8(min(o.Quote, 255))
		o.next.Prev = PrevText
		o.next.List = in.List && (f.indent > 0 || !f.ends && f.at > 0)
		return o
	}
	if indent >= 4 && in.Prev != PrevText && !in.List {
		o.Kind = Indented
		o.next.Prev = PrevCode
		return o
	}
	wasText := in.Prev == PrevText
	o.next.Prev = PrevText
	if n := headingOf(line[i:]); n > 0 {
		o.Kind, o.Level = Title, n
		o.Lead = blanks(line, j+n)
		o.next.List = false
		return o
	}
	if isRule(line[j:]) && !(in.Piped && isDelimiter(line[j:])) {
		o.Kind = Rule
		o.next.List = false
		return o
	}
	o.Lead = j
	item := false
	for range 4 {
		n, one := marker(line[o.Lead:])
		if n == 0 || !item && !one && wasText && !in.List {
			break
		}
		item = true
		o.Lead = blanks(line, o.Lead+n)
	}
	if item {
		o.Kind = Item
		o.next.List = true
		if n, done := box(line[o.Lead:]); n > 0 {
			o.Box, o.Done = o.Lead, done
			o.Lead = blanks(line, o.Lead+n)
		}
		return o
	}
	if indent == 0 && in.Prev == PrevBlank {
		o.next.List = false
	}
	return columned(line, in, o)
}

// headingOf returns the level of the heading that a line is, 0 for none.
func headingOf[T string | []byte](s T) int {
	i := spaces(s, 0, 3)
	n := 0
	for i+n < len(s) && s[i+n] == '#' {
		n++
	}
	if n == 0 || n > 6 || i+n == len(s) || !isBlank(s[i+n]) {
		return 0
	}
	return n
}

// closing returns where the number signs begin that end a heading.
func closing(line string, from int) int {
	end := len(line)
	for end > from && isBlank(line[end-1]) {
		end--
	}
	n := end
	for n > from && line[n-1] == '#' {
		n--
	}
	if n == end || n > from && !isBlank(line[n-1]) {
		return len(line)
	}
	return n
}

// isRule reports whether s is three or more of one sign, and nothing else but
// blanks.
func isRule[T string | []byte](s T) bool {
	c, n := s[0], 0
	if c != '*' && c != '-' && c != '_' {
		return false
	}
	for i := range len(s) {
		switch {
		case s[i] == c:
			n++
		case !isBlank(s[i]):
			return false
		}
	}
	return n >= 3
}

// marker returns the length of the sign of a list's item with the first blank
// behind it, 0 for none, and whether a list may begin with it in the middle of
// a paragraph: a year at the beginning of a line is no item.
func marker[T string | []byte](s T) (n int, begins bool) {
	if len(s) == 0 {
		return 0, false
	}
	begins = true
	switch c := s[0]; {
	case c == '-' || c == '*' || c == '+':
		n = 1
	case c >= '0' && c <= '9':
		for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == len(s) || s[n] != '.' && s[n] != ')' {
			return 0, false
		}
		begins = n == 1 && c == '1'
		n++
	default:
		return 0, false
	}
	if n == len(s) || !isBlank(s[n]) {
		return 0, false
	}
	return n + 1, begins
}

// box returns the length of the box of a task, and whether it is ticked.
func box[T string | []byte](s T) (n int, done bool) {
	if len(s) < 3 || s[0] != '[' || s[2] != ']' || len(s) > 3 && !isBlank(s[3]) {
		return 0, false
	}
	switch s[1] {
	case ' ':
		return 3, false
	case 'x', 'X':
		return 3, true
	}
	return 0, false
}

// opensFront and closesFront recognise the lines around front matter.
func opensFront[T string | []byte](line T) bool  { return bare(line, '-') }
func closesFront[T string | []byte](line T) bool { return bare(line, '-') || bare(line, '.') }

func bare[T string | []byte](line T, c byte) bool {
	if len(line) < 3 || line[0] != c || line[1] != c || line[2] != c {
		return false
	}
	return blanks(line, 3) == len(line)
}

// spaces returns the end of at most n spaces at i.
func spaces[T string | []byte](s T, i, n int) int {
	for end := i + n; i < len(s) && i < end && s[i] == ' '; {
		i++
	}
	return i
}

// blanks returns the end of the spaces and tabs at i.
func blanks[T string | []byte](s T, i int) int {
	for i < len(s) && isBlank(s[i]) {
		i++
	}
	return i
}

// columns is how wide the blanks from i to j are: a tab goes to the next
// multiple of four.
func columns[T string | []byte](s T, i, j int) int {
	n := 0
	for ; i < j; i++ {
		if n++; s[i] == '\t' {
			n = (n + 3) / 4 * 4
		}
	}
	return n
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }
