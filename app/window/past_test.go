package window

import (
	"strings"
	"testing"
	"time"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"

	"chirograph/editor/crdt"
	"chirograph/editor/history"
)

// shown is the text on the page: that of the document, or of the past.
func (h *bench) shown() string {
	if h.u.page.inPast() {
		return h.u.page.past.exhibit.buf.Text().String()
	}
	return h.text()
}

func (h *bench) text() string { return h.u.page.doc.(*paper).buf.Text().String() }

func (h *bench) wantShown(what string, n int) {
	h.t.Helper()
	d := h.u.page.doc.(*paper)
	p := d.buf.History()
	line := p.Timeline()
	if want := string(p.At(line.Vector(n))); h.shown() != want {
		h.t.Errorf("%s: the page shows %q, want version %d, %q", what, h.shown(), n, want)
	}
}

// onSlider presses or drags the mouse at a place on the slider, from 0 to 1.
func (h *bench) onSlider(kind pointer.Kind, place float32, mods key.Modifiers) {
	h.t.Helper()
	for _, n := range h.r.AppendSemantics(nil) {
		if !strings.HasPrefix(n.Desc.Description, "All of time") {
			continue
		}
		b := n.Desc.Bounds
		at := f32.Pt(float32(b.Min.X)+24+place*float32(b.Dx()-48), float32(b.Min.Y+b.Max.Y)/2)
		buttons := pointer.ButtonPrimary
		if kind == pointer.Release {
			buttons = 0
		}
		h.r.Queue(pointer.Event{Kind: kind, Source: pointer.Mouse, Buttons: buttons, Position: at, Modifiers: mods})
		h.follow()
		return
	}
	h.t.Fatalf("there is no slider; there are %q", h.descriptions())
}

func TestKeysGoThroughTheHistory(t *testing.T) {
	h := newBench(t, historyShelf())
	openHistory(h)
	p := &h.u.page.past
	n := p.line.Len()
	passages, sessions := p.ends(history.Passage), p.ends(history.Session)
	last := len(passages) - 1
	for _, step := range []struct {
		name key.Name
		mods key.Modifiers
		want int
	}{
		{key.NameLeftArrow, 0, passages[last-1]},
		{key.NameLeftArrow, 0, passages[last-2]},
		{key.NameRightArrow, 0, passages[last-1]},
		{key.NameLeftArrow, key.ModShift, sessions[len(sessions)-2]},
		{key.NameHome, 0, 0},
		{key.NameLeftArrow, 0, 0},
		{key.NameRightArrow, key.ModShift, sessions[1]},
		{key.NameEnd, 0, n},
		{key.NameRightArrow, 0, n},
	} {
		h.press(step.name, step.mods)
		if p.at != step.want {
			t.Fatalf("%s with %v went to version %d, want %d", step.name, step.mods, p.at, step.want)
		}
		h.wantShown(string(step.name), step.want)
	}
	if h.u.page.inPast() {
		t.Error("at the end of time the text of the past is shown")
	}
	for _, level := range []struct {
		name key.Name
		want history.Level
	}{{"-", history.Session}, {"-", history.Session}, {"+", history.Passage}, {"+", history.Step}, {"+", history.Key}, {"+", history.Key}} {
		h.press(level.name, 0)
		if p.level != level.want {
			t.Fatalf("%s: level %d, want %d", level.name, p.level, level.want)
		}
	}
	h.press(key.NameLeftArrow, 0)
	if p.at != n-1 {
		t.Errorf("a step of one key went to %d, want %d", p.at, n-1)
	}
	h.want("Keys")
}

func TestNamedVersionsAreReachedByBrackets(t *testing.T) {
	h := newBench(t, historyShelf())
	openHistory(h)
	p := &h.u.page.past
	h.press("[", 0)
	h.want("“For the committee”")
	h.want("before the costs were known")
	h.want("Seal ")
	h.press("[", 0)
	h.want("“First draft”")
	first := p.at
	h.press("[", 0)
	if p.at != first {
		t.Error("before the first name there is another one")
	}
	h.press("]", 0)
	h.want("“For the committee”")
	h.click("Copy the seal")
	_, content, _ := h.r.WriteClipboard()
	if got, want := string(content), h.shelf.docs[0].versions[1].Seal.Full(); got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
}

