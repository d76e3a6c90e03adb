package window

import (
	"image"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gioui.org/f32"
	"gioui.org/io/input"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/unit"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/editor/view"
)

// sampler has every kind of line and of mark, and some scripts.
const sampler = "---\ntitle: Field notes\n---\n# Field notes, *autumn* #\n\nThe first frost came on the *ninth*, two weeks **earlier** than last year, see [the protocol](notes/birds.md) and https://example.org/a_b. The ~~alders~~ by the `weir` had ***already*** dropped &amp; more.[^1]\n\n> Quoted text that is long enough to be wrapped over at least two rows, so that one can see how the second row hangs below the first\n> > and a second level\n\n## What to measure\n\n- Water level at the weir, **every morning**, which is a long item that wraps over two rows so that its hanging indent is seen\n- [ ] Soil temperature at 10 cm\n- [x] Bird counts, done\n    1. nested item\n\n```go\nfunc main() {\n\tfmt.Println(\"hello\") // a comment that is long enough to be wrapped somewhere near the right edge of the page\n}\n```\n\n| Place | Level | When   |\n|-------|------:|--------|\n| weir  |    12 | ninth  |\n| mill  |     7 | tenth  |\n\n---\n\nMixed: עברית with English (and brackets) and العربية too, 漢字 かな e\u0301.\n"

// TestPicturesOfText are pictures of what the text area alone can show.
func TestPicturesOfText(t *testing.T) {
	for _, p := range []struct {
		name  string
		th    *theme
		size  image.Point
		scale float32
		set   func(h *textBench)
	}{
		{"text", &light, image.Pt(900, 1120), 1, func(*textBench) {}},
		{"text_dark_2x", &dark, image.Pt(1800, 1400), 2, func(h *textBench) { h.s.CurrentLine = true }},
		{"text_options", &light, image.Pt(900, 1120), 1, func(h *textBench) {
			h.s.Numbers, h.s.Whitespace, h.s.CurrentLine = true, true, true
			h.find("th", 4)
			h.carets("(and", "nested", "Println")
		}},
		{"text_options_dark", &dark, image.Pt(900, 1120), 1, func(h *textBench) {
			h.s.Numbers, h.s.Whitespace, h.s.CurrentLine = true, true, true
			h.find("th", 4)
			h.carets("(and", "nested", "Println")
		}},
		{"text_people", &light, image.Pt(900, 560), 1, func(h *textBench) {
			h.people()
			h.v.Follow(version.Author{2})
			h.b.Do(buffer.Select{Anchor: strings.Index(sampler, "two weeks"), Head: strings.Index(sampler, "than last")}, 0)
		}},
		{"text_authors", &light, image.Pt(900, 1120), 1, func(h *textBench) { h.authors() }},
		{"text_authors_dark", &dark, image.Pt(900, 1120), 1, func(h *textBench) { h.authors() }},
		{"text_zoom", &light, image.Pt(900, 700), 3, func(*textBench) {}},
	} {
		t.Run(p.name, func(t *testing.T) {
			h := newTextBench(p.th, p.size, p.scale)
			p.set(h)
			h.frame()
			h.r.Source().Execute(key.FocusCmd{Tag: &h.v})
			h.frame()
			h.frame()
			compare(t, filepath.Join("testdata", p.name+".png"), shoot(t, &h.ops, p.size))
		})
	}
}

// textBench is a view with a text that four people wrote.
type textBench struct {
	th     *theme
	size   image.Point
	scale  float32
	b      *buffer.Buffer
	v      view.View
	s      view.Style
	others []view.Caret
	r      input.Router
	ops    op.Ops
	now    time.Time
}

func newTextBench(th *theme, size image.Point, scale float32) *textBench {
	h := &textBench{th: th, size: size, scale: scale, now: time.Unix(1_800_000_000, 0)}
	text := crdt.New()
	rest := sampler
	for i := byte(0); rest != ""; i++ { // forty bytes each, in turn
		n := min(40, len(rest))
		for n < len(rest) && !utf8.RuneStart(rest[n]) {
			n++
		}
		who := version.Replica{Author: version.Author{1 + i%4}}
		text.Insert(who, text.Len(), rest[:n])
		text.Commit(who, 0)
		rest = rest[n:]
	}
	h.b = buffer.New(text, version.Replica{Author: version.Author{1}})
	h.s = view.Style{
		Shaper: newShaper(false), Text: prose, Code: mono, Label: sans, Weight: th.weight, Size: 16, LineHeight: 28,
		Measure: 720, Gutter: 56, Margin: 24, Top: 36,
		Ground: th.canvas, Ink: th.ink, Ink2: th.ink2, Quiet: th.ink3, Find: th.warn, Accent: th.accent,
		Selection: th.selection, Wash: th.wash, Tint: th.others, Bar: th.bar,
	}
	return h
}

func (h *textBench) frame() {
	h.ops.Reset()
	gtx := layout.Context{
		Ops: &h.ops, Now: h.now, Source: h.r.Source(), Constraints: layout.Exact(h.size),
		Metric: unit.Metric{PxPerDp: h.scale, PxPerSp: h.scale},
	}
	paint.FillShape(gtx.Ops, h.s.Ground, clip.Rect(image.Rectangle{Max: h.size}).Op())
	h.v.Update(gtx, h.b)
	h.v.Layout(gtx, h.b, h.s, h.others)
	h.r.Frame(gtx.Ops)
}

func (h *textBench) find(what string, current int) {
	for at := 0; ; {
		i := strings.Index(sampler[at:], what)
		if i < 0 {
			return
		}
		at += i + len(what)
		h.s.Marks = append(h.s.Marks, view.Mark{From: at - len(what), To: at, Current: len(h.s.Marks) == current})
	}
}

func (h *textBench) carets(before ...string) {
	var ranges []buffer.Range
	for _, s := range before {
		at := strings.Index(sampler, s)
		ranges = append(ranges, buffer.Range{Anchor: at, Head: at})
	}
	h.b.Do(buffer.SelectMany{Ranges: ranges}, 0)
}

func (h *textBench) people() {
	caret := func(id byte, name, anchor, head string) view.Caret {
		return view.Caret{
			ID: version.Author{id}, Name: name, Colour: h.th.person(int(id)), Label: h.th.onPerson,
			Anchor: strings.Index(sampler, anchor), Head: strings.Index(sampler, head), Moved: h.now,
		}
	}
	ava, jo, mei := caret(2, "Ava", "alders", " dropped"), caret(3, "Jo", "second row", "second row"), caret(4, "Mei Lin", "\n\n## What", "\n\n## What")
	jo.Moved, jo.Idle = h.now.Add(-time.Minute), true
	away := caret(6, "Sam", "wrapped over", "wrapped over")
	away.Moved, away.Away = h.now.Add(-time.Hour), true
	h.others = []view.Caret{ava, jo, mei, away}
}

// authors shows who wrote what, with the mouse over a word.
func (h *textBench) authors() {
	h.s.Authorship = &view.Authorship{
		Of: func(a version.Author) (view.Hand, bool) {
			return view.Hand{Colour: h.th.person(int(a[0])), Pattern: view.Pattern(a[0]) % view.Patterns}, true
		},
		Wrote: func(version.ID) string { return "Ava, Tue 14:02" },
	}
	h.frame()
	h.frame() // the view listens to the mouse once it has been seen
	h.r.Queue(pointer.Event{Kind: pointer.Move, Source: pointer.Mouse, Position: f32.Pt(300, 190)})
}
