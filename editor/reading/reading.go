// Package reading turns Markdown into what a reader sees: a list of blocks of
// styled text, each with its place in the source.
//
// The grammar is CommonMark with GitHub's tables, task lists, strikethrough
// and bare addresses, and footnotes; goldmark parses it. What nests in the
// source, quotes and lists, is flat here: a block says how deep it stands.
// Nothing is fetched and no HTML is obeyed: images are their descriptions, and
// HTML is shown as it is written.
//
// It is the counterpart of editor/markdown, which styles the source itself and
// hides nothing.
package reading

import (
	"sort"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// A Kind is what a block is.
type Kind uint8

// The kinds of blocks.
const (
	Paragraph Kind = iota
	Heading
	Code // a block of code, or of HTML: Text as it is written
	Rule
	Table
)

// A Block is a piece of the page that stands by itself.
type Block struct {
	Kind     Kind
	Level    int // of a heading, 1 to 6
	From, To int // the bytes of the source that it came from; no block is from before the last one
	Text     string
	Runs     []Run  // of Text, in order; what is in none is plain
	Language string // of code; "" if it is not told

	Quote  int    // how many quotes it stands in
	Indent int    // how many lists it stands in
	Marker string // of the list item that begins here: "•" or "3."; "" otherwise
	Task   Task
	Tight  bool // no space before it: items of a list that is written without

	Align []Align  // of a table's columns
	Rows  [][]Cell // of a table, the headings first
}

// A Task says whether an item of a list can be ticked, and is.
type Task uint8

// The tasks.
const (
	NoTask Task = iota
	Open
	Done
)

// An Align is how the cells of a column are aligned.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Middle
	Right
)

// A Cell is a cell of a table.
type Cell struct {
	Text string
	Runs []Run
}

// A Style is how a run of text differs from plain text. Styles combine.
type Style uint8

// The styles.
const (
	Strong Style = 1 << iota
	Emphasis
	Struck
	Mono  // code
	Quiet // what stands for something else: an image's description, a footnote's number
)

// A Run is a stretch of a block's text.
type Run struct {
	From, To int // bytes of the text
	Style    Style
	Link     string // where it leads; "" if nowhere
}

// MaxSource is the longest source that is read, in bytes: parsing takes some
// 50 to 100 ms for each million.
const MaxSource = 20 << 20

// Parse reads a Markdown source, which is UTF-8. It keeps nothing of it. Of a source longer
// than MaxSource it reads the beginning; paragraphs longer than many pages stay
// as they are written.
func Parse(source []byte) []Block {
	source = source[:min(len(source), MaxSource)]
	var r reader
	if n := frontMatter(source); n > 0 {
		r.blocks = append(r.blocks, Block{Kind: Code, Language: "yaml", To: n, Text: string(trimFences(source[:n]))})
		r.from = n
	}
	r.plain = source[r.from:]
	r.source, r.long = mask(r.plain)
	md := goldmark.New(goldmark.WithExtensions(extensions(r.source)...))
	r.children(md.Parser().Parse(text.NewReader(r.source)), frame{})
	return r.blocks
}

// At returns the index of the block that shows the byte at off of the source:
// the last one that begins at or before it.
func At(blocks []Block, off int) int {
	return max(0, sort.Search(len(blocks), func(i int) bool { return blocks[i].From > off })-1)
}

// A reader collects blocks.
type reader struct {
	plain  []byte    // the source without front matter
	source []byte    // the same, with what is too long masked
	long   []stretch // what that is
	from   int       // of them in the whole
	blocks []Block
	begun  int // where the last block began
	last   int // and ended
}

// A frame is what a block stands in.
type frame struct {
	quote, indent int
	marker        string
	task          Task
	tight         bool
}

// add appends a block that comes from some bytes of the source.
func (r *reader) add(b Block, f *frame, from, to int) {
	if to < from {
		from, to = r.last, r.last
	}
	// Footnotes stand at the end, wherever they are written.
	from, to = max(from, r.begun), max(to, r.begun)
	r.begun, r.last = from, to
	b.From, b.To = from+r.from, to+r.from
	b.Quote, b.Indent, b.Marker, b.Task, b.Tight = f.quote, f.indent, f.marker, f.task, f.tight
	f.marker, f.task = "", NoTask // of the first block of an item only
	r.blocks = append(r.blocks, b)
}

// children reads what stands in a node. It returns the frame as the last one
// left it.
func (r *reader) children(n ast.Node, f frame) frame {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.block(c, &f)
	}
	return f
}
