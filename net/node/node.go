// Package node is this device in the network: one libp2p host with the
// device's key, reachable over QUIC and TCP on one port that stays the same
// from start to start, so that addresses in links and in the memory of others
// stay right.
//
// A Node connects to those it is told to connect to and accepts those who
// come. It looks for nobody (package rendezvous does) and knows no documents
// (packages direct and gossip do).
package node

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	"github.com/libp2p/go-libp2p/p2p/net/connmgr"
	"github.com/libp2p/go-libp2p/p2p/net/swarm"
	quic "github.com/libp2p/go-libp2p/p2p/transport/quic"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
)

// Options are what a Node needs to know.
type Options struct {
	Key          ed25519.PrivateKey // of this device
	Port         int                // wanted; 0 = any
	LoopbackOnly bool               // neither listen to nor dial other computers
	Log          *slog.Logger       // nil for none
}

// A Node is a running libp2p host.
type Node struct {
	host     host.Host
	gate     *gate
	port     int
	loopback bool
	log      *slog.Logger
}

// portTries is how often New looks for a free port. Another program may take
// the one found before New does.
const portTries = 5

// New starts a node. If the wanted port is taken it takes another; see Port.
func New(o Options) (*Node, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	key, err := crypto.UnmarshalEd25519PrivateKey(o.Key)
	if err != nil {
		return nil, fmt.Errorf("node: key: %w", err)
	}
	quiet(o.Log)
	var errs []error
	for range portTries {
		port, err := freePort(o.Port, o.LoopbackOnly)
		if err != nil {
			return nil, err
		}
		n, err := start(o, key, port)
		if err == nil {
			n.log.Info("network started", "peer", n.ID(), "port", port)
			return n, nil
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("node: %w", errors.Join(errs...))
}

func start(o Options, key crypto.PrivKey, port int) (*Node, error) {
	conns, err := connmgr.NewConnManager(connsLow, connsHigh, connmgr.WithGracePeriod(connGrace))
	if err != nil {
		return nil, err
	}
	resources, err := newResources()
	if err != nil {
		return nil, err
	}
	gate := &gate{loopback: o.LoopbackOnly, until: make(map[peer.ID]time.Time)}
	opts := []libp2p.Option{
		libp2p.Identity(key),
		libp2p.UserAgent("chirograph/1"),
		libp2p.Transport(quic.NewTransport),
		libp2p.Transport(tcp.NewTCPTransport),
		libp2p.ListenAddrStrings(listenAddrs(port, o.LoopbackOnly)...),
		libp2p.AddrsFactory(advertised(o.LoopbackOnly)),
		libp2p.ConnectionManager(conns),
		libp2p.ConnectionGater(gate),
		libp2p.ResourceManager(resources),
		libp2p.DisableMetrics(),
		libp2p.SwarmOpts(swarm.WithDialRanker(rank)),
	}
	h, err := libp2p.New(append(opts, reachability(o)...)...)
	if err != nil {
		return nil, errors.Join(err, conns.Close(), resources.Close())
	}
	if err := listens(h, port); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return &Node{host: h, gate: gate, port: port, loopback: o.LoopbackOnly, log: o.Log}, nil
}

// reachability is how strangers reach this device through the routers
// between. A desktop is taken to be behind one: asking others to dial back
// would take 17 s to find that out (measured). Others are reached directly or
// not at all.
func reachability(Options) []libp2p.Option {
	return []libp2p.Option{libp2p.ForceReachabilityPrivate()}
}

// Close takes the node off the network and breaks all connections.
func (n *Node) Close() error { return n.host.Close() }

// Host is the libp2p host, for the packages beside this one.
func (n *Node) Host() host.Host { return n.host }

// ID names this device to others.
func (n *Node) ID() string { return n.host.ID().String() }

// Port is the port that the node listens on, for UDP and TCP.
func (n *Node) Port() int { return n.port }

// LoopbackOnly tells whether the node keeps to this computer.
func (n *Node) LoopbackOnly() bool { return n.loopback }

// Connect connects to a device at any of addrs, or does nothing if it is
// connected already. Addresses are multiaddrs, with or without the device's
// id; those that are none, or another device's, are skipped.
func (n *Node) Connect(ctx context.Context, id string, addrs []string) error {
	p, err := peer.Decode(id)
	if err != nil {
		return fmt.Errorf("node: not a device: %w", err)
	}
	if n.host.Network().Connectedness(p) == network.Connected {
		return nil
	}
	// The swarm refuses for minutes to dial an address that failed. Whoever
	// calls Connect has a reason to think that it will do now.
	if s, ok := n.host.Network().(*swarm.Swarm); ok {
		s.Backoff().Clear(p)
	}
	n.host.Peerstore().AddAddrs(p, parse(p, addrs), peerstore.TempAddrTTL)
	if err := n.host.Connect(ctx, peer.AddrInfo{ID: p}); err != nil {
		return fmt.Errorf("node: %w", err)
	}
	return nil
}

// Ban breaks the connections to a device and refuses new ones for d.
func (n *Node) Ban(id string, d time.Duration) {
	p, err := peer.Decode(id)
	if err != nil {
		return
	}
	n.gate.ban(p, time.Now().Add(d))
	n.log.Warn("peer banned", "peer", id, "for", d)
	if err := n.host.Network().ClosePeer(p); err != nil {
		n.log.Debug("close banned peer", "peer", id, "err", err)
	}
}

// Route says how a device is connected: "lan", "direct", "relay", or "" when
// it is not.
func (n *Node) Route(id string) string {
	p, err := peer.Decode(id)
	if err != nil {
		return ""
	}
	route := ""
	for _, c := range n.host.Network().ConnsToPeer(p) {
		switch {
		case c.Stat().Limited || relayed(c.RemoteMultiaddr()):
			if route == "" {
				route = "relay"
			}
		case classOf(c.RemoteMultiaddr()) <= private:
			return "lan"
		default:
			route = "direct"
		}
	}
	return route
}
