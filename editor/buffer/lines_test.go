package buffer

import (
	"fmt"
	"strings"
	"testing"

	"chirograph/editor/crdt"
)

func TestLinesMove(t *testing.T) {
	down, up := MoveLines{Down: true}, MoveLines{}
	play(t, []scene{
		{"down", "on‸e\ntwo\nthree\n", down, "two\non‸e\nthree\n"},
		{"up", "one\ntwo\nth‸ree\n", up, "one\nth‸ree\ntwo\n"},
		{"down to the end, which has no newline", "on‸e\ntwo", down, "two\non‸e"},
		{"up from the end", "one\ntwo‸", up, "two‸\none"},
		{"down at the end", "one\ntw‸o", down, "one\ntw‸o"},
		{"up at the start", "on‸e\ntwo", up, "on‸e\ntwo"},
		{"several", "zero\no⟨ne\ntw‸o\nthree\n", down, "zero\nthree\no⟨ne\ntw‸o\n"},
		{"a selection of whole lines", "⟨one\n‸two\nthree\n", down, "two\n⟨one\n‸three\n"},
		{"a selection of whole lines, to the end", "⟨one\n‸two", down, "two\n⟨one‸"},
		{"backwards", "one\n‸two\nthree⟩\nfour", up, "‸two\nthree⟩\none\nfour"},
		{"several blocks", "‸0\n1\n‸2\n‸3\n4", down, "1\n‸0\n4\n‸2\n‸3"},
		{"one block of two that can", "‸0\n1\n‸2", up, "‸0\n‸2\n1"},
		{"past a long one", "‸a\nquite a long line", down, "quite a long line\n‸a"},
		{"a long one", "‸quite a long line\na\n", down, "a\n‸quite a long line\n"},
		{"past an empty one", "é‸\n\nb", down, "\né‸\nb"},
	})
}

func TestMovingLinesKeepsTheLongerOnes(t *testing.T) {
	for _, tt := range []struct{ before, after string }{
		{"on‸e\nanother line\n", "another line\n_one\n"}, // what was typed into it stays where it was typed
		{"a lo‸ng line\none\n", "one\n_a long line\n"},
	} {
		a, b := draw(tt.before), newDesk(2)
		a.give(t, b)
		long := strings.Index(b.text.String(), "a")
		b.do(Replace{long, long, "_"})
		a.do(MoveLines{Down: true})
		b.give(t, a)
		if got := a.text.String(); !strings.Contains(got, "_a") {
			t.Errorf("%q: got %q", tt.before, got)
		}
	}
}

func TestLinesAreDuplicatedDeletedAndJoined(t *testing.T) {
	play(t, []scene{
		{"duplicate", "on‸e\ntwo", DuplicateLines{}, "one\non‸e\ntwo"},
		{"duplicate the last", "one\ntw‸o", DuplicateLines{}, "one\ntwo\ntw‸o"},
		{"duplicate several", "o⟨ne\nt‸wo\n‸three\nfour", DuplicateLines{}, "one\ntwo\nthree\no⟨ne\nt‸wo\n‸three\nfour"},
		{"duplicate here and there", "‸1\n2\n‸3\n", DuplicateLines{}, "1\n‸1\n2\n3\n‸3\n"},

		{"delete", "one\nt‸wo\nthree", DeleteLines{}, "one\nt‸hree"},
		{"delete the last", "one\ntwo\nth‸ree", DeleteLines{}, "one\ntw‸o"},
		{"delete the last, which is empty", "one\n‸", DeleteLines{}, "‸one"},
		{"delete the only one", "on‸e", DeleteLines{}, "‸"},
		{"delete several", "o⟨ne\ntw‸o\nx\nfo‸ur\nfive\n", DeleteLines{}, "x‸\nfi‸ve\n"},
		{"delete all", "⟨one\ntwo\n‸", DeleteLines{}, "‸"},
		{"delete and keep the column in characters", "ééx‸x\nüüüü", DeleteLines{}, "üüü‸ü"},

		{"join", "one‸\ntwo\nthree", JoinLines{}, "one‸ two\nthree"},
		{"join with spaces about", "one  \n\t two‸", JoinLines{}, "one  \n\t two‸"},
		{"join without those spaces", "o‸ne  \n\t two", JoinLines{}, "o‸ne two"},
		{"join with an empty line", "one‸\n\ntwo", JoinLines{}, "one‸\ntwo"},
		{"join several", "⟨one\n\n  two\nthree‸\nfour", JoinLines{}, "⟨one two three‸\nfour"},
		{"join a quote", "> one‸\n> two", JoinLines{}, "> one‸ two"},
		{"join without a space where there are none", "日本‸\n語", JoinLines{}, "日本‸語"},
		{"join at two carets", "a‸\nb\nc‸\nd", JoinLines{}, "a‸ b\nc‸ d"},
		{"join at carets in all lines", "a‸\nb‸\nc‸", JoinLines{}, "a‸ b‸ c‸"},
		{"join indented lines under nothing", "‸\n  a", JoinLines{}, "‸a"},
	})
}

