package view

import (
	"image"
	"testing"
	"time"

	"gioui.org/io/key"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

func TestAReadOnlyTextRefusesEveryEditAndSaysSo(t *testing.T) {
	const content = "- [ ] one two\n- three"
	for _, tt := range []struct {
		name string
		do   func(h *bench)
		want string
	}{
		{"typing", func(h *bench) { h.typed("x") }, "x"},
		{"typing fast", func(h *bench) { h.typed("x"); h.typed("yz") }, "xyz"},
		{"Enter", func(h *bench) { h.press(key.NameReturn) }, "\n"},
		{"Shift+Enter", func(h *bench) { h.press(key.NameReturn, key.ModShift) }, "\n"},
		{"Backspace", func(h *bench) { h.press(key.NameEnd); h.press(key.NameDeleteBackward) }, ""},
		{"cutting", func(h *bench) { h.press("A", key.ModShortcut); h.press("X", key.ModShortcut) }, ""},
		{"undo", func(h *bench) { h.press("Z", key.ModShortcut) }, ""},
		{"a box", func(h *bench) { x, y := h.point(3); h.click(x+4, y, 0) }, ""},
		{"a command", func(h *bench) { h.v.Do(h.b, buffer.Type{Text: "x"}, h.now) }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newBench(t, content)
			h.style.ReadOnly = true
			h.frame()
			tt.do(h)
			if got := h.b.Text().String(); got != content {
				t.Errorf("the text is %q", got)
			}
			if got, ok := h.v.Refused(); !ok || got != tt.want {
				t.Errorf("refused %q, %v, want %q", got, ok, tt.want)
			}
			if _, ok := h.v.Refused(); ok {
				t.Error("it was refused a second time")
			}
		})
	}
}

func TestAReadOnlyTextIsSelectedAndCopied(t *testing.T) {
	h := newBench(t, "one two")
	h.style.ReadOnly = true
	h.frame()
	h.press(key.NameRightArrow, key.ModShift)
	h.press(key.NameRightArrow, key.ModShift)
	h.press(key.NameRightArrow, key.ModShift)
	h.press("C", key.ModShortcut)
	if _, content, ok := h.r.WriteClipboard(); !ok || string(content) != "one" {
		t.Errorf("copied %q, %v", content, ok)
	}
	if _, ok := h.v.Refused(); ok {
		t.Error("to copy was refused")
	}
}

func TestTurnKeepsARowAtItsPlaceInAnotherText(t *testing.T) {
	long := ""
	for range 80 {
		long += "A line of some words.\n"
	}
	h := newBench(t, long+"here\n"+long)
	h.v.ScrollTo(len(long))
	h.frame()
	off, y := h.v.Place(h.b.Text())
	if off != len(long)-22 || y != 12 { // the row before the one that stands at the top margin
		t.Fatalf("the page begins with the row at %d, at %d", off, y)
	}
	other := buffer.New(crdt.New(), me)
	other.Do(buffer.Replace{Text: "here\n" + long}, 0)
	other.Do(buffer.Select{Anchor: other.Text().Len(), Head: other.Text().Len()}, 0)
	h.b = other
	h.v.Turn(0, y)
	h.frame()
	if off, now := h.v.Place(h.b.Text()); off != 0 || now != y {
		t.Errorf("the row at %d is at %d; want 0 at %d", off, now, y)
	}
	back := buffer.New(crdt.New(), me)
	back.Do(buffer.Replace{Text: long + long + "here\n" + long}, 0)
	h.b = back
	h.v.Turn(2*len(long), 111)
	h.frame()
	at, _, ok := h.v.find(2*len(long), false)
	if !ok || h.v.placed[at].y != 111 {
		t.Errorf("the row is not at 111 pixels: %v", ok)
	}
}

func TestAChipIsPressedInsteadOfTheText(t *testing.T) {
	h := newBench(t, "one CHIP two")
	h.style.Changes = []Change{{From: 0, To: 3, Kind: Inserted}, {From: 4, To: 8, Kind: Chip, Words: "deleted"}}
	h.frame()
	var box image.Rectangle
	h.v.bands(4, 8, func(b image.Rectangle, _ int) { box = b })
	h.now = h.now.Add(time.Second)
	h.click(float32(box.Min.X+6), float32(box.Min.Y+12), 0)
	if from, ok := h.v.Pressed(); !ok || from != 4 {
		t.Errorf("pressed %d, %v", from, ok)
	}
	if _, head := h.b.Selection(); head != 0 {
		t.Errorf("the caret went to %d", head)
	}
	h.v.bands(0, 3, func(b image.Rectangle, _ int) { box = b })
	h.now = h.now.Add(time.Second)
	h.click(float32(box.Min.X+1), float32(box.Min.Y+12), 0)
	if _, ok := h.v.Pressed(); ok {
		t.Error("what was inserted is no chip")
	}
}

func TestChangesOfAStretchAreFound(t *testing.T) {
	s := Style{Changes: []Change{{From: 2, To: 4}, {From: 4, To: 5}, {From: 9, To: 9}, {From: 10, To: 12}}}
	for _, tt := range []struct{ from, to, first, n int }{
		{0, 2, 0, 0}, {0, 3, 0, 1}, {3, 4, 0, 1}, {4, 5, 1, 1}, {0, 20, 0, 4}, {11, 20, 3, 1}, {12, 20, 4, 0},
	} {
		got := s.changesIn(tt.from, tt.to)
		if len(got) != tt.n || tt.n > 0 && got[0] != s.Changes[tt.first] {
			t.Errorf("between %d and %d there are %v", tt.from, tt.to, got)
		}
	}
}
