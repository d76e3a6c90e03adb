package buffer

import (
	"strings"
	"unicode"
)

// Link makes a Markdown link of what is selected, or of the word of a caret, and
// puts the caret where its address goes; of an address it makes one where the
// caret is where its words go. In a link that is there it selects the address.
type Link struct{}

func (Link) do(b *Buffer, now int64) bool {
	ranges := b.selections.resolve(b.text)
	var edits []Edit
	var next []Range
	grown, done, main := 0, 0, 0
	for i, r := range ranges {
		from, to, address, found := b.linkTarget(r)
		if i <= b.selections.main {
			main = len(next)
		}
		if from < done { // two carets in one word
			main = min(main, len(next)-1)
			continue
		}
		if found {
			next = append(next, Range{from + grown, to + grown})
			done = to
			continue
		}
		words := b.slice(from, to)
		e := Edit{from, to, "[" + words + "]()"}
		at := from + len(words) + len("[](")
		switch {
		case address:
			e.Text = "[](" + linkAddress(words) + ")"
			at = from + len("[")
		case from == to:
			at = from + len("[")
		}
		edits = append(edits, e)
		next = append(next, caret(at+grown))
		grown += e.grows()
		done = to
	}
	if len(edits) == 0 {
		b.choose(arrange(next, main))
		return false
	}
	return b.edit(edits, next, main, alone, now)
}

// linkTarget returns what a link is to be made of, and whether that is an
// address; or the address of the link that r is in.
func (b *Buffer) linkTarget(r Range) (from, to int, address, found bool) {
	from, to = r.From(), r.To()
	if !r.Empty() {
		return from, to, isAddress(b.slice(from, min(to, from+maxAround))), false
	}
	begin, end := b.bounds(b.linesOf(r))
	begin, end = b.clamp(max(begin, from-maxAround)), b.clamp(min(end, from+maxAround))
	line, at := b.slice(begin, end), from-begin
	if i, j, ok := addressOfLink(line, at); ok {
		return begin + i, begin + j, true, true
	}
	i := strings.LastIndexFunc(line[:at], unicode.IsSpace) + 1
	j := at + strings.IndexFunc(line[at:]+" ", unicode.IsSpace)
	if isAddress(line[i:j]) {
		return begin + i, begin + j, true, false
	}
	if b.inWord(from) {
		if !b.atWordStart(from) {
			from = b.PrevCluster(from)
		}
		from, to = b.WordAt(from)
	}
	return from, to, false, false
}

// addressOfLink returns where the address is of the link that at is in, the
// innermost one. Brackets of a box to tick, and other ones, begin none.
func addressOfLink(line string, at int) (from, to int, ok bool) {
	var opened []int
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '[':
			opened = append(opened, i)
		case ']':
			k := len(opened) - 1
			if k < 0 {
				continue
			}
			open := opened[k]
			opened = opened[:k]
			if !strings.HasPrefix(line[i+1:], "(") {
				continue
			}
			from = i + len("](")
			n := closingParen(line[from:])
			if n < 0 {
				return 0, 0, false
			}
			if to = from + n; open < at && at <= to {
				return from, to, true
			}
			i = to
		}
	}
	return 0, 0, false
}

// closingParen returns where the parenthesis ends that is open before s, or -1.
func closingParen(s string) int {
	depth := 1
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// isAddress reports whether s is an address such as one copies from a browser.
func isAddress(s string) bool {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return false
	}
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || rest == "" {
		return strings.HasPrefix(s, "www.") && len(s) > len("www.")
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "ftp", "file":
		return len(rest) > 2 && strings.HasPrefix(rest, "//")
	case "mailto", "tel", "chirograph":
		return true
	}
	return false
}

// linkAddress returns an address as it is written in a link: in angle brackets
// if its parentheses would end the link.
func linkAddress(s string) string {
	if closingParen(s+")") == len(s) {
		return s
	}
	return "<" + s + ">"
}

// PasteSmart is Paste as Ctrl+V does it: an address pasted over words that are
// selected, none of them an address, makes them links. Everything else is
// pasted as it is.
type PasteSmart struct{ Text string }

func (c PasteSmart) do(b *Buffer, now int64) bool {
	address := strings.TrimSpace(c.Text)
	var texts []string
	for _, r := range b.selections.resolve(b.text) {
		if r.Empty() || !isAddress(address) || r.To()-r.From() > maxAround {
			return Paste(c).do(b, now)
		}
		words := b.slice(r.From(), r.To())
		if isAddress(words) || strings.Contains(words, "\n") {
			return Paste(c).do(b, now)
		}
		texts = append(texts, "["+words+"]("+linkAddress(address)+")")
	}
	return b.put("", texts, alone, now)
}
