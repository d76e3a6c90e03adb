package window

import (
	"image"
	"testing"
	"time"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
)

func (h *bench) wheel(at f32.Point, by float32) {
	h.r.Queue(pointer.Event{Kind: pointer.Scroll, Source: pointer.Mouse, Position: at, Scroll: f32.Pt(0, by)})
	h.settle()
}

func TestTheMouseAtRestIsToldWhatAPictureStandsFor(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press("F", key.ModShortcut)
	for _, c := range []struct{ control, keys string }{
		{"Match upper and lower case", "Alt+C"},
		{"History", "Ctrl+Shift+H"},
	} {
		h.hover(c.control)
		if h.says(c.keys) {
			t.Errorf("the tip of %q comes at once", c.control)
		}
		h.now = h.now.Add(restsFor)
		h.settle()
		h.want(c.keys)
		h.click(c.control)
		h.now = h.now.Add(time.Second)
		h.settle()
		if h.says(c.keys) {
			t.Errorf("the tip of %q stays after a press", c.control)
		}
	}
}

func TestATipComesOnlyToAMouseThatHasMovedThere(t *testing.T) {
	h := newBench(t, fullShelf())
	h.size.X = 900
	openFirst(h)
	rest := func() {
		h.now = h.now.Add(restsFor)
		h.settle()
	}
	h.hover("Library")
	rest()
	h.want("Ctrl+\\")
	h.click("Library")
	rest()
	if h.says("Ctrl+\\") {
		t.Error("what lies below the library has a tip")
	}
	h.press(key.NameEscape, 0)
	rest()
	if h.says("Ctrl+\\") {
		t.Error("the tip comes back though the mouse has not moved")
	}
	h.r.Queue(pointer.Event{Kind: pointer.Move, Source: pointer.Mouse, Position: f32.Pt(500, 500)})
	h.settle()
	h.hover("Library")
	rest()
	h.want("Ctrl+\\")
}

func TestASheetInASmallWindowScrolls(t *testing.T) {
	h := newBench(t, fullShelf())
	h.size = image.Pt(420, 360)
	openFirst(h)
	h.press("S", key.ModShortcut|key.ModShift)
	before, ok := h.find("Copy link")
	if !ok {
		t.Fatal("no button")
	}
	h.wheel(f32.Pt(200, 200), 100)
	if after, _ := h.find("Copy link"); after.Min.Y != before.Min.Y-100 {
		t.Errorf("after the wheel the button is at %v, before at %v", after, before)
	}
	h.press(key.NameEscape, 0)
	h.press("S", key.ModShortcut|key.ModShift)
	if again, _ := h.find("Copy link"); again != before {
		t.Errorf("opened again, it is at %v", again)
	}
}

func TestTheWheelTurnsListsAndTextAsFarAsItShould(t *testing.T) {
	h, d := newBenchWith(t, sections(200))
	h.u.present(newShortcuts())
	h.settle()
	s, ok := h.u.screen.(*shortcuts)
	if !ok {
		t.Fatal("the shortcuts are not shown")
	}
	for _, times := range []float32{1, 4} {
		h.u.wheel = times
		h.settle()
		before := s.column.list.Position.Offset
		h.wheel(f32.Pt(800, 500), 10)
		h.wheel(f32.Pt(800, 500), 10)
		if got, want := s.column.list.Position.Offset-before, int(20*times); got != want {
			t.Errorf("at %v times the list moved by %d, want %d", times, got, want)
		}
	}
	h.wheel(f32.Pt(800, 500), -1000)
	if got := s.column.list.Position.Offset; got != 0 {
		t.Errorf("turned back beyond the beginning it is at %d", got)
	}
	h.press(key.NameEscape, 0)
	h.settle()
	moved := func() int {
		before := h.u.page.view.Top(d.buf.Text())
		for range 20 {
			h.wheel(f32.Pt(800, 500), 20)
		}
		return h.u.page.view.Top(d.buf.Text()) - before
	}
	h.u.wheel = 1
	h.settle()
	once := moved()
	h.u.wheel = 4
	h.settle()
	if four := moved(); four < 3*once {
		t.Errorf("400 pixels moved the text by %d bytes, and four times as many by %d", once, four)
	}
}
