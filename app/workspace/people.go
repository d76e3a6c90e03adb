package workspace

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"chirograph/app/phrases"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
	"chirograph/sync/presence"
	"chirograph/sync/wire"
)

// shown is how far somebody's computer was known to have the document: a
// receipt. It is kept over restarts, since people want to know what those who
// are away have.
type shown struct {
	_      struct{} `cbor:",toarray"`
	Author version.Author
	Seen   int64 // Unix milliseconds
	Heads  []wire.Head
	Stored int64 // when it was last stored, likewise
}

// shownEvery is how often a receipt is stored in which nothing but the time
// has changed.
const shownEvery = time.Minute

// A Person is one of the people of a document, as the window shows them.
type Person struct {
	ID       version.Author
	Name     string
	Colour   int // index into the twelve colours
	Me       bool
	Online   bool
	Route    string // how they are connected, in words
	Receipt  string // what they have, in words
	Missing  int    // changes they are known to lack; -1 when unknown
	Same     bool   // their text is known to be the one here
	LastSeen time.Time
	RTT      time.Duration // 0 when unknown
	Doing    string        // "here", "idle", "away 12 min", or ""
	Faint    bool          // idle or away: their caret is shown dimmed
	Away     bool          // for some minutes

	HasCaret     bool
	Anchor, Head int       // the selection, as byte offsets
	Moved        time.Time // when it last changed
}