func TestANamedVersionIsShownWithoutWhatOthersWroteBesideIt(t *testing.T) {
	s := historyShelf()
	d := s.docs[0]
	line := d.buf.History().Timeline()
	strands := d.buf.History().Parallel(line)
	if len(strands) == 0 {
		t.Fatal("nobody has written beside others")
	}
	at := line.Vector(strands[0].From)
	for k := strands[0].From; k < strands[0].To; k++ { // only what Jo wrote there
		if who, _ := line.Change(k); who == jo.Author {
			at.Add(line.ID(k))
		}
	}
	if err := d.NameVersion(at, "Alone", ""); err != nil {
		t.Fatal(err)
	}
	h := newBench(t, s)
	openHistory(h)
	h.press("[", 0)
	h.want("“Alone”")
	if got, want := h.shown(), string(d.buf.History().At(at)); got != want {
		t.Errorf("shown is %q, want %q", got, want)
	}
	h.press("[", 0)
	h.want("“For the committee”") // at the same place
	h.press("]", 0)
	h.want("“Alone”")
	h.press("+", 0)
	h.press("+", 0)
	h.press(key.NameLeftArrow, 0)
	h.press(key.NameRightArrow, 0)
	if h.says("“Alone”") {
		t.Error("the version with what others wrote has the name as well")
	}
}

func TestEscapeLeadsBackStepByStep(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	h.want("You are looking at")
	h.press("R", 0)
	h.want("This makes")
	h.press(key.NameEscape, 0)
	if h.says("This makes") || !h.says("You are looking at") {
		t.Error("Escape did not only take the question away")
	}
	h.press(key.NameEscape, 0)
	if h.says("You are looking at") || !h.u.page.past.open {
		t.Error("Escape did not lead back to now")
	}
	h.press(key.NameEscape, 0)
	if h.u.page.past.open || h.u.page.panel.kind != noPanel {
		t.Error("Escape did not close the history")
	}
	h.settle()
	before := h.text()
	h.typed("x")
	if h.text() == before {
		t.Error("after the history the keys do not go to the text")
	}
}

func TestThePastCanBeSelectedAndCopiedButNotWritten(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	before, at := h.text(), h.u.page.past.at
	h.mouse(f32.Pt(500, 200))
	if !h.r.Source().Focused(&h.u.page.past.exhibit.view) {
		t.Fatal("a click in the text of the past does not give it the keys")
	}
	h.typed("x")
	h.want("Nothing was written")
	h.press(key.NameDeleteBackward, 0)
	if h.text() != before || h.u.page.past.at != at {
		t.Error("something was written, or another version is shown")
	}
	h.press("A", key.ModShortcut)
	h.press("C", key.ModShortcut)
	if _, content, ok := h.r.WriteClipboard(); !ok || string(content) != h.shown() {
		t.Errorf("copied %q", content)
	}
	h.press("D", 0) // a letter that is no typing
	if !h.u.page.past.comparing {
		t.Error("D does not compare while the text has the keys")
	}
}

// mouse clicks at a place in the window.
func (h *bench) mouse(at f32.Point) {
	h.t.Helper()
	h.now = h.now.Add(time.Second)
	when := h.now.Sub(time.Unix(1_800_000_000, 0))
	h.r.Queue(
		pointer.Event{Kind: pointer.Press, Source: pointer.Mouse, Buttons: pointer.ButtonPrimary, Position: at, Time: when},
		pointer.Event{Kind: pointer.Release, Source: pointer.Mouse, Position: at, Time: when},
	)
	h.follow()
	h.settle()
}

func TestTheSliderIsPressedDraggedAndTurned(t *testing.T) {
	h := newBench(t, historyShelf())
	openHistory(h)
	p := &h.u.page.past
	n := p.line.Len()
	h.onSlider(pointer.Press, 0.5, 0)
	middle := p.at
	if middle <= 0 || middle >= n {
		t.Fatalf("the middle is version %d of %d", middle, n)
	}
	h.wantShown("pressed", middle)
	h.onSlider(pointer.Move, 0.25, 0)
	if p.at >= middle || p.at <= 0 {
		t.Errorf("dragged to version %d, from %d", p.at, middle)
	}
	h.onSlider(pointer.Move, 5, 0)
	if h.u.page.inPast() {
		t.Error("dragged beyond the end, the past is shown")
	}
	h.onSlider(pointer.Release, 1, 0)
	h.onSlider(pointer.Press, 0.5, 0)
	h.onSlider(pointer.Release, 0.5, 0)
	before := p.at
	h.turnSlider(-80)
	if p.at >= before {
		t.Errorf("the wheel went from %d to %d", before, p.at)
	}
	h.turnSlider(80)
	h.turnSlider(80)
	if p.at <= before {
		t.Errorf("the wheel went from %d to %d", before, p.at)
	}
}

