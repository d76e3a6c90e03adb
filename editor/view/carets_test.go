package view

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"gioui.org/io/key"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

func (h *bench) carets(offs ...int) {
	var ranges []buffer.Range
	for _, off := range offs {
		ranges = append(ranges, buffer.Range{Anchor: off, Head: off})
	}
	h.b.Do(buffer.SelectMany{Ranges: ranges, Main: len(ranges) - 1}, 0)
	h.frame()
	h.frame()
}

func (h *bench) wantSelections(want ...buffer.Range) {
	h.t.Helper()
	if got := h.b.Selections(); !slices.Equal(got, want) {
		h.t.Fatalf("got the selections %v, want %v", got, want)
	}
}

func at(off int) buffer.Range { return buffer.Range{Anchor: off, Head: off} }

func TestTypingGoesToEveryCaret(t *testing.T) {
	h := newBench(t, "one\ntwo\nthree")
	h.carets(0, 4, 8)
	h.typed("- ")
	h.want("- one\n- two\n- three")
	h.typed("x")
	h.want("- xone\n- xtwo\n- xthree")
	h.press(key.NameDeleteBackward)
	h.press(key.NameDeleteForward)
	h.want("- ne\n- wo\n- hree")
	for range 4 { // the sign, the letter, what was erased before and behind
		h.press("Z", key.ModShortcut)
	}
	h.want("one\ntwo\nthree")
	h.wantSelections(at(0), at(4), at(8))
}

func TestEveryCaretMovesAndKeepsItsColumn(t *testing.T) {
	h := newBench(t, "a long line\nab\nanother line\nlast line of all")
	h.carets(8, 15+10)
	h.press(key.NameDownArrow)
	h.press(key.NameDownArrow)
	got := h.b.Selections()
	if len(got) != 2 || got[0].Head < 15+6 || got[0].Head > 15+10 || got[1].Head != h.b.Text().Len() {
		t.Fatalf("two rows down the carets are at %v", got)
	}
	h.carets(8, 15+10)
	h.press(key.NameEnd)
	h.wantSelections(at(11), at(27))
	h.press(key.NameHome, key.ModShift)
	h.wantSelections(buffer.Range{Anchor: 11, Head: 0}, buffer.Range{Anchor: 27, Head: 15})
	h.press(key.NameHome, key.ModShortcut)
	h.wantSelections(at(0))
}

func TestCaretsThatMeetBecomeOne(t *testing.T) {
	h := newBench(t, "abc")
	h.carets(0, 1, 3)
	h.press(key.NameLeftArrow)
	h.wantSelections(at(0), at(2))
	h.press(key.NameDeleteForward)
	h.want("b")
	h.typed("x")
	h.want("xbx")
}

func TestEscapeLeavesTheMainCaret(t *testing.T) {
	h := newBench(t, "one two three")
	h.carets(0, 4, 8)
	h.press(key.NameEscape)
	h.wantSelections(at(8))
	// With one caret Escape is the window's.
	h.r.Queue(key.Event{Name: key.NameEscape, State: key.Press})
	h.update()
	if _, ok := h.context().Event(key.Filter{Name: key.NameEscape}); !ok {
		t.Error("the view keeps Escape from the window")
	}
}

func TestClicksWithCtrlOrAltAddAndTakeAwayCarets(t *testing.T) {
	for _, mod := range []key.Modifiers{key.ModShortcut, key.ModAlt} {
		h := newBench(t, "one two three")
		x, y := h.point(4)
		h.click(x, y, mod)
		h.wantSelections(at(0), at(4))
		x, y = h.point(8)
		h.click(x, y, mod)
		h.typed("_")
		h.want("_one _two _three")
		x, y = h.point(6)
		h.click(x, y, mod)
		h.wantSelections(at(1), at(11))
		h.now = h.now.Add(time.Second)
		h.click(x, y, 0)
		h.wantSelections(at(6))
	}
}

func TestSeveralSelectionsAreCopiedLineByLineAndPastedBack(t *testing.T) {
	h := newBench(t, "one two\nthree four")
	h.b.Do(buffer.SelectMany{Ranges: []buffer.Range{{Anchor: 0, Head: 3}, {Anchor: 8, Head: 13}}}, 0)
	h.frame()
	h.press("X", key.ModShortcut)
	h.want(" two\n four")
	if _, content, _ := h.r.WriteClipboard(); string(content) != "one\nthree" {
		t.Errorf("got %q on the clipboard", content)
	}
	h.press(key.NameEnd)
	h.press("V", key.ModShortcut)
	h.r.ClipboardRequested()
	h.clip("one\nthree")
	h.want(" twoone\n fourthree")
}

func TestAllCaretsSurviveARemoteEditBetweenFrames(t *testing.T) {
	h := newBench(t, "one\ntwo\nthree")
	h.carets(3, 7, 13)
	h.queueText("!")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 0, "REMOTE\n"); t.Insert(ava, 11, "x") })
	h.frame()
	h.want("REMOTE\none!\nxtwo!\nthree!")
	h.frame()
	h.typed("?")
	h.want("REMOTE\none!?\nxtwo!?\nthree!?")
}

