package direct

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/network"

	"chirograph/net/node"
)

// A member is a device with documents. What arrives goes to got, and what is
// put into say is sent.
type member struct {
	*Direct
	node *node.Node

	mu      sync.Mutex
	streams []*Stream
	got     chan []byte
	ended   chan error
}

func document(b byte) (k Key) {
	k[0] = b
	return k
}

func newMember(t testing.TB, seed byte, keys ...Key) *member {
	t.Helper()
	s := make([]byte, ed25519.SeedSize)
	s[0] = seed
	n, err := node.New(node.Options{Key: ed25519.NewKeyFromSeed(s), LoopbackOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	m := &member{node: n, got: make(chan []byte, 1000), ended: make(chan error, 1000)}
	m.Direct = New(n, func() []Key { return keys }, func(_ Key, st *Stream) {
		m.mu.Lock()
		m.streams = append(m.streams, st)
		m.mu.Unlock()
		for {
			frame, err := st.Recv()
			if err != nil {
				m.ended <- err
				return
			}
			m.got <- frame
		}
	})
	t.Cleanup(func() {
		m.Close()
		n.Close()
	})
	return m
}

// stream is the one stream that lasts, once there is one.
func (m *member) stream(t testing.TB) *Stream {
	t.Helper()
	for range 500 {
		m.Direct.mu.Lock()
		for _, s := range m.Direct.streams {
			m.Direct.mu.Unlock()
			return s
		}
		m.Direct.mu.Unlock()
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("no stream")
	return nil
}

func connect(t testing.TB, a, b *member) {
	t.Helper()
	// One address, so that there is one connection for certain.
	if err := a.node.Connect(t.Context(), b.node.ID(), b.node.Addrs()[:1]); err != nil {
		t.Fatal(err)
	}
}

func receive(t testing.TB, m *member) []byte {
	t.Helper()
	select {
	case f := <-m.got:
		return f
	case <-time.After(5 * time.Second):
		t.Fatal("nothing arrived")
		return nil
	}
}

func TestFramesArrive(t *testing.T) {
	a, b := newMember(t, 1, document(1)), newMember(t, 2, document(7), document(1))
	connect(t, a, b)
	if err := a.Open(t.Context(), b.node.ID(), document(1)); err != nil {
		t.Fatal(err)
	}
	if !a.Connected(b.node.ID(), document(1)) || len(a.Peers(document(1))) != 1 || len(a.Peers(document(7))) != 0 {
		t.Errorf("Peers: %v", a.Peers(document(1)))
	}
	for _, size := range []int{0, 1, 127, 128, firstPiece, firstPiece + 1, node.MaxFrame} {
		frame := bytes.Repeat([]byte{byte(size)}, size)
		if err := a.stream(t).Send(frame); err != nil {
			t.Fatal(err)
		}
		if got := receive(t, b); !bytes.Equal(got, frame) {
			t.Fatalf("%d bytes sent, %d arrived", size, len(got))
		}
		if err := b.stream(t).Send(frame); err != nil {
			t.Fatal(err)
		}
		if got := receive(t, a); !bytes.Equal(got, frame) {
			t.Fatalf("%d bytes sent back, %d arrived", size, len(got))
		}
	}
	if err := a.stream(t).Send(make([]byte, node.MaxFrame+1)); !errors.Is(err, ErrTooLong) {
		t.Errorf("a frame too long: %v", err)
	}
	// What was sent before Close arrives, and then the end.
	if err := a.stream(t).Send([]byte("last")); err != nil {
		t.Fatal(err)
	}
	if err := a.stream(t).Close(); err != nil {
		t.Error(err)
	}
	if got := receive(t, b); string(got) != "last" {
		t.Errorf("arrived: %q", got)
	}
	if err := <-b.ended; !errors.Is(err, io.EOF) {
		t.Errorf("the end arrived as %v", err)
	}
}

func TestStrangersAreRefused(t *testing.T) {
	a, b := newMember(t, 1, document(1)), newMember(t, 2, document(2))
	connect(t, a, b)
	for range 50 { // no refused stream counts as one in use
		if err := a.Open(t.Context(), b.node.ID(), document(1)); !errors.Is(err, ErrNotMember) {
			t.Fatalf("Open: %v, want ErrNotMember", err)
		}
	}
	c := newMember(t, 3)
	c.node.Host().RemoveStreamHandler(Protocol)
	connect(t, a, c)
	if err := a.Open(t.Context(), c.node.ID(), document(1)); !errors.Is(err, ErrNotMember) {
		t.Errorf("Open to another program: %v, want ErrNotMember", err)
	}
}

// TestBothOpenAtOnce: afterwards there is one stream, the same on both sides.
func TestBothOpenAtOnce(t *testing.T) {
	for i := range 10 {
		a, b := newMember(t, byte(2*i+1), document(1)), newMember(t, byte(2*i+2), document(1))
		connect(t, a, b)
		var wg sync.WaitGroup
		for _, m := range []struct{ from, to *member }{{a, b}, {b, a}} {
			wg.Go(func() {
				if err := m.from.Open(t.Context(), m.to.node.ID(), document(1)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		sa, sb := a.stream(t), b.stream(t)
		for deadline := time.Now().Add(5 * time.Second); sa.outgoing == sb.outgoing; sa, sb = a.stream(t), b.stream(t) {
			if time.Now().After(deadline) {
				t.Fatalf("round %d: the two sides keep different streams", i)
			}
			time.Sleep(10 * time.Millisecond)
		}
		if err := sa.Send([]byte("x")); err != nil {
			t.Fatal(err)
		}
		receive(t, b)
		a.Close()
		b.Close()
		a.node.Close()
		b.node.Close()
	}
}

func TestReplaces(t *testing.T) {
	now := time.Now()
	for _, tt := range []struct {
		name           string
		me, peer       string
		incoming, olds bool // the new stream and the old one are incoming
		age            time.Duration
		want           bool
	}{
		{"smaller id, its own against the other's", "a", "b", false, true, 0, true},
		{"smaller id, the other's against its own", "a", "b", true, false, 0, false},
		{"larger id, its own against the other's", "b", "a", false, true, 0, false},
		{"larger id, the other's against its own", "b", "a", true, false, 0, true},
		{"the other side opened both", "a", "b", true, true, 0, true},
		{"this side opened both", "b", "a", false, false, 0, true},
		{"too late to be simultaneous", "a", "b", true, false, time.Minute, true},
	} {
		s := &Stream{peer: tt.peer, outgoing: !tt.incoming, since: now}
		old := &Stream{peer: tt.peer, outgoing: !tt.olds, since: now.Add(-tt.age)}
		if got := replaces(s, old, tt.me); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestStreamsOfAPeerAreLimited(t *testing.T) {
	var keys []Key
	for i := range byte(node.DocumentStreams + 1) {
		keys = append(keys, document(i))
	}
	a, b := newMember(t, 1, keys...), newMember(t, 2, keys...)
	connect(t, a, b)
	for i, k := range keys {
		err := a.Open(t.Context(), b.node.ID(), k)
		if i < node.DocumentStreams && err != nil {
			t.Fatalf("stream %d: %v", i, err)
		}
		if i == node.DocumentStreams && !errors.Is(err, ErrFull) {
			t.Errorf("one stream too many: %v", err)
		}
	}
}

// TestSilentHandshakes: whoever opens streams and says nothing soon gets none.
func TestSilentHandshakes(t *testing.T) {
	a, b := newMember(t, 1), newMember(t, 2, document(1))
	connect(t, a, b)
	ctx := network.WithNoDial(t.Context(), "test")
	for range 4 * node.Handshakes {
		raw, err := a.node.Host().NewStream(ctx, b.node.Host().ID(), Protocol)
		if err != nil {
			t.Fatal(err)
		}
		raw.Write([]byte{64}) // a refused stream is reset
	}
	most := 0
	for range 30 {
		b.Direct.mu.Lock()
		most = max(most, len(b.shaking[a.node.ID()]))
		b.Direct.mu.Unlock()
		time.Sleep(10 * time.Millisecond)
	}
	if most != node.Handshakes {
		t.Errorf("%d handshakes at once, want %d", most, node.Handshakes)
	}
}

// TestClose: it cuts a receiver and a blocked sender off, and waits for both.
func TestClose(t *testing.T) {
	a := newMember(t, 1, document(1))
	b := newMember(t, 2, document(1))
	b.Direct.accept = func(Key, *Stream) { // reads nothing
		<-t.Context().Done()
	}
	connect(t, a, b)
	if err := a.Open(t.Context(), b.node.ID(), document(1)); err != nil {
		t.Fatal(err)
	}
	st := a.stream(t)
	blocked := make(chan error)
	go func() {
		for {
			if err := st.Send(make([]byte, node.MaxFrame)); err != nil {
				blocked <- err
				return
			}
		}
	}()
	time.Sleep(300 * time.Millisecond) // until the buffers are full
	start := time.Now()
	a.Close()
	<-blocked
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("Close took %v", d)
	}
	if err := a.Open(context.Background(), b.node.ID(), document(1)); !errors.Is(err, ErrClosed) {
		t.Errorf("Open after Close: %v", err)
	}
}

func BenchmarkRoundTrip(b *testing.B) {
	one, two := newMember(b, 1, document(1)), newMember(b, 2, document(1))
	connect(b, one, two)
	if err := one.Open(b.Context(), two.node.ID(), document(1)); err != nil {
		b.Fatal(err)
	}
	sa, sb := one.stream(b), two.stream(b)
	frame := make([]byte, 64)
	for b.Loop() {
		if err := sa.Send(frame); err != nil {
			b.Fatal(err)
		}
		<-two.got
		if err := sb.Send(frame); err != nil {
			b.Fatal(err)
		}
		<-one.got
	}
}

func BenchmarkOpen(b *testing.B) {
	one, two := newMember(b, 1, document(1)), newMember(b, 2, document(1))
	connect(b, one, two)
	for b.Loop() {
		if err := one.Open(b.Context(), two.node.ID(), document(1)); err != nil {
			b.Fatal(err)
		}
		one.stream(b).Close()
		<-one.ended
		<-two.ended
		for one.Connected(two.node.ID(), document(1)) || two.Connected(one.node.ID(), document(1)) {
			time.Sleep(10 * time.Microsecond)
		}
	}
}
