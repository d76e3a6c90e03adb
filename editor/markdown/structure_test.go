package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

var me = version.Replica{Author: version.Author{1}}

func textOf(s string) *crdt.Text {
	t := crdt.New()
	if s != "" {
		t.Insert(me, 0, s)
	}
	return t
}

// replace edits a text and returns what was done.
func replace(t *crdt.Text, from, to int, s string) crdt.Edit {
	if from < to {
		t.Delete(me, from, to)
	}
	if s != "" {
		t.Insert(me, from, s)
	}
	return crdt.Edit{At: from, Deleted: to - from, Inserted: len(s)}
}

// summary is all that a structure knows.
func (s *Structure) summary() string {
	var b strings.Builder
	for i, e := range s.fences.entries {
		fmt.Fprintf(&b, "%d %c%d/%d %v%v role %d\n", s.fences.off(i), e.mark.char, e.mark.run, e.mark.indent, e.mark.opens, e.mark.ends, e.role)
	}
	fmt.Fprintf(&b, "%v front %d", s.Outline(), s.front)
	return b.String()
}

var pieces = []string{
	"```\n", "~~~~\n", "```go", "\n", "# ", "## b\n", "a", "- ", "> ", "---\n", "...\n", "    ", "|", "|-|-|\n", "a|b\n", " ", "1. ", "\n\n", "`", "~~~",
}

func TestStructureAfterEditsIsThatOfTheText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := textOf(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 10, 40).Draw(rt, "start"), ""))
		s := NewStructure(text)
		for range rapid.IntRange(1, 8).Draw(rt, "rounds") {
			var edits []crdt.Edit
			for range rapid.IntRange(1, 4).Draw(rt, "edits") {
				from := rapid.IntRange(0, text.Len()).Draw(rt, "from")
				to := min(text.Len(), from+rapid.SampledFrom([]int{0, 0, 1, 3, 20}).Draw(rt, "n"))
				insert := rapid.SampledFrom(append(pieces, "")).Draw(rt, "insert")
				edits = append(edits, replace(text, from, to, insert))
			}
			s.Apply(edits)
			fresh := NewStructure(text)
			if got, want := s.summary(), fresh.summary(); got != want {
				rt.Fatalf("%q after %v:\n got %s\nwant %s", text.String(), edits, got, want)
			}
		}
	})
}

func TestStateOfALineIsWhatTheLinesBeforeHandOn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		content := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 20, 60).Draw(rt, "text"), "")
		text := textOf(content)
		s := NewStructure(text)
		all := s.States(nil, 0, text.Lines())
		lines := strings.Split(content, "\n")
		state := State{}
		if s.front > 0 {
			state.Front = 1
		}
		for i, l := range lines {
			state.Header = i+1 < len(lines) && Heads(l, lines[i+1], state)
			if state.Prev == PrevBlank && state.Fence == 0 && l != "" && isPlain(l[0]) {
				state.List = false // the line ends the list, whatever came before
			}
			if all[i] != state {
				rt.Fatalf("%q: line %d: got %+v, want %+v", content, i, all[i], state)
			}
			a, as := Line(l, s.State(i))
			b, bs := Line(l, state)
			if a != b || !slices.Equal(as, bs) {
				rt.Fatalf("%q: line %d alone: got %+v, want %+v", content, i, s.State(i), state)
			}
			state = Next(l, state)
		}
	})
}

func TestHeadOfATableIsKnownFromTheLineAfterIt(t *testing.T) {
	text := textOf("a|b\n\nc|d\n-|-\ne|f\n-|-\n")
	s := NewStructure(text)
	var got []bool
	for line := range text.Lines() {
		got = append(got, s.State(line).Header)
	}
	if want := []bool{false, false, true, false, false, false, false}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	s.Apply([]crdt.Edit{replace(text, 4, 4, "--|--")})
	if !s.State(0).Header {
		t.Error("a row of hyphens typed below made no head of the line")
	}
}

