package node

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"
)

// A class is how far an address reaches.
type class int

const (
	loopback class = iota // this computer
	private               // this network: RFC 1918, unique local and link-local addresses
	public                // everywhere; so is whatever has no IP address, a name for instance
)

func classOf(addr ma.Multiaddr) class {
	ip, err := manet.ToIP(addr)
	if err != nil {
		return public
	}
	a, ok := netip.AddrFromSlice(ip)
	if !ok {
		return public
	}
	switch a = a.Unmap(); {
	case a.IsLoopback():
		return loopback
	case a.IsPrivate(), a.IsLinkLocalUnicast():
		return private
	}
	return public
}

func has(addr ma.Multiaddr, protocol int) bool {
	_, err := addr.ValueForProtocol(protocol)
	return err == nil
}

// relayed tells whether the way to addr goes through another device.
func relayed(addr ma.Multiaddr) bool { return has(addr, ma.P_CIRCUIT) }

// listenAddrs are the addresses to listen on.
func listenAddrs(port int, loopbackOnly bool) []string {
	ips := []string{"/ip4/0.0.0.0", "/ip6/::"}
	if loopbackOnly {
		ips = []string{"/ip4/127.0.0.1"}
	}
	var out []string
	for _, ip := range ips {
		out = append(out, fmt.Sprintf("%s/udp/%d/quic-v1", ip, port), fmt.Sprintf("%s/tcp/%d", ip, port))
	}
	return out
}

// advertised drops the addresses that are of no use to others. Who got one of
// them would waste 5 s on dialling it (measured).
func advertised(loopbackOnly bool) func([]ma.Multiaddr) []ma.Multiaddr {
	return func(addrs []ma.Multiaddr) []ma.Multiaddr {
		return slices.DeleteFunc(slices.Clone(addrs), func(a ma.Multiaddr) bool {
			return (classOf(a) == loopback) != loopbackOnly || manet.IsIP6LinkLocal(a)
		})
	}
}

// freePort returns a port that is free for UDP and TCP: the wanted one if
// possible. The host itself would not notice that the port is taken, since it
// shares TCP ports (SO_REUSEPORT) and is content with one transport.
func freePort(want int, loopbackOnly bool) (int, error) {
	ip := ""
	if loopbackOnly {
		ip = "127.0.0.1"
	}
	if want > 0 && want <= 65535 {
		if _, err := probe(ip, want); err == nil {
			return want, nil
		}
	}
	var err error
	for range 100 { // TCP finds one; UDP may have given that one to somebody
		var port int
		if port, err = probe(ip, 0); err == nil {
			return port, nil
		}
	}
	return 0, fmt.Errorf("node: no free port: %w", err)
}

func probe(ip string, port int) (int, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(ip, strconv.Itoa(port)))
	if err != nil {
		return 0, err
	}
	defer l.Close()
	port = l.Addr().(*net.TCPAddr).Port
	c, err := net.ListenPacket("udp", net.JoinHostPort(ip, strconv.Itoa(port)))
	if err != nil {
		return 0, err
	}
	return port, c.Close()
}

// listens tells whether h listens over both transports; one that fails is no
// error to the host.
func listens(h host.Host, port int) error {
	for _, p := range []int{ma.P_QUIC_V1, ma.P_TCP} {
		if !slices.ContainsFunc(h.Network().ListenAddresses(), func(a ma.Multiaddr) bool { return has(a, p) }) {
			return fmt.Errorf("port %d cannot be listened on with %s", port, ma.ProtocolWithCode(p).Name)
		}
	}
	return nil
}

// Addrs says where others can reach this device: multiaddrs that end in its
// id, the most useful first. The first three are different ways if there are
// that many: over QUIC in the same network, over QUIC from everywhere, over
// TCP.
func (n *Node) Addrs() []string {
	var out []string
	for _, a := range sorted(n.host.Addrs()) {
		out = append(out, a.String()+"/p2p/"+n.ID())
	}
	return out
}

// sorted puts the first address of every kind before the second of any, so
// that a computer with many networks shows more than one kind.
func sorted(addrs []ma.Multiaddr) []ma.Multiaddr {
	type ranked struct {
		addr        ma.Multiaddr
		round, kind int
	}
	seen := make(map[int]int)
	var out []ranked
	for _, a := range addrs {
		k := kind(a)
		out = append(out, ranked{a, seen[k], k})
		seen[k]++
	}
	slices.SortStableFunc(out, func(a, b ranked) int {
		if a.round != b.round {
			return a.round - b.round
		}
		return a.kind - b.kind
	})
	all := make([]ma.Multiaddr, len(out))
	for i, r := range out {
		all[i] = r.addr
	}
	return all
}

// kind ranks addresses by how often they work.
func kind(a ma.Multiaddr) int {
	near, quic, four := classOf(a) != public, has(a, ma.P_QUIC_V1), has(a, ma.P_IP4)
	switch {
	case near && quic && four:
		return 0
	case !near && quic:
		return 1
	case near && !quic && four:
		return 2
	case !near:
		return 3
	case quic:
		return 4
	}
	return 5
}

// tcpDelay is how much later than QUIC a TCP address is dialled: longer than
// QUIC takes in one's own network, too short to be noticed where UDP is
// blocked. Without a delay both get through, the other side sees two
// connections, and a stream that it opens on the one given up breaks.
const tcpDelay = 50 * time.Millisecond

// rank says when to dial each address: QUIC at once, TCP a little later. By
// default TCP would wait for up to half a second, and whoever comes back from
// a broken network should not wait for a protocol that is blocked there.
func rank(addrs []ma.Multiaddr) []network.AddrDelay {
	var out []network.AddrDelay
	for _, a := range addrs {
		d := network.AddrDelay{Addr: a}
		if !has(a, ma.P_QUIC_V1) {
			d.Delay = tcpDelay
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b network.AddrDelay) int { return cmp.Compare(a.Delay, b.Delay) })
	return out
}

// parse reads the addresses of p, with or without its id, and skips others.
func parse(p peer.ID, addrs []string) []ma.Multiaddr {
	var out []ma.Multiaddr
	for _, s := range addrs {
		a, err := ma.NewMultiaddr(s)
		if err != nil {
			continue
		}
		transport, id := peer.SplitAddr(a)
		if transport == nil || id != "" && id != p {
			continue
		}
		out = append(out, transport)
	}
	return out
}
