package workspace

import (
	"context"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"chirograph/net/direct"
	"chirograph/net/gossip"
	"chirograph/net/node"
	"chirograph/net/rendezvous"
	"chirograph/sync/identity"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// A network is what carries the documents, once it has started.
type network struct {
	node   *node.Node
	direct *direct.Direct
	snaps  *direct.Direct
	gossip *gossip.Gossip
	finder *rendezvous.Finder
}

// ban is how long a peer that broke the protocol is ignored.
const ban = time.Hour

// connect starts the network, if it may and has not started, and looks for
// the people of every open document that is shared. It needs w.mu.
func (w *Workspace) connect() {
	if w.config.Offline || w.connecting || w.ctx == nil || w.ctx.Err() != nil {
		return
	}
	w.connecting = true
	w.group.Go(func() error {
		if err := w.serveNetwork(w.ctx); err != nil && w.ctx.Err() == nil {
			// Without a network the program goes on as it does offline.
			w.log.Error("no network", "err", err)
			w.mu.Lock()
			w.noNetwork = err
			w.mu.Unlock()
			w.watch.notify()
		}
		return nil
	})
}

// serveNetwork runs the network until ctx is done.
func (w *Workspace) serveNetwork(ctx context.Context) error {
	port := w.config.Port
	if port == 0 {
		port, _ = strconv.Atoi(w.Setting("port"))
	}
	n, err := node.New(node.Options{
		Key:          identity.DeviceKey(w.seed, w.store.Place()),
		Port:         port,
		LoopbackOnly: w.config.Loopback,
		Log:          w.log,
	})
	if err != nil {
		return err
	}
	defer n.Close()
	if n.Port() != port {
		w.SetSetting("port", strconv.Itoa(n.Port()))
	}
	gs, err := gossip.New(ctx, n)
	if err != nil {
		return err
	}
	nw := &network{node: n, gossip: gs}
	nw.direct = direct.New(n, w.memberships, func(k direct.Key, st *direct.Stream) {
		if d, ctx := w.serving(k); d != nil {
			err := d.serve(ctx, st)
			d.log.Info("session ended", "peer", st.Peer(), "err", err)
		}
	})
	defer nw.direct.Close()
	nw.snaps = direct.NewSnapshots(n, w.snapshots, w.travels)
	defer nw.snaps.Close()
	nw.finder = rendezvous.New(n, nw.direct, rendezvous.Options{
		MDNS:       !w.config.NoMDNS,
		Log:        w.log,
		Remembered: w.remembered,
		Remember:   w.remember,
	})
	w.mu.Lock()
	w.net = nw
	docs := w.open()
	w.mu.Unlock()
	close(w.networked)
	for _, d := range docs {
		if d.shared() {
			w.seek(d)
		}
	}
	w.watch.notify()
	return nw.finder.Run(ctx)
}

// seek looks for the people of d, and talks on its gossip topic.
func (w *Workspace) seek(d *Document) {
	d.mu.Lock()
	hints := d.rec.Hints
	d.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.net == nil || d.ctx == nil || d.ctx.Err() != nil {
		return // start seeks again
	}
	w.net.finder.Watch(d.membership(), hints)
	if !d.sought {
		d.sought = true
		ctx, gs := d.ctx, w.net.gossip
		w.group.Go(func() error {
			d.chat(ctx, gs)
			return nil
		})
	}
}

// memberships are the keys by which this program answers for its documents.
func (w *Workspace) memberships() []direct.Key {
	w.mu.Lock()
	docs := w.open()
	w.mu.Unlock()
	var out []direct.Key
	for _, d := range docs {
		if d.shared() {
			out = append(out, d.membership())
		}
	}
	return out
}

// serving is the document that a peer asks for, with the context that ends
// when it is closed, or nil if it does not run.
func (w *Workspace) serving(k direct.Key) (*Document, context.Context) {
	d := w.byMembership(k)
	if d == nil {
		return nil, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if d.ctx == nil {
		return nil, nil
	}
	return d, d.ctx
}

func (w *Workspace) byMembership(k direct.Key) *Document {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range w.docs {
		if d.membership() == k {
			return d
		}
	}
	return nil
}

// network is the network, or nil while there is none.
func (w *Workspace) network() *network {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.net
}

// offline tells whether there is no network and, when that is a failure, why.
func (w *Workspace) offline() (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.config.Offline || w.noNetwork != nil, w.noNetwork
}

// addresses starts the network for a document that is being shared, and
// returns where this computer can be reached: none when it is offline.
func (w *Workspace) addresses(ctx context.Context) []string {
	w.mu.Lock()
	w.connect()
	connecting := w.connecting
	w.mu.Unlock()
	if !connecting {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	select {
	case <-w.networked:
		return w.network().node.Addrs()
	case <-ctx.Done():
		return nil
	}
}

// route says in words how a peer is connected.
func (w *Workspace) route(peer string) string {
	nw, say := w.network(), w.Language()
	if nw == nil {
		return say.State.Away
	}
	switch nw.node.Route(peer) {
	case "lan":
		return say.State.SameNetwork
	case "relay":
		return say.State.Relay
	}
	return say.State.Direct
}

// peerID is this device's id in the network.
func (w *Workspace) peerID() string {
	if nw := w.network(); nw != nil {
		return nw.node.ID()
	}
	return ""
}

// offended stops listening to a peer that broke the protocol.
func (w *Workspace) offended(peer string, err error) {
	w.log.Warn("peer ignored: it broke the protocol", "peer", peer, "err", err)
	if nw := w.network(); nw != nil {
		nw.node.Ban(peer, ban)
	}
}

// chat listens on the document's gossip topic, which changes its name every
// day, until ctx is done.
func (d *Document) chat(ctx context.Context, gs *gossip.Gossip) {
	for ctx.Err() == nil {
		now := d.w.now()
		tomorrow := now.Truncate(24 * time.Hour).Add(24 * time.Hour)
		day, cancel := context.WithDeadline(ctx, tomorrow)
		if err := d.listen(day, gs, topicName(d.read.Discovery(), now)); err != nil && day.Err() == nil {
			d.log.Warn("gossip ended", "err", err)
			select {
			case <-day.Done():
			case <-time.After(retry):
			}
		}
		cancel()
	}
}

// viaGossip stands for the peer of what came over gossip: whoever passed it on
// last is not to blame, and all of it together has one limit of what waits.
const viaGossip = "gossip"

// topicName is the name of the document's topic on the day of now. It is said
// to everybody near, so it must tell nothing.
func topicName(k identity.DiscoveryKey, now time.Time) string {
	t := k.Topic(now.Unix() / 86400)
	return "/chirograph/" + hex.EncodeToString(t[:])
}

// listen takes part in one topic until ctx is done.
func (d *Document) listen(ctx context.Context, gs *gossip.Gossip, name string) error {
	t, err := gs.Join(name, d.judge)
	if err != nil {
		return err
	}
	d.mu.Lock()
	d.topic = t
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		d.topic = nil
		d.mu.Unlock()
		t.Close()
	}()
	for {
		data, _, err := t.Next(ctx)
		if err != nil {
			return err
		}
		m, err := wire.Parse(data)
		if err != nil {
			continue // judge has looked at it
		}
		if m, ok := m.(wire.Batches); ok { // presence was taken in by judge
			if err := d.await(ctx); err != nil {
				return err
			}
			if _, err := d.Take(viaGossip, m.Batches); err != nil {
				d.log.Debug("gossip refused", "err", err)
			}
		}
	}
}

// judge says whether a gossip message may be passed on: only what its author
// may write and has signed. What cannot be judged yet, because its author is
// unknown here, is not passed on, and nobody is blamed.
func (d *Document) judge(_ string, data []byte) gossip.Verdict {
	m, err := wire.Parse(data)
	if errors.Is(err, wire.ErrUnknown) {
		return gossip.Ignore
	}
	if err != nil {
		return gossip.Reject
	}
	switch m := m.(type) {
	case wire.Batches:
		if len(m.Batches) != 1 {
			return gossip.Reject
		}
		b, err := wire.ParseBatch(m.Batches[0])
		if err != nil || b.Header.Document != d.id {
			return gossip.Reject
		}
		d.mu.Lock()
		may := d.logs.MayWrite(b.Header.Author)
		d.mu.Unlock()
		if !may {
			return gossip.Ignore
		}
		if d.has(b.Header.Head()) {
			return gossip.Ignore
		}
		if b.Verify() != nil {
			return gossip.Reject
		}
		return gossip.Accept
	case wire.Presence:
		switch news, err := d.notice("", m.Sealed); {
		case err != nil:
			return gossip.Reject
		case !news:
			return gossip.Ignore
		}
		return gossip.Accept
	}
	return gossip.Reject
}

// gossip publishes batches on the document's topic when it has more than two
// people: some may not be connected to each other, and would otherwise wait
// for the next comparison of heads. Whoever first takes a batch in publishes
// it; the topic drops repetitions.
func (d *Document) gossip(entries []session.Entry) {
	t := d.crowd()
	if t == nil {
		return
	}
	for _, e := range entries {
		if _, ok := e.Unit.(*wire.Batch); ok { // packs bring nothing new to those who are here
			d.announce(t, wire.Batches{Batches: [][]byte{e.Raw}, Live: true})
		}
	}
}

// crowd is the document's topic if it has more than two people and one of the
// others is near, else nil.
func (d *Document) crowd() *gossip.Topic {
	d.mu.Lock()
	t := d.topic
	people := len(d.others())
	d.mu.Unlock()
	if t == nil || people < 2 || len(t.Peers()) == 0 {
		return nil
	}
	return t
}

// announce publishes a message. One that is too large is left to the
// comparison of heads.
func (d *Document) announce(t *gossip.Topic, m wire.Message) {
	data := wire.Encode(m)
	if len(data) > gossip.MaxMessage {
		return
	}
	if err := t.Publish(context.Background(), data); err != nil {
		d.log.Debug("not published", "err", err)
	}
}
