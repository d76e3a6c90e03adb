package view

import (
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// flag is how clearly the name of the first of the others is seen.
func (h *bench) flag() uint8 {
	h.t.Helper()
	gtx := h.context()
	box, ok := h.v.caretBox(gtx, h.others[0].Head, false)
	if !ok {
		h.t.Fatal("the caret is not on the screen")
	}
	return h.v.flagOpacity(gtx, &h.style, h.others[0], box)
}

func TestNamesAreShownWhenTheStyleSaysSo(t *testing.T) {
	h := newBench(t, "some text")
	h.others = []Caret{{Name: "Ava", Anchor: 4, Head: 4, Moved: h.now}}
	h.frame()
	for _, tt := range []struct {
		flags Flags
		still bool
		age   time.Duration
		want  func(uint8) bool
		says  string
	}{
		{OnActivity, false, time.Second, func(o uint8) bool { return o == 255 }, "shown after a movement"},
		{OnActivity, false, flagFor - flagFade/2, func(o uint8) bool { return o > 0 && o < 255 }, "fades at the end"},
		{OnActivity, true, flagFor - flagFade/2, func(o uint8) bool { return o == 255 }, "does not fade with reduced motion"},
		{OnActivity, true, flagFor, func(o uint8) bool { return o == 0 }, "vanishes with reduced motion"},
		{OnActivity, false, flagFor, func(o uint8) bool { return o == 0 }, "gone after three seconds"},
		{Always, false, time.Hour, func(o uint8) bool { return o == 255 }, "always shown"},
		{OnHover, false, 0, func(o uint8) bool { return o == 0 }, "only under the mouse"},
	} {
		h.style.Flags, h.style.Still = tt.flags, tt.still
		h.others[0].Moved = h.now.Add(-tt.age)
		if got := h.flag(); !tt.want(got) {
			t.Errorf("%s: the opacity is %d", tt.says, got)
		}
	}
	x, y := h.point(4)
	h.moveMouse(x, y, 0)
	if got := h.flag(); got != 255 {
		t.Errorf("under the mouse the opacity is %d", got)
	}
}

func TestNamesNeverCoverTheLineAboveNorEachOther(t *testing.T) {
	h := newBench(t, "first line\nsecond line\nthird")
	h.others = []Caret{
		{Name: "Ava", Anchor: 15, Head: 15, Moved: h.now},
		{Name: "Jo", Anchor: 15, Head: 15, Moved: h.now},
		{Name: "At the end", Anchor: 22, Head: 22, Moved: h.now},
	}
	h.frame()
	gtx := h.context()
	_, r, _ := h.v.find(15, false)
	top := h.v.placed[1].y + r.y
	ava, _ := h.v.caretBox(gtx, 15, false)
	end, _ := h.v.caretBox(gtx, 22, false)
	first := h.v.drawFlag(gtx, &h.style, h.others[0], ava, 255, nil)
	second := h.v.drawFlag(gtx, &h.style, h.others[1], ava, 255, []image.Rectangle{first})
	beside := h.v.drawFlag(gtx, &h.style, h.others[2], end, 255, nil)
	if first.Min.Y < top || second.Min.Y < top || beside.Min.Y < top {
		t.Errorf("flags at %v, %v and %v reach above the line at %d", first, second, beside, top)
	}
	if first.Overlaps(second) {
		t.Errorf("the flags %v and %v cover each other", first, second)
	}
	if beside.Min.X < end.Max.X || beside.Max.Y > top+28 {
		t.Errorf("where the line ends the flag %v is not beside the caret %v", beside, end)
	}
}

func (h *bench) wheel(dy float32) {
	h.r.Queue(pointer.Event{Kind: pointer.Scroll, Source: pointer.Mouse, Scroll: f32.Pt(0, dy), Position: f32.Pt(100, 100)})
	h.frame()
	h.frame()
}

func TestFollowKeepsSomebodyInViewUntilThePersonActs(t *testing.T) {
	for _, still := range []bool{false, true} {
		h := newBench(t, strings.Repeat("a line of text\n", 500))
		h.style.Still = still
		h.others = []Caret{{ID: ava.Author, Name: "Ava", Anchor: 3000, Head: 3000, Moved: h.now}}
		seen := func() bool {
			_, ok := h.v.caretBox(h.context(), h.others[0].Head, false)
			return ok
		}
		h.frame()
		if seen() {
			t.Fatal("the caret is in view from the beginning")
		}
		h.v.Follow(ava.Author)
		h.frame()
		if !seen() {
			t.Error("the caret that is followed is not in view")
		}
		for range 60 {
			h.others[0].Head += 15
			for range 20 {
				h.frame()
			}
			box, ok := h.v.caretBox(h.context(), h.others[0].Head, false)
			if !ok || box.Min.Y < 0 || box.Max.Y > h.size.Y {
				t.Fatalf("the caret went out of view at %d", h.others[0].Head)
			}
		}
		if anchor, head := h.b.Selection(); anchor != 0 || head != 0 {
			t.Error("following moved one's own caret")
		}
		for name, act := range map[string]func(){
			"a key":   func() { h.press(key.NameRightArrow) },
			"typing":  func() { h.typed("x") },
			"a click": func() { h.click(300, 300, 0) },
			"a wheel": func() { h.wheel(30) },
			"Escape":  func() { h.press(key.NameEscape) },
		} {
			h.v.Follow(ava.Author)
			h.frame()
			if who, on := h.v.Following(); !on || who != ava.Author {
				t.Fatal("nobody is followed")
			}
			act()
			if _, on := h.v.Following(); on {
				t.Errorf("%s did not end following", name)
			}
		}
	}
}

func TestFollowGlidesAndReducedMotionJumps(t *testing.T) {
	for _, still := range []bool{false, true} {
		h := newBench(t, strings.Repeat("a line of text\n", 500))
		h.style.Still = still
		h.others = []Caret{{ID: ava.Author, Anchor: 0, Head: 0}}
		h.v.Follow(ava.Author)
		h.frame()
		h.others[0].Head = 15 * 20 // just below the middle part
		h.frame()
		h.frame()
		box, _ := h.v.caretBox(h.context(), h.others[0].Head, false)
		if there := box.Max.Y <= h.size.Y*4/5; there != still {
			t.Errorf("reduced motion %v: after two frames the caret is at %v of %v", still, box.Max.Y, h.size.Y)
		}
	}
}

func TestTicksOfOthersInTheScrollBarLeadToThem(t *testing.T) {
	h := newBench(t, strings.Repeat("a line of text\n", 500))
	h.others = []Caret{{Name: "Ava", Anchor: 4500, Head: 4500, Moved: h.now}}
	h.frame()
	y := float32(h.v.bar.ticks[0].y)
	h.mouse(pointer.Press, float32(h.size.X-5), y, 0)
	h.mouse(pointer.Release, float32(h.size.X-5), y, 0)
	h.frame()
	h.frame()
	if _, ok := h.v.caretBox(h.context(), 4500, false); !ok {
		t.Error("a click on the tick did not show the caret")
	}
}

func TestAuthorsOfARow(t *testing.T) {
	h := newBench(t, "mine mine")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 5, "hers ") })
	asked := 0
	h.style.Authorship = &Authorship{
		Of:    func(version.Author) (Hand, bool) { return Hand{Colour: color.NRGBA{A: 255}}, true },
		Wrote: func(id version.ID) string { asked++; return "Ava, Tue 14:02" },
	}
	h.frame()
	var got []string
	p := h.v.placed[0]
	h.v.authors(h.b.Text(), p, &p.block.rows[0], func(who version.Author, from, to int) {
		name := "me"
		if who == ava.Author {
			name = "Ava"
		}
		got = append(got, name+":"+h.b.Text().String()[from:to])
	})
	if s := strings.Join(got, "|"); s != "me:mine |Ava:hers |me:mine" {
		t.Errorf("got %s", s)
	}
	x, y := h.point(6)
	h.moveMouse(x+1, y, 0)
	if asked == 0 {
		t.Error("nothing was asked about what is under the mouse")
	}
	asked = 0
	h.style.Authorship.Only = me.Author
	h.moveMouse(x+2, y, 0)
	if asked != 0 {
		t.Error("somebody else's text is told about while one author is isolated")
	}
}

