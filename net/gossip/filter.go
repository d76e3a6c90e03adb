package gossip

import (
	"strings"
	"sync"

	pb "github.com/libp2p/go-libp2p-pubsub/pb"
	"github.com/libp2p/go-libp2p/core/peer"
)

// Names of topics: Prefix and what only the people of a document know.
const (
	Prefix  = "/chirograph/"
	maxName = 128 // bytes
)

// maxTopics is how many topics of one neighbour are kept in mind: two for each
// of 32 documents, since topics change their names every day.
const maxTopics = 64

// A filter bounds what neighbours may make this node remember. It is a
// pubsub.SubscriptionFilter.
//
// It must not be a list of one's own topics: a neighbour says once, on
// connecting, what topics it is in, and if that was forgotten, this node would
// not know it in a topic that it joins later.
type filter struct {
	mu     sync.Mutex // guards topics
	topics map[peer.ID]map[string]bool
}

func newFilter() *filter { return &filter{topics: map[peer.ID]map[string]bool{}} }

// CanSubscribe tells whether a topic may be one of ours.
func (f *filter) CanSubscribe(topic string) bool {
	return strings.HasPrefix(topic, Prefix) && len(topic) <= maxName
}

// FilterIncomingSubscriptions passes on what a neighbour says of its topics,
// as far as there are not too many.
func (f *filter) FilterIncomingSubscriptions(from peer.ID, said []*pb.RPC_SubOpts) ([]*pb.RPC_SubOpts, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	its := f.topics[from]
	var out []*pb.RPC_SubOpts
	for _, s := range said {
		switch topic := s.GetTopicid(); {
		case !f.CanSubscribe(topic):
			continue
		case !s.GetSubscribe():
			delete(its, topic)
		case its[topic]:
		case len(its) >= maxTopics:
			continue
		default:
			if its == nil {
				its = map[string]bool{}
				f.topics[from] = its
			}
			its[topic] = true
		}
		out = append(out, s)
	}
	return out, nil
}

// forget drops a neighbour that is gone.
func (f *filter) forget(p peer.ID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.topics, p)
}
