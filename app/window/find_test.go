package window

import (
	"strings"
	"testing"

	"gioui.org/io/key"

	"chirograph/editor/crdt"
	"chirograph/sync/identity"
)

// open is a bench with one document.
func newBenchWith(t *testing.T, content string) (*bench, *paper) {
	t.Helper()
	s := &shelf{me: identity.Profile{Name: "Mara"}}
	d := s.add(content)
	h := newBench(t, s)
	h.u.open(d.id)
	h.settle()
	return h, d
}

func (h *bench) wantSelected(want string) {
	h.t.Helper()
	if got := h.u.page.selected(); got != want {
		h.t.Errorf("selected is %q, want %q", got, want)
	}
}

func TestFindGoesToTheFirstMatchAndFromThereOn(t *testing.T) {
	h, d := newBenchWith(t, "one two One twoo\none\n")
	h.press("F", key.ModShortcut)
	h.typed("one")
	h.want("1 of 3")
	h.press(key.NameReturn, 0)
	h.want("2 of 3")
	h.press(key.NameReturn, key.ModShift)
	h.want("1 of 3")
	h.press(key.NameF3, key.ModShift)
	h.want("3 of 3")
	h.want("Past the end")
	if a, b := d.buf.Selection(); a != 17 || b != 20 {
		t.Errorf("the match is not selected: %d to %d", a, b)
	}
	h.click("Match upper and lower case")
	h.want("of 2")
	h.press(key.NameEscape, 0)
	h.settle()
	h.typed("X") // the match is still selected
	if got := d.buf.Text().String(); strings.Count(got, "X") != 1 {
		t.Errorf("after the bar the keys do not go to the text: %q", got)
	}
	h.press(key.NameF3, 0)
	if h.u.page.find.open {
		t.Error("F3 opened the bar, though it knows what to look for")
	}
}

func TestFindTakesWhatIsSelectedAndSwitches(t *testing.T) {
	h, _ := newBenchWith(t, "cat concat cat.\ncat")
	h.press("D", key.ModShortcut) // selects the word
	h.press("F", key.ModShortcut)
	h.want("1 of 4")
	h.click("Whole words only")
	h.want("of 3")
	h.click("Regular expression")
	again := func(words string) {
		h.press("F", key.ModShortcut) // selects what is in the field
		h.typed(words)
	}
	again("^c.t")
	h.want("of 2")
	again("c[")
	h.want("This expression cannot be read")
	again("zebra")
	h.want("No matches")
}

func TestFindInTheSelectionOnly(t *testing.T) {
	h, d := newBenchWith(t, "a\na\na\na\n")
	h.press(key.NameDownArrow, key.ModShift)
	h.press(key.NameDownArrow, key.ModShift)
	h.press("H", key.ModShortcut)
	h.typed("a")
	h.want("of 2")
	h.click("Replace with")
	h.typed("b")
	h.click("Replace all")
	h.settle()
	if got := d.buf.Text().String(); got != "b\nb\na\na\n" {
		t.Errorf("got %q", got)
	}
}

func TestReplaceAllIsOneStep(t *testing.T) {
	h, d := newBenchWith(t, strings.Repeat("left right\n", 1000))
	before := d.buf.Text().String()
	h.press("H", key.ModShortcut)
	h.typed("(l)eft")
	h.click("Regular expression")
	h.click("Replace with")
	h.typed("${1}oose")
	h.press(key.NameReturn, 0) // only the first
	if got := d.buf.Text().String(); !strings.HasPrefix(got, "loose right\nleft") {
		t.Fatalf("Enter replaced %q", got[:30])
	}
	h.click("Replace all")
	h.settle()
	if got := d.buf.Text().String(); got != strings.Repeat("loose right\n", 1000) {
		t.Fatalf("got %q…", got[:60])
	}
	h.want("999 matches replaced")
	h.press(key.NameEscape, 0)
	h.settle()
	h.press("Z", key.ModShortcut)
	h.press("Z", key.ModShortcut)
	if got := d.buf.Text().String(); got != before {
		t.Errorf("two steps back there is %q…", got[:60])
	}
}

func TestMarksAreThoseOfTheQueryAsItIsTyped(t *testing.T) {
	h, _ := newBenchWith(t, "item item\n")
	h.press("F", key.ModShortcut)
	for _, words := range []string{"ite", "item"} {
		h.press("F", key.ModShortcut)
		h.typed(words)
		if m := h.u.page.find.marks; len(m) != 2 || m[1].To-m[1].From != len(words) {
			t.Errorf("of %q is marked: %v", words, m)
		}
	}
}

