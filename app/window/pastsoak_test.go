package window

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// TestNoWayThroughTheHistoryLosesAWord presses keys and the mouse at random,
// while others write. Whatever a person does, all that was ever written can be
// read again, and what is shown of the past is what was.
func TestNoWayThroughTheHistoryLosesAWord(t *testing.T) {
	keys := []key.Name{
		key.NameLeftArrow, key.NameRightArrow, key.NameUpArrow, key.NameDownArrow, key.NameHome, key.NameEnd, key.NamePageUp, key.NamePageDown,
		key.NameSpace, key.NameReturn, key.NameEscape, key.NameF6, key.NameF7, key.NameDeleteBackward, key.NameTab,
		"D", "W", "N", "R", "[", "]", "+", "-", "F", "H", "Z", "C", "A",
	}
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 0))
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { wander(t, r, keys) })
	}
}

func wander(t *testing.T, r *rand.Rand, keys []key.Name) {
	h := newBench(t, historyShelf())
	openHistory(h)
	d := h.shelf.docs[0]
	type old struct {
		at   version.Vector
		text string
	}
	var known []old
	for range 30 {
		v := d.buf.Text().Vector()
		known = append(known, old{v, string(d.buf.History().At(v))})
		switch r.IntN(10) {
		case 0, 1, 2, 3, 4:
			mods := [...]key.Modifiers{0, 0, 0, key.ModShift, key.ModShortcut}
			h.press(keys[r.IntN(len(keys))], mods[r.IntN(len(mods))])
		case 5, 6:
			h.mouse(f32.Pt(float32(260+r.IntN(h.size.X-260)), float32(50+r.IntN(h.size.Y-50))))
		case 7:
			words := [...]string{"x", "river", "d", "\n"}
			h.typed(words[r.IntN(len(words))])
		case 8:
			if historyOpen(h.u) && !h.u.covered() {
				place := r.Float32()
				h.onSlider(pointer.Press, place, key.Modifiers(r.IntN(3)/2)*key.ModShift)
				h.onSlider(pointer.Release, place, 0)
			}
		default:
			d.as(jo, func(t *crdt.Text) { t.Insert(jo, 0, "News. ") })
			h.u.page.changes++
			h.size.X = [...]int{560, 900, 1280, 1500}[r.IntN(4)]
			h.now = h.now.Add(3 * time.Second)
		}
		h.settle()
		if p := h.u.page; p.inPast() && !p.past.lens.on() && p.doc == document(d) {
			if got, want := h.shown(), string(d.buf.History().At(p.past.shown)); got != want {
				t.Fatalf("shown is %q, want %q", got, want)
			}
		}
	}
	d.buf.Text().Commit(myself, 1_800_000_100_000)
	for _, k := range known {
		if got := string(d.buf.History().At(k.at)); got != k.text {
			t.Fatalf("a version is %q now, and was %q", got, k.text)
		}
	}
}
