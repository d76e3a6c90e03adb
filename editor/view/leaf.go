package view

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gioui.org/layout"
	"gioui.org/unit"
	"golang.org/x/image/math/fixed"

	"chirograph/editor/markdown"
	"chirograph/editor/reading"
)

// A leaf is a block of a Preview, shaped. Its positions are relative to itself
// and to the column.
type leaf struct {
	strips []strip
	top    int // where what is drawn begins
	foot   int // and ends
	height int // with the space around it
	left   int // of the words

	columns []int // of a table: where each begins, and the end of the last
	lines   []int // of a table: the foot of each row
}

// A strip is some text of a leaf: a paragraph, a line of code, a cell.
type strip struct {
	x, y  int
	block *block
	runs  []reading.Run
}

// Measures of the page, in dp.
const (
	listIndent = unit.Dp(28)
	quoteInset = unit.Dp(20)
	codePad    = unit.Dp(12)
	blockSpace = unit.Dp(14) // between paragraphs
	tightSpace = unit.Dp(4)  // between items of a list
	cellPad    = unit.Dp(10)
)

// Longer texts are cut: what is on the screen is shaped as a whole.
const (
	mostLines = 64 // of code in a piece
	mostRows  = 64 // of a table
)

// pieces cuts blocks that are too long to be shaped at once. The pieces of one
// block come one after the other, as a reader expects.
func pieces(blocks []reading.Block) []reading.Block {
	out := make([]reading.Block, 0, len(blocks))
	for _, b := range blocks {
		switch {
		case b.Kind == reading.Code && (len(b.Text) > chunk || strings.Count(b.Text, "\n") >= mostLines):
			out = cutCode(out, b)
		case b.Kind == reading.Table && len(b.Rows) > mostRows:
			for from := 0; from < len(b.Rows); from += mostRows {
				piece := share(b, from, min(from+mostRows, len(b.Rows)), len(b.Rows))
				piece.Rows = b.Rows[from:min(from+mostRows, len(b.Rows))]
				out = append(out, piece)
			}
		case len(b.Text) > chunk && b.Kind != reading.Code:
			out = cutText(out, b)
		default:
			out = append(out, b)
		}
	}
	return out
}

// share is a piece of a block: the part from from to to of n.
func share(b reading.Block, from, to, n int) reading.Block {
	piece := b
	length := b.To - b.From
	piece.From, piece.To = b.From+length*from/n, b.From+length*to/n
	if from > 0 {
		piece.Marker, piece.Task, piece.Tight = "", reading.NoTask, true
	}
	return piece
}

// cutCode cuts between lines, and in lines that are longer than is shaped at once.
func cutCode(out []reading.Block, b reading.Block) []reading.Block {
	var lines []string
	for line := range strings.SplitSeq(b.Text, "\n") {
		for len(line) > chunk {
			to := chunk
			for !utf8.RuneStart(line[to]) {
				to--
			}
			lines = append(lines, line[:to])
			line = line[to:]
		}
		lines = append(lines, line)
	}
	for from := 0; from < len(lines); {
		to, size := from, 0
		for to < len(lines) && to-from < mostLines && (to == from || size+len(lines[to]) <= chunk) {
			size += len(lines[to])
			to++
		}
		piece := share(b, from, to, len(lines))
		piece.Text = strings.Join(lines[from:to], "\n")
		out = append(out, piece)
		from = to
	}
	return out
}

// cutText cuts behind a space, or at least between characters.
func cutText(out []reading.Block, b reading.Block) []reading.Block {
	for from := 0; from < len(b.Text); {
		to := min(from+chunk, len(b.Text))
		if to < len(b.Text) {
			if i := strings.LastIndexByte(b.Text[from:to], ' '); i > chunk/2 {
				to = from + i + 1
			}
			for !utf8.RuneStart(b.Text[to]) {
				to--
			}
		}
		piece := share(b, from, to, len(b.Text))
		piece.Text, piece.Runs = b.Text[from:to], within(b.Runs, from, to)
		out = append(out, piece)
		from = to
	}
	return out
}

// within returns the runs of the bytes from from to to, counted from there.
func within(runs []reading.Run, from, to int) []reading.Run {
	var out []reading.Run
	for _, r := range runs {
		r.From, r.To = max(r.From, from)-from, min(r.To, to)-from
		if r.From < r.To {
			out = append(out, r)
		}
	}
	return out
}

// shape lays a block out.
func (p *Preview) shape(gtx layout.Context, b *reading.Block) *leaf {
	l := &leaf{left: gtx.Dp(quoteInset)*min(b.Quote, 6) + gtx.Dp(listIndent)*min(b.Indent, 6)}
	space := gtx.Dp(blockSpace)
	if b.Tight {
		space = gtx.Dp(tightSpace)
	}
	l.top = space
	switch b.Kind {
	case reading.Heading:
		size := min(b.Level, 3)
		l.top = space + p.paper.sizes[size].above + gtx.Dp(8)
		l.foot = p.text(l, b.Text, b.Runs, size, l.left, l.top, p.column.Dx()-l.left)
	case reading.Code:
		pad := gtx.Dp(codePad)
		y := l.top + pad
		for line := range strings.SplitSeq(b.Text, "\n") {
			y = p.text(l, line, []reading.Run{{To: len(line), Style: reading.Mono}}, codeSize, l.left+pad, y, p.column.Dx()-l.left-2*pad)
		}
		l.foot = y + pad
	case reading.Rule:
		l.top = gtx.Dp(24)
		l.foot = l.top + gtx.Dp(1)
	case reading.Table:
		p.table(gtx, l, b)
	default:
		l.foot = p.text(l, b.Text, b.Runs, 0, l.left, l.top, p.column.Dx()-l.left)
	}
	l.height = l.foot
	return l
}