func TestTheBarIsDrawnAgainWhenTheSearchHasFoundMore(t *testing.T) {
	h, _ := newBenchWith(t, "one one\n")
	h.press("F", key.ModShortcut)
	h.r.Queue(key.EditEvent{Text: "one"}, key.SelectionEvent{Start: 3, End: 3})
	for i := range 10 {
		h.frame()
		if h.says("1 of 2") {
			return
		}
		if at, again := h.r.WakeupTime(); !again || at.After(h.now) {
			t.Fatalf("after %d frames nothing asks for the one in which the bar would say 1 of 2", i+1)
		}
	}
	t.Fatal("the bar never says 1 of 2")
}

func TestFindFollowsWhatOthersWrite(t *testing.T) {
	h, d := newBenchWith(t, "here and there\n")
	h.press("F", key.ModShortcut)
	h.typed("here")
	h.want("1 of 2")
	d.as(jo, func(text *crdt.Text) { text.Insert(jo, 0, "here, ") })
	h.settle()
	h.want("2 of 3")
	h.wantSelected("here")
}

func TestFindInTenMegabytesGoesOnFrameByFrame(t *testing.T) {
	h, _ := newBenchWith(t, strings.Repeat("The first frost came on the ninth.\n", 300_000)+"needle\n")
	h.press("F", key.ModShortcut)
	h.r.Queue(key.EditEvent{Text: "needle"}, key.SelectionEvent{Start: 6, End: 6})
	h.frame()
	h.frame()
	if h.u.page.find.done {
		t.Fatal("ten megabytes were searched in one frame")
	}
	for range 20 {
		h.frame()
	}
	h.want("1 of 1")
	h.wantSelected("needle")
}

func TestTabGoesBetweenTheTwoFields(t *testing.T) {
	h, d := newBenchWith(t, "10 cm and 30 cm")
	h.press("H", key.ModShortcut)
	h.typed("cm")
	h.press(key.NameTab, 0)
	h.typed("mm")
	h.press(key.NameTab, key.ModShift)
	h.press("A", key.ModShortcut)
	h.typed("30 cm")
	h.want("1 of 1")
	h.press(key.NameTab, 0)
	h.press(key.NameReturn, 0)
	if got := d.buf.Text().String(); got != "10 cm and mm" {
		t.Errorf("got %q", got)
	}
}

func TestTheCountIsSaidAfterASwitchThatChangesNothingElse(t *testing.T) {
	h, _ := newBenchWith(t, "cat cat")
	h.press("F", key.ModShortcut)
	h.typed("cat")
	h.click("Match upper and lower case")
	h.r.Queue(key.Event{Name: "W", Modifiers: key.ModAlt, State: key.Press})
	h.frame()
	for range 10 { // as long as the window is asked for frames, and no longer
		if _, ok := h.r.WakeupTime(); !ok {
			break
		}
		h.frame()
	}
	h.want("1 of 2")
}

func TestANarrowFindBarSaysWhatAWideOneDoes(t *testing.T) {
	for _, width := range []int{420, 500, 1280} {
		h, _ := newBenchWith(t, "cat cat")
		h.size.X = width
		h.settle()
		h.press("F", key.ModShortcut)
		h.typed("cat")
		h.want("1 of 2")
		h.press("H", key.ModShortcut)
		h.typed("zebra")
		h.want("No matches")
	}
}

func TestAskingToReplaceKeepsTheExpression(t *testing.T) {
	h, d := newBenchWith(t, "10 cm and 30 cm")
	h.press("F", key.ModShortcut)
	h.click("Regular expression")
	h.press("F", key.ModShortcut)
	h.typed(`(\d+) cm`)
	h.want("1 of 2")
	h.press("H", key.ModShortcut)
	h.want("1 of 2")
	h.press(key.NameTab, 0)
	h.typed("$1 mm")
	h.press(key.NameReturn, key.ModShortcut)
	if got := d.buf.Text().String(); got != "10 mm and 30 mm" {
		t.Errorf("got %q", got)
	}
}

func TestNextInAHardSearchWaitsForItFrameByFrame(t *testing.T) {
	h, _ := newBenchWith(t, "xyz1\n"+strings.Repeat("The first frost came on the ninth.\n", 20_000)+"xyz2\n")
	h.press("F", key.ModShortcut)
	h.click("Regular expression")
	h.press("F", key.ModShortcut)
	h.r.Queue(key.EditEvent{Text: "[wx]yz."}, key.SelectionEvent{Start: 7, End: 7})
	h.frame()
	h.frame()
	h.r.Queue(key.Event{Name: key.NameReturn, State: key.Press})
	h.frame()
	if h.u.page.find.done || h.u.page.find.later == nil {
		t.Fatal("Enter searched all of it in one frame")
	}
	for range 20 {
		h.frame()
	}
	h.want("2 of 2")
	h.wantSelected("xyz2")
}
