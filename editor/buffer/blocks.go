package buffer

import (
	"strconv"
	"strings"
)

// Heading makes the lines of the selections headings of a level from 1 to 6,
// and those that are of that level all, or with level 0, plain lines.
type Heading struct{ Level int }

// List makes the lines of the selections items of a list, and those that all
// are such items already plain lines. Items of another kind change kind.
type List struct{ Kind ListKind }

// A ListKind is a kind of list.
type ListKind uint8

// Kinds of lists. The items of a list of checks have a box to tick.
const (
	Bullets ListKind = iota
	Numbers
	Checks
)

// Check ticks the box of a line, or clears it. With a negative Line it is for
// the lines of the selections, and clears the boxes only if all are ticked.
type Check struct{ Line int }

// eachLine calls f with the lines of the selections that have words, or with
// all of them if none has.
func (b *Buffer) eachLine(f func(start int, head string)) {
	blocks, _ := b.blocks()
	for _, empty := range []bool{false, true} {
		found := false
		for _, n := range blocks {
			for line := n.first; line <= n.last; line++ {
				if head := b.lineHead(line); empty || strings.Trim(head, " \t") != "" {
					f(b.text.LineStart(line), head)
					found = true
				}
			}
		}
		if found {
			return
		}
	}
}

func (c Heading) do(b *Buffer, now int64) bool {
	level := max(0, min(c.Level, 6))
	all := true
	b.eachLine(func(_ int, head string) {
		n, _ := headingMark(head[parsePrefix(head).end:])
		all = all && n == level
	})
	mark := ""
	if level > 0 && !all {
		mark = strings.Repeat("#", level) + " "
	}
	var edits []Edit
	b.eachLine(func(start int, head string) {
		at := parsePrefix(head).end
		if at == 0 {
			at = min(indentation(head), 3)
		}
		_, size := headingMark(head[at:])
		edits = appendChange(edits, start+at, head[at:at+size], mark)
	})
	return b.alter(edits, now)
}

// headingMark returns the level of a heading, 0 if a line is none, and the size
// of its mark with the indentation before and the space behind it.
func headingMark(line string) (level, size int) {
	marks := strings.TrimLeft(line, " ")
	rest := strings.TrimLeft(marks, "#")
	level = len(marks) - len(rest)
	if level == 0 || level > 6 || rest != "" && indentation(rest) == 0 {
		return 0, 0
	}
	return level, len(line) - len(rest) + indentation(rest)
}

// list returns of what kind of list an item is.
func (m part) list() ListKind {
	switch {
	case m.box > 0:
		return Checks
	case m.kind == numbered:
		return Numbers
	default:
		return Bullets
	}
}

func (c List) do(b *Buffer, now int64) bool {
	all := true
	b.eachLine(func(_ int, head string) {
		m, ok := parsePrefix(head).item()
		all = all && ok && m.list() == c.Kind
	})
	var edits []Edit
	var count counter
	b.eachLine(func(start int, head string) {
		p := parsePrefix(head)
		m, ok := p.item()
		if !ok {
			m.from = p.end + indentation(head[p.end:])
			m.mark, m.to = m.from, m.from
		}
		mark := ""
		switch {
		case all:
		case c.Kind == Numbers:
			mark = strconv.Itoa(count.next(column(head[:m.from]))) + ". "
		case c.Kind == Checks && ok:
			mark = head[m.from:m.mark] + " [ ] "
		case c.Kind == Checks:
			mark = "- [ ] "
		case ok && m.kind == bulleted:
			mark = head[m.from:m.mark] + " "
		default:
			mark = "- "
		}
		if !all && ok && m.list() == c.Kind && c.Kind != Numbers {
			return
		}
		edits = appendChange(edits, start+m.from, head[m.from:m.to], mark)
	})
	return b.alter(edits, now)
}

// A counter numbers the items of nested lists.
type counter struct{ columns, values []int }

// next returns the number of an item whose mark is at a column.
func (c *counter) next(column int) int {
	k := len(c.columns)
	for k > 0 && c.columns[k-1] > column {
		k--
	}
	c.columns, c.values = c.columns[:k], c.values[:k]
	if k == 0 || c.columns[k-1] < column {
		c.columns, c.values = append(c.columns, column), append(c.values, 0)
		k++
	}
	c.values[k-1]++
	return c.values[k-1]
}

func (c Check) do(b *Buffer, now int64) bool {
	type box struct {
		at     int
		ticked bool
	}
	var boxes []box
	look := func(start int, head string) {
		if m, ok := parsePrefix(head).item(); ok && m.box > 0 {
			boxes = append(boxes, box{start + m.box + 1, head[m.box+1] != ' '})
		}
	}
	switch {
	case c.Line >= b.text.Lines():
		return false
	case c.Line >= 0:
		look(b.text.LineStart(c.Line), b.lineHead(c.Line))
	default:
		b.eachLine(look)
	}
	all := true
	for _, x := range boxes {
		all = all && x.ticked
	}
	var edits []Edit
	for _, x := range boxes {
		switch {
		case all:
			edits = append(edits, Edit{x.at, x.at + 1, " "})
		case !x.ticked:
			edits = append(edits, Edit{x.at, x.at + 1, "x"})
		}
	}
	return b.alter(edits, now)
}

// appendChange appends the edit that makes old, at an offset, new, and leaves
// alone what is equal at their beginning.
func appendChange(edits []Edit, at int, old, new string) []Edit {
	n := commonPrefix(old, new)
	if old[n:] == new[n:] {
		return edits
	}
	return append(edits, Edit{at + n, at + len(old), new[n:]})
}
