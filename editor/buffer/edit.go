package buffer

import (
	"slices"
	"strings"

	"chirograph/editor/crdt"
)

// An Edit puts text in the place of a stretch, which may be empty, in bytes.
type Edit struct {
	From, To int
	Text     string
}

// grows returns by how much an edit makes the text longer.
func (e Edit) grows() int { return len(e.Text) - (e.To - e.From) }

// edit carries out edits, which are in the order of the text and apart, as one
// step of undo or as more of the last one. Then the selections are at next. It
// does nothing at all, and reports false, if the edits change nothing.
func (b *Buffer) edit(edits []Edit, next []Range, main int, kind kind, now int64) bool {
	begin := slices.IndexFunc(edits, func(e Edit) bool { return e.From < e.To || e.Text != "" })
	if begin < 0 {
		return false
	}
	e := edits[b.foremost(len(edits))]
	g := b.undo.current(now)
	if g != nil && b.continues(g, edits, kind) {
		g.typed += e.grows()
	} else {
		g = b.undo.begin(group{kind: kind, before: b.rest(), places: len(edits), typed: len(e.Text)})
	}
	g.edge = b.edge(e, kind)
	g.atStart = g.atStart || edits[begin].From == 0
	first := b.text.Next(b.me)
	b.carryOut(edits)
	b.undo.extend(first, b.text.Next(b.me), now)
	b.selections.set(next, main)
	return true
}

// foremost returns which of n edits is that of the main selection, if there is
// one for each selection.
func (b *Buffer) foremost(n int) int {
	if ranges := b.selections.resolve(b.text); n == len(ranges) {
		return b.selections.main
	}
	return n - 1
}

// finely is how many edits at once are noted one by one. More of them, from a
// replacement of everything that was found, are noted as one stretch: those who
// follow the edits do better to look at it anew.
const finely = maxLog / 4

// carryOut makes the edits, the last one first, so that offsets stay right.
func (b *Buffer) carryOut(edits []Edit) {
	grown := 0
	for _, e := range slices.Backward(edits) {
		b.replace(e)
		grown += e.grows()
		if len(edits) <= finely {
			b.log.add(crdt.Edit{At: e.From, Deleted: e.To - e.From, Inserted: len(e.Text)})
		}
	}
	if len(edits) > finely {
		from, to := edits[0].From, edits[len(edits)-1].To
		b.log.add(crdt.Edit{At: from, Deleted: to - from, Inserted: to - from + grown})
	}
}

// replace makes an edit without noting it.
func (b *Buffer) replace(e Edit) {
	if e.From < e.To {
		b.text.Delete(b.me, e.From, e.To)
	}
	if e.Text != "" {
		b.text.Insert(b.me, e.From, e.Text)
	}
}

// put replaces each selection by text, or the i-th one by the i-th of texts if
// there are any. The carets are then after the new text.
func (b *Buffer) put(text string, texts []string, kind kind, now int64) bool {
	text = valid(text)
	edits, next, grown := b.edits[:0], b.next[:0], 0
	for i, r := range b.selections.resolve(b.text) {
		if texts != nil {
			text = valid(texts[i])
		}
		e := Edit{r.From(), r.To(), text}
		edits = append(edits, e)
		grown += e.grows()
		next = append(next, caret(e.To+grown))
	}
	b.edits, b.next = edits, next
	changed := b.edit(edits, next, b.selections.main, kind, now)
	clear(edits) // a long text is not to be kept
	return changed
}

// replaceOne makes one edit; the main caret is then after the new text, and the
// other selections stay. What of them was in the stretch goes with the caret.
func (b *Buffer) replaceOne(e Edit, kind kind, now int64) bool {
	e.Text = valid(e.Text)
	b.edits = append(b.edits[:0], e)
	ranges := b.selections.resolve(b.text)
	m := mapping{edits: b.edits}
	next := b.next[:0]
	for i, r := range ranges {
		end := e.From + len(e.Text)
		switch from, to := r.From(), r.To(); {
		case i == b.selections.main || e.From < from && to < e.To:
			r = caret(end)
		default:
			r = r.between(m.before(from), m.before(to))
		}
		next = append(next, r)
	}
	b.next = next
	changed := b.edit(b.edits, next, b.selections.main, kind, now)
	clear(b.edits) // a long text is not to be kept
	return changed
}

// A mapping tells where offsets are after edits, which are in the order of the
// text and apart. It is asked for offsets in the order of the text.
type mapping struct {
	edits []Edit
	grown int // by the edits that were taken off
}

// before maps an offset. What is inserted at it comes after it.
func (m *mapping) before(off int) int { return m.at(off, false) }

// after maps an offset. What is inserted at it comes before it.
func (m *mapping) after(off int) int { return m.at(off, true) }

func (m *mapping) at(off int, pass bool) int {
	for len(m.edits) > 0 {
		e := m.edits[0]
		if e.To > off || e.To == off && e.From == e.To && !pass {
			break
		}
		m.grown += e.grows()
		m.edits = m.edits[1:]
	}
	if len(m.edits) > 0 {
		off = min(off, m.edits[0].From)
	}
	return off + m.grown
}

// valid returns s with what is not UTF-8 replaced by U+FFFD.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
