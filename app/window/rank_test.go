package window

import (
	"slices"
	"strings"
	"testing"
)

// shown writes a match with the matched letters in brackets.
func shown(s string, at []int) string {
	var b strings.Builder
	for i, r := range []rune(s) {
		if slices.Contains(at, i) {
			b.WriteString("[" + string(r) + "]")
		} else {
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "][", "")
}

func TestMatchPrefersBeginningsOfWordsAndRuns(t *testing.T) {
	for _, tt := range []struct{ query, s, want string }{
		{"nd", "New document", "[N]ew [d]ocument"},
		{"doc", "New document", "New [doc]ument"},
		{"line", "Go to line…", "Go to [line]…"},
		{"dl", "Delete line", "[D]elete [l]ine"},
		{"ot", "Go to document", "G[o] [t]o document"},
		{"MENU", "Menü", "[Menü]"},
		{"ubersch", "Überschrift 1", "[Übersch]rift 1"},
		{"go line", "Go to line…", "[Go] to [line]…"},
		{"1", "Heading 1", "Heading [1]"},
		{"xyz", "New document", "no"},
		{"docnew", "New document", "no"},
		{"", "anything", "anything"},
	} {
		f, ok := match(tt.query, tt.s)
		got := "no"
		if ok {
			got = shown(tt.s, f.at)
		}
		if got != tt.want {
			t.Errorf("%q in %q: got %q, want %q", tt.query, tt.s, got, tt.want)
		}
	}
}

func TestRankPutsTheBestFirstAndRecentOnesAhead(t *testing.T) {
	names := []string{"Undo", "Redo", "New document", "Join lines", "Delete line", "Line numbers", "Move line up"}
	order := func(query string, recent ...int) string {
		var out []string
		for _, f := range rank(query, names, recent) {
			out = append(out, names[f.index])
		}
		return strings.Join(out, ", ")
	}
	for _, tt := range []struct {
		query  string
		recent []int
		want   string
	}{
		{"line", nil, "Line numbers, Join lines, Move line up, Delete line"},
		{"line", []int{6}, "Line numbers, Move line up, Join lines, Delete line"},
		{"do", nil, "New document, Undo, Redo"},
		{"", []int{4, 0}, "Delete line, Undo, Redo, New document, Join lines, Line numbers, Move line up"},
		{"zz", nil, ""},
	} {
		if got := order(tt.query, tt.recent...); got != tt.want {
			t.Errorf("%q after %v: got %q, want %q", tt.query, tt.recent, got, tt.want)
		}
	}
}

func TestMatchTakesAnyTitle(t *testing.T) {
	long := strings.Repeat("very ", 400) + "long"
	if _, ok := match("long", long); ok {
		t.Error("letters far behind the beginning of a title count")
	}
	if f, ok := match("very", long); !ok || len(f.at) != 4 {
		t.Error("the beginning of a long title is not found")
	}
	if _, ok := match("漢", "漢字"); !ok {
		t.Error("a title in another script is not found")
	}
}
