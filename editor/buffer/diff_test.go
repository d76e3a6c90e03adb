package buffer

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func patch(old string, hunks []Edit) string {
	var b strings.Builder
	at := 0
	for _, h := range hunks {
		b.WriteString(old[at:h.From])
		b.WriteString(h.Text)
		at = h.To
	}
	b.WriteString(old[at:])
	return b.String()
}

func TestDiffMakesTheNewText(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b ", "word ", "\n", "line\n", "é", "日", "e\u0301", ", "}), 0, 60).Draw(t, "tokens"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		old, new := text.Draw(t, "old"), text.Draw(t, "new")
		if rapid.Bool().Draw(t, "similar") {
			i := clampTo(old, rapid.IntRange(0, len(old)).Draw(t, "i"))
			new = old[:i] + text.Draw(t, "middle") + old[i:]
		}
		hunks := diff(old, new)
		if got := patch(old, hunks); got != new {
			t.Fatalf("got %q, want %q", got, new)
		}
		for _, h := range hunks {
			if !utf8.ValidString(h.Text) || !utf8.ValidString(old[h.From:h.To]) || h.From == h.To && h.Text == "" {
				t.Fatalf("bad hunk %+v", h)
			}
		}
	})
}

func clampTo(s string, i int) int {
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}

func TestDiffIsSmall(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"equal", "abc", "abc", ""},
		{"a word in a line", "one two three\n", "one 2 three\n", "-two +2"},
		{"two words in two lines", "a b c\nd e f\n", "a B c\nd E f\n", "-b +B -e +E"},
		{"a line moved", "1\n2\n3\n4\n", "2\n3\n1\n4\n", "-1\n + - +\n1"},
		{"an accent", "cafe au lait", "café au lait", "-e +é"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, h := range diff(tt.old, tt.new) {
				got = append(got, "-"+tt.old[h.From:h.To], "+"+h.Text)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
}

func TestDiffOfHostileTextsIsQuick(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(n int, tokens ...string) string {
		var b strings.Builder
		for b.Len() < n {
			b.WriteString(tokens[rng.IntN(len(tokens))])
		}
		return b.String()
	}
	const n = 1 << 20
	for name, pair := range map[string][2]string{
		"two kinds of lines":    {random(n, "a\n", "b\n"), random(n, "a\n", "b\n")},
		"one line":              {random(n, "a ", "b "), random(n, "a ", "b ")},
		"many different lines":  {random(n, "a\n", "bc\n", "def\n", "g", "h"), random(n, "a\n", "bc\n", "def\n", "g", "h")},
		"all empty, then none":  {strings.Repeat("\n", n), strings.Repeat("x", n)},
		"every line of another": {strings.Repeat("a\nb\n", n/4), strings.Repeat("b\nc\n", n/4)},
	} {
		start := time.Now()
		hunks := diff(pair[0], pair[1])
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s: %v", name, d)
		}
		if patch(pair[0], hunks) != pair[1] {
			t.Errorf("%s: wrong", name)
		}
	}
}

func BenchmarkSetText(b *testing.B) {
	var lines []string
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		lines = append(lines, strings.Repeat("words and more ", rng.IntN(6)+1))
	}
	old := strings.Join(lines, "\n")
	for i := 0; i < len(lines); i += 500 {
		lines[i] += "changed"
	}
	new := strings.Join(lines, "\n")
	for b.Loop() {
		diff(old, new)
	}
	b.ReportMetric(float64(len(old)), "B")
}
