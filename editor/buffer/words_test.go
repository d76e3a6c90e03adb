package buffer

import (
	"strings"
	"testing"
)

func with(s string) *desk {
	d := newDesk(1)
	d.do(Paste{s})
	return d
}

func TestWordMotion(t *testing.T) {
	for _, tt := range []struct {
		text string // | marks where the caret stops
		back bool
	}{
		{"|one| two|,| three|...| four|", false},
		{"|one |two|, |three|... |four|", true},
		{"|don't| '|quote|'| it’s|", false},
		{"|don't |'|quote|' |it’s|", true},
		{"|naïve| e\u0301t|\n\nnext_line2|", false},
		{"|naïve |e\u0301t\n\n|next_line2|", true},
		{"|日本語|はカタカナ|", false},
	} {
		stops := tt.text
		if strings.Contains(stops, "は") {
			stops = "|日本語|は|カタカナ|"
		}
		parts := strings.Split(strings.Trim(stops, "|"), "|")
		d := with(strings.Join(parts, ""))
		at := 0
		if tt.back {
			at = d.text.Len()
			for i := len(parts) - 1; i >= 0; i-- {
				want := at - len(parts[i])
				if got := d.PrevWord(at); got != want {
					t.Errorf("%q back from %d: got %d, want %d", stops, at, got, want)
				}
				at = want
			}
			continue
		}
		for _, p := range parts {
			want := at + len(p)
			if got := d.NextWord(at); got != want {
				t.Errorf("%q from %d: got %d, want %d", stops, at, got, want)
			}
			at = want
		}
	}
}

func TestWordAt(t *testing.T) {
	d := with("it's  x, 日本です\nend\n\n")
	for _, tt := range []struct {
		at   int
		want string
	}{
		{0, "it's"},
		{2, "it's"},
		{4, "  "},
		{strings.Index("it's  x", "s"), "it's"},
		{6, "x"},
		{7, ","},
		{strings.Index(d.text.String(), "本"), "日本"},
		{strings.Index(d.text.String(), "す"), "です"},
		{strings.Index(d.text.String(), "\nend"), "です"},
		{strings.Index(d.text.String(), "nd"), "end"},
		{d.text.Len(), "\n"},
	} {
		from, to := d.WordAt(tt.at)
		if got := d.text.String()[from:to]; got != tt.want {
			t.Errorf("at %d: got %q, want %q", tt.at, got, tt.want)
		}
	}
	if from, to := with("").WordAt(0); from != 0 || to != 0 {
		t.Error("a word in the empty text")
	}
}

func TestClustersAreNotCut(t *testing.T) {
	for _, text := range []string{
		"a|b|c",
		"e\u0301|x|e\u0301\u0302",
		"👨‍👩‍👧|👍🏽|🇩🇪|🇫🇷|.",
		"a|\r\n|\n|b",
		"한|글|각",
		"x|" + "a" + strings.Repeat("\u0301", 200) + "|y",
	} {
		parts := strings.Split(text, "|")
		d := with(strings.Join(parts, ""))
		at := 0
		for _, p := range parts {
			if got := d.NextCluster(at); got != at+len(p) {
				t.Errorf("%q from %d: got %d, want %d", text, at, got, at+len(p))
			}
			if got := d.PrevCluster(at + len(p)); got != at {
				t.Errorf("%q back from %d: got %d, want %d", text, at+len(p), got, at)
			}
			at += len(p)
		}
		if d.NextCluster(at) != at || d.PrevCluster(0) != 0 {
			t.Errorf("%q: moved out of the text", text)
		}
	}
}
