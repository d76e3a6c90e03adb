package window

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"gioui.org/io/key"

	"chirograph/editor/buffer"
)

// BenchmarkTextOf10MB measures frames of the text area, without the GPU, with
// the fonts of the program, in a text in which no paragraph is like another:
// a jump to somewhere else, a turn of the wheel, a key press.
func BenchmarkTextOf10MB(b *testing.B) {
	var s strings.Builder
	for i := 0; s.Len() < 10<<20; i++ {
		if i%5 == 0 {
			fmt.Fprintf(&s, "## Heading %d\n\n", i)
		}
		fmt.Fprintf(&s, "Paragraph %d of *text* with %d **strong** words, `code %d` and a [link](to%d.md), as long as people write.\n\n", i, i*7, i, i)
	}
	h := newTextBench(&light, image.Pt(1200, 900), 1)
	h.b.Do(buffer.Replace{From: 0, To: h.b.Text().Len(), Text: s.String()}, 0)
	h.b.Do(buffer.Select{}, 0)
	h.frame()
	h.r.Source().Execute(key.FocusCmd{Tag: &h.v})
	h.frame()
	h.frame()
	b.Run("jump", func(b *testing.B) {
		at := 0
		for b.Loop() {
			at = (at + 7_654_321) % h.b.Text().Len()
			h.v.ScrollTo(at)
			h.frame()
		}
	})
	b.Run("scroll", func(b *testing.B) {
		for b.Loop() {
			h.v.ScrollTo(h.v.Top(h.b.Text()) + 60)
			h.frame()
		}
	})
	b.Run("key", func(b *testing.B) {
		h.v.Reveal()
		h.frame()
		h.frame()
		n := 0
		for b.Loop() {
			if n++; n%64 == 0 {
				h.r.Queue(key.Event{Name: key.NameReturn, State: key.Press})
				h.frame()
			}
			sel := h.r.EditorState().Selection.Range
			h.r.Queue(
				key.EditEvent{Range: sel, Text: "x"},
				key.SelectionEvent{Start: sel.Start + 1, End: sel.Start + 1},
			)
			h.frame()
		}
	})
}
