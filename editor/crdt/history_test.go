package crdt

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sameHistory demands that a history makes a text like t, with the same changes.
func sameHistory(t interface {
	Helper()
	Fatalf(string, ...any)
}, text *Text,
) History {
	t.Helper()
	h := text.History()
	again, err := FromHistory(h)
	if err != nil {
		t.Fatalf("%v: %q", err, h)
	}
	if err := again.check(); err != nil {
		t.Fatalf("loaded: %v", err)
	}
	if got, want := facts(again), facts(text); !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for c := range text.Since(nil) {
		if got, ok := again.Change(c.First); !ok || fmt.Sprint(got) != fmt.Sprint(c) {
			t.Fatalf("got change %+v, want %+v", got, c)
		}
	}
	if !again.Vector().Equal(text.Vector()) {
		t.Fatalf("got %v, want %v", again.Vector(), text.Vector())
	}
	if other := again.History(); !equalHistories(h, other) {
		t.Fatalf("two histories:\n%x\n%x", h, other)
	}
	return h
}

func equalHistories(a, b History) bool {
	return bytes.Equal(a.Visible, b.Visible) && bytes.Equal(a.Hidden, b.Hidden) && bytes.Equal(a.Edits, b.Edits) &&
		bytes.Equal(a.Places, b.Places) && bytes.Equal(a.Links, b.Links) && bytes.Equal(a.Changes, b.Changes)
}

func TestHistoryIsTheSameWhateverTheOrderOfArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := make([]*member, rapid.IntRange(1, 5).Draw(t, "members"))
		for i := range members {
			members[i] = newMember(byte(10 * (i + 1)))
		}
		var all []sent
		for now := range rapid.IntRange(1, 25).Draw(t, "steps") {
			m := members[rapid.IntRange(0, len(members)-1).Draw(t, "who")]
			m.act(t)
			if rapid.IntRange(0, 2).Draw(t, "commit") > 0 {
				all = append(all, m.commit(int64(now/3*1000))...)
			}
			for range rapid.IntRange(0, 3).Draw(t, "deliveries") {
				if len(all) > 0 {
					to := members[rapid.IntRange(0, len(members)-1).Draw(t, "to")]
					if err := to.receive(all[rapid.IntRange(0, len(all)-1).Draw(t, "what")]); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		for _, m := range members {
			all = append(all, m.commit(99_000)...)
		}
		var first History
		for i, m := range members {
			for _, s := range all {
				if err := m.receive(s); err != nil {
					t.Fatal(err)
				}
			}
			h := sameHistory(t, m.text)
			if i == 0 {
				first = h
			} else if !equalHistories(h, first) {
				t.Fatalf("two histories of the same changes:\n%q\n%q", h, first)
			}
		}
	})
}

func TestHistoryOfTraces(t *testing.T) {
	for _, name := range []string{"automerge-paper", "rustcode"} {
		tr := readTrace(t, name)
		text, me := New(), replica(1)
		for _, x := range tr.Txns {
			text.edit(me, x.Patches)
		}
		text.commitAll(me)
		sameHistory(t, text)
	}
}

// Whatever byte of a history is changed, it is refused or is the history of some
// text, canonical again.
func TestHistoryRefusesWhatIsNotCanonical(t *testing.T) {
	a, b := newMember(1), newMember(2)
	a.insert(0, "hello wörld, this is a täxt\n")
	exchange(t, a, b)
	a.delete(2, 4)
	b.delete(1, 5)
	b.insert(1, "日本")
	a.insert(5, "x")
	a.insert(4, "y")
	exchange(t, a, b)
	for range 3 {
		b.delete(b.text.Len()-1, b.text.Len())
		b.commit(5000)
	}
	b.undo([]IDRange{{b.text.Next(b.id), 0}}[:0], false)
	h := b.text.History()
	refused := 0
	rng := rand.New(rand.NewPCG(1, 2))
	try := func(h History) {
		text, err := FromHistory(h)
		if err != nil {
			if !errors.Is(err, ErrHistory) {
				t.Fatal(err)
			}
			refused++
			return
		}
		if err := text.check(); err != nil {
			t.Fatalf("%v: %q", err, h)
		}
		if again := text.History(); !equalHistories(h, again) {
			t.Fatalf("not canonical:\n%q\n%q", h, again)
		}
	}
	n := max(20_000, mutations(t)/20)
	for range n {
		x := History{
			slices.Clone(h.Visible), slices.Clone(h.Hidden), slices.Clone(h.Edits),
			slices.Clone(h.Places), slices.Clone(h.Links), slices.Clone(h.Changes),
		}
		for range 1 + rng.IntN(2) {
			columns := []*[]byte{&x.Visible, &x.Hidden, &x.Edits, &x.Places, &x.Links, &x.Changes}
			c := columns[rng.IntN(len(columns))]
			switch k := rng.IntN(4); {
			case len(*c) == 0:
			case k == 0:
				*c = (*c)[:len(*c)-1]
			case k == 1:
				*c = append(*c, byte(rng.IntN(8)))
			default:
				(*c)[rng.IntN(len(*c))] ^= 1 << rng.IntN(8)
			}
		}
		try(x)
	}
	t.Logf("%d mutations, %d refused", n, refused)
	if refused < n/4 {
		t.Errorf("only %d refused", refused)
	}
}

