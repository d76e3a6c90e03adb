package view

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"gioui.org/f32"
	"gioui.org/io/input"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/unit"

	"chirograph/editor/reading"
)

// sheet is a preview on a table.
type sheet struct {
	r    input.Router
	ops  op.Ops
	size image.Point
	s    Style
	p    Preview
}

func newSheet(source string) *sheet {
	h := &sheet{size: image.Pt(800, 600), s: testStyle()}
	h.p.Show(reading.Parse([]byte(source)))
	h.frame()
	return h
}

func (h *sheet) frame() {
	h.ops.Reset()
	gtx := layout.Context{
		Ops: &h.ops, Now: time.Unix(1_800_000_000, 0), Source: h.r.Source(),
		Metric: unit.Metric{PxPerDp: 1, PxPerSp: 1}, Constraints: layout.Exact(h.size),
	}
	h.p.Layout(gtx, h.s)
	h.r.Frame(gtx.Ops)
}

func book(sections int) string {
	var out strings.Builder
	for i := range sections {
		fmt.Fprintf(&out, "## Section %d\n\nThe *first* frost came on the **ninth**, two weeks earlier than last year. The alders by the weir had already dropped most of their leaves.\n\n- one\n- two\n\n", i)
	}
	return out.String()
}

func TestPreviewShapesOnlyWhatIsOnTheScreen(t *testing.T) {
	h := newSheet(book(5000))
	if got := len(h.p.shaped); got > 60 {
		t.Errorf("%d blocks were shaped for one screen", got)
	}
	h.p.ScrollTo(400_000)
	h.frame()
	if got := len(h.p.shaped); got > 120 {
		t.Errorf("%d blocks were shaped for two screens", got)
	}
}

func TestPreviewScrollsToAPlaceInTheSourceAndSaysWhereItIs(t *testing.T) {
	source := book(300)
	h := newSheet(source)
	for _, n := range []int{0, 1, 17, 150, 280} {
		off := strings.Index(source, fmt.Sprintf("## Section %d\n", n)) + 3
		h.p.ScrollTo(off)
		h.frame()
		if got := h.p.Top(); got < off-3 || got > off+40 {
			t.Errorf("scrolled to %d, it says it is at %d", off, got)
		}
	}
	h.p.ScrollTo(1 << 30)
	h.frame()
	if h.p.placed[len(h.p.placed)-1].i != len(h.p.blocks)-1 {
		t.Error("beyond the end is not the end")
	}
}

func TestPreviewKeepsItsPlaceWhenTheTextOrTheWidthChanges(t *testing.T) {
	source := book(300)
	h := newSheet(source)
	off := strings.Index(source, "## Section 150\n")
	h.p.ScrollTo(off)
	h.frame()
	h.p.Show(reading.Parse([]byte(source + "more\n")))
	h.frame()
	if got := h.p.Top(); got < off-3 || got > off+40 {
		t.Errorf("after an edit at the end it is at %d, was at %d", got, off)
	}
	h.size.X = 400
	h.frame()
	if got := h.p.Top(); got < off-3 || got > off+40 {
		t.Errorf("in a narrower window it is at %d, was at %d", got, off)
	}
}

func TestPreviewWheelScrollsAndStopsAtTheEnds(t *testing.T) {
	h := newSheet(book(20))
	wheel := func(d float32) {
		h.r.Queue(pointer.Event{Kind: pointer.Scroll, Source: pointer.Mouse, Position: f32.Pt(400, 300), Scroll: f32.Pt(0, d)})
		h.frame()
		h.frame()
	}
	wheel(-500)
	if h.p.Scrolled() || h.p.y != h.p.column.Min.Y {
		t.Error("it scrolls up from the beginning")
	}
	wheel(200)
	if !h.p.Scrolled() || h.p.Top() == 0 {
		t.Error("the wheel does not scroll")
	}
	for range 100 {
		wheel(500)
	}
	last := h.p.placed[len(h.p.placed)-1]
	if foot := last.y + last.leaf.height; last.i != len(h.p.blocks)-1 || foot < h.size.Y/3 || foot > h.size.Y {
		t.Errorf("at the end the last line stands at %d", foot)
	}
}

