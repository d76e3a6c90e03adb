package session

import (
	"cmp"
	"errors"
	"fmt"
	"sort"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
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
	if next > 0 && !e.kept { // it is to take the place of what is here
		switch account, err := l.Account(p, e.changes[:next]); {
		case errors.Is(err, ErrFolded):
			return false, l.Await(e)
		case err != nil || !account.matches(l.keys, p, e.changes[:next]):
			return false, l.fork(s)
		}
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

// An Account is what a pack must hold to take the place of batches that are here.
type Account struct {
	before wire.Hash
	ends   []wire.Hash   // of the batches
	deps   [][]wire.Head // what each builds on
}

// ErrFolded is returned where the ends of batches are needed that are not in
// memory.
var ErrFolded = errors.New("the ends of the batches are not in memory")

// Account says what the changes of a pack must come to, all of which are in the
// log. It fails with ErrFolded if the log does not know, and with ErrFork if no
// batch ends where one of them does, or what one builds on is nowhere.
func (l *Log) Account(p *wire.Pack, changes []crdt.Change) (a Account, err error) {
	at := func(id version.ID) wire.Hash {
		hash, known := l.chains[id.Replica].at(id.Seq)
		switch known {
		case atFold:
			err = ErrFolded
		case atNone:
			err = cmp.Or(err, ErrFork)
		}
		return hash
	}
	r := p.Header.Replica()
	if first := p.Header.First; first > 1 {
		a.before = at(version.ID{Replica: r, Seq: first - 1})
	}
	for i := range changes {
		deps := make([]wire.Head, len(changes[i].Deps))
		for k, id := range changes[i].Deps {
			deps[k] = wire.NewHead(id.Replica, id.Seq, at(id))
		}
		a.ends, a.deps = append(a.ends, at(version.ID{Replica: r, Seq: changes[i].Last})), append(a.deps, deps)
	}
	return a, err
}

// Holds tells whether the changes are those of the batches. It needs no log, and
// takes a microsecond a change.
func (a Account) Holds(k wire.Keys, p *wire.Pack, changes []crdt.Change) bool {
	return a.matches(k, p, changes) && p.Header.After == a.ends[len(a.ends)-1]
}

// matches is Holds for the first of the changes.
func (a Account) matches(k wire.Keys, p *wire.Pack, changes []crdt.Change) bool {
	hash := a.before
	for i := range changes {
		if hash = k.ChainAfter(&changes[i], hash, a.deps[i]); hash != a.ends[i] {
			return false
		}
	}
	return p.Header.Before == a.before
}

// Accuse notes that the author of a pack has told two stories.
func (l *Log) Accuse(p *wire.Pack) error { return l.fork(p.Span()) }
