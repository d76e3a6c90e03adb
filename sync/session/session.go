// Package session keeps two replicas of a document equal.
//
// It is anti-entropy in the sense of Demers et al. ("Epidemic Algorithms for
// Replicated Database Maintenance", PODC 1987): each side says how far it has
// every author's log, and asks for what the other has more. What is written
// while the session lasts is sent at once. Messages may be lost, repeated and
// reordered: the next exchange of heads finds whatever is missing.
//
// A [Session] is a state machine. It is given messages and returns messages.
// It opens no connection, reads no clock and starts no goroutine, so a test
// can deliver, lose, repeat and reorder its messages at will. A [Log] is the
// part of a document's state that sessions share.
package session

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

// The rhythm of a session. Tick is to be called at least every Quiet/4.
const (
	Heartbeat = 2 * time.Second  // between pings
	Misses    = 3                // unanswered heartbeats after which the other side counts as gone
	Repeat    = 5 * time.Second  // between two times the heads are said anyway
	Quiet     = time.Second      // at least between two times that changed heads are said
	Patience  = 10 * time.Second // until a request that brought nothing is made again
	Tidy      = time.Minute      // between two times that packs are asked for in place of batches
)

// Errors that end a session.
var (
	ErrSilent = errors.New("session: the other side fell silent")
	ErrRude   = errors.New("session: the other side broke the protocol")
)

// A Replica is what a session needs of its document. Its methods may be
// called by several sessions at once.
type Replica interface {
	// Charter is the document's charter, and whether it is known yet.
	Charter() (identity.Charter, bool)
	// TakeCharter takes in a charter that somebody sent.
	TakeCharter(identity.Charter) error
	// Members are the certificates and cards known.
	Members() wire.Members
	// TakeMembers takes in those that somebody sent.
	TakeMembers(wire.Members) error
	// Heads say how far the logs go here.
	Heads() []wire.Head
	// Missing is what this replica lacks of theirs.
	Missing(theirs []wire.Head) []wire.Range
	// Stored returns encoded batches and packs of one range, in order, about max
	// bytes of them. It may read a disk.
	Stored(r wire.Range, max int) ([][]byte, error)
	// Take verifies and takes in batches and packs that came from the peer. It reports
	// whether they brought anything new.
	Take(from string, batches [][]byte) (bool, error)
	// Labels are the encoded labels known, with their digest.
	Labels() ([][]byte, wire.Digest)
	// TakeLabels takes in those that somebody sent.
	TakeLabels([][]byte) error
	// Loose are long parts of others' logs that are here as batches.
	Loose() []wire.Range
	// Same is what the text is at some heads, if that was computed since it changed.
	Same() (wire.Same, bool)
	// TakeSame notes what the peer's text is.
	TakeSame(peer string, m wire.Same)
	// TakePresence takes in a sealed presence that came from the peer.
	TakePresence(from string, sealed []byte) error
	// Joining tells whether this replica never had all that somebody else has.
	Joining() bool
	// Showed notes how far the peer's logs go, as it has just said.
	Showed(peer string, said wire.Heads)
}

// A Session is this side of a conversation with one peer about one document.
// It is not safe for concurrent use.
type Session struct {
	doc  Replica
	peer string

	theirs map[version.Replica]wire.Head // how far the peer's logs are known to go

	tidied   time.Time      // when packs were asked for
	same     wire.Same      // what was said last of the text
	labelled [2]wire.Digest // of the labels that were sent last, and of the peer's then

	said   uint64 // fingerprint of the heads said last
	saidAt time.Time

	asked   bool // a request is under way
	askedAt time.Time
	first   version.Replica // whose log the request begins with
	after   version.Replica // requests begin with a log that comes after this one
	vain    int             // answers in a row that brought nothing, since Patience ran out
	lacking int             // logs asked for last

	ping     uint64 // number of the newest ping
	pingedAt time.Time
	heardAt  time.Time
	rtt      time.Duration
}

// New is a session with the peer of that id, beginning now.
func New(doc Replica, peer string, now time.Time) *Session {
	return &Session{doc: doc, peer: peer, theirs: map[version.Replica]wire.Head{}, heardAt: now}
}

// Start returns what to say first.
func (s *Session) Start(now time.Time) []wire.Message {
	return append(s.papers(wire.Digest{}), s.heads(now), s.beat(now))
}

// papers are what the peer lacks, whose members have the digest theirs: the
// charter, if it does not know that, and the members, if its own are others.
func (s *Session) papers(theirs wire.Digest) []wire.Message {
	c, ok := s.doc.Charter()
	if !ok {
		return nil
	}
	m := s.doc.Members()
	switch theirs {
	case m.Digest():
		return nil
	case wire.Digest{}:
		return []wire.Message{wire.CharterMessage{Charter: c}, m}
	}
	return []wire.Message{m}
}

