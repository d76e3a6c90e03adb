package window

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"

	"chirograph/editor/crdt"
)

func sections(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "## Section %d\n\nThe first frost came on the *ninth*.\n\n", i)
	}
	return out.String()
}

func TestPreviewFollowsTheTextAndTheTextThePreview(t *testing.T) {
	h, d := newBenchWith(t, sections(200))
	h.press("M", key.ModShortcut|key.ModShift)
	h.settle()
	p := &h.u.page.preview
	if p.mode != previewBeside || !p.parsed {
		t.Fatal("there is no preview beside the text")
	}
	off := strings.Index(d.buf.Text().String(), "## Section 120\n")
	h.u.page.jump(off, h.now)
	h.settle()
	if got := p.page.Top(); got < off-80 || got > off+80 {
		t.Errorf("the text is at %d, the preview at %d", off, got)
	}
	before := h.u.page.view.Top(d.buf.Text())
	h.r.Queue(pointer.Event{Kind: pointer.Scroll, Source: pointer.Mouse, Position: f32.Pt(1100, 400), Scroll: f32.Pt(0, 2000)})
	h.settle()
	h.settle()
	if got := h.u.page.view.Top(d.buf.Text()); got <= before+200 {
		t.Errorf("the wheel over the preview moved the text from %d to %d", before, got)
	}
	at := p.page.Top()
	h.settle()
	if got := p.page.Top(); got != at {
		t.Errorf("the two push each other on: from %d to %d", at, got)
	}
	d.as(jo, func(text *crdt.Text) { text.Insert(jo, 0, "# New title\n\n") })
	h.now = h.now.Add(1e9)
	h.settle()
	if h.u.page.preview.of != d.buf.Mark() {
		t.Error("the preview does not follow what others write")
	}
}

func TestPreviewAloneIsReadByKeysAndLeftWithEscape(t *testing.T) {
	h, d := newBenchWith(t, sections(200))
	h.press("M", key.ModShortcut|key.ModShift)
	h.press("M", key.ModShortcut|key.ModShift)
	if h.u.page.preview.mode != previewOnly {
		t.Fatal("the second press does not leave the preview alone")
	}
	h.press(key.NamePageDown, 0)
	h.press(key.NameSpace, 0)
	top := h.u.page.preview.page.Top()
	if top < 500 {
		t.Errorf("two pages on it is at %d", top)
	}
	h.press(key.NameEscape, 0)
	h.settle()
	if got := h.u.page.view.Top(d.buf.Text()); got < top-100 || got > top+100 {
		t.Errorf("the text is at %d, where the preview was at %d", got, top)
	}
	h.typed("x")
	if !strings.HasPrefix(d.buf.Text().String(), "x") {
		t.Error("after Escape the keys do not go to the text")
	}
}

func TestNothingIsDoneInATextThatThePreviewHides(t *testing.T) {
	h, d := newBenchWith(t, sections(60))
	for width, title := range map[int]string{1280: "Section 41", 600: "Section 42"} {
		h.size.X = width
		h.settle()
		alone := func() {
			h.u.page.preview.mode = previewOnly
			if width == 600 {
				h.u.page.preview.mode = previewBeside // for which there is no room
			}
			h.settle()
			if !h.u.page.preview.alone {
				t.Fatal("the preview is not alone")
			}
		}
		alone()
		h.press("F", key.ModShortcut)
		h.typed(title)
		h.settle()
		h.wantSelected(title)
		if h.u.page.preview.alone {
			t.Error("what is found is hidden")
		}
		h.press(key.NameEscape, 0)
		h.settle()
		alone()
		h.press("Z", key.ModShortcut)
		h.u.page.jump(0, h.now)
		h.settle()
		if !h.u.page.preview.alone || h.u.page.preview.page.Top() > 10 {
			t.Errorf("after undo and a jump the preview is alone: %v, at %d", h.u.page.preview.alone, h.u.page.preview.page.Top())
		}
		before := d.buf.Text().Len()
		h.press("B", key.ModShortcut)
		h.settle()
		if d.buf.Text().Len() == before || h.u.page.preview.alone {
			t.Error("bold was put into a text that nobody sees")
		}
		h.press("Z", key.ModShortcut)
	}
}

func TestOnlyAddressesOfTheWebAreOpened(t *testing.T) {
	h, _ := newBenchWith(t, "x")
	var opened []string
	h.u.browse = func(_ context.Context, s string) error {
		opened = append(opened, s)
		return nil
	}
	for _, s := range []string{"https://x.y/a?b", "mailto:a@b.c", "file:///etc/passwd", "javascript:alert(1)", "notes.md", "ftp://x"} {
		h.u.follow(s)
	}
	if got := strings.Join(opened, " "); got != "https://x.y/a?b mailto:a@b.c" {
		t.Errorf("opened: %s", got)
	}
	h.settle()
	h.want("was not opened")
	h.u.follow(testLink("Q3 plan").String())
	h.settle()
	h.want("Open “Q3 plan”?")
}

func TestOutlineListsHeadingsAndGoesToOne(t *testing.T) {
	h, d := newBenchWith(t, sections(60)+"```\n# not one\n```\n")
	h.press("J", key.ModShortcut|key.ModShift)
	h.settle()
	if _, ok := h.find("not one, level 1"); ok {
		t.Error("a line of code is a heading")
	}
	h.click("Section 7, level 2")
	off := strings.Index(d.buf.Text().String(), "## Section 7\n")
	if _, head := d.buf.Selection(); head != off {
		t.Errorf("the caret is at %d, want %d", head, off)
	}
	h.settle()
	if got := h.u.page.panel.outline.current; got != off {
		t.Errorf("the outline says the caret is below %d, want %d", got, off)
	}
	d.as(jo, func(text *crdt.Text) { text.Insert(jo, 0, "# Before all\n") })
	h.settle()
	if _, ok := h.find("Before all, level 1"); !ok {
		t.Error("the outline does not follow what others write")
	}
}

