package crdt

import "chirograph/editor/version"

// A Bias says to which side of its character an [Anchor] is.
type Bias uint8

// After is the side on which an anchor stays put when text is inserted at it;
// one that is Before its character moves on with it.
const (
	Before Bias = iota
	After
)

// An Anchor is a place in the text that keeps its place while the text
// changes: beside a character. With no character, Before is the end of the
// text and After its start.
type Anchor struct {
	ID   version.ID
	Bias Bias
}

// Anchor returns an anchor for an offset: After the byte before it, or Before
// the byte at it.
func (t *Text) Anchor(off int, b Bias) Anchor {
	switch {
	case off < 0 || off > t.Len():
		panic("crdt: no such offset")
	case b == After && off > 0:
		return Anchor{t.id(t.charAt(off - 1)), After}
	case b == Before && off < t.Len():
		return Anchor{t.id(t.charAt(off)), Before}
	default:
		return Anchor{Bias: b}
	}
}

// Resolve returns the offset of an anchor, and false if its character has not
// arrived. If the character is deleted, that is the offset where it was. It is
// never inside a rune, whatever an anchor that came from a peer says.
func (t *Text) Resolve(a Anchor) (off int, ok bool) {
	if a.ID.IsZero() {
		if a.Bias == Before {
			return t.Len(), true
		}
		return 0, true
	}
	c := t.holds(a.ID)
	if c == 0 || !t.isInsert(c) {
		return 0, false
	}
	for a.Bias == Before && !t.startsRune(c) {
		c--
	}
	for a.Bias != Before && !t.endsRune(c) {
		c++
	}
	g := t.spot(c)
	off = t.offset(g)
	if a.Bias != Before && t.leaves[g.leaf].items[g.i].visible() {
		off++
	}
	return off, true
}

// offset returns the visible bytes before g.
func (t *Text) offset(g gap) int {
	off := int(t.startOf(g.leaf))
	l := &t.leaves[g.leaf]
	for i := range l.items[:g.i] {
		if it := &l.items[i]; it.visible() {
			off += int(it.n)
		}
	}
	if l.items[g.i].visible() {
		off += g.k
	}
	return off
}

// startOf returns the visible bytes before a leaf.
func (t *Text) startOf(leaf int32) int32 {
	for i := range t.cursors {
		if t.cursors[i].leaf == leaf {
			return t.cursors[i].start
		}
	}
	t.settle()
	return t.before(leaf).bytes
}
