package history

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// found says where a text was found: "3" if it stands there, "-3" if it stood
// there.
func found(h *History, q Query) string {
	var out []string
	finds, _ := h.Search(q)
	for _, f := range finds {
		s := fmt.Sprint(f.At)
		if !f.Standing {
			s = "-" + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestSearchFindsWhatStandsAndWhatStood(t *testing.T) {
	d := newDesk(1)
	d.insert(1, 0, "The quick fox. ")
	d.insert(1, 15, "The lazy dog.")
	d.delete(1, 4, 10) // quick
	d.insert(1, 4, "slow ")
	for range 5 { // backspace over "lazy ", letter by letter
		at := strings.Index(d.text.String(), "dog")
		d.delete(1, at-1, at)
	}
	d.insert(1, 0, "brown ") // put together, then deleted in one go
	d.insert(1, 0, "big ")
	d.delete(1, 0, 10)
	for _, tt := range []struct {
		text string
		want string
	}{
		{"slow fox", "4"},
		{"the", "0 14"},
		{"quick", "-9"},
		{"quick fox", "-9"},
		{"lazy dog", "-18"},
		{"big brown", "-0"},
		{"brown the", ""},  // stood for a moment only
		{"quick slow", ""}, // never stood like that
		{"lazy quick", ""}, // nor that
		{"", ""},
	} {
		if got := found(d.History, Query{Text: tt.text}); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
	if got := found(d.History, Query{Text: "the", MatchCase: true}); got != "" {
		t.Errorf("in lower case: got %q", got)
	}
}

func TestPiecesDeletedInARowAreNotPutTogether(t *testing.T) {
	d := newDesk(1)
	d.insert(1, 0, "one two one")
	d.delete(1, 8, 11)
	d.delete(1, 0, 3)
	if got := found(d.History, Query{Text: "one"}); got != "-0 -5" {
		t.Errorf("one: got %q", got)
	}
	if got := found(d.History, Query{Text: "oneone"}); got != "" {
		t.Errorf("oneone: got %q", got)
	}
}

func TestSearchSaysWhoAndWhen(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	b.now = 50
	b.take(t, a.insert(10, 0, "one two"))
	a.take(t, b.delete(10, 3, 7))
	finds, all := a.Search(Query{Text: "two"})
	if len(finds) != 1 || !all {
		t.Fatalf("got %v", finds)
	}
	if f := finds[0]; f.First.Replica != a.me || f.Written != 10 || f.Removed.ID.Replica != b.me || f.Removed.Time != 60 || f.At != 3 {
		t.Errorf("got %+v", f)
	}
	for _, tt := range []struct {
		q    Query
		want string
	}{
		{Query{Author: &a.me.Author}, "-3"},
		{Query{Author: &b.me.Author}, "-3"},
		{Query{Author: &version.Author{9}}, ""},
		{Query{Since: 5, Until: 11}, "-3"},
		{Query{Since: 11, Until: 60}, ""},
		{Query{Since: 60}, "-3"},
		{Query{Author: &a.me.Author, Since: 60}, ""},
	} {
		tt.q.Text = "two"
		if got := found(a.History, tt.q); got != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.q, got, tt.want)
		}
	}
}

// TestWhatIsFoundOnceStood looks through all versions for what was found.
func TestWhatIsFoundOnceStood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text, other := w.shuffled(t), w.shuffled(t)
		h := New(text)
		q := Query{Text: rapid.SampledFrom([]string{"A", "fox", "x. t", "日本", "é", " fox", "the the"}).Draw(t, "text")}
		finds, _ := h.Search(q)
		again, _ := New(other).Search(q)
		if !reflect.DeepEqual(finds, again) {
			t.Fatalf("%v, and where changes came in another order %v", finds, again)
		}
		needle := strings.ToLower(q.Text)
		now := strings.ToLower(text.String())
		standing := 0
		for _, f := range finds {
			if f.Standing && strings.HasPrefix(now[f.At:], needle) {
				standing++
			}
			if !w.everStood(text, needle) {
				t.Fatalf("%q was found at %+v, and never stood", q.Text, f)
			}
		}
		if want := count(now, needle); standing < want {
			t.Fatalf("%d of %d that stand", standing, want)
		}
	})
}

// count returns how often s begins somewhere in text.
func count(text, s string) int {
	n := 0
	for i := range text {
		if strings.HasPrefix(text[i:], s) {
			n++
		}
	}
	return n
}

// everStood reports whether s is in the text at any version that a writer saw,
// or now.
func (w *world) everStood(text *crdt.Text, s string) bool {
	if strings.Contains(strings.ToLower(text.String()), s) {
		return true
	}
	h := New(text)
	for _, c := range w.changes {
		v := text.Past(c.First)
		for seq := c.First.Seq - 1; seq <= c.Last; seq++ {
			v[c.First.Replica] = seq
			if strings.Contains(strings.ToLower(string(h.At(v))), s) {
				return true
			}
		}
	}
	return false
}