// What others do must move neither the caret's row nor, if that is not seen,
// the first row of the page.
func TestViewStaysWhileOthersTurnTheTextAboveIntoSomethingElse(t *testing.T) {
	h := newBench(t, strings.Repeat("a line of text that is not so short, and goes on\n\n", 100))
	line := h.b.Text().LineStart(80)
	h.selectRange(line+3, line+3)
	h.v.Reveal()
	h.frame()
	for i, edit := range []func(t *crdt.Text){
		func(t *crdt.Text) { t.Insert(ava, 0, "```\n") },                            // all above becomes code, with smaller rows
		func(t *crdt.Text) { t.Insert(ava, t.LineStart(78), "# Heading ") },         // a row above grows
		func(t *crdt.Text) { t.Insert(ava, t.LineStart(70), "new\nlines\nhere\n") }, // more rows
		func(t *crdt.Text) { t.Delete(ava, 0, 4) },                                  // prose again
		func(t *crdt.Text) { t.Delete(ava, 0, t.LineStart(60)) },                    // rows above are gone
	} {
		_, head := h.b.Selection()
		x0, y0 := h.point(head)
		h.remote(edit)
		h.frame()
		_, head = h.b.Selection()
		x1, y1 := h.point(head)
		if d := y1 - y0; d > 3 || d < -3 || x1 > x0+60 || x1 < x0-60 { // a smaller row has its middle higher
			t.Errorf("edit %d moved the caret from %v,%v to %v,%v", i, x0, y0, x1, y1)
		}
		h.frame()
	}
}

func TestScrolledViewStaysWhileOthersOpenAFenceAbove(t *testing.T) {
	h := newBench(t, strings.Repeat("a line of text\n", 300))
	h.wheel(2000)
	h.wheel(7)
	top := func() (int, int) { // the first row that is seen as a whole
		for _, p := range h.v.placed {
			if p.y >= 0 {
				return h.b.Text().Len() - p.from, p.y
			}
		}
		return 0, 0
	}
	rest0, y0 := top()
	h.remote(func(t *crdt.Text) { t.Insert(ava, 0, "~~~\n") })
	h.frame()
	if rest1, y1 := top(); rest1 != rest0 || y1 != y0 {
		t.Errorf("the first row was %d bytes before the end at %d, is %d at %d", rest0, y0, rest1, y1)
	}
}