// People are the people of the document: this person first, then those who
// are here, then the others, by name.
func (d *Document) People() []Person {
	d.mu.Lock()
	defer d.mu.Unlock()
	now, say := d.w.now(), d.w.Language()
	out := []Person{d.myself()}
	for _, a := range d.others() {
		p := d.person(a)
		e, here := d.board.Of(a)
		if here {
			p.Online = true
			p.LastSeen = now
			idle := now.Sub(time.UnixMilli(e.Active))
			p.Doing, p.Faint, p.Away = doing(say, idle), idle >= presence.Idle, idle >= presence.Away
			if e.HasCaret {
				// What the caret stands beside may still be on its way.
				t := d.buf.Text()
				anchor, ok1 := t.Resolve(e.Anchor)
				head, ok2 := t.Resolve(e.Head)
				p.Anchor, p.Head, p.Moved, p.HasCaret = anchor, head, e.Moved, ok1 && ok2
			}
			if q := d.peerOf(a); q != nil {
				p.Route, p.RTT = d.w.route(q.id), time.Duration(q.rtt.Load())
				if p.Same = d.sameAs(q); p.Same {
					p.Receipt = say.State.Identical
				}
			} else {
				p.Route = say.State.ThroughOthers
			}
		}
		if p.Route == "" {
			p.Route = lastSeen(say, p.LastSeen, now)
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out[1:], func(a, b Person) int {
		if a.Online != b.Online {
			if a.Online {
				return -1
			}
			return 1
		}
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return out
}

// myself is this person. It needs mu.
func (d *Document) myself() Person {
	me, say := d.w.Me(), d.w.Language()
	return Person{
		ID: d.me.Author, Name: me.Name, Colour: int(me.Colour), Me: true, Online: true,
		Route: say.State.ThisComputer, Receipt: say.State.HasAll, LastSeen: d.w.now(),
	}
}

// others are the other people known, in order of their keys. It needs mu.
func (d *Document) others() []version.Author {
	set := map[version.Author]bool{}
	for _, c := range d.logs.Writers() {
		set[c.Author] = true
	}
	delete(set, d.me.Author)
	return slices.SortedFunc(maps.Keys(set), func(a, b version.Author) int { return slices.Compare(a[:], b[:]) })
}

// hereNow is how many other people have the document open. It needs mu.
func (d *Document) hereNow() int {
	return len(d.board.Here())
}

// person is what is known of somebody who may be away. It needs mu.
func (d *Document) person(a version.Author) Person {
	say := d.w.Language()
	p := Person{ID: a, Name: say.State.Somebody, Missing: -1, Receipt: say.State.NeverMet}
	if k, ok := d.known[a]; ok {
		p.Name, p.Colour = k.Name, int(k.Colour)
	} else {
		p.Colour = int(a[0]) % identity.Colours
	}
	if s, ok := d.showed[a]; ok {
		p.LastSeen = time.UnixMilli(s.Seen)
		p.Missing = d.logs.Behind(s.Heads)
		p.Receipt = receipt(say, p.Missing)
	}
	if d.logs.Forked(a) {
		p.Receipt = say.State.TwoCopies
	}
	return p
}

// copies is how many computers are known to have everything, this one
// included. It needs mu.
func (d *Document) copies() int {
	n := 1
	for _, a := range d.others() {
		if s, ok := d.showed[a]; ok && d.logs.Behind(s.Heads) == 0 {
			n++
		}
	}
	return n
}

// Showed notes how far the peer at the other end of a session has the logs.
func (d *Document) Showed(peer string, said wire.Heads) {
	d.mu.Lock()
	for p := range d.peers {
		if p.id == peer {
			p.heads, p.whole = said.Heads, !said.Joining
			d.noteShown(p)
		}
	}
	d.mu.Unlock()
	d.arrive()
	d.fetchLater(peer)
	d.notify()
}

// Joining tells whether the document is being joined.
func (d *Document) Joining() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rec.Joining
}

// arrive ends the joining of the document, when everything is here that
// somebody has who is not joining, too: two who join do not take each other's
// nothing for the text.
func (d *Document) arrive() {
	d.mu.Lock()
	all := false
	if d.rec.Joining && len(d.rec.Charter.Epochs) > 0 {
		for p := range d.peers {
			all = all || p.whole && !d.logs.Lacks(p.heads)
		}
	}
	if all {
		d.rec.Joining, d.arrival = false, nil
		// A link says what the document is called by the one who made it: its
		// first line, unless they gave it another title.
		d.rec.Titled = d.rec.Title != "" && d.rec.Title != firstLine(d.buf.Text())
		d.moved = true
	}
	var saved <-chan error
	if all {
		saved = d.w.save(d.id, d.rec)
	}
	d.mu.Unlock()
	if all {
		if err := <-saved; err != nil {
			d.log.Error("not stored", "what", "record", "err", err)
		}
		d.notify()
	}
}

// meet notes that the author of s is at the other end of a session. It needs
// mu.
func (d *Document) meet(peer string, s presence.State) {
	for p := range d.peers {
		if p.id == peer {
			p.author, p.met = s.Author, true
			d.noteShown(p)
		}
	}
}

// noteShown remembers what the person at a peer has. It needs mu.
func (d *Document) noteShown(p *peer) {
	if !p.met || p.heads == nil {
		return
	}
	now := d.w.now().UnixMilli()
	s := shown{Author: p.author, Seen: now, Heads: p.heads, Stored: now}
	old := d.showed[p.author]
	if slices.Equal(old.Heads, s.Heads) && now-old.Stored < shownEvery.Milliseconds() {
		s.Stored = old.Stored
		d.showed[p.author] = s
		return
	}
	d.showed[p.author] = s
	d.w.store.Put(d.id, shownPrefix+string(s.Author[:]), canonical.Encode(s), d.w.report("receipt"))
}

// peerOf is the session with somebody, or nil. It needs mu.
func (d *Document) peerOf(a version.Author) *peer {
	for p := range d.peers {
		if p.met && p.author == a {
			return p
		}
	}
	return nil
}

// SetCaret tells the others where this person's selection is, in byte
// offsets.
func (d *Document) SetCaret(anchor, head int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.buf.Text()
	if anchor < 0 || head < 0 || max(anchor, head) > t.Len() {
		return // from before an edit of somebody else
	}
	a, h := t.Anchor(anchor, side(anchor < head)), t.Anchor(head, side(head < anchor))
	if d.mine.HasCaret && d.mine.Anchor == a && d.mine.Head == h {
		return
	}
	d.mine.HasCaret, d.mine.Anchor, d.mine.Head = true, a, h
	d.mine.Active = d.w.now().UnixMilli()
	d.moved = true
}

// side is the side of its character that one end of a selection stays on: text
// that others insert at either end is not selected, and what they insert at a
// caret comes after it.
func side(start bool) crdt.Bias {
	if start {
		return crdt.Before
	}
	return crdt.After
}

// receipt says in words what somebody has.
func receipt(say *phrases.Phrases, missing int) string {
	if missing == 0 {
		return say.State.HasAll
	}
	return say.State.Lacks.Of(missing, "n", say.Number(missing))
}

func doing(say *phrases.Phrases, idle time.Duration) string {
	switch {
	case idle >= presence.Away:
		return phrases.With(say.State.AwayFor, "n", int(idle.Minutes()))
	case idle >= presence.Idle:
		return say.State.Idle
	}
	return say.State.Present
}

func lastSeen(say *phrases.Phrases, t, now time.Time) string {
	t, now = t.Local(), now.Local()
	switch {
	case t.Unix() <= 0:
		return say.State.Away
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return phrases.With(say.State.LastSeenAt, "time", say.Time(t))
	}
	return phrases.With(say.State.LastSeenOn, "date", say.Date(t))
}