func TestCompositionIsWrittenAtEveryCaret(t *testing.T) {
	h := newBench(t, "a\nb\nc")
	h.carets(1, 3, 5)
	compose := func(r key.Range, s string, end bool) {
		n := r.Start + len([]rune(s))
		c := key.CompositionEvent{Start: r.Start, End: n}
		if end {
			c = key.CompositionEvent(noRange)
		}
		h.r.Queue(key.EditEvent{Range: r, Text: s}, c, key.SelectionEvent{Start: n, End: n})
		h.frame()
	}
	compose(key.Range{Start: 1, End: 1}, "か", false)
	compose(key.Range{Start: 1, End: 2}, "かん", false)
	h.want("aかん\nbかん\ncかん")
	compose(key.Range{Start: 1, End: 3}, "漢", true)
	h.want("a漢\nb漢\nc漢")
	h.frame()
	h.typed("!")
	h.want("a漢!\nb漢!\nc漢!")
}

func TestWordRowParagraphAndPageMotions(t *testing.T) {
	h := newBench(t, "    first line, indented\n\nsecond\nthird\n\n\nlast")
	for _, step := range []struct {
		name key.Name
		mods key.Modifiers
		want int
	}{
		{key.NameEnd, 0, 24},
		{key.NameHome, 0, 4}, // the first word, then the very beginning, and back
		{key.NameHome, 0, 0},
		{key.NameHome, 0, 4},
		{key.NameRightArrow, key.ModShortcutAlt, 9},
		{key.NameRightArrow, key.ModShortcutAlt, 14},
		{key.NameLeftArrow, key.ModShortcutAlt, 10},
		{key.NameDownArrow, key.ModCtrl, 26}, // by paragraphs
		{key.NameDownArrow, key.ModCtrl, 33},
		{key.NameDownArrow, key.ModCtrl, 41},
		{key.NameUpArrow, key.ModCtrl, 33},
		{key.NameRightArrow, 0, 34},
		{key.NameUpArrow, key.ModCtrl, 33},
		{key.NameHome, key.ModShortcut, 0},
		{key.NamePageDown, 0, 45},
		{key.NamePageUp, 0, 0},
		{key.NameEnd, key.ModShortcut, 45},
	} {
		h.press(step.name, step.mods)
		if _, head := h.b.Selection(); head != step.want {
			t.Errorf("after %s with %v the caret is at %d, want %d", step.name, step.mods, head, step.want)
		}
	}
}

func TestPageKeepsTheCaretWhereItIsOnTheScreen(t *testing.T) {
	h := newBench(t, strings.Repeat("a line of text\n", 300))
	h.selectRange(15*5, 15*5)
	_, y0 := h.point(15 * 5)
	h.press(key.NamePageDown)
	_, head := h.b.Selection()
	if head < 15*15 {
		t.Fatalf("a page down the caret is at %d", head)
	}
	if _, y1 := h.point(head); y1 != y0 {
		t.Errorf("the caret was at %v on the screen, is at %v", y0, y1)
	}
}

func TestTabKeyLeavesTheTextWhenAskedTo(t *testing.T) {
	h := newBench(t, "text")
	h.style.TabMoves = true
	h.frame()
	h.r.Queue(key.Event{Name: key.NameTab, State: key.Press})
	h.frame()
	h.want("text")
	h.style.TabMoves = false
	h.style.Unit = "\t"
	h.r.Source().Execute(key.FocusCmd{Tag: &h.v})
	h.frame()
	h.frame()
	h.press(key.NameTab)
	h.want("\ttext")
	h.press(key.NameTab, key.ModShift)
	h.want("text")
}

func TestEnterGoesOnWithListsButNotInCode(t *testing.T) {
	h := newBench(t, "- one\n\n```\n- two\n```")
	h.selectRange(5, 5)
	h.press(key.NameReturn)
	h.want("- one\n- \n\n```\n- two\n```")
	h.press(key.NameReturn) // on the empty item: the list ends
	if s := h.b.Text().String(); strings.Contains(s, "- \n") {
		t.Errorf("the empty item is still there: %q", s)
	}
	end := strings.Index(h.b.Text().String(), "two") + 3
	h.selectRange(end, end)
	h.press(key.NameReturn)
	if s := h.b.Text().String(); !strings.HasSuffix(s, "- two\n\n```") {
		t.Errorf("in code Enter gave %q", s)
	}
	h.press(key.NameReturn, key.ModShift)
	if s := h.b.Text().String(); !strings.HasSuffix(s, "- two\n\n\n```") {
		t.Errorf("Shift+Enter gave %q", s)
	}
}

