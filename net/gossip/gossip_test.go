package gossip

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	pb "github.com/libp2p/go-libp2p-pubsub/pb"
	"github.com/libp2p/go-libp2p/core/peer"

	"chirograph/net/node"
)

const topic = Prefix + "test"

// start starts the gossip of a node that keeps to this computer.
func start(t testing.TB, seed byte) (*Gossip, *node.Node) {
	t.Helper()
	s := make([]byte, ed25519.SeedSize)
	s[0] = seed
	n, err := node.New(node.Options{Key: ed25519.NewKeyFromSeed(s), LoopbackOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() {
		cancel()
		n.Close()
	})
	g, err := New(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	return g, n
}

func connect(t testing.TB, a, b *node.Node) {
	t.Helper()
	if err := a.Connect(t.Context(), b.ID(), b.Addrs()); err != nil {
		t.Fatal(err)
	}
}

func acceptAll(string, []byte) Verdict { return Accept }

func join(t testing.TB, g *Gossip, check func(string, []byte) Verdict) *Topic {
	t.Helper()
	topic, err := g.Join(topic, check)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(topic.Close)
	return topic
}

// eventually waits until f holds.
func eventually(t testing.TB, what string, f func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !f(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("never came true: " + what)
		}
	}
}

// next returns the next message, or "" when none comes for a while.
func next(t testing.TB, topic *Topic, patience time.Duration) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	data, _, err := topic.Next(ctx)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	return string(data)
}

func TestMessagesReachThoseWhoAreNotConnected(t *testing.T) {
	ga, a := start(t, 1)
	gb, b := start(t, 2)
	gc, c := start(t, 3)
	connect(t, a, b)
	connect(t, b, c)
	// In three orders: before, between and after the others.
	ta := join(t, ga, acceptAll)
	tb, tc := join(t, gb, acceptAll), join(t, gc, acceptAll)
	eventually(t, "b knows both neighbours", func() bool { return len(tb.Peers()) == 2 })
	eventually(t, "a and c know b", func() bool {
		return slices.Equal(ta.Peers(), []string{b.ID()}) && slices.Equal(tc.Peers(), []string{b.ID()})
	})
	// b passes on once it has a mesh, at its next heartbeat.
	arrived := false
	for i := 0; i < 20 && !arrived; i++ {
		if err := ta.Publish(t.Context(), fmt.Append(nil, "hello ", i)); err != nil {
			t.Fatal(err)
		}
		arrived = strings.HasPrefix(next(t, tc, 300*time.Millisecond), "hello")
	}
	if !arrived {
		t.Error("nothing reached c by way of b")
	}
	if got := next(t, ta, 50*time.Millisecond); got != "" {
		t.Errorf("a got its own message %q", got)
	}
}

func TestNeighboursWhoJoinedEarlierAreKnown(t *testing.T) {
	ga, a := start(t, 1)
	gb, b := start(t, 2)
	join(t, ga, acceptAll)
	connect(t, a, b)
	time.Sleep(100 * time.Millisecond) // a has said its topics, and b is in none
	tb := join(t, gb, acceptAll)
	eventually(t, "b knows a", func() bool { return len(tb.Peers()) == 1 })
}

