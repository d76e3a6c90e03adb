package window

import (
	"testing"
	"time"

	"gioui.org/io/key"

	"chirograph/app/workspace"
)

func TestAMessageGoesAwayUnlessSomebodyIsAtIt(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	done := 0
	h.u.messages.offer("Moved to the bin.", "Undo", func() { done++ })
	h.settle()
	h.want("Moved to the bin.")
	h.press(key.NameF6, 0) // gives it the keys
	h.now = h.now.Add(time.Minute)
	h.settle()
	h.want("Moved to the bin.")
	h.press(key.NameReturn, 0)
	if done != 1 || len(h.u.messages.all) != 0 {
		t.Errorf("Enter did it %d times and left %d messages", done, len(h.u.messages.all))
	}
	h.u.messages.add("Said.")
	h.settle()
	h.want("Said.")
	h.now = h.now.Add(10 * time.Second)
	h.settle()
	if h.says("Said.") {
		t.Error("a message that was read long ago is still there")
	}
	h.u.messages.add("Said again.")
	h.settle()
	h.click("Close")
	if h.says("Said again.") {
		t.Error("a closed message is still there")
	}
}

func TestABarMovesTheTextDownAndCanBeClosed(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.shelf.docs[0].status = workspace.Status{Saved: "The disk is full.", Level: workspace.Bad, Ready: true}
	h.u.bars.show(bar{id: "test", words: "Something lasts.", closing: true})
	h.settle()
	h.want("The disk is full.")
	h.want("Something lasts.")
	h.click("Copy the whole text")
	if _, content, ok := h.r.WriteClipboard(); !ok || string(content) != h.shelf.docs[0].buf.Text().String() {
		t.Error("the whole text is not on the clipboard")
	}
	h.click("Close")
	h.u.messages.all = nil
	h.settle()
	if h.says("Something lasts.") {
		h.click("Close") // the first was that of the message
	}
	if h.says("Something lasts.") {
		t.Error("a closed bar is still there")
	}
	h.u.bars.show(bar{id: "test", words: "Something lasts.", closing: true})
	h.settle()
	if h.says("Something lasts.") {
		t.Error("a closed bar came back without news")
	}
	h.u.bars.show(bar{id: "test", words: "Something else.", closing: true})
	h.shelf.docs[0].status = workspace.Status{Ready: true}
	h.settle()
	h.want("Something else.")
	if h.says("The disk is full.") {
		t.Error("the disk is no longer full, but the bar says so")
	}
}

func TestThrowingAwayCanBeUndoneFromItsMessage(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	n := len(h.shelf.Documents())
	h.u.discard(h.shelf.Documents()[1])
	h.settle()
	if got := len(h.shelf.Documents()); got != n-1 {
		t.Fatalf("of %d documents %d are left", n, got)
	}
	h.click("Undo")
	if got := len(h.shelf.Documents()); got != n {
		t.Errorf("Undo left %d documents of %d", got, n)
	}
}

func TestTheLibraryIsShownAndPutAway(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	for _, width := range []int{1280, 900} {
		h.size.X = width
		h.settle()
		_, before := h.find("Grant proposal")
		h.press("\\", key.ModShortcut)
		if _, after := h.find("Grant proposal"); after == before {
			t.Errorf("at %d, Ctrl+\\ changed nothing", width)
		}
		h.press("\\", key.ModShortcut)
		if _, after := h.find("Grant proposal"); after != before {
			t.Errorf("at %d, Ctrl+\\ again did not change it back", width)
		}
		if !h.r.Source().Focused(&h.u.page.view) {
			t.Errorf("at %d, the text has not got the keys back", width)
		}
	}
}
