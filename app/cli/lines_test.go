package cli

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLinesAreCountedForwardsAndBackwards(t *testing.T) {
	l := lineCounter{text: "one\ntwo\n\nfour"}
	for _, tt := range []struct{ offset, want int }{{0, 1}, {3, 1}, {4, 2}, {9, 4}, {13, 4}, {8, 3}, {0, 1}} {
		if got := l.at(tt.offset); got != tt.want {
			t.Errorf("offset %d is in line %d, want %d", tt.offset, got, tt.want)
		}
	}
}

func TestTheLineAroundAnOffset(t *testing.T) {
	long := "one\n" + strings.Repeat("文", 1000) + "\ntwo"
	for _, tt := range []struct {
		offset         int
		before, behind string
	}{
		{0, "", "one"},
		{2, "on", "e"},
		{3, "one", ""},
		{4, "", strings.Repeat("文", shownBytes/3)},
		{len(long) - 4, strings.Repeat("文", shownBytes/3), ""},
		{len(long), "two", ""},
	} {
		before, behind := lineBefore(long[:tt.offset]), lineBehind(long[tt.offset:])
		if before != tt.before || behind != tt.behind || !utf8.ValidString(before+behind) {
			t.Errorf("offset %d: got %q and %q", tt.offset, before, behind)
		}
	}
}
