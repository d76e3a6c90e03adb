package buffer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// draw returns a desk with the text and the selections of a picture: ‸ is a
// caret, ⟨ and ⟩ are the other ends of what is selected. The last selection is
// the main one.
func draw(picture string) *desk {
	d := newDesk(1)
	var text strings.Builder
	var ranges []Range
	open := -1 // a selection that has begun there
	for _, r := range picture {
		at := text.Len()
		switch r {
		case '⟨':
			open = at
		case '‸':
			if open < 0 {
				ranges = append(ranges, caret(at))
			} else {
				ranges = append(ranges, Range{open, at})
			}
			open = -1
		case '⟩':
			ranges[len(ranges)-1].Anchor = at
		default:
			text.WriteRune(r)
		}
	}
	d.do(Paste{text.String()}, SelectMany{ranges, len(ranges) - 1})
	d.undo = undoStack{}
	return d
}

// drawn is the picture of a desk.
func (d *desk) drawn() string {
	s := d.text.String()
	for _, r := range slices.Backward(d.Selections()) {
		mark := func(at int, m string) { s = s[:at] + m + s[at:] }
		switch {
		case r.Empty():
			mark(r.Head, "‸")
		case r.Anchor < r.Head:
			mark(r.Head, "‸")
			mark(r.Anchor, "⟨")
		default:
			mark(r.Anchor, "⟩")
			mark(r.Head, "‸")
		}
	}
	return s
}

// wantDrawn compares a desk with a picture.
func (d *desk) wantDrawn(t *testing.T, want string) {
	t.Helper()
	if got := d.drawn(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A scene is a command, what there is before it and what there is then.
type scene struct {
	name   string
	before string
	do     Command
	want   string
}

// play plays scenes, and undoes and redoes each: that is always one step, with
// all the selections.
func play(t *testing.T, scenes []scene) {
	t.Helper()
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			d := draw(s.before)
			old := d.text.String()
			d.do(s.do)
			d.wantDrawn(t, s.want)
			if d.text.String() == old {
				if d.CanUndo() {
					t.Error("there is a step that does nothing")
				}
				return
			}
			d.do(Undo{})
			d.wantDrawn(t, s.before)
			if d.CanUndo() {
				t.Error("more than one step")
			}
			d.do(Redo{})
			d.wantDrawn(t, s.want)
		})
	}
}

func TestCommandsAreForAllSelections(t *testing.T) {
	play(t, []scene{
		{"typing", "one‸ ⟨two‸ ‸three⟩", Type{"é"}, "oneé‸ é‸ é‸"},
		{"a paste", "a‸ b‸", Paste{"x\ny\nz"}, "ax\ny\nz‸ bx\ny\nz‸"},
		{"a paste of a line for each", "a‸ b‸ ⟨c‸", Paste{"x\ny\nz"}, "ax‸ by‸ z‸"},
		{"a paste of a line for each, the last one ended", "a‸ b‸", Paste{"x\ny\n"}, "ax‸ by‸"},
		{"a paste of lines at one caret", "a‸", Paste{"x\ny\n"}, "ax\ny\n‸"},
		{"erasing", "on‸e tw‸o", EraseMany{[]Range{{1, 2}, {5, 6}}}, "o‸e t‸o"},
		{"erasing at the start as well", "‸one tw‸o", EraseMany{[]Range{{0, 0}, {5, 6}}}, "‸one t‸o"},
		{"erasing of words that overlap", "one‸ ‸two", EraseMany{[]Range{{0, 3}, {0, 4}}}, "‸two"},
		{"erasing leaves nothing selected", "a⟨bc‸d", EraseMany{[]Range{{1, 3}}}, "a‸d"},
		{"an input method replaces one stretch", "a‸ b‸ c", Replace{4, 5, "see"}, "a‸ b see‸"},
		{"an input method writes at a caret", "a‸a", Replace{1, 1, "x"}, "ax‸a"},
		{"an input method replaces where another caret is", "on‸e t‸wo", Replace{0, 3, "1"}, "1‸ two"},
		{"erasing one stretch", "a‸ b‸ c", Erase{3, 4}, "a‸ b‸c"},
	})
}

