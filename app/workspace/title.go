package workspace

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chirograph/editor/crdt"
)

// maxTitle is the longest title taken from a text, in characters.
const maxTitle = 80

// firstLine is the first line of t with words in it, without the marks of a
// Markdown heading: the title of a document that was given none. It looks at
// the first kilobytes only.
func firstLine(t *crdt.Text) string {
	head := string(t.AppendRange(nil, 0, min(t.Len(), 4096)))
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(strings.TrimLeft(line, "#>*-+= \t"))
		if !strings.ContainsFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			continue
		}
		line = strings.Join(strings.Fields(line), " ")
		if utf8.RuneCountInString(line) > maxTitle {
			line = strings.TrimSpace(string([]rune(line)[:maxTitle-1])) + "…"
		}
		return strings.ToValidUTF8(line, "")
	}
	return ""
}

// titled is title, or what a document without any words is called.
func (w *Workspace) titled(title string) string {
	if title == "" {
		return w.Language().General.Untitled
	}
	return title
}