func TestIndent(t *testing.T) {
	tab, back := Indent{"  "}, Outdent{"  "}
	play(t, []scene{
		{"a caret in words", "on‸e", tab, "on  ‸e"},
		{"carets in words", "on‸e\ntw‸o", tab, "on  ‸e\ntw  ‸o"},
		{"a caret in an item", "- on‸e", tab, "  - on‸e"},
		{"at the start of an item", "‸- one", tab, "  ‸- one"},
		{"lines", "o⟨ne\n\ntwo‸\nthree", tab, "  o⟨ne\n\n  two‸\nthree"},
		{"whole lines", "⟨one\n‸two", tab, "⟨  one\n‸two"},
		{"in a quote", "> - on‸e", tab, ">   - on‸e"},
		{"a quote", "⟨> one‸", tab, "⟨  > one‸"},
		{"items and words", "- a‸\nb‸", tab, "  - a‸\nb  ‸"},
		{"a tab", "‸x", Indent{"\t"}, "\t‸x"},

		{"back", "    on‸e", back, "  on‸e"},
		{"back by less", " on‸e", back, "on‸e"},
		{"back by a tab", "\ton‸e", back, "on‸e"},
		{"back by spaces for a tab", "     on‸e", Outdent{"\t"}, " on‸e"},
		{"back from nothing", "on‸e", back, "on‸e"},
		{"back with several lines", "⟨  one\ntwo\n  ‸  three", back, "⟨one\ntwo\n‸  three"},
		{"back in a quote", ">   - on‸e", back, "> - on‸e"},
	})
}

func TestAddNextSelectsTheNextPlace(t *testing.T) {
	d := draw("ab‸ cab ab Ab ab")
	for _, want := range []string{
		"⟨ab‸ cab ab Ab ab",
		"⟨ab‸ c⟨ab‸ ab Ab ab",
		"⟨ab‸ c⟨ab‸ ⟨ab‸ Ab ab",
		"⟨ab‸ c⟨ab‸ ⟨ab‸ Ab ⟨ab‸",
		"⟨ab‸ c⟨ab‸ ⟨ab‸ Ab ⟨ab‸",
	} {
		d.do(AddNext{})
		d.wantDrawn(t, want)
	}
	d = draw("aa aa ⟨aa‸aa")
	d.do(AddNext{}, AddNext{})
	d.wantDrawn(t, "⟨aa‸ aa ⟨aa‸⟨aa‸")
	if d.Main() != 0 {
		t.Errorf("the main selection is %d, not the newest", d.Main())
	}
	d = draw("a ‸ b")
	d.do(AddNext{})
	d.wantDrawn(t, "a ‸ b")
}

func TestAddNextLooksThroughALongText(t *testing.T) {
	d := newDesk(1)
	gap := strings.Repeat("é", maxChunk/2-1) // the next word is where two pieces meet
	d.do(Paste{"word" + gap + "word" + gap + gap + "word"}, Select{0, 4}, AddNext{}, AddNext{}, AddNext{})
	if got := d.SelectedText(); got != "word\nword\nword" {
		t.Errorf("got %q", got)
	}
}

