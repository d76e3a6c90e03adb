package buffer

import "strings"

// Indent is the Tab key: lines that are selected, and the item that a caret is
// in, move to the right by Unit, and elsewhere Unit is written at the caret.
// Lines without words stay empty.
type Indent struct{ Unit string }

// Outdent is Shift+Tab: the lines of the selections move to the left by Unit,
// or by what there is of it.
type Outdent struct{ Unit string }

func (c Indent) do(b *Buffer, now int64) bool {
	var edits []Edit
	plain := true
	last := -1 // line indented
	for _, r := range b.selections.resolve(b.text) {
		n := b.linesOf(r)
		if r.Empty() && !b.isItem(n.first) {
			edits = append(edits, Edit{r.Head, r.Head, valid(c.Unit)})
			continue
		}
		plain = false
		for line := max(n.first, last+1); line <= n.last; line++ {
			head := b.lineHead(line)
			if at := b.text.LineStart(line) + indentAt(head); strings.Trim(head, " \t") != "" {
				edits = append(edits, Edit{at, at, valid(c.Unit)})
			}
			last = line
		}
	}
	if plain {
		return b.put(c.Unit, nil, typing, now)
	}
	return b.alter(edits, now)
}

func (c Outdent) do(b *Buffer, now int64) bool {
	var edits []Edit
	blocks, _ := b.blocks()
	for _, n := range blocks {
		for line := n.first; line <= n.last; line++ {
			head := b.lineHead(line)
			at := indentAt(head)
			if n := unindent(head[at:], c.Unit); n > 0 {
				at += b.text.LineStart(line)
				edits = append(edits, Edit{From: at, To: at + n})
			}
		}
	}
	return b.alter(edits, now)
}

// isItem reports whether a line begins a list item.
func (b *Buffer) isItem(line int) bool {
	_, ok := parsePrefix(b.lineHead(line)).item()
	return ok
}

// indentAt returns where the indentation of a line begins: for an item after
// the marks of the quotes that it is in.
func indentAt(head string) int {
	p := parsePrefix(head)
	at := 0
	for _, m := range p.parts {
		if m.kind != quoting {
			return at
		}
		at = m.to
	}
	return 0
}

// unindent returns how many bytes of indentation make one unit: a tab, or as
// many spaces as unit has at most, which are four for a tab.
func unindent(head, unit string) int {
	if strings.HasPrefix(head, "\t") {
		return 1
	}
	n := 0
	for n < min(max(1, column(unit)), len(head)) && head[n] == ' ' {
		n++
	}
	return n
}