// labels are those known here, if the peer has others; in pages that a slow line
// carries within a heartbeat's patience. Where neither side takes in what the
// other says, for want of room, it is not said over and over.
func (s *Session) labels(theirs wire.Digest) []wire.Message {
	all, digest := s.doc.Labels()
	if len(all) == 0 || digest == theirs || s.labelled == [2]wire.Digest{digest, theirs} {
		return nil
	}
	s.labelled = [2]wire.Digest{digest, theirs}
	var out []wire.Message
	var page wire.Labels
	size := 0
	for _, l := range all {
		if size > 0 && size+len(l) > wire.ReplyBytes {
			out = append(out, page)
			page, size = wire.Labels{}, 0
		}
		page.Labels = append(page.Labels, l)
		size += len(l)
	}
	return append(out, page)
}

// Receive takes in a message that arrived at now and returns what to answer.
// After an error the session is over; it wraps ErrRude when the peer is to
// blame.
func (s *Session) Receive(m wire.Message, now time.Time) ([]wire.Message, error) {
	s.heardAt = now
	switch m := m.(type) {
	case wire.CharterMessage:
		return s.charter(m, now)
	case wire.Members:
		if _, ok := s.doc.Charter(); !ok {
			return nil, nil // they can be checked only later; comparing digests brings them again
		}
		return nil, rude(s.doc.TakeMembers(m))
	case wire.Heads:
		s.note(m)
		out := append(s.papers(m.Members), s.labels(m.Labels)...)
		return append(out, s.want(now)...), nil
	case wire.Want:
		if m.Packs {
			return s.packs(m)
		}
		return s.answer(m)
	case wire.Batches:
		return s.take(m, now)
	case wire.Labels:
		if _, ok := s.doc.Charter(); !ok {
			return nil, nil // as with members
		}
		return nil, rude(s.doc.TakeLabels(m.Labels))
	case wire.Same:
		s.doc.TakeSame(s.peer, m)
		return nil, nil
	case wire.Presence:
		return nil, rude(s.doc.TakePresence(s.peer, m.Sealed))
	case wire.Ping:
		return []wire.Message{wire.Pong{Number: m.Number}}, nil
	case wire.Pong:
		if m.Number == s.ping {
			s.rtt = now.Sub(s.pingedAt)
		}
		return nil, nil
	}
	return nil, fmt.Errorf("%w: %T", ErrRude, m)
}

// Tick returns what to say at now of one's own accord: heartbeats, and the
// heads when they are due. It fails with ErrSilent when the peer is gone.
func (s *Session) Tick(now time.Time) ([]wire.Message, error) {
	if now.Sub(s.heardAt) > Heartbeat*Misses {
		return nil, ErrSilent
	}
	var out []wire.Message
	if now.Sub(s.pingedAt) >= Heartbeat {
		out = append(out, s.beat(now))
	}
	since := now.Sub(s.saidAt)
	if since >= Repeat || since >= Quiet && fingerprint(s.doc.Heads()) != s.said {
		out = append(out, s.heads(now))
	}
	if loose := s.doc.Loose(); len(loose) > 0 && now.Sub(s.tidied) >= Tidy {
		s.tidied = now
		out = append(out, wire.Want{Ranges: loose[:min(len(loose), wire.MaxRanges)], Packs: true})
	}
	if same, ok := s.doc.Same(); ok && same != s.same {
		s.same = same
		out = append(out, same)
	}
	if s.asked && now.Sub(s.askedAt) >= Patience {
		s.asked, s.vain = false, 0
		out = append(out, s.want(now)...)
	}
	return out, nil
}

// Live returns what to send of what has just come or was just stored here: the
// batches that the peer is not known to have, and packs, which take the place of
// batches that it has.
func (s *Session) Live(entries []Entry) []wire.Message {
	var out []wire.Message
	var page wire.Batches
	size := 0
	for _, e := range entries {
		h := e.Unit.Span().Head()
		_, pack := e.Unit.(*wire.Pack)
		if e.From == s.peer || !pack && s.theirs[h.Replica()].Seq >= h.Seq {
			continue
		}
		if size > 0 && size+len(e.Raw) > wire.ReplyBytes || len(page.Batches) == wire.MaxReply {
			out = append(out, page)
			page, size = wire.Batches{}, 0
		}
		page.Live = true
		page.Batches = append(page.Batches, e.Raw)
		size += len(e.Raw)
	}
	if len(page.Batches) > 0 {
		out = append(out, page)
	}
	return out
}

// RTT is the round-trip time of the last heartbeat, 0 before the first.
func (s *Session) RTT() time.Duration { return s.rtt }

// charter takes in the document's papers. Whoever has just learned them says
// its own members and heads: it could not before.
func (s *Session) charter(m wire.CharterMessage, now time.Time) ([]wire.Message, error) {
	_, knew := s.doc.Charter()
	if err := s.doc.TakeCharter(m.Charter); err != nil {
		return nil, rude(err)
	}
	if knew {
		return nil, nil
	}
	return append(s.papers(wire.Digest{}), s.heads(now)), nil
}

