package session

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

// Errors of batches that are refused. Every honest replica refuses the same
// ones, whatever arrived before, save ErrParked, which is not for ever.
var (
	ErrNoRight = errors.New("its author may not write here")
	ErrFork    = errors.New("its author gave one sequence number out twice")
	ErrPast    = errors.New("it builds on something that its author's log does not hold")
	ErrParked  = errors.New("too much is waiting for what is missing")
)

// A Log is what one replica holds of the logs of a document's authors: how far
// each goes, with the hash at every end of a batch, and the batches that wait
// for others. It takes batches in causal order, from whomever they come.
//
// It is not safe for concurrent use: the document's lock guards it.
type Log struct {
	keys    wire.Keys
	charter identity.Charter
	writers map[version.Author]identity.Certificate
	chains  map[version.Replica]*chain
	parked  *version.Parking[Entry]
	forked  map[version.Author]bool
}

// A chain is one author's log: where its batches end.
type chain struct {
	ends []end // in order
}

type end struct {
	seq  uint64
	hash wire.Hash
}

// An Entry is a batch that was verified, as it is kept and passed on.
type Entry struct {
	Batch wire.Batch
	Raw   []byte // its encoding
	From  string // the peer that it came from; "" for an own one
}

// Limits of what waits for a past that is missing, for each peer.
const (
	MaxParked      = 10_000  // batches
	MaxParkedBytes = 8 << 20 // of their encodings
)

// MaxBranches is how many logs one author may have. Without a limit one member
// could make so many that the heads of everybody else fit into no message.
const MaxBranches = wire.MaxHeads / wire.MaxMembers

// NewLog is the empty log of the document that k are the keys of. Nobody may
// write until it has a charter.
func NewLog(k wire.Keys) *Log {
	return &Log{
		keys:    k,
		writers: map[version.Author]identity.Certificate{},
		chains:  map[version.Replica]*chain{},
		parked:  version.NewParking[Entry](MaxParked, MaxParkedBytes),
		forked:  map[version.Author]bool{},
	}
}

// Keys are the document's keys.
func (l *Log) Keys() wire.Keys { return l.keys }

// SetCharter gives the log the papers that certificates are checked against.
// The caller has checked them.
func (l *Log) SetCharter(c identity.Charter) { l.charter = c }

// Admit lets the author of c write from now on. It reports whether c was new.
func (l *Log) Admit(c identity.Certificate) (bool, error) {
	if old, ok := l.writers[c.Author]; ok && old.Role <= c.Role {
		return false, nil
	}
	if len(l.writers) >= wire.MaxMembers {
		return false, fmt.Errorf("certificate: %w", wire.ErrTooLarge)
	}
	if err := c.Check(l.charter); err != nil {
		return false, err
	}
	l.writers[c.Author] = c
	return true, nil
}

// Writers are the certificates admitted, in order of their authors.
func (l *Log) Writers() []identity.Certificate {
	keys := slices.SortedFunc(maps.Keys(l.writers), compareAuthors)
	out := make([]identity.Certificate, 0, len(keys))
	for _, k := range keys {
		out = append(out, l.writers[k])
	}
	return out
}

// MayWrite tells whether a was admitted.
func (l *Log) MayWrite(a version.Author) bool {
	_, ok := l.writers[a]
	return ok
}

// Forked tells whether a gave a sequence number out twice.
func (l *Log) Forked(a version.Author) bool { return l.forked[a] }

// Offer takes in e, whose batch passed Verify. Whatever it makes ready is given
// to apply, in causal order: e itself, then batches that waited for it. What
// apply refuses stays out of the log.
//
// A batch that is here already is passed over. One whose past is missing is
// parked; Missing then tells what to ask for.
func (l *Log) Offer(e Entry, apply func(Entry, crdt.Change) error) error {
	first := true
	var result error
	for queue := []Entry{e}; len(queue) > 0; queue = queue[1:] {
		w := queue[0]
		took, err := l.take(w, apply)
		if first {
			result, first = err, false
		}
		if took {
			h := w.Batch.Header.Head()
			queue = append(queue, l.parked.Take(h.ID())...)
		}
	}
	return result
}

