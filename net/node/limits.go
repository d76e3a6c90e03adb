package node

import (
	"net/netip"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	rcmgr "github.com/libp2p/go-libp2p/p2p/host/resource-manager"
	"github.com/libp2p/go-libp2p/x/rate"
)

// What peers may use of this computer, with the sum that led to each number.
const (
	// MaxFrame bounds a frame of a direct stream. The largest frame carries a
	// few batches of at most 256 KiB each.
	MaxFrame = 1 << 20

	// MaxMessage bounds a gossip message. It may be copied to every peer, and
	// 1,024 of them may wait for each: 64 MiB for one peer that reads nothing.
	MaxMessage = 64 << 10

	// DocumentStreams is how many direct streams one peer may keep: as many as
	// documents are kept open at once. With fewer, two people who share more
	// would never see the changes of some.
	DocumentStreams = 32

	// Handshakes is how many streams one peer may have on which it has not
	// yet proved that it knows a document. Programs open one after the other.
	Handshakes = 8

	// DocumentPeers is up to how many people of one document this program
	// looks for and connects to by itself. With eight links each, 256 people
	// are three steps apart.
	DocumentPeers = 8

	// A group of 32 is kept for as long as it likes. Above 96, those connections go
	// first that carry no document. At 0.12-0.19 MiB a connection (measured)
	// 96 take 18 MiB.
	connsLow  = 32
	connsHigh = 96
	connGrace = time.Minute // young connections have not had time to open a stream

	// maxConns is where connections are refused: as many again as connsHigh
	// are being made and taken down.
	maxConns = 2 * connsHigh

	// A peer needs two connections when QUIC and TCP win at once on either
	// side, and its relayed one until the direct one has taken over.
	maxConnsPerPeer = 6

	// Streams of one peer: its documents, one of gossip in each direction, and
	// some of identify and ping. Twice that, since streams that were closed
	// count until the other side has closed them too.
	maxStreamsPerPeer = 2 * (DocumentStreams + Handshakes)

	// The whole: that of 96 peers who use all of it is never reached.
	maxStreams = maxConns * maxStreamsPerPeer / 2

	// An address may be an office behind one router, so one may have as many
	// connections as the whole keeps. When its router comes back, all of
	// them try QUIC and then TCP at once; after that each of a group tries some
	// times a minute. The library's 8 connections, 16 attempts and then one in
	// 5 s let six people in, and nobody back in after eight short cuts.
	connsPerAddress    = connsLow
	attemptsPerAddress = 4 * connsPerAddress
	attemptsPerSecond  = connsPerAddress / 4

	// A stream buffers up to 16 MiB in yamux and 10 MiB in QUIC when
	// its reader is slow; 64 MiB a peer and 512 MiB in all leave room for some
	// slow readers and none for all.
	maxMemoryPerPeer = 64 << 20
	maxMemory        = 512 << 20
)

// BanTime is how long a peer that broke the protocol stays out.
const BanTime = time.Hour

// newResources is the resource manager with the above limits.
func newResources() (network.ResourceManager, error) {
	attempts := rate.Limit{RPS: attemptsPerSecond, Burst: attemptsPerAddress}
	return rcmgr.NewResourceManager(rcmgr.NewFixedLimiter(limits()),
		rcmgr.WithMetricsDisabled(),
		// A household has one IPv4 address, and at least 56 bits of IPv6.
		rcmgr.WithLimitPerSubnet(
			[]rcmgr.ConnLimitPerSubnet{{PrefixLength: 32, ConnCount: connsPerAddress}},
			[]rcmgr.ConnLimitPerSubnet{{PrefixLength: 56, ConnCount: connsPerAddress}},
		),
		rcmgr.WithConnRateLimiters(&rate.Limiter{
			NetworkPrefixLimits: []rate.PrefixLimit{ // none on this computer
				{Prefix: netip.MustParsePrefix("127.0.0.0/8")},
				{Prefix: netip.MustParsePrefix("::1/128")},
			},
			SubnetRateLimiter: rate.SubnetLimiter{
				IPv4SubnetLimits: []rate.SubnetLimit{{PrefixLength: 32, Limit: attempts}},
				IPv6SubnetLimits: []rate.SubnetLimit{{PrefixLength: 56, Limit: attempts}},
				GracePeriod:      time.Minute,
			},
		}))
}

// limits is the above in the resource manager's words. What is not named
// stays at the library's default, scaled to this computer.
func limits() rcmgr.ConcreteLimitConfig {
	return rcmgr.PartialLimitConfig{
		System: rcmgr.ResourceLimits{
			Conns: maxConns, ConnsInbound: maxConns, ConnsOutbound: maxConns,
			Streams: maxStreams, StreamsInbound: maxStreams, StreamsOutbound: maxStreams,
			Memory: maxMemory,
		},
		PeerDefault: rcmgr.ResourceLimits{
			Conns: maxConnsPerPeer, ConnsInbound: maxConnsPerPeer, ConnsOutbound: maxConnsPerPeer,
			Streams: maxStreamsPerPeer, StreamsInbound: maxStreamsPerPeer, StreamsOutbound: maxStreamsPerPeer,
			Memory: maxMemoryPerPeer,
		},
	}.Build(rcmgr.DefaultLimits.AutoScale())
}
