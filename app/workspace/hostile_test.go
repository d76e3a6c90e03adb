package workspace

import (
	"crypto/ed25519"
	"path/filepath"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

// A member is somebody who may write in a document and keeps to no rules.
type member struct {
	d    *Document
	key  ed25519.PrivateKey
	me   version.Replica
	text *crdt.Text
	at   wire.Hash
}

// admit lets somebody into d, whose n tells them apart.
func admit(t *testing.T, d *Document, n byte) *member {
	t.Helper()
	key := identity.AuthorKey(identity.Secret{n}, d.id, [32]byte{})
	m := &member{d: d, key: key, me: version.Replica{Author: identity.Author(key)}, text: crdt.New()}
	c := identity.Certify(d.id, 0, m.me.Author, identity.Editor, d.rec.write().Key())
	if err := d.TakeMembers(wire.Members{Certificates: []identity.Certificate{c}}); err != nil {
		t.Fatal(err)
	}
	return m
}

// writes is a change of theirs that builds on nobody else's.
func (m *member) writes(s string) crdt.Change {
	m.text.Insert(m.me, m.text.Len(), s)
	c, _ := m.text.Commit(m.me, 0)
	return c
}

// batch is the batch of c, which continues what they wrote last.
func (m *member) batch(c crdt.Change) wire.Batch {
	b := wire.Seal(c, m.at, nil, m.d.keys, m.key)
	m.at = b.Header.After
	return b
}

func (m *member) pack(t *testing.T, after wire.Hash, changes ...crdt.Change) []byte {
	t.Helper()
	p, err := wire.SealPack(changes, wire.Hash{}, after, m.d.keys, m.key)
	if err != nil {
		t.Fatal(err)
	}
	return p.Encode()
}

// A member who lies in a pack can spoil what they write, not what others write:
// who has taken a part of it opens the document again, with all that is theirs.
func TestALieInAPackKeepsNobodyFromTheirText(t *testing.T) {
	for name, lie := range map[string]func(t *testing.T, m *member) [][]byte{
		"it builds on the middle of a change": func(t *testing.T, m *member) [][]byte {
			a, b := m.writes("liar"), m.writes("!")
			b.Deps = []version.ID{{Replica: m.d.me, Seq: 3}}
			return [][]byte{m.pack(t, wire.Hash{1}, a, b)}
		},
		"it goes on after another end": func(t *testing.T, m *member) [][]byte {
			a, b, c := m.writes("li"), m.writes("ar"), m.writes("!")
			m.batch(a)
			m.batch(b)
			after := m.batch(c)
			return [][]byte{m.pack(t, wire.Hash{1}, a, b), after.Encode()}
		},
		"it builds on what nobody has, and other batches come": func(t *testing.T, m *member) [][]byte {
			a, b := m.writes("liar"), m.writes("!")
			c := b
			c.Deps = []version.ID{{Replica: version.Replica{Author: m.me.Author, Branch: version.Branch{1}}, Seq: 9}}
			m.batch(a)
			other := m.batch(b)
			return [][]byte{m.pack(t, wire.Hash{1}, a, c), other.Encode()}
		},
		"it ends in nonsense, and other batches come": func(t *testing.T, m *member) [][]byte {
			a, b := m.writes("liar"), m.writes("!")
			other := crdt.New()
			other.Insert(m.d.me, 0, "text\n")
			theirs, _ := other.Commit(m.d.me, 0)
			if _, err := other.Apply(theirs); err != nil {
				t.Fatal(err)
			}
			if _, err := other.Apply(a); err != nil {
				t.Fatal(err)
			}
			other.Insert(m.me, 2, "?") // in a text that is not in its past
			c, _ := other.Commit(m.me, 0)
			c.Deps = nil
			m.batch(a)
			honest := m.batch(b)
			return [][]byte{m.pack(t, wire.Hash{1}, a, c), honest.Encode()}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			w, stop := open(t, dir, "Zoë", offline)
			d, err := w.New("", "text\n")
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, unit := range lie(t, admit(t, d, 9)) {
				d.Take("liar", [][]byte{unit}) // what of it is refused does not matter
			}
			d.typesAll(t, "mine\n")
			want := d.Text()
			for range 2 {
				stop()
				w, stop = open(t, dir, "", offline)
				d = reread(t, w, d)
				if d.Text() != want {
					t.Fatalf("got %q, want %q", d.Text(), want)
				}
				d.typesAll(t, "more\n")
				want = d.Text()
			}
		})
	}
}
