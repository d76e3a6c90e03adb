package session

import (
	"errors"
	"fmt"
	"maps"
	"slices"

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

	// ErrNonsense is for packs: who relays one in good faith has seen what comes
	// before the nonsense in it, and kept it.
	ErrNonsense = errors.New("its author signed what makes no sense")
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
	packs   *version.Parking[Entry]
	held    map[version.Replica]uint64 // the end of the packs that wait
	forked  map[version.Author]bool
	folded  map[version.Replica][]Entry // what waits for hashes that are not in memory

	lost  map[version.Replica]bool       // whose ends cannot be read any more
	begun map[version.Replica]*wire.Pack // packs that were kept, and of which not all was taken
	told  *wire.Pack                     // one of them
	story []crdt.Change                  // what it says
}

// An Entry is a batch or a pack that was verified, as it is kept and passed on.
type Entry struct {
	Unit wire.Unit
	Raw  []byte // its encoding
	From string // the peer that it came from; "" for an own one

	changes []crdt.Change // of a pack that waits
	kept    bool          // a part of it was taken
}

// A Sink takes what becomes ready: the changes of an entry, one after the other,
// and the entry itself, which is to be stored. A pack is kept with the first of
// its changes that is taken, for others may build on that at once.
type Sink interface {
	Apply(c crdt.Change, from string) error
	Keep(e Entry)
}

