// Package history answers what was written, when and by whom: the text at any
// version, the exact difference of two versions, the author of every
// character, what was deleted, and how the text came about.
//
// Nothing is replayed. The list of characters keeps the deleted ones, and each
// knows who inserted, deleted, undid and redid it; so an answer is one walk
// over the list that asks of each character whether it stood at a version. A
// version is a [version.Vector] that is causally closed: what a replica had
// seen at some time, or a union of such. Two versions may be concurrent.
//
// All answers are the same at all replicas that hold the same changes, in
// whatever order these arrived. Times are those of the writers' clocks, in
// Unix milliseconds; where clocks and causes disagree, the order is that of
// causes. Local operations that are not committed belong to no version, and
// have no time.
//
// The package changes no text. What is to be undone, redone and deleted to
// bring something back it only says, in a [Revision]; package buffer has the
// commands.
package history

import (
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A History is the past of a text. It follows the text as that grows, and is
// as little safe for concurrent use.
type History struct{ index *crdt.Index }

// New returns the history of t. What it needs beside the text it finds when it
// is first asked.
func New(t *crdt.Text) *History { return &History{crdt.NewIndex(t)} }

// At returns the text as it was at version v.
func (h *History) At(v version.Vector) []byte {
	return h.index.At(v).Append(make([]byte, 0, h.index.Text().Len()))
}

// Life returns all that happened to the character whose first byte the
// operation id inserted, and nothing if there is none.
func (h *History) Life(id version.ID) []crdt.Event { return h.index.Life(id) }
