package history

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

func TestAtIsWhatATextWithOnlyThoseChangesReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		h := New(text)
		for range 5 {
			v := w.version(t, text, "v")
			if got, want := string(h.At(v)), w.text(t, v).String(); got != want {
				t.Fatalf("at %v: got %q, want %q", v, got, want)
			}
		}
		if got, want := string(h.At(text.Vector())), text.String(); got != want {
			t.Fatalf("now: got %q, want %q", got, want)
		}
	})
}

func TestDiffMakesTheOneTextOfTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text, other := w.shuffled(t), w.shuffled(t)
		a, b := w.version(t, text, "a"), w.version(t, text, "b")
		edits := New(text).Diff(a, b)
		at := string(New(text).At(a))
		if got, want := apply(at, edits), string(New(text).At(b)); got != want {
			t.Fatalf("from %v to %v: %v makes %q of %q, not %q", a, b, edits, got, at, want)
		}
		for _, e := range edits {
			forward := b.Includes(e.By.ID) && !a.Includes(e.By.ID)
			backward := a.Includes(e.By.ID) && !b.Includes(e.By.ID)
			if e.By.Back && !backward || !e.By.Back && !forward || !utf8.ValidString(e.Text) || e.Text == "" {
				t.Fatalf("from %v to %v: %+v", a, b, e)
			}
		}
		if again := New(other).Diff(a, b); !reflect.DeepEqual(edits, again) {
			t.Fatalf("%v, and where changes came in another order %v", edits, again)
		}
	})
}

func TestBlameAgreesWithTheTextOfThatVersion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		v := w.version(t, text, "v")
		spans := New(text).Blame(v)
		old := w.text(t, v)
		h, at := New(old), 0
		for _, s := range spans {
			if s.From != at || s.To <= s.From || !old.IsRuneStart(s.To) {
				t.Fatalf("%+v is not a span after %d", s, at)
			}
			for ; at < s.To; at++ {
				id := old.Anchor(at, crdt.Before).ID
				if want := (version.ID{Replica: s.First.Replica, Seq: s.First.Seq + uint64(at-s.From)}); id != want {
					t.Fatalf("byte %d: got %v, want %v", at, want, id)
				}
				c, _ := old.Change(id)
				life := h.Life(id)
				if s.Written != c.Time || (s.Restored.ID.Seq > 0) != (len(life) > 1) || life[0].Turn != crdt.Born {
					t.Fatalf("byte %d: %+v, written at %d, with the life %v", at, s, c.Time, life)
				}
			}
		}
		if at != old.Len() {
			t.Fatalf("spans end at %d of %d", at, old.Len())
		}
		if again := New(w.shuffled(t)).Blame(v); !reflect.DeepEqual(spans, again) {
			t.Fatalf("%v, and where changes came in another order %v", spans, again)
		}
	})
}

func TestTextIsEitherThereOrDeleted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		h := New(text)
		v := w.version(t, text, "v")
		deleted := 0
		for _, g := range h.Deleted(v) {
			deleted += len(g.Text)
			if !utf8.ValidString(g.Text) || !v.Includes(g.Removed.ID) {
				t.Fatalf("%+v", g)
			}
		}
		inserted := 0
		for r := range w.text(t, v).All() {
			inserted += len(r.Text)
		}
		if now := len(h.At(v)); inserted != now+deleted {
			t.Fatalf("%d bytes stand and %d are deleted of %d", now, deleted, inserted)
		}
		if !reflect.DeepEqual(h.Deleted(v), New(w.shuffled(t)).Deleted(v)) {
			t.Fatal("another order of arrival makes other ghosts")
		}
	})
}

func TestLivesFollowCauses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text, other := w.shuffled(t), w.shuffled(t)
		for r := range text.All() {
			life := New(text).Life(r.First)
			for i, e := range life {
				for _, before := range life[:i] {
					if text.Past(before.ID).Includes(e.ID) && before.ID != e.ID {
						t.Fatalf("%v had seen %v", before, e)
					}
				}
			}
			if again := New(other).Life(r.First); !reflect.DeepEqual(life, again) {
				t.Fatalf("%v, and where changes came in another order %v", life, again)
			}
		}
	})
}

func TestRestoreBringsBackTheVersionByteForByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		h := New(text)
		v := w.version(t, text, "v")
		want := string(h.At(v))
		revise(text, replica(9), h.Restore(v))
		if got := text.String(); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// TestRestoreLosesNothingThatOthersWriteMeanwhile lets somebody write digits
