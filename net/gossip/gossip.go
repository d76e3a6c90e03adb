// Package gossip spreads small messages among the people who have a document
// open, over one topic for each, by libp2p's GossipSub.
//
// It only makes things faster. A message may get lost, without an error: in a
// burst that fills a queue, or before two neighbours have found each other.
// Whoever needs it to arrive must find out by other means that it did not, and
// bring it by other means: the same bytes are not passed on twice. Relayed
// connections of limited length carry no gossip at all.
//
// Messages are not signed by the one who sends them: what they carry is. A
// check given to [Gossip.Join] decides what is passed on.
package gossip

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"

	"github.com/libp2p/go-libp2p-pubsub"
	pb "github.com/libp2p/go-libp2p-pubsub/pb"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"

	"chirograph/net/node"
)

// Protocol is the id of the streams. It is not that of other programs' gossip,
// so that none of them is ever a neighbour.
const Protocol protocol.ID = "/chirograph/gossip/1"

// MaxMessage is the most bytes of a message.
const MaxMessage = node.MaxMessage

const (
	// queue is how many messages wait for a slow neighbour, for the check and
	// for Next; more are dropped. With the library's 32 a burst of 2,000 lost
	// over 60 % (measured). Full of the largest, one queue has 64 MiB.
	queue = 1024

	// maxFaults is how many messages that break the rules a neighbour may pass
	// on before it is banned. An honest one checks before it passes on.
	maxFaults = 3

	// maxNotes bounds the list of neighbours with faults.
	maxNotes = 1024
)

// ErrTooLarge is returned for messages longer than MaxMessage.
var ErrTooLarge = errors.New("gossip: message too large")

// A Verdict says what to do with a message.
type Verdict int

// The verdicts.
const (
	Ignore Verdict = iota // drop it, nobody is to blame
	Accept                // deliver it and pass it on
	Reject                // drop it; whoever passed it on breaks the rules
)

// Gossip is this node's part in all topics. Its methods are safe for
// concurrent use.
type Gossip struct {
	node *node.Node
	subs *pubsub.PubSub

	mu     sync.Mutex // guards faults
	faults map[peer.ID]int
}

// New takes part in the gossip until ctx is done or n is closed.
func New(ctx context.Context, n *node.Node) (*Gossip, error) {
	f := newFilter()
	n.Host().Network().Notify(&network.NotifyBundle{
		DisconnectedF: func(net network.Network, c network.Conn) {
			if net.Connectedness(c.RemotePeer()) == network.NotConnected {
				f.forget(c.RemotePeer())
			}
		},
	})
	subs, err := pubsub.NewGossipSub(ctx, n.Host(),
		pubsub.WithGossipSubProtocols([]protocol.ID{Protocol}, hasFeature),
		pubsub.WithMessageSignaturePolicy(pubsub.StrictNoSign),
		pubsub.WithNoAuthor(),
		pubsub.WithMessageIdFn(func(m *pb.Message) string {
			sum := sha256.Sum256(m.GetData())
			return string(sum[:])
		}),
		pubsub.WithSubscriptionFilter(f),
		pubsub.WithPeerOutboundQueueSize(queue),
		pubsub.WithValidateQueueSize(queue),
		pubsub.WithMaxMessageSize(2*MaxMessage), // with what is wrapped around it
		pubsub.WithFloodPublish(true),           // own messages go to all neighbours at once
	)
	if err != nil {
		return nil, fmt.Errorf("gossip: %w", err)
	}
	return &Gossip{node: n, subs: subs, faults: map[peer.ID]int{}}, nil
}

// hasFeature tells what the protocol can do: mesh, backoff of PRUNE and
// IDONTWANT, as in GossipSub 1.2.
func hasFeature(f pubsub.GossipSubFeature, p protocol.ID) bool {
	return p == Protocol && pubsub.GossipSubDefaultFeatures(f, pubsub.GossipSubID_v12)
}

// Join takes part in a topic. check is called for every message that arrives
// from a neighbour, before it is delivered or passed on, on several goroutines
// at once; it must be quick. One's own messages are not checked.
func (g *Gossip) Join(name string, check func(from string, data []byte) Verdict) (*Topic, error) {
	err := g.subs.RegisterTopicValidator(name, func(_ context.Context, from peer.ID, m *pubsub.Message) pubsub.ValidationResult {
		return g.judge(from, m.GetData(), check)
	}, pubsub.WithValidatorInline(true)) // in order, and none is dropped beyond the queue
	if err != nil {
		return nil, fmt.Errorf("gossip: %w", err)
	}
	t, err := g.subs.Join(name)
	if err != nil {
		return nil, fmt.Errorf("gossip: %w", errors.Join(err, g.subs.UnregisterTopicValidator(name)))
	}
	me := g.node.Host().ID()
	s, err := t.Subscribe(pubsub.WithBufferSize(queue), pubsub.WithMessageFilter(func(m *pubsub.Message) bool {
		return m.ReceivedFrom != me
	}))
	if err != nil {
		return nil, fmt.Errorf("gossip: %w", errors.Join(err, t.Close(), g.subs.UnregisterTopicValidator(name)))
	}
	return &Topic{gossip: g, topic: t, sub: s}, nil
}

// judge applies the rules for all messages, then check.
func (g *Gossip) judge(from peer.ID, data []byte, check func(string, []byte) Verdict) pubsub.ValidationResult {
	if from == g.node.Host().ID() {
		return pubsub.ValidationAccept
	}
	v := Reject
	if len(data) <= MaxMessage {
		v = check(from.String(), data)
	}
	switch v {
	case Accept:
		return pubsub.ValidationAccept
	case Reject:
		g.blame(from)
		return pubsub.ValidationReject
	}
	return pubsub.ValidationIgnore
}

// blame counts a fault, and bans a neighbour with too many.
func (g *Gossip) blame(p peer.ID) {
	g.mu.Lock()
	if len(g.faults) >= maxNotes {
		clear(g.faults)
	}
	g.faults[p]++
	banned := g.faults[p] >= maxFaults
	if banned {
		delete(g.faults, p)
	}
	g.mu.Unlock()
	if banned {
		g.node.Ban(p.String(), node.BanTime)
	}
}

// A Topic is where the people of one document meet.
type Topic struct {
	gossip *Gossip
	topic  *pubsub.Topic
	sub    *pubsub.Subscription
}

// Publish sends data to all neighbours in the topic, who pass it on. It does
// not wait for them: without an error the message may still get lost.
func (t *Topic) Publish(ctx context.Context, data []byte) error {
	if len(data) > MaxMessage {
		return ErrTooLarge
	}
	if err := t.topic.Publish(ctx, data); err != nil {
		return fmt.Errorf("gossip: %w", err)
	}
	return nil
}

// Next waits for a message of somebody else, and tells who passed it on. Of
// those who come while it is not called, queue are kept.
func (t *Topic) Next(ctx context.Context) (data []byte, from string, err error) {
	m, err := t.sub.Next(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("gossip: %w", err)
	}
	return m.GetData(), m.ReceivedFrom.String(), nil
}

// Peers are the neighbours who take part in the topic.
func (t *Topic) Peers() []string {
	ids := t.topic.ListPeers()
	out := make([]string, 0, len(ids))
	for _, p := range ids {
		out = append(out, p.String())
	}
	return out
}

// Close leaves the topic. A Next in progress ends with an error.
func (t *Topic) Close() {
	t.sub.Cancel()
	// Both fail only when the gossip has ended, and then there is no topic.
	t.topic.Close()
	t.gossip.subs.UnregisterTopicValidator(t.topic.String())
}
