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
//
// Unless a command says otherwise it is for every selection, and is undone as
// one step.
type Command interface {
	do(b *Buffer, now int64) bool
}

// Type replaces the selections by what was typed, and puts the carets after it.
type Type struct{ Text string }

// Paste is Type for text that comes in one piece: it is undone in one piece. As
// many lines as there are selections are given out, one to each.
type Paste struct{ Text string }

// Replace replaces a stretch of text, as input methods do, and puts the main
// caret after the new text. The other selections stay. From may be greater than
// To.
type Replace struct {
	From, To int
	Text     string
}

// Erase deletes a stretch of text and puts the main caret where it was. The
// other selections stay. From may be greater than To.
type Erase struct{ From, To int }

// EraseMany deletes the stretches, what a key erases at each selection. Carets
// are then where they were deleted, and nothing is selected.
type EraseMany struct{ Ranges []Range }

// Select puts the selection, one, at two offsets: Head is where the caret goes.
type Select struct{ Anchor, Head int }

// SelectMany puts the selections at Ranges, in any order; those that overlap
// become one. Main says which of them is the one that input methods and views
// follow. No ranges at all change nothing.
type SelectMany struct {
	Ranges []Range
	Main   int
}

// Undo takes back this person's last edit that is not undone and shows.
type Undo struct{}

// Redo takes back an Undo.
type Redo struct{}

// SetText makes the whole text equal to Text by few small edits, so that the
// rest of it keeps its history and everybody's caret stays in its place.
type SetText struct{ Text string }

func (c Type) do(b *Buffer, now int64) bool { return b.put(c.Text, nil, typing, now) }

func (c Paste) do(b *Buffer, now int64) bool {
	n := len(b.selections.resolve(b.text))
	if n > 1 && strings.Count(strings.TrimSuffix(c.Text, "\n"), "\n") == n-1 {
		return b.put("", strings.SplitN(strings.TrimSuffix(c.Text, "\n"), "\n", n), alone, now)
	}
	return b.put(c.Text, nil, alone, now)
}

func (c Replace) do(b *Buffer, now int64) bool {
	from, to := b.clamp(c.From), b.clamp(c.To)
	return b.replaceOne(Edit{min(from, to), max(from, to), c.Text}, typing, now)
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
	return b.replaceOne(Edit{From: from, To: to}, kind, now)
}

func (c EraseMany) do(b *Buffer, now int64) bool {
	if len(c.Ranges) == 0 {
		return false
	}
	stretches, _ := arrange(b.clampAll(c.Ranges), 0)
	ranges := b.selections.resolve(b.text)
	edits := b.edits[:0]
	back, on := len(stretches) == len(ranges), len(stretches) == len(ranges)
	for i, s := range stretches {
		edits = append(edits, Edit{From: s.From(), To: s.To()})
		back = back && ranges[i] == caret(s.To())
		on = on && ranges[i] == caret(s.From())
	}
	kind := alone
	switch {
	case back:
		kind = erasingBack
	case on:
		kind = erasingOn
	}
	b.edits = edits
	next := b.next[:0]
	m := mapping{edits: edits}
	for _, r := range ranges {
		next = append(next, caret(m.before(r.From())))
	}
	b.next = next
	return b.edit(edits, next, b.selections.main, kind, now)
}

func (c Select) do(b *Buffer, _ int64) bool {
	b.choose(append(b.next[:0], Range{b.clamp(c.Anchor), b.clamp(c.Head)}), 0)
	return false
}

func (c SelectMany) do(b *Buffer, _ int64) bool {
	if len(c.Ranges) > 0 {
		b.choose(arrange(b.clampAll(c.Ranges), max(0, min(c.Main, len(c.Ranges)-1))))
	}
	return false
}

// choose moves the selections to ranges, which are in order and apart. What is
// done next is then a step of undo by itself.
func (b *Buffer) choose(ranges []Range, main int) {
	if slices.Equal(b.selections.resolve(b.text), ranges) && b.selections.main == main {
		return
	}
	b.undo.close()
	if b.undo.resting() != nil {
		b.rest()
	}
	b.selections.set(ranges, main)
}

func (Undo) do(b *Buffer, _ int64) bool { return b.step(&b.undo.done, &b.undo.undone, false) }
func (Redo) do(b *Buffer, _ int64) bool { return b.step(&b.undo.undone, &b.undo.done, true) }

func (c SetText) do(b *Buffer, now int64) bool {
	old := b.text.String()
	hunks := diff(old, valid(c.Text))
	if len(hunks) == 0 {
		return false
	}
	before := b.rest()
	b.selections.loosen(b.text)
	first := b.text.Next(b.me)
	b.carryOut(hunks)
	b.undo.begin(group{kind: whole, before: before, atStart: hunks[0].From == 0})
	b.undo.extend(first, b.text.Next(b.me), now)
	return true
}
