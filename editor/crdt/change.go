package crdt

import (
	"errors"
	"math"

	"chirograph/editor/version"
)

// Limits of one change. Together they keep its encoding below 256 KiB: 64 KiB
// of text, 36 bytes for each of 1,024 replicas, and at most 17 bytes for each
// of 8,192 operations. [Text.Commit] cuts what is longer into several changes.
const (
	MaxSpan     = 64 << 10      // operations by sequence number, mostly bytes inserted or deleted
	MaxScope    = 64 << 10      // operations that its undos name
	MaxOps      = 8 << 10       // runs of operations, ranges of an undo counted too
	MaxReplicas = 1 << 10       // other replicas named
	MaxDeps     = 64            // entries of Change.Deps
	MaxSeq      = math.MaxInt32 // a text holds no more operations than that
)

// ErrInvalid means that a change breaks the rules. All replicas refuse it, as
// they all come to the same answer from the change and its past alone.
var ErrInvalid = errors.New("invalid change")

// A MissingError says that a change came before its past. Keep it, and apply
// it again when the operation named has arrived.
type MissingError = version.MissingError

// A Change is what one replica did between two flushes: operations with
// consecutive numbers that all build on the same past, which is the replica's
// own log so far and the pasts of Deps.
type Change struct {
	First version.ID   // the first operation
	Last  uint64       // the number of the last
	Deps  []version.ID // the last operations of other replicas it builds on, in the order of version.Compare
	Time  int64        // when it was made: Unix milliseconds by the writer's clock
	Ops   []byte       // the operations, as docs/format.md has them; there is one encoding of a list
}
