package node

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	quic "github.com/libp2p/go-libp2p/p2p/transport/quic"
	ma "github.com/multiformats/go-multiaddr"
)

// startNode starts a node that keeps to this computer.
func startNode(t testing.TB, seed byte, port int) *Node {
	t.Helper()
	s := make([]byte, ed25519.SeedSize)
	s[0] = seed
	n, err := New(Options{Key: ed25519.NewKeyFromSeed(s), Port: port, LoopbackOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	return n
}

func TestConnect(t *testing.T) {
	a, b := startNode(t, 1, 0), startNode(t, 2, 0)
	if r := a.Route(b.ID()); r != "" {
		t.Errorf("Route before connecting: %q", r)
	}
	addrs := b.Addrs()
	if len(addrs) != 2 || !strings.Contains(addrs[0], "/quic-v1/p2p/"+b.ID()) {
		t.Fatalf("Addrs: %q, want QUIC and TCP on loopback", addrs)
	}
	for _, one := range addrs {
		if err := a.Connect(t.Context(), b.ID(), []string{one, "nonsense", "/ip4/127.0.0.1/tcp/1/p2p/" + a.ID()}); err != nil {
			t.Fatalf("%s: %v", one, err)
		}
		if r := a.Route(b.ID()); r != "lan" {
			t.Errorf("Route: %q", r)
		}
		if err := a.Host().Network().ClosePeer(b.Host().ID()); err != nil {
			t.Error(err)
		}
	}
}

func TestPortIsKeptAndReplaced(t *testing.T) {
	a := startNode(t, 1, 0)
	b := startNode(t, 2, a.Port())
	if b.Port() == a.Port() {
		t.Fatalf("both have port %d", a.Port())
	}
	port := a.Port()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if again := startNode(t, 1, port); again.Port() != port {
		t.Errorf("after a restart the port is %d, was %d", again.Port(), port)
	}
	// The host alone would share a TCP port or do without one transport.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().(*net.TCPAddr).Port
	if c := startNode(t, 3, taken); c.Port() == taken {
		t.Error("took a port that another program has for TCP")
	}
}

func TestBan(t *testing.T) {
	a, b := startNode(t, 1, 0), startNode(t, 2, 0)
	if err := a.Connect(t.Context(), b.ID(), b.Addrs()); err != nil {
		t.Fatal(err)
	}
	b.Ban(a.ID(), 300*time.Millisecond)
	if !b.gate.banned(a.host.ID()) || b.Route(a.ID()) != "" {
		t.Error("a banned peer is still connected")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := b.Connect(ctx, a.ID(), a.Addrs()); err == nil {
		t.Error("dialled a banned peer")
	}
	for b.gate.banned(a.host.ID()) {
		time.Sleep(10 * time.Millisecond)
	}
	if err := b.Connect(ctx, a.ID(), a.Addrs()); err != nil {
		t.Errorf("after the ban: %v", err)
	}
}

// TestLoopbackOnly is the promise that tests talk to nobody.
func TestLoopbackOnly(t *testing.T) {
	n := startNode(t, 1, 0)
	for _, a := range n.Host().Network().ListenAddresses() {
		if classOf(a) != loopback && a.String() != "/p2p-circuit" {
			t.Errorf("listens on %s", a)
		}
	}
	for addr, want := range map[string]bool{
		"/ip4/127.0.0.1/tcp/1":        true,
		"/ip4/10.1.2.3/udp/1/quic-v1": false,
		"/ip4/4.4.4.4/tcp/1":          false,
		"/dns4/localhost/tcp/1":       false,
		"/ip4/127.0.0.1/tcp/1/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp/p2p-circuit": false,
	} {
		if got := n.gate.InterceptAddrDial("", ma.StringCast(addr)); got != want {
			t.Errorf("may dial %s: %v", addr, got)
		}
	}
}

func TestAdvertised(t *testing.T) {
	var all []ma.Multiaddr
	for _, s := range []string{
		"/ip4/127.0.0.1/udp/1/quic-v1", "/ip6/::1/tcp/1", "/ip6/fe80::1/tcp/1",
		"/ip4/192.168.1.5/tcp/1", "/ip4/172.17.0.1/tcp/1",
		"/ip4/192.168.1.5/udp/1/quic-v1", "/ip4/172.17.0.1/udp/1/quic-v1",
		"/ip6/2a00::5/tcp/1", "/ip6/2a00::5/udp/1/quic-v1",
	} {
		all = append(all, ma.StringCast(s))
	}
	got := sorted(advertised(false)(all))
	want := []string{
		"/ip4/192.168.1.5/udp/1/quic-v1", "/ip6/2a00::5/udp/1/quic-v1", "/ip4/192.168.1.5/tcp/1",
		"/ip6/2a00::5/tcp/1",
		"/ip4/172.17.0.1/udp/1/quic-v1", "/ip4/172.17.0.1/tcp/1",
	}
	if len(got) != len(want) {
		t.Fatalf("advertises %v", got)
	}
	for i := range want {
		if got[i].String() != want[i] {
			t.Errorf("place %d: %s, want %s", i, got[i], want[i])
		}
	}
}

// TestStreamsAreLimited: one peer cannot open as many streams as it likes.
func TestStreamsAreLimited(t *testing.T) {
	a, b := startNode(t, 1, 0), startNode(t, 2, 0)
	var open atomic.Int32
	b.Host().SetStreamHandler("/test", func(s network.Stream) { // kept open
		open.Add(1)
		s.Write([]byte("x"))
	})
	// A peer without limits of its own.
	h, err := libp2p.New(libp2p.NoListenAddrs, libp2p.Transport(quic.NewTransport), libp2p.ResourceManager(&network.NullResourceManager{}))
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := h.Connect(t.Context(), peer.AddrInfo{ID: b.Host().ID(), Addrs: sorted(b.Host().Addrs())[:1]}); err != nil {
		t.Fatal(err)
	}
	for range 2 * maxStreamsPerPeer {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		s, err := h.NewStream(ctx, b.Host().ID(), "/test")
		if err == nil {
			_, err = s.Write([]byte("x")) // negotiated with the first byte
		}
		if err == nil {
			_, err = io.ReadFull(s, make([]byte, 1)) // a refused stream is reset
		}
		cancel()
		if err != nil {
			break
		}
	}
	if n := open.Load(); n == 0 || n > maxStreamsPerPeer {
		t.Errorf("%d streams", n)
	}
	// Others are served as before.
	if err := a.Connect(t.Context(), b.ID(), b.Addrs()); err != nil {
		t.Error(err)
	}
	if _, err := a.Host().NewStream(t.Context(), b.Host().ID(), "/test"); err != nil {
		t.Error(err)
	}
}

// TestLimits: to the resource manager, 0 means its default and -1 none.
func TestLimits(t *testing.T) {
	l := limits().ToPartialLimitConfig()
	if got := l.System; got.Conns != maxConns || got.Streams != maxStreams || got.Memory != maxMemory {
		t.Errorf("system: %+v", got)
	}
	if got := l.PeerDefault; got.Conns != maxConnsPerPeer || got.Streams != maxStreamsPerPeer || got.Memory != maxMemoryPerPeer {
		t.Errorf("peer: %+v", got)
	}
}

func TestRank(t *testing.T) {
	got := rank([]ma.Multiaddr{ma.StringCast("/ip4/10.0.0.1/tcp/1"), ma.StringCast("/ip4/10.0.0.1/udp/1/quic-v1")})
	if len(got) != 2 || got[0].Delay != 0 || !has(got[0].Addr, ma.P_QUIC_V1) || got[1].Delay != tcpDelay {
		t.Errorf("rank: %v", got)
	}
}

func TestQuiet(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(demoted{slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})}).With("logger", "x").WithGroup("g")
	log.Info("chatter")
	log.Error("broke", "a", 1)
	if s := out.String(); strings.Count(s, "\n") != 1 || !strings.Contains(s, "level=DEBUG msg=broke logger=x g.a=1") {
		t.Errorf("logged: %s", s)
	}
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		startNode(b, 1, 0).Close()
	}
}
