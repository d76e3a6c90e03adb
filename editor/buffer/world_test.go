package buffer

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/version"
)

// tokens are what random texts are made of.
var tokens = rapid.SampledFrom([]string{
	"a", "word", " ", "  ", "é", "日", "e\u0301", "👩\u200d🚀", "\n", "\n", "\n\n", "\t",
	"- ", "* ", "1. ", "- [ ] ", "- [x] ", "> ", "# ", "**", "*", "`", "~~", "_", "(", "]", "https://a.b/",
})

func someText(t *rapid.T, most int) string {
	return strings.Join(rapid.SliceOfN(tokens, 0, most).Draw(t, "text"), "")
}

// someRanges are ranges in and around a text of n bytes.
func someRanges(t *rapid.T, n int) []Range {
	off := rapid.IntRange(-1, n+1)
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Range {
		r := Range{off.Draw(t, "anchor"), off.Draw(t, "head")}
		if rapid.Bool().Draw(t, "caret") {
			r.Anchor = r.Head
		}
		return r
	}), 1, 4).Draw(t, "ranges")
}

// someCommand is a command for a desk, of all there are.
func someCommand(t *rapid.T, d *desk) Command {
	n := d.text.Len()
	off := rapid.IntRange(-1, n+1)
	return rapid.Custom(func(t *rapid.T) Command {
		switch rapid.IntRange(0, 29).Draw(t, "command") {
		case 0, 1, 2:
			return Type{someText(t, 2)}
		case 3:
			return Paste{someText(t, 6)}
		case 4:
			return PasteSmart{"https://x.y/"}
		case 5:
			return Replace{off.Draw(t, "from"), off.Draw(t, "to"), someText(t, 3)}
		case 6:
			return Erase{off.Draw(t, "from"), off.Draw(t, "to")}
		case 7, 8:
			var ranges []Range
			for _, r := range d.Selections() {
				ranges = append(ranges, Range{d.PrevCluster(r.From()), r.To()})
			}
			return EraseMany{ranges}
		case 9:
			return EraseMany{someRanges(t, n)}
		case 10:
			return Select{off.Draw(t, "anchor"), off.Draw(t, "head")}
		case 11, 12, 13:
			return SelectMany{someRanges(t, n), rapid.IntRange(0, 3).Draw(t, "main")}
		case 14:
			return NewLine{rapid.Bool().Draw(t, "code")}
		case 15:
			return PlainNewLine{}
		case 16:
			return rapid.SampledFrom([]Command{Indent{"  "}, Outdent{"  "}, Indent{"\t"}, Outdent{"\t"}}).Draw(t, "indent")
		case 17, 18:
			return MoveLines{rapid.Bool().Draw(t, "down")}
		case 19:
			return rapid.SampledFrom([]Command{DuplicateLines{}, DeleteLines{}, JoinLines{}}).Draw(t, "lines")
		case 20:
			return AddNext{}
		case 21:
			return Emphasise{rapid.SampledFrom([]string{"**", "*", "`", "~~"}).Draw(t, "mark")}
		case 22:
			return Link{}
		case 23:
			return Heading{rapid.IntRange(0, 6).Draw(t, "level")}
		case 24:
			return List{ListKind(rapid.IntRange(0, 2).Draw(t, "kind"))}
		case 25:
			return Check{rapid.IntRange(-1, 3).Draw(t, "line")}
		case 26:
			return TrimTrailing{}
		case 27:
			return Carry{off.Draw(t, "from"), off.Draw(t, "to"), off.Draw(t, "at"), rapid.Bool().Draw(t, "copy")}
		case 28:
			_, head := d.Selection()
			return Compose{d.PrevCluster(head), head, someText(t, 1)}
		default:
			var edits []Edit
			for _, r := range someRanges(t, n) {
				edits = append(edits, Edit{r.Anchor, r.Head, someText(t, 2)})
			}
			return ReplaceAll{edits}
		}
	}).Draw(t, "what")
}

