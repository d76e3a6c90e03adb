package phrases

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// each calls f for every string in a language, with the way to it.
func each(v reflect.Value, way string, f func(way, s string)) {
	switch v.Kind() {
	case reflect.String:
		f(way, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			each(v.Field(i), way+"."+v.Type().Field(i).Name, f)
		}
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			each(v.Index(i), way+"["+string(rune('a'+i))+"]", f)
		}
	}
}

var parameter = regexp.MustCompile(`\{[a-z]+\}`)

func parametersOf(s string) []string {
	found := parameter.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestEveryLanguageHasEveryPhraseWithTheSameParameters(t *testing.T) {
	english := map[string][]string{}
	each(reflect.ValueOf(English), "", func(way, s string) { english[way] = parametersOf(s) })
	if len(english) < 100 {
		t.Fatalf("the walk found %d phrases", len(english))
	}
	for _, p := range All {
		each(reflect.ValueOf(*p), "", func(way, s string) {
			if strings.TrimSpace(s) == "" {
				t.Errorf("%s%s is empty", p.Tag, way)
			}
			if got := parametersOf(s); !slices.Equal(got, english[way]) {
				t.Errorf("%s%s has the parameters %q, in English %q", p.Tag, way, got, english[way])
			}
			if rest := parameter.ReplaceAllString(s, ""); strings.ContainsAny(rest, "{}") {
				t.Errorf("%s%s has a stray brace: %q", p.Tag, way, s)
			}
		})
	}
}

// TestPhrasesAreCalmAndPlain keeps out what people need not know the word for,
// and shouting.
func TestPhrasesAreCalmAndPlain(t *testing.T) {
	jargon := regexp.MustCompile(`(?i)\b(peers?|nodes?|crdt|operations?|hash(es)?|root|dht|gossip|multiaddr|tombstones?|bootstrap|please|sorry|oops|successfully)\b|!`)
	for _, p := range All {
		each(reflect.ValueOf(*p), "", func(way, s string) {
			if word := jargon.FindString(s); word != "" {
				t.Errorf("%s%s says %q: %q", p.Tag, way, word, s)
			}
			if strings.ContainsAny(s, `"'`) && !strings.Contains(s, "n't") && !strings.Contains(s, "'re") {
				t.Errorf("%s%s has a straight quotation mark: %q", p.Tag, way, s)
			}
		})
	}
}

// TestGermanLooksGerman finds the habits of English that slip into a
// translation: its quotation marks, and an ellipsis without a space before it
// where a word is not broken off (DIN 5008).
func TestGermanLooksGerman(t *testing.T) {
	opening := regexp.MustCompile(`“[\p{L}\p{N}{]`)
	ellipsis := regexp.MustCompile(`[^ ]…`)
	each(reflect.ValueOf(German), "", func(way, s string) {
		if opening.MatchString(s) {
			t.Errorf("de%s opens a quotation as English does: %q", way, s)
		}
		if ellipsis.MatchString(s) {
			t.Errorf("de%s has no space before the ellipsis: %q", way, s)
		}
	})
}

func TestCountsChooseTheirForm(t *testing.T) {
	for _, tt := range []struct {
		n    int
		want string
	}{{0, "0 words"}, {1, "1 word"}, {2, "2 words"}, {1208, "1208 words"}} {
		if got := English.Page.Words.Of(tt.n); got != tt.want {
			t.Errorf("%d: got %q, want %q", tt.n, got, tt.want)
		}
	}
	if got, want := German.Page.Words.Of(1208, "n", German.Number(1208)), "1.208 Wörter"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := German.State.Here.Of(2, "names", German.List([]string{"Jo", "Ava"})), "Jo und Ava sind hier"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWithLeavesAloneWhatPeopleWrote(t *testing.T) {
	got := With("“{a}” and “{b}”", "a", "{b}", "b", "{a} {c}")
	if want := "“{b}” and “{a} {c}”"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestListJoinsNames(t *testing.T) {
	for _, tt := range []struct {
		names []string
		want  string
	}{
		{nil, ""},
		{[]string{"Jo"}, "Jo"},
		{[]string{"Jo", "Ava"}, "Jo and Ava"},
		{[]string{"Jo", "Ava", "Tomás"}, "Jo, Ava and Tomás"},
	} {
		if got := English.List(tt.names); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestTheLanguageFollowsTheChoiceThenTheSystem(t *testing.T) {
	for _, tt := range []struct {
		chosen string
		env    map[string]string
		want   string
	}{
		{"", nil, "en"},
		{"", map[string]string{"LANG": "de_AT.UTF-8"}, "de"},
		{"", map[string]string{"LANG": "fi_FI.UTF-8"}, "en"},
		{"", map[string]string{"LANG": "de_DE", "LC_ALL": "C"}, "en"},
		{"", map[string]string{"LANG": "C.UTF-8", "LC_MESSAGES": "de"}, "de"},
		{"en", map[string]string{"LANG": "de_DE.UTF-8"}, "en"},
		{"de", map[string]string{"LANG": "en_GB.UTF-8"}, "de"},
		{"xx", map[string]string{"LANG": "de-CH"}, "de"},
	} {
		if got := Choose(tt.chosen, func(k string) string { return tt.env[k] }); got.Tag != tt.want {
			t.Errorf("chosen %q, %v: got %q, want %q", tt.chosen, tt.env, got.Tag, tt.want)
		}
	}
}

func TestNumbersAreWrittenAsTheLanguageDoes(t *testing.T) {
	for _, tt := range []struct {
		n                int
		english, deutsch string
	}{{0, "0", "0"}, {999, "999", "999"}, {1208, "1,208", "1.208"}, {-1208, "-1,208", "-1.208"}, {-999, "-999", "-999"}, {1234567, "1,234,567", "1.234.567"}} {
		if got := English.Number(tt.n); got != tt.english {
			t.Errorf("got %q, want %q", got, tt.english)
		}
		if got := German.Number(tt.n); got != tt.deutsch {
			t.Errorf("got %q, want %q", got, tt.deutsch)
		}
	}
}

func TestMomentsAreAsShortAsTheyAreClear(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		t                time.Time
		english, deutsch string
	}{
		{now.Add(-3 * time.Hour), "today 09:00", "heute 09:00"},
		{now.Add(-20 * time.Hour), "yesterday 16:00", "gestern 16:00"},
		{now.AddDate(0, 0, -4), "Wed 12:00", "Mi 12:00"},
		{now.AddDate(0, 0, -6), "23 Feb 2026, 12:00", "23. Februar 2026, 12:00"},
		{now.AddDate(-1, 0, 0), "1 Mar 2025, 12:00", "1. März 2025, 12:00"},
	} {
		if got := English.Moment(tt.t, now); got != tt.english {
			t.Errorf("got %q, want %q", got, tt.english)
		}
		if got := German.Moment(tt.t, now); got != tt.deutsch {
			t.Errorf("got %q, want %q", got, tt.deutsch)
		}
	}
}
