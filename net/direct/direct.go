// Package direct carries frames between two devices about one document. For
// every pair of devices and every document that both have there is one
// long-lived stream of a protocol. It begins with the handshake
// of package session, by which each side proves that it is a member, and is
// then given to the accept function, which talks for as long as it likes.
//
// The package does not know what the frames say, and looks for nobody: Open
// needs a device that the node is connected to or has an address of. It opens
// streams over relayed connections as well.
package direct

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/multiformats/go-multistream"

	"chirograph/net/node"
	"chirograph/sync/session"
)

// The ids of the streams.
const (
	Protocol          protocol.ID = "/chirograph/doc/1"  // sessions about a document
	SnapshotsProtocol protocol.ID = "/chirograph/snap/1" // nodes of its snapshots
)

// A Key is the membership key of a document.
type Key = [32]byte

// Errors of Open.
var (
	ErrNotMember = session.ErrNotMember // the other side does not have the document
	ErrFull      = errors.New("direct: too many streams with this peer")
	ErrClosed    = errors.New("direct: closed")
)

// handshakeTimeout is how long both sides have to prove themselves.
const handshakeTimeout = 5 * time.Second

// Direct has the streams of a node.
type Direct struct {
	node   *node.Node
	id     protocol.ID
	keys   func() []Key
	accept func(Key, *Stream)

	changes chan struct{}
	running sync.WaitGroup // accept functions and handshakes

	mu      sync.Mutex
	closed  bool
	streams map[end]*Stream
	shaking map[string][]network.Stream // in a handshake, by peer
}

// An end is what there is one stream for.
type end struct {
	peer string
	key  Key
}

// New answers on n from now on, with Protocol, for the documents of keys. accept is called
// with every stream, whoever opened it, on a goroutine of its own. The stream
// lasts until accept returns.
func New(n *node.Node, keys func() []Key, accept func(Key, *Stream)) *Direct {
	return newDirect(n, Protocol, keys, accept)
}

// NewSnapshots is New with SnapshotsProtocol.
func NewSnapshots(n *node.Node, keys func() []Key, accept func(Key, *Stream)) *Direct {
	return newDirect(n, SnapshotsProtocol, keys, accept)
}

func newDirect(n *node.Node, id protocol.ID, keys func() []Key, accept func(Key, *Stream)) *Direct {
	d := &Direct{
		node:    n,
		id:      id,
		keys:    keys,
		accept:  accept,
		changes: make(chan struct{}, 1),
		streams: make(map[end]*Stream),
		shaking: make(map[string][]network.Stream),
	}
	n.Host().SetStreamHandler(id, d.answer)
	return d
}

// Close ends all streams and waits until every accept function has returned.
func (d *Direct) Close() error {
	d.node.Host().RemoveStreamHandler(d.id)
	d.mu.Lock()
	d.closed = true
	streams := slices.Collect(maps.Values(d.streams))
	shaking := slices.Concat(slices.Collect(maps.Values(d.shaking))...)
	d.mu.Unlock()
	for _, s := range streams {
		s.Close()
	}
	for _, raw := range shaking {
		raw.Reset()
	}
	d.running.Wait()
	return nil
}

// Changes gets a token when a stream has begun or ended. It is for one
// reader.
func (d *Direct) Changes() <-chan struct{} { return d.changes }

// Connected tells whether there is a stream with a device about a document.
func (d *Direct) Connected(id string, k Key) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.streams[end{id, k}] != nil
}

// Peers are the devices with which there are streams about a document.
func (d *Direct) Peers(k Key) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for e := range d.streams {
		if e.key == k {
			out = append(out, e.peer)
		}
	}
	return out
}

// Open makes sure that there is a stream with a device about a document, and
// returns when there is. ctx bounds the opening, not the stream.
func (d *Direct) Open(ctx context.Context, id string, k Key) error {
	p, err := peer.Decode(id)
	if err != nil {
		return fmt.Errorf("direct: not a device: %w", err)
	}
	if d.Connected(id, k) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	raw, err := d.node.Host().NewStream(network.WithAllowLimitedConn(ctx, "document"), p, d.id)
	var unsupported multistream.ErrNotSupported[protocol.ID]
	if errors.As(err, &unsupported) {
		return ErrNotMember // another program
	}
	if err != nil {
		return fmt.Errorf("direct: %w", err)
	}
	if err := d.begin(id, raw); err != nil {
		raw.Reset()
		return err
	}
	defer d.running.Done()
	stop := context.AfterFunc(ctx, func() { raw.Reset() })
	s := newStream(raw, true)
	err = d.initiate(s, k)
	d.end(id, raw)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		raw.Reset()
		return err
	}
	return d.run(s)
}

