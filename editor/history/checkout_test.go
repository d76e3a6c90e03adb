package history

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// TestCheckoutKnowsEveryCharacter compares with a text that holds nothing but
// the changes of the version.
func TestCheckoutKnowsEveryCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		h := New(text)
		v := w.version(t, text, "version")
		c, old := h.Checkout(v), w.text(t, v)
		if got, want := string(c.Text), old.String(); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		for off := range c.Text {
			if !old.IsRuneStart(off) {
				continue
			}
			if got, want := c.ID(off), old.Anchor(off, crdt.Before).ID; got != want {
				t.Fatalf("the byte at %d of %q is %v, want %v", off, c.Text, got, want)
			}
			if at, ok := c.Find(c.ID(off)); !ok || at != off {
				t.Fatalf("the byte at %d of %q is found at %d, %v", off, c.Text, at, ok)
			}
		}
		if got := c.ID(len(c.Text)); !got.IsZero() {
			t.Fatalf("behind the end there is %v", got)
		}
		at := 0
		for _, hand := range c.Hands {
			if hand.At != at || hand.Len == 0 {
				t.Fatalf("the hands %v leave a gap at %d", c.Hands, at)
			}
			at += hand.Len
		}
		if at != len(c.Text) {
			t.Fatalf("the hands end at %d of %d", at, len(c.Text))
		}
	})
}

// TestLocateCountsWhatStandsBefore goes over the whole list, one character
// after the other.
func TestLocateCountsWhatStandsBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		h := New(text)
		v := w.version(t, text, "version")
		m := h.index.At(v)
		off := 0
		for s := range h.index.Walk(m, m) {
			for part := range s.Hands() {
				id := part.First()
				for k := range part.Len() {
					one := version.ID{Replica: id.Replica, Seq: id.Seq + uint64(k)}
					want := off
					if s.A {
						want += k
					}
					if got, ok := h.Locate(v, one); !ok || got != want {
						t.Fatalf("%v is at %d, %v, want %d", one, got, ok, want)
					}
				}
				if s.A {
					off += part.Len()
				}
			}
		}
		if _, ok := h.Locate(v, version.ID{Replica: replica(9), Seq: 1}); ok {
			t.Fatal("what nobody wrote has a place")
		}
	})
}

func TestTouchedIsWhereSomethingWasWrittenOrDeleted(t *testing.T) {
	d := newDesk(1)
	d.insert(0, 0, "one two three")
	d.insert(1, 8, "and ")
	inserted := crdt.IDRange{First: version.ID{Replica: d.me, Seq: 14}, Len: 4}
	d.delete(1, 0, 4)
	deleted := crdt.IDRange{First: version.ID{Replica: d.me, Seq: 18}, Len: 4}
	for _, tt := range []struct {
		ops  []crdt.IDRange
		want string
	}{
		{[]crdt.IDRange{inserted}, "[{4 7}]"},
		{[]crdt.IDRange{deleted}, "[{0 0}]"},
		{[]crdt.IDRange{deleted, inserted}, "[{0 0} {4 7}]"},
		{nil, "[]"},
		{[]crdt.IDRange{{First: version.ID{Replica: replica(7), Seq: 1}, Len: 3}}, "[]"},
	} {
		if got := fmt.Sprint(d.Touched(tt.ops)); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}
