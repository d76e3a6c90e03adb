package session

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/simnet"
	"chirograph/sync/wire"
)

// A doc is a replica in memory: the whole of what a session needs of one, on
// the real text, log, keys and batches.
type doc struct {
	id      identity.DocumentID
	charter *identity.Charter
	write   identity.WriteSeed
	key     []byte
	me      version.Replica
	text    *crdt.Text
	log     *Log
	stored  map[version.Replica][]Entry
	shown   map[string][]wire.Head
	labels  [][]byte
	same    map[string]wire.Same
	loose   []wire.Range
}

func (d *doc) Same() (wire.Same, bool) {
	return wire.Same{Heads: wire.DigestOfHeads(d.Heads()), Text: d.log.Keys().Commit(sha256.Sum256([]byte(d.text.String())))}, true
}

func (d *doc) labelIDs() (ids [][32]byte) {
	for _, raw := range d.labels {
		ids = append(ids, sha256.Sum256(raw))
	}
	return ids
}

func (d *doc) TakeLabels(labels [][]byte) error {
	for _, raw := range labels {
		l, err := wire.ParseLabel(raw)
		if err == nil {
			err = l.Verify(d.id)
		}
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(d.labels, func(old []byte) bool { return bytes.Equal(old, raw) }) {
			d.labels = append(d.labels, raw)
		}
	}
	return nil
}

// A family is the replicas of one document. The first knows the charter, the
// others have only a link.
func family(n int) []*doc {
	seed := identity.Secret{1}
	owner := identity.OwnerKey(seed, [16]byte{2})
	g := identity.NewGenesis(identity.Author(owner), [16]byte{2})
	write := identity.WriteSeed{Secret: identity.Secret{3}}
	charter := identity.Charter{Genesis: g, Epochs: []identity.Epoch{identity.NewEpoch(g.ID(), nil, identity.Author(write.Key()), owner)}}
	docs := make([]*doc, n)
	for i := range docs {
		id := g.ID()
		key := identity.AuthorKey(seed, id, [32]byte{byte(i)})
		read := write.Read()
		docs[i] = &doc{
			id: id, write: write, key: key,
			me:     version.Replica{Author: identity.Author(key)},
			text:   crdt.New(),
			log:    NewLog(wire.KeysOf(id, 0, read)),
			stored: map[version.Replica][]Entry{},
			shown:  map[string][]wire.Head{},
			same:   map[string]wire.Same{},
		}
	}
	docs[0].TakeCharter(charter)
	return docs
}

func (d *doc) Charter() (identity.Charter, bool) {
	if d.charter == nil {
		return identity.Charter{}, false
	}
	return *d.charter, true
}

func (d *doc) TakeCharter(c identity.Charter) error {
	if err := c.Check(d.id); err != nil {
		return err
	}
	d.charter = &c
	d.log.SetCharter(c)
	_, err := d.log.Admit(identity.Certify(d.id, 0, d.me.Author, identity.Editor, d.write.Key()))
	return err
}

func (d *doc) Members() wire.Members { return wire.Members{Certificates: d.log.Writers()} }

func (d *doc) TakeMembers(m wire.Members) error {
	for _, c := range m.Certificates {
		if _, err := d.log.Admit(c); err != nil {
			return err
		}
	}
	return nil
}

func (d *doc) Heads() []wire.Head                      { return d.log.Heads() }
func (d *doc) Missing(theirs []wire.Head) []wire.Range { return d.log.Missing(theirs) }
func (d *doc) TakePresence(string, []byte) error       { return nil }
func (d *doc) Labels() ([][]byte, wire.Digest)         { return d.labels, wire.DigestOf(d.labelIDs()) }
func (d *doc) Loose() []wire.Range                     { return d.loose }
func (d *doc) TakeSame(peer string, m wire.Same)       { d.same[peer] = m }
func (d *doc) Joining() bool                           { return false }
func (d *doc) Showed(peer string, said wire.Heads)     { d.shown[peer] = said.Heads }
func (d *doc) Stored(r wire.Range, max int) (out [][]byte, _ error) {
	for _, e := range d.stored[r.Replica()] {
		if s := e.Unit.Span(); s.Last >= r.From && s.First <= r.To && len(out) < 3 { // small pages
			out = append(out, e.Raw)
		}
	}
	return out, nil
}

