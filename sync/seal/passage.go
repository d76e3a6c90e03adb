package seal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"chirograph/sync/merkle"
)

// ErrPassage is returned for bytes that are no encoded [Passage].
var ErrPassage = errors.New("not a proof of a passage")

// Magic is what an encoded passage begins with.
const Magic = "chirograph proof 1\n"

// MaxPassage is the most bytes of an encoded passage: a proof of the deepest tree.
const MaxPassage = (merkle.MaxLevel+1)*(merkle.MaxNode+4) + 128

// A Passage proves that some bytes stand at a place in the text with a seal, to
// somebody who has neither the text nor anything else of the document.
type Passage struct {
	Root  merkle.Root
	Proof merkle.Proof
}

// Prove makes the passage of a text that holds the byte at offset: some hundred
// bytes to some thousand, as the text is cut.
func Prove(text []byte, offset int) (Passage, error) {
	nodes := map[merkle.Hash][]byte{}
	root := merkle.Build(text, func(h merkle.Hash, node []byte) { nodes[h] = bytes.Clone(node) })
	proof, err := merkle.Prove(root, int64(offset), func(h merkle.Hash) ([]byte, error) { return nodes[h], nil })
	return Passage{root, proof}, err
}

// Verify returns the seal of the text that p is about, and the bytes that p proves
// to stand in it at an offset.
func (p Passage) Verify() (s Seal, passage []byte, at int64, err error) {
	passage, at, err = p.Proof.Verify(p.Root)
	return Of(p.Root), passage, at, err
}

// Encode returns the encoding of p.
func (p Passage) Encode() []byte {
	b := binary.AppendUvarint([]byte(Magic), uint64(p.Root.Size))
	b = append(b, p.Root.Level)
	return p.Proof.Append(append(b, p.Root.Hash[:]...))
}

// ParsePassage reads what [Passage.Encode] wrote, and nothing else. Whether it
// proves anything, Verify tells.
func ParsePassage(data []byte) (Passage, error) {
	rest, ok := bytes.CutPrefix(data, []byte(Magic))
	if !ok || len(data) > MaxPassage {
		return Passage{}, ErrPassage
	}
	size, n := binary.Uvarint(rest)
	if n <= 0 || n > 1 && rest[n-1] == 0 || size > merkle.MaxSize || len(rest) < n+33 {
		return Passage{}, ErrPassage
	}
	p := Passage{Root: merkle.Root{Size: int64(size), Level: rest[n]}}
	copy(p.Root.Hash[:], rest[n+1:])
	var err error
	if p.Proof, err = merkle.ParseProof(rest[n+33:]); err != nil {
		return Passage{}, fmt.Errorf("%w: %w", ErrPassage, err)
	}
	return p, nil
}
