package view

import (
	"image"
	"image/color"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"

	"chirograph/editor/crdt"
)

func TestTypingInsertsAtTheCaret(t *testing.T) {
	h := newBench(t, "")
	h.typed("h")
	h.typed("é")
	h.typed("llo")
	h.press(key.NameReturn)
	h.frame()
	h.typed("x")
	h.want("héllo\nx")
}

func TestSeveralKeysInOneFrameStayInOrder(t *testing.T) {
	h := newBench(t, "ab")
	h.selectRange(1, 1)
	// As the window sends them while a slow frame is drawn: it counts on with
	// what it has sent, and knows nothing of what the keys between have done.
	h.r.Queue(
		key.EditEvent{Range: key.Range{Start: 1, End: 1}, Text: "x"}, key.SelectionEvent{Start: 2, End: 2},
		key.EditEvent{Range: key.Range{Start: 2, End: 2}, Text: "y"}, key.SelectionEvent{Start: 3, End: 3},
		key.Event{Name: key.NameReturn, State: key.Press},
		key.EditEvent{Range: key.Range{Start: 3, End: 3}, Text: "z"}, key.SelectionEvent{Start: 4, End: 4},
		key.Event{Name: key.NameDeleteBackward, State: key.Press},
		key.EditEvent{Range: key.Range{Start: 4, End: 4}, Text: "w"}, key.SelectionEvent{Start: 5, End: 5},
		key.Event{Name: key.NameLeftArrow, State: key.Press},
		key.EditEvent{Range: key.Range{Start: 5, End: 5}, Text: "v"}, key.SelectionEvent{Start: 6, End: 6},
	)
	h.frame()
	h.want("axy\nvwb")
}

// A key is typed behind "hello" while somebody inserts before it, after the
// frame that the key refers to.
func TestRemoteEditBetweenFramesKeepsWhatIsTypedInPlace(t *testing.T) {
	h := newBench(t, "hello world")
	h.selectRange(5, 5)
	h.queueText("X")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 0, "REMOTE ") })
	h.frame()
	h.want("REMOTE helloX world")
	h.wantSelection(13, 13)
	h.frame()
	h.typed("Y")
	h.want("REMOTE helloXY world")
}

func TestSeveralEditsOfOneDrainSurviveARemoteEdit(t *testing.T) {
	h := newBench(t, "one two")
	h.selectRange(3, 3)
	h.r.Queue(
		key.EditEvent{Range: key.Range{Start: 3, End: 3}, Text: "a"}, key.SelectionEvent{Start: 4, End: 4},
		// A correction by the input method: not the selection, another range.
		key.EditEvent{Range: key.Range{Start: 0, End: 3}, Text: "ONE"},
		key.EditEvent{Range: key.Range{Start: 3, End: 4}, Text: "b"},
		key.EditEvent{Range: key.Range{Start: 5, End: 8}, Text: "TWO"},
	)
	h.remote(func(t *crdt.Text) { t.Insert(ava, 0, "> "); t.Insert(ava, 6, "& ") })
	h.frame()
	h.want("> ONEb & TWO")
}

func TestRemoteTextAtTheCaretComesAfterIt(t *testing.T) {
	h := newBench(t, "ab")
	h.selectRange(1, 1)
	h.queueText("x")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 1, "R") })
	h.frame()
	h.want("axRb")
}

func TestSelectionIsReplacedByTyping(t *testing.T) {
	h := newBench(t, "one two three")
	h.selectRange(4, 7)
	h.typed("2")
	h.want("one 2 three")
	h.selectRange(5, 0) // backwards
	h.typed("x")
	h.want("x three")
}

func TestClicksSelectCharactersWordsAndLines(t *testing.T) {
	h := newBench(t, "one two three\nnext")
	x, y := h.point(5)
	h.click(x, y, 0)
	h.wantSelection(5, 5)
	h.click(x+2, y, 0)
	h.wantSelection(4, 7)
	h.click(x+2, y, 0)
	h.wantSelection(0, 14)
	h.now = h.now.Add(time.Second)
	h.click(x, y, 0)
	x, y = h.point(9)
	h.click(x, y, key.ModShift)
	h.wantSelection(5, 9)
}

func TestClickMeansThePlaceThatWasShown(t *testing.T) {
	h := newBench(t, "one two three")
	x, y := h.point(4)
	h.mouse(pointer.Press, x, y, 0)
	h.mouse(pointer.Release, x, y, 0)
	h.remote(func(t *crdt.Text) { t.Insert(ava, 0, "REMOTE ") })
	h.frame()
	h.wantSelection(11, 11)
}

