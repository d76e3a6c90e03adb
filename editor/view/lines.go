package view

import (
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/markdown"
)

// lines knows what the lines of the text are: headings, code, tables. It
// follows the text by its edits.
type lines struct {
	b         *buffer.Buffer
	text      *crdt.Text
	structure *markdown.Structure
	mark      buffer.Mark // of the text that it knows

	from   int // the first line of states
	states []markdown.State

	outline  []markdown.Heading
	outlined buffer.Mark // of the text that it is of
}

// use makes b the text that is asked about.
func (l *lines) use(b *buffer.Buffer) { l.b = b }

// follow takes in what was edited since it was last asked.
func (l *lines) follow() *markdown.Structure {
	mark := l.b.Mark()
	if l.structure == nil || l.text != l.b.Text() {
		l.text = l.b.Text()
		l.structure = markdown.NewStructure(l.text)
		l.states, l.outline = l.states[:0], nil
	} else if mark != l.mark {
		l.structure.Apply(l.b.Since(l.mark))
		l.states = l.states[:0]
	}
	l.mark = mark
	return l.structure
}

// batch is how many lines are looked at together: about a screen of them.
const batch = 32

// state returns the state of a line. Lines near one another are asked for one
// after the other, downwards or upwards.
func (l *lines) state(line int) markdown.State {
	s := l.follow()
	end := l.from + len(l.states)
	switch {
	case len(l.states) > 0 && line >= l.from && line < end:
	case len(l.states) > 0 && line == end:
		l.states = s.States(l.states, line, batch)
	case len(l.states) > 0 && line == l.from-1:
		from := max(0, line-batch+1)
		l.states = append(s.States(nil, from, line+1-from), l.states...)
		l.from = from
	default:
		l.states = s.States(l.states[:0], line, batch)
		l.from = line
	}
	return l.states[line-l.from]
}

// headings returns the outline, which is made anew only after an edit.
func (l *lines) headings() []markdown.Heading {
	s := l.follow()
	if l.outline == nil || l.outlined != l.mark {
		l.outline, l.outlined = s.Outline(), l.mark
	}
	return l.outline
}