func TestPreviewReportsTheLinkThatWasClicked(t *testing.T) {
	h := newSheet("see [the protocol](notes/birds.md) and [more](http://x.y)\n\n| [cell](z) |\n|---|\n| a |\n")
	click := func(word string) string {
		for _, l := range h.p.placed {
			for _, pt := range l.leaf.strips {
				text := h.p.blocks[l.i].Text
				if h.p.blocks[l.i].Kind == reading.Table {
					text = h.p.blocks[l.i].Rows[0][0].Text
				}
				i := strings.Index(text, word)
				if i < 0 {
					continue
				}
				r := &pt.block.rows[0]
				at := f32.Pt(float32(h.p.column.Min.X+pt.x+r.x(i).Round()+3), float32(l.y+pt.y+r.y+r.height/2))
				h.r.Queue(
					pointer.Event{Kind: pointer.Press, Source: pointer.Mouse, Buttons: pointer.ButtonPrimary, Position: at},
					pointer.Event{Kind: pointer.Release, Source: pointer.Mouse, Position: at},
				)
				h.frame()
				link, _ := h.p.Opened()
				return link
			}
		}
		t.Fatalf("%q is not on the page", word)
		return ""
	}
	for word, want := range map[string]string{"protocol": "notes/birds.md", "more": "http://x.y", "cell": "z", "and": ""} {
		if got := click(word); got != want {
			t.Errorf("a click on %q opens %q, want %q", word, got, want)
		}
	}
}

func TestPiecesOfWhatIsLongHoldAllOfIt(t *testing.T) {
	for name, b := range map[string]reading.Block{
		"code":  {Kind: reading.Code, To: 9000, Text: strings.Repeat("line of code\n", 500) + "end"},
		"prose": {To: 20000, Text: strings.Repeat("wörd ", 4000), Runs: []reading.Run{{From: 10, To: 23000, Style: reading.Strong}}, Marker: "•"},
	} {
		got := pieces([]reading.Block{b})
		if len(got) < 4 {
			t.Errorf("%s: %d pieces", name, len(got))
		}
		var all []string
		last := b.From
		for i, p := range got {
			all = append(all, p.Text)
			if p.From < last || p.To < p.From || i > 0 && p.Marker != "" {
				t.Errorf("%s: piece %d is from %d to %d, with the sign %q", name, i, p.From, p.To, p.Marker)
			}
			last = p.From
		}
		sep := ""
		if b.Kind == reading.Code {
			sep = "\n"
		}
		if strings.Join(all, sep) != b.Text {
			t.Errorf("%s: the pieces are not the whole", name)
		}
	}
}

func TestColumnsThatDoNotFitTakeFromTheWidest(t *testing.T) {
	for _, tt := range []struct{ widths, want []int }{
		{[]int{10, 20, 30}, []int{10, 20, 30}},
		{[]int{10, 20, 300}, []int{10, 20, 70}},
		{[]int{10, 200, 300}, []int{10, 45, 45}},
		{[]int{100, 100, 100, 100}, []int{25, 25, 25, 25}},
		{nil, nil},
	} {
		if got := fitted(tt.widths, 100); !slices.Equal(got, tt.want) {
			t.Errorf("%v in 100: got %v, want %v", tt.widths, got, tt.want)
		}
	}
}

func BenchmarkPreviewJump(b *testing.B) {
	h := newSheet(book(50_000))
	size := h.p.blocks[len(h.p.blocks)-1].To
	n := 0
	for b.Loop() {
		n = (n + 7919*1000) % size
		h.p.ScrollTo(n)
		h.frame()
	}
}

// A line of half a megabyte took more than a minute to shape at once.
func TestPreviewShapesCodeInPieces(t *testing.T) {
	for _, line := range []string{strings.Repeat("a", 1<<19), strings.Repeat("漢", 1<<17), strings.Repeat("a b", 1<<17)} {
		h := newSheet("```\n" + line + "\nend\n```\n")
		var code strings.Builder
		for _, b := range h.p.blocks {
			for l := range strings.SplitSeq(b.Text, "\n") {
				if len(l) > chunk {
					t.Fatalf("%d bytes are shaped at once", len(l))
				}
				code.WriteString(l)
			}
		}
		if code.String() != line+"end" {
			t.Error("some of the code is missing")
		}
		if got := len(h.p.shaped); got > 60 {
			t.Errorf("%d pieces were shaped for one screen", got)
		}
	}
}