func TestVerdicts(t *testing.T) {
	ga, a := start(t, 1)
	gb, b := start(t, 2)
	connect(t, a, b)
	ta := join(t, ga, func(string, []byte) Verdict {
		t.Error("one's own message was checked")
		return Ignore
	})
	tb := join(t, gb, func(from string, data []byte) Verdict {
		if from != a.ID() {
			t.Errorf("from %s", from)
		}
		switch data[0] {
		case 'g':
			return Accept
		case 'b':
			return Reject
		}
		return Ignore
	})
	eventually(t, "they know each other", func() bool { return len(ta.Peers()) == 1 && len(tb.Peers()) == 1 })
	say := func(s string) {
		t.Helper()
		if err := ta.Publish(t.Context(), []byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range []string{"ignored", "bad 1", "bad 2", "good"} {
		say(s)
	}
	if got := next(t, tb, 5*time.Second); got != "good" {
		t.Errorf("got %q", got)
	}
	if b.Route(a.ID()) == "" {
		t.Error("banned after two faults")
	}
	say("bad 3")
	eventually(t, "the neighbour is gone", func() bool { return len(tb.Peers()) == 0 })
	if err := b.Connect(t.Context(), a.ID(), a.Addrs()); err == nil {
		t.Error("the neighbour is not banned")
	}
}

func TestSizeIsLimited(t *testing.T) {
	ga, a := start(t, 1)
	gb, b := start(t, 2)
	connect(t, a, b)
	ta, tb := join(t, ga, acceptAll), join(t, gb, acceptAll)
	eventually(t, "they know each other", func() bool { return len(ta.Peers()) == 1 && len(tb.Peers()) == 1 })
	large := bytes.Repeat([]byte{'x'}, MaxMessage)
	if err := ta.Publish(t.Context(), large); err != nil {
		t.Fatal(err)
	}
	if got := next(t, tb, 5*time.Second); len(got) != MaxMessage {
		t.Errorf("got %d bytes", len(got))
	}
	larger := append(large, 'x')
	if err := ta.Publish(t.Context(), larger); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v, want %v", err, ErrTooLarge)
	}
	// Somebody who does not keep to that is to blame.
	for i := range maxFaults {
		larger[0] = byte(i)
		if err := ta.topic.Publish(t.Context(), slices.Clone(larger)); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the neighbour is banned", func() bool { return b.Route(a.ID()) == "" })
	if got := next(t, tb, 50*time.Millisecond); got != "" {
		t.Errorf("a message of %d bytes was delivered", len(got))
	}
}

func TestATopicCanBeJoinedAgain(t *testing.T) {
	g, _ := start(t, 1)
	for range 3 {
		topic, err := g.Join(topic, acceptAll)
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() {
			_, _, err := topic.Next(context.Background())
			ended <- err
		}()
		topic.Close()
		if err := <-ended; err == nil {
			t.Error("Next went on in a topic that was left")
		}
	}
	if _, err := g.Join("/elsewhere/x", acceptAll); err == nil {
		t.Error("joined a foreign topic")
	}
}

// TestABurstIsRepairedByOtherMessages shows what the package promises: what
// is lost of a burst, nobody is told, but who finds out can send it again in
// another message, as often as it takes.
func TestABurstIsRepairedByOtherMessages(t *testing.T) {
	const burst = 2000
	ga, a := start(t, 1)
	gb, b := start(t, 2)
	connect(t, a, b)
	ta, tb := join(t, ga, acceptAll), join(t, gb, acceptAll)
	eventually(t, "they know each other", func() bool { return len(ta.Peers()) == 1 && len(tb.Peers()) == 1 })

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	got := make(chan uint32, queue)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			data, _, err := tb.Next(ctx)
			if err != nil {
				return
			}
			got <- binary.BigEndian.Uint32(data)
		}
	}()
	missing := map[uint32]bool{}
	for i := range uint32(burst) {
		missing[i] = true
	}
	for round := uint32(0); len(missing) > 0; round++ {
		if round == 20 {
			t.Fatalf("%d of %d still missing", len(missing), burst)
		}
		for i := range missing {
			data := binary.BigEndian.AppendUint32(nil, i)
			data = binary.BigEndian.AppendUint32(data, round) // the same bytes would not be passed on again
			if err := ta.Publish(t.Context(), append(data, make([]byte, 112)...)); err != nil {
				t.Fatal(err)
			}
		}
		for quiet := false; !quiet && len(missing) > 0; {
			select {
			case i := <-got:
				delete(missing, i)
			case <-time.After(200 * time.Millisecond):
				quiet = true
			}
		}
		t.Logf("after round %d, %d of %d are missing", round+1, len(missing), burst)
	}
	cancel()
	<-ended
}

func TestFilterBoundsWhatANeighbourSays(t *testing.T) {
	f := newFilter()
	say := func(p peer.ID, on bool, names ...string) int {
		t.Helper()
		var subs []*pb.RPC_SubOpts
		for _, n := range names {
			subs = append(subs, &pb.RPC_SubOpts{Topicid: &n, Subscribe: &on})
		}
		out, err := f.FilterIncomingSubscriptions(p, subs)
		if err != nil {
			t.Fatal(err)
		}
		return len(out)
	}
	var many []string
	for i := range 2 * maxTopics {
		many = append(many, fmt.Sprint(Prefix, i))
	}
	for _, tt := range []struct {
		name  string
		peer  peer.ID
		on    bool
		names []string
		want  int
	}{
		{"foreign topics", "ann", true, []string{"/x", "", Prefix + strings.Repeat("x", maxName)}, 0},
		{"as many as there may be", "ann", true, many, maxTopics},
		{"the same again", "ann", true, many[:3], 3},
		{"one more", "ann", true, many[maxTopics : maxTopics+1], 0},
		{"of another neighbour", "ben", true, many[maxTopics:], maxTopics},
		{"one less", "ann", false, many[:1], 1},
		{"one more in its place", "ann", true, many[maxTopics : maxTopics+2], 1},
	} {
		if got := say(tt.peer, tt.on, tt.names...); got != tt.want {
			t.Errorf("%s: %d passed, want %d", tt.name, got, tt.want)
		}
	}
	f.forget("ann")
	if got := say("ann", true, many[5]); got != 1 {
		t.Error("a neighbour that came back is held to what it said before")
	}
}

func BenchmarkPublish(b *testing.B) {
	ga, na := start(b, 1)
	gb, nb := start(b, 2)
	connect(b, na, nb)
	ta, tb := join(b, ga, acceptAll), join(b, gb, acceptAll)
	eventually(b, "they know each other", func() bool { return len(ta.Peers()) == 1 && len(tb.Peers()) == 1 })
	data := make([]byte, 120)
	for i := uint64(0); b.Loop(); i++ {
		binary.BigEndian.PutUint64(data, i)
		if err := ta.Publish(b.Context(), slices.Clone(data)); err != nil {
			b.Fatal(err)
		}
		if _, _, err := tb.Next(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N), "us/message")
}