func TestBrackets(t *testing.T) {
	for _, tt := range []struct {
		text      string // with the caret
		at, match int    // -1 if there is none
	}{
		{"‸(a)", 0, 2},
		{"(‸a)", 0, 2},
		{"(a‸)", 2, 0},
		{"(a)‸", 2, 0},
		{"(‸)", 1, 0}, // the one after the caret
		{"‸((a)(b))", 0, 7},
		{"((a)(b))‸", 7, 0},
		{"‸(]{)", 0, 3},
		{"{‸", -1, -1},
		{"‸}", -1, -1},
		{"‸", -1, -1},
		{"a‸b", -1, -1},
		{"‸（é）", 0, 5},
		{"«é»‸", 4, 0},
	} {
		d := draw(tt.text)
		_, head := d.Selection()
		at, match, ok := d.Bracket(head)
		if want := tt.at >= 0; ok != want || ok && (at != tt.at || match != tt.match) {
			t.Errorf("%s: got %d, %d, %v", tt.text, at, match, ok)
		}
	}
	d := newDesk(1)
	d.do(Paste{"(" + strings.Repeat("x", maxBracket-1) + ")"})
	if _, match, ok := d.Bracket(0); !ok || match != maxBracket {
		t.Errorf("far: got %d, %v", match, ok)
	}
	if _, match, ok := d.Bracket(maxBracket + 1); !ok || match != 0 {
		t.Errorf("far back: got %d, %v", match, ok)
	}
	d.do(Replace{1, 1, "x"})
	if _, _, ok := d.Bracket(0); ok {
		t.Error("a partner beyond the limit was found")
	}
}

func TestManyReplacementsAreOneStepAndOneEditForThoseWhoFollow(t *testing.T) {
	d := newDesk(1)
	text := strings.Repeat("a b\n", 1000)
	d.do(Paste{text}, Select{2, 3})
	var edits []Edit
	for i := range 1000 {
		edits = append(edits, Edit{4 * i, 4*i + 1, "long"})
	}
	m := d.Mark()
	d.do(ReplaceAll{edits})
	if got, want := d.text.String(), strings.Repeat("long b\n", 1000); got != want {
		t.Errorf("got %.40q", got)
	}
	if a, h := d.Selection(); a != 5 || h != 6 {
		t.Errorf("the selection is %d, %d", a, h)
	}
	if got, want := d.Since(m), (crdt.Edit{At: 0, Deleted: 3997, Inserted: 6997}); len(got) != 1 || got[0] != want {
		t.Errorf("got %v, want %v", got, want)
	}
	d.do(Undo{})
	if got := d.text.String(); got != text {
		t.Errorf("undone: got %.40q", got)
	}
}

func TestTrimTrailing(t *testing.T) {
	play(t, []scene{
		{"spaces and tabs", "one \ntwo\t \n   \nthree‸   ", TrimTrailing{}, "one\ntwo\n\nthree‸"},
		{"a line break stays", "one  \ntwo‸", TrimTrailing{}, "one  \ntwo‸"},
		{"nothing to do", "on‸e\n", TrimTrailing{}, "on‸e\n"},
	})
	d := newDesk(1)
	d.do(Paste{strings.Repeat(strings.Repeat("word ", 100)+" \t\n", 500)}, TrimTrailing{})
	if got, want := d.text.String(), strings.Repeat(strings.TrimSpace(strings.Repeat("word ", 100))+"\n", 500); got != want {
		t.Errorf("a long text: got %d bytes, want %d", len(got), len(want))
	}
}

func TestClean(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"plain\ttext\n", "plain\ttext\n"},
		{"a\r\nb\rc\n\r\n", "a\nb\nc\n\n"},
		{"\uFEFFbom\uFEFF", "bom\uFEFF"},
		{"a\x00b\x1b[31m\x7f\u0080", "ab[31m"},
		{"a\u2028b\u2029c\vd\fe\u0085f", "a\nb\nc\nd\ne\nf"},
		{"bad \xff\xfe", "bad \uFFFD"},
		{"joiner 👩\u200d🚀 and \u200f marks", "joiner 👩\u200d🚀 and \u200f marks"},
	} {
		if got := Clean(tt.in); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func BenchmarkBracket(b *testing.B) {
	d := newDesk(1)
	d.do(Paste{strings.Repeat("words (and more) ", 20_000) + "(" + strings.Repeat("words (and more) ", 20_000)})
	off := 20_000 * len("words (and more) ")
	for b.Loop() {
		d.Bracket(off) // has no partner
	}
}

// To select everything that is found gives many carets. What each costs must not
// grow with their number.
func BenchmarkManyCarets(b *testing.B) {
	for _, c := range []Command{DeleteLines{}, Emphasise{"**"}, NewLine{}, JoinLines{}} {
		for _, n := range []int{10_000, 60_000} {
			b.Run(fmt.Sprintf("%T/%d", c, n), func(b *testing.B) {
				var ranges []Range
				for i := range n {
					ranges = append(ranges, caret(i*6+2))
				}
				for range b.N {
					b.StopTimer()
					d := newDesk(1)
					d.do(Paste{strings.Repeat("a  b\n\n", n)}, SelectMany{ranges, 0})
					b.StartTimer()
					d.do(c)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/caret")
			})
		}
	}
}
