package window

import (
	"strings"
	"testing"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"

	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/view"
)

// comparison is what the page compares, found out anew from the document.
func (h *bench) comparison(a, b int) *history.Comparison {
	past := h.u.page.doc.(*paper).buf.History()
	line := past.Timeline()
	return past.Comparison(line.Vector(a), line.Vector(b))
}

func TestAVersionIsComparedWithNow(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	p := &h.u.page.past
	h.press("D", 0)
	c := h.comparison(p.at, p.line.Len())
	h.want("3 people · " + itoa(len(c.Places)) + " places")
	if !strings.Contains(h.shown(), "⌫ 11 words") || strings.Contains(h.shown(), "The first frost came") {
		t.Errorf("what was deleted is no chip: %q", h.shown())
	}
	h.click("Side by side")
	if got, want := p.side.buf.Text().String(), string(c.A.Text); got != want {
		t.Errorf("the left side is %q, want %q", got, want)
	}
	if got, want := h.shown(), string(c.B.Text); got != want {
		t.Errorf("the right side is %q, want %q", got, want)
	}
	h.click("Only changes")
	if got := h.shown(); strings.Contains(got, "## What to measure") || !strings.Contains(got, "with Tomás") || !strings.Contains(got, "· · ·") {
		t.Errorf("only the changes are %q", got)
	}
	h.press("D", 0)
	h.wantShown("D once more", p.at)
}

func TestWhatIsGoneUnfolds(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	h.press("D", 0)
	p := &h.u.page.past
	h.press(key.NameF7, 0)
	h.press(key.NameReturn, 0)
	if !strings.Contains(h.shown(), "The first frost came on the ninth, earlier than last year.") {
		t.Fatalf("Enter did not unfold it: %q", h.shown())
	}
	kinds := map[view.ChangeKind]int{}
	for _, c := range p.marked(&p.exhibit) {
		kinds[c.Kind]++
		if words := h.shown()[c.From:c.To]; c.Current != (strings.Contains(words, "frost") || strings.Contains(words, "Frost") || strings.Contains(words, "⌫")) {
			t.Errorf("%q is where one is: %v", words, c.Current)
		}
	}
	if kinds[view.Deleted] != 1 || kinds[view.Chip] != 1 || kinds[view.Inserted] < 3 {
		t.Errorf("there are %v", kinds)
	}
	h.press(key.NameReturn, 0)
	if strings.Contains(h.shown(), "The first frost") {
		t.Error("Enter did not fold it")
	}
	at := strings.Index(h.shown(), "⌫")
	h.mouse(h.placeOf(at))
	if !strings.Contains(h.shown(), "The first frost") {
		t.Error("a click on the chip did not unfold it")
	}
	h.mouse(h.placeOf(strings.Index(h.shown(), "⌫")))
	if strings.Contains(h.shown(), "The first frost") {
		t.Error("a click on the sign did not fold it")
	}
}

// placeOf is where the chip at an offset of the exhibit is in the window: found
// by asking the view what is under the mouse.
func (h *bench) placeOf(off int) f32.Point {
	h.t.Helper()
	e := &h.u.page.past.exhibit
	want, _ := e.partAt(off)
	for y := 130; y < h.size.Y; y += 14 {
		for x := 300; x < 500; x += 10 {
			at := f32.Pt(float32(x), float32(y))
			h.r.Queue(pointer.Event{Kind: pointer.Move, Source: pointer.Mouse, Position: at})
			h.frame()
			if got, ok := e.view.Pointed(); ok && want.at <= got && got < want.at+want.n {
				return at
			}
		}
	}
	h.t.Fatalf("the chip at %d is nowhere", off)
	return f32.Point{}
}

func TestF7GoesThroughTheChangesAndRound(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	h.press("D", 0)
	p := &h.u.page.past
	n := len(p.comparison.Places)
	for i := range n + 1 {
		h.press(key.NameF7, 0)
		if want := i % n; p.current != want {
			t.Fatalf("F7 pressed %d times: at %d of %d, want %d", i+1, p.current, n, want)
		}
	}
	h.want("1 of " + itoa(n))
	h.press(key.NameF7, key.ModShift)
	if p.current != n-1 {
		t.Errorf("Shift+F7 went to %d, want %d", p.current, n-1)
	}
	h.click("Next change")
	if p.current != 0 {
		t.Errorf("the button went to %d, want 0", p.current)
	}
}