func TestKeysOfThePlatforms(t *testing.T) {
	for _, tt := range []struct {
		mac  bool
		name key.Name
		mods key.Modifiers
		want act
	}{
		{false, key.NameLeftArrow, key.ModCtrl, act{motion: wordLeft}},
		{false, key.NameLeftArrow, key.ModCtrl | key.ModShift, act{motion: wordLeft, extend: true}},
		{false, key.NameHome, key.ModCtrl, act{motion: textStart}},
		{false, key.NameDeleteBackward, key.ModCtrl, act{motion: wordLeft, erase: true}},
		{false, key.NameDeleteForward, 0, act{motion: right, erase: true}},
		{false, key.NameUpArrow, key.ModCtrl, act{motion: paragraphUp}},
		{false, "A", key.ModCtrl, act{}},
		{true, key.NameLeftArrow, key.ModAlt, act{motion: wordLeft}},
		{true, key.NameLeftArrow, key.ModCommand, act{motion: rowStart}},
		{true, key.NameRightArrow, key.ModCommand | key.ModShift, act{motion: rowEnd, extend: true}},
		{true, key.NameUpArrow, key.ModCommand, act{motion: textStart}},
		{true, key.NameDownArrow, 0, act{motion: down}},
		{true, key.NameDeleteBackward, key.ModAlt, act{motion: wordLeft, erase: true}},
		{true, key.NameDeleteBackward, key.ModCommand, act{motion: rowStart, erase: true}},
		{true, "A", key.ModCtrl, act{motion: paragraphStart}},
		{true, "E", key.ModCtrl, act{motion: paragraphEnd}},
		{true, "K", key.ModCtrl, act{motion: paragraphEnd, erase: true}},
		{true, "N", key.ModCtrl, act{motion: down}},
		{true, "A", key.ModCommand, act{}},
	} {
		got, ok := actOf(key.Event{Name: tt.name, Modifiers: tt.mods}, tt.mac)
		if got != tt.want || ok != (tt.want != act{}) {
			t.Errorf("mac %v, %v %v: got %+v, want %+v", tt.mac, tt.mods, tt.name, got, tt.want)
		}
	}
}

// Every key that means something must have a filter that lets it in, and lines
// are moved by keys that must stay with the window.
func TestFiltersLetInTheKeysThatMove(t *testing.T) {
	for _, mac := range []bool{false, true} {
		lets := func(name key.Name, mods key.Modifiers) bool {
			for _, f := range motionFilters(&View{}, mac) {
				f := f.(key.Filter)
				if f.Name == name && mods.Contain(f.Required) && mods&^(f.Required|f.Optional) == 0 {
					return true
				}
			}
			return false
		}
		if !mac && lets(key.NameUpArrow, key.ModAlt) || mac && lets(key.NameUpArrow, key.ModAlt) {
			t.Errorf("mac %v: the view takes the keys that move lines", mac)
		}
		for _, name := range []key.Name{key.NameLeftArrow, key.NameUpArrow, key.NameHome, key.NamePageDown, key.NameDeleteBackward} {
			if !lets(name, 0) || !lets(name, key.ModShift) {
				t.Errorf("mac %v: %s does not come in", mac, name)
			}
		}
		if mac != lets("K", key.ModCtrl) {
			t.Errorf("mac %v: Control+K comes in: %v", mac, !mac)
		}
	}
}

func TestEraseToTheEndOfTheParagraphThenItsEnd(t *testing.T) {
	h := newBench(t, "one two\nthree")
	h.selectRange(4, 4)
	h.v.erase(h.b, paragraphEnd)
	h.want("one \nthree")
	h.v.erase(h.b, paragraphEnd)
	h.want("one three")
}

func TestCaretsOutsideOfTheViewAreMovedToo(t *testing.T) {
	h := newBench(t, strings.Repeat("a line of text\n", 500))
	h.size = image.Pt(800, 300)
	h.carets(15*450+3, 3)
	h.press(key.NameDownArrow)
	h.wantSelections(at(15+3), at(15*451+3))
}

// What each of many carets costs must not grow with their number.
func BenchmarkManyCarets(b *testing.B) {
	for _, n := range []int{5_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h := newBench(b, strings.Repeat("ab\n", n))
			var ranges []buffer.Range
			for i := range n {
				ranges = append(ranges, buffer.Range{Anchor: i*3 + 1, Head: i*3 + 1})
			}
			h.b.Do(buffer.SelectMany{Ranges: ranges}, 0)
			for i := 0; b.Loop(); i++ {
				h.press([]key.Name{key.NameLeftArrow, key.NameRightArrow}[i%2])
			}
			if got := h.b.Selections(); len(got) != n {
				b.Errorf("%d carets are left", len(got))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/caret")
		})
	}
}

func TestEmptyLinesWithoutEndAreSkippedInNoTime(t *testing.T) {
	const n = 1 << 20
	h := newBench(t, "é\n"+strings.Repeat("\n", n)+"b")
	begun := time.Now()
	for range 5 {
		h.press(key.NameDownArrow, key.ModCtrl)
		h.wantSelection(n+3, n+3)
		h.press(key.NameUpArrow, key.ModCtrl)
		h.wantSelection(0, 0)
	}
	if took := time.Since(begun); took > 4*time.Second {
		t.Errorf("ten times took %v", took)
	}
}
