package view

import (
	"slices"
	"testing"
	"unicode/utf8"

	"gioui.org/io/key"
	"pgregory.net/rapid"

	"chirograph/editor/crdt"
)

// What an input method does to the text it believes in, while others edit the
// document, must have the effect that the same edits have when the two are
// made apart and then merged.
func TestInputDuringRemoteEditsEqualsMerging(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := rapid.StringMatching(`[a-cé ]{4,20}`).Draw(rt, "start")
		h := newBench(t, start)
		h.selectRange(0, 0)

		// The oracle: my edits on a copy, theirs on another, then merged.
		mine, theirs := crdt.New(), crdt.New()
		h.b.Text().Commit(me, 0)
		for c := range h.b.Text().Since(nil) {
			if _, err := mine.Apply(c); err != nil {
				rt.Fatal(err)
			}
			if _, err := theirs.Apply(c); err != nil {
				rt.Fatal(err)
			}
		}
		replace := func(text *crdt.Text, from, to int, s string, own bool) {
			who := ava
			if own {
				who = me
			}
			if from < to {
				text.Delete(who, from, to)
			}
			if s != "" {
				text.Insert(who, from, s)
			}
		}
		for range rapid.IntRange(1, 4).Draw(rt, "theirs") {
			from, to := drawRange(rt, theirs)
			replace(theirs, from, to, rapid.SampledFrom([]string{"", "X", "YZ"}).Draw(rt, "insert"), false)
		}
		for range rapid.IntRange(1, 4).Draw(rt, "mine") {
			from, to := drawRange(rt, mine)
			s := rapid.SampledFrom([]string{"1", "23", "ü"}).Draw(rt, "type")
			r := key.Range{Start: mine.RuneOf(from), End: mine.RuneOf(to)}
			n := r.Start + utf8.RuneCountInString(s)
			h.r.Queue(key.EditEvent{Range: r, Text: s}, key.SelectionEvent{Start: n, End: n})
			replace(mine, from, to, s, true)
		}
		c, changed := theirs.Commit(ava, 0)
		if changed {
			if err := h.b.Apply(c); err != nil {
				rt.Fatal(err)
			}
		}
		h.frame()
		if changed {
			if _, err := mine.Apply(c); err != nil {
				rt.Fatal(err)
			}
		}
		if got, want := sorted(h.b.Text().String()), sorted(mine.String()); got != want {
			rt.Fatalf("got %q with the characters %q, merging gives %q", h.b.Text().String(), got, mine.String())
		}
	})
}

// sorted has the characters of s in order: where both inserted at one place,
// which comes first is not what this test is about.
func sorted(s string) string {
	r := []rune(s)
	slices.Sort(r)
	return string(r)
}

func drawRange(t *rapid.T, text *crdt.Text) (from, to int) {
	a := rapid.IntRange(0, text.Runes()).Draw(t, "from")
	b := min(text.Runes(), a+rapid.IntRange(0, 3).Draw(t, "length"))
	return text.OffsetOfRune(a), text.OffsetOfRune(b)
}
