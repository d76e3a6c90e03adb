package snapshot

import (
	"fmt"

	"chirograph/editor/crdt"
	"chirograph/sync/merkle"
)

// Roots name a history by two Merkle trees: the text, which anybody who has it
// can check, and the other columns one after the other, the state. Equal
// histories have equal roots.
type Roots struct {
	Text, State merkle.Root
	Lengths     [5]int // of the columns of the state, in bytes
}

// A Getter returns the node with a hash as it was planted.
type Getter = merkle.Getter

// Plant makes the trees of h. put is given each node once, with its hash.
func Plant(h crdt.History, put func(merkle.Hash, []byte)) Roots {
	var r Roots
	var state []byte
	all := columns(&h)
	for i, c := range all[1:] {
		r.Lengths[i] = len(*c)
		state = append(state, *c...)
	}
	r.Text = merkle.Build(h.Visible, put)
	r.State = merkle.Build(state, put)
	return r
}

// ReadHistory reads a history from its trees, and verifies every node. A tree of
// more bytes than limit is refused.
func ReadHistory(r Roots, get Getter, limit int64) (crdt.History, error) {
	var h crdt.History
	text, err := merkle.Read(r.Text, limit, get)
	if err != nil {
		return h, fmt.Errorf("text: %w", err)
	}
	state, err := merkle.Read(r.State, limit, get)
	if err != nil {
		return h, fmt.Errorf("state: %w", err)
	}
	h.Visible = text
	all := columns(&h)
	for i, c := range all[1:] {
		if r.Lengths[i] < 0 || r.Lengths[i] > len(state) {
			return crdt.History{}, fmt.Errorf("%w: its columns are longer than it is", ErrDamaged)
		}
		*c, state = state[:r.Lengths[i]:r.Lengths[i]], state[r.Lengths[i]:]
	}
	if len(state) > 0 {
		return crdt.History{}, fmt.Errorf("%w: its columns are shorter than it is", ErrDamaged)
	}
	return h, nil
}

// The first byte of a stored node.
const (
	plain byte = iota
	squeezed
)

// Shrink returns a node as it is stored: compressed, if that makes it smaller.
func Shrink(node []byte) []byte {
	if small := quick.EncodeAll(node, []byte{squeezed}); len(small) <= len(node) {
		return small
	}
	return append([]byte{plain}, node...)
}

// Restore returns the node that Shrink made stored of. It is not verified.
func Restore(stored []byte) ([]byte, error) {
	switch {
	case len(stored) == 0:
	case stored[0] == plain:
		return stored[1:], nil
	case stored[0] == squeezed:
		node, err := decoder.DecodeAll(stored[1:], make([]byte, 0, merkle.MaxNode))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return node, nil
	}
	return nil, fmt.Errorf("%w: a node", ErrDamaged)
}
