package view

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// show writes spans with a letter for every kind.
func show(line string) string {
	var b strings.Builder
	for _, s := range styled(line) {
		name := ""
		for i, letter := range "beclms" {
			if s.kind&(1<<i) != 0 {
				name += string(letter)
			}
		}
		if name == "" {
			b.WriteString(line[s.from:s.to])
		} else {
			b.WriteString("{" + name + ":" + line[s.from:s.to] + "}")
		}
	}
	return b.String()
}

func TestStyledFindsMarkdown(t *testing.T) {
	for line, want := range map[string]string{
		"plain":                 "plain",
		"# Title":               "{m:# }Title",
		"#hash":                 "#hash",
		"- item":                "{m:- }item",
		"  12. item":            "{m:  12. }item",
		"a *b* c":               "a {m:*}{e:b}{m:*} c",
		"a **b** c":             "a {m:**}{b:b}{m:**} c",
		"***b***":               "{m:***}{be:b}{m:***}",
		"**a *b* c**":           "{m:**}{b:a }{bm:*}{be:b}{bm:*}{b: c}{m:**}",
		"2 * 3 * 4":             "2 * 3 * 4",
		"snake_case_name":       "snake_case_name",
		"_so_ it is":            "{m:_}{e:so}{m:_} it is",
		"run `a *b*` now":       "run {c:`a *b*`} now",
		"see [the](x.md), then": "see {l:[the](x.md)}, then",
		"~~gone~~":              "{m:~~}{s:gone}{m:~~}",
		"*open":                 "*open",
		`\*no\*`:                `\*no\*`,
		"":                      "",
	} {
		if got := show(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

func TestStyledCoversEveryByteOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringOf(rapid.SampledFrom([]rune("ab *_`[]()~#->\\é1. "))).Draw(t, "line")
		end := 0
		for _, s := range styled(line) {
			if s.from != end || s.to <= s.from {
				t.Fatalf("span %+v follows %d", s, end)
			}
			end = s.to
		}
		if end != len(line) {
			t.Fatalf("spans end at %d of %d", end, len(line))
		}
	})
}
