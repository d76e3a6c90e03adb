// Package merkle makes a Merkle tree of a byte string: the root names the
// bytes, parts of them can be fetched from anyone and checked one by one, and
// two versions of a text share all nodes but a few.
//
// The bytes are cut into chunks where their content says so (a gear hash, as
// in FastCDC: Xia et al., USENIX ATC 2016). The chunks are the leaves. Each
// level above is cut in the same spirit, where the hash of an entry says so
// (a prolly tree, after noms and Dolt). So the tree is a function of the
// bytes alone: equal bytes have equal roots, whatever edits led to them, and
// an edit changes the nodes on its path and few others. A tree cut at other
// places is refused as malformed, wherever nodes are read: a text has one
// root and no other.
//
// The package neither stores nor sends anything: nodes go to a function and
// come from a function. docs/format.md describes the nodes byte for byte.
package merkle

import (
	"encoding/hex"
	"errors"
)

// Limits of a tree.
const (
	MinChunk  = 512     // bytes of a leaf; the last leaf may be shorter
	MaxChunk  = 8 << 10 // bytes of a leaf
	MinFan    = 8       // entries of an inner node; the last of a level may have fewer
	MaxFan    = 128     // entries of an inner node
	MaxLevel  = 8       // of a root; leaves are level 0
	MaxSize   = 1 << 32 // bytes of a text: at worst MinFan^MaxLevel chunks of MinChunk
	meanExtra = 1536    // bytes after MinChunk until a boundary, on average
	fanExtra  = 24      // entries after MinFan until a boundary, on average
)

// MaxNode is the most bytes a node can have; a leaf of MaxChunk is the
// largest.
const MaxNode = MaxChunk

// Errors of everything that reads nodes. ErrWrong is the fault of whoever
// supplied a node: another source may have the right one. ErrMalformed is the
// fault of whoever made the root: no source can help.
var (
	ErrWrong     = errors.New("these bytes do not have the hash they were asked for by")
	ErrMalformed = errors.New("not a tree as it is made from a text")
	ErrTooLarge  = errors.New("larger than the limit")
)

// A Hash names a node: SHA-256 over one byte with the level of the node, and
// its bytes.
type Hash [32]byte

// String returns h in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// A Root names a byte string.
type Root struct {
	Hash  Hash  // of the top node
	Size  int64 // bytes of the whole; 0 for the empty text, whose tree is one empty leaf
	Level uint8 // of the top node
}

// entry returns r as the node above the top would list it.
func (r Root) entry() entry { return entry{hash: r.Hash, size: r.Size} }

// check tells whether r can be the root of a text of at most limit bytes.
func (r Root) check(limit int64) error {
	switch {
	case r.Level > MaxLevel || r.Size < 0 || r.Size > MaxSize:
		return ErrMalformed
	case r.Size > limit:
		return ErrTooLarge
	}
	return nil
}

// A Getter returns the bytes of the node with a hash. What it returns is
// verified and not modified.
type Getter = func(Hash) ([]byte, error)