func TestDragSelects(t *testing.T) {
	h := newBench(t, "one two three\nnext line")
	x0, y0 := h.point(2)
	x1, y1 := h.point(18)
	h.mouse(pointer.Press, x0, y0, 0)
	h.frame()
	h.mouse(pointer.Move, x1, y1, 0)
	h.frame()
	h.mouse(pointer.Release, x1, y1, 0)
	h.frame()
	h.wantSelection(2, 18)
}

func TestDragBeyondTheEdgeScrolls(t *testing.T) {
	h := newBench(t, strings.Repeat("a line of text\n", 200))
	x, y := h.point(3)
	h.mouse(pointer.Press, x, y, 0)
	h.frame()
	h.mouse(pointer.Move, x, 700, 0)
	for range 50 {
		h.frame()
	}
	h.mouse(pointer.Release, x, 700, 0)
	h.frame()
	if _, head := h.b.Selection(); head < 50*15 {
		t.Errorf("50 frames of dragging below the edge reached offset %d, want more than %d", head, 50*15)
	}
}

func TestArrowsKeepTheColumn(t *testing.T) {
	h := newBench(t, "a long first line\nab\nanother long line")
	h.selectRange(10, 10)
	h.press(key.NameDownArrow)
	h.wantSelection(20, 20)
	h.press(key.NameDownArrow)
	if _, head := h.b.Selection(); head < 29 || head > 33 {
		t.Errorf("two lines down the caret is at %d, want near the column it came from (31)", head)
	}
	h.press(key.NameUpArrow)
	h.press(key.NameUpArrow)
	h.wantSelection(10, 10)
	h.press(key.NameUpArrow)
	h.wantSelection(0, 0)
}

func TestWordsLinesAndDocumentEnds(t *testing.T) {
	h := newBench(t, "one two\nthree four")
	h.press(key.NameRightArrow, key.ModShortcutAlt)
	if _, head := h.b.Selection(); head != 3 && head != 4 {
		t.Errorf("a word right is %d, want 3 or 4", head)
	}
	h.press(key.NameEnd)
	h.wantSelection(7, 7)
	h.press(key.NameHome, key.ModShift)
	h.wantSelection(7, 0)
	h.press(key.NameEnd, key.ModShortcut)
	h.wantSelection(18, 18)
	h.press(key.NameDeleteBackward, key.ModShortcutAlt)
	h.want("one two\nthree ")
	h.press("A", key.ModShortcut)
	h.wantSelection(0, 14)
}

func TestEndOfAWrappedRowStaysOnIt(t *testing.T) {
	h := newBench(t, strings.Repeat("word ", 60))
	rows := h.v.placed[0].block.rows
	if len(rows) < 3 {
		t.Fatalf("%d rows: the text does not wrap", len(rows))
	}
	h.press(key.NameEnd)
	h.wantSelection(rows[0].to, rows[0].to)
	if _, r, _ := h.v.find(rows[0].to, h.v.upstream(h.b)); r != &rows[0] {
		t.Error("the caret at the end of a wrapped row is drawn on the next one")
	}
	h.press(key.NameDownArrow)
	h.press(key.NameHome)
	h.wantSelection(rows[1].from, rows[1].from)
}

func TestClipboardBothWays(t *testing.T) {
	h := newBench(t, "one two")
	h.selectRange(0, 3)
	h.press("X", key.ModShortcut)
	h.want(" two")
	mime, content, ok := h.r.WriteClipboard()
	if !ok || mime != "application/text" || string(content) != "one" {
		t.Errorf("got %q %q on the clipboard, want %q", mime, content, "one")
	}
	h.press(key.NameEnd)
	h.press("V", key.ModShortcut)
	if !h.r.ClipboardRequested() {
		t.Fatal("Ctrl+V did not ask for the clipboard")
	}
	h.clip("a\r\nb\x00")
	h.want(" twoa\nb")
	h.wantSelection(7, 7)
}

func TestAnAddressPastedOverWordsLinksThem(t *testing.T) {
	for _, tt := range []struct {
		text string
		mods []key.Modifiers
		want string
	}{
		{"word", []key.Modifiers{key.ModShortcut}, "[word](https://a.b)"},
		{"word", []key.Modifiers{key.ModShortcut, key.ModShift}, "https://a.b"},
		{"```\nword", []key.Modifiers{key.ModShortcut}, "```\nhttps://a.b"},
	} {
		h := newBench(t, tt.text)
		h.selectRange(len(tt.text)-len("word"), len(tt.text))
		h.press("V", tt.mods...)
		h.clip("https://a.b")
		h.want(tt.want)
	}
}

