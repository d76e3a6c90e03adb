package session

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/wire"
)

// dialogue lets a and b write in turns, each after having seen the other's last
// word.
func dialogue(t *testing.T, a, b *doc, turns int) {
	t.Helper()
	for i := range turns {
		if err := b.offer(a.types(fmt.Sprint("a", i))); err != nil {
			t.Fatal(err)
		}
		if err := a.offer(b.types(fmt.Sprint("b", i))); err != nil {
			t.Fatal(err)
		}
	}
}

// join lets c, who has a link, know the people.
func (d *doc) join(a *doc) *doc {
	d.TakeCharter(*a.charter)
	d.TakeMembers(a.Members())
	return d
}

func TestPacksThatBuildOnEachOthersMiddleAreTaken(t *testing.T) {
	docs := family(3)
	a, b := docs[0], docs[1].join(docs[0])
	a.TakeMembers(b.Members())
	dialogue(t, a, b, 50)
	a.pack(t, 2)
	b.pack(t, 2)
	for name, order := range map[string][]*doc{"one way": {a, b}, "the other": {b, a}} {
		c := family(3)[2].join(a)
		for _, d := range order {
			e := d.stored[d.me]
			if len(e) != 1 {
				t.Fatalf("%d units, want one pack", len(e))
			}
			if err := c.offer(e[0]); err != nil {
				t.Fatal(err)
			}
		}
		if c.text.String() != a.text.String() || len(c.log.Missing(a.Heads())) > 0 || len(c.stored[a.me]) != 1 {
			t.Errorf("%s: got %q", name, c.text.String())
		}
		if c.log.Head(a.me) != a.log.Head(a.me) || c.log.Head(b.me) != b.log.Head(b.me) {
			t.Errorf("%s: another chain", name)
		}
	}
}

func TestAPackThatWaitsIsNotAskedForAgain(t *testing.T) {
	docs := family(3)
	a, b := docs[0], docs[1].join(docs[0])
	a.TakeMembers(b.Members())
	dialogue(t, b, a, 3) // b begins
	a.pack(t, 2)
	c := docs[2].join(a)
	if err := c.offer(a.stored[a.me][0]); err != nil {
		t.Fatal(err)
	}
	missing := c.log.Missing(a.Heads())
	if len(missing) != 1 || missing[0].Replica() != b.me || !c.log.Lacks(a.Heads()) {
		t.Errorf("asked for: %+v", missing)
	}
	c.log.Forget("x")
	if len(c.log.Missing(a.Heads())) != 2 {
		t.Error("what was dropped is not asked for again")
	}
}

