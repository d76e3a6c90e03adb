package session

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
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
	if err := l.agrees(e, e.changes[next:]); err != nil {
		return false, err
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
			l.begun[s.Replica] = p
			sink.Keep(e)
			l.finished(s.Replica, c.Last)
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
	if err := sink.Apply(*c, e.From); errors.Is(err, crdt.ErrInvalid) {
		return before, fmt.Errorf("pack of %v: %w: %w", c.First.Replica, ErrNonsense, err)
	} else if err != nil {
		return before, fmt.Errorf("pack of %v: %w", c.First.Replica, err)
	}
	after := l.keys.ChainAfter(c, before, deps)
	l.Extend(wire.NewHead(c.First.Replica, c.Last, after))
	return after, nil
}

// agrees tells whether the changes of e, which come next in their log, are those
// of the pack that was begun there. A pack is stored with the first of its
// changes that is taken, and the store then passes over what lies in its stretch:
// what comes after a restart is the pack, so nothing else may be taken before.
// Only a longer pack takes its place, here and in the store.
func (l *Log) agrees(e Entry, changes []crdt.Change) (err error) {
	s := e.Unit.Span()
	p := l.begun[s.Replica]
	if p == nil || e.Unit == wire.Unit(p) {
		return nil
	}
	o := p.Span()
	if _, pack := e.Unit.(*wire.Pack); pack && s.First <= o.First && s.Last >= o.Last && s.Last-s.First > o.Last-o.First {
		return nil
	}
	if l.told != p {
		if l.story, err = p.Open(l.keys); err != nil {
			return err
		}
		l.told = p
	}
	i := sort.Search(len(l.story), func(i int) bool { return l.story[i].First.Seq >= changes[0].First.Seq })
	same := func(a, b crdt.Change) bool {
		return a.First == b.First && a.Last == b.Last && a.Time == b.Time &&
			bytes.Equal(a.Ops, b.Ops) && slices.Equal(a.Deps, b.Deps)
	}
	if i+len(changes) > len(l.story) || !slices.EqualFunc(changes, l.story[i:i+len(changes)], same) {
		return l.fork(s)
	}
	return nil
}

// finished notes that a log goes to seq.
func (l *Log) finished(r version.Replica, seq uint64) {
	if p := l.begun[r]; p != nil && p.Header.Last <= seq {
		delete(l.begun, r)
		if l.told == p {
			l.told, l.story = nil, nil
		}
	}
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
