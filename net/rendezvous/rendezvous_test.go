package rendezvous

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	ma "github.com/multiformats/go-multiaddr"

	"chirograph/net/direct"
	"chirograph/net/node"
)

func document(b byte) (k direct.Key) {
	k[0] = b
	return k
}

// A program is one as it runs on somebody's computer, as far as the network.
type program struct {
	*Finder
	node *node.Node

	mu         sync.Mutex
	keys       []direct.Key
	remembered map[direct.Key][]Addr
	asked      int // how often keys were compared with a hello

	stop func()
}

// start starts a program with documents, and watches them.
func start(t testing.TB, o node.Options, mdns bool, keys ...direct.Key) *program {
	t.Helper()
	n, err := node.New(o)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{node: n, keys: keys, remembered: make(map[direct.Key][]Addr)}
	d := direct.New(n, func() []direct.Key {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked++
		return slices.Clone(p.keys)
	}, func(_ direct.Key, s *direct.Stream) {
		for {
			if _, err := s.Recv(); err != nil {
				if !errors.Is(err, io.EOF) {
					t.Logf("stream with %s: %v", s.Peer(), err)
				}
				return
			}
		}
	})
	p.Finder = New(n, d, Options{
		MDNS: mdns,
		Remembered: func(k direct.Key) []Addr {
			p.mu.Lock()
			defer p.mu.Unlock()
			return p.remembered[k]
		},
		Remember: func(k direct.Key, peer string, addrs []string) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.remembered[k] = append(p.remembered[k], Addr{peer, addrs})
		},
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	p.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		d.Close()
		n.Close()
	})
	t.Cleanup(p.stop)
	for _, k := range keys {
		p.Watch(k, nil)
	}
	return p
}

func here(seed byte, port int) node.Options {
	s := make([]byte, ed25519.SeedSize)
	s[0] = seed
	return node.Options{Key: ed25519.NewKeyFromSeed(s), Port: port, LoopbackOnly: true}
}