// that nobody else writes.
func TestRestoreLosesNothingThatOthersWriteMeanwhile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text, other := w.shuffled(t), w.shuffled(t)
		v := w.version(t, text, "v")
		h := New(text)
		want := string(h.At(v))
		revise(text, replica(9), h.Restore(v))
		for _, digit := range []string{"0", "1", "2", "3"} {
			other.Insert(replica(8), boundary(other, rapid.IntRange(0, other.Len()).Draw(t, "at")), digit)
		}
		mine, theirs := commit(text, replica(9), 1), commit(other, replica(8), 1)
		for _, c := range theirs {
			if _, err := text.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range mine {
			if _, err := other.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		got := text.String()
		digits := strings.NewReplacer("0", "", "1", "", "2", "", "3", "")
		if other.String() != got || digits.Replace(got) != want || len(got) != len(want)+4 {
			t.Fatalf("got %q and %q, want %q and four digits", got, other.String(), want)
		}
	})
}

func TestPutBackBringsBackWhatWasDeleted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		h := New(text)
		ghosts := h.Deleted(text.Vector())
		if len(ghosts) == 0 {
			return
		}
		g := rapid.SampledFrom(ghosts).Draw(t, "ghost")
		s := text.String()
		revise(text, replica(9), h.PutBack(g.Chars))
		if got, want := text.String(), s[:g.At]+g.Text+s[g.At:]; got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestTakeBackOfTheLastChangeIsTheTextBeforeIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		if len(w.changes) == 0 {
			return
		}
		text := w.text(t, nil)
		i := rapid.IntRange(0, len(w.changes)-1).Draw(t, "which")
		v := text.Past(lastOf(w.changes[i]))
		old := w.text(t, v)
		c := w.changes[i]
		v[c.First.Replica] = c.First.Seq - 1
		want := w.text(t, v).String()
		revise(old, replica(9), New(old).TakeBack([]crdt.IDRange{{First: c.First, Len: int(c.Last-c.First.Seq) + 1}}))
		if got := old.String(); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestOperationsThatAreNotHereAreLeftOut(t *testing.T) {
	d := newDesk(1)
	d.insert(1, 0, "日本")
	d.delete(1, 0, 6)
	r := d.PutBack([]crdt.IDRange{
		{First: version.ID{Replica: replica(7), Seq: 1}, Len: 5},
		{First: version.ID{Replica: d.me, Seq: 2}, Len: 1}, // inside a rune
		{First: version.ID{Replica: d.me, Seq: 7}, Len: 1 << 60},
	})
	revise(d.text, d.me, r)
	if got := d.text.String(); got != "日" {
		t.Errorf("got %q", got)
	}
	if !d.TakeBack([]crdt.IDRange{{First: version.ID{Replica: d.me, Seq: 99}, Len: 1}}).IsZero() {
		t.Error("took back what is not here")
	}
}

// TestRestoringLeavesAloneWhatCameSince restores at a replica that has more
// than was seen, and compares with restoring where nothing more was there.
func TestRestoringLeavesAloneWhatCameSince(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		v, seen := w.version(t, text, "version"), w.version(t, text, "seen")
		h := New(text)
		r := h.RestoreSeen(v, seen, 0, text.Len())
		then, now := map[version.ID]bool{}, map[version.ID]bool{}
		for _, s := range []struct {
			set map[version.ID]bool
			c   *Checkout
		}{{then, h.Checkout(seen)}, {now, h.Checkout(text.Vector())}} {
			for off := range s.c.Text {
				s.set[s.c.ID(off)] = true
			}
		}
		wanted := map[version.ID]bool{}
		for c, off := h.Checkout(v), 0; off < len(c.Text); off++ {
			wanted[c.ID(off)] = true
		}
		me := replica(9)
		revise(text, me, r)
		commit(text, me, 1<<40)
		got := map[version.ID]bool{}
		for c, off := New(text).Checkout(text.Vector()), 0; off < len(c.Text); off++ {
			got[c.ID(off)] = true
		}
		for _, o := range w.changes {
			for seq := o.First.Seq; seq <= o.Last; seq++ {
				id := version.ID{Replica: o.First.Replica, Seq: seq}
				want := now[id]
				if then[id] == now[id] { // nobody has touched it since
					want = wanted[id]
				}
				if got[id] != want {
					t.Fatalf("%v stands: %v, want %v; then %v, now %v, wanted %v", id, got[id], want, then[id], now[id], wanted[id])
				}
			}
		}
	})
}
