package window

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/app/phrases"
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// someHistory is a text by two people at random, and its history.
func someHistory(t *rapid.T) (*history.History, *history.Timeline) {
	text := crdt.New()
	who := []version.Replica{myself, jo}
	for now := range rapid.IntRange(1, 25).Draw(t, "changes") {
		me := rapid.SampledFrom(who).Draw(t, "who")
		boundary := func(off int) int {
			for !text.IsRuneStart(off) {
				off--
			}
			return off
		}
		if text.Len() == 0 || rapid.IntRange(0, 2).Draw(t, "kind") > 0 {
			words := rapid.SampledFrom([]string{"the river ", "# Head\n", "\n", "öffnen", "```\n", "a. b"}).Draw(t, "words")
			text.Insert(me, boundary(rapid.IntRange(0, text.Len()).Draw(t, "at")), words)
		} else {
			from := boundary(rapid.IntRange(0, text.Len()-1).Draw(t, "from"))
			if to := boundary(min(text.Len(), from+rapid.IntRange(1, 30).Draw(t, "n"))); from < to {
				text.Delete(me, from, to)
			}
		}
		text.Commit(me, int64(now)*1000)
	}
	h := history.New(text)
	return h, h.Timeline()
}

// kept is what an exhibit has of some kinds of parts.
func kept(e *exhibit, kinds ...partKind) string {
	var s strings.Builder
	for _, q := range e.parts {
		for _, k := range kinds {
			if q.kind == k {
				s.WriteString(e.buf.Text().String()[q.at : q.at+q.n])
			}
		}
	}
	return s.String()
}

// checkParts checks what holds of every exhibit of a text.
func checkParts(t *rapid.T, e *exhibit, of *history.Checkout) {
	at := 0
	for _, q := range e.parts {
		if q.at != at || q.n == 0 {
			t.Fatalf("the parts %+v leave a gap at %d", e.parts, at)
		}
		at += q.n
		if (q.kind == standing || q.kind == fresh) && e.buf.Text().String()[q.at:at] != string(of.Text[q.of:q.of+q.n]) {
			t.Fatalf("%+v is not what stands at its place in the text", q)
		}
	}
	if at != e.buf.Text().Len() {
		t.Fatalf("the parts end at %d of %d", at, e.buf.Text().Len())
	}
	last := 0
	for _, c := range e.changes {
		if c.From < last || c.To <= c.From || c.To > at {
			t.Fatalf("the changes %+v are not in order and apart", e.changes)
		}
		last = c.To
	}
}

// wholly checks that every character of the text is in the exhibit, at its place,
// by whoever wrote it.
func wholly(t *rapid.T, e *exhibit, of *history.Checkout) {
	if got := kept(e, standing, fresh); got != string(of.Text) {
		t.Fatalf("the exhibit has %q of the text %q", got, of.Text)
	}
	for off := range of.Text {
		place := e.place(off)
		if e.text(place) != off || e.id(place) != of.ID(off) {
			t.Fatalf("offset %d is at %d, and that is %d", off, place, e.text(place))
		}
		if got, want := e.buf.Text().AuthorAt(place).Author, of.ID(off).Replica.Author; got != want {
			t.Fatalf("the character at %d was written by %v, want %v", off, got, want)
		}
	}
}

func TestExhibitsOfTwoVersionsHaveBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, line := someHistory(t)
		n := line.Len()
		c := h.Comparison(line.Vector(rapid.IntRange(0, n).Draw(t, "a")), line.Vector(rapid.IntRange(0, n).Draw(t, "b")))
		say := &phrases.English.Past
		all := map[int]bool{}
		for i := range c.Places {
			all[i] = true
		}
		var e exhibit
		for _, open := range []map[int]bool{nil, all} {
			e.show(inPlace(say, c, open), c.B, 0, 0)
			checkParts(t, &e, c.B)
			wholly(t, &e, c.B)
			var want bytes.Buffer
			for i, p := range c.Places {
				if open[i] {
					want.Write(c.A.Text[p.A:p.EndA])
				}
			}
			gone := strings.ReplaceAll(kept(&e, gone, ending), "⏎ ", "\n")
			if gone != want.String() {
				t.Fatalf("%q is gone, want %q", gone, want.String())
			}
			if got := e.copied(0, e.buf.Text().Len()); open == nil && got != string(c.B.Text) {
				t.Fatalf("copied is %q, want %q", got, c.B.Text)
			}
		}
		for _, later := range []bool{false, true} {
			of := c.A
			if later {
				of = c.B
			}
			e.show(oneSide(c, later), of, 0, 0)
			checkParts(t, &e, of)
			wholly(t, &e, of)
		}
		e.show(onlyChanges(say, c, all), c.B, 0, 0)
		checkParts(t, &e, c.B)
		for i, p := range c.Places {
			if at, ok := e.firstOf(i); !ok || p.A == p.EndA && e.buf.Text().String()[at:at+p.EndB-p.B] != string(c.B.Text[p.B:p.EndB]) {
				t.Fatalf("change %d is not among the changes", i)
			}
		}
	})
}

func TestGhostsStandWhereTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, line := someHistory(t)
		v := line.Vector(rapid.IntRange(0, line.Len()).Draw(t, "version"))
		c, ghosts := h.Checkout(v), h.Deleted(v)
		var e exhibit
		e.show(withGhosts(c, ghosts), c, 0, 0)
		checkParts(t, &e, c)
		wholly(t, &e, c)
		var want strings.Builder
		for _, g := range ghosts {
			want.WriteString(g.Text)
		}
		if got := strings.ReplaceAll(kept(&e, gone, ending), "⏎ ", "\n"); got != want.String() {
			t.Fatalf("the ghosts are %q, want %q", got, want.String())
		}
		for _, q := range e.parts {
			if q.kind != gone {
				continue
			}
			g := ghosts[q.place]
			if got, want := charsOf(g, q.from, q.n), e.buf.Text().String()[q.at:q.at+q.n]; len(got) == 0 || g.Text[q.from:q.from+q.n] != want {
				t.Fatalf("%q has the characters %v", want, got)
			}
		}
	})
}

func TestWhatIsGoneIsTakenForNoMarkdown(t *testing.T) {
	d := (&shelf{me: fullShelf().me}).add("")
	w := &scribe{d: d, now: 1_799_900_000_000}
	w.write(myself, 0, func(t *crdt.Text) { t.Insert(myself, 0, "# Head\n```\ngone\n```\n# Also\n") })
	a := d.buf.Text().Vector()
	w.erased(myself, 1, "```\ngone\n```\n")
	c := d.buf.History().Comparison(a, d.buf.Text().Vector())
	var e exhibit
	e.show(inPlace(&phrases.English.Past, c, map[int]bool{0: true}), c.B, 0, 0)
	if got, want := e.buf.Text().String(), "# Head\n\u00a0⌫\u00a0 ```⏎ gone⏎ ```⏎ \n# Also\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
