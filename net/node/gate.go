package node

import (
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/control"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"
)

// A gate refuses connections with banned devices and, if so told, with other
// computers. Bans are forgotten when the program ends.
type gate struct {
	loopback bool // this computer only

	mu    sync.Mutex
	until map[peer.ID]time.Time // ends of bans
}

// maxBans bounds the memory that bans take. A device costs nothing to
// invent, so a ban slows an attacker down; it is no wall.
const maxBans = 10_000

func (g *gate) ban(p peer.ID, until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.until) >= maxBans {
		clear(g.until)
	}
	g.until[p] = until
}

func (g *gate) banned(p peer.ID) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	until, ok := g.until[p]
	if ok && !time.Now().Before(until) {
		delete(g.until, p)
		return false
	}
	return ok
}

// allowed tells whether addr may be talked to.
func (g *gate) allowed(addr ma.Multiaddr) bool {
	return !g.loopback || classOf(addr) == loopback && !relayed(addr)
}

// The methods of connmgr.ConnectionGater.

func (g *gate) InterceptPeerDial(p peer.ID) bool { return !g.banned(p) }

func (g *gate) InterceptAddrDial(_ peer.ID, addr ma.Multiaddr) bool { return g.allowed(addr) }

func (g *gate) InterceptAccept(c network.ConnMultiaddrs) bool { return g.allowed(c.RemoteMultiaddr()) }

func (g *gate) InterceptSecured(_ network.Direction, p peer.ID, _ network.ConnMultiaddrs) bool {
	return !g.banned(p)
}

func (g *gate) InterceptUpgraded(network.Conn) (bool, control.DisconnectReason) { return true, 0 }
