package identity

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"chirograph/editor/version"
	"chirograph/sync/canonical"
)

// papers are a document's keys and charter, the same in every test.
func papers() (Charter, WriteSeed, Secret) {
	seed := Secret{1, 2, 3}
	salt := [16]byte{4, 5, 6}
	owner := OwnerKey(seed, salt)
	g := NewGenesis(Author(owner), salt)
	write := WriteSeed{Secret{7, 8, 9}}
	e := NewEpoch(g.ID(), nil, Author(write.Key()), owner)
	return Charter{Genesis: g, Epochs: []Epoch{e}}, write, seed
}

func TestCharterChecksAgainstTheID(t *testing.T) {
	c, _, seed := papers()
	id := c.Genesis.ID()
	if err := c.Check(id); err != nil {
		t.Fatal(err)
	}
	if err := c.Check(DocumentID{1}); !errors.Is(err, ErrForeign) {
		t.Errorf("another id: got %v, want %v", err, ErrForeign)
	}
	owner := OwnerKey(seed, c.Genesis.Salt)
	second := NewEpoch(id, &c.Epochs[0], version.Author{1}, owner)
	longer := Charter{Genesis: c.Genesis, Epochs: []Epoch{c.Epochs[0], second}}
	if err := longer.Check(id); err != nil {
		t.Errorf("two epochs: %v", err)
	}
	longer.Epochs[0], longer.Epochs[1] = longer.Epochs[1], longer.Epochs[0]
	if longer.Check(id) == nil {
		t.Error("epochs out of order were accepted")
	}
	foreign := c
	foreign.Epochs = []Epoch{NewEpoch(id, nil, version.Author{1}, OwnerKey(Secret{9}, c.Genesis.Salt))}
	if err := foreign.Check(id); !errors.Is(err, ErrSignature) {
		t.Errorf("an epoch signed by a stranger: got %v, want %v", err, ErrSignature)
	}
}

func TestCertificatesCountOnlyWithTheRightSignature(t *testing.T) {
	c, write, seed := papers()
	id := c.Genesis.ID()
	author := Author(AuthorKey(seed, id, [32]byte{1}))
	owner := OwnerKey(seed, c.Genesis.Salt)
	reader := write.Read().Secret
	for _, tt := range []struct {
		name string
		cert Certificate
		ok   bool
	}{
		{"an editor by the write key", Certify(id, 0, author, Editor, write.Key()), true},
		{"the owner by the owner's key", Certify(id, 0, author, Owner, owner), true},
		{"an owner by the write key", Certify(id, 0, author, Owner, write.Key()), false},
		{"a reader", Certify(id, 0, author, Reader, write.Key()), false},
		{"an editor by the read secret", Certify(id, 0, author, Editor, WriteSeed{reader}.Key()), false},
		{"an epoch to come", Certify(id, 1, author, Editor, write.Key()), false},
		{"another document", Certify(DocumentID{1}, 0, author, Editor, write.Key()), false},
	} {
		if err := tt.cert.Check(c); (err == nil) != tt.ok {
			t.Errorf("%s: got %v", tt.name, err)
		}
	}
	good := canonical.Encode(Certify(id, 0, author, Editor, write.Key()))
	for i := range 8 * len(good) {
		bad := bytes.Clone(good)
		bad[i/8] ^= 1 << (i % 8)
		var cert Certificate
		if canonical.Decode(bad, &cert, MaxRecord) == nil && cert.Check(c) == nil {
			t.Errorf("accepted with bit %d changed", i)
		}
	}
}

func TestSecretsFollowOneWay(t *testing.T) {
	_, write, _ := papers()
	read := write.Read()
	seen := map[Secret]string{}
	for name, s := range map[string]Secret{
		"write": write.Secret, "read": read.Secret, "discovery": read.Discovery().Secret,
		"batch 0": read.Batch(DocumentID{1}, 0), "batch 1": read.Batch(DocumentID{1}, 1),
		"batch of another": read.Batch(DocumentID{2}, 0), "chain": read.Chain(DocumentID{1}),
		"presence": read.Presence(), "card": read.Card(),
		"membership": read.Discovery().Membership(),
		"topic 1":    read.Discovery().Topic(1), "topic 2": read.Discovery().Topic(2),
	} {
		if other, ok := seen[s]; ok {
			t.Errorf("%s and %s are one", name, other)
		}
		seen[s] = name
	}
}

func TestAuthorKeysDifferByInstallation(t *testing.T) {
	_, _, seed := papers()
	a := AuthorKey(seed, DocumentID{1}, [32]byte{1})
	b := AuthorKey(seed, DocumentID{1}, [32]byte{2})
	if a.Equal(b) {
		t.Error("a copied data folder would sign with the same key")
	}
}

func TestCardsAreReadByMembersOnly(t *testing.T) {
	c, write, seed := papers()
	id := c.Genesis.ID()
	key := AuthorKey(seed, id, [32]byte{1})
	want := Profile{Name: "Zoë Ångström", Colour: 3}
	card := NewCard(id, want, 1234, write.Read(), key)
	if err := card.Check(id); err != nil {
		t.Fatal(err)
	}
	got, err := card.Open(write.Read())
	if err != nil || got != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if bytes.Contains(canonical.Encode(card), []byte("Zoë")) {
		t.Error("the name stands in the card in clear")
	}
	if _, err := card.Open(ReadSecret{Secret{1}}); err == nil {
		t.Error("a stranger reads the card")
	}
	card.Time++
	if err := card.Check(id); !errors.Is(err, ErrSignature) {
		t.Errorf("a changed card: got %v, want %v", err, ErrSignature)
	}
}

func TestProfilesThatCannotBeShown(t *testing.T) {
	for _, tt := range []struct {
		p  Profile
		ok bool
	}{
		{Profile{Name: "A", Colour: 11}, true},
		{Profile{Name: strings.Repeat("漢", 40)}, true},
		{Profile{Name: strings.Repeat("漢", 41)}, false},
		{Profile{Name: ""}, false},
		{Profile{Name: " A"}, false},
		{Profile{Name: "A\nB"}, false},
		{Profile{Name: "A\u202eB"}, false},
		{Profile{Name: "A\xff"}, false},
		{Profile{Name: "A", Colour: 12}, false},
	} {
		if err := tt.p.Check(); (err == nil) != tt.ok {
			t.Errorf("%+q: got %v", tt.p.Name, err)
		}
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	w := WriteSeed{Secret{0xab, 0xcd}}
	if s := fmt.Sprintf("%v %+v %#v %s", w, w, w, w.Secret); strings.Contains(strings.ToLower(s), "ab") || strings.Contains(s, "171") {
		t.Errorf("a secret shows in %q", s)
	}
}

func FuzzRecords(f *testing.F) {
	c, write, seed := papers()
	id := c.Genesis.ID()
	key := AuthorKey(seed, id, [32]byte{1})
	f.Add(canonical.Encode(c))
	f.Add(canonical.Encode(Certify(id, 0, Author(key), Editor, write.Key())))
	f.Add(canonical.Encode(NewCard(id, Profile{Name: "A"}, 1, write.Read(), key)))
	f.Fuzz(func(t *testing.T, in []byte) {
		check := func(v any) {
			if canonical.Decode(in, v, MaxRecord) == nil && !bytes.Equal(canonical.Encode(v), in) {
				t.Errorf("two encodings of %T", v)
			}
		}
		check(new(Charter))
		check(new(Certificate))
		var card Card
		check(&card)
		card.Open(write.Read())
	})
}
