package window

import (
	"strings"
	"testing"
	"time"

	"gioui.org/f32"
	"gioui.org/io/key"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

func TestAVersionIsRestoredAndUndoTakesThat(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	old, now := h.shown(), h.text()
	h.press("R", 0)
	h.want("This makes 4 new changes that bring the text back. Nothing is removed from history; Undo works.")
	if h.text() != now {
		t.Fatal("the text was changed before anybody agreed")
	}
	h.click("Restore")
	if h.text() != old {
		t.Errorf("the text is %q, want %q", h.text(), old)
	}
	h.want("The text is what it was")
	h.settle()
	h.press("Z", key.ModShortcut)
	if h.text() != now {
		t.Errorf("undo gave %q, want %q", h.text(), now)
	}
}

func TestEnterRestoresUnlessSomebodyMayBeTyping(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	old, now := h.shown(), h.text()
	h.mouse(f32.Pt(500, 200)) // the text of the past has the keys
	h.press("R", 0)
	h.press(key.NameReturn, 0)
	if h.text() != now {
		t.Fatal("R and Enter, as typed in a word, have restored a version")
	}
	h.press(key.NameEscape, 0)
	h.u.page.past.focus = true
	h.settle()
	h.press("R", 0)
	h.settle()
	h.press(key.NameReturn, 0)
	if h.text() != old {
		t.Errorf("the text is %q, want %q", h.text(), old)
	}
}

func TestTheLetterThatAsksForANameIsNotPartOfIt(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	h.r.Queue(key.Event{Name: "N", State: key.Press})
	h.frame()
	h.frame()
	h.typed("n")
	h.typed("now")
	if got := h.u.sheet.(*naming).name.Text(); got != "now" {
		t.Errorf("the name is %q", got)
	}
}

func TestWhatOthersWriteMeanwhileSurvives(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	h.press("R", 0)
	h.shelf.docs[0].as(jo, func(t *crdt.Text) { t.Insert(jo, 0, "News from Jo.\n") })
	h.click("Restore")
	if got := h.text(); !strings.HasPrefix(got, "News from Jo.\n") || !strings.Contains(got, "The first frost came") {
		t.Errorf("the text is %q", got)
	}
}

func TestOnlyTheSelectedPassageIsRestored(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	now := h.text()
	e := &h.u.page.past.exhibit
	from := strings.Index(h.shown(), "The first frost")
	to := strings.Index(h.shown(), "\n\n## What")
	e.buf.Do(buffer.Select{Anchor: from, Head: to}, 0)
	h.press("R", 0) // what was selected stays selected
	if got := h.u.page.past.exhibit.buf.SelectedText(); !strings.Contains(got, "The first frost") || strings.Contains(got, "What") {
		t.Fatalf("selected is %q", got)
	}
	h.settle()
	h.click("Only the selected passage")
	want := strings.Replace(now, "Frost on the ninth.", "The first frost came on the ninth, earlier than last year.", 1)
	if got := h.text(); got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
	h.want("The passage is what it was")
}

func TestWithNothingSelectedThereIsNoPassageToRestore(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	h.press("R", 0)
	now := h.text()
	h.click("Only the selected passage")
	if h.text() != now || !h.u.page.past.restoring {
		t.Error("the button of no passage did something")
	}
	h.click("Cancel")
	if h.u.page.past.restoring || !h.u.page.inPast() {
		t.Error("Cancel did not lead back to the version")
	}
}

func TestAVersionIsOpenedAsACopy(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	old, now := h.shown(), h.text()
	source := h.u.page.doc.(*paper)
	h.press("R", 0)
	h.click("Open as copy")
	h.settle()
	if h.u.page.doc == document(source) || h.text() != old {
		t.Errorf("the copy is %q, want %q", h.text(), old)
	}
	if got := source.buf.Text().String(); got != now {
		t.Error("the document itself was changed")
	}
}

func TestRestoringWhatIsThereAlreadySaysSo(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	h.press("R", 0)
	h.click("Restore")
	h.settle()
	h.shelf.docs[0].buf.Text().Commit(myself, 1_799_999_900_000)
	h.u.page.changes++
	h.now = h.now.Add(time.Minute)
	h.settle()
	h.u.page.past.focus = true
	h.settle()
	for range 5 { // over the restoring, to the version that was restored
		h.press(key.NameLeftArrow, 0)
	}
	h.press("R", 0)
	h.want("There is nothing to restore.")
	if _, ok := h.find("Restore"); ok {
		t.Error("it can be restored")
	}
}

func TestDeletedTextIsShownAndPutBack(t *testing.T) {
	h := newBench(t, historyShelf())
	openHistory(h)
	now := h.text()
	h.click("Show deleted")
	h.want("what was deleted from it")
	const gone = " with the old thermometer from the shed, every hour"
	from := strings.Index(h.shown(), gone)
	if from < 0 {
		t.Fatalf("what was deleted is not shown: %q", h.shown())
	}
	h.click("Put back")
	h.want("Select some")
	if h.text() != now {
		t.Fatal("nothing was selected, and something put back")
	}
	part := " with the old thermometer"
	h.u.page.past.exhibit.buf.Do(buffer.Select{Anchor: from, Head: from + len(part)}, 0)
	h.click("Put back")
	if got := h.text(); !strings.Contains(got, part) || strings.Contains(got, gone) {
		t.Errorf("the text is %q", got)
	}
	if who := h.shelf.docs[0].buf.Text().AuthorAt(strings.Index(h.text(), "thermometer")); who != myself {
		t.Errorf("it was written by %v now", who)
	}
	h.settle()
	h.press("Z", key.ModShortcut)
	if h.text() != now {
		t.Error("undo did not take it back")
	}
}

func TestDeletedLinesAreShownInOneAndPutBackWhole(t *testing.T) {
	s := &shelf{me: fullShelf().me}
	d := s.add("")
	w := &scribe{d: d, now: 1_799_900_000_000}
	const text = "# Head\n\none line to go\n```\nand another\n```\n\nthe rest"
	w.write(myself, 0, func(t *crdt.Text) { t.Insert(myself, 0, text) })
	w.erased(myself, 600, "one line to go\n```\nand another\n```\n")
	h := newBench(t, s)
	openHistory(h)
	h.click("Show deleted")
	if got, want := h.shown(), "# Head\n\none line to go⏎ ```⏎ and another⏎ ```⏎ \n\nthe rest"; got != want {
		t.Errorf("shown is %q, want %q", got, want)
	}
	h.click("Deleted")
	h.want("one line to go ``` and another ```")
	h.click("Put back")
	if h.says("Select some") { // the one of the banner came first
		rows := h.u.page.panel.past.lost.rows
		rows[0].back.Click()
		h.settle()
	}
	if got := h.text(); got != text {
		t.Errorf("the text is %q, want %q", got, text)
	}
}

func TestVersionsAreNamed(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	d := h.shelf.docs[0]
	p := &h.u.page.past
	at := p.at
	h.press("N", 0)
	h.want("Name this version")
	h.want("Seal " + d.Seal(p.shown).String())
	h.typed("Second draft")
	h.press(key.NameReturn, 0)
	h.settle()
	if n := len(d.versions); n != 3 || d.versions[2].Name != "Second draft" || !d.versions[2].At.Equal(d.buf.History().Timeline().Vector(at)) {
		t.Fatalf("the versions are %+v", d.versions)
	}
	h.want("This version is called “Second draft” now.")
	h.want("“Second draft”")
	if h.u.sheet != nil {
		t.Error("the question is still there")
	}
	h.click("Hide this name here")
	h.settle()
	hidden := 0
	for _, v := range d.versions {
		if v.Hidden {
			hidden++
		}
	}
	if hidden != 1 {
		t.Errorf("%d names are hidden", hidden)
	}
}

func TestANameThatIsTooLongIsNotTaken(t *testing.T) {
	h := newBench(t, historyShelf())
	openFirst(h)
	h.press("B", key.ModShortcut|key.ModShift)
	h.settle()
	h.typed(strings.Repeat("ü", 83))
	h.press(key.NameReturn, 0)
	h.want("3 characters too many")
	if n := len(h.shelf.docs[0].versions); n != 2 {
		t.Errorf("there are %d names", n)
	}
	h.press(key.NameEscape, 0)
	if h.u.sheet != nil {
		t.Error("Escape did not close it")
	}
}

func TestWhoWroteWhatIsSaidOfThePast(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	h.press("W", 0)
	h.settle()
	h.want("Ava Virtanen 37 %")
	p := h.u.page
	e := &p.past.exhibit
	at := strings.Index(h.shown(), "every morning")
	id := e.buf.Text().Anchor(at, crdt.Before).ID
	words := p.wroteThen(look{words: h.u.words}, p.doc.People(), e, id, h.now)
	if !strings.HasPrefix(words, "Jo, ") {
		t.Errorf("it was written by %q", words)
	}
	h.press("W", 0)
	if p.wrote.on {
		t.Error("W did not take it away")
	}
}
