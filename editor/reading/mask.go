package reading

import (
	"bytes"
	"slices"
)

// maxParagraph is how long a paragraph may be to be looked at closely, in
// bytes: many pages. The parser's work can grow with the square of it, and
// somebody else may have written the text. At this length the worst that is
// known takes 30 ms.
const maxParagraph = 8 << 10

// A stretch is some bytes of the source.
type stretch struct{ from, to int }

// mask hides paragraphs that are too long from the parser: it returns the
// source with letters in their place, line by line, and where they are.
func mask(source []byte) ([]byte, []stretch) {
	var long []stretch
	begin := -1 // of the paragraph
	var fence []byte
	for at := 0; at < len(source); {
		end := at + 1 + bytes.IndexByte(source[at:], '\n')
		if end == at {
			end = len(source)
		}
		line := bytes.TrimLeft(source[at:end], " ")
		sign := fenceOf(line)
		switch {
		case fence != nil:
			if bytes.HasPrefix(sign, fence) {
				fence = nil
			}
			begin = -1
		case sign != nil && end-at-len(line) < 4 && !tooLong(begin, at):
			fence, begin = sign, -1
		case len(bytes.TrimSpace(line)) == 0:
			if tooLong(begin, at) {
				long = append(long, stretch{begin, at})
			}
			begin = -1
		case begin < 0:
			begin = at
		}
		at = end
	}
	if tooLong(begin, len(source)) {
		long = append(long, stretch{begin, len(source)})
	}
	if len(long) == 0 {
		return source, nil
	}
	masked := slices.Clone(source)
	for _, s := range long {
		for i := s.from; i < s.to; i++ {
			if masked[i] != '\n' {
				masked[i] = 'x'
			}
		}
	}
	return masked, long
}

func tooLong(begin, end int) bool { return begin >= 0 && end-begin > maxParagraph }

// fenceOf is the sign that a line of a fence begins with, or nil.
func fenceOf(line []byte) []byte {
	n := 0
	for n < len(line) && (line[n] == '`' || line[n] == '~') && line[n] == line[0] {
		n++
	}
	if n < 3 {
		return nil
	}
	return line[:n]
}