func (d *doc) Take(from string, units [][]byte) (fresh bool, _ error) {
	before := d.text.Vector().Clone()
	defer func() { fresh = !before.Equal(d.text.Vector()) }()
	for _, raw := range units {
		u, err := wire.ParseUnit(raw)
		if err == nil {
			err = u.Verify()
		}
		if at, ok := d.log.HeadAt(u.Span().Head().ID()); err == nil && ok && wire.IsPack(raw) && at == u.Span().Head() {
			d.Keep(Entry{Unit: u, Raw: raw, From: from})
			continue
		}
		if err == nil {
			err = d.log.Offer(Entry{Unit: u, Raw: raw, From: from}, d)
		}
		if err != nil && !errors.Is(err, ErrNoRight) { // a certificate may be on its way
			return fresh, err
		}
	}
	return fresh, nil
}

// Apply and Keep make a doc the sink of its log.
func (d *doc) Apply(c crdt.Change, _ string) error {
	_, err := d.text.Apply(c)
	return err
}

func (d *doc) Keep(e Entry) {
	s := e.Unit.Span()
	// A pack takes the place of what it holds.
	all := slices.DeleteFunc(d.stored[s.Replica], func(old Entry) bool {
		o := old.Unit.Span()
		return s.First <= o.First && o.Last <= s.Last
	})
	all = append(all, e)
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(a.Unit.Span().Last, b.Unit.Span().Last) })
	d.stored[s.Replica] = all
}

// pack packs the log of d that begins behind the last pack, if there is enough
// of it.
func (d *doc) pack(t *testing.T, least int) {
	all := d.stored[d.me]
	from := 0
	for i, e := range all {
		if _, ok := e.Unit.(*wire.Pack); ok {
			from = i + 1
		}
	}
	if len(all)-from < least {
		return
	}
	var changes []crdt.Change
	for _, e := range all[from:] {
		c, err := e.Unit.(*wire.Batch).Open(d.log.Keys())
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, c)
	}
	before, after := all[from].Unit.Span().Before, all[len(all)-1].Unit.Span().After
	p, err := wire.SealPack(changes, before, after, d.log.Keys(), d.key)
	if err != nil {
		t.Fatal(err)
	}
	d.Keep(Entry{Unit: &p, Raw: p.Encode()})
}

// commit seals what was typed.
func (d *doc) commit() (out []Entry) {
	for {
		c, ok := d.text.Commit(d.me, 0)
		if !ok {
			return out
		}
		var deps []wire.Head
		for _, id := range c.Deps {
			h, ok := d.log.HeadAt(id)
			if !ok {
				panic("a dependency where no batch ends")
			}
			deps = append(deps, h)
		}
		b := wire.Seal(c, d.log.Head(d.me).Hash, deps, d.log.Keys(), d.key)
		e := Entry{Unit: &b, Raw: b.Encode()}
		d.log.Extend(b.Header.Head())
		d.Keep(e)
		out = append(out, e)
	}
}

// edit does something at random.
func (d *doc) edit(r *rand.Rand) {
	n := d.text.Len()
	switch from := r.IntN(n + 1); {
	case r.IntN(4) == 0 && n > 0:
		to := min(n, from+r.IntN(4))
		d.text.Delete(d.me, from, to)
	default:
		d.text.Insert(d.me, from, string(rune('a'+r.IntN(26))))
	}
}

// A meeting is every pair of docs in session, over a network.
type meeting struct {
	docs     []*doc
	sessions map[[2]int]*Session
	net      *simnet.Net[wire.Message]
	now      time.Time
	t        *testing.T
}

func meet(t *testing.T, docs []*doc, seed uint64) *meeting {
	m := &meeting{docs: docs, sessions: map[[2]int]*Session{}, net: simnet.New[wire.Message](seed), now: time.Unix(1e9, 0), t: t}
	for i := range docs {
		for j := range docs {
			if i != j {
				s := New(docs[i], fmt.Sprint(j), m.now)
				m.sessions[[2]int{i, j}] = s
				m.net.Send(i, j, s.Start(m.now)...)
			}
		}
	}
	return m
}

func (m *meeting) deliver(from, to int, msg wire.Message) {
	out, err := m.sessions[[2]int{to, from}].Receive(msg, m.now)
	if err != nil {
		m.t.Fatalf("%d refuses %T of %d: %v", to, msg, from, err)
	}
	m.net.Send(to, from, out...)
}