func TestOutlineListsHeadingsButNotThoseInCode(t *testing.T) {
	text := textOf("---\n# no: yes\n---\n# The *first* one #\n\n```\n# code\n```\ntext\n### [Third](x) `level`\n#no")
	s := NewStructure(text)
	want := []Heading{{1, 18, "The first one"}, {3, 59, "Third level"}}
	if got := s.Outline(); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if h, ok := s.Section(55); !ok || h != want[0] {
		t.Errorf("the section of the text: got %+v", h)
	}
	if _, ok := s.Section(4); ok {
		t.Error("front matter is in a section")
	}
}

func TestTitlesFollowWhatIsTypedInThem(t *testing.T) {
	text := textOf("# One\n\n# Two")
	s := NewStructure(text)
	s.Outline()
	s.Apply([]crdt.Edit{replace(text, 5, 5, " more"), replace(text, 0, 0, "x\n")})
	want := []Heading{{1, 2, "One more"}, {1, 14, "Two"}}
	if got := s.Outline(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestLongLinesDoNotHideWhatFollows(t *testing.T) {
	long := strings.Repeat("x", 200<<10)
	s := NewStructure(textOf("```\n" + long + "\n```\n" + long + "\n# a\n" + long))
	if got := s.Outline(); len(got) != 1 || got[0].Title != "a" {
		t.Errorf("got %v, want the heading between the long lines", got)
	}
	if got := s.State(1).Fence; got != '`' {
		t.Errorf("the long line is not in the fence")
	}
	if got := s.State(5); got.Fence != 0 {
		t.Errorf("got the state %+v behind the fence", got)
	}
}

func document(bytes int) string {
	const paragraph = "## Heading\n\nRunning *text* with a few **strong** words and `code`, about as long as what people write in one go.\n\n- item\n\n```go\nfunc main() {}\n```\n\n"
	return strings.Repeat(paragraph, bytes/len(paragraph)+1)
}

// BenchmarkNewStructure reads 10 MB.
func BenchmarkNewStructure(b *testing.B) {
	text := textOf(document(10 << 20))
	for b.Loop() {
		NewStructure(text)
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/10MB")
}

// BenchmarkApply types in the middle of 10 MB with 70,000 headings and as many
// fences.
func BenchmarkApply(b *testing.B) {
	text := textOf(document(10 << 20))
	s := NewStructure(text)
	at := text.LineStart(text.Lines()/2 + 2)
	n := 0
	for b.Loop() {
		if n++; n%64 == 0 { // paragraphs of ordinary length
			s.Apply([]crdt.Edit{replace(text, at, at, "\n")})
		}
		s.Apply([]crdt.Edit{replace(text, at, at, "x")})
	}
}

// BenchmarkOutline types in a text with 70,000 headings and asks for all of
// them after every key.
func BenchmarkOutline(b *testing.B) {
	text := textOf(document(10 << 20))
	s := NewStructure(text)
	at := text.LineStart(text.Lines()/2 + 2)
	s.Outline()
	for b.Loop() {
		s.Apply([]crdt.Edit{replace(text, at, at, "x"), replace(text, at, at+1, "")})
		s.Outline()
	}
}

// BenchmarkApplyFence opens and closes a fence in front of all others.
func BenchmarkApplyFence(b *testing.B) {
	text := textOf("\n" + document(10<<20))
	s := NewStructure(text)
	for b.Loop() {
		s.Apply([]crdt.Edit{replace(text, 0, 0, "~~~")})
		s.Apply([]crdt.Edit{replace(text, 0, 3, "")})
	}
}

func BenchmarkLine(b *testing.B) {
	line := strings.Repeat("Running *text* with a few **strong** words and `code`, [links](a.md) and more. ", 4)
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		Line(line, State{})
	}
}

func BenchmarkCount(b *testing.B) {
	text := []byte(document(1 << 20))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Count(text)
	}
}

// BenchmarkStates asks for the lines of a screen, anywhere.
func BenchmarkStates(b *testing.B) {
	text := textOf(document(10 << 20))
	s := NewStructure(text)
	var states []State
	at := 0
	for b.Loop() {
		at = (at + 76543) % text.Lines()
		states = s.States(states[:0], at, 30)
	}
}
