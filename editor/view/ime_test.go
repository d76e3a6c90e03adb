package view

import (
	"testing"
	"unicode/utf8"

	"gioui.org/io/input"
	"gioui.org/io/key"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

// A method is an input method as a window runs one: it knows the paragraph that
// it was told of, and counts on from there.
type method struct {
	h        *bench
	from, to int // of the composition, in runes of the paragraph
	told     input.EditorState
}

// begin composes s at the caret.
func (h *bench) begin(s string) *method {
	h.t.Helper()
	m := &method{h: h}
	m.from = ordered(h.r.EditorState().Selection.Range).Start
	m.to = ordered(h.r.EditorState().Selection.Range).End
	m.write(s, false)
	return m
}

// write replaces what is composed, and ends the composition if that is all.
func (m *method) write(s string, end bool) {
	m.h.t.Helper()
	was := key.Range{Start: m.from, End: m.to}
	m.to = m.from + utf8.RuneCountInString(s)
	c := key.CompositionEvent{Start: m.from, End: m.to}
	if end {
		c = key.CompositionEvent(noRange)
	}
	m.h.r.Queue(key.EditEvent{Range: was, Text: s}, c, key.SelectionEvent{Start: m.to, End: m.to})
	m.h.frame()
	m.h.frame()
	m.told = m.h.r.EditorState()
}

// undisturbed fails if the window would cancel the composition: it does when
// the text or the selection that it knows of changes.
func (m *method) undisturbed() {
	m.h.t.Helper()
	m.h.frame()
	m.h.frame()
	now := m.h.r.EditorState()
	if now.Selection.Range != m.told.Selection.Range || now.Snippet != m.told.Snippet {
		m.h.t.Errorf("the window would cancel the composition: told %v %q, then %v %q",
			m.told.Selection.Range, m.told.Snippet.Text, now.Selection.Range, now.Snippet.Text)
	}
}

func TestCompositionSurvivesRemoteEditsBeforeAndAfterTheParagraph(t *testing.T) {
	h := newBench(t, "first\nsecond\nthird")
	h.selectRange(6, 6)
	if sel := h.r.EditorState().Selection.Range; sel != (key.Range{}) {
		t.Fatalf("the input method is told %v, want offsets from the paragraph's beginning", sel)
	}
	m := h.begin("か")
	h.want("first\nかsecond\nthird")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 0, "R\n"); t.Insert(ava, t.Len(), "!") })
	m.undisturbed()
	m.write("かん", false)
	m.write("漢", true)
	h.want("R\nfirst\n漢second\nthird!")
	h.typed("字")
	h.want("R\nfirst\n漢字second\nthird!")
}

func TestCompositionSurvivesRemoteEditsBeforeItInTheParagraph(t *testing.T) {
	h := newBench(t, "one two")
	h.selectRange(4, 4)
	m := h.begin("か")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 0, "R "); t.Delete(ava, 3, 5) })
	h.want("R o かtwo")
	m.undisturbed()
	m.write("かん", false)
	h.want("R o かんtwo")
	m.write("漢", true)
	h.want("R o 漢two")
	h.typed("!")
	h.want("R o 漢!two")
}

func TestCompositionSurvivesRemoteEditsAfterItInTheParagraph(t *testing.T) {
	h := newBench(t, "one two")
	h.selectRange(4, 4)
	m := h.begin("か")
	h.remote(func(t *crdt.Text) { t.Delete(ava, 8, 9); t.Insert(ava, t.Len(), " R"); t.Insert(ava, 7, "_") })
	m.undisturbed()
	m.write("漢字", false)
	m.write("漢字", true)
	h.want("one 漢字_to R")
}

func TestCompositionSurvivesRemoteEditsInsideIt(t *testing.T) {
	h := newBench(t, "ab")
	h.selectRange(1, 1)
	m := h.begin("かな")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 4, "R") }) // between the two
	h.want("aかRなb")
	m.undisturbed()
	m.write("仮名", false)
	h.want("a仮名Rb") // what somebody else wrote stays
	m.write("仮名", true)
	h.want("a仮名Rb")
	h.typed("!")
	h.want("a仮名!Rb")
}

func TestCompositionSurvivesRemoteDeletionOfItself(t *testing.T) {
	h := newBench(t, "ab")
	h.selectRange(1, 1)
	m := h.begin("かな")
	h.remote(func(t *crdt.Text) { t.Delete(ava, 1, 4) })
	h.want("aなb")
	m.undisturbed()
	m.write("仮名", true)
	h.want("a仮名b")
}

func TestCompositionSurvivesRemoteDeletionOfTheParagraph(t *testing.T) {
	h := newBench(t, "first\nsecond\nthird")
	h.selectRange(12, 12)
	m := h.begin("か")
	h.remote(func(t *crdt.Text) { t.Delete(ava, 6, t.LineStart(2)) })
	h.want("first\nthird")
	m.undisturbed()
	m.write("漢字", false)
	m.write("漢字", true)
	h.want("first\n漢字third")
	h.typed("!")
	h.want("first\n漢字!third")
}

func TestCompositionSurvivesASplitOfTheParagraph(t *testing.T) {
	h := newBench(t, "one two three")
	h.selectRange(8, 8)
	m := h.begin("か")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 4, "\n\n"); t.Insert(ava, 0, "# ") })
	m.undisturbed()
	m.write("漢", true)
	h.want("# one \n\ntwo 漢three")
	h.typed("!")
	h.want("# one \n\ntwo 漢!three")
}

func TestCompositionThatReplacesASelection(t *testing.T) {
	h := newBench(t, "one two three")
	h.selectRange(8, 4)
	m := h.begin("か")
	h.want("one かthree")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 0, "> ") })
	m.undisturbed()
	m.write("漢", true)
	h.want("> one 漢three")
	h.press("Z", key.ModShortcut)
	h.want("> one two three")
}

func TestCompositionIsOneStepOfUndo(t *testing.T) {
	h := newBench(t, "a ")
	h.selectRange(2, 2)
	m := h.begin("k")
	m.write("か", false)
	m.write("かn", false)
	m.write("かん", false)
	m.write("漢", true)
	h.press("Z", key.ModShortcut)
	h.want("a ")
}

func TestCommandDuringACompositionKeepsWhatWasComposed(t *testing.T) {
	h := newBench(t, "word")
	h.selectRange(4, 4)
	h.begin("か")
	h.v.Do(h.b, buffer.Heading{Level: 1}, h.now)
	h.frame()
	h.want("# wordか")
	h.frame()
	h.typed("!")
	h.want("# wordか!")
}

func TestClickDuringACompositionKeepsWhatWasComposed(t *testing.T) {
	h := newBench(t, "one two")
	h.selectRange(7, 7)
	h.begin("か")
	x, y := h.point(3)
	h.click(x, y, 0)
	h.want("one twoか")
	h.frame()
	h.typed("!")
	h.want("one! twoか")
}