// note remembers how far the peer's logs go.
func (s *Session) note(said wire.Heads) {
	for _, h := range said.Heads {
		if h.Seq > s.theirs[h.Replica()].Seq && (len(s.theirs) < wire.MaxHeads || s.theirs[h.Replica()].Seq > 0) {
			s.theirs[h.Replica()] = h
		}
	}
	s.doc.Showed(s.peer, said)
}

// want asks for what is missing, unless that was asked for already. The answer
// is cut after a page, so it matters which log comes first.
func (s *Session) want(now time.Time) []wire.Message {
	if s.asked {
		return nil
	}
	if _, ok := s.doc.Charter(); !ok {
		return nil
	}
	theirs := slices.SortedFunc(maps.Values(s.theirs), wire.CompareHeads)
	from, _ := slices.BinarySearchFunc(theirs, s.after, func(h wire.Head, r version.Replica) int {
		if version.CompareReplicas(h.Replica(), r) <= 0 {
			return -1
		}
		return 1
	})
	ranges := s.doc.Missing(append(theirs[from:len(theirs):len(theirs)], theirs[:from]...))
	if len(ranges) == 0 {
		return nil
	}
	s.asked, s.askedAt = true, now
	s.first, s.lacking = ranges[0].Replica(), len(ranges)
	return []wire.Message{wire.Want{Ranges: ranges}}
}

// answer sends one page of what was asked for. The other side asks again for
// the next: that is the flow control.
func (s *Session) answer(m wire.Want) ([]wire.Message, error) {
	page := wire.Batches{Batches: [][]byte{}}
	size := 0
	for _, r := range m.Ranges {
		if size >= wire.ReplyBytes || len(page.Batches) >= wire.MaxReply {
			break
		}
		batches, err := s.doc.Stored(r, wire.ReplyBytes-size)
		if err != nil {
			return nil, err
		}
		for _, b := range batches[:min(len(batches), wire.MaxReply-len(page.Batches))] {
			page.Batches = append(page.Batches, b)
			size += len(b)
		}
	}
	return []wire.Message{page}, nil
}

// packs sends the packs among what was asked for, some pages of them: they are in
// no hurry.
func (s *Session) packs(m wire.Want) (out []wire.Message, _ error) {
	for _, r := range m.Ranges {
		stored, err := s.doc.Stored(r, wire.ReplyBytes)
		if err != nil {
			return nil, err
		}
		for _, raw := range stored {
			if wire.IsPack(raw) && len(out) < maxPacks {
				out = append(out, wire.Batches{Batches: [][]byte{raw}, Live: true})
			}
		}
	}
	return out, nil
}

// maxPacks is how many packs are sent at once to who has their batches.
const maxPacks = 8

// take takes in batches, and asks for the next page when they were an answer
// that brought something.
func (s *Session) take(m wire.Batches, now time.Time) ([]wire.Message, error) {
	fresh, err := s.doc.Take(s.peer, m.Batches)
	if err != nil && !Forgivable(err) {
		return nil, rude(err)
	}
	if m.Live {
		return s.want(now), nil
	}
	switch {
	case fresh:
		s.vain = 0
	case !s.asked:
		return nil, nil // repeated, or too late
	case len(m.Batches) == 0:
		return nil, nil // wait for Patience: the peer may not have it any more
	default:
		// What the page holds builds on something in another log, or is refused
		// here for ever: asking again in the same order would bring it again.
		s.after = s.first
		if s.vain++; s.vain >= s.lacking {
			return nil, nil // every log has had its turn
		}
	}
	s.asked = false
	return s.want(now), nil
}

// Forgivable tells whether an honest peer can send batches that are refused
// so: what they need may be on its way, and a fork is its author's doing. Those
// who saw the other side of a fork build on it in good faith.
func Forgivable(err error) bool {
	for _, e := range []error{ErrParked, ErrNoRight, ErrFork, ErrPast, ErrNonsense} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func (s *Session) heads(now time.Time) wire.Message {
	heads := s.doc.Heads()
	s.said, s.saidAt = fingerprint(heads), now
	said := wire.Heads{Heads: heads, Joining: s.doc.Joining()}
	if _, ok := s.doc.Charter(); ok {
		said.Members = s.doc.Members().Digest()
		_, said.Labels = s.doc.Labels()
	}
	return said
}

func (s *Session) beat(now time.Time) wire.Message {
	s.ping++
	s.pingedAt = now
	return wire.Ping{Number: s.ping}
}

// fingerprint tells two sets of heads of one session apart (FNV-1a). It is
// never compared with the other side's.
func fingerprint(heads []wire.Head) uint64 {
	f := uint64(14695981039346656037)
	for _, h := range heads {
		for _, b := range h.Hash[:8] {
			f = (f ^ uint64(b)) * 1099511628211
		}
	}
	return f
}

func rude(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrRude, err)
}
