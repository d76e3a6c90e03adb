package merkle

import (
	"encoding/binary"
	"fmt"
)

// A Proof shows that a chunk stands in a text at a place, to somebody who
// knows no more of the text than its root.
type Proof struct {
	At    int64    // where the chunk begins, in bytes
	Nodes [][]byte // from the top node down to the chunk
}

// Prove makes the proof of the chunk that holds the byte at offset. In an
// empty text offset 0 has a chunk, the empty one.
func Prove(r Root, offset int64, get Getter) (Proof, error) {
	if err := r.check(MaxSize); err != nil {
		return Proof{}, err
	}
	if offset < 0 || offset >= max(r.Size, 1) {
		return Proof{}, fmt.Errorf("prove offset %d of %d bytes: outside of the text", offset, r.Size)
	}
	var proof Proof
	for p := r.top(); ; {
		node, below, err := p.get(get)
		if err != nil {
			return Proof{}, err
		}
		proof.Nodes = append(proof.Nodes, node)
		if p.level == 0 {
			return proof, nil
		}
		p, proof.At = step(below, proof.At, offset)
	}
}

// step returns the place that holds the byte at offset, and where it begins.
// The first of the places begins at start.
func step(places []place, start, offset int64) (place, int64) {
	for _, p := range places[:len(places)-1] {
		if offset < start+p.size {
			return p, start
		}
		start += p.size
	}
	return places[len(places)-1], start
}

// Verify returns the chunk that p proves to stand at byte at of the text
// with root r.
func (p Proof) Verify(r Root) (chunk []byte, at int64, err error) {
	if err := r.check(MaxSize); err != nil {
		return nil, 0, err
	}
	if len(p.Nodes) != int(r.Level)+1 || p.At < 0 || p.At >= max(r.Size, 1) {
		return nil, 0, ErrWrong
	}
	q := r.top()
	for _, node := range p.Nodes {
		below, _, err := q.load(node)
		if err != nil {
			return nil, 0, err
		}
		if q.level > 0 {
			q, at = step(below, at, p.At)
		}
	}
	if at != p.At {
		return nil, 0, ErrWrong
	}
	return p.Nodes[len(p.Nodes)-1], at, nil
}

// Append appends the encoding of p to b.
func (p Proof) Append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(p.At))
	for _, node := range p.Nodes {
		b = binary.AppendUvarint(b, uint64(len(node)))
		b = append(b, node...)
	}
	return b
}

// ParseProof reads what [Proof.Append] wrote, and nothing else. The proof
// shares memory with b. Whether it proves anything, Verify tells.
func ParseProof(b []byte) (Proof, error) {
	at, b, err := takeUvarint(b, MaxSize-1)
	p := Proof{At: int64(at)}
	for err == nil && (len(b) > 0 || len(p.Nodes) == 0) {
		var n uint64
		if n, b, err = takeUvarint(b, MaxNode); err != nil {
			break
		}
		if n > uint64(len(b)) || len(p.Nodes) > MaxLevel {
			return Proof{}, ErrMalformed
		}
		p.Nodes = append(p.Nodes, b[:n:n])
		b = b[n:]
	}
	if err != nil {
		return Proof{}, err
	}
	return p, nil
}

// takeUvarint takes a number of at most limit, in its shortest form, from b.
func takeUvarint(b []byte, limit uint64) (v uint64, rest []byte, err error) {
	v, n := binary.Uvarint(b)
	if n <= 0 || n > 1 && v>>(7*(n-1)) == 0 || v > limit {
		return 0, nil, ErrMalformed
	}
	return v, b[n:], nil
}