// plain is what a command makes of a text with selections, told in the plainest
// way. It reports false for commands that are told by examples only.
func plain(text string, ranges []Range, c Command) (string, bool) {
	inEach := func(with func(i int) string) string {
		for i, r := range slices.Backward(ranges) {
			text = text[:r.From()] + with(i) + text[r.To():]
		}
		return text
	}
	clamp := func(off int) int { return clampTo(text, max(0, min(off, len(text)))) }
	switch c := c.(type) {
	case Type:
		return inEach(func(int) string { return c.Text }), true
	case Paste:
		lines := strings.Split(strings.TrimSuffix(c.Text, "\n"), "\n")
		if len(ranges) > 1 && len(lines) == len(ranges) {
			return inEach(func(i int) string { return lines[i] }), true
		}
		return inEach(func(int) string { return c.Text }), true
	case Replace:
		from, to := clamp(c.From), clamp(c.To)
		return text[:min(from, to)] + c.Text + text[max(from, to):], true
	case Erase:
		from, to := clamp(c.From), clamp(c.To)
		return text[:min(from, to)] + text[max(from, to):], true
	case Carry:
		from, to, at := clamp(c.From), clamp(c.To), clamp(c.At)
		from, to = min(from, to), max(from, to)
		switch s := text[from:to]; {
		case c.Copy:
			return text[:at] + s + text[at:], true
		case at < from:
			return text[:at] + s + text[at:from] + text[to:], true
		case at > to:
			return text[:from] + text[to:at] + s + text[at:], true
		}
		return text, true
	case EraseMany:
		gone := make([]bool, len(text))
		for _, r := range c.Ranges {
			for i := clamp(r.From()); i < clamp(r.To()); i++ {
				gone[i] = true
			}
		}
		var left []byte
		for i := range len(text) {
			if !gone[i] {
				left = append(left, text[i])
			}
		}
		return string(left), true
	case MoveLines, DuplicateLines, DeleteLines:
		return plainLines(text, ranges, c), true
	case TrimTrailing:
		lines := strings.Split(text, "\n")
		for i, s := range lines {
			words := strings.TrimRight(s, " \t")
			if words == "" || s != words+"  " {
				lines[i] = words
			}
		}
		return strings.Join(lines, "\n"), true
	case Select, SelectMany, AddNext:
		return text, true
	}
	return "", false
}

// plainLines is plain for commands that take lines for wholes.
func plainLines(text string, ranges []Range, c Command) string {
	lines := strings.Split(text, "\n")
	taken := make([]bool, len(lines))
	for _, r := range ranges {
		first, last := strings.Count(text[:r.From()], "\n"), strings.Count(text[:r.To()], "\n")
		if last > first && r.To() > 0 && text[r.To()-1] == '\n' {
			last--
		}
		for i := first; i <= last; i++ {
			taken[i] = true
		}
	}
	var out []string
	switch c := c.(type) {
	case MoveLines:
		out = lines
		if c.Down {
			for i := len(out) - 2; i >= 0; i-- {
				if taken[i] && !taken[i+1] {
					out[i], out[i+1] = out[i+1], out[i]
					taken[i], taken[i+1] = false, true
				}
			}
			break
		}
		for i := 1; i < len(out); i++ {
			if taken[i] && !taken[i-1] {
				out[i], out[i-1] = out[i-1], out[i]
				taken[i], taken[i-1] = false, true
			}
		}
	case DuplicateLines:
		for i := 0; i < len(lines); {
			j := i
			for j < len(lines) && taken[j] {
				j++
			}
			out = append(out, lines[i:j]...)
			out = append(out, lines[i:max(j, i+1)]...)
			i = max(j, i+1)
		}
	case DeleteLines:
		for i, s := range lines {
			if !taken[i] {
				out = append(out, s)
			}
		}
	}
	return strings.Join(out, "\n")
}