func (h *bench) turnSlider(by float32) {
	at, ok := h.find("All of time. " + h.u.page.past.uncertain(look{words: h.u.words}, h.u.page.past.at, h.now))
	if !ok {
		h.t.Fatalf("there is no slider; there are %q", h.descriptions())
	}
	h.r.Queue(pointer.Event{
		Kind: pointer.Scroll, Source: pointer.Mouse, Scroll: f32.Pt(0, by),
		Position: f32.Pt(float32(at.Min.X+at.Max.X)/2, float32(at.Min.Y+at.Max.Y)/2),
	})
	h.follow()
}

func TestTheSamePassageStaysOnThePage(t *testing.T) {
	s := &shelf{me: fullShelf().me}
	d := s.add("")
	w := &scribe{d: d, now: 1_799_900_000_000}
	line := "A line of the river survey, number %.\n"
	var all string
	for i := range 120 {
		all += strings.ReplaceAll(line, "%", itoa(i))
	}
	w.write(myself, 0, func(t *crdt.Text) { t.Insert(myself, 0, all) })
	for i := range 60 { // something is written above, again and again
		w.write(myself, 300, func(t *crdt.Text) { t.Insert(myself, 0, "Earlier still, "+itoa(i)+".\n") })
	}
	h := newBench(t, s)
	openFirst(h)
	h.u.page.jump(strings.Index(h.text(), "number 60"), h.now)
	h.settle()
	h.press("H", key.ModShortcut|key.ModShift)
	h.settle()
	top := func() string {
		p := h.u.page
		text, v := p.doc.(*paper).buf, &p.view
		if p.inPast() {
			text, v = p.past.exhibit.buf, &p.past.exhibit.view
		}
		off, _ := v.Place(text.Text())
		first, _, _ := strings.Cut(text.Text().String()[off:], "\n")
		return first
	}
	want := top()
	if !strings.Contains(want, "number") {
		t.Fatalf("the page begins with %q", want)
	}
	for range 20 {
		h.press(key.NameLeftArrow, 0)
		if got := top(); got != want {
			t.Fatalf("%d versions back the page begins with %q, want %q", 60-h.u.page.past.at, got, want)
		}
	}
	h.press(key.NameHome, 0) // nothing is there
	h.press(key.NameEnd, 0)
	h.settle()
	if got := top(); got != want {
		t.Errorf("back at now the page begins with %q, want %q", got, want)
	}
	h.press(key.NameLeftArrow, 0)
	h.press(key.NamePageDown, 0)
	moved := top()
	if moved == want {
		t.Fatal("Page Down does not scroll the past")
	}
	h.press(key.NameLeftArrow, 0)
	h.press(key.NameEscape, 0)
	h.settle()
	if got := top(); got != moved {
		t.Errorf("scrolled in the past to %q, the text of now begins with %q", moved, got)
	}
}

func TestOthersWriteOnBehindThePast(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	d := h.shelf.docs[0]
	shown := h.shown()
	d.as(jo, func(t *crdt.Text) { t.Insert(jo, 0, "News from Jo.\n") })
	h.u.page.changes++
	h.now = h.now.Add(time.Minute)
	h.settle()
	if h.shown() != shown {
		t.Error("what is shown of the past has changed")
	}
	if got := len(h.u.page.past.line.Ops(h.u.page.past.line.Len()-1, h.u.page.past.line.Len())); got != 1 || h.u.page.past.at == h.u.page.past.line.Len() {
		t.Errorf("the history was not read anew")
	}
	h.press(key.NameEscape, 0)
	if !strings.HasPrefix(h.shown(), "News from Jo.") {
		t.Errorf("the text of now is %q", h.shown())
	}
}