// Limits of what waits for a past that is missing, for each peer.
const (
	MaxParked      = 10_000   // batches
	MaxParkedBytes = 8 << 20  // of their encodings
	MaxParkedPacks = 32 << 20 // bytes that opened packs take
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
		packs:   version.NewParking[Entry](MaxParked, MaxParkedPacks),
		held:    map[version.Replica]uint64{},
		forked:  map[version.Author]bool{},
		folded:  map[version.Replica][]Entry{},
		lost:    map[version.Replica]bool{},
		begun:   map[version.Replica]*wire.Pack{},
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

// Offer takes in e, whose unit passed Verify. Whatever it makes ready is given
// to sink, in causal order: e itself, then what waited for it. What sink does not
// apply stays out of the log.
//
// What is here already is passed over. What lacks a part of its past is parked;
// Missing then tells what to ask for.
func (l *Log) Offer(e Entry, sink Sink) error {
	first := true
	var result error
	for queue := []Entry{e}; len(queue) > 0; queue = queue[1:] {
		w := queue[0]
		took, err := l.take(w, sink)
		if first {
			result, first = err, false
		}
		if took {
			r := w.Unit.Span().Replica
			id := version.ID{Replica: r, Seq: l.chains[r].last().seq}
			queue = append(append(queue, l.parked.Take(id)...), l.packs.Take(id)...)
		}
	}
	return result
}

// Resume is Offer for a pack of which a part was taken and stored before.
func (l *Log) Resume(e Entry, sink Sink) error {
	e.kept = true
	if p, ok := e.Unit.(*wire.Pack); ok {
		l.begun[p.Header.Replica()] = p
	}
	return l.Offer(e, sink)
}

// take puts one entry where it belongs, and reports whether some of it got into
// the log.
func (l *Log) take(e Entry, sink Sink) (bool, error) {
	s := e.Unit.Span()
	if !l.MayWrite(s.Replica.Author) {
		return false, fmt.Errorf("batch of %v: %w", s.Replica, ErrNoRight)
	}
	c := l.chains[s.Replica]
	if c == nil && l.branches(s.Replica.Author) >= MaxBranches {
		return false, fmt.Errorf("batch of %v: one branch too many: %w", s.Replica, ErrNoRight)
	}
	switch at := c.last(); {
	case s.Last <= at.seq:
		if hash, known := c.at(s.Last); known == atNone || known == atEnd && hash != s.After {
			return false, l.fork(s)
		}
		return false, nil
	case s.First > at.seq+1:
		return false, l.park(e, version.ID{Replica: s.Replica, Seq: s.First - 1})
	}
	if p, ok := e.Unit.(*wire.Pack); ok {
		return l.takePack(e, p, sink)
	}
	return l.takeBatch(e, e.Unit.(*wire.Batch), sink)
}

func (l *Log) takeBatch(e Entry, b *wire.Batch, sink Sink) (bool, error) {
	s := b.Span()
	if at := l.chains[s.Replica].last(); s.First <= at.seq || s.Before != at.hash {
		return false, l.fork(s)
	}
	for _, d := range b.Header.Deps {
		if _, known := l.chains[d.Replica()].at(d.Seq); known == atFold && l.lost[d.Replica()] {
			continue // what it says is here, and its hash is lost with the damaged log
		}
		hash, err := l.past(e, d.ID())
		if errors.Is(err, errWaits) {
			return false, nil
		} else if err != nil {
			return false, err
		}
		if hash != d.Hash {
			return false, fmt.Errorf("batch of %v: %w", s.Replica, ErrPast)
		}
	}
	change, err := b.Open(l.keys)
	if err != nil {
		return false, err
	}
	if err := l.agrees(e, []crdt.Change{change}); err != nil {
		return false, err
	}
	if err := sink.Apply(change, e.From); err != nil {
		return false, err
	}
	l.Extend(s.Head())
	sink.Keep(e)
	return true, nil
}

// past is the hash of a log that e builds on. If that is not here, e is parked.
func (l *Log) past(e Entry, id version.ID) (wire.Hash, error) {
	c := l.chains[id.Replica]
	if c.last().seq < id.Seq {
		return wire.Hash{}, l.await(e, id)
	}
	switch hash, known := c.at(id.Seq); known {
	case atEnd:
		return hash, nil
	case atFold:
		return wire.Hash{}, l.fold(e, id.Replica)
	}
	return wire.Hash{}, fmt.Errorf("batch of %v: %w", e.Unit.Span().Replica, ErrPast)
}

// errWaits is what past returns for an entry that was parked.
var errWaits = errors.New("it waits")

func (l *Log) await(e Entry, id version.ID) error {
	if err := l.park(e, id); err != nil {
		return err
	}
	return errWaits
}

// Extend moves a replica's head on, over a batch that is known to continue
// its log: this replica's own, or one read back from the store in order.
func (l *Log) Extend(h wire.Head) {
	c := l.chains[h.Replica()]
	if c == nil {
		c = &chain{}
		l.chains[h.Replica()] = c
	}
	c.ends = append(c.ends, end{seq: h.Seq, hash: h.Hash})
	if l.held[h.Replica()] <= h.Seq {
		delete(l.held, h.Replica())
	}
	l.finished(h.Replica(), h.Seq)
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

func (l *Log) fork(s wire.Span) error {
	l.forked[s.Replica.Author] = true
	delete(l.held, s.Replica)
	return fmt.Errorf("batch %d of %v: %w", s.First, s.Replica, ErrFork)
}

func (l *Log) park(e Entry, id version.ID) error {
	if len(l.chains) >= wire.MaxHeads && l.chains[id.Replica] == nil {
		return fmt.Errorf("batch: %w", ErrParked)
	}
	where, size := l.parked, len(e.Raw)
	if p, ok := e.Unit.(*wire.Pack); ok {
		where, size = l.packs, opened(p)
	}
	if !where.Park(e.From, id, size, e) {
		return fmt.Errorf("batch: %w", ErrParked)
	}
	l.hold(e)
	return nil
}

// Forget drops what came from a peer and waits. Asking others brings it again.
func (l *Log) Forget(peer string) {
	l.parked.Drop(peer)
	l.packs.Drop(peer)
	clear(l.held)
	for r, entries := range l.folded {
		l.folded[r] = slices.DeleteFunc(entries, func(e Entry) bool { return e.From == peer })
	}
}

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

// HeadAt is r's head at seq, where a batch is known to end there.
func (l *Log) HeadAt(id version.ID) (wire.Head, bool) {
	hash, known := l.chains[id.Replica].at(id.Seq)
	return wire.NewHead(id.Replica, id.Seq, hash), known == atEnd
}

// Past is the head at id, to build on. It fails with ErrFolded if the log does not
// know it, and with ErrPast if no batch ends there.
func (l *Log) Past(id version.ID) (wire.Head, error) {
	switch hash, known := l.chains[id.Replica].at(id.Seq); known {
	case atEnd:
		return wire.NewHead(id.Replica, id.Seq, hash), nil
	case atFold:
		return wire.Head{}, ErrFolded
	}
	return wire.Head{}, fmt.Errorf("at %v: %w", id, ErrPast)
}

// Missing is what someone whose heads are theirs has and this replica lacks,
// beyond the packs that are here and wait for others.
func (l *Log) Missing(theirs []wire.Head) []wire.Range {
	var out []wire.Range
	for _, h := range theirs {
		have := max(l.chains[h.Replica()].last().seq, l.held[h.Replica()])
		if have < h.Seq && len(out) < wire.MaxRanges {
			out = append(out, wire.Range{Author: h.Author, Branch: h.Branch, From: have + 1, To: h.Seq})
		}
	}
	return out
}

// Lacks tells whether someone whose heads are theirs has something that is not
// in the log here.
func (l *Log) Lacks(theirs []wire.Head) bool {
	return slices.ContainsFunc(theirs, func(h wire.Head) bool { return l.chains[h.Replica()].last().seq < h.Seq })
}

// Behind is how many batches someone whose heads are theirs lacks. Among those
// whose ends are not in memory it is an estimate.
func (l *Log) Behind(theirs []wire.Head) int {
	seen := make(map[version.Replica]uint64, len(theirs))
	for _, h := range theirs {
		seen[h.Replica()] = h.Seq
	}
	n := 0
	for r, c := range l.chains {
		n += c.behind(seen[r])
	}
	return n
}

func compareAuthors(a, b version.Author) int { return slices.Compare(a[:], b[:]) }
