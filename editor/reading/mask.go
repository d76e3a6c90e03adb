package reading

import (
	"bytes"
	"slices"
)

// The parser's work and memory can grow with the square of a source, and
// somebody else may have written it. So a paragraph, which is what stands
// between blank lines, is looked at closely only within these limits.
const (
	// maxParagraph is how long it may be, in bytes: many pages. At this length
	// the worst that is known takes 30 ms.
	maxParagraph = 8 << 10

	// maxDepth is how many quotes and lists it may stand in. Every blank line
	// below costs as much as there are.
	maxDepth = 16

	// maxBlank is how many blank lines in a row are told apart.
	maxBlank = 4

	// maxNotes is how many footnotes a source may have: in one with more they
	// are not looked for.
	maxNotes = 1000
)

// A stretch is some bytes of the source.
type stretch struct{ from, to int }

// mask hides paragraphs that are too much from the parser: it returns the
// source with letters in their place, line by line, and where they are. Blank
// lines too many become one long one. Everything else is where it was, and what
// code says is to be taken from the source itself: in there it is masked too.
func mask(source []byte) ([]byte, []stretch) {
	var long []stretch
	masked := source
	change := func(i int, c byte) {
		if &masked[0] == &source[0] {
			masked = slices.Clone(source)
		}
		masked[i] = c
	}
	var p paragraph
	end := func(at int) {
		if p.tooMuch(at) {
			long = append(long, stretch{p.from, at})
		}
		p = paragraph{}
	}
	blank := 0
	for at := 0; at < len(source); {
		next := at + 1 + bytes.IndexByte(source[at:], '\n')
		if next == at {
			next = len(source)
		}
		switch line := source[at:next]; {
		case len(bytes.TrimSpace(line)) == 0:
			end(at)
			if blank++; blank > maxBlank {
				change(at-1, ' ')
			}
			at = next
			continue
		case isFence(line):
			end(at)
		default:
			p.add(line, at)
		}
		blank = 0
		at = next
	}
	end(len(source))
	for _, s := range long {
		for i := s.from; i < s.to; i++ {
			if source[i] != '\n' {
				change(i, 'x')
			}
		}
	}
	return masked, long
}

// A paragraph is what is known of one while its lines are read.
type paragraph struct {
	from, lines int
	deep        bool
	columns     int // of the table that it may be
}

func (p *paragraph) add(line []byte, at int) {
	if p.lines == 0 {
		p.from = at
	}
	p.lines++
	p.deep = p.deep || depth(line) > maxDepth
	p.columns = max(p.columns, columns(line))
}

// tooMuch reports whether a paragraph that ends at an offset is beyond the
// limits. A row of a table has all of its columns, however short it is: so there
// must not be many more cells than could be written.
func (p *paragraph) tooMuch(end int) bool {
	length := end - p.from
	return p.lines > 0 && (p.deep || length > maxParagraph || p.columns*p.lines > length)
}

// depth is how many quotes and lists a line may stand in: those that begin in
// it, and those that its indentation may belong to.
func depth(line []byte) int {
	n, indent := 0, 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ':
			indent++
		case c == '\t':
			indent += 4
		case c == '>', bytes.IndexByte([]byte("-*+"), c) >= 0 && isGap(line, i+1):
			n++
		case c >= '0' && c <= '9':
			for i+1 < len(line) && line[i+1] >= '0' && line[i+1] <= '9' {
				i++
			}
			if i+1 == len(line) || line[i+1] != '.' && line[i+1] != ')' || !isGap(line, i+2) {
				return depthOf(n, indent)
			}
			i++
			n++
		default:
			return depthOf(n, indent)
		}
	}
	return depthOf(n, indent)
}

// depthOf is the depth of a line with n signs. A sign is followed by one space,
// the others are of items above, of two columns each at least. Without a sign a
// line opens nothing.
func depthOf(n, indent int) int {
	if n == 0 {
		return 0
	}
	return n + max(0, indent-n)/2
}

func isGap(line []byte, i int) bool {
	return i >= len(line) || bytes.IndexByte([]byte(" \t\n"), line[i]) >= 0
}

// columns is how many columns a table has if a line is the row of hyphens below
// its head, or 0.
func columns(line []byte) int {
	if bytes.IndexByte(line, '-') < 0 || len(bytes.Trim(line, "-|: \t>\n")) > 0 {
		return 0
	}
	return bytes.Count(line, []byte("|"))
}

// isFence reports whether a line begins or ends a fence, or stands in code, or in
// HTML: it is never in the middle of a paragraph.
func isFence(line []byte) bool {
	rest := bytes.TrimLeft(line, " ")
	if len(line)-len(rest) > 3 || len(rest) < 3 || rest[0] != '`' && rest[0] != '~' {
		return false
	}
	info := bytes.TrimLeft(rest, string(rest[:1]))
	return len(rest)-len(info) >= 3 && (rest[0] == '~' || bytes.IndexByte(info, '`') < 0)
}
