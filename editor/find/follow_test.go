package find

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"chirograph/editor/buffer"
)

// oracle is what there is to be found between two offsets, looked for in the
// plainest way.
func oracle(text string, q Query, begin, end int) (out []Match) {
	word := func(s string) bool {
		r, _ := utf8.DecodeRuneInString(s)
		return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
	}
	last := func(s string) string {
		_, n := utf8.DecodeLastRuneInString(s)
		return s[len(s)-n:]
	}
	fits := func(from, to int) bool {
		return !q.Word || from < to && !(word(text[from:]) && word(last(text[:from]))) && !(word(last(text[:to])) && word(text[to:]))
	}
	if q.Regexp {
		flags := "(?i)"
		if q.Case {
			flags = ""
		}
		at := 0
		lines := strings.SplitAfter(text, "\n")
		if namesLineBreak(q.Text) {
			lines = []string{text}
			flags += "(?m)"
		}
		for _, line := range lines {
			body := line
			if len(lines) > 1 {
				body = strings.TrimSuffix(line, "\n")
			}
			for _, m := range regexp.MustCompile(flags+q.Text).FindAllStringIndex(body, -1) {
				if fits(at+m[0], at+m[1]) && begin <= at+m[0] && at+m[1] <= end {
					out = append(out, Match{at + m[0], at + m[1]})
				}
			}
			at += len(line)
		}
		return out
	}
	for from := begin; from < end; {
		to := from
		for range []rune(q.Text) {
			_, n := utf8.DecodeRuneInString(text[to:])
			to += n
		}
		got := text[from:to]
		if (got == q.Text || !q.Case && strings.EqualFold(got, q.Text)) && fits(from, to) && to <= end {
			out = append(out, Match{from, to})
			from = to
			continue
		}
		_, n := utf8.DecodeRuneInString(text[from:])
		from += n
	}
	return out
}

// TestFollowingEditsIsLookingAgain holds a search that follows random edits,
// while it is still looking, against one that begins afterwards.
func TestFollowingEditsIsLookingAgain(t *testing.T) {
	words := rapid.SampledFrom([]string{"a", "aa", "ab", "b", "A", "k", "\u212a", "é", "É", " ", "\n", "\n\n", "aab", "_", "日"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(words, 0, 25).Draw(t, "words"), "") })
	queries := []Query{
		{Text: "a"},
		{Text: "aa"},
		{Text: "ab", Case: true},
		{Text: "a", Word: true},
		{Text: "ak"},
		{Text: "é\na"},
		{Text: "\n", Case: true},
		{Text: "a\na"},
		{Text: "\n\n", Word: true},
		{Text: "a+", Regexp: true},
		{Text: "a*", Regexp: true},
		{Text: "^", Regexp: true},
		{Text: "b$|a", Regexp: true, Case: true},
		{Text: "[^b]+", Regexp: true, Word: true},
		{Text: `\s`, Regexp: true},
		{Text: `a\n+`, Regexp: true},
	}
	rapid.Check(t, func(t *rapid.T) {
		b := newBuffer(text.Draw(t, "text"))
		var searches []*Search
		near := rapid.IntRange(0, b.Text().Len()).Draw(t, "near")
		for _, q := range queries {
			searches = append(searches, New(b.Text(), compile(t, q), near))
		}
		for range rapid.IntRange(1, 6).Draw(t, "rounds") {
			m := b.Mark()
			for range rapid.IntRange(0, 3).Draw(t, "edits") {
				n := b.Text().Len()
				from := rapid.IntRange(0, n).Draw(t, "from")
				b.Do(buffer.Replace{From: from, To: min(n, from+rapid.IntRange(0, 6).Draw(t, "deleted")), Text: text.Draw(t, "new")}, 0)
			}
			budget := rapid.IntRange(0, 20).Draw(t, "budget")
			for _, s := range searches {
				s.Apply(b.Since(m))
				s.Step(budget)
			}
		}
		for i, s := range searches {
			if got, want := s.all(), oracle(b.Text().String(), queries[i], 0, b.Text().Len()); !slices.Equal(got, want) {
				t.Fatalf("%+v in %q: got %v, want %v", queries[i], b.Text(), got, want)
			}
		}
	})
}

func TestFollowingEditsInAPartIsLookingAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aab é\n")), 0, 30, -1)
		b := newBuffer(text.Draw(t, "text"))
		runes := b.Text().RuneOf(b.Text().Len())
		first := rapid.IntRange(0, runes).Draw(t, "from")
		from := b.Text().OffsetOfRune(first)
		to := b.Text().OffsetOfRune(rapid.IntRange(first, runes).Draw(t, "to"))
		for _, q := range []Query{
			{Text: "ab"},
			{Text: "a", Word: true},
			{Text: "a\n"},
			{Text: "a\nb", Word: true},
			{Text: "a+", Regexp: true},
			{Text: "$", Regexp: true},
			{Text: "[^b]", Regexp: true, Word: true},
			{Text: `b\na`, Regexp: true},
		} {
			p := compile(t, q)
			s := NewPart(b.Text(), p, from, to)
			m := b.Mark()
			for range rapid.IntRange(0, 4).Draw(t, "edits") {
				n := b.Text().Len()
				at := rapid.IntRange(0, n).Draw(t, "at")
				b.Do(buffer.Replace{From: at, To: min(n, at+rapid.IntRange(0, 4).Draw(t, "deleted")), Text: text.Draw(t, "new")}, 0)
				s.Apply(b.Since(m))
				m = b.Mark()
				s.Step(rapid.IntRange(0, 9).Draw(t, "budget"))
			}
			if got, want := s.all(), oracle(b.Text().String(), q, s.within.from, s.within.to); !slices.Equal(got, want) {
				t.Fatalf("%+v in %v of %q: got %v, want %v", q, s.within, b.Text(), got, want)
			}
			b = newBuffer(b.Text().String())
			from, to = s.within.from, s.within.to
		}
	})
}

// FuzzQuery looks for whatever a person may ask for, and holds what is found
// against the plainest way.
func FuzzQuery(f *testing.F) {
	const text = "one two\n\nTwo ones, (one) [K\u212a]\n\tÉé e\u0301 日本\\n\naaa"
	f.Add("one", false, true, false)
	f.Add(`(?s)o.*\n?`, true, false, true)
	f.Add(`\x0a|[\n]`, false, false, true)
	f.Add(`\b|$`, false, false, true)
	f.Fuzz(func(t *testing.T, words string, exact, whole, re bool) {
		q := Query{Text: words, Case: exact, Word: whole, Regexp: re}
		p, err := Compile(q)
		if err != nil {
			return
		}
		q.Text = strings.ToValidUTF8(words, "\uFFFD")
		if re {
			q.Text = words
		}
		s := New(newBuffer(text).Text(), p, len(text)/2)
		for !s.Step(5) {
		}
		if got, want := s.all(), oracle(text, q, 0, len(text)); !slices.Equal(got, want) {
			t.Errorf("%+v: got %v, want %v", q, got, want)
		}
		if edits := s.Edits(p.Template("$1" + words)); len(edits) != len(s.matches) {
			t.Errorf("%+v: %d edits for %d matches", q, len(edits), len(s.matches))
		}
	})
}
