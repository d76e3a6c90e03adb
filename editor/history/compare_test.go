package history

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCompareReadsInWords(t *testing.T) {
	type edit struct {
		old, new string
	}
	for _, tt := range []struct {
		name, text string
		edits      []edit
		want       string
	}{
		{"nothing", "one two", nil, ""},
		{"a word inserted", "one three", []edit{{"three", "two three"}}, `"" "two "`},
		{"a letter", "the colour red", []edit{{"ou", "o"}}, `"colour" "color"`},
		{"the end of a word", "walk on", []edit{{"k", "ked"}}, `"walk" "walked"`},
		{"two words near each other", "it is a very good day", []edit{{"is", "was"}, {"good", "bad"}}, `"is a very good" "was a very bad"`},
		{"two words far from each other", "it is, as everybody here knows, a good day", []edit{{"is", "was"}, {"good", "bad"}}, `"is" "was"; "good" "bad"`},
		{"two sentences", "It is good. We go.", []edit{{"good", "bad"}, {"We", "They"}}, `"good" "bad"; "We" "They"`},
		{"two insertions", "one three five", []edit{{"three", "two three"}, {"five", "four five"}}, `"" "two "; "" "four "`},
		{"han", "我是人", []edit{{"是", "不是"}}, `"" "不"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(1)
			d.insert(1, 0, tt.text)
			a := d.text.Vector()
			for _, e := range tt.edits {
				at := strings.Index(d.text.String(), e.old)
				if n := len(e.new) - len(e.old); n > 0 && strings.HasSuffix(e.new, e.old) {
					d.insert(1, at, e.new[:n])
				} else {
					d.delete(1, at, at+len(e.old))
					d.insert(1, at, e.new)
				}
			}
			var got []string
			for _, r := range d.Compare(a, d.text.Vector()) {
				got = append(got, fmt.Sprintf("%q %q", r.Before, r.After))
			}
			if got := strings.Join(got, "; "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestReplacementsMakeTheOneTextOfTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		h := New(text)
		a, b := w.version(t, text, "a"), w.version(t, text, "b")
		before, after := string(h.At(a)), string(h.At(b))
		var got strings.Builder
		at := 0
		for _, r := range h.Compare(a, b) {
			got.WriteString(before[at:r.A])
			if got.Len() != r.B || before[r.A:r.A+len(r.Before)] != r.Before {
				t.Fatalf("%+v does not fit %q and %q", r, before, after)
			}
			got.WriteString(r.After)
			at = r.A + len(r.Before)
		}
		got.WriteString(before[at:])
		if got.String() != after {
			t.Fatalf("got %q, want %q", got.String(), after)
		}
	})
}