func TestPlaybackPlaysToTheEnd(t *testing.T) {
	h := newBench(t, historyShelf())
	openHistory(h)
	p := &h.u.page.past
	for range 3 {
		h.click("Speed: " + p.pace(&h.u.words.Past))
	}
	if speeds[p.speed] != 0 {
		t.Fatalf("three presses led to %d", speeds[p.speed])
	}
	h.press(key.NameSpace, 0)
	if !p.playing || p.at > p.line.Len()/4 {
		t.Fatalf("playing %v at version %d, want from the beginning", p.playing, p.at)
	}
	last := 0
	for range 5 {
		h.now = h.now.Add(time.Second)
		h.frame()
		if p.at < last {
			t.Fatalf("the playback went back from %d to %d", last, p.at)
		}
		last = p.at
	}
	if last == 0 || !p.playing {
		t.Fatalf("after five seconds it is at %d, playing %v", last, p.playing)
	}
	h.press(key.NameSpace, 0)
	paused := p.at
	h.now = h.now.Add(time.Second)
	h.settle()
	if p.at != paused || p.playing {
		t.Error("Space did not stop it")
	}
	h.press(key.NameSpace, 0)
	h.now = h.now.Add(11 * time.Second)
	h.settle()
	if p.playing || h.u.page.inPast() {
		t.Error("after ten seconds more it has not come to the end")
	}
}

func TestPausesArePlayedForHalfASecond(t *testing.T) {
	h := newBench(t, historyShelf())
	openHistory(h)
	p := &h.u.page.past
	most := int64(p.line.Len()) * idleTime
	if got := p.clock.Length(); got > most {
		t.Errorf("it plays for %d ms, more than %d", got, most)
	}
}

func TestTheHistoryIsClosedByItsButtons(t *testing.T) {
	for _, button := range []string{"History", "Close the history"} {
		h := newBench(t, historyShelf())
		lookBack(h)
		h.click(button)
		h.settle()
		if h.u.page.past.open || h.u.page.panel.kind == panelPast {
			t.Errorf("%q did not close the history", button)
		}
		before := h.text()
		h.typed("x")
		if h.text() == before {
			t.Errorf("%q: the keys do not go to the text", button)
		}
	}
}

func TestAtTheEndOfTimeTheTextCanBeWritten(t *testing.T) {
	h := newBench(t, historyShelf())
	openHistory(h)
	before := h.text()
	h.u.page.focus = true
	h.settle()
	h.typed("Draft n ")
	if h.text() == before || !strings.Contains(h.text(), "Draft n") {
		t.Errorf("the text is %q", h.text())
	}
	h.press(key.NameRightArrow, 0)
	if h.u.page.past.playing || h.u.page.inPast() {
		t.Error("keys of the text went to the history")
	}
	if !h.u.page.canUndo {
		t.Error("what was written cannot be undone")
	}
}

func TestThePastOfTheTextCommandsIsOff(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	before := h.text()
	for _, c := range h.u.table {
		if c.scope == inText || c.id == "undo" || c.id == "redo" || c.id == "replace" {
			if c.enabled(h.u) {
				t.Errorf("%s can be asked for in the past", c.id)
			}
		}
	}
	h.press("Z", key.ModShortcut)
	h.press("K", key.ModShortcut|key.ModShift)
	if h.text() != before {
		t.Error("a command has changed the text of now")
	}
}

func TestNarrowWindowsHaveTheListOnAskingOnly(t *testing.T) {
	h := newBench(t, historyShelf())
	h.size.X = 560
	openHistory(h)
	if h.u.page.panel.kind != noPanel {
		t.Fatal("the list lies over the text")
	}
	h.click("List of changes")
	if h.u.page.panel.kind != panelPast {
		t.Error("there is no list")
	}
	h.click("Close")
	if !h.u.page.past.open || h.u.page.panel.kind != noPanel {
		t.Error("closing the list did not close just that")
	}
	h.click("List of changes")
	h.press(key.NameEscape, 0)
	if !h.u.page.past.open || h.u.page.panel.kind != noPanel {
		t.Error("Escape did not close just the list")
	}
	h.click("List of changes")
	h.settle()
	h.click("Mara Klein, 04:32")
	if !h.u.page.inPast() || h.u.page.panel.kind != noPanel {
		t.Error("a passage was chosen, and the list still lies over it")
	}
}

func TestAnEmptyDocumentHasAnEmptyHistory(t *testing.T) {
	h := newBench(t, fullShelf())
	h.u.newDocument()
	h.settle()
	h.press("H", key.ModShortcut|key.ModShift)
	h.want("Nothing has been written yet.")
	for _, k := range []key.Name{key.NameLeftArrow, key.NameHome, key.NameSpace, "D", "W", "[", "R", key.NameF7} {
		h.press(k, 0)
	}
	h.press(key.NameEscape, 0)
	if h.u.page.past.open {
		t.Error("Escape did not close it")
	}
}
