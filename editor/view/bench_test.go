package view

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	"gioui.org/io/key"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

func markdownOf(bytes int) string {
	const paragraph = "## Heading\n\nRunning *text* with a few **strong** words and `code`, about as long as what people write in one go.\n\n- item\n\n"
	return strings.Repeat(paragraph, bytes/len(paragraph)+1)
}

// report says how long a frame took, and how much of it was spent in drawing.
func report(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/frame")
}

func (h *bench) goTo(off int) {
	h.b.Do(buffer.Select{Anchor: off, Head: off}, 0)
	h.v.Reveal()
	h.frame()
	h.frame()
}

// BenchmarkKeyToFrame measures a key press from the event to the frame drawn
// for it, without the GPU, in the middle of documents of different lengths.
func BenchmarkKeyToFrame(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"10kB", 10 << 10}, {"1MB", 1 << 20}, {"10MB", 10 << 20}} {
		b.Run(size.name, func(b *testing.B) {
			h := newBench(b, markdownOf(size.bytes))
			h.goTo(h.b.Text().LineStart(h.b.Text().Lines() / 2))
			n := 0
			for b.Loop() {
				if n++; n%64 == 0 { // a paragraph of ordinary length
					h.press(key.NameReturn)
				}
				h.queueText("x")
				h.frame()
			}
			report(b)
		})
	}
}

// BenchmarkKeyInLongParagraph is that in the middle of a paragraph of 100 kB.
func BenchmarkKeyInLongParagraph(b *testing.B) {
	h := newBench(b, "# Title\n\n"+strings.ReplaceAll(different(100<<10), "\n", " ")+"\n\nnext")
	h.goTo(50_000)
	n := 0
	for b.Loop() {
		if n++; n%8 == 0 {
			h.queueText(" ")
			h.frame()
		}
		h.queueText("x")
		h.frame()
	}
	report(b)
}

// BenchmarkKeyWithManyCarets types at a hundred carets, of which a screen shows
// some.
func BenchmarkKeyWithManyCarets(b *testing.B) {
	h := newBench(b, markdownOf(1<<20))
	var ranges []buffer.Range
	for i := range 100 {
		at := h.b.Text().LineStart(2 + i*6)
		ranges = append(ranges, buffer.Range{Anchor: at, Head: at})
	}
	h.b.Do(buffer.SelectMany{Ranges: ranges}, 0)
	h.frame()
	h.frame()
	n := 0
	for b.Loop() {
		if n++; n%64 == 0 {
			h.press(key.NameReturn)
		}
		h.queueText("x")
		h.frame()
	}
	report(b)
}

// BenchmarkEverythingShown is a frame with all that a style can ask for.
func BenchmarkEverythingShown(b *testing.B) {
	h := newBench(b, different(1<<20))
	h.style.Numbers, h.style.Whitespace, h.style.CurrentLine, h.style.Gutter = true, true, true, 56
	h.style.Authorship = &Authorship{
		Of:    func(version.Author) (Hand, bool) { return Hand{Pattern: Dashed}, true },
		Wrote: func(version.ID) string { return "Ava" },
	}
	h.style.Author = func(version.Author) (color.NRGBA, bool) { return color.NRGBA{A: 255}, true }
	for at := 0; at+4 < h.b.Text().Len(); at += 16 {
		h.style.Marks = append(h.style.Marks, Mark{From: at, To: at + 4})
	}
	for b.Loop() {
		h.frame()
	}
	report(b)
}

// BenchmarkIdleFrame is a frame in which nothing has happened.
func BenchmarkIdleFrame(b *testing.B) {
	h := newBench(b, markdownOf(10<<20))
	for b.Loop() {
		h.frame()
	}
	report(b)
}

// BenchmarkScroll measures a frame of the wheel, and BenchmarkJump one that
// shows another place of the text.
func BenchmarkScroll(b *testing.B) {
	h := newBench(b, markdownOf(10<<20))
	for b.Loop() {
		h.v.scrollBy(60)
		h.frame()
	}
	report(b)
}

// different is prose in which no paragraph is like another.
func different(bytes int) string {
	var s strings.Builder
	for i := 0; s.Len() < bytes; i++ {
		if i%5 == 0 {
			fmt.Fprintf(&s, "## Heading %d\n\n", i)
		}
		fmt.Fprintf(&s, "Paragraph %d of *text* with %d **strong** words, `code %d` and a [link](to%d.md), as long as people write.\n\n", i, i*7, i, i)
	}
	return s.String()
}

func BenchmarkScrollThroughNewText(b *testing.B) {
	h := newBench(b, different(10<<20))
	for b.Loop() {
		h.v.scrollBy(60)
		h.frame()
	}
	report(b)
}

func BenchmarkJump(b *testing.B) {
	h := newBench(b, different(10<<20))
	n := h.b.Text().Len()
	at := 0
	for b.Loop() {
		at = (at + 7_654_321) % n
		h.v.ScrollTo(at)
		h.frame()
	}
	report(b)
}

// BenchmarkOpen measures the first frame of 10 MB, once the text is loaded.
func BenchmarkOpen(b *testing.B) {
	h := newBench(b, different(10<<20))
	for b.Loop() {
		h.v = View{}
		h.style.Shaper = testStyle().Shaper
		h.draw()
	}
	report(b)
}

// BenchmarkTwentyWriters measures the frames of a second in which twenty others
// type ten characters each, all of them on the page or near it, and one types
// oneself. Taking in their changes is part of it.
func BenchmarkTwentyWriters(b *testing.B) {
	h := newBench(b, markdownOf(1<<20))
	h.goTo(h.b.Text().LineStart(3000))
	h.b.Text().Commit(me, 0)
	others := crdt.New()
	for c := range h.b.Text().Since(nil) {
		if _, err := others.Apply(c); err != nil {
			b.Fatal(err)
		}
	}
	writers := make([]version.Replica, 20)
	for i := range writers {
		writers[i].Author = version.Author{2, byte(i)}
		h.others = append(h.others, Caret{ID: writers[i].Author, Name: fmt.Sprint("Writer ", i), Moved: h.now})
	}
	frames, frame := 0, 0
	var spent time.Duration
	for b.Loop() {
		// At 60 frames a second, 200 operations are 3.3 a frame.
		b.StopTimer()
		var changes []crdt.Change
		for range 3 + frame%3%2 {
			w := writers[frame*7%20]
			frame++
			at := others.LineStart(2985 + frame*13%40)
			others.Insert(w, at, "y")
			c, _ := others.Commit(w, 0)
			changes = append(changes, c)
			i := frame * 7 % 20
			h.others[i].Head, h.others[i].Anchor, h.others[i].Moved = at+1, at+1, h.now
		}
		b.StartTimer()
		start := time.Now()
		for _, c := range changes {
			if err := h.b.Apply(c); err != nil {
				b.Fatal(err)
			}
		}
		if frames%6 == 0 {
			h.queueText("x")
		}
		h.frame()
		spent += time.Since(start)
		frames++
	}
	b.ReportMetric(float64(spent.Microseconds())/float64(frames)/1000, "ms/frame")
}
