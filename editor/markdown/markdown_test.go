package markdown

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// show writes spans with letters for what they are.
func show(line string, spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		name := ""
		for i, letter := range []rune("besc=lmx") {
			if s.Kind&(1<<i) != 0 {
				name += string(letter)
			}
		}
		if name == "" {
			b.WriteString(line[s.From:s.To])
		} else {
			b.WriteString("{" + name + ":" + line[s.From:s.To] + "}")
		}
	}
	return b.String()
}

func TestLineFindsMarks(t *testing.T) {
	for line, want := range map[string]string{
		"plain":                 "plain",
		"":                      "",
		"# Title":               "{m:# }Title",
		"## Title ##":           "{m:## }Title {m:##}",
		"# C#":                  "{m:# }C#",
		"#hash":                 "#hash",
		"####### seven":         "####### seven",
		"- item":                "{m:- }item",
		"  12. item":            "{m:  12. }item",
		"1) item":               "{m:1) }item",
		"- [ ] do *it*":         "{m:- }{mx:[ ]}{m: }do {m:*}{e:it}{m:*}",
		"* [x] done":            "{m:* }{mx:[x]}{m: }{s:done}",
		"- [y] no box":          "{m:- }[y] no box",
		"> said":                "{m:> }said",
		"> > twice":             "{m:> > }twice",
		"> - item":              "{m:> - }item",
		"---":                   "{m:---}",
		"* * *":                 "{m:* * *}",
		"a *b* c":               "a {m:*}{e:b}{m:*} c",
		"a **b** c":             "a {m:**}{b:b}{m:**} c",
		"***b***":               "{m:***}{be:b}{m:***}",
		"**a *b* c**":           "{m:**}{b:a }{m:*}{be:b}{m:*}{b: c}{m:**}",
		"*a **b***":             "{m:*}{e:a }{m:**}{be:b}{m:***}",
		"**a*b**":               "{m:**}{b:a*b}{m:**}",
		"2 * 3 * 4":             "2 * 3 * 4",
		"snake_case_name":       "snake_case_name",
		"intra*word*star":       "intra{m:*}{e:word}{m:*}star",
		"_so_ it is":            "{m:_}{e:so}{m:_} it is",
		"(_so_)":                "({m:_}{e:so}{m:_})",
		"__init__":              "{m:__}{b:init}{m:__}",
		"*open":                 "*open",
		"**a*":                  "*{m:*}{e:a}{m:*}",
		"~~gone~~ ~one~":        "{m:~~}{s:gone}{m:~~} ~one~",
		"run `a *b*` now":       "run {cm:`}{c:a *b*}{cm:`} now",
		"``a ` b``":             "{cm:``}{c:a ` b}{cm:``}",
		"`open":                 "`open",
		"see [the](x.md), yes":  "see {lm:[}{l:the}{lm:](x.md)}, yes",
		"[a *b*](c 'd')":        "{lm:[}{l:a }{lm:*}{el:b}{lm:*](c 'd')}",
		"[a](b(c)d)":            "{lm:[}{l:a}{lm:](b(c)d)}",
		"[a](b c)":              "[a](b c)",
		"[a][b]":                "{lm:[}{l:a}{lm:][b]}",
		"![pic](p.png)":         "{lm:![}{l:pic}{lm:](p.png)}",
		"[![p](q)](r)":          "{lm:[![}{l:p}{lm:](q)](r)}",
		"note[^1] here":         "note{lm:[}{l:^1}{lm:]} here",
		"[^1]: said there":      "{lm:[^1]:} said there",
		"[ref]: https://x.org":  "{m:[ref]:} {l:https://x.org}",
		"[not] a link":          "[not] a link",
		"<https://x.org/a>":     "{m:<}{l:https://x.org/a}{m:>}",
		"<me@x.org>":            "{m:<}{l:me@x.org}{m:>}",
		"a <b>c</b>":            "a {m:<b>}c{m:</b>}",
		"1 < 2 > 0":             "1 < 2 > 0",
		"<!-- no *b* -->":       "{m:<!-- no *b* -->}",
		"at https://x.org/_a_.": "at {l:https://x.org/_a}_.",
		"(www.x.org)":           "({l:www.x.org})",
		"xhttps://x.org":        "xhttps://x.org",
		`\*no\*`:                `{m:\}*no{m:\}*`,
		"a&nbsp;b &#38; & c;":   "a{m:&nbsp;}b {m:&#38;} & c;",
		"**これは。**":              "{m:**}{b:これは。}{m:**}",
		"*é* 👍*a*":              "{m:*}{e:é}{m:*} 👍{m:*}{e:a}{m:*}",
	} {
		_, spans := Line(line, State{})
		if got := show(line, spans); got != want {
			t.Errorf("%q:\n got %s\nwant %s", line, got, want)
		}
	}
}

