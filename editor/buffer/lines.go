package buffer

import (
	"slices"
	"strings"
)

// MoveLines moves the lines of the selections up, or down, by one line. Of the
// lines moved and the one they change places with, the shorter keeps neither
// its identity nor its author; the other one does.
type MoveLines struct{ Down bool }

// DuplicateLines puts a copy of the lines of the selections below them. The
// selections are then in the copy.
type DuplicateLines struct{}

// DeleteLines deletes the lines of the selections. The carets are then on the
// lines that follow, in the same column.
type DeleteLines struct{}

// JoinLines makes the lines of each selection one; the line of a caret and the
// next one. One space is left between words, none where they are written
// without.
type JoinLines struct{}

// A block is whole lines, the first to the last.
type block struct{ first, last int }

// blocks returns the lines of the selections in order, those that follow one
// another as one block, and of which block each selection is. A selection that
// ends where a line begins is not on that line.
func (b *Buffer) blocks() (blocks []block, of []int) {
	for _, r := range b.selections.resolve(b.text) {
		n := b.linesOf(r)
		if k := len(blocks) - 1; k >= 0 && n.first <= blocks[k].last+1 {
			blocks[k].last = max(blocks[k].last, n.last)
		} else {
			blocks = append(blocks, n)
		}
		of = append(of, len(blocks)-1)
	}
	return blocks, of
}

// linesOf returns the lines of a selection.
func (b *Buffer) linesOf(r Range) block {
	n := block{b.text.LineOf(r.From()), b.text.LineOf(r.To())}
	if n.last > n.first && b.text.LineStart(n.last) == r.To() {
		n.last--
	}
	return n
}

// lineEnd returns the offset at which a line ends, before its newline.
func (b *Buffer) lineEnd(line int) int {
	if line+1 == b.text.Lines() {
		return b.text.Len()
	}
	return b.text.LineStart(line+1) - 1
}

// bounds returns where a block begins and ends, without its last newline.
func (b *Buffer) bounds(n block) (from, to int) {
	return b.text.LineStart(n.first), b.lineEnd(n.last)
}

func (b *Buffer) slice(from, to int) string { return string(b.text.AppendRange(nil, from, to)) }

func (c MoveLines) do(b *Buffer, now int64) bool {
	blocks, of := b.blocks()
	shift := make([]int, len(blocks))
	var edits []Edit
	for i, n := range blocks {
		switch {
		case c.Down && n.last+1 < b.text.Lines():
			below := block{n.last + 1, n.last + 1}
			from, to := b.bounds(below)
			shift[i] = to - from + 1
			edits = b.swap(edits, n, below)
		case !c.Down && n.first > 0:
			above := block{n.first - 1, n.first - 1}
			from, to := b.bounds(above)
			shift[i] = from - to - 1
			edits = b.swap(edits, above, n)
		}
	}
	var next []Range
	for i, r := range b.selections.resolve(b.text) {
		d := shift[of[i]]
		next = append(next, Range{min(r.Anchor+d, b.text.Len()), min(r.Head+d, b.text.Len())})
	}
	return b.edit(edits, next, b.selections.main, alone, now)
}

// swap appends the edits that make two blocks that follow one another change
// places. The shorter one is deleted and written again.
func (b *Buffer) swap(edits []Edit, upper, lower block) []Edit {
	from, mid := b.bounds(upper)
	start, to := b.bounds(lower)
	atEnd := lower.last+1 == b.text.Lines() // there is no newline after it
	if mid-from < to-start {
		s := b.slice(from, mid)
		if atEnd {
			return append(edits, Edit{From: from, To: start}, Edit{to, to, "\n" + s})
		}
		return append(edits, Edit{From: from, To: start}, Edit{to + 1, to + 1, s + "\n"})
	}
	s := b.slice(start, to)
	if atEnd {
		return append(edits, Edit{from, from, s + "\n"}, Edit{From: mid, To: to})
	}
	return append(edits, Edit{from, from, s + "\n"}, Edit{From: start, To: to + 1})
}

func (DuplicateLines) do(b *Buffer, now int64) bool {
	blocks, of := b.blocks()
	edits := make([]Edit, len(blocks))
	grown := make([]int, len(blocks)) // up to and with each
	for i, n := range blocks {
		from, to := b.bounds(n)
		edits[i] = Edit{to, to, "\n" + b.slice(from, to)}
		grown[i] = edits[i].grows()
		if i > 0 {
			grown[i] += grown[i-1]
		}
	}
	var next []Range
	for i, r := range b.selections.resolve(b.text) {
		d := grown[of[i]]
		next = append(next, Range{r.Anchor + d, r.Head + d})
	}
	return b.edit(edits, next, b.selections.main, alone, now)
}

