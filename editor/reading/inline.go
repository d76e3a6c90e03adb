package reading

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// inline collects the text of a block and its runs.
type inline struct {
	text strings.Builder
	runs []Run
	task Task
}

// read takes in the children of n, all of which are at least of a style and
// lead to a link.
func (in *inline) read(source []byte, n ast.Node, style Style, link string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		in.one(source, c, style, link)
	}
}

func (in *inline) one(source []byte, n ast.Node, style Style, link string) {
	switch n := n.(type) {
	case *ast.Text:
		s := n.Segment.Value(source)
		if !n.IsRaw() {
			s = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(s)))
		}
		in.add(string(s), style, link)
		switch {
		case n.HardLineBreak():
			in.add("\n", style, link)
		case n.SoftLineBreak():
			in.add(" ", style, link)
		}
	case *ast.String:
		in.add(string(n.Value), style, link)
	case *ast.CodeSpan:
		var code strings.Builder
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				code.WriteString(strings.ReplaceAll(string(t.Segment.Value(source)), "\n", " "))
			}
		}
		in.add(code.String(), style|Mono, link)
	case *ast.Emphasis:
		inner := Emphasis
		if n.Level == 2 {
			inner = Strong
		}
		in.read(source, n, style|inner, link)
	case *extension.Strikethrough:
		in.read(source, n, style|Struck, link)
	case *ast.Link:
		in.read(source, n, style, string(n.Destination))
	case *ast.Image:
		in.read(source, n, style|Quiet, string(n.Destination))
	case *ast.AutoLink:
		in.add(string(n.Label(source)), style, string(n.URL(source)))
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			s := n.Segments.At(i)
			in.add(string(s.Value(source)), style|Mono|Quiet, link)
		}
	case *extension.TaskCheckBox:
		in.task = Open
		if n.IsChecked {
			in.task = Done
		}
	case *extension.FootnoteLink:
		in.add("["+strconv.Itoa(n.Index)+"]", style|Quiet, link)
	case *extension.FootnoteBacklink:
	default:
		in.read(source, n, style, link)
	}
}

func (in *inline) add(s string, style Style, link string) {
	if s == "" {
		return
	}
	from := in.text.Len()
	in.text.WriteString(s)
	if style == 0 && link == "" {
		return
	}
	if n := len(in.runs) - 1; n >= 0 && in.runs[n].To == from && in.runs[n].Style == style && in.runs[n].Link == link {
		in.runs[n].To = in.text.Len()
		return
	}
	in.runs = append(in.runs, Run{from, in.text.Len(), style, link})
}

// finish returns the text without white space at its ends, and its runs.
func (in *inline) finish() (string, []Run) {
	all := in.text.String()
	text := strings.TrimLeft(all, " \t\n")
	cut := len(all) - len(text)
	text = strings.TrimRight(text, " \t\n")
	var runs []Run
	for _, r := range in.runs {
		r.From, r.To = max(0, r.From-cut), min(len(text), r.To-cut)
		if r.From < r.To {
			runs = append(runs, r)
		}
	}
	return text, runs
}
