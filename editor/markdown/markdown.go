// Package markdown says how a line of Markdown is to look while it is written:
// which stretches are strong, quiet or code, and what kind of line it is.
//
// It follows CommonMark 0.31 and the tables, task lists, strikethrough and bare
// links of GitHub's dialect, with one difference of purpose: the text is not
// turned into something else but stays as it is on the screen, marks and all.
// So a line is judged by itself and by a small [State] that the lines before
// hand on: whether it is in a fence, in a table, in a list. Whatever is not
// recognised is plain, and no character is ever left out.
//
// Three simplifications follow from that. What is marked within a line ends
// with the line. A fence may be indented by any amount, since how much a list
// allows is known only from far above. A quoted fence ends with the quotation.
//
// [Structure] keeps an index of the fences and headings of a whole text and
// follows its edits, so that the state of a line deep in a large text is known
// at once.
//
// The package draws nothing and knows no colours.
package markdown

// A Kind says how a stretch of text looks beside plain text. Kinds add up.
type Kind uint16

const (
	Strong   Kind = 1 << iota
	Emphasis      // one star or underscore
	Struck        // two tildes
	Code          // between backticks
	Fixed         // in fences and tables: letters of equal width
	Link          // the words of a link, and its target
	Mark          // a sign of Markdown itself: quiet
	Box           // the box of a task
)

// A Span is a stretch of one kind, in bytes of the line. Spans follow each
// other without gaps and take in the whole line.
type Span struct {
	From, To int
	Kind     Kind
}

// A BlockKind is what a line is part of.
type BlockKind uint8

const (
	Paragraph BlockKind = iota
	Blank
	Title     // a heading
	Item      // the first line of an item of a list
	Rule      // a horizontal line
	Fence     // the line that opens or closes fenced code
	Verbatim  // a line of fenced code
	Indented  // a line of code that is code because it is indented
	Head      // the first row of a table
	Delimiter // the row of hyphens below it
	Row       // the rows below that
	Front     // the lines before the text that programs read
)

// A Block describes a line as a whole.
type Block struct {
	Kind  BlockKind
	Level int  // of a Title, 1 to 6
	Quote int  // how many quotations the line is in
	Lead  int  // bytes before the words: quotation marks, indentation, the sign of the item and its box
	Box   int  // where the box of a task begins, with the bracket; 0 for none
	Done  bool // the box is ticked
	Opens bool // the Fence opens: code follows
}

// A State is what the lines before a line say about it. The zero State is that
// of the first line of a text without front matter.
type State struct {
	Fence  byte  // the character of the fence around the line, 0 outside of one
	Run    uint8 // how many of it opened the fence
	Indent uint8 // how far the opening was indented
	Depth  uint8 // how many quotations the fence is in
	Front  uint8 // 1 on the first line of front matter, 2 behind it
	Prev   Prev  // the line before
	List   bool  // an item of a list is above
	Table  bool  // the line before is the delimiter or a row of a table
	Piped  bool  // the line before has columns: a table, if a delimiter follows
	Header bool  // the line after this one makes it the head of a table, see Heads
}

// A Prev is what a line leaves behind for indented code: that begins only
// after a blank line.
type Prev uint8

const (
	PrevBlank Prev = iota
	PrevText
	PrevCode
)

// Line divides a line, without its newline, into spans.
func Line(line string, s State) (Block, []Span) {
	o := open(line, s)
	p := parser{line: line, kinds: make([]Kind, len(line))}
	p.paint(0, o.Lead, Mark)
	from, to := o.Lead, len(line)
	switch o.Kind {
	case Verbatim, Indented, Front:
		p.paint(o.Lead, to, Fixed)
		if o.mark {
			p.paint(o.Lead, to, Mark)
		}
		return o.Block, p.spans()
	case Fence:
		p.paint(o.Lead, to, Fixed|Mark)
		return o.Block, p.spans()
	case Rule:
		p.paint(0, to, Mark)
		return o.Block, p.spans()
	case Title:
		if n := closing(line, from); n < to {
			p.paint(n, to, Mark)
			to = n
		}
	case Head, Row, Delimiter:
		p.table(o.Block)
		if o.Kind == Delimiter {
			return o.Block, p.spans()
		}
	}
	if o.Box > 0 {
		p.kinds[o.Box], p.kinds[o.Box+1], p.kinds[o.Box+2] = Mark|Box, Mark|Box, Mark|Box
		if o.Done {
			p.paint(from, to, Struck)
		}
	}
	p.inline(from, to)
	return o.Block, p.spans()
}

// Opening says what kind of line it is of which the beginning is given.
func Opening(beginning []byte, s State) Block { return open(beginning, s).Block }

// Rest is Line for what a caller has cut off the beginning of a very long line:
// only marks within it are looked for.
func Rest(rest string, line Block) []Span {
	p := parser{line: rest, kinds: make([]Kind, len(rest))}
	switch line.Kind {
	case Verbatim, Indented, Front, Fence:
		p.paint(0, len(rest), Fixed)
		return p.spans()
	case Head, Row:
		p.table(line)
	}
	if line.Done {
		p.paint(0, len(rest), Struck)
	}
	p.inline(0, len(rest))
	return p.spans()
}

// Next returns the state of the line after a line with state s, but for its
// Header.
func Next[T string | []byte](line T, s State) State { return open(line, s).next }

// LinkAt returns the target of the link that the byte at an offset of a line is
// part of.
func LinkAt(line string, s State, at int) (string, bool) {
	o := open(line, s)
	switch o.Kind {
	case Verbatim, Indented, Front, Fence, Rule, Delimiter:
		return "", false
	}
	p := parser{line: line, kinds: make([]Kind, len(line))}
	p.inline(o.Lead, len(line))
	for _, l := range p.links {
		if l.from <= at && at < l.to && l.target != "" {
			return l.target, true
		}
	}
	return "", false
}

// A parser finds the marks within one line.
type parser struct {
	line     string
	kinds    []Kind // of each byte
	delims   []delim
	brackets []bracket
	links    []link
}

type link struct {
	from, to int
	target   string
}

func (p *parser) paint(from, to int, k Kind) {
	for i := from; i < to; i++ {
		p.kinds[i] |= k
	}
}

// spans gathers the bytes of one kind. Marks do not lean and have no weight.
func (p *parser) spans() []Span {
	var out []Span
	for i, k := range p.kinds {
		if k&Mark != 0 {
			k &^= Strong | Emphasis | Struck
		}
		if n := len(out); n > 0 && out[n-1].Kind == k {
			out[n-1].To = i + 1
			continue
		}
		out = append(out, Span{i, i + 1, k})
	}
	return out
}
