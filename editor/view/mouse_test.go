package view

import (
	"strings"
	"testing"
	"time"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

// dragged drags the mouse from one offset to another.
func (h *bench) dragged(from, to int, mods key.Modifiers) {
	h.t.Helper()
	h.now = h.now.Add(time.Second)
	x0, y0 := h.point(from)
	x1, y1 := h.point(to)
	h.mouse(pointer.Press, x0+1, y0, mods)
	h.frame()
	h.mouse(pointer.Move, x1, y1, mods)
	h.frame()
	h.mouse(pointer.Release, x1, y1, mods)
	h.frame()
}

func TestSelectionIsDraggedElsewhere(t *testing.T) {
	h := newBench(t, "one two three")
	h.selectRange(4, 8)
	h.dragged(5, 0, 0)
	h.want("two one three")
	h.wantSelection(0, 4)
	h.dragged(1, 13, 0)
	h.want("one threetwo ")
	h.press("Z", key.ModShortcut)
	h.want("two one three")
	h.press("Z", key.ModShortcut)
	h.want("one two three")
}

func TestSelectionDraggedWithCtrlIsCopied(t *testing.T) {
	h := newBench(t, "one two three")
	h.selectRange(0, 4)
	if onMac {
		t.Skip("Option copies there")
	}
	h.dragged(1, 8, key.ModCtrl)
	h.want("one two one three")
	h.wantSelection(8, 12)
	h.press("Z", key.ModShortcut)
	h.want("one two three")
	h.selectRange(0, 4)
	h.now = h.now.Add(time.Second)
	x, y := h.point(1)
	h.mouse(pointer.Press, x, y, 0)
	h.frame()
	x, y = h.point(8)
	h.mouse(pointer.Move, x, y, key.ModCtrl)
	h.frame()
	h.mouse(pointer.Release, x, y, key.ModCtrl)
	h.frame()
	h.want("one two one three")
	h.wantSelection(8, 12)
	h.selectRange(0, 4)
	x, y = h.point(2)
	h.now = h.now.Add(time.Second)
	h.click(x, y, key.ModCtrl) // not dragged: what Ctrl does otherwise
	h.wantSelections(buffer.Range{Anchor: 0, Head: 4})
}

func TestSelectionDroppedOnItselfStays(t *testing.T) {
	h := newBench(t, "one two three")
	h.selectRange(0, 7)
	h.dragged(1, 5, 0)
	h.want("one two three")
	h.wantSelection(0, 7)
}

func TestClickInASelectionPutsTheCaretThere(t *testing.T) {
	h := newBench(t, "one two three")
	h.selectRange(0, 13)
	x, y := h.point(5)
	h.click(x, y, 0)
	h.wantSelection(5, 5)
}

func TestDraggedSelectionFollowsRemoteEdits(t *testing.T) {
	h := newBench(t, "one two three")
	h.selectRange(4, 8)
	x, y := h.point(5)
	h.mouse(pointer.Press, x, y, 0)
	h.frame()
	x, y = h.point(0)
	h.mouse(pointer.Move, x, y, 0)
	h.frame()
	h.remote(func(t *crdt.Text) { t.Insert(ava, 3, "!"); t.Insert(ava, 0, "> ") })
	h.frame()
	x, y = h.point(2)
	h.mouse(pointer.Move, x, y, 0)
	h.frame()
	h.mouse(pointer.Release, x, y, 0)
	h.frame()
	h.want("> two one! three")
}

func TestDoubleClickAndDragSelectsByWords(t *testing.T) {
	h := newBench(t, "one two three four")
	x, y := h.point(5)
	h.click(x, y, 0)
	h.mouse(pointer.Press, x, y, 0)
	h.frame()
	h.wantSelection(4, 7)
	x, y = h.point(10)
	h.mouse(pointer.Move, x, y, 0)
	h.frame()
	h.wantSelection(4, 13)
	x, y = h.point(1)
	h.mouse(pointer.Move, x, y, 0)
	h.frame()
	h.wantSelection(7, 0)
	h.mouse(pointer.Release, x, y, 0)
	h.frame()
}

func TestTwoQuickClicksAtDifferentPlacesAreNoDoubleClick(t *testing.T) {
	h := newBench(t, "one two three four")
	x, y := h.point(1)
	h.click(x, y, 0)
	x, y = h.point(14)
	h.click(x, y, 0)
	h.wantSelection(14, 14)
}

func TestClickTicksTheBoxOfATask(t *testing.T) {
	h := newBench(t, "- [ ] one\n- [x] two\n[ ] none")
	h.selectRange(9, 9)
	for _, step := range []struct {
		at   int
		want string
	}{
		{3, "- [x] one\n- [x] two\n[ ] none"},
		{3, "- [ ] one\n- [x] two\n[ ] none"},
		{14, "- [ ] one\n- [ ] two\n[ ] none"},
		{22, "- [ ] one\n- [ ] two\n[ ] none"},
	} {
		h.now = h.now.Add(time.Second)
		x, y := h.point(step.at)
		h.click(x+1, y, 0)
		h.want(step.want)
		if step.at != 22 {
			h.wantSelection(9, 9)
		}
	}
}

func TestCtrlClickOpensALinkAndElsewhereAddsACaret(t *testing.T) {
	h := newBench(t, "see [the notes](notes.md) and https://x.org/a")
	x, y := h.point(7)
	h.click(x, y, key.ModShortcut)
	if link, ok := h.v.Opened(); !ok || link != "notes.md" {
		t.Errorf("got %q, %v", link, ok)
	}
	x, y = h.point(40)
	h.click(x, y, key.ModShortcut)
	if link, _ := h.v.Opened(); link != "https://x.org/a" {
		t.Errorf("got %q", link)
	}
	h.wantSelection(0, 0)
	x, y = h.point(1)
	h.click(x, y, key.ModShortcut)
	if _, ok := h.v.Opened(); ok {
		t.Error("plain text was opened")
	}
	h.wantSelections(at(0), at(1))
}

func TestLinkAtTheCaretIsFoundWithoutTheMouse(t *testing.T) {
	h := newBench(t, "see [the notes](notes.md) and more")
	for off, want := range map[int]string{0: "", 4: "notes.md", 10: "notes.md", 25: "notes.md", 30: ""} {
		h.selectRange(off, off)
		if got, _ := h.v.Link(h.b); got != want {
			t.Errorf("at %d: got %q, want %q", off, got, want)
		}
	}
}

func TestOtherButtonsDoNothing(t *testing.T) {
	h := newBench(t, "one two three")
	h.selectRange(4, 7)
	x, y := h.point(10)
	for _, b := range []pointer.Buttons{pointer.ButtonSecondary, pointer.ButtonTertiary} {
		h.r.Queue(
			pointer.Event{Kind: pointer.Press, Source: pointer.Mouse, Buttons: b, Position: f32.Pt(x, y)},
			pointer.Event{Kind: pointer.Move, Source: pointer.Mouse, Buttons: b, Position: f32.Pt(x+60, y)},
			pointer.Event{Kind: pointer.Release, Source: pointer.Mouse, Position: f32.Pt(x+60, y)},
		)
		h.frame()
		h.want("one two three")
		h.wantSelection(4, 7)
	}
}

func (h *bench) moveMouse(x, y float32, mods key.Modifiers) {
	h.r.Queue(pointer.Event{Kind: pointer.Move, Source: pointer.Mouse, Position: f32.Pt(x, y), Modifiers: mods})
	h.frame()
	h.frame()
}

func TestMouseShowsWhatAClickWouldDo(t *testing.T) {
	h := newBench(t, "a [link](x.md) and more\n- [ ] task")
	for _, tt := range []struct {
		at   int
		mods key.Modifiers
		want pointer.Cursor
	}{
		{4, 0, pointer.CursorText},
		{4, key.ModShortcut, pointer.CursorPointer},
		{18, key.ModShortcut, pointer.CursorText},
		{27, 0, pointer.CursorPointer},
	} {
		x, y := h.point(tt.at)
		h.moveMouse(x+1, y, tt.mods)
		if got := h.r.Cursor(); got != tt.want {
			t.Errorf("over %d with %v: got %v, want %v", tt.at, tt.mods, got, tt.want)
		}
	}
	x, y := h.point(4)
	h.moveMouse(x+1, y, 0)
	h.r.Queue(key.Event{Name: shortcutKey, State: key.Press, Modifiers: key.ModShortcut})
	h.frame()
	h.frame()
	if got := h.r.Cursor(); got != pointer.CursorPointer {
		t.Errorf("with Ctrl pressed over a link: got %v", got)
	}
	h.selectRange(15, 18)
	x, y = h.point(16)
	h.r.Queue(key.Event{Name: shortcutKey, State: key.Release})
	h.moveMouse(x+1, y, 0)
	if got := h.r.Cursor(); got != pointer.CursorDefault {
		t.Errorf("over a selection, which can be dragged: got %v", got)
	}
}

func TestDragOfASelectionBeyondTheEdgeScrolls(t *testing.T) {
	h := newBench(t, strings.Repeat("a line of text\n", 200))
	h.selectRange(0, 6)
	x, y := h.point(3)
	h.mouse(pointer.Press, x, y, 0)
	h.frame()
	h.mouse(pointer.Move, x, 690, 0)
	for range 50 {
		h.frame()
	}
	h.mouse(pointer.Move, x, 300, 0)
	h.frame()
	h.mouse(pointer.Release, x, 300, 0)
	h.frame()
	if at := strings.Index(h.b.Text().String(), "a line a line"); at > 0 || strings.HasPrefix(h.b.Text().String(), "a line") {
		t.Errorf("the selection was put down at %d", at)
	}
	anchor, head := h.b.Selection()
	if head-anchor != 6 || anchor < 15*20 {
		t.Errorf("the selection is %d to %d, want what was carried, further down", anchor, head)
	}
}

func TestLinesSelectedWithTripleClickAndDrag(t *testing.T) {
	h := newBench(t, "one two\nthree\nfour")
	x, y := h.point(2)
	h.click(x, y, 0)
	h.click(x, y, 0)
	h.mouse(pointer.Press, x, y, 0)
	h.frame()
	h.wantSelection(0, 8)
	x, y = h.point(10)
	h.mouse(pointer.Move, x, y, 0)
	h.frame()
	h.wantSelection(0, 14)
	h.b.Do(buffer.Select{}, 0)
}
