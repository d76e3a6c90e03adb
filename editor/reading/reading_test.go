package reading

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// write describes blocks so that a person sees at once what they are.
func write(blocks []Block) string {
	var out strings.Builder
	for _, b := range blocks {
		out.WriteString(strings.Repeat("> ", b.Quote) + strings.Repeat("  ", b.Indent))
		if b.Marker != "" {
			out.WriteString(b.Marker + " ")
		}
		out.WriteString([...]string{"", "[ ] ", "[x] "}[b.Task])
		switch b.Kind {
		case Heading:
			fmt.Fprintf(&out, "h%d ", b.Level)
		case Code:
			fmt.Fprintf(&out, "code(%s) ", b.Language)
		case Rule:
			out.WriteString("rule")
		case Table:
			for i, row := range b.Rows {
				if i > 0 {
					out.WriteString(" / ")
				}
				for j, c := range row {
					if j > 0 {
						out.WriteString(" | ")
					}
					out.WriteString(styled(c.Text, c.Runs))
				}
			}
		}
		out.WriteString(styled(b.Text, b.Runs) + "\n")
	}
	return out.String()
}

func styled(text string, runs []Run) string {
	var out strings.Builder
	at := 0
	for _, r := range runs {
		out.WriteString(text[at:r.From])
		signs := ""
		for i, s := range []string{"b", "i", "s", "m", "q"} {
			if r.Style&(1<<i) != 0 {
				signs += s
			}
		}
		out.WriteString("{" + signs)
		if r.Link != "" {
			out.WriteString("→" + r.Link)
		}
		out.WriteString(":" + text[r.From:r.To] + "}")
		at = r.To
	}
	return strings.ReplaceAll(out.String()+text[at:], "\n", "⏎")
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, source, want string }{
		{"headings", "# One *two*\n\nThree\n===\n", "h1 One {i:two}\nh1 Three\n"},
		{"a wrapped paragraph", "one\ntwo  \nthree\n", "one two⏎three\n"},
		{"styles", "**a *b* c** `d` ~~e~~", "{b:a }{bi:b}{b: c} {m:d} {s:e}\n"},
		{"links", "[a](http://x) <http://y> https://z.org [r]\n\n[r]: /ref", "{→http://x:a} {→http://y:http://y} {→https://z.org:https://z.org} {→/ref:r}\n"},
		{"an image is its description", "![a cat](cat.png)", "{q→cat.png:a cat}\n"},
		{"entities and escapes", `&amp; \* &#65;`, "& * A\n"},
		{"a list", "- a\n- b\n  - c\n\n3. d\n4. e\n", "  • a\n  • b\n    • c\n  3. d\n  4. e\n"},
		{"tasks", "- [ ] a\n- [x] b\n", "  • [ ] a\n  • [x] b\n"},
		{"an item with two paragraphs", "- a\n\n  b\n", "  • a\n  b\n"},
		{"an empty item", "-\n- a\n", "  • \n  • a\n"},
		{"quotes", "> a\n>\n> > b\n", "> a\n> > b\n"},
		{"code", "```go\nx := 1\n\ny\n```\n", "code(go) x := 1⏎⏎y\n"},
		{"indented code", "    x\n", "code() x\n"},
		{"HTML is shown, not obeyed", "<script>\nalert(1)\n</script>\n\na <b>c</b>\n", "code(html) <script>⏎alert(1)⏎</script>\na {mq:<b>}c{mq:</b>}\n"},
		{"a rule", "a\n\n***\n", "a\nrule\n"},
		{"a table", "| a | b |\n|---|--:|\n| *c* | d |\n", "a | b / {i:c} | d\n"},
		{"a footnote", "a[^1]\n\n[^1]: b\n", "a{q:[1]}\nrule\n  1. b\n"},
		{"front matter", "---\ntitle: x\n---\n# a\n", "code(yaml) title: x\nh1 a\n"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := write(Parse([]byte(tt.source))); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestBlocksKnowTheirPlaceInTheSource(t *testing.T) {
	source := "---\na: b\n---\n# One\n\ntwo\nthree\n\n- four\n- five\n\n```\nsix\n```\n\n| seven |\n|---|\n| eight |\n"
	blocks := Parse([]byte(source))
	for _, word := range []string{"One", "two", "three", "four", "five", "six", "seven", "eight"} {
		b := blocks[At(blocks, strings.Index(source, word))]
		all := b.Text
		for _, row := range b.Rows {
			all += row[0].Text
		}
		if !strings.Contains(all, word) {
			t.Errorf("%q is said to be in %q", word, all)
		}
	}
}

func TestWhatIsTooLongStaysAsItIsWritten(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("[a](", 3000) + "\nsecond *line*")
	code := strings.Repeat("x := *y\n", 2000)
	source := "# One\n\n" + long + "\n\n*two*\n\n```\n" + code + "```\n"
	blocks := Parse([]byte(source))
	if len(blocks) != 4 || blocks[1].Text != long || blocks[1].Runs != nil {
		t.Fatalf("got %d blocks, the second of %d bytes with %d runs", len(blocks), len(blocks[1].Text), len(blocks[1].Runs))
	}
	if got := styled(blocks[2].Text, blocks[2].Runs); got != "{i:two}" {
		t.Errorf("behind it stands %s", got)
	}
	if blocks[3].Kind != Code || blocks[3].Text != strings.TrimSuffix(code, "\n") {
		t.Error("code is cut, which costs nothing to read")
	}
}

// check holds for the blocks of every source.
func check(t interface{ Fatalf(string, ...any) }, source []byte) {
	last := 0
	for i, b := range Parse(source) {
		if b.From < last || b.From > b.To || b.To > len(source) {
			t.Fatalf("block %d is from %d to %d of %d bytes of %q, after one from %d", i, b.From, b.To, len(source), source, last)
		}
		last = b.From
		for _, c := range append([][]Cell{{{b.Text, b.Runs}}}, b.Rows...) {
			for _, cell := range c {
				at := 0
				for _, r := range cell.Runs {
					if r.From < at || r.To <= r.From || r.To > len(cell.Text) {
						t.Fatalf("runs of %q in %q: %v", cell.Text, source, cell.Runs)
					}
					if !utf8.ValidString(cell.Text[r.From:r.To]) {
						t.Fatalf("a run cuts a character: %q in %q", cell.Text[r.From:r.To], source)
					}
					at = r.To
				}
			}
		}
	}
}

func TestRunsTileAnyText(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"a", "é", "漢", " ", "\n", "\n\n", "*", "**", "_", "`", "```\n", "~~", "[", "](x)", "!", "> ", "- ", "1. ", "[ ] ",
		"# ", "|", "|---|\n", "<b>", "&amp;", "\\", "[^1]", "[^1]: ", "---\n", "    ", "http://x.y",
	})
	rapid.Check(t, func(t *rapid.T) {
		check(t, []byte(strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces"), "")))
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("# a\n\n- [ ] *b* `c`\n> d\n\n| e | f |\n|---|---|\n| g | h |\n\n[^1]\n\n[^1]: i\n"))
	f.Fuzz(func(t *testing.T, source []byte) {
		if len(source) > 4096 || !utf8.Valid(source) { // documents are UTF-8
			return
		}
		check(t, source)
	})
}

// BenchmarkParseHostile reads what takes longest: it must not grow faster than
// its length.
func BenchmarkParseHostile(b *testing.B) {
	for _, paragraphs := range []int{1, 16} {
		b.Run(fmt.Sprint(paragraphs), func(b *testing.B) {
			source := []byte(strings.Repeat(strings.Repeat("[a](", 2000)+"\n\n", paragraphs))
			b.SetBytes(int64(len(source)))
			for b.Loop() {
				Parse(source)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	part := "## Section\n\nThe *first* frost came on the **ninth**, two weeks earlier than [last year](x).\n\n- one\n- two\n\n"
	source := []byte(strings.Repeat(part, (1<<20)/len(part)))
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		Parse(source)
	}
}
