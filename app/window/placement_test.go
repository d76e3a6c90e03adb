package window

import (
	"image"
	"testing"
	"time"

	"gioui.org/app"
	"gioui.org/unit"
)

func TestTheSizeOfTheWindowIsKeptOnceItStays(t *testing.T) {
	h := newBench(t, fullShelf())
	now := time.Unix(1_800_000_000, 0)
	kept := func() [3]string {
		s := h.shelf.settings
		return [3]string{s["window-width"], s["window-height"], s["window-maximized"]}
	}
	h.u.placed(now.Add(-time.Minute), image.Pt(2360, 1560), 2) // as it was opened
	h.u.placed(now, image.Pt(2000, 1600), 2)
	until := h.u.placed(now.Add(500*time.Millisecond), image.Pt(2200, 1600), 2)
	if want := now.Add(1500 * time.Millisecond); until != want || kept() != [3]string{} {
		t.Errorf("while it is dragged: look again at %v, want %v; kept %q", until, want, kept())
	}
	h.u.placed(until, image.Pt(2200, 1600), 2)
	if want := [3]string{"1100", "800", ""}; kept() != want {
		t.Errorf("after a second: kept %q, want %q", kept(), want)
	}
	h.u.configured(app.Maximized)
	h.u.placed(until, image.Pt(3840, 2160), 2)
	h.u.placed(until.Add(settles), image.Pt(3840, 2160), 2)
	if want := [3]string{"1100", "800", "true"}; kept() != want {
		t.Errorf("maximized: kept %q, want %q", kept(), want)
	}
	if p := loadPreferences(h.shelf.Setting); p.Width != 1100 || p.Height != 800 || !p.Maximized {
		t.Errorf("the next window opens with %d, %d, %v", p.Width, p.Height, p.Maximized)
	}
}

func TestFullScreenIsAskedForOnceAndLeft(t *testing.T) {
	h := newBench(t, fullShelf())
	asks := func() string {
		o, ok := h.u.wished()
		if !ok {
			return "nothing"
		}
		var c app.Config
		o(unit.Metric{PxPerDp: 1, PxPerSp: 1}, &c)
		return c.Mode.String()
	}
	h.settle()
	if got := asks(); got != "nothing" {
		t.Errorf("at first it asks for %s", got)
	}
	h.press("F11", 0)
	if got := asks() + ", " + asks(); got != "fullscreen, nothing" {
		t.Errorf("F11 asks for %s", got)
	}
	h.u.configured(app.Fullscreen)
	h.press("F11", 0)
	if got := asks(); got != "windowed" {
		t.Errorf("F11 again asks for %s", got)
	}
	h.u.configured(app.Windowed)
	h.u.configured(app.Fullscreen) // by the window manager's own key
	if !h.u.fullScreen || asks() != "nothing" {
		t.Error("the window does not follow the window manager")
	}
}

func TestFullScreenIsLeftForWhatTheWindowWasBefore(t *testing.T) {
	for _, before := range []app.WindowMode{app.Windowed, app.Maximized} {
		h := newBench(t, fullShelf())
		h.settle()
		now := time.Unix(1_800_000_000, 0)
		h.u.placed(now, image.Pt(1100, 700), 1)
		h.u.configured(before)
		h.u.placed(now, image.Pt(1100, 700), 1)
		c := app.Config{Mode: before, Size: image.Pt(1100, 700)}
		ask := func() {
			if o, ok := h.u.wished(); ok {
				o(unit.Metric{PxPerDp: 1, PxPerSp: 1}, &c)
				h.u.configured(c.Mode)
			}
			h.u.placed(now, c.Size, 1)
		}
		h.press("F11", 0)
		c.Size = image.Pt(1920, 1080)
		ask()
		h.press("F11", 0)
		if ask(); c.Mode != app.Windowed || c.Size != image.Pt(1100, 700) {
			t.Errorf("%v: it is left for %v of %v", before, c.Mode, c.Size)
		}
		if ask(); c.Mode != before {
			t.Errorf("before it was %v, afterwards it is %v", before, c.Mode)
		}
	}
}

func TestWindowsOfTwoSizesDoNotQuarrel(t *testing.T) {
	h, other := newBench(t, fullShelf()), newBench(t, fullShelf())
	h.u.others, other.u.others = both{solo{h.u}, other.u}, both{solo{other.u}, h.u}
	now := time.Unix(1_800_000_000, 0)
	frames := func() {
		for range 3 {
			now = now.Add(2 * settles)
			h.u.placed(now, image.Pt(1000, 800), 1)
			other.u.placed(now, image.Pt(700, 600), 1)
		}
	}
	frames()
	h.u.placed(now, image.Pt(900, 800), 1)
	h.u.placed(now.Add(settles), image.Pt(900, 800), 1)
	h.u.placed(now.Add(settles), image.Pt(1000, 800), 1)
	frames()
	if got := h.u.prefs.Width; got != 1000 {
		t.Errorf("the window that was resized last is %d wide, but %d is kept", 1000, got)
	}
	writes := len(other.shelf.settings)
	frames()
	if len(other.shelf.settings) != writes || other.shelf.settings["window-width"] != "" {
		t.Error("a window that nobody resized keeps its size over the other's")
	}
}