func (DeleteLines) do(b *Buffer, now int64) bool {
	blocks, of := b.blocks()
	edits := make([]Edit, len(blocks))
	deleted := make([]int, len(blocks)) // before each
	for i, n := range blocks {
		from, to := b.bounds(n)
		switch {
		case n.last+1 < b.text.Lines():
			to++
		case from > 0:
			from--
		}
		edits[i] = Edit{From: from, To: to}
		if i > 0 {
			deleted[i] = deleted[i-1] - edits[i-1].grows()
		}
	}
	var next []Range
	for i, r := range b.selections.resolve(b.text) {
		k := of[i]
		m := mapping{edits: edits[k : k+1]}
		next = append(next, caret(m.before(b.below(blocks[k], r.Head))-deleted[k]))
	}
	return b.edit(edits, next, b.selections.main, alone, now)
}

// below returns where a caret goes when the lines of its block are deleted: to
// its column in the line that follows, or in the last line left.
func (b *Buffer) below(n block, head int) int {
	t := b.text
	column := t.RuneOf(head) - t.RuneOf(t.LineStart(t.LineOf(head)))
	line := n.last + 1
	if line == t.Lines() {
		line = max(n.first-1, 0)
	}
	return min(t.OffsetOfRune(min(t.RuneOf(t.LineStart(line))+column, t.Runes())), b.lineEnd(line))
}

func (JoinLines) do(b *Buffer, now int64) bool {
	blocks, _ := b.blocks()
	var edits []Edit
	for i, n := range blocks {
		if n.first == n.last && (i+1 == len(blocks) || blocks[i+1].first > n.last+1) {
			n.last = min(n.last+1, b.text.Lines()-1)
		}
		edits = b.join(edits, n)
	}
	return b.alter(edits, now)
}

// join appends the edits that make a block one line.
func (b *Buffer) join(edits []Edit, n block) []Edit {
	const blank = " \t"
	first, _ := b.bounds(n)
	end := first // of the words before
	for line := n.first; line < n.last; line++ {
		from, to := b.bounds(block{line, line})
		if words := strings.TrimRight(b.slice(from, to), blank); strings.Trim(words, blank) != "" {
			end = from + len(words)
		}
		from, to = b.bounds(block{line + 1, line + 1})
		words := b.slice(from, to)
		if p := parsePrefix(words); b.quoted(line) && len(p.parts) > 0 && p.parts[0].kind == quoting {
			from += p.parts[0].to
			words = words[p.parts[0].to:]
		}
		begin := from + len(words) - len(strings.TrimLeft(words, blank))
		e := Edit{From: end, To: begin}
		if begin < to && end > first && !(isDense(b.runeBefore(end)) && isDense(b.runeAfter(begin))) {
			e.Text = " "
		}
		if k := len(edits) - 1; k >= 0 && edits[k].From == end { // a blank line was between
			edits = edits[:k]
		}
		edits = append(edits, e)
	}
	return edits
}

// quoted reports whether a line begins with the mark of a quote.
func (b *Buffer) quoted(line int) bool {
	p := parsePrefix(b.lineHead(line))
	return len(p.parts) > 0 && p.parts[0].kind == quoting
}

// isDense reports whether a character is of a script written without spaces.
func isDense(r rune) bool {
	c := classOf(r)
	return c == han || c == hiragana || c == katakana || r >= 0x3000 && r < 0x3040 // and its punctuation
}

// alter carries out edits, in any order, as a step by itself. The selections
// stay at their words: what is inserted at a caret comes before it. Of edits
// that overlap only the first counts.
func (b *Buffer) alter(edits []Edit, now int64) bool {
	edits = tidy(edits)
	m := mapping{edits: edits}
	var next []Range
	for _, r := range b.selections.resolve(b.text) {
		if r.Empty() {
			next = append(next, caret(m.after(r.Head)))
		} else {
			next = append(next, r.between(m.before(r.From()), m.before(r.To())))
		}
	}
	return b.edit(edits, next, b.selections.main, alone, now)
}

// tidy puts edits in the order of the text, what is inserted before what is
// deleted at the same place, and takes out those that overlap with one before, or
// repeat it.
func tidy(edits []Edit) []Edit {
	slices.SortStableFunc(edits, func(a, b Edit) int {
		if a.From == b.From && (a.From == a.To) != (b.From == b.To) {
			return a.To - b.To
		}
		return a.From - b.From
	})
	out := edits[:0]
	for _, e := range edits {
		if k := len(out) - 1; k < 0 || e.From >= out[k].To && e != out[k] {
			out = append(out, e)
		}
	}
	return out
}
