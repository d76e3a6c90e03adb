package crdt

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestLargeTextEqualsAString edits a text of many leaves and its string side by
// side.
func TestLargeTextEqualsAString(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	text, other := New(), New()
	me, you := replica(1), replica(2)
	want := ""
	for i := range 6000 {
		s := snippets[rng.IntN(len(snippets))]
		at := clamp(want, rng.IntN(len(want)+1))
		switch rng.IntN(8) {
		case 0:
			to := clamp(want, min(len(want), at+rng.IntN(60)))
			text.Delete(me, at, to)
			want = want[:at] + want[to:]
		case 1: // back and forth
			next := text.Next(me)
			text.Delete(me, 0, at)
			if at > 0 {
				text.Undo(me, []IDRange{{next, at}})
			}
		case 2: // somebody else's
			for _, c := range text.commitAll(me) {
				apply(t, other, c)
			}
			other.Insert(you, at, s)
			for _, c := range other.commitAll(you) {
				apply(t, text, c)
			}
			want = want[:at] + s + want[at:]
		default:
			text.Insert(me, at, s)
			want = want[:at] + s + want[at:]
		}
		if i%500 == 0 {
			if err := text.check(); err != nil {
				t.Fatal(err)
			}
			if got := text.String(); got != want {
				t.Fatalf("after %d edits: got %q, want %q", i, got, want)
			}
			checkReading(t, text, want, rng)
		}
	}
	if len(text.nodes) < 3 {
		t.Errorf("only %d nodes: the text is too small to prove much", len(text.nodes))
	}
	again := New()
	text.commitAll(me)
	for c := range text.Since(nil) {
		apply(t, again, c)
	}
	if !slices.Equal(facts(again), facts(text)) {
		t.Error("made from its own changes, the text is another")
	}
}

// checkReading compares what a text says of places with what its string says.
func checkReading(t *testing.T, text *Text, s string, rng *rand.Rand) {
	t.Helper()
	if got, want := text.Runes(), utf8.RuneCountInString(s); got != want {
		t.Fatalf("%d runes, want %d", got, want)
	}
	if got, want := text.Lines(), strings.Count(s, "\n")+1; got != want {
		t.Fatalf("%d lines, want %d", got, want)
	}
	for range 100 {
		off := rng.IntN(len(s) + 1)
		if got, want := text.LineOf(off), strings.Count(s[:off], "\n"); got != want {
			t.Fatalf("offset %d is in line %d, want %d", off, got, want)
		}
		line := text.LineOf(off)
		if got, want := text.LineStart(line), strings.LastIndex(s[:off], "\n")+1; got != want {
			t.Fatalf("line %d starts at %d, want %d", line, got, want)
		}
		off = clamp(s, off)
		if got, want := text.RuneOf(off), utf8.RuneCountInString(s[:off]); got != want {
			t.Fatalf("offset %d is rune %d, want %d", off, got, want)
		}
		if got := text.OffsetOfRune(text.RuneOf(off)); got != off {
			t.Fatalf("rune %d is at %d, want %d", text.RuneOf(off), got, off)
		}
		to := off + rng.IntN(len(s)-off+1)
		if got := string(text.AppendRange(nil, off, to)); got != s[off:to] {
			t.Fatalf("range %d–%d: got %q, want %q", off, to, got, s[off:to])
		}
		if off < len(s) && text.ByteAt(off) != s[off] {
			t.Fatalf("byte %d is %q", off, text.ByteAt(off))
		}
		for _, b := range []Bias{Before, After} {
			if got, ok := text.Resolve(text.Anchor(off, b)); got != off || !ok {
				t.Fatalf("anchor %d at %d resolves to %d", b, off, got)
			}
		}
	}
}

// An anchor stays at its character: before it, or after it.
func TestAnchorsFollowTheirCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := newMember(1), newMember(2)
		a.insert(0, rapid.SampledFrom([]string{"", "x", "some text", "日本語 é"}).Draw(t, "text"))
		for _, s := range a.commit(0) {
			if err := b.receive(s); err != nil {
				t.Fatal(err)
			}
		}
		s := a.text.String()
		off := clamp(s, rapid.IntRange(0, len(s)).Draw(t, "off"))
		before, after := a.text.Anchor(off, Before), a.text.Anchor(off, After)
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			b.act(t)
		}
		for _, s := range b.commit(0) {
			if err := a.receive(s); err != nil {
				t.Fatal(err)
			}
		}
		// Where the character is, by the oracle.
		place := func(anchor Anchor) int {
			if anchor.ID.IsZero() {
				if anchor.Bias == Before {
					return a.text.Len()
				}
				return 0
			}
			off := 0
			for _, n := range a.oracle.list() {
				if n.id == anchor.ID && anchor.Bias == Before {
					return off
				}
				if a.oracle.visible(n) {
					off++
				}
				if n.id == anchor.ID {
					return off
				}
			}
			t.Fatal("no such character")
			return 0
		}
		for _, anchor := range []Anchor{before, after} {
			if got, ok := a.text.Resolve(anchor); !ok || got != place(anchor) {
				t.Fatalf("%+v resolves to %d, %v, want %d", anchor, got, ok, place(anchor))
			}
			if got, ok := b.text.Resolve(anchor); !ok || got != place(anchor) {
				t.Fatalf("elsewhere, %+v resolves to %d, %v, want %d", anchor, got, ok, place(anchor))
			}
		}
	})
}

func TestAnchorsFromPeersAreHarmless(t *testing.T) {
	text, me := New(), replica(1)
	text.Insert(me, 0, "日本")
	text.Delete(me, 3, 6)
	id := text.Next(me)
	for _, tt := range []struct {
		seq  uint64
		bias Bias
		off  int
		ok   bool
	}{
		{1, Before, 0, true},
		{2, Before, 0, true}, // inside a rune
		{2, After, 3, true},
		{3, After, 3, true},
		{5, Before, 3, true}, // deleted
		{5, After, 3, true},
		{7, Before, 0, false}, // a delete
		{99, Before, 0, false},
		{1, 77, 3, true}, // no bias that there is
	} {
		id.Seq = tt.seq
		if off, ok := text.Resolve(Anchor{id, tt.bias}); off != tt.off || ok != tt.ok {
			t.Errorf("%d, %d: got %d, %v, want %d, %v", tt.seq, tt.bias, off, ok, tt.off, tt.ok)
		}
	}
	if _, ok := text.Resolve(Anchor{Anchor{}.ID, Before}); !ok {
		t.Error("the end is not there")
	}
	id.Replica, id.Seq = replica(7), 1
	if _, ok := text.Resolve(Anchor{id, After}); ok {
		t.Error("a stranger's character is there")
	}
}

func TestAuthorAtSaysWhoInserted(t *testing.T) {
	a, b := newMember(1), newMember(2)
	a.insert(0, "aaaa")
	exchange(t, a, b)
	b.insert(2, "bb")
	exchange(t, a, b)
	got := ""
	for off := range a.text.Len() {
		got += string('a' + rune(a.text.AuthorAt(off).Author[0]) - 1)
	}
	if got != "aabbaa" {
		t.Errorf("got %q", got)
	}
}
