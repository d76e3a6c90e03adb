package buffer

import "strings"

// NewLine is the Enter key in Markdown: it begins a line that goes on with the
// list, the quotes or the indentation of the one before. In an item or a quote
// without words it ends that instead; a nested item becomes one of the list
// around it. In code, which is for the caller to say, it keeps the indentation.
type NewLine struct{ Code bool }

// PlainNewLine is Shift+Enter: a line that begins no item and no quote, but is
// indented as the words before.
type PlainNewLine struct{}

func (c NewLine) do(b *Buffer, now int64) bool {
	return b.breakLines(now, func(r Range) (Edit, kind) {
		line := b.text.LineOf(r.From())
		head := b.lineHead(line)
		start := b.text.LineStart(line)
		at := min(r.From()-start, len(head))
		p := parsePrefix(head)
		switch {
		case c.Code || len(p.parts) == 0:
			return b.breakPlain(r, head, start), typing
		case at < p.end && strings.Trim(head[at:p.end], " ") != "": // before the words
			return b.breakBefore(r, head[:at], start), typing
		case r.Empty() && b.lineEnd(line) == start+len(head) && strings.Trim(head[p.end:], " \t") == "":
			end := b.endItem(line, p, head)
			same := commonPrefix(head, end)
			return Edit{start + same, start + len(head), end[same:]}, alone
		default:
			return Edit{r.From(), r.To() + b.spacesAt(r.To()), "\n" + p.follow(head)}, alone
		}
	})
}

func (PlainNewLine) do(b *Buffer, now int64) bool {
	return b.breakLines(now, func(r Range) (Edit, kind) {
		line := b.text.LineOf(r.From())
		head := b.lineHead(line)
		start := b.text.LineStart(line)
		p := parsePrefix(head)
		if len(p.parts) == 0 || r.From() < start+p.end {
			return b.breakPlain(r, head, start), typing
		}
		return Edit{r.From(), r.To() + b.spacesAt(r.To()), "\n" + p.hanging(head)}, typing
	})
}

// breakLines does at every selection what at says, and puts the carets after
// it.
func (b *Buffer) breakLines(now int64, at func(Range) (Edit, kind)) bool {
	var edits []Edit
	var next []Range
	how, grown, done := typing, 0, 0
	for _, r := range b.selections.resolve(b.text) {
		e, kind := at(r)
		if e.From < done { // another caret has ended the item already
			next = append(next, next[len(next)-1])
			continue
		}
		if kind == alone {
			how = alone
		}
		edits = append(edits, e)
		done = e.To
		grown += e.grows()
		next = append(next, caret(max(e.To, r.To())+grown))
	}
	return b.edit(edits, next, b.selections.main, how, now)
}

// breakBefore begins a line before the mark of an item, which stays where it is:
// in its quotes, and as deep as it was.
func (b *Buffer) breakBefore(r Range, before string, start int) Edit {
	switch {
	case r.Empty() && strings.Trim(before, " \t") == "":
		return Edit{start, start, "\n"}
	case strings.Trim(before, " \t>") == "":
		return Edit{r.From(), r.To(), "\n" + before}
	}
	return Edit{r.From(), r.To(), "\n"}
}

// breakPlain begins a line with the indentation of the one before. What would
// leave nothing but that indentation above takes it along.
func (b *Buffer) breakPlain(r Range, head string, start int) Edit {
	at := min(r.From()-start, len(head))
	indent := head[:min(indentation(head), at)]
	if r.Empty() && at > 0 && len(indent) == len(head) && start+at == b.lineEnd(b.text.LineOf(start)) {
		return Edit{start, start, "\n"}
	}
	return Edit{r.From(), r.To(), "\n" + indent}
}

// spacesAt returns how many spaces stand at off before other words of the line:
// a new item does not begin with them.
func (b *Buffer) spacesAt(off int) int {
	s := b.slice(off, b.clamp(min(off+maxHead, b.lineEnd(b.text.LineOf(off)))))
	if n := indentation(s); n < len(s) {
		return n
	}
	return 0
}

// maxLookBack is how many lines above an item are looked at to find the list
// that it is nested in.
const maxLookBack = 200

// endItem returns what a line without words becomes when Enter ends its
// innermost item or quote.
func (b *Buffer) endItem(line int, p prefix, head string) string {
	last := p.last()
	around := p.before()
	if last.kind == quoting {
		return head[:last.from]
	}
	inner := column(head[:last.from])
	if last.from == around { // not nested in a list
		return head[:around]
	}
	for above := line - 1; above >= max(0, line-maxLookBack); above-- {
		s := b.lineHead(above)
		q := parsePrefix(s)
		outer, ok := q.item()
		switch {
		case ok && column(s[:outer.from]) < inner:
			q.parts = q.parts[:len(q.parts):len(q.parts)]
			for q.last() != outer {
				q.parts = q.parts[:len(q.parts)-1]
			}
			return q.follow(s)
		case !ok && s != "" && indentation(s) == 0: // the list begins below it
			return head[:around]
		}
	}
	return head[:around]
}
