package view

import (
	"slices"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

// A note is what the view remembers of a caret beyond its offset: where a line
// is wrapped, which of two rows it is on, and the column that Up and Down keep.
// Notes are in the order of the selections and are dropped with every edit.
type note struct {
	upstream bool // it is at the end of the upper row
	kept     bool // x is to be kept
	x        int
}

// note returns what is known of the i-th of n carets.
func (v *View) note(i, n int) note {
	if len(v.notes) != n {
		return note{}
	}
	return v.notes[i]
}

// upstream is that of the main caret.
func (v *View) upstream(b *buffer.Buffer) bool {
	return len(v.notes) > 0 && v.note(b.Main(), len(b.Selections())).upstream
}

// chooseMany sets the selections unless they are those already: to set them
// ends the group of edits that undo takes back together. Those that overlap
// become one, and their notes with them.
func (v *View) chooseMany(b *buffer.Buffer, ranges []buffer.Range, main int, notes []note) {
	want := slices.Clone(ranges) // the buffer sorts in place
	if !slices.Equal(b.Selections(), want) || b.Main() != main {
		b.Do(buffer.SelectMany{Ranges: slices.Clone(ranges), Main: main}, v.now)
	}
	v.notes = v.notes[:0]
	if notes == nil {
		return
	}
	of := make(map[int]note, len(want)) // by where the caret is
	for i, r := range want {
		if _, ok := of[r.Head]; !ok {
			of[r.Head] = notes[i]
		}
	}
	for _, r := range b.Selections() {
		v.notes = append(v.notes, of[r.Head])
	}
}

// chooseOne leaves one selection.
func (v *View) chooseOne(b *buffer.Buffer, anchor, head int) {
	v.chooseMany(b, []buffer.Range{{Anchor: anchor, Head: head}}, 0, nil)
}

// chooseMain changes the main selection and leaves the others.
func (v *View) chooseMain(b *buffer.Buffer, anchor, head int) {
	ranges, main := b.Selections(), b.Main()
	ranges[main] = buffer.Range{Anchor: anchor, Head: head}
	v.chooseMany(b, ranges, main, nil)
}

// move moves every caret, and the other end of its selection with it unless
// that is to be extended.
func (v *View) move(b *buffer.Buffer, m motion, extend bool) {
	_, head := b.Selection()
	i, r, seen := v.find(head, v.upstream(b))
	y := 0
	if seen {
		y = v.placed[i].y + r.y
	}
	ranges := b.Selections()
	notes := make([]note, len(ranges))
	for i, r := range ranges {
		var to int
		to, notes[i] = v.aim(b, r, v.note(i, len(ranges)), v.turned(b.Text(), r.Head, m), extend)
		if ranges[i].Head = to; !extend {
			ranges[i].Anchor = to
		}
	}
	v.chooseMany(b, ranges, b.Main(), notes)
	v.reveal = true
	if seen && (m == pageUp || m == pageDown) { // the page goes along
		_, head = b.Selection()
		v.fix(b.Text(), head, y)
	}
}

// turned is the motion of a key at a caret: in a paragraph that runs from right
// to left, what comes next is on the left.
func (v *View) turned(t *crdt.Text, off int, m motion) motion {
	turns := map[motion]motion{left: right, right: left, wordLeft: wordRight, wordRight: wordLeft}
	to, ok := turns[m]
	if !ok || !v.shape(t, placeAt(t, off)).rtl {
		return m
	}
	return to
}

// aim returns where a motion takes a caret.
func (v *View) aim(b *buffer.Buffer, r buffer.Range, n note, m motion, extend bool) (to int, _ note) {
	t, head := b.Text(), r.Head
	switch m {
	case left:
		if !r.Empty() && !extend { // first to the end it points to
			return snapped(b, r.From()), note{}
		}
		return b.PrevCluster(head), note{}
	case right:
		if !r.Empty() && !extend {
			return snapped(b, r.To()), note{}
		}
		return b.NextCluster(head), note{}
	case wordLeft:
		return b.PrevWord(head), note{}
	case wordRight:
		return b.NextWord(head), note{}
	case rowStart:
		from, to, _ := v.rowBounds(t, head, n.upstream)
		if words := snapped(b, v.firstWord(t, from, to)); head != words && t.LineStart(t.LineOf(from)) == from {
			return words, note{}
		}
		return from, note{}
	case rowEnd:
		_, to, wrapped := v.rowBounds(t, head, n.upstream)
		return to, note{upstream: wrapped}
	case paragraphStart:
		from, _ := paragraph(t, head)
		return from, note{}
	case paragraphEnd:
		return lineEnd(t, t.LineOf(head)), note{}
	case up, down, pageUp, pageDown:
		if !n.kept {
			n.x = v.caretX(t, head, n.upstream)
		}
		rows := 1
		if m == pageUp || m == pageDown {
			rows = max(1, v.size.Y/max(1, v.paper.sizes[0].height)-2)
		}
		to, up := v.vertical(t, head, direction(m == down || m == pageDown)*rows, n)
		return to, note{upstream: up, kept: true, x: n.x}
	case paragraphUp:
		return v.paragraphBefore(t, head), note{}
	case paragraphDown:
		return v.paragraphAfter(t, head), note{}
	case textStart:
		return 0, note{}
	case textEnd:
		return t.Len(), note{}
	}
	return head, n
}

// erase deletes what is selected, and from each caret alone up to where a
// motion would take it.
func (v *View) erase(b *buffer.Buffer, m motion) bool {
	ranges := b.Selections()
	for i, r := range ranges {
		if r.Empty() {
			to, _ := v.aim(b, r, v.note(i, len(ranges)), m, true)
			if to == r.Head && m == paragraphEnd { // nothing but the line's end is left to erase
				to = b.NextCluster(r.Head)
			}
			ranges[i] = buffer.Range{Anchor: r.Head, Head: to}
		}
	}
	return v.do(b, buffer.EraseMany{Ranges: ranges})
}

// snapped returns off, or the end of the character that it is inside of: others
// may have put an accent behind the letter at which a selection ended.
func snapped(b *buffer.Buffer, off int) int {
	if end := b.NextCluster(off); b.PrevCluster(end) != off {
		return end
	}
	return off
}
