package session

import (
	"errors"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

// pair is two replicas that know each other's certificates.
func pair() (a, b *doc) {
	docs := family(2)
	a, b = docs[0], docs[1]
	b.TakeCharter(*a.charter)
	a.TakeMembers(b.Members())
	b.TakeMembers(a.Members())
	return a, b
}

// types lets d type s and returns the batch.
func (d *doc) types(s string) Entry {
	d.text.Insert(d.me, d.text.Len(), s)
	return d.commit()[0]
}

func (d *doc) offer(e Entry) error {
	_, err := d.Take("x", [][]byte{e.Raw})
	return err
}

func TestBatchesWaitForTheirPast(t *testing.T) {
	a, b := pair()
	var all []Entry
	for _, s := range []string{"1", "2", "3", "4"} {
		all = append(all, a.types(s))
	}
	for _, i := range []int{3, 1, 2, 1, 0, 0} {
		if err := b.offer(all[i]); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.text.String(); got != "1234" {
		t.Errorf("got %q, want %q", got, "1234")
	}
}

func TestABatchWithoutACertificateIsRefused(t *testing.T) {
	docs := family(3)
	docs[1].TakeCharter(*docs[0].charter)
	e := docs[1].types("intruder")
	if err := docs[0].log.Offer(e, docs[0]); !errors.Is(err, ErrNoRight) {
		t.Errorf("got %v, want %v", err, ErrNoRight)
	}
	// Nor does a certificate by the read secret help.
	reader := identity.WriteSeed{Secret: docs[1].write.Read().Secret}
	c := identity.Certify(docs[0].id, 0, docs[1].me.Author, identity.Editor, reader.Key())
	if _, err := docs[0].log.Admit(c); !errors.Is(err, identity.ErrSignature) {
		t.Errorf("got %v, want %v", err, identity.ErrSignature)
	}
}

func TestAForkIsNoticed(t *testing.T) {
	a, b := pair()
	twin, _ := pair() // the same keys: a copied folder
	first := a.types("one")
	second := twin.types("other")
	if err := b.offer(first); err != nil {
		t.Fatal(err)
	}
	if err := b.offer(second); !errors.Is(err, ErrFork) {
		t.Errorf("got %v, want %v", err, ErrFork)
	}
	if !b.log.Forked(a.me.Author) || b.text.String() != "one" {
		t.Errorf("forked %v, text %q", b.log.Forked(a.me.Author), b.text.String())
	}
}

func TestWhatWaitsIsLimited(t *testing.T) {
	a, b := pair()
	a.types("never sent")
	var err error
	big := string(make([]byte, 60<<10))
	for range 200 {
		if err = b.offer(a.types(big)); err != nil {
			break
		}
	}
	if !errors.Is(err, ErrParked) {
		t.Errorf("got %v, want %v", err, ErrParked)
	}
}

func TestMissingAndBehind(t *testing.T) {
	a, b := pair()
	for range 3 {
		a.types("x")
	}
	r := b.log.Missing(a.Heads())
	if len(r) != 1 || r[0].From != 1 || r[0].To != 3 {
		t.Errorf("got %+v", r)
	}
	if n := a.log.Behind(b.Heads()); n != 3 {
		t.Errorf("got %d, want 3", n)
	}
	if n := a.log.Behind([]wire.Head{{Author: a.me.Author, Seq: 2}}); n != 1 {
		t.Errorf("got %d, want 1", n)
	}
}

func TestOneAuthorCannotMakeTooManyLogs(t *testing.T) {
	a, b := pair()
	for i := range MaxBranches + 1 {
		r := version.Replica{Author: a.me.Author, Branch: version.Branch{byte(i)}}
		text := crdt.New()
		text.Insert(r, 0, "x")
		c, _ := text.Commit(r, 0)
		batch := wire.Seal(c, wire.Hash{}, nil, a.log.Keys(), a.key)
		err := b.log.Offer(Entry{Unit: &batch, Raw: batch.Encode(), From: "x"}, b)
		if tooMany := i == MaxBranches; errors.Is(err, ErrNoRight) != tooMany || (err != nil) != tooMany {
			t.Errorf("log %d: got %v", i+1, err)
		}
	}
}

func TestWhoBuildsOnTheOtherSideOfAForkIsNotRude(t *testing.T) {
	docs := family(3)
	a, b, c := docs[0], docs[1], docs[2]
	twin := family(1)[0] // a copy of a's folder
	for _, d := range docs[1:] {
		d.TakeCharter(*a.charter)
		d.TakeMembers(a.Members())
	}
	b.TakeMembers(c.Members())
	if err := b.offer(a.types("one")); err != nil {
		t.Fatal(err)
	}
	if err := c.offer(twin.types("two")); err != nil {
		t.Fatal(err)
	}
	if err := b.offer(c.types("an answer")); !errors.Is(err, ErrPast) || !Forgivable(err) {
		t.Errorf("got %v, which ends the session", err)
	}
}