func TestOutlineGoesToAHeadingByKeyboardAtOnce(t *testing.T) {
	h, d := newBenchWith(t, sections(60))
	h.press("J", key.ModShortcut|key.ModShift)
	h.settle()
	h.r.Source().Execute(key.FocusCmd{Tag: &h.u.page.panel.outline.rows[7]})
	h.settle()
	h.press(key.NameReturn, 0)
	off := strings.Index(d.buf.Text().String(), "## Section 7\n")
	if got := h.u.page.view.Top(d.buf.Text()); got < off-100 || got > off {
		t.Errorf("the text shows %d at its top, the heading is at %d", got, off)
	}
	if gtx := h.context(); !gtx.Focused(&h.u.page.view) {
		t.Error("the text has not got the keys")
	}
	h.u.page.focus = true
	h.u.page.preview.mode = previewOnly // the text cannot take the keys now
	h.settle()
	h.settle()
	h.r.WakeupTime() // and that was for the past
	h.frame()
	if at, ok := h.r.WakeupTime(); ok && !at.After(h.now) {
		t.Error("it asks for frames without end")
	}
}

func TestOutlineShowsWhereTheCaretIs(t *testing.T) {
	h, d := newBenchWith(t, sections(200))
	seen := func(title string) {
		t.Helper()
		r, ok := h.find(title + ", level 2")
		if !ok || r.Min.Y < 48 || r.Max.Y > h.size.Y {
			t.Errorf("%s is not seen: %v %v", title, r, ok)
		}
	}
	at := func(title string) int { return strings.Index(d.buf.Text().String(), "## "+title+"\n") }
	h.u.page.jump(at("Section 120"), h.now)
	h.press("J", key.ModShortcut|key.ModShift)
	h.settle()
	seen("Section 120")
	for _, title := range []string{"Section 121", "Section 199", "Section 3", "Section 0"} {
		h.u.page.jump(at(title), h.now)
		h.settle()
		seen(title)
	}
	h.wheel(f32.Pt(1200, 400), 1000)
	if _, ok := h.find("Section 0, level 2"); ok {
		t.Error("it does not let go of where the caret is")
	}
}

func TestFollowingIsSaidAndEndsWithTyping(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press("F", key.ModShortcut|key.ModShift) // two are here: the panel asks whom
	h.click("Follow Jo")
	h.want("Following Jo")
	h.press(key.NameEscape, 0)
	h.settle()
	h.press(key.NameRightArrow, 0)
	if _, on := h.u.page.view.Following(); on {
		t.Error("an arrow key did not end it")
	}
}

func TestFollowingEndsWhenThePersonLeaves(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press("F", key.ModShortcut|key.ModShift)
	h.click("Follow Jo")
	h.want("Following Jo")
	people := h.shelf.docs[0].people
	for i := range people {
		if people[i].ID == jo.Author {
			people[i].Online = false
		}
	}
	h.settle()
	if h.says("Following Jo") {
		t.Error("the window says that it follows somebody who is gone")
	}
	if _, on := h.u.page.view.Following(); on {
		t.Error("it would jump there when they come back")
	}
}

func TestWhoWroteWhatHasALegendThatIsolates(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press("A", key.ModShortcut|key.ModShift)
	h.settle()
	h.want("Jo 31 %")
	h.click("Jo 31 %")
	if h.u.page.wrote.only != jo.Author {
		t.Error("a click on a name does not isolate it")
	}
	h.click("Jo 31 %")
	h.press("A", key.ModShortcut|key.ModShift)
	h.settle()
	if h.says("Jo 31 %") {
		t.Error("it cannot be switched off")
	}
}

func TestPreviewOpensWhereTheTextIsAndLeavesItTheKeys(t *testing.T) {
	h, d := newBenchWith(t, sections(200))
	off := strings.Index(d.buf.Text().String(), "## Section 120\n")
	h.u.page.jump(off, h.now)
	h.settle()
	near := func(when string) {
		t.Helper()
		if got := h.u.page.preview.page.Top(); got < off-80 || got > off+80 {
			t.Errorf("%s the text is at %d, the preview at %d", when, off, got)
		}
	}
	for _, where := range []string{"beside", "alone", "away"} {
		h.press("M", key.ModShortcut|key.ModShift)
		h.settle()
		if where != "away" {
			near(where)
		}
		if where == "alone" {
			continue
		}
		before := d.buf.Text().Len()
		h.typed("x")
		if d.buf.Text().Len() != before+1 {
			t.Errorf("with the preview %s the keys do not go to the text", where)
		}
	}
	off = strings.Index(d.buf.Text().String(), "## Section 40\n")
	h.u.page.jump(off, h.now)
	h.size.X = 600 // too narrow for both
	h.settle()
	h.press("M", key.ModShortcut|key.ModShift)
	h.settle()
	near("in a narrow window")
	h.size.X = 1280
	h.settle()
	before := d.buf.Text().Len()
	h.typed("y")
	if d.buf.Text().Len() != before+1 {
		t.Error("in a window made wider the keys do not go to the text")
	}
}
