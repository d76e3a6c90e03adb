package wire

import (
	"fmt"

	"chirograph/sync/canonical"
	"chirograph/sync/merkle"
)

// Limits of what is asked for at once of a snapshot.
const (
	MaxAsked  = 64                                           // nodes
	MaxAnswer = MaxSnapshot + MaxAsked*merkle.MaxNode + 4096 // bytes of an answer
)

// An Ask asks for the newest snapshot, for nodes by their hashes, or both.
type Ask struct {
	_      struct{} `cbor:",toarray"`
	Newest bool
	Nodes  []merkle.Hash
}

// An Answer is what was asked for, as far as it is there: the nodes in the order
// of the hashes, an empty one where there is none.
type Answer struct {
	_        struct{} `cbor:",toarray"`
	Snapshot []byte
	Nodes    [][]byte
}

// Encode returns the frame of a.
func (a Ask) Encode() []byte { return canonical.Encode(a) }

// ParseAsk reads a frame.
func ParseAsk(frame []byte) (Ask, error) {
	var a Ask
	if err := canonical.Decode(frame, &a, 40*MaxAsked); err != nil {
		return Ask{}, fmt.Errorf("ask: %w", err)
	}
	if len(a.Nodes) > MaxAsked {
		return Ask{}, fmt.Errorf("ask: %w", ErrTooLarge)
	}
	return a, nil
}

// Encode returns the frame of a.
func (a Answer) Encode() []byte { return canonical.Encode(a) }

// ParseAnswer reads a frame. It checks form and size, not what is in it.
func ParseAnswer(frame []byte) (Answer, error) {
	var a Answer
	if err := canonical.Decode(frame, &a, MaxAnswer); err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	if len(a.Nodes) > MaxAsked || len(a.Snapshot) > MaxSnapshot {
		return Answer{}, fmt.Errorf("answer: %w", ErrTooLarge)
	}
	return a, nil
}
