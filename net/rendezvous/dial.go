package rendezvous

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"

	"chirograph/net/direct"
)

const (
	// dialTimeout is short because QUIC waits ever longer between its own
	// attempts: a new dial finds a network that is back sooner than an old one.
	dialTimeout = 2 * time.Second

	// openTimeout is for the handshake over a connection that there is. If that
	// takes longer, the connection is dead and nobody has noticed.
	openTimeout = 3 * time.Second

	// The delay between attempts doubles from the first to the second, and is
	// the third for those who have not been reached for patience.
	firstDelay = 250 * time.Millisecond
	maxDelay   = 10 * time.Second
	idleDelay  = time.Minute
	patience   = 5 * time.Minute

	// refusal is for how long somebody who does not have a document is not
	// asked for it again. If they get it, they come by themselves.
	refusal = 5 * time.Minute
)

// attempt connects to somebody and opens the streams that are wanted.
func (f *Finder) attempt(ctx context.Context, id string, addrs []string, keys []direct.Key) {
	results := make(map[direct.Key]error)
	err := f.reach(ctx, id, addrs)
	for _, k := range keys {
		if err == nil {
			results[k] = f.open(ctx, id, k)
		} else {
			results[k] = err
		}
	}
	if ctx.Err() != nil {
		return
	}

	now := time.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dialing--
	f.stir()
	p := f.people[id]
	if p == nil {
		return // forgotten meanwhile
	}
	p.asked = nil
	failed := false
	for k, err := range results {
		w := p.wishes[k]
		if w == nil {
			continue
		}
		w.last = Attempt{Peer: id, When: now, Err: err}
		switch {
		case errors.Is(err, direct.ErrNotMember):
			w.never = now.Add(refusal)
		case err != nil:
			failed = true
			f.log.Debug("not reached", "peer", id, "err", err)
		}
	}
	if failed {
		p.slower(now)
		if p.stranger() && p.delay == idleDelay {
			delete(f.people, id) // until they appear again
		}
	}
}

// reach connects to a device.
func (f *Finder) reach(ctx context.Context, id string, addrs []string) error {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	return f.node.Connect(ctx, id, addrs)
}

// open opens a stream. When that takes too long, it breaks the connection, so
// that the next attempt makes a new one.
func (f *Finder) open(ctx context.Context, id string, k direct.Key) error {
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	err := f.direct.Open(ctx, id, k)
	if err != nil && ctx.Err() != nil {
		if p, bad := peer.Decode(id); bad == nil {
			f.close(f.node.Host().Network().ClosePeer(p))
		}
	}
	return err
}

// slower puts the next attempt off, each time for longer, and not to the same
// moment as everybody else's.
func (p *person) slower(now time.Time) {
	if p.failing.IsZero() {
		p.failing = now
	}
	switch {
	case now.Sub(p.failing) > patience:
		p.delay = idleDelay
	case p.delay == 0:
		p.delay = firstDelay
	default:
		p.delay = min(2*p.delay, maxDelay)
	}
	p.next = now.Add(p.delay/2 + rand.N(p.delay))
}

// keep has the addresses of somebody who was met remembered, once they are
// known.
func (f *Finder) keep(k direct.Key, id string) {
	p, err := peer.Decode(id)
	if err != nil {
		return
	}
	addrs := f.whereIs(p)
	if len(addrs) == 0 {
		return
	}
	f.mu.Lock()
	if p := f.people[id]; p != nil {
		p.addrs = merge(p.addrs, addrs)
		if w := p.wishes[k]; w != nil {
			w.kept = true
		}
	}
	f.mu.Unlock()
	if f.options.Remember != nil {
		f.options.Remember(k, id, addrs) // without mu: it has locks of its own
	}
}

// whereIs returns the addresses of a device that is connected: first those at
// which it was reached, then the others where it says it listens. Where
// somebody came from is not where they can be reached, unless they say so.
func (f *Finder) whereIs(p peer.ID) []string {
	h := f.node.Host()
	said := h.Peerstore().Addrs(p)
	var all []ma.Multiaddr
	add := func(a ma.Multiaddr) {
		if manet.IsIPLoopback(a) == f.node.LoopbackOnly() && !ma.Contains(all, a) {
			all = append(all, a)
		}
	}
	for _, c := range h.Network().ConnsToPeer(p) {
		if a := c.RemoteMultiaddr(); ma.Contains(said, a) {
			add(a)
		}
	}
	for _, a := range said {
		add(a)
	}
	return texts(all[:min(len(all), maxAddrs)])
}