// blocks writes a letter for what every line of a text is.
func blocks(text string) string {
	var b strings.Builder
	var s State
	lines := strings.Split(text, "\n")
	if opensFront(lines[0]) {
		for _, l := range lines[1:] {
			if closesFront(l) {
				s.Front = 1
				break
			}
		}
	}
	for i, l := range lines {
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1]
		}
		s.Header = i+1 < len(lines) && Heads(l, next, s)
		block, _ := Line(l, s)
		b.WriteByte("p.hi-fvcHdrF"[block.Kind])
		s = Next(l, s)
	}
	return b.String()
}

func TestLinesAreWhatTheLinesBeforeMakeThem(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a paragraph", "a\nb\n\nc", "pp.p"},
		{"fenced code", "a\n```go\n# x\n\n```\n# y", "pfvvfh"},
		{"a longer fence", "````\n```\n````\na", "fvfp"},
		{"tildes", "~~~ a `b`\n```\n~~~\na", "fvfp"},
		{"a closing fence has no words", "```\n``` a\n```", "fvf"},
		{"backticks in the words are code in a line", "``` a `b`\nc", "pp"},
		{"a fence in an item", "- ```\n  # a\n  ```\nb", "fvfp"},
		{"a fence in a quotation ends with it", "> ```\n> a\nb\n```\nc", "fvpfv"},
		{"code between quotation marks in a fence", "```\n> a\n```", "fvf"},
		{"indented code after a blank line", "a\n    b\n\n    c\n    d\ne", "pp.ccp"},
		{"no code in a list", "- a\n\n    b\nc", "i.pp"},
		{"code after a list", "- a\n\nb\n\n    c", "i.p.c"},
		{"a table", "|a|b|\n|-|-|\n|c|d|\n\n|e|", "Hdr.p"},
		{"a table without bars outside", "a | b\n--|--\nc | d\ne", "Hdrp"},
		{"no table without a row of hyphens", "a | b\nc | d", "pp"},
		{"a year is no item", "in\n1986. b\n1. c", "ppi"},
		{"front matter", "---\na: b\n---\n# c", "FFFh"},
		{"a rule at the start", "---\na", "-p"},
	} {
		if got := blocks(tt.text); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestLeadAndQuotesOfALine(t *testing.T) {
	for line, want := range map[string]Block{
		"> > a":        {Quote: 2, Lead: 4},
		"  - a":        {Kind: Item, Lead: 4},
		"10. [x] a":    {Kind: Item, Lead: 8, Box: 4, Done: true},
		"> - [ ] a":    {Kind: Item, Quote: 1, Lead: 8, Box: 4},
		"### a":        {Kind: Title, Level: 3, Lead: 4},
		"```go":        {Kind: Fence, Opens: true},
		"   continued": {Lead: 3},
	} {
		if got, _ := Line(line, State{}); got != want {
			t.Errorf("%q: got %+v, want %+v", line, got, want)
		}
	}
}

func TestLinkAtFindsTheTarget(t *testing.T) {
	line := "a [b **c**](d.md) <https://e.org> www.f.org [g][h] [![i](j.png)](k)"
	for at, want := range map[string]string{
		"b": "d.md", "c": "d.md", "d.md": "d.md", "e.org": "https://e.org", "f.org": "https://www.f.org",
		"a": "", "g]": "", "i]": "j.png", "k": "k",
	} {
		if got, _ := LinkAt(line, State{}, strings.Index(line, at)); got != want {
			t.Errorf("at %q: got %q, want %q", at, got, want)
		}
	}
}

const alphabet = "ab *_`[]()~#->\\é1. !|:<&;\t^中"

func drawLine(t *rapid.T) string {
	return rapid.StringOf(rapid.SampledFrom([]rune(alphabet))).Draw(t, "line")
}

func TestSpansCoverEveryByteOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkSpans(t, drawLine(t), State{
			Fence: rapid.SampledFrom([]byte{0, '`', '~'}).Draw(t, "fence"), Run: 3,
			Prev: Prev(rapid.IntRange(0, 2).Draw(t, "prev")), Piped: rapid.Bool().Draw(t, "piped"), Table: rapid.Bool().Draw(t, "table"),
		})
	})
}