func TestAPackOfWhatIsHereInPartBringsTheRest(t *testing.T) {
	a, b := pair()
	for i := range 10 {
		e := a.types(fmt.Sprint(i))
		if i < 4 {
			if err := b.offer(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	a.pack(t, 2)
	if err := b.offer(a.stored[a.me][0]); err != nil {
		t.Fatal(err)
	}
	if got := b.text.String(); got != "0123456789" {
		t.Errorf("got %q", got)
	}
	if len(b.stored[a.me]) != 1 || b.log.Head(a.me) != a.log.Head(a.me) {
		t.Errorf("%d units", len(b.stored[a.me]))
	}
	if err := b.offer(a.types("more")); err != nil || b.text.String() != a.text.String() {
		t.Errorf("after the pack: %v", err)
	}
}

func TestASecondStoryInAPackIsNoticed(t *testing.T) {
	a, b := pair()
	twin, _ := pair()
	first := a.types("one")
	twin.types("other")
	twin.types("!")
	twin.pack(t, 2)
	story := twin.stored[twin.me][0]
	if err := b.offer(first); err != nil {
		t.Fatal(err)
	}
	if err := b.offer(story); !errors.Is(err, ErrFork) || !b.log.Forked(a.me.Author) {
		t.Errorf("got %v, want %v", err, ErrFork)
	}
	// The author signs a pack with the chain of something else.
	c := family(3)[2].join(a)
	p := *story.Unit.(*wire.Pack)
	changes, err := p.Open(c.log.Keys())
	if err != nil {
		t.Fatal(err)
	}
	lie, err := wire.SealPack(changes, wire.Hash{}, wire.Hash{1}, a.log.Keys(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.offer(Entry{Unit: &lie, Raw: lie.Encode()}); !errors.Is(err, ErrFork) {
		t.Errorf("got %v, want %v", err, ErrFork)
	}
}

func TestFoldedEndsComeBackWhenSomebodyBuildsOnThem(t *testing.T) {
	a, b := pair()
	for i := range 20 {
		if err := b.offer(a.types(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 { // b did not see these when it wrote
		a.types("x")
	}
	late := b.types(" late")

	// The same log, as it is read from a snapshot.
	c := family(1)[0].join(a)
	c.TakeMembers(b.Members())
	var heads []wire.Head
	for _, e := range a.stored[a.me] {
		ch, _ := e.Unit.(*wire.Batch).Open(a.log.Keys())
		c.text.Apply(ch)
		heads = append(heads, e.Unit.Span().Head())
	}
	c.log.Fold(heads[len(heads)-1], len(heads))
	if n := c.log.Behind([]wire.Head{heads[19]}); n < 5 || n > 15 {
		t.Errorf("behind: got %d, want about 10", n)
	}
	if n := c.log.Behind(nil); n != 30 {
		t.Errorf("behind: got %d, want 30", n)
	}
	if err := c.offer(late); err != nil {
		t.Fatal(err)
	}
	if got := c.log.Folded(); len(got) != 1 || got[0] != a.me {
		t.Fatalf("asked for: %v", got)
	}
	waited, ok := c.log.Unfold(a.me, heads[:29])
	if ok || len(waited) != 1 || len(c.log.Folded()) != 0 {
		t.Error("other heads were taken")
	}
	// They are lost now, so a pack cannot be checked. It does not ask for them again.
	b.pack(t, 1)
	if err := c.offer(b.stored[b.me][0]); !errors.Is(err, ErrPast) || len(c.log.Folded()) != 0 {
		t.Errorf("a pack: got %v, want %v", err, ErrPast)
	}
	// They can be read after all.
	if _, ok = c.log.Unfold(a.me, heads); !ok {
		t.Fatal("the heads are refused")
	}
	if err := c.log.Offer(waited[0], c); err != nil {
		t.Fatal(err)
	}
	if err := a.offer(late); err != nil {
		t.Fatal(err)
	}
	if c.text.String() != a.text.String() || c.log.Behind([]wire.Head{heads[19], late.Unit.Span().Head()}) != 10 {
		t.Errorf("got %q, want %q", c.text.String(), a.text.String())
	}
}

// The ends are lost where a log was damaged and only a snapshot has what it said.
// Who builds on them is taken at their word.
func TestWhoBuildsOnALostEndIsTakenAtTheirWord(t *testing.T) {
	a, b := pair()
	for i := range 2 {
		if err := b.offer(a.types(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	late := b.types(" late")
	a.types("x")
	c := family(1)[0].join(a)
	c.TakeMembers(b.Members())
	for _, e := range a.stored[a.me] {
		ch, _ := e.Unit.(*wire.Batch).Open(a.log.Keys())
		c.text.Apply(ch)
	}
	c.log.Fold(a.log.Head(a.me), 3)
	if err := c.offer(late); err != nil {
		t.Fatal(err)
	}
	waited, ok := c.log.Unfold(a.me, nil)
	if ok || len(waited) != 1 {
		t.Fatalf("%d have waited, %v", len(waited), ok)
	}
	if err := c.log.Offer(waited[0], c); err != nil {
		t.Fatal(err)
	}
	if err := a.offer(late); err != nil || c.text.String() != a.text.String() {
		t.Errorf("got %q, want %q, %v", c.text.String(), a.text.String(), err)
	}
}

func TestWhatWaitsForFoldedEndsIsLimited(t *testing.T) {
	a, b := pair()
	for i := range 2 {
		if err := b.offer(a.types(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	late := b.types(strings.Repeat("late", 10_000))
	c := family(1)[0].join(a)
	c.TakeMembers(b.Members())
	a.types("x")
	c.log.Fold(a.log.Head(a.me), 3)
	for range 2 * MaxParkedBytes / len(late.Raw) {
		if err := c.offer(late); errors.Is(err, ErrParked) {
			return
		}
	}
	t.Error("it is not")
}

func TestNewcomersConvergeOnPacks(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 3))
		docs := family(3)
		a, b := docs[0], docs[1].join(docs[0])
		a.TakeMembers(b.Members())
		for range 200 {
			d, other := a, b
			if r.IntN(2) == 0 {
				d, other = b, a
			}
			d.edit(r)
			for _, e := range d.commit() {
				if err := other.offer(e); err != nil {
					t.Fatal(err)
				}
			}
			if r.IntN(15) == 0 {
				d.pack(t, 2)
			}
		}
		// c meets b, who has packs of its own log and batches of a's.
		c := docs[2]
		m := meet(t, []*doc{b, c}, seed)
		m.net.Loss, m.net.Repeat = 0.2, 0.2
		for range 60 {
			m.pass(500e6)
			m.net.Drain(m.deliver)
		}
		m.net.Loss = 0
		for range 60 {
			m.pass(1e9)
			m.net.Drain(m.deliver)
		}
		if c.text.String() != b.text.String() || c.log.Lacks(b.Heads()) {
			t.Fatalf("seed %d: diverged", seed)
		}
	}
}

func TestPacksAreAskedForInPlaceOfBatches(t *testing.T) {
	a, b := pair()
	for range 10 {
		if err := b.offer(a.types("x")); err != nil {
			t.Fatal(err)
		}
	}
	a.pack(t, 2)
	b.loose = []wire.Range{{Author: a.me.Author, From: 1, To: 10}}
	m := meet(t, []*doc{a, b}, 1)
	for range 5 {
		m.pass(1e9)
		m.net.Drain(m.deliver)
	}
	if all := b.stored[a.me]; len(all) != 1 {
		t.Errorf("%d units, want a pack", len(all))
	}
}

func TestALieAboutWhatIsHereIsNotKept(t *testing.T) {
	a, b := pair()
	twin, _ := pair()
	for i := range 6 {
		e := a.types(fmt.Sprint(i))
		twin.types(fmt.Sprint(9 - i))
		if i < 3 {
			if err := b.offer(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	twin.pack(t, 2)
	p := *twin.stored[twin.me][0].Unit.(*wire.Pack)
	changes, err := p.Open(b.log.Keys())
	if err != nil {
		t.Fatal(err)
	}
	lie, err := wire.SealPack(changes, wire.Hash{}, a.log.Head(a.me).Hash, a.log.Keys(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.offer(Entry{Unit: &lie, Raw: lie.Encode()}); !errors.Is(err, ErrFork) {
		t.Errorf("got %v, want %v", err, ErrFork)
	}
	if b.text.String() != "012" || len(b.stored[a.me]) != 3 {
		t.Errorf("%q, %d units", b.text.String(), len(b.stored[a.me]))
	}
}

// lie is a pack of all that a has written, with another end.
func lie(t *testing.T, a *doc, spoil func(last *crdt.Change), after wire.Hash) Entry {
	t.Helper()
	var changes []crdt.Change
	for _, e := range a.stored[a.me] {
		c, err := e.Unit.(*wire.Batch).Open(a.log.Keys())
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, c)
	}
	spoil(&changes[len(changes)-1])
	p, err := wire.SealPack(changes, wire.Hash{}, after, a.log.Keys(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return Entry{Unit: &p, Raw: p.Encode()}
}

// What was stored with the first change of a pack is what comes back after a
// restart: its author cannot put something else into its place meanwhile.
func TestNothingElseIsTakenIntoTheStretchOfAPackThatWasBegun(t *testing.T) {
	docs := family(2)
	a, b := docs[0], docs[1].join(docs[0])
	a.types("a")
	a.types("b")
	story := lie(t, a, func(c *crdt.Change) {
		c.Deps = []version.ID{{Replica: version.Replica{Author: a.me.Author, Branch: version.Branch{1}}, Seq: 9}}
	}, wire.Hash{1})
	other := a.stored[a.me][1]
	if err := b.offer(story); err != nil || b.text.String() != "a" {
		t.Fatalf("got %q, %v", b.text.String(), err)
	}
	b.log.Forget("x")
	if err := b.offer(other); !errors.Is(err, ErrFork) || b.text.String() != "a" {
		t.Errorf("the text is %q, %v, and the store does not have it", b.text.String(), err)
	}
	// One batch over the end of the pack would not fit into the store at all.
	twin := family(2)[0]
	twin.types("a")
	long := twin.types("bcd")
	if err := b.offer(long); !errors.Is(err, ErrFork) || b.text.String() != "a" {
		t.Errorf("the text is %q, %v", b.text.String(), err)
	}
	// After a restart it is the same.
	c := family(2)[1].join(a)
	c.log.Offer(a.stored[a.me][0], c)
	if err := c.log.Resume(story, c); err != nil {
		t.Fatal(err)
	}
	if err := c.offer(other); !errors.Is(err, ErrFork) || c.text.String() != "a" {
		t.Errorf("the text is %q, %v", c.text.String(), err)
	}
}

func TestWhatAPackSaysMayComeInBatchesToo(t *testing.T) {
	docs := family(3)
	a, b := docs[0], docs[1].join(docs[0])
	a.TakeMembers(b.Members())
	dialogue(t, a, b, 5)
	batches := slices.Clone(a.stored[a.me])
	a.pack(t, 2)
	c := docs[2].join(a)
	if err := c.offer(a.stored[a.me][0]); err != nil || c.text.String() != "a0" {
		t.Fatalf("got %q, %v", c.text.String(), err)
	}
	c.log.Forget("x")
	for _, e := range append(b.stored[b.me], batches...) {
		if err := c.offer(e); err != nil {
			t.Fatal(err)
		}
	}
	if c.text.String() != a.text.String() {
		t.Errorf("got %q, want %q", c.text.String(), a.text.String())
	}
}

// Whoever kept the beginning of a pack passes it on in good faith.
func TestNonsenseAtTheEndOfAPackIsNotTheFaultOfWhoPassesItOn(t *testing.T) {
	docs := family(3)
	a, b, c := docs[0], docs[1].join(docs[0]), docs[2].join(docs[0])
	a.TakeMembers(b.Members())
	a.types("a")
	if err := a.offer(b.types("b")); err != nil {
		t.Fatal(err)
	}
	at := strings.Index(a.text.String(), "b")
	a.text.Delete(a.me, at, at+1)
	a.commit()
	nonsense := lie(t, a, func(c *crdt.Change) { c.Deps = nil }, wire.Hash{1})
	err := c.offer(nonsense)
	if c.text.String() != "a" || err == nil || !Forgivable(err) {
		t.Errorf("the text is %q, %v", c.text.String(), err)
	}
}