// shift moves everything in the leaf by pixels.
func (l *leaf) shift(d int) {
	l.top, l.foot, l.height = l.top+d, l.foot+d, l.height+d
	for i := range l.strips {
		l.strips[i].y += d
	}
	for i := range l.lines {
		l.lines[i] += d
	}
}

// text lays words out from a place and returns the y below them.
func (p *Preview) text(l *leaf, s string, runs []reading.Run, size, x, y, width int) int {
	width = max(width, p.paper.m.Dp(40))
	from := 0
	for line := range strings.SplitSeq(s, "\n") {
		own := within(runs, from, from+len(line))
		b := p.paper.flow(line, spansOf(own, len(line)), size, width)
		l.strips = append(l.strips, strip{x, y, b, own})
		y += b.height
		from += len(line) + 1
	}
	return y
}

// table gives the columns widths by what they hold, and lays out the cells.
func (p *Preview) table(gtx layout.Context, l *leaf, b *reading.Block) {
	pad := gtx.Dp(cellPad)
	var widths []int
	for i, row := range b.Rows {
		for j, c := range row {
			if j == len(widths) {
				widths = append(widths, gtx.Dp(24))
			}
			widths[j] = max(widths[j], p.natural(c.Text, cellRuns(c, i)))
		}
	}
	x := l.left
	for _, w := range fitted(widths, p.column.Dx()-l.left-2*pad*len(widths)) {
		l.columns = append(l.columns, x)
		x += 2*pad + w
	}
	l.columns = append(l.columns, x)
	y := l.top
	for i, row := range b.Rows {
		foot := y + p.paper.sizes[0].height
		for j, c := range row {
			left, width := l.columns[j]+pad, l.columns[j+1]-l.columns[j]-2*pad
			first := len(l.strips)
			foot = max(foot, p.text(l, c.Text, cellRuns(c, i), 0, left, y+gtx.Dp(4), width)+gtx.Dp(4))
			if j < len(b.Align) {
				align(l.strips[first:], b.Align[j], width)
			}
		}
		y = foot
		l.lines = append(l.lines, y)
	}
	l.foot = y
}

// natural is how wide a text is on one line.
func (p *Preview) natural(s string, runs []reading.Run) int {
	b := p.paper.flow(s, spansOf(runs, len(s)), 0, wide/64)
	var end fixed.Int26_6
	for _, pc := range b.rows[0].pieces {
		end = max(end, pc.to)
	}
	return end.Ceil()
}

// fitted makes widths smaller until they fit into room: the widest first, since
// words wrap best in wide columns.
func fitted(widths []int, room int) []int {
	out := slices.Clone(widths)
	for {
		total, widest, second := 0, 0, 0
		for i, w := range out {
			total += w
			if w > out[widest] {
				widest = i
			}
		}
		if total <= room || len(out) == 0 {
			return out
		}
		count := 0
		for _, w := range out {
			if w == out[widest] {
				count++
			} else {
				second = max(second, w)
			}
		}
		cut := max(1, min(out[widest]-second, (total-room+count-1)/count))
		if out[widest] <= cut {
			return out // nothing is left to take
		}
		limit := out[widest] - cut
		for i := range out {
			out[i] = min(out[i], limit)
		}
	}
}

// cellRuns are the runs of a cell in the i-th row: the headings are strong.
func cellRuns(c reading.Cell, i int) []reading.Run {
	if i > 0 {
		return c.Runs
	}
	return heavier(c.Runs, len(c.Text))
}

// heavier makes everything strong.
func heavier(runs []reading.Run, n int) []reading.Run {
	var out []reading.Run
	at := 0
	for _, r := range runs {
		if r.From > at {
			out = append(out, reading.Run{From: at, To: r.From, Style: reading.Strong})
		}
		r.Style |= reading.Strong
		out = append(out, r)
		at = r.To
	}
	if at < n {
		out = append(out, reading.Run{From: at, To: n, Style: reading.Strong})
	}
	return out
}

// align moves strips within a width. Rows of one part move together: cells are
// short.
func align(strips []strip, how reading.Align, width int) {
	for i := range strips {
		var end fixed.Int26_6
		for _, r := range strips[i].block.rows {
			for _, pc := range r.pieces {
				end = max(end, pc.to)
			}
		}
		switch slack := max(0, width-end.Ceil()); how {
		case reading.Middle:
			strips[i].x += slack / 2
		case reading.Right:
			strips[i].x += slack
		}
	}
}

// spansOf divides a text of n bytes by its runs.
func spansOf(runs []reading.Run, n int) []markdown.Span {
	var out []markdown.Span
	at := 0
	for _, r := range runs {
		if r.From > at {
			out = append(out, markdown.Span{From: at, To: r.From})
		}
		out = append(out, markdown.Span{From: r.From, To: r.To, Kind: kindOf(r)})
		at = r.To
	}
	if at < n {
		out = append(out, markdown.Span{From: at, To: n})
	}
	return out
}

// kindOf translates the style of a run into that of a span.
func kindOf(r reading.Run) (k markdown.Kind) {
	for style, kind := range map[reading.Style]markdown.Kind{
		reading.Strong: markdown.Strong, reading.Emphasis: markdown.Emphasis, reading.Struck: markdown.Struck,
		reading.Mono: markdown.Code, reading.Quiet: markdown.Mark,
	} {
		if r.Style&style != 0 {
			k |= kind
		}
	}
	if r.Link != "" {
		k |= markdown.Link
	}
	return k
}
