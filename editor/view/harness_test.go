package view

import (
	"image"
	"image/color"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gioui.org/f32"
	"gioui.org/font/gofont"
	"gioui.org/io/input"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/io/transfer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/text"
	"gioui.org/unit"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// bench is a view on a table: a router gives it events, no window and no GPU.
type bench struct {
	t      testing.TB
	r      input.Router
	ops    op.Ops
	now    time.Time
	size   image.Point
	style  Style
	others []Caret
	b      *buffer.Buffer
	v      View
}

var (
	me  = version.Replica{Author: version.Author{1}}
	ava = version.Replica{Author: version.Author{2}}
)

func testStyle() Style {
	black := color.NRGBA{A: 255}
	return Style{
		Shaper: text.NewShaper(text.NoSystemFonts(), text.WithCollection(gofont.Collection())),
		Text:   "Go", Code: "Go Mono", Label: "Go", Size: 16, LineHeight: 28,
		Measure: 720, Margin: 24, Top: 40, Tint: 30,
		Ground: color.NRGBA{R: 255, G: 255, B: 255, A: 255}, Ink: black, Ink2: black, Find: black, Wash: black, Quiet: black, Accent: black, Selection: black, Bar: black,
	}
}

func newBench(t testing.TB, content string) *bench {
	h := &bench{t: t, now: time.Unix(1_800_000_000, 0), size: image.Pt(800, 600), style: testStyle()}
	h.b = buffer.New(crdt.New(), me)
	if content != "" {
		h.b.Do(buffer.Replace{Text: content}, 0)
		h.b.Do(buffer.Select{}, 0)
	}
	h.frame()
	h.r.Source().Execute(key.FocusCmd{Tag: &h.v})
	h.frame()
	h.frame()
	return h
}

func (h *bench) frame() {
	h.update()
	h.draw()
}

func (h *bench) update() {
	h.now = h.now.Add(16 * time.Millisecond)
	h.v.Update(h.context(), h.b)
}

func (h *bench) draw() {
	gtx := h.context()
	h.v.Layout(gtx, h.b, h.style, h.others)
	h.r.Frame(gtx.Ops)
}

func (h *bench) context() layout.Context {
	h.ops.Reset()
	return layout.Context{
		Ops: &h.ops, Now: h.now, Source: h.r.Source(),
		Metric: unit.Metric{PxPerDp: 1, PxPerSp: 1}, Constraints: layout.Exact(h.size),
	}
}

// queueText queues what the window sends when s is typed.
func (h *bench) queueText(s string) {
	h.t.Helper()
	sel := ordered(h.r.EditorState().Selection.Range)
	n := sel.Start + utf8.RuneCountInString(s)
	h.r.Queue(key.EditEvent{Range: sel, Text: s}, key.SelectionEvent{Start: n, End: n})
}

func (h *bench) typed(s string) {
	h.t.Helper()
	h.queueText(s)
	h.frame()
	h.frame() // the selection of the frame before is executed with this one
}

func (h *bench) press(name key.Name, mods ...key.Modifiers) {
	var m key.Modifiers
	for _, mod := range mods {
		m |= mod
	}
	h.r.Queue(key.Event{Name: name, Modifiers: m, State: key.Press})
	h.frame()
}

// remote edits as somebody else: on a text of their own that is then merged.
func (h *bench) remote(f func(t *crdt.Text)) {
	h.t.Helper()
	h.b.Text().Commit(me, 0)
	theirs := crdt.New()
	for c := range h.b.Text().Since(nil) {
		if _, err := theirs.Apply(c); err != nil {
			h.t.Fatal(err)
		}
	}
	f(theirs)
	c, ok := theirs.Commit(ava, 0)
	if !ok {
		return
	}
	if err := h.b.Apply(c); err != nil {
		h.t.Fatal(err)
	}
}

func (h *bench) click(x, y float32, mods key.Modifiers) {
	h.mouse(pointer.Press, x, y, mods)
	h.mouse(pointer.Release, x, y, mods)
	h.frame()
}

func (h *bench) mouse(kind pointer.Kind, x, y float32, mods key.Modifiers) {
	b := pointer.ButtonPrimary
	if kind == pointer.Release {
		b = 0
	}
	h.r.Queue(pointer.Event{
		Kind: kind, Source: pointer.Mouse, Buttons: b, Position: f32.Pt(x, y), Modifiers: mods,
		Time: h.now.Sub(time.Unix(1_800_000_000, 0)),
	})
}

// point is the middle of the caret at off on the screen.
func (h *bench) point(off int) (x, y float32) {
	h.t.Helper()
	i, r, ok := h.v.find(off, h.v.upstream(h.b))
	if !ok {
		h.t.Fatalf("offset %d is not on the screen", off)
	}
	p := h.v.placed[i]
	return float32(h.v.column.Min.X + r.x(off-p.from).Round()), float32(p.y + r.y + r.height/2)
}

func (h *bench) want(want string) {
	h.t.Helper()
	if got := h.b.Text().String(); got != want {
		h.t.Fatalf("got %q, want %q", got, want)
	}
}

func (h *bench) wantSelection(anchor, head int) {
	h.t.Helper()
	if a, x := h.b.Selection(); a != anchor || x != head {
		h.t.Fatalf("got the selection %d to %d, want %d to %d", a, x, anchor, head)
	}
}

func (h *bench) selectRange(anchor, head int) {
	h.b.Do(buffer.Select{Anchor: anchor, Head: head}, 0)
	h.frame()
	h.frame()
}

func (h *bench) clip(s string) {
	h.r.Queue(transfer.DataEvent{Type: "application/text", Open: func() io.ReadCloser {
		return io.NopCloser(strings.NewReader(s))
	}})
	h.frame()
}