func BenchmarkHistory(b *testing.B) {
	for _, name := range []string{"automerge-paper", "rustcode"} {
		tr := readTrace(b, name)
		text, me := New(), replica(1)
		for _, x := range tr.Txns {
			text.edit(me, x.Patches)
			text.commitAll(me)
		}
		h := text.History()
		b.Run("save/"+name, func(b *testing.B) {
			for b.Loop() {
				text.History()
			}
			perEdit(b, len(tr.Txns))
		})
		b.Run("load/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := FromHistory(h); err != nil {
					b.Fatal(err)
				}
			}
			perEdit(b, len(tr.Txns))
		})
	}
}

// The examples of docs/format.md.
func TestHistoryIsAsDocumented(t *testing.T) {
	a, b := replica(1), replica(2)
	text := New()
	commit := func(time int64) { text.Commit(a, time) }
	text.Insert(a, 0, "tho")
	commit(1000)
	text.Delete(a, 2, 3)
	commit(2000)
	text.Insert(a, 2, "e")
	commit(3000)
	check := func(name string, want History) {
		t.Helper()
		if got := text.History(); !equalHistories(got, want) {
			t.Errorf("%s: got %q", name, got)
		}
	}
	key := func(b byte) string { return string(b) + string(make([]byte, 35)) }
	check("one writer", History{
		Visible: []byte("the"),
		Hidden:  []byte("o"),
		Edits:   []byte{0x0c, 0x06, 0x04},
		Places:  []byte{0, 0, 0},
		Changes: []byte("\x01" + key(1) + "\x02" + "\x01\x03\xd0\x0f" + "\x02\x01\xd0\x0f" + "\x00"),
	})
	other := New()
	for c := range text.Since(nil) {
		apply(t, other, c)
	}
	other.Insert(b, 3, " end")
	c, _ := other.Commit(b, 4000)
	text.Delete(a, 2, 3)
	text.Insert(a, 2, "y")
	commit(5000)
	apply(t, text, c)
	text.Undo(a, []IDRange{{c.First, 1}})
	commit(6000)
	check("two writers", History{
		Visible: []byte("thyend"),
		Hidden:  []byte("e o"),
		Edits:   []byte{0x0c, 0x06, 0x04, 0x06, 0x04, 0x13, 0x07},
		Places:  []byte{0, 0, 0, 0, 0},
		Links:   []byte{0x00, 0x0a, 0x03, 0x02, 0x01, 0x0a, 0x01},
		Changes: []byte("\x02" + key(1) + key(2) +
			"\x04" + "\x01\x03\xd0\x0f" + "\x02\x01\xd0\x0f" + "\x01\x02\xa0\x1f" + "\x01\x01\xd0\x0f" + "\x01\x08\x01\x04" +
			"\x01" + "\x01\x04\xc0\x3e" + "\x01\x01\x00\x05"),
	})
}

// FuzzHistory reads histories: what is taken is canonical and makes a sound text.
func FuzzHistory(f *testing.F) {
	text, _ := mutants()
	for _, h := range []History{New().History(), text.History()} {
		f.Add(h.Visible, h.Hidden, h.Edits, h.Places, h.Links, h.Changes)
	}
	a, b := newMember(1), newMember(2)
	a.insert(0, "shared text")
	for _, s := range a.commit(1000) {
		if err := b.receive(s); err != nil {
			f.Fatal(err)
		}
	}
	a.delete(2, 6)
	b.insert(4, "é")
	for _, s := range b.commit(2000) {
		if err := a.receive(s); err != nil {
			f.Fatal(err)
		}
	}
	a.commit(2500)
	h := a.text.History()
	f.Add(h.Visible, h.Hidden, h.Edits, h.Places, h.Links, h.Changes)
	f.Fuzz(func(t *testing.T, visible, hidden, edits, places, links, changes []byte) {
		h := History{visible, hidden, edits, places, links, changes}
		text, err := FromHistory(h)
		if err != nil {
			return
		}
		if err := text.check(); err != nil {
			t.Fatal(err)
		}
		if again := text.History(); !equalHistories(h, again) {
			t.Errorf("not canonical:\n%q\n%q", h, again)
		}
		for c := range text.Since(nil) { // each of its changes can be made elsewhere
			if _, ok := parse(c.Ops, c.First); !ok {
				t.Errorf("change %v is none", c.First)
			}
		}
	})
}
