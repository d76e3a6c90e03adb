// Package version names operations and says which of them came before which.
//
// A [Replica] is one writer: an author's key and, if that author's log was
// ever forked, the branch of the log. An [ID] is one operation: a replica and
// a number that counts the replica's operations from 1. A [Vector] is a
// version vector in the sense of Parker et al. ("Detection of Mutual
// Inconsistency in Distributed Systems", IEEE TSE 9(3), 1983): the highest
// number seen of every replica. A frontier is the same set of operations said
// shorter: the IDs that no other operation of the set has built on.
//
// A [Graph] keeps the causal order of a whole document: it answers, at the
// price of a binary search, what a given operation had seen. A [Parking] holds
// things whose past has not arrived.
//
// The package knows nothing of text. Nothing in it is safe for concurrent use.
package version

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"strconv"
)

// An Author is a person's ed25519 public key for one document.
type Author [32]byte

// A Branch tells the branches of a forked log apart. It is zero for an author
// whose log was never forked.
type Branch [4]byte

// A Replica is one sequence of operations: a log that one author wrote.
type Replica struct {
	Author Author
	Branch Branch
}

// An ID names one operation for ever.
type ID struct {
	Replica Replica
	Seq     uint64 // starts at 1; 0 means "none"
}

// String returns the beginning of the key, enough to tell people apart in a
// log.
func (a Author) String() string { return hex.EncodeToString(a[:4]) }

// String returns the author, followed by the branch if there is one.
func (r Replica) String() string {
	if r.Branch == (Branch{}) {
		return r.Author.String()
	}
	return r.Author.String() + "~" + hex.EncodeToString(r.Branch[:])
}

// String returns the ID in the form replica:seq.
func (id ID) String() string {
	return id.Replica.String() + ":" + strconv.FormatUint(id.Seq, 10)
}

// IsZero reports whether id names no operation.
func (id ID) IsZero() bool { return id.Seq == 0 }

// CompareReplicas orders replicas by the bytes of the author's key, then of
// the branch. It is the order that breaks ties between concurrent inserts, so
// it must be the same everywhere for ever.
func CompareReplicas(a, b Replica) int {
	if c := bytes.Compare(a.Author[:], b.Author[:]); c != 0 {
		return c
	}
	return bytes.Compare(a.Branch[:], b.Branch[:])
}

// Compare orders IDs by replica, then by number.
func Compare(a, b ID) int {
	if a.Replica != b.Replica {
		return CompareReplicas(a.Replica, b.Replica)
	}
	return cmp.Compare(a.Seq, b.Seq)
}