func checkSpans(t interface{ Fatalf(string, ...any) }, line string, s State) {
	block, spans := Line(line, s)
	if block.Lead > len(line) || block.Box > 0 && line[block.Box] != '[' {
		t.Fatalf("%q: %+v", line, block)
	}
	for _, spans := range [][]Span{spans, Rest(line, block)} {
		end := 0
		for _, p := range spans {
			if p.From != end || p.To <= p.From {
				t.Fatalf("%q: span %+v follows %d", line, p, end)
			}
			end = p.To
		}
		if end != len(line) {
			t.Fatalf("%q: spans end at %d of %d", line, end, len(line))
		}
	}
}

func FuzzSpansCoverTheLine(f *testing.F) {
	for _, s := range []string{"# a", "- [ ] *b*", "[a](b)", "a | `b`", "**__~~", "<a", "\xff*a*"} {
		f.Add(s, byte('`'), uint8(0))
	}
	f.Fuzz(func(t *testing.T, line string, fence byte, flags uint8) {
		if strings.Contains(line, "\n") {
			return
		}
		if fence != '`' && fence != '~' || flags&1 == 0 {
			fence = 0
		}
		s := State{
			Fence: fence, Run: 3, Depth: flags >> 6, Prev: Prev(flags >> 1 & 3 % 3),
			List: flags&8 != 0, Table: flags&16 != 0, Piped: flags&32 != 0,
		}
		checkSpans(t, line, s)
		LinkAt(line, s, len(line)/2)
		Next([]byte(line), s)
	})
}

func TestCountOfWordsAndCharacters(t *testing.T) {
	for text, want := range map[string]Counts{
		"":                             {},
		"one two":                      {2, 7, 1, 1},
		"# a - b\n\nc":                 {3, 8, 2, 1},
		"don't stop":                   {2, 10, 1, 1},
		"中文字 abc":                      {4, 7, 1, 1},
		"e\u0301a":                     {1, 2, 1, 1},
		"👨‍👩‍👧":                        {1, 1, 1, 1},
		strings.Repeat("word ", 230*3): {690, 3450, 1, 3},
	} {
		if got := Count([]byte(text)); got != want {
			t.Errorf("%.20q: got %+v, want %+v", text, got, want)
		}
	}
}

func TestCountInPiecesIsTheSameAndAllocatesNothing(t *testing.T) {
	text := []byte(strings.Repeat("Wörter, 漢字 and *more*\n👨‍👩‍👧 ", 50))
	var c Counter
	for rest := text; len(rest) > 0; {
		n := min(7, len(rest))
		for n < len(rest) && rest[n]&0xc0 == 0x80 {
			n++
		}
		c.Add(rest[:n])
		rest = rest[n:]
	}
	if got, want := c.Counts(), Count(text); got != want {
		t.Errorf("in pieces: got %+v, want %+v", got, want)
	}
	if n := testing.AllocsPerRun(10, func() { Count(text) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
