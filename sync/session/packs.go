package session

import (
	"errors"
	"fmt"
	"sort"

	"chirograph/editor/crdt"
	"chirograph/sync/wire"
)

// takePack takes the changes of a pack as far as what they build on is here.
// The rest waits, with the pack.
//
// Two authors who wrote at the same time build on the middle of each other's
// packs, so neither pack can be taken whole before the other. The author has
// signed the pack, which vouches for what is in it; that it is what the batches
// were, and not a second story, is seen at its end, where the chain must be what
// the header says.
func (l *Log) takePack(e Entry, p *wire.Pack, sink Sink) (took bool, err error) {
	s := p.Span()
	if e.changes == nil {
		if e.changes, err = p.Open(l.keys); err != nil {
			return false, err
		}
	}
	at := l.chains[s.Replica].last()
	if s.First == at.seq+1 && s.Before != at.hash {
		return false, l.fork(s)
	}
	next := sort.Search(len(e.changes), func(i int) bool { return e.changes[i].First.Seq > at.seq })
	if e.changes[next].First.Seq != at.seq+1 {
		return false, l.fork(s)
	}
	hash := at.hash
	for i := range e.changes[next:] {
		c := &e.changes[next+i]
		if hash, err = l.takeOne(e, c, hash, sink); errors.Is(err, errWaits) {
			return took, nil
		} else if err != nil {
			return took, err
		}
		took = true
		if !e.kept {
			e.kept = true
			sink.Keep(e)
		}
	}
	if hash != s.After {
		return took, l.fork(s)
	}
	return took, nil
}

// takeOne takes one change of a pack, and returns the chain after it.
func (l *Log) takeOne(e Entry, c *crdt.Change, before wire.Hash, sink Sink) (wire.Hash, error) {
	deps := make([]wire.Head, len(c.Deps))
	for i, d := range c.Deps {
		hash, err := l.past(e, d)
		if err != nil {
			return before, err
		}
		deps[i] = wire.NewHead(d.Replica, d.Seq, hash)
	}
	if err := sink.Apply(*c, e.From); err != nil {
		return before, fmt.Errorf("pack of %v: %w", c.First.Replica, err)
	}
	after := l.keys.ChainAfter(c, before, deps)
	l.Extend(wire.NewHead(c.First.Replica, c.Last, after))
	return after, nil
}

// hold notes how far the packs go that wait, so that they are not asked for
// again.
func (l *Log) hold(e Entry) {
	p, ok := e.Unit.(*wire.Pack)
	if !ok {
		return
	}
	s := p.Span()
	if have := max(l.chains[s.Replica].last().seq, l.held[s.Replica]); s.First <= have+1 && s.Last > have {
		l.held[s.Replica] = s.Last
	}
}

// opened is about how many bytes a pack takes that waits: its plaintext, and the
// changes that point into it.
func opened(p *wire.Pack) int {
	return int(p.Header.Plain) + 128*int(p.Header.Batches)
}
