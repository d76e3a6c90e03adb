package workspace

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"chirograph/editor/version"
	"chirograph/sync/presence"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// A stream carries frames to one peer and back, about one document.
type stream interface {
	Send(frame []byte) error
	Recv() ([]byte, error)
	Close() error
	Peer() string
}

// A peer is a session with somebody's program, while it lasts.
type peer struct {
	id     string
	out    chan wire.Message
	author version.Author // who it is; guarded by the document's lock, like met and heads
	met    bool           // author is known
	heads  []wire.Head    // as far as the peer was last known to have the logs
	whole  bool           // the peer is not joining: it has all that it says
	same   wire.Same      // what its text is

	rtt     atomic.Int64 // nanoseconds; 0 when unknown
	mu      sync.Mutex   // guards session; a session takes the document's lock
	session *session.Session
}

// outgoing is how many messages may wait for a slow peer. Live batches beyond
// that are dropped: comparing heads finds them again.
const outgoing = 256

// tick is how often a session is asked whether it has something to say.
const tick = 200 * time.Millisecond

// serve talks to one peer until ctx is done, the peer hangs up or either side
// breaks the protocol. It returns only when every goroutine that it started
// has ended.
func (d *Document) serve(ctx context.Context, st stream) error {
	p := &peer{
		id:      st.Peer(),
		out:     make(chan wire.Message, outgoing),
		session: session.New(d, st.Peer(), d.w.now()),
	}
	d.mu.Lock()
	d.peers[p] = struct{}{}
	d.moved = true // the newcomer is told at once who is here
	d.mu.Unlock()
	d.notify()
	defer func() {
		d.mu.Lock()
		delete(d.peers, p)
		if d.peerTo(p.id) == nil {
			delete(d.begged, p.id)
			d.board.Drop(p.id)
			d.logs.Forget(p.id)
		}
		d.mu.Unlock()
		d.notify()
	}()

	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { // unblocks Recv and Send
		<-ctx.Done()
		return st.Close()
	})
	g.Go(func() error { return p.send(ctx, st) })
	g.Go(func() error { return p.receive(ctx, st, d) })
	g.Go(func() error { return p.tick(ctx, d) })
	err := g.Wait()
	if errors.Is(err, session.ErrRude) {
		d.w.offended(p.id, err)
	}
	return err
}

func (p *peer) send(ctx context.Context, st stream) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case m := <-p.out:
			if err := st.Send(wire.Encode(m)); err != nil {
				return err
			}
		}
	}
}

func (p *peer) receive(ctx context.Context, st stream, d *Document) error {
	for {
		frame, err := st.Recv()
		if err != nil {
			return err
		}
		m, err := wire.Parse(frame)
		if errors.Is(err, wire.ErrUnknown) {
			continue // from a newer version
		}
		if err != nil {
			return errors.Join(session.ErrRude, err)
		}
		if _, ok := m.(wire.Batches); ok {
			if err := d.await(ctx); err != nil {
				return err
			}
		}
		p.mu.Lock()
		answer, err := p.session.Receive(m, d.w.now())
		p.rtt.Store(int64(p.session.RTT()))
		p.mu.Unlock()
		if err != nil {
			return err
		}
		if err := p.say(ctx, answer); err != nil {
			return err
		}
	}
}

func (p *peer) tick(ctx context.Context, d *Document) error {
	p.mu.Lock()
	first := p.session.Start(d.w.now())
	p.mu.Unlock()
	if err := p.say(ctx, first); err != nil {
		return err
	}
	d.sayPresence()
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
		}
		p.mu.Lock()
		ms, err := p.session.Tick(d.w.now())
		p.mu.Unlock()
		if err != nil {
			return err
		}
		if err := p.say(ctx, ms); err != nil {
			return err
		}
	}
}

// say queues messages and waits for room.
func (p *peer) say(ctx context.Context, ms []wire.Message) error {
	for _, m := range ms {
		select {
		case p.out <- m:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// tell queues messages as far as there is room.
func (p *peer) tell(ms ...wire.Message) {
	for _, m := range ms {
		select {
		case p.out <- m:
		default:
			return
		}
	}
}

// peerTo is a session with a device, or nil. It needs mu.
func (d *Document) peerTo(id string) *peer {
	for p := range d.peers {
		if p.id == id {
			return p
		}
	}
	return nil
}

// sessions are the sessions of the moment.
func (d *Document) sessions() []*peer {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]*peer, 0, len(d.peers))
	for p := range d.peers {
		out = append(out, p)
	}
	return out
}

// publish sends batches that were just stored to those who may lack them:
// over the direct streams, and over gossip when there is somebody whom those
// may not reach.
func (d *Document) publish(entries []session.Entry) {
	for _, p := range d.sessions() {
		p.mu.Lock()
		ms := p.session.Live(entries)
		p.mu.Unlock()
		p.tell(ms...)
	}
	d.gossip(entries)
}

// spread tells everybody connected about the people of the document.
func (d *Document) spread() {
	m := d.Members()
	for _, p := range d.sessions() {
		p.tell(m)
	}
}

// The rhythm of presence: at most ten a second, and a sign of life long
// before others would take this person off their board.
const (
	presenceEvery = 100 * time.Millisecond
	presenceAlive = 3 * time.Second
	presenceAfar  = time.Second // to those who hear it through others
)

// sayPresence tells everybody connected where this person's caret is.
func (d *Document) sayPresence() {
	d.mu.Lock()
	if len(d.peers) == 0 || d.rec.Joining {
		d.mu.Unlock()
		return
	}
	d.mine.Number++
	d.mine.Peer = d.w.peerID()
	s := d.mine
	now := d.w.now()
	d.moved, d.said = false, now
	afar := now.Sub(d.saidAfar) >= presenceAfar
	if afar {
		d.saidAfar = now
	}
	d.mu.Unlock()
	sealed := presence.Seal(d.id, s, d.read, d.author)
	m := wire.Presence{Sealed: sealed}
	for _, p := range d.sessions() {
		p.tell(m)
	}
	if t := d.crowd(); afar && t != nil {
		d.announce(t, m)
	}
}

// attend keeps presence alive, this person's and the others', until ctx is
// done. That this person has left, the others see by the end of the stream.
func (d *Document) attend(ctx context.Context) error {
	t := time.NewTicker(presenceEvery)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
		}
		now := d.w.now()
		d.mu.Lock()
		due := d.moved || now.Sub(d.said) >= presenceAlive
		gone := d.board.Expire(now)
		d.mu.Unlock()
		if due {
			d.sayPresence()
		}
		if gone {
			d.notify()
		}
		d.settle(now)
	}
}

// membership is the key by which people find and prove themselves members of
// the document.
func (d *Document) membership() [32]byte { return d.read.Discovery().Membership() }
