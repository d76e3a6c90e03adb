// Package rendezvous finds the people of a document and stays with them. It
// knows where to look from the addresses in a link, from where people were met
// before, and from those who announce themselves in the same network (mDNS).
//
// A [Finder] watches documents. For each it dials whoever may have it, opens
// the direct stream, and begins again when that breaks: at once, then ever
// more slowly. When the computer wakes up or gets another network, all is
// tried again without delay.
//
// Nobody is told what is looked for: mDNS says that a device is there, and
// the handshake of a stream tells those who do not have the document nothing.
package rendezvous

import (
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"chirograph/net/direct"
	"chirograph/net/node"
)

// maxPeople bounds how many devices are kept in mind: 64 for each of 32
// documents, rounded down, since documents have people in common.
const maxPeople = 1024

// An Addr is where a device may be.
type Addr struct {
	Peer  string
	Addrs []string // multiaddrs, with or without the device's id
}

// An Attempt is how the last try to reach somebody ended.
type Attempt struct {
	Peer string
	When time.Time
	Err  error // nil if it went well
}

// Options are what a Finder works with. Its functions are called from Run.
type Options struct {
	MDNS       bool                                                // announce this device and look around in this network
	Log        *slog.Logger                                        // nil for none
	Remembered func(k direct.Key) []Addr                           // where people of a document were met; may be nil
	Remember   func(k direct.Key, peer string, addresses []string) // somebody was met; may be nil
}

// A Finder looks for people. Its methods are safe for concurrent use.
type Finder struct {
	node     *node.Node
	direct   *direct.Direct
	options  Options
	log      *slog.Logger
	wake     chan struct{} // a token when there may be something to do
	networks chan struct{} // a token for mDNS when the networks have changed

	mu      sync.Mutex // guards the rest
	watched map[direct.Key]bool
	fresh   []direct.Key // watched, and nobody asked yet who is remembered
	people  map[string]*person
	dialing int
}

// A person is a device that may have some of the documents.
type person struct {
	addrs  []string
	around bool // mDNS has shown it, or it is connected: may have any document
	wishes map[direct.Key]*wish

	asked   []direct.Key  // for what, by an attempt under way
	delay   time.Duration // between attempts; 0 after a success
	next    time.Time     // no attempt before
	failing time.Time     // since when attempts have failed; zero: they have not
}

// A wish is for a stream with a person about a document.
type wish struct {
	known     bool // from a link, from memory or from a stream; else it is a guess
	connected bool
	since     time.Time // of connected
	kept      bool      // the address has been remembered
	never     time.Time // the person does not have the document; not asked again before
	last      Attempt
}

// New returns a finder that does nothing before Run.
func New(n *node.Node, d *direct.Direct, o Options) *Finder {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Finder{
		node:     n,
		direct:   d,
		options:  o,
		log:      o.Log,
		wake:     make(chan struct{}, 1),
		networks: make(chan struct{}, 1),
		watched:  make(map[direct.Key]bool),
		people:   make(map[string]*person),
	}
}

// Watch looks for people who have a document, first at the addresses of hints,
// which end in the id of a device. Watch it again to add hints.
func (f *Finder) Watch(k direct.Key, hints []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.watched[k] {
		f.watched[k] = true
		f.fresh = append(f.fresh, k)
		for _, p := range f.people {
			if p.around {
				p.wish(k)
				p.hurry(time.Now())
			}
		}
	}
	for _, h := range hints {
		if a, ok := fromHint(h); ok {
			f.expect(k, a)
		}
	}
	f.stir()
}

// Forget stops looking for the people of a document. Streams with them stay.
func (f *Finder) Forget(k direct.Key) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.watched, k)
	for id, p := range f.people {
		if delete(p.wishes, k); len(p.wishes) == 0 && !p.around {
			delete(f.people, id)
		}
	}
}

// Tried tells how it went with everybody who was tried for a document.
func (f *Finder) Tried(k direct.Key) []Attempt {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []Attempt
	for _, p := range f.people {
		if w := p.wishes[k]; w != nil && !w.last.When.IsZero() {
			out = append(out, w.last)
		}
	}
	slices.SortFunc(out, func(a, b Attempt) int { return strings.Compare(a.Peer, b.Peer) })
	return out
}

// expect takes in that somebody at a may have the document. It needs mu.
func (f *Finder) expect(k direct.Key, a Addr) {
	if p := f.person(a.Peer); p != nil && f.watched[k] {
		p.addrs = merge(p.addrs, a.Addrs)
		p.wish(k).known = true
		p.hurry(time.Now())
	}
}

// appear takes in that a device is around, and is to be tried after a while
// if it has not come by itself. It needs mu.
func (f *Finder) appear(a Addr, after time.Duration) {
	p := f.person(a.Peer)
	if p == nil {
		return
	}
	p.addrs = merge(p.addrs, a.Addrs)
	p.around = true
	for k := range f.watched {
		p.wish(k)
	}
	p.hurry(time.Now().Add(after))
}

// person returns the one with an id, or nil if it cannot be kept in mind.
// Strangers make room for others: there may be any number of them, and some
// may have come to fill the list. It needs mu.
func (f *Finder) person(id string) *person {
	p := f.people[id]
	if p != nil || id == f.node.ID() {
		return p
	}
	if len(f.people) >= maxPeople {
		for other, p := range f.people {
			if p.stranger() {
				delete(f.people, other)
				break
			}
		}
	}
	if len(f.people) < maxPeople {
		p = &person{wishes: make(map[direct.Key]*wish)}
		f.people[id] = p
	}
	return p
}

// stranger tells whether nothing speaks for a person's having any document.
func (p *person) stranger() bool {
	for _, w := range p.wishes {
		if w.known {
			return false
		}
	}
	return len(p.asked) == 0
}

// wish returns the wish for a document, made if need be.
func (p *person) wish(k direct.Key) *wish {
	w := p.wishes[k]
	if w == nil {
		w = &wish{}
		p.wishes[k] = w
	}
	return w
}

// hurry makes the next attempt due, as after a success.
func (p *person) hurry(due time.Time) {
	p.delay, p.failing = 0, time.Time{}
	p.next = due
}

// stir wakes Run up.
func (f *Finder) stir() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}