// TestCommandsDoToATextWhatTheyDoToAString plays random commands while another
// person writes, and holds each against a plain string.
func TestCommandsDoToATextWhatTheyDoToAString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := newDesk(1), newDesk(2)
		a.do(Paste{someText(t, 30)})
		a.give(t, b)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			text, ranges := a.text.String(), a.Selections()
			c := someCommand(t, a)
			changed := a.Do(c, a.now)
			checkSelections(t, a.Buffer)
			got := a.text.String()
			if want, ok := plain(text, ranges, c); ok && got != want {
				t.Fatalf("%+v with %v in %q: got %q, want %q", c, ranges, text, got, want)
			}
			if !changed && got != text {
				t.Fatalf("%+v with %v in %q: a change was not reported", c, ranges, text)
			}
			if rapid.Bool().Draw(t, "exchange") {
				b.Do(someCommand(t, b), b.now)
				b.give(t, a)
				a.give(t, b)
				checkSelections(t, a.Buffer)
			}
		}
	})
}

// TestUndoIsTheWayBack holds one step of undo against what was there before: the
// text, and the selections in it.
func TestUndoIsTheWayBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(1)
		d.do(Paste{someText(t, 30)}, SelectMany{someRanges(t, d.text.Len()), 0})
		text, ranges, main := d.text.String(), d.Selections(), d.Main()
		c := someCommand(t, d)
		d.do(c)
		if d.text.String() == text {
			return
		}
		after, at, mainAfter := d.text.String(), d.Selections(), d.Main()
		d.do(Undo{})
		if got := d.text.String(); got != text || !slices.Equal(d.Selections(), ranges) || d.Main() != main {
			t.Fatalf("%+v undone: got %q with %v, want %q with %v", c, got, d.Selections(), text, ranges)
		}
		d.do(SelectMany{someRanges(t, d.text.Len()), 0}, Redo{})
		if got := d.text.String(); got != after {
			t.Fatalf("%+v redone: got %q, want %q", c, got, after)
		}
		if got := d.Selections(); !slices.Equal(got, at) || d.Main() != mainAfter {
			t.Fatalf("%+v redone: got %v, want %v", c, got, at)
		}
	})
}

// TestUndoAllThenRedoAll holds the undo stack against the meaning of undo: when
// all is undone, the text is as if this person had never been. That holds over
// a restart as well.
func TestUndoAllThenRedoAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		desks := []*desk{newDesk(1), newDesk(2)}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			i := rapid.IntRange(0, 1).Draw(t, "who")
			d := desks[i]
			switch rapid.IntRange(0, 7).Draw(t, "kind") {
			case 0:
				d.do(Undo{})
			case 1:
				d.do(Redo{})
			case 2:
				d.do(SetText{someText(t, 8)})
			case 3:
				state := d.UndoState()
				d.selections.set([]Range{{}}, 0)
				if err := d.RestoreUndo(state); err != nil {
					t.Fatal(err)
				}
			default:
				d.do(someCommand(t, d))
			}
			if rapid.Bool().Draw(t, "send") {
				d.give(t, desks[1-i])
			}
			checkSelections(t, d.Buffer)
		}
		d := desks[0]
		for d.CanRedo() {
			d.do(Redo{})
		}
		full := d.text.String()
		for d.CanUndo() {
			d.do(Undo{})
			checkSelections(t, d.Buffer)
		}
		for r := range d.text.All() {
			byOthers := slices.ContainsFunc(r.Deletes, func(id version.ID) bool { return id.Replica != d.me })
			if mine := r.First.Replica == d.me; r.Visible && mine || !r.Visible && !mine && !byOthers && !r.Undone {
				t.Fatalf("all is undone, but %+v", r)
			}
		}
		for d.CanRedo() {
			d.do(Redo{})
			checkSelections(t, d.Buffer)
		}
		if got := d.text.String(); got != full {
			t.Fatalf("redone: got %q, want %q", got, full)
		}
		for i, d := range desks {
			d.give(t, desks[1-i])
		}
		if a, b := desks[0].text.String(), desks[1].text.String(); a != b {
			t.Fatalf("diverged: %q and %q", a, b)
		}
	})
}