// pass lets time pass, and everyone speak who has something to say.
func (m *meeting) pass(d time.Duration) {
	m.now = m.now.Add(d)
	for i := range m.docs {
		for j := range m.docs {
			if s := m.sessions[[2]int{i, j}]; s != nil {
				out, err := s.Tick(m.now)
				if err != nil {
					// The stream would be closed and opened again.
					s = New(m.docs[i], fmt.Sprint(j), m.now)
					m.sessions[[2]int{i, j}] = s
					out = s.Start(m.now)
				}
				m.net.Send(i, j, out...)
			}
		}
	}
}

// write lets doc i do something and send it at once.
func (m *meeting) write(i int, r *rand.Rand) {
	m.docs[i].edit(r)
	entries := m.docs[i].commit()
	for j := range m.docs {
		if i != j {
			m.net.Send(i, j, m.sessions[[2]int{i, j}].Live(entries)...)
		}
	}
}

func TestSessionsConvergeOnBadNetworks(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			docs := family(2 + r.IntN(3))
			m := meet(t, docs, seed)
			m.net.Loss, m.net.Repeat = 0.3, 0.2
			cut := r.IntN(len(docs))
			for range 150 {
				if i := r.IntN(len(docs)); docs[i].charter != nil {
					m.write(i, r)
				}
				for range r.IntN(4) {
					m.net.Step(m.deliver)
				}
				m.pass(time.Duration(r.IntN(400)) * time.Millisecond)
				if r.IntN(10) == 0 {
					docs[r.IntN(len(docs))].pack(t, 2)
				}
				switch r.IntN(40) {
				case 0: // somebody's network is gone for a while
					m.net.Cut = func(from, to int) bool { return from == cut || to == cut }
				case 1:
					m.net.Cut = nil
				}
			}
			m.net.Loss, m.net.Repeat, m.net.Cut = 0, 0, nil
			for range 60 {
				m.pass(time.Second)
				m.net.Drain(m.deliver)
			}
			for i, d := range docs[1:] {
				if d.text.String() != docs[0].text.String() {
					t.Fatalf("diverged: %d has %q, 0 has %q", i+1, d.text.String(), docs[0].text.String())
				}
				if len(d.log.Missing(docs[0].Heads())) > 0 || docs[0].log.Behind(d.Heads()) > 0 {
					t.Fatalf("%d lacks batches", i+1)
				}
			}
			if docs[0].text.Len() == 0 {
				t.Error("nothing was written")
			}
			mine, _ := docs[0].Same()
			for peer, same := range docs[0].same {
				if same != mine {
					t.Errorf("%s does not say that it has the same", peer)
				}
			}
		})
	}
}

func TestNamesOfVersionsSpread(t *testing.T) {
	docs := family(3)
	m := meet(t, docs, 1)
	m.net.Drain(m.deliver)
	name := func(d *doc, name string) {
		l := wire.NewLabel(d.id, wire.Naming{Name: name}, d.write.Read(), d.key)
		d.labels = append(d.labels, l.Encode())
	}
	name(docs[0], "first draft")
	name(docs[1], "second draft")
	for range 10 {
		m.pass(time.Second)
		m.net.Drain(m.deliver)
	}
	for i, d := range docs {
		if len(d.labels) != 2 {
			t.Errorf("%d has %d names of 2", i, len(d.labels))
		}
	}
}

func TestAPairSaysLittleWhenNothingHappens(t *testing.T) {
	docs := family(2)
	m := meet(t, docs, 1)
	m.net.Drain(m.deliver)
	said := 0
	for range 60 * 5 {
		m.pass(200 * time.Millisecond)
		m.net.Drain(func(from, to int, msg wire.Message) {
			said++
			m.deliver(from, to, msg)
		})
	}
	// In a minute: 30 pings and pongs each way, 12 heads each way.
	if said > 2*(2*30+12)+10 {
		t.Errorf("%d messages in a minute of silence", said)
	}
}

func TestASilentPeerIsGivenUp(t *testing.T) {
	s := New(family(1)[0], "x", time.Unix(0, 0))
	if _, err := s.Tick(time.Unix(0, 0).Add(Heartbeat*Misses + 1)); !errors.Is(err, ErrSilent) {
		t.Errorf("got %v, want %v", err, ErrSilent)
	}
}