// take puts one batch where it belongs, and reports whether that was the log.
func (l *Log) take(e Entry, apply func(Entry, crdt.Change) error) (bool, error) {
	h := &e.Batch.Header
	if !l.MayWrite(h.Author) {
		return false, fmt.Errorf("batch of %x: %w", h.Author[:4], ErrNoRight)
	}
	r := h.Replica()
	c := l.chains[r]
	if c == nil && l.branches(h.Author) >= MaxBranches {
		return false, fmt.Errorf("batch of %x: one branch too many: %w", h.Author[:4], ErrNoRight)
	}
	switch at := c.last(); {
	case h.Last <= at.seq:
		if hash, ok := c.at(h.Last); !ok || hash != h.After {
			return false, l.fork(h)
		}
		return false, nil
	case h.First > at.seq+1:
		return false, l.park(e, version.ID{Replica: r, Seq: h.First - 1})
	case h.First <= at.seq || h.Before != at.hash:
		return false, l.fork(h)
	}
	for _, d := range h.Deps {
		dep := l.chains[d.Replica()]
		if dep.last().seq < d.Seq {
			return false, l.park(e, d.ID())
		}
		if hash, ok := dep.at(d.Seq); !ok || hash != d.Hash {
			return false, fmt.Errorf("batch of %x: %w", h.Author[:4], ErrPast)
		}
	}
	change, err := e.Batch.Open(l.keys)
	if err != nil {
		return false, err
	}
	if err := apply(e, change); err != nil {
		return false, err
	}
	l.Extend(h.Head())
	return true, nil
}

// Extend moves a replica's head on, over a batch that is known to continue
// its log: this replica's own, or one read back from the store in order.
func (l *Log) Extend(h wire.Head) {
	c := l.chains[h.Replica()]
	if c == nil {
		c = &chain{}
		l.chains[h.Replica()] = c
	}
	c.ends = append(c.ends, end{h.Seq, h.Hash})
}

// branches is how many logs a has here.
func (l *Log) branches(a version.Author) int {
	n := 0
	for r := range l.chains {
		if r.Author == a {
			n++
		}
	}
	return n
}

func (l *Log) fork(h *wire.Header) error {
	l.forked[h.Author] = true
	return fmt.Errorf("batch %d of %x: %w", h.First, h.Author[:4], ErrFork)
}

func (l *Log) park(e Entry, id version.ID) error {
	if len(l.chains) >= wire.MaxHeads && l.chains[id.Replica] == nil {
		return fmt.Errorf("batch: %w", ErrParked)
	}
	if !l.parked.Park(e.From, id, len(e.Raw), e) {
		return fmt.Errorf("batch: %w", ErrParked)
	}
	return nil
}

// Forget drops what came from a peer and waits. Asking others brings it again.
func (l *Log) Forget(peer string) { l.parked.Drop(peer) }

// Head is how far r's log goes here. Its Seq is 0 when nothing is here.
func (l *Log) Head(r version.Replica) wire.Head {
	e := l.chains[r].last()
	return wire.NewHead(r, e.seq, e.hash)
}

// Heads says how far every log goes, in order.
func (l *Log) Heads() []wire.Head {
	out := make([]wire.Head, 0, len(l.chains))
	for r, c := range l.chains {
		e := c.last()
		out = append(out, wire.NewHead(r, e.seq, e.hash))
	}
	slices.SortFunc(out, wire.CompareHeads)
	return out
}

// HeadAt is r's head at seq, where a batch ends there.
func (l *Log) HeadAt(id version.ID) (wire.Head, bool) {
	hash, ok := l.chains[id.Replica].at(id.Seq)
	return wire.NewHead(id.Replica, id.Seq, hash), ok
}

// Missing is what someone whose heads are theirs has and this replica lacks.
func (l *Log) Missing(theirs []wire.Head) []wire.Range {
	var out []wire.Range
	for _, h := range theirs {
		if have := l.chains[h.Replica()].last().seq; have < h.Seq && len(out) < wire.MaxRanges {
			out = append(out, wire.Range{Author: h.Author, Branch: h.Branch, From: have + 1, To: h.Seq})
		}
	}
	return out
}

// Behind is how many batches someone whose heads are theirs lacks.
func (l *Log) Behind(theirs []wire.Head) int {
	seen := make(map[version.Replica]uint64, len(theirs))
	for _, h := range theirs {
		seen[h.Replica()] = h.Seq
	}
	n := 0
	for r, c := range l.chains {
		have := seen[r]
		n += len(c.ends) - sort.Search(len(c.ends), func(i int) bool { return c.ends[i].seq > have })
	}
	return n
}

// last is the end of the newest batch; the zero end of an empty log.
func (c *chain) last() end {
	if c == nil || len(c.ends) == 0 {
		return end{}
	}
	return c.ends[len(c.ends)-1]
}

// at is the hash where a batch ends at seq.
func (c *chain) at(seq uint64) (wire.Hash, bool) {
	if c == nil {
		return wire.Hash{}, false
	}
	i := sort.Search(len(c.ends), func(i int) bool { return c.ends[i].seq >= seq })
	if i == len(c.ends) || c.ends[i].seq != seq {
		return wire.Hash{}, false
	}
	return c.ends[i].hash, true
}

func compareAuthors(a, b version.Author) int { return slices.Compare(a[:], b[:]) }
