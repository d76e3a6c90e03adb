package rendezvous

import (
	"context"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/discovery/mdns"
)

// service is the name under which devices announce themselves (RFC 6763).
const service = "_chirograph._udp"

// again is how long to wait with mDNS when it cannot be started, for want of
// a network for instance.
const again = 30 * time.Second

// announce says over mDNS that this device is here, and listens for others,
// until ctx is done.
func (f *Finder) announce(ctx context.Context) error {
	for {
		s := mdns.NewMdnsService(f.node.Host(), service, neighbours{f})
		retry := make(<-chan time.Time)
		if err := s.Start(); err != nil {
			f.log.Info("no mDNS", "err", err)
			retry = time.After(again)
		}
		select {
		case <-ctx.Done():
		case <-f.networks: // it would stay with the networks that there were
		case <-retry:
		}
		s.Close() // never fails
		if ctx.Err() != nil {
			return nil
		}
	}
}

// neighbours are those that mDNS finds.
type neighbours struct{ f *Finder }

// HandlePeerFound is called by the mDNS service, again and again.
func (n neighbours) HandlePeerFound(info peer.AddrInfo) {
	f := n.f
	addrs := near(info.Addrs)
	if len(addrs) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if p := f.people[info.ID.String()]; p != nil && p.around {
		p.addrs = merge(p.addrs, texts(addrs)) // no reason to hurry
		return
	}
	f.appear(Addr{info.ID.String(), texts(addrs)}, 0)
	f.stir()
}
