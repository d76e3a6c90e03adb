package workspace

import (
	"cmp"
	"slices"

	"chirograph/net/direct"
	"chirograph/net/rendezvous"
	"chirograph/sync/canonical"
)

// An acquaintance is where a peer of a document was last reached.
type acquaintance struct {
	_         struct{} `cbor:",toarray"`
	Peer      string
	Addresses []string
	Seen      int64 // Unix milliseconds
}

const peerPrefix = "peer/" // + the peer's id

// maxRemembered is how many peers of a document are remembered, those met last.
const maxRemembered = 64

// remembered is where the peers of a document were last reached, those met
// last first. Those met longest ago are forgotten when there are too many.
func (w *Workspace) remembered(k direct.Key) []rendezvous.Addr {
	d := w.byMembership(k)
	if d == nil {
		return nil
	}
	var all []acquaintance
	err := each(w.store, d.id, peerPrefix, func(a acquaintance) error {
		all = append(all, a)
		return nil
	})
	if err != nil {
		d.log.Warn("addresses cannot be read", "err", err)
	}
	slices.SortStableFunc(all, func(a, b acquaintance) int { return cmp.Compare(b.Seen, a.Seen) })
	for _, a := range all[min(len(all), maxRemembered):] {
		w.store.Put(d.id, peerPrefix+a.Peer, nil, w.report("address"))
	}
	all = all[:min(len(all), maxRemembered)]
	out := make([]rendezvous.Addr, len(all))
	for i, a := range all {
		out[i] = rendezvous.Addr{Peer: a.Peer, Addrs: a.Addresses}
	}
	return out
}

// remember keeps where a peer of a document was reached.
func (w *Workspace) remember(k direct.Key, peer string, addrs []string) {
	d := w.byMembership(k)
	if d == nil || len(addrs) == 0 {
		return
	}
	a := acquaintance{Peer: peer, Addresses: addrs[:min(len(addrs), 8)], Seen: w.now().UnixMilli()}
	w.store.Put(d.id, peerPrefix+peer, canonical.Encode(a), w.report("address"))
}
