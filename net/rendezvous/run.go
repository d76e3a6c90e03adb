package rendezvous

import (
	"context"
	"net"
	"slices"
	"time"

	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/sync/errgroup"

	"chirograph/net/direct"
	"chirograph/net/node"
)

const (
	// look is how often the clock and the networks are looked at.
	look = 2 * time.Second

	// asleep is by how much the clock must have jumped for the computer to
	// have slept.
	asleep = 10 * time.Second

	// courtesy is how long somebody who has just connected may take to open
	// its streams before this side does. Two opened at once cost one.
	courtesy = 500 * time.Millisecond

	// maxDials is how many people are dialled at once.
	maxDials = 8
)

// Run looks for people until ctx is done.
func (f *Finder) Run(ctx context.Context) error {
	identified, err := f.node.Host().EventBus().Subscribe(new(event.EvtPeerIdentificationCompleted))
	if err != nil {
		return err
	}
	defer identified.Close()
	f.early()

	g, ctx := errgroup.WithContext(ctx)
	// A node that keeps to this computer must not shout into the network.
	if f.options.MDNS && !f.node.LoopbackOnly() {
		g.Go(func() error { return f.announce(ctx) })
	}
	g.Go(func() error {
		ticker := time.NewTicker(look)
		defer ticker.Stop()
		timer := time.NewTimer(0)
		defer timer.Stop()
		seen, where := time.Now(), networks()
		for {
			select {
			case <-ctx.Done():
				return nil
			case e := <-identified.Out():
				f.met(e.(event.EvtPeerIdentificationCompleted))
			case <-f.direct.Changes():
			case <-f.wake:
			case <-timer.C:
			case <-ticker.C:
				now, is := time.Now(), networks()
				switch {
				case slept(seen, now):
					f.log.Info("woke up: everybody is looked for again")
					f.restart(true)
				case !slices.Equal(is, where):
					f.log.Info("other network: everybody is looked for again")
					f.restart(false)
				}
				seen, where = now, is
			}
			f.recall()
			f.reconcile()
			timer.Reset(f.dial(ctx, g))
		}
	})
	return g.Wait()
}

// slept tells whether the computer slept between two looks at the clock. The
// monotonic clock stands still meanwhile, so that of the wall is read.
func slept(before, now time.Time) bool {
	return now.Round(0).Sub(before.Round(0)) > look+asleep
}

// networks are the addresses of this computer.
func networks() []string {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var out []string
	for _, a := range addrs {
		out = append(out, a.String())
	}
	slices.Sort(out)
	return out
}

// restart makes everybody due now. After sleep no connection is worth waiting
// for: the others have given them up.
func (f *Finder) restart(disconnect bool) {
	if disconnect {
		net := f.node.Host().Network()
		for _, p := range net.Peers() {
			f.close(net.ClosePeer(p))
		}
	}
	select {
	case f.networks <- struct{}{}:
	default:
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.people {
		p.hurry(time.Now())
	}
}

func (f *Finder) close(err error) {
	if err != nil {
		f.log.Debug("close connection", "err", err)
	}
}

// met takes in who has connected.
func (f *Finder) met(e event.EvtPeerIdentificationCompleted) {
	if !slices.Contains(e.Protocols, direct.Protocol) {
		return // another program
	}
	after := time.Duration(0)
	if e.Conn.Stat().Direction == network.DirInbound {
		after = courtesy
	}
	f.arrived(e.Peer, after)
}

// early takes in who connected before Run. They may have been turned away,
// since the node listens a moment before it answers for its documents, and do
// not come again soon.
func (f *Finder) early() {
	h := f.node.Host()
	for _, p := range h.Network().Peers() {
		if has, err := h.Peerstore().SupportsProtocols(p, direct.Protocol); err == nil && len(has) > 0 {
			f.arrived(p, 0)
		}
	}
}

func (f *Finder) arrived(p peer.ID, after time.Duration) {
	addrs := f.whereIs(p)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.appear(Addr{p.String(), addrs}, after)
}

// recall asks who is remembered of documents that are new here.
func (f *Finder) recall() {
	f.mu.Lock()
	fresh := f.fresh
	f.fresh = nil
	f.mu.Unlock()
	if f.options.Remembered == nil {
		return
	}
	for _, k := range fresh {
		known := f.options.Remembered(k) // without mu: it has locks of its own
		f.mu.Lock()
		for _, a := range known {
			f.expect(k, a)
		}
		f.mu.Unlock()
	}
}

// steady is how long a stream must have lasted for its end to be a break of
// the connection, after which one is opened again at once. Those that end
// sooner have something wrong with them.
const steady = 10 * time.Second

// reconcile takes in which streams there are, and has the addresses of those
// who were met remembered.
func (f *Finder) reconcile() {
	type note struct {
		k  direct.Key
		id string
	}
	var notes []note
	now := time.Now()
	f.mu.Lock()
	for k := range f.watched {
		there := make(map[string]bool)
		for _, id := range f.direct.Peers(k) {
			there[id] = true
			p := f.person(id)
			if p == nil {
				continue
			}
			w := p.wish(k)
			w.known = true
			if !w.connected {
				w.connected, w.since, w.kept, w.never = true, now, false, time.Time{}
			}
			if !w.kept {
				notes = append(notes, note{k, id})
			}
		}
		for id, p := range f.people {
			if w := p.wishes[k]; w != nil && w.connected && !there[id] {
				w.connected = false
				if now.Sub(w.since) >= steady {
					p.hurry(now)
				} else {
					p.slower(now)
				}
			}
		}
	}
	f.mu.Unlock()
	for _, n := range notes {
		f.keep(n.k, n.id)
	}
}

// dial starts the attempts that are due and returns how long it is until the
// next is.
func (f *Finder) dial(ctx context.Context, g *errgroup.Group) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	now, wait := time.Now(), look
	with := make(map[direct.Key]int) // there, or being tried
	for k := range f.watched {
		with[k] = len(f.direct.Peers(k))
	}
	for _, p := range f.people {
		for _, k := range p.asked {
			with[k]++
		}
	}
	for id, p := range f.people {
		if len(p.asked) > 0 {
			continue
		}
		var keys []direct.Key
		for k, w := range p.wishes {
			if f.watched[k] && !w.connected && with[k] < node.DocumentPeers && !now.Before(w.never) {
				keys = append(keys, k)
			}
		}
		switch due := p.next.Sub(now); {
		case len(keys) == 0:
		case due > 0:
			wait = min(wait, due)
		case f.dialing < maxDials:
			p.asked = keys
			f.dialing++
			for _, k := range keys {
				with[k]++
			}
			addrs := slices.Clone(p.addrs)
			g.Go(func() error {
				f.attempt(ctx, id, addrs, keys)
				return nil
			})
		}
	}
	return wait
}
