package window

import (
	"image"
	"strings"
	"testing"

	"gioui.org/gpu/headless"
	"gioui.org/io/key"

	"chirograph/sync/identity"
)

// BenchmarkDraw draws a full page, one letter changed each time: what a key
// press costs the driver, which is mostly the machine's own processor where
// there is no GPU.
func BenchmarkDraw(b *testing.B) {
	s := &shelf{me: identity.Profile{Name: "Mara"}}
	d := s.add("# Title\n\n" + strings.Repeat("The first frost came on the ninth, two weeks earlier than last year. ", 60))
	h := newBench(b, s)
	h.size = image.Pt(1280, 780)
	h.u.open(d.id)
	h.settle()
	h.press(key.NameEnd, key.ModShortcut)
	w, err := headless.NewWindow(h.size.X, h.size.Y)
	if err != nil {
		b.Skip("no graphics driver: ", err)
	}
	defer w.Release()
	img := image.NewRGBA(image.Rectangle{Max: h.size})
	for b.Loop() {
		sel := h.r.EditorState().Selection.Range
		h.r.Queue(key.EditEvent{Range: sel, Text: "x"}, key.SelectionEvent{Start: sel.Start + 1, End: sel.Start + 1})
		h.frame()
		if err := w.Frame(&h.ops); err != nil {
			b.Fatal(err)
		}
		if err := w.Screenshot(img); err != nil { // waits until it is drawn
			b.Fatal(err)
		}
	}
}