func TestUndoAndRedo(t *testing.T) {
	h := newBench(t, "")
	h.typed("word")
	h.press("Z", key.ModShortcut)
	h.want("")
	h.press("Z", key.ModShortcut, key.ModShift)
	h.want("word")
	h.press("Z", key.ModShortcut)
	h.press("Y", key.ModShortcut)
	h.want("word")
}

func TestTabIndentsAndShiftTabTakesItBack(t *testing.T) {
	h := newBench(t, "item")
	h.press(key.NameTab)
	h.want("    item")
	h.press(key.NameTab, key.ModShift)
	h.want("item")
}

// What somebody writes above must not move the lines that are read.
func TestRemoteEditsDoNotScrollTheView(t *testing.T) {
	h := newBench(t, strings.Repeat("a line of text\n", 300))
	h.r.Queue(pointer.Event{Kind: pointer.Scroll, Source: pointer.Mouse, Scroll: f32.Pt(0, 2000), Position: f32.Pt(100, 100)})
	h.frame()
	h.frame()
	top := func() (string, int) {
		for _, p := range h.v.placed {
			if p.y >= 0 {
				return string(h.b.Text().AppendRange(nil, p.from, p.from+10)), p.y
			}
		}
		return "", 0
	}
	first := h.v.placed[1].from
	if first < 1000 {
		t.Fatalf("the wheel did not scroll: the first line on the screen begins at %d", first)
	}
	s0, y0 := top()
	h.remote(func(t *crdt.Text) { t.Insert(ava, 0, strings.Repeat("new\n", 50)) })
	h.frame()
	if s1, y1 := top(); s0 != s1 || y0 != y1 {
		t.Errorf("the top line was %q at %d, is %q at %d", s0, y0, s1, y1)
	}
	if now := h.v.placed[1].from; now != first+200 {
		t.Errorf("the first line on the screen began at %d, is now at %d, want %d", first, now, first+200)
	}
}

func TestLongLineIsShapedInChunks(t *testing.T) {
	h := newBench(t, strings.Repeat("many words ", 20_000)) // 220 kB
	h.press(key.NameEnd, key.ModShortcut)
	h.typed("!")
	if s := h.b.Text().String(); !strings.HasSuffix(s, " !") {
		t.Errorf("typed at the end, but the text ends with %q", s[len(s)-5:])
	}
	for _, p := range h.v.placed {
		if p.to-p.from > chunk+300 {
			t.Errorf("a chunk of %d bytes was shaped", p.to-p.from)
		}
	}
	h.press(key.NameUpArrow)
	h.press(key.NameHome, key.ModShortcut)
	h.typed("?")
	if s := h.b.Text().String(); !strings.HasPrefix(s, "?many") {
		t.Errorf("typed at the beginning, but the text begins with %q", s[:5])
	}
}

func TestCellsCoverMixedDirectionsAndClusters(t *testing.T) {
	for _, s := range []string{"abc", "a\tb\t", "שלום abc עולם", "abc שלום 123 def", "e\u0301a", "👨‍👩‍👧 x", "ffi fl", ""} {
		h := newBench(t, s)
		for _, r := range h.v.placed[0].block.rows {
			last := -1
			for _, c := range r.cells {
				if c.at <= last || !utf8.RuneStart(s[c.at]) {
					t.Errorf("%q: cell at %d after %d", s, c.at, last)
				}
				last = c.at
			}
			if s != "" && len(r.cells) == 0 {
				t.Errorf("%q: a row without cells", s)
			}
		}
	}
}

// Every caret position of every row must be reachable with the mouse, and the
// place it is drawn at must lead back to it.
func TestHitTestingIsTheInverseOfDrawing(t *testing.T) {
	h := newBench(t, "# Heading\n\nplain *and* styled text with `code` that is long enough to wrap over several rows of the page, at least two\nlast")
	s := h.b.Text().String()
	for off := range s {
		x, y := h.point(off)
		got, _ := h.v.offsetAt(image.Pt(int(x), int(y)))
		gx, gy := h.point(got)
		if gx != x || gy != y {
			t.Errorf("offset %d at (%v,%v) is hit as %d at (%v,%v)", off, x, y, got, gx, gy)
		}
	}
}

func TestSeveralPlacesOfOthersAreDrawn(t *testing.T) {
	h := newBench(t, "some text\nmore")
	blue := color.NRGBA{B: 255, A: 255}
	h.others = []Caret{
		{Name: "Ava", Colour: blue, Anchor: 0, Head: 4, Moved: h.now},
		{Name: "Jo", Colour: blue, Anchor: 99, Head: 99}, // gone with the text it was in
	}
	h.frame()
}
