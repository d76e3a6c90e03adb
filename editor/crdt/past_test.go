package crdt

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/version"
)

// TestCompareEqualsTheTextOfThatVersion compares with texts that hold nothing
// but the changes of an old version.
func TestCompareEqualsTheTextOfThatVersion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := []*member{newMember(1), newMember(2), newMember(3)}
		var all []sent
		for now := range rapid.IntRange(1, 20).Draw(t, "steps") {
			m := members[rapid.IntRange(0, 2).Draw(t, "who")]
			m.act(t)
			all = append(all, m.commit(int64(now))...)
			for _, to := range members {
				if rapid.IntRange(0, 2).Draw(t, "deliver") > 0 {
					for _, s := range all {
						if err := to.receive(s); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
		}
		text := New()
		for _, s := range all {
			if _, err := text.Apply(s.change); err != nil {
				t.Fatal(err)
			}
		}
		for _, s := range all {
			id := version.ID{Replica: s.change.First.Replica, Seq: s.change.Last}
			v := text.Past(id)
			old := New()
			for c := range text.Since(nil) {
				if v.Includes(c.First) {
					if _, err := old.Apply(c); err != nil {
						t.Fatal(err)
					}
				}
			}
			compare(t, text, v, old.String())
		}
		compare(t, text, version.Vector{}, "")
		compare(t, text, text.Vector(), text.String())
	})
}

func compare(t *rapid.T, text *Text, v version.Vector, old string) {
	s := text.String()
	var then, now, runes int
	for bytes, n := range stretches(text, v) {
		if n.then && n.now && old[then:min(len(old), then+bytes)] != s[now:now+bytes] {
			t.Fatalf("at %v: %q and %q are said to be the same", v, old[then:], s[now:now+bytes])
		}
		if n.then {
			then += bytes
			runes += n.runes
		}
		if n.now {
			now += bytes
		}
	}
	if then != len(old) || now != len(s) || runes != len([]rune(old)) {
		t.Fatalf("at %v: %d bytes then and %d now, want %q and %q", v, then, now, old, s)
	}
}

type stretch struct {
	runes     int
	then, now bool
}

// stretches makes a sequence of a call to Compare.
func stretches(text *Text, v version.Vector) func(func(int, stretch) bool) {
	return func(yield func(int, stretch) bool) {
		text.Compare(v, func(bytes, runes int, then, now bool) bool {
			return yield(bytes, stretch{runes, then, now})
		})
	}
}

// TestHostileHistoriesAreReadInNoTime would take minutes if each character
// were compared with each undo, or with each delete.
func TestHostileHistoriesAreReadInNoTime(t *testing.T) {
	const n = 100_000
	text, me := New(), replica(1)
	text.Insert(me, 0, strings.Repeat("x", n))
	text.Commit(me, 0)
	for k := range n { // undone and redone by turns, in ranges that overlap
		r := []IDRange{{version.ID{Replica: me, Seq: uint64(1 + k*7919%n)}, 1}}
		if k%2 == 0 {
			text.Undo(me, r)
		} else {
			text.Undo(me, []IDRange{{r[0].First, min(3, n-k*7919%n)}})
		}
	}
	text.commitAll(me)
	history := slices.Collect(text.Since(nil))
	writers := make([]*Text, 100)
	for i := range writers {
		writers[i] = New()
		for _, c := range history[:2] {
			if _, err := writers[i].Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		writers[i].Delete(replica(byte(i+2)), 0, min(1000, writers[i].Len()))
	}
	for i, w := range writers {
		for _, c := range w.commitAll(replica(byte(i + 2))) {
			if _, err := text.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	x := NewIndex(text)
	for range 3 {
		if got := string(x.At(text.Vector()).Append(nil)); got != text.String() {
			t.Fatalf("got %d bytes, want %d", len(got), text.Len())
		}
	}
	if got := len(x.At(text.Past(version.ID{Replica: me, Seq: n})).Append(nil)); got != n {
		t.Fatalf("before the undos: got %d bytes, want %d", got, n)
	}
	x.Life(version.ID{Replica: me, Seq: 1})
}