func TestTwoVersionsArePickedWithShift(t *testing.T) {
	h := newBench(t, historyShelf())
	h.size.Y = 1600
	openHistory(h)
	p := &h.u.page.past
	h.press("[", 0)
	later := p.at
	h.onSlider(pointer.Press, 0.3, key.ModShift)
	h.onSlider(pointer.Release, 0.3, key.ModShift)
	if !p.comparing || p.other >= later || p.at != later {
		t.Fatalf("Shift and a press compare %v, version %d with %d", p.comparing, p.at, p.other)
	}
	c := h.comparison(p.other, p.at)
	if len(p.comparison.Places) != len(c.Places) || string(p.comparison.B.Text) != string(c.B.Text) {
		t.Error("another pair is compared")
	}
	h.want("→ For the committee")
	row, ok := h.find("First draft")
	if !ok {
		t.Fatalf("the named version is not in the list; there are %q", h.descriptions())
	}
	at := f32.Pt(float32(row.Min.X+40), float32(row.Min.Y+20))
	h.r.Queue(
		pointer.Event{Kind: pointer.Press, Source: pointer.Mouse, Buttons: pointer.ButtonPrimary, Position: at, Modifiers: key.ModShift},
		pointer.Event{Kind: pointer.Release, Source: pointer.Mouse, Position: at, Modifiers: key.ModShift},
	)
	h.follow()
	h.want("First draft → For the committee")
}

func TestNowIsComparedWithWhatOneSawLast(t *testing.T) {
	h := newBench(t, sinceShelf())
	openFirst(h)
	d := h.shelf.docs[0]
	h.want("Jo and Ava Virtanen changed")
	h.click("Show")
	h.settle()
	p := &h.u.page.past
	c := d.buf.History().Comparison(d.seen, d.buf.Text().Vector())
	if !p.comparing || p.comparison == nil || string(p.comparison.A.Text) != string(c.A.Text) || string(p.comparison.B.Text) != string(c.B.Text) {
		t.Fatal("something else is compared than what was seen and what is")
	}
	if h.says("Jo and Ava Virtanen changed") {
		t.Error("the bar is still there")
	}
	h.press(key.NameEscape, 0)
	if h.u.page.inPast() {
		t.Error("Escape did not lead to now")
	}
	h.u.closePage()
	if d.looked != 1 {
		t.Errorf("what was seen was noted %d times when the document was closed", d.looked)
	}
	openFirst(h)
	if h.says("changed") {
		t.Error("what has been seen is news once more")
	}
	h.u.closePage()
	d.as(jo, func(t *crdt.Text) { t.Insert(jo, 0, "News. ") })
	openFirst(h)
	h.want("Jo changed 1 place since today")
}

func TestNothingIsSaidWhenNobodyElseHasWritten(t *testing.T) {
	for _, tt := range []struct {
		name string
		seen func(d *paper)
	}{
		{"all was seen", func(d *paper) { d.seen = d.buf.Text().Vector() }},
		{"never opened", func(d *paper) { d.seen = nil }},
		{"only I have written", func(d *paper) {
			d.seen = d.buf.Text().Vector()
			d.buf.Text().Insert(myself, 0, "Mine. ")
			d.buf.Text().Commit(myself, 1_799_999_000_000)
		}},
	} {
		h := newBench(t, sinceShelf())
		tt.seen(h.shelf.docs[0])
		openFirst(h)
		if h.says("changed") {
			t.Errorf("%s: something is said", tt.name)
		}
	}
}

func TestSidesScrollTogether(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	h.size.Y = 420
	h.press("D", 0)
	h.click("Side by side")
	h.settle()
	p := &h.u.page.past
	before, _ := p.side.view.Place(p.side.buf.Text())
	h.u.page.past.focus = true
	h.settle()
	h.press(key.NamePageDown, 0)
	h.settle()
	after, _ := p.side.view.Place(p.side.buf.Text())
	right, _ := p.exhibit.view.Place(p.exhibit.buf.Text())
	if after <= before {
		t.Fatalf("the left side stays at %d while the right one goes to %d", after, right)
	}
	if want := across(p.comparison, p.exhibit.text(right), true); want < after-80 || want > after+80 {
		t.Errorf("the left side begins with %d, want about %d", after, want)
	}
}
