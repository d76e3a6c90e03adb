package merkle

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
)

// minEntry and maxEntry are the bytes an entry takes: sizes up to MaxSize
// take five bytes.
const (
	minEntry = sha256.Size + 1
	maxEntry = sha256.Size + 5
)

// maxInner is the most bytes an inner node can have.
const maxInner = MaxFan * maxEntry

// An entry is what an inner node says of a node below it.
type entry struct {
	hash Hash
	size int64 // bytes of the text below it
}

// ends tells whether the hash of e ends a node that has MinFan entries.
func (e entry) ends() bool {
	return binary.BigEndian.Uint64(e.hash[:]) < math.MaxUint64/fanExtra
}

// groupLen returns how many of the entries belong to the first node, and
// whether the node ends there whatever follows.
func groupLen(entries []entry) (n int, closed bool) {
	for i, e := range entries {
		if n := i + 1; n >= MinFan && e.ends() || n == MaxFan {
			return n, true
		}
	}
	return len(entries), false
}

// A hasher is room for a node behind its level.
type hasher [1 + MaxNode]byte

// sum returns the hash of a node.
func (b *hasher) sum(level uint8, node []byte) Hash {
	b[0] = level
	return sha256.Sum256(b[:1+copy(b[1:], node)])
}

// sum returns the hash of a node.
func sum(level uint8, node []byte) Hash {
	var b hasher
	return b.sum(level, node)
}

func appendNode(b []byte, entries []entry) []byte {
	for _, e := range entries {
		b = append(b, e.hash[:]...)
		b = binary.AppendUvarint(b, uint64(e.size))
	}
	return b
}

// parseNode reads an inner node, whose only encoding appendNode makes. It
// looks at no more than that: see [place.check] for the rest.
func parseNode(node []byte) ([]entry, error) {
	if len(node) > maxInner {
		return nil, ErrMalformed
	}
	entries := make([]entry, 0, len(node)/minEntry)
	for len(node) > 0 {
		if len(node) < minEntry || len(entries) == MaxFan {
			return nil, ErrMalformed
		}
		e := entry{hash: Hash(node)}
		size, n := binary.Uvarint(node[len(e.hash):])
		if n <= 0 || n > 1 && size>>(7*(n-1)) == 0 || size == 0 || size > MaxSize {
			return nil, ErrMalformed
		}
		e.size = int64(size)
		entries = append(entries, e)
		node = node[len(e.hash)+n:]
	}
	return entries, nil
}

// A place is where a node stands in a tree.
type place struct {
	entry
	level uint8
	last  bool // nothing of its level follows
	root  bool
}

// top returns the place of the top node.
func (r Root) top() place {
	return place{entry: r.entry(), level: r.Level, last: true, root: true}
}

// load verifies the bytes of the node at p, and returns the places below it.
// closed tells whether the node could stand elsewhere than last, too.
//
// The rules by which a text is cut are checked node by node, so the bytes
// below cannot be arranged as any other tree that passes.
func (p place) load(node []byte) (below []place, closed bool, err error) {
	if len(node) > MaxNode || sum(p.level, node) != p.hash {
		return nil, false, ErrWrong
	}
	if p.level == 0 {
		closed, err = p.checkLeaf(node)
		return nil, closed, err
	}
	entries, err := parseNode(node)
	if err != nil {
		return nil, false, err
	}
	if closed, err = p.check(entries); err != nil {
		return nil, false, err
	}
	below = make([]place, len(entries))
	for i, e := range entries {
		below[i] = place{entry: e, level: p.level - 1, last: p.last && i == len(entries)-1}
	}
	return below, closed, nil
}

// checkLeaf tells whether a chunk may stand at p.
func (p place) checkLeaf(chunk []byte) (closed bool, err error) {
	n, closed := cut(chunk)
	if int64(len(chunk)) != p.size || n != len(chunk) || !closed && !p.last {
		return closed, ErrMalformed
	}
	return closed, nil
}

// check tells whether a node with these entries may stand at p.
func (p place) check(entries []entry) (closed bool, err error) {
	n, closed := groupLen(entries)
	if n != len(entries) || !closed && !p.last || n < 2 && p.root {
		return closed, ErrMalformed
	}
	least := leastSize(p.level - 1)
	var total int64 // at most MaxFan*MaxSize
	for i, e := range entries {
		total += e.size
		if e.size < least && !(p.last && i == len(entries)-1) {
			return closed, ErrMalformed
		}
	}
	if total != p.size {
		return closed, ErrMalformed
	}
	return closed, nil
}

// leastSize returns the fewest bytes below a node that is not the last of
// its level.
func leastSize(level uint8) int64 {
	size := int64(MinChunk)
	for range level {
		size *= MinFan
	}
	return size
}