// until waits for something, at most as long as that may take.
func until(t testing.TB, most time.Duration, what string, ok func() bool) time.Duration {
	t.Helper()
	begin := time.Now()
	for !ok() {
		if time.Since(begin) > most {
			t.Fatalf("after %v: not %s", most, what)
		}
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(begin)
}

func together(k direct.Key, a, b *program) func() bool {
	return func() bool { return a.direct.Connected(b.node.ID(), k) && b.direct.Connected(a.node.ID(), k) }
}

func TestHints(t *testing.T) {
	k := document(1)
	a, b := start(t, here(1, 0), false, k), start(t, here(2, 0), false, k)
	hints := append([]string{"nonsense", "/ip4/127.0.0.1/tcp/1"}, a.node.Addrs()...)
	b.Watch(k, hints)
	t.Log("connected after", until(t, 3*time.Second, "connected", together(k, a, b)))
	for _, p := range []*program{a, b} {
		other := map[*program]*program{a: b, b: a}[p]
		until(t, 3*time.Second, "remembered", func() bool {
			p.mu.Lock()
			defer p.mu.Unlock()
			return len(p.remembered[k]) == 1
		})
		got := p.remembered[k][0]
		if got.Peer != other.node.ID() || len(got.Addrs) != 2 {
			t.Errorf("remembered: %v", got)
		}
		for _, s := range got.Addrs {
			if port, _ := ma.StringCast(s).ValueForProtocol(ma.P_TCP); port != "" && port != fmt.Sprint(other.node.Port()) {
				t.Errorf("remembered %s, which is not where the other listens", s)
			}
		}
	}
	until(t, time.Second, "noted", func() bool { return len(b.Tried(k)) == 1 })
	if tried := b.Tried(k)[0]; tried.Peer != a.node.ID() || tried.Err != nil {
		t.Errorf("Tried: %v", tried)
	}
}

// TestRestart: people who know each other find each other again when one of
// them starts anew, or is there for the first time after the other was alone.
func TestRestart(t *testing.T) {
	k := document(1)
	a, b := start(t, here(1, 0), false, k), start(t, here(2, 0), false, k)
	b.Watch(k, a.node.Addrs())
	until(t, 3*time.Second, "connected", together(k, a, b))
	port := a.node.Port()
	a.stop()
	until(t, 3*time.Second, "parted", func() bool { return !b.direct.Connected(a.node.ID(), k) })
	time.Sleep(500 * time.Millisecond)
	a = start(t, here(1, port), false, k) // has no address of b
	if a.node.Port() != port {
		t.Fatalf("port %d instead of %d", a.node.Port(), port)
	}
	t.Log("connected after", until(t, 3*time.Second, "connected again", together(k, a, b)))
}

func TestRemembered(t *testing.T) {
	k := document(1)
	a, b := start(t, here(1, 0), false, k), start(t, here(2, 0), false)
	b.mu.Lock()
	b.keys = append(b.keys, k)
	b.remembered[k] = []Addr{{a.node.ID(), a.node.Addrs()}, {b.node.ID(), b.node.Addrs()}, {"nobody", nil}}
	b.Watch(k, nil) // with a lock that Remembered takes
	b.mu.Unlock()
	until(t, 3*time.Second, "connected", together(k, a, b))
}

func TestBrokenConnection(t *testing.T) {
	k := document(1)
	a, b := start(t, here(1, 0), false, k), start(t, here(2, 0), false, k)
	b.Watch(k, a.node.Addrs())
	until(t, 3*time.Second, "connected", together(k, a, b))
	for _, cut := range []func(){
		func() {
			if err := a.node.Host().Network().ClosePeer(b.node.Host().ID()); err != nil {
				t.Error(err)
			}
		},
		func() { b.restart(true) }, // as after sleep
	} {
		before := b.node.Host().Network().ConnsToPeer(a.node.Host().ID())
		cut()
		t.Log("connected after", until(t, 3*time.Second, "connected again", func() bool {
			now := b.node.Host().Network().ConnsToPeer(a.node.Host().ID())
			return len(now) > 0 && !slices.Contains(before, now[0]) && together(k, a, b)()
		}))
	}
}

// TestNotAMember: who does not have a document is asked once, and when they
// get it they are found.
func TestNotAMember(t *testing.T) {
	k := document(1)
	a, b := start(t, here(1, 0), false), start(t, here(2, 0), false, k)
	b.Watch(k, a.node.Addrs())
	until(t, 3*time.Second, "asked", func() bool { return len(b.Tried(k)) == 1 })
	if err := b.Tried(k)[0].Err; !errors.Is(err, direct.ErrNotMember) {
		t.Errorf("tried with %v", err)
	}
	time.Sleep(time.Second)
	a.mu.Lock()
	if a.asked != 1 {
		t.Errorf("asked %d times", a.asked)
	}
	a.keys = append(a.keys, k)
	a.mu.Unlock()
	a.Watch(k, nil) // no hint: b is connected
	until(t, 3*time.Second, "connected", together(k, a, b))
}

// TestWhoCameTooEarly: a program listens a moment before it answers for its
// documents. Whoever was turned away in that moment is looked for.
func TestWhoCameTooEarly(t *testing.T) {
	k := document(1)
	b := start(t, here(2, 0), false, k)
	n, err := node.New(here(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	b.Watch(k, n.Addrs())
	until(t, 3*time.Second, "turned away", func() bool { return len(b.Tried(k)) == 1 })
	if err := b.Tried(k)[0].Err; !errors.Is(err, direct.ErrNotMember) {
		t.Fatalf("tried with %v", err)
	}
	d := direct.New(n, func() []direct.Key { return []direct.Key{k} }, func(_ direct.Key, s *direct.Stream) { s.Recv() })
	f := New(n, d, Options{})
	f.Watch(k, nil)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-ended
		d.Close()
		n.Close()
	})
	t.Log("connected after", until(t, 3*time.Second, "connected", func() bool { return d.Connected(b.node.ID(), k) }))
}

func TestSecondDocument(t *testing.T) {
	one, two := document(1), document(2)
	a, b := start(t, here(1, 0), false, one, two), start(t, here(2, 0), false, one, two)
	b.Watch(one, a.node.Addrs())
	until(t, 3*time.Second, "connected", together(one, a, b))
	until(t, 3*time.Second, "connected by the other document", together(two, a, b))
	b.Forget(two)
	if len(b.Tried(two)) != 0 {
		t.Error("a forgotten document is known")
	}
}

func TestPeopleOfADocumentAreLimited(t *testing.T) {
	k := document(1)
	a := start(t, here(100, 0), false, k)
	for i := range byte(node.DocumentPeers + 2) {
		a.Watch(k, start(t, here(i, 0), false, k).node.Addrs())
	}
	// The two beyond the limit have no address of a and cannot come by themselves.
	until(t, 5*time.Second, "connected", func() bool { return len(a.direct.Peers(k)) >= node.DocumentPeers })
	time.Sleep(300 * time.Millisecond)
	if n := len(a.direct.Peers(k)); n != node.DocumentPeers {
		t.Errorf("%d people, want %d", n, node.DocumentPeers)
	}
}

// TestStrangersMakeRoom: whoever fills the list of people keeps nobody out.
func TestStrangersMakeRoom(t *testing.T) {
	k := document(1)
	p := start(t, here(1, 0), false)
	f := New(p.node, p.direct, Options{}) // does not run
	f.Watch(k, nil)
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range 2 * maxPeople {
		f.appear(Addr{Peer: fmt.Sprint("stranger ", i)}, 0)
	}
	for i := range maxPeople + 1 {
		f.expect(k, Addr{Peer: fmt.Sprint("friend ", i)})
	}
	f.appear(Addr{Peer: "late stranger"}, 0)
	if len(f.people) != maxPeople {
		t.Errorf("%d people", len(f.people))
	}
	for i := range maxPeople {
		if f.people[fmt.Sprint("friend ", i)] == nil {
			t.Fatalf("friend %d was forgotten", i)
		}
	}
}

func TestSlower(t *testing.T) {
	p := &person{}
	now := time.Now()
	for want := firstDelay; want < maxDelay; want *= 2 {
		p.slower(now)
		if d := p.next.Sub(now); d < want/2 || d > want*3/2 {
			t.Errorf("%v instead of about %v", d, want)
		}
	}
	p.slower(now)
	if p.delay != maxDelay {
		t.Errorf("%v instead of %v", p.delay, maxDelay)
	}
	p.slower(now.Add(patience + 1))
	if p.delay != idleDelay {
		t.Errorf("%v instead of %v", p.delay, idleDelay)
	}
	p.hurry(now)
	p.slower(now.Add(time.Hour))
	if p.delay != firstDelay {
		t.Errorf("after a success: %v instead of %v", p.delay, firstDelay)
	}
}

func TestSlept(t *testing.T) {
	now := time.Now()
	for d, want := range map[time.Duration]bool{
		look:              false,
		look + asleep:     false,
		look + asleep + 1: true,
		time.Hour:         true,
		-time.Hour:        false, // the clock was set back
	} {
		if got := slept(now.Round(0), now.Round(0).Add(d)); got != want {
			t.Errorf("%v later: %v", d, got)
		}
	}
}

func TestNear(t *testing.T) {
	for addr, want := range map[string]bool{
		"/ip4/192.168.1.2/tcp/1":     true,
		"/ip6/fd00::1/udp/1/quic-v1": true,
		"/ip4/169.254.3.4/tcp/1":     true,
		"/ip4/127.0.0.1/tcp/1":       false,
		"/ip4/4.4.4.4/udp/1/quic-v1": false,
		"/ip6/2a00::1/tcp/1":         false,
		"/dns4/example.org/tcp/1":    false,
	} {
		if got := len(near([]ma.Multiaddr{ma.StringCast(addr)})) == 1; got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
}
