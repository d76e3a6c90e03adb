package reading

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
)

// block reads one block of the tree, and those in it.
func (r *reader) block(n ast.Node, f *frame) {
	switch n := n.(type) {
	case *ast.Heading:
		r.inlineBlock(Block{Kind: Heading, Level: n.Level}, n, f)
	case *ast.Paragraph, *ast.TextBlock:
		r.inlineBlock(Block{Kind: Paragraph}, n, f)
	case *ast.FencedCodeBlock:
		r.code(n, string(n.Language(r.source)), f)
	case *ast.CodeBlock:
		r.code(n, "", f)
	case *ast.HTMLBlock:
		r.html(n, f)
	case *ast.ThematicBreak:
		from, to := extent(n)
		r.add(Block{Kind: Rule}, f, from, to)
	case *ast.Blockquote:
		inner := *f
		inner.quote++
		r.children(n, inner)
		f.marker, f.task = "", NoTask
	case *ast.List:
		r.list(n, *f)
		f.marker, f.task = "", NoTask
	case *extension.Table:
		r.table(n, f)
	case *extension.FootnoteList:
		if k := len(r.blocks); k == 0 || r.blocks[k-1].Kind != Rule {
			r.add(Block{Kind: Rule}, f, len(r.source), len(r.source))
		}
		r.children(n, *f)
	case *extension.Footnote:
		inner := *f
		inner.indent++
		inner.marker = strconv.Itoa(n.Index) + "."
		inner.tight = true
		r.children(n, inner)
	default:
		r.children(n, *f)
	}
}

// inlineBlock reads a block that holds text.
func (r *reader) inlineBlock(b Block, n ast.Node, f *frame) {
	from, to := extent(n)
	for _, s := range r.long {
		if from >= s.from && to <= s.to && from < to {
			b.Text = strings.TrimSpace(string(r.plain[from:to]))
			r.add(b, f, from, to)
			return
		}
	}
	var in inline
	in.read(r.source, n, 0, "")
	b.Text, b.Runs = in.finish()
	if in.task != NoTask {
		f.task = in.task
	}
	if b.Text == "" && f.marker == "" && b.Kind == Paragraph {
		return // a reference's definition, for example
	}
	r.add(b, f, from, to)
}

func (r *reader) code(n ast.Node, language string, f *frame) {
	from, to := extent(n)
	if c, ok := n.(*ast.FencedCodeBlock); ok && c.Info != nil {
		from, to = min(from, c.Info.Segment.Start), max(to, c.Info.Segment.Stop)
	}
	text := lines(r.plain, n)
	r.add(Block{Kind: Code, Language: language, Text: strings.TrimSuffix(text, "\n")}, f, from, to)
}

// html shows a block of HTML as it is written.
func (r *reader) html(n *ast.HTMLBlock, f *frame) {
	text := lines(r.plain, n)
	from, to := extent(n)
	if n.HasClosure() {
		text += string(n.ClosureLine.Value(r.plain))
		from, to = min(from, n.ClosureLine.Start), max(to, n.ClosureLine.Stop)
	}
	r.add(Block{Kind: Code, Language: "html", Text: strings.TrimSuffix(text, "\n")}, f, from, to)
}

func (r *reader) list(n *ast.List, f frame) {
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		inner := f
		inner.indent++
		inner.tight = n.IsTight
		inner.marker = "•"
		if n.IsOrdered() {
			inner.marker = strconv.Itoa(number) + "."
			number++
		}
		before := len(r.blocks)
		r.children(c, inner)
		if len(r.blocks) == before { // an item with nothing in it yet
			r.add(Block{Kind: Paragraph}, &inner, r.last, r.last)
		}
		if before < len(r.blocks) && c == n.FirstChild() && f.indent == 0 {
			r.blocks[before].Tight = false // the first stands off what is before
		}
	}
}

func (r *reader) table(n *extension.Table, f *frame) {
	b := Block{Kind: Table}
	for _, a := range n.Alignments {
		b.Align = append(b.Align, map[extension.Alignment]Align{extension.AlignCenter: Middle, extension.AlignRight: Right}[a])
	}
	from, to := math.MaxInt, -1
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []Cell
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			var in inline
			in.read(r.source, c, 0, "")
			t, runs := in.finish()
			cells = append(cells, Cell{t, runs})
			a, z := extent(c)
			if a <= z {
				from, to = min(from, a), max(to, z)
			}
		}
		b.Rows = append(b.Rows, cells)
	}
	if to < 0 {
		from, to = r.last, r.last
	}
	r.add(b, f, from, to)
}

// extent is where a block's lines are in the source, from > to if it has none.
func extent(n ast.Node) (from, to int) {
	from, to = math.MaxInt, -1
	if n.Type() == ast.TypeInline {
		return from, to
	}
	segments := n.Lines()
	for i := range segments.Len() {
		s := segments.At(i)
		from, to = min(from, s.Start), max(to, s.Stop)
	}
	return from, to
}

// lines are a block's lines as they stand in the source.
func lines(source []byte, n ast.Node) string {
	var out strings.Builder
	segments := n.Lines()
	for i := range segments.Len() {
		s := segments.At(i)
		out.Write(s.Value(source))
	}
	return out.String()
}

// frontMatter is how long the settings are that stand before a text between
// two lines of three hyphens, or 0.
func frontMatter(source []byte) int {
	if !bytes.HasPrefix(source, []byte("---\n")) {
		return 0
	}
	end := bytes.Index(source[4:], []byte("\n---\n"))
	if end < 0 {
		return 0
	}
	return 4 + end + len("\n---\n")
}

func trimFences(s []byte) []byte { return bytes.TrimSuffix(s[4:], []byte("\n---\n")) }
