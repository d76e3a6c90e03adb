package session

import (
	"errors"
	"fmt"
	"sort"

	"chirograph/editor/version"
	"chirograph/sync/wire"
)

// A chain is one author's log: where its batches end. What was read from a
// snapshot is folded: of many batches only the last end is in memory.
type chain struct {
	ends []end // in order
}

type end struct {
	seq    uint64
	hash   wire.Hash
	folded int // batches between the end before and this one, whose ends are not in memory
}

// What a chain knows of a place.
type known int

const (
	atNone known = iota // no batch ends there
	atEnd               // one does
	atFold              // it is in a stretch that is not in memory
)

// last is the end of the newest batch; the zero end of an empty log.
func (c *chain) last() end {
	if c == nil || len(c.ends) == 0 {
		return end{}
	}
	return c.ends[len(c.ends)-1]
}

// after is how many ends are at or before seq.
func (c *chain) after(seq uint64) int {
	return sort.Search(len(c.ends), func(i int) bool { return c.ends[i].seq > seq })
}

// at is the hash where a batch ends at seq.
func (c *chain) at(seq uint64) (wire.Hash, known) {
	if c == nil || seq == 0 {
		return wire.Hash{}, atNone
	}
	i := sort.Search(len(c.ends), func(i int) bool { return c.ends[i].seq >= seq })
	switch {
	case i == len(c.ends):
		return wire.Hash{}, atNone
	case c.ends[i].seq == seq:
		return c.ends[i].hash, atEnd
	case c.ends[i].folded > 0:
		return wire.Hash{}, atFold
	}
	return wire.Hash{}, atNone
}

// behind is how many batches end after seq.
func (c *chain) behind(seq uint64) int {
	i := c.after(seq)
	n := 0
	for k, e := range c.ends[i:] {
		n++
		if e.folded == 0 {
			continue
		}
		before := uint64(0)
		if i+k > 0 {
			before = c.ends[i+k-1].seq
		}
		if seq <= before {
			n += e.folded
		} else { // as if all were equally long
			n += int(uint64(e.folded) * (e.seq - seq) / (e.seq - before))
		}
	}
	return n
}

// Fold begins the log of the replica of h with batches batches of which the
// ends are not in memory, the last of which ends in h.
func (l *Log) Fold(h wire.Head, batches int) {
	l.chains[h.Replica()] = &chain{ends: []end{{seq: h.Seq, hash: h.Hash, folded: batches - 1}}}
}

// Folded lists the replicas whose folded ends are asked for, in order: call
// Unfold with them.
func (l *Log) Folded() []version.Replica {
	var out []version.Replica
	for r := range l.folded {
		out = append(out, r)
	}
	sort.Slice(out, func(i, j int) bool { return version.CompareReplicas(out[i], out[j]) < 0 })
	return out
}

// Unfold puts the ends of the batches of one replica where Fold left them out,
// and returns what has waited for them. The heads are those of the log from its
// beginning. It reports false if the one that Fold was given is not among them:
// then the ends are lost, and nothing waits for them any more.
func (l *Log) Unfold(r version.Replica, heads []wire.Head) (waited []Entry, ok bool) {
	waited = l.folded[r]
	delete(l.folded, r)
	c := l.chains[r]
	if c == nil || len(c.ends) == 0 || c.ends[0].folded == 0 {
		return waited, true
	}
	base := c.ends[0]
	n := sort.Search(len(heads), func(i int) bool { return heads[i].Seq >= base.seq }) + 1
	if n > len(heads) || heads[n-1].Seq != base.seq || heads[n-1].Hash != base.hash {
		l.lost[r] = true
		return waited, false
	}
	ends := make([]end, 0, n+len(c.ends)-1)
	for _, h := range heads[:n] {
		ends = append(ends, end{seq: h.Seq, hash: h.Hash})
	}
	c.ends = append(ends, c.ends[1:]...)
	delete(l.lost, r)
	return waited, true
}

// Await keeps e, a pack, until the ends of the batches in it are in memory.
func (l *Log) Await(e Entry) error {
	if err := l.fold(e, e.Unit.Span().Replica); !errors.Is(err, errWaits) {
		return err
	}
	return nil
}

// HeadsOf lists where the batches of a replica's log end, as far as that is in
// memory.
func (l *Log) HeadsOf(r version.Replica) []wire.Head {
	c := l.chains[r]
	if c == nil {
		return nil
	}
	out := make([]wire.Head, len(c.ends))
	for i, e := range c.ends {
		out[i] = wire.NewHead(r, e.seq, e.hash)
	}
	return out
}

// Batches is how many batches the log of a replica has.
func (l *Log) Batches(r version.Replica) int {
	c := l.chains[r]
	if c == nil {
		return 0
	}
	return c.behind(0)
}

// Reset empties the logs. Who may write stays known.
func (l *Log) Reset() {
	clear(l.chains)
	clear(l.forked)
	clear(l.begun)
	clear(l.lost)
}

// fold keeps e until the ends of a replica are in memory.
func (l *Log) fold(e Entry, r version.Replica) error {
	if l.lost[r] {
		return fmt.Errorf("batch of %v: its past is lost here: %w", e.Unit.Span().Replica, ErrPast)
	}
	n, bytes := 1, len(e.Raw)
	for _, all := range l.folded {
		for _, w := range all {
			n, bytes = n+1, bytes+len(w.Raw)
		}
	}
	if n > MaxParked/10 || bytes > MaxParkedBytes {
		return fmt.Errorf("batch: %w", ErrParked)
	}
	e.changes = nil // of a pack: it is opened again
	l.folded[r] = append(l.folded[r], e)
	return errWaits
}