// answer takes a stream that somebody else opened.
func (d *Direct) answer(raw network.Stream) {
	s := newStream(raw, false)
	if d.begin(s.peer, raw) != nil {
		raw.Reset()
		return
	}
	defer d.running.Done()
	err := d.respond(s)
	d.end(s.peer, raw)
	if err == nil {
		err = d.run(s)
	}
	if errors.Is(err, ErrNotMember) {
		s.Close() // the answer says why
	} else if err != nil {
		raw.Reset()
	}
}

// begin counts a handshake. After it, end and running.Done are due.
func (d *Direct) begin(id string, raw network.Stream) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return ErrClosed
	}
	if len(d.shaking[id]) >= node.Handshakes {
		return ErrFull
	}
	d.shaking[id] = append(d.shaking[id], raw)
	d.running.Add(1)
	return nil
}

func (d *Direct) end(id string, raw network.Stream) {
	d.mu.Lock()
	defer d.mu.Unlock()
	rest := d.shaking[id][:0]
	for _, r := range d.shaking[id] {
		if r != raw {
			rest = append(rest, r)
		}
	}
	if d.shaking[id] = rest; len(rest) == 0 {
		delete(d.shaking, id)
	}
}

// initiate proves this side to whoever was called.
func (d *Direct) initiate(s *Stream, k Key) error {
	if err := s.raw.SetDeadline(time.Now().Add(handshakeTimeout)); err != nil {
		return err
	}
	hello := session.Hello(k, d.node.ID(), s.peer, nonce())
	if err := writeFrame(s.w, hello); err != nil {
		return err
	}
	answer, err := readFrame(s.r, session.MaxHandshake)
	if err != nil {
		return err
	}
	confirm, err := session.Confirm(k, d.node.ID(), s.peer, hello, answer)
	if err != nil {
		return err
	}
	s.key = k
	if err := writeFrame(s.w, confirm); err != nil {
		return err
	}
	return s.raw.SetDeadline(time.Time{})
}

// respond lets the caller prove itself, for whichever document it has.
func (d *Direct) respond(s *Stream) error {
	if err := s.raw.SetDeadline(time.Now().Add(handshakeTimeout)); err != nil {
		return err
	}
	hello, err := readFrame(s.r, session.MaxHandshake)
	if err != nil {
		return err
	}
	keys := d.keys()
	answer, which, refused := session.Welcome(keys, d.node.ID(), s.peer, nonce(), hello)
	if answer != nil {
		err = writeFrame(s.w, answer)
	}
	if refused != nil || err != nil {
		return errors.Join(refused, err)
	}
	confirm, err := readFrame(s.r, session.MaxHandshake)
	if err != nil {
		return err
	}
	s.key = keys[which]
	if err := session.Confirmed(s.key, d.node.ID(), s.peer, hello, answer, confirm); err != nil {
		return err
	}
	return s.raw.SetDeadline(time.Time{})
}

func nonce() (n [32]byte) {
	rand.Read(n[:]) // never fails
	return n
}

// run hands s to the accept function on a goroutine of its own, unless another
// stream does what s would do.
func (d *Direct) run(s *Stream) error {
	over, err := d.admit(s)
	if over != nil {
		over.Close() // without mu: it may wait for a connection that is stuck
	}
	return err
}

// admit decides whether s stays, and returns the stream that is to end: s
// itself, or the one whose place it takes.
func (d *Direct) admit(s *Stream) (*Stream, error) {
	e := end{s.peer, s.key}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return s, ErrClosed
	}
	s.since = time.Now()
	old := d.streams[e]
	if old != nil && !replaces(s, old, d.node.ID()) {
		return s, nil
	}
	if old == nil && d.count(s.peer) >= node.DocumentStreams {
		return s, ErrFull
	}
	d.streams[e] = s
	d.tell()
	d.node.Host().ConnManager().Protect(s.raw.Conn().RemotePeer(), string(d.id))
	d.running.Go(func() {
		d.accept(s.key, s)
		s.Close()
		d.forget(e, s)
	})
	return old, nil
}

// replaces tells whether the new stream takes the place of the old one. When
// both sides open a stream at once, both see two, and both must keep the same:
// that which the device with the smaller id opened. But a device opens a
// second stream only when it has lost the first, so the new one replaces an
// old one that it opened itself, and any that has been there for too long to
// have been opened at the same time.
func replaces(s, old *Stream, me string) bool {
	if s.outgoing == old.outgoing || s.since.Sub(old.since) > handshakeTimeout {
		return true
	}
	return s.outgoing == (me < s.peer)
}

func (d *Direct) forget(e end, s *Stream) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.streams[e] == s {
		delete(d.streams, e)
	}
	if d.count(e.peer) == 0 {
		d.node.Host().ConnManager().Unprotect(s.raw.Conn().RemotePeer(), string(d.id))
	}
	d.tell()
}

// count is the number of streams with a device. It needs mu.
func (d *Direct) count(id string) int {
	n := 0
	for e := range d.streams {
		if e.peer == id {
			n++
		}
	}
	return n
}

func (d *Direct) tell() {
	select {
	case d.changes <- struct{}{}:
	default:
	}
}