func TestSelectionsThatOverlapBecomeOne(t *testing.T) {
	d := draw("abcdefgh‸")
	for _, tt := range []struct {
		ranges []Range
		main   int
		want   []Range
		at     int
	}{
		{[]Range{{5, 5}, {1, 1}}, 0, []Range{{1, 1}, {5, 5}}, 1},
		{[]Range{{1, 1}, {1, 1}, {3, 3}}, 1, []Range{{1, 1}, {3, 3}}, 0},
		{[]Range{{1, 4}, {3, 6}}, 0, []Range{{1, 6}}, 0},
		{[]Range{{1, 4}, {6, 3}}, 1, []Range{{6, 1}}, 0},
		{[]Range{{1, 4}, {6, 3}}, 0, []Range{{1, 6}}, 0},
		{[]Range{{1, 3}, {3, 5}}, 0, []Range{{1, 3}, {3, 5}}, 0},
		{[]Range{{4, 1}, {4, 4}, {1, 1}}, 2, []Range{{4, 1}}, 0},
		{[]Range{{0, 8}, {2, 3}, {5, 5}}, 1, []Range{{0, 8}}, 0},
		{[]Range{{-3, 2}, {7, 99}}, 7, []Range{{0, 2}, {7, 8}}, 1},
	} {
		d.do(SelectMany{tt.ranges, tt.main})
		if got := d.Selections(); !slices.Equal(got, tt.want) || d.Main() != tt.at {
			t.Errorf("%v: got %v and %d, want %v and %d", tt.ranges, got, d.Main(), tt.want, tt.at)
		}
	}
	d.do(SelectMany{})
	if got := len(d.Selections()); got != 2 {
		t.Errorf("selecting nothing left %d selections", got)
	}
	d.do(Select{3, 3})
	d.wantDrawn(t, "abc‸defgh")
}

func TestTypingAtManyCaretsIsUndoneInWords(t *testing.T) {
	d := draw("1‸\n2‸\n3‸")
	d.keys(" one two")
	d.wantDrawn(t, "1 one two‸\n2 one two‸\n3 one two‸")
	states := []string{"1 one ‸\n2 one ‸\n3 one ‸", "1 ‸\n2 ‸\n3 ‸", "1‸\n2‸\n3‸"}
	for _, want := range states {
		d.do(Undo{})
		d.wantDrawn(t, want)
	}
	d.do(Select{0, 0}, Redo{})
	d.wantDrawn(t, states[1])
	d.do(Redo{}, Redo{})
	d.wantDrawn(t, "1 one two‸\n2 one two‸\n3 one two‸")
}

func TestErasingAtManyCaretsIsUndoneInOnePiece(t *testing.T) {
	d := draw("one‸ two‸")
	for range 3 {
		var ranges []Range
		for _, r := range d.Selections() {
			ranges = append(ranges, Range{d.PrevCluster(r.Head), r.Head})
		}
		d.do(EraseMany{ranges})
	}
	d.wantDrawn(t, "‸ ‸")
	d.do(Undo{})
	d.wantDrawn(t, "one‸ two‸")
	d.do(Redo{})
	d.wantDrawn(t, "‸ ‸")
}

func TestAnInputMethodThatComposesWithManyCaretsIsOneGroup(t *testing.T) {
	d := draw("a‸ b‸")
	d.do(Replace{3, 3, "n"}, Replace{3, 4, "に"}, Replace{3, 6, "日"})
	d.wantDrawn(t, "a‸ b日‸")
	d.do(Type{"x"})
	d.wantDrawn(t, "ax‸ b日x‸")
	d.do(Undo{})
	d.wantDrawn(t, "a‸ b日‸")
	d.do(Undo{})
	d.wantDrawn(t, "a‸ b‸")
}

func TestEachSelectionStaysAtItsWordsWhileOthersType(t *testing.T) {
	a, b := draw("on‸e ⟨two‸ three‸"), newDesk(2)
	a.give(t, b)
	b.do(Replace{13, 13, "!"}, Replace{4, 7, "2"}, Replace{2, 2, "N"}, Replace{0, 0, "_"})
	b.give(t, a)
	a.wantDrawn(t, "_on‸Ne 2‸ three‸!")
	b.do(Undo{}, Undo{}, Undo{}, Undo{})
	b.give(t, a)
	a.wantDrawn(t, "on‸e ⟨two‸ three‸")
	b.do(Erase{0, 13})
	b.give(t, a)
	a.wantDrawn(t, "‸")
	a.do(Type{"x"}) // at what has become one caret
	a.wantDrawn(t, "x‸")
}

func TestManySelectionsAreCopiedLineByLine(t *testing.T) {
	d := draw("⟨one‸ ⟨two‸ three‸")
	if got, want := d.SelectedText(), "one\ntwo\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func BenchmarkType(b *testing.B) {
	for _, carets := range []int{1, 100} {
		b.Run(fmt.Sprintf("carets=%d", carets), func(b *testing.B) {
			d := newDesk(1)
			d.do(Paste{strings.Repeat("some text to edit\n", 10_000)})
			var ranges []Range
			for i := range carets {
				ranges = append(ranges, caret(9000+i*180))
			}
			d.do(SelectMany{ranges, 0})
			keys := []Command{Type{"a"}, Type{"b"}, Type{" "}}
			i := 0
			for b.Loop() {
				d.Do(keys[i%3], int64(i))
				if i++; i%1000 == 0 {
					d.flush()
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*carets), "ns/caret")
		})
	}
}
