package buffer

import (
	"slices"
	"strings"
)

// A Command is something a person wants done to a document.
//
// Offsets in commands are bytes. Those that are outside the text or inside a
// rune count as the nearest place before, because a command may have been made
// for a text that has changed since. Text that is not UTF-8 is made so.
type Command interface {
	do(b *Buffer, now int64) bool
}

// Type replaces the selection by what was typed, and puts the caret after it.
type Type struct{ Text string }

// Paste is Type for text that comes in one piece: it is undone in one piece.
type Paste struct{ Text string }

// Replace replaces a stretch of text, as input methods do, and puts the caret
// after the new text. From may be greater than To.
type Replace struct {
	From, To int
	Text     string
}

// Erase deletes a stretch of text and puts the caret where it was. From may be
// greater than To.
type Erase struct{ From, To int }

// Select puts the selection at two offsets: Head is where the caret goes.
type Select struct{ Anchor, Head int }

// Undo takes back this person's last edit that is not undone and shows.
type Undo struct{}

// Redo takes back an Undo.
type Redo struct{}

// SetText makes the whole text equal to Text by few small edits, so that the
// rest of it keeps its history and everybody's caret stays in its place.
type SetText struct{ Text string }

func (c Type) do(b *Buffer, now int64) bool {
	from, to := b.selected()
	return b.edit(from, to, c.Text, typing, now)
}

func (c Paste) do(b *Buffer, now int64) bool {
	from, to := b.selected()
	return b.edit(from, to, c.Text, alone, now)
}

func (c Replace) do(b *Buffer, now int64) bool {
	from, to := b.clamp(c.From), b.clamp(c.To)
	return b.edit(min(from, to), max(from, to), c.Text, typing, now)
}

func (c Erase) do(b *Buffer, now int64) bool {
	from, to := b.clamp(c.From), b.clamp(c.To)
	from, to = min(from, to), max(from, to)
	kind := alone
	switch anchor, head := b.Selection(); {
	case anchor == head && head == to:
		kind = erasingBack
	case anchor == head && head == from:
		kind = erasingOn
	}
	return b.edit(from, to, "", kind, now)
}

func (c Select) do(b *Buffer, _ int64) bool {
	anchor, head := b.clamp(c.Anchor), b.clamp(c.Head)
	if a, h := b.Selection(); a != anchor || h != head {
		b.selection.set(anchor, head)
		b.undo.close()
	}
	return false
}

func (Undo) do(b *Buffer, _ int64) bool { return b.step(&b.undo.done, &b.undo.undone, false) }
func (Redo) do(b *Buffer, _ int64) bool { return b.step(&b.undo.undone, &b.undo.done, true) }

func (c SetText) do(b *Buffer, now int64) bool {
	old := b.text.String()
	hunks := diff(old, valid(c.Text))
	if len(hunks) == 0 {
		return false
	}
	before := b.selection.anchor(b.text)
	first := b.text.Next(b.me)
	for _, h := range slices.Backward(hunks) { // from the end, so that offsets stay right
		b.replace(h.from, h.to, h.text)
	}
	b.undo.add(group{kind: whole, before: before}, first, b.text.Next(b.me), now)
	return true
}

// edit replaces a stretch of text, puts the caret after the new text, and
// notes it for undo.
func (b *Buffer) edit(from, to int, s string, kind kind, now int64) bool {
	s = valid(s)
	if from == to && s == "" {
		return false
	}
	if old := b.undo.current(now); old != nil && b.continues(old, from, to, s, kind) {
		old.edge = b.edge(from, to, s, kind)
		old.typed += len(s) - (to - from)
		first := b.text.Next(b.me)
		b.replace(from, to, s)
		b.undo.extend(first, b.text.Next(b.me), now)
	} else {
		g := group{kind: kind, edge: b.edge(from, to, s, kind), typed: len(s)}
		anchor, head := b.Selection()
		g.before = tie(b.text, anchor, head)
		first := b.text.Next(b.me)
		b.replace(from, to, s)
		b.undo.add(g, first, b.text.Next(b.me), now)
	}
	b.selection.set(from+len(s), from+len(s))
	return true
}

// valid returns s with what is not UTF-8 replaced by U+FFFD.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
