package rendezvous

import (
	"slices"

	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"
)

// maxAddrs is how many addresses of one device are kept. A computer in three
// networks has a dozen.
const maxAddrs = 16

// fromHint takes the address of a link apart: which device, and where.
func fromHint(hint string) (Addr, bool) {
	info, err := peer.AddrInfoFromString(hint)
	if err != nil {
		return Addr{}, false
	}
	return Addr{Peer: info.ID.String(), Addrs: texts(info.Addrs)}, true
}

// near are those of addrs that may be in this network. Anybody can say
// anything over mDNS; this keeps a neighbour from making programs dial
// elsewhere.
func near(addrs []ma.Multiaddr) []ma.Multiaddr {
	return slices.DeleteFunc(slices.Clone(addrs), func(a ma.Multiaddr) bool {
		ip, err := manet.ToIP(a)
		return err != nil || ip.IsLoopback() || !ip.IsPrivate() && !ip.IsLinkLocalUnicast()
	})
}

func texts(addrs []ma.Multiaddr) []string {
	out := make([]string, 0, len(addrs))
	for _, a := range addrs {
		out = append(out, a.String())
	}
	return out
}

// merge puts the newer addresses before those known, once each.
func merge(known, newer []string) []string {
	out := slices.Clone(newer)
	for _, a := range known {
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out[:min(len(out), maxAddrs)]
}
