// Package crdt implements the shared text: a linked list of characters that
// every replica can edit at once and that reads the same wherever the same
// operations have arrived.
//
// A character keeps the identity of the character it was typed after, its
// origin, and of the one it was typed before, its right origin. The order is
// FugueMax (Weidner, Kleppmann, "The Art of the Fugue: Minimizing Interleaving
// in Collaborative Text Editing"): passages that people write concurrently at
// one place end up one after the other, whether they are typed forwards or
// backwards. What is left to decide is decided by the author's key, never by
// the order of arrival. A deleted character stays in the list as a tombstone,
// because others may still name it as their origin, and it knows who deleted
// it.
//
// An undo is an operation that names other operations and a count. Of several
// counts for one operation the highest holds, and an odd one means "undone",
// as in the undo map of the Zed editor. A character is visible when its insert
// is not undone and every delete of it is.
//
// The unit is the byte of UTF-8: each byte inserted or deleted is an operation
// with an ID of its own. No operation may cut a rune.
//
// Operations travel in a [Change], which names its past. A Change that arrives
// before its past is refused with a [MissingError], and one that breaks the
// rules with [ErrInvalid], by all replicas alike.
//
// A Text does no input or output, reads no clock and starts no goroutine. It
// is not safe for concurrent use.
package crdt

import "chirograph/editor/version"

// A Text is one replica's copy of the shared text.
//
// Inside it an operation is a dense number, its local version, and everything
// about it is found by indexing: the byte it inserted, where that is, what it
// deleted. The list itself is a B+tree over runs of characters.
type Text struct {
	tree
	arena
	edges   map[lv]*edge // of characters that many have as their origin
	reached map[lv]lv    // the last character known to be in a long right subtree

	more   []deletion
	undone undoMap
	undos  []undo
	scopes []span // of undos

	graph    version.Graph
	logs     []journal // by the graph's number of the replica
	arrivals []arrival

	cursors [cursors]cursor
	hot     int    // the cursor used last
	clock   uint32 // counts the uses of cursors

	local pending
	edits []Edit // what the operation at hand has done to the visible text
	flips []span

	in        decoder // the change that is being applied
	known     []known
	resolved  []reference
	lastRight lastRight
	out       encoder // the change that is being written down
}

// A deletion is a further delete of characters that were deleted already.
type deletion struct {
	chars span
	by    lv // what deleted the first of them
	back  bool
}

// An Edit is a change of the visible text in bytes: at At, some were deleted
// and then others inserted.
type Edit struct{ At, Deleted, Inserted int }

// New returns an empty text.
func New() *Text {
	t := &Text{
		tree:    newTree(),
		edges:   make(map[lv]*edge),
		reached: make(map[lv]lv),
		local:   pending{replica: -1},
	}
	for i := range t.cursors {
		t.cursors[i].leaf = -1
	}
	t.addText([]byte{0}) // no operation is 0
	t.move(0, 1, 0)
	return t
}

// Vector returns what has been seen: all changes applied or committed, not the
// local operations since the last Commit.
func (t *Text) Vector() version.Vector { return t.graph.Vector() }

// Frontier returns the operations seen that no other has built on, in the
// order of version.Compare.
func (t *Text) Frontier() []version.ID { return t.graph.Frontier() }

// Seen reports whether the change with operation id was applied or committed.
func (t *Text) Seen(id version.ID) bool { return t.graph.Seen(id) }

// Past returns what the change with operation id had seen, up to and including
// id itself.
func (t *Text) Past(id version.ID) version.Vector { return t.graph.Past(id) }

// Len returns the length of the text in bytes.
func (t *Text) Len() int { return int(t.total.bytes) }

// Runes returns the length of the text in runes.
func (t *Text) Runes() int { return int(t.total.runes) }

// Lines returns the number of lines: one more than there are newlines.
func (t *Text) Lines() int { return int(t.total.lines) + 1 }

// report notes an edit, as part of the one before it if they touch.
func (t *Text) report(at, deleted, inserted int) {
	if n := len(t.edits); n > 0 {
		e := &t.edits[n-1]
		switch {
		case deleted == 0 && at == e.At+e.Inserted:
			e.Inserted += inserted
			return
		case inserted == 0 && e.Inserted == 0 && at == e.At:
			e.Deleted += deleted
			return
		case inserted == 0 && e.Inserted == 0 && at+deleted == e.At:
			e.At = at
			e.Deleted += deleted
			return
		}
	}
	t.edits = append(t.edits, Edit{at, deleted, inserted})
}
