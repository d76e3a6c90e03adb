package window

import (
	"image"
	"testing"

	"gioui.org/io/key"
	"gioui.org/layout"
)

func TestFacesOpenThePeopleAndEscapeClosesThem(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.click("People")
	h.want("Direct, same network")
	h.want("is missing 12 changes")
	h.want("2 complete copies are known of.")
	h.press(key.NameEscape, 0)
	if h.says("Direct, same network") {
		t.Fatal("Escape did not close the panel")
	}
	h.settle()
	h.typed("back ")
	if got := h.shelf.docs[0].buf.Text().String(); got[:7] != "back # " {
		t.Errorf("after the panel the keys do not go to the text: it begins %q", got[:20])
	}
}

func TestHistoryBringsAPassageBackAndUndoTakesThat(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	d := h.shelf.docs[0]
	whole := d.buf.Text().String()
	h.click("History")
	h.settle()
	h.want("Jo")
	h.want("+155 −0")
	if got := len(h.u.page.panel.past.passages); got != 3 {
		t.Fatalf("three people wrote one after the other; there are %d passages", got)
	}
	h.u.page.panel.past.restore(h.u, look{words: h.u.words}, h.u.page, h.u.page.panel.past.passages[2], h.now)
	h.settle()
	h.want("The text is what it was")
	if got := d.buf.Text().String(); len(got) >= len(whole) {
		t.Errorf("what others wrote later is still there: %q", got)
	}
	h.press("Z", key.ModShortcut)
	if got := d.buf.Text().String(); got != whole {
		t.Errorf("undo did not take it back: %q", got)
	}
}

func TestPanelStandsBesideThePageOrOverIt(t *testing.T) {
	for _, tt := range []struct {
		width int // of the page
		over  bool
	}{{1024, false}, {776, false}, {775, true}, {300, true}} {
		p := panel{kind: panelPeople}
		gtx := newBench(t, fullShelf()).context()
		gtx.Constraints = layout.Exact(image.Pt(tt.width, 600))
		width, over := p.width(gtx)
		if over != tt.over || width > tt.width {
			t.Errorf("on a page of %d it takes %d, over the text %v; want %v", tt.width, width, over, tt.over)
		}
	}
}

func TestTheButtonOfWhatIsShownLooksPressed(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	pressed := func(words string) bool {
		for _, n := range h.r.AppendSemantics(nil) {
			if n.Desc.Description == words {
				return n.Desc.Selected
			}
		}
		t.Fatalf("no %q", words)
		return false
	}
	for _, words := range []string{"History", "Outline", "Preview"} {
		if pressed(words) {
			t.Errorf("%q looks pressed", words)
		}
		h.click(words)
		if !pressed(words) {
			t.Errorf("%q does not look pressed", words)
		}
	}
	if pressed("History") {
		t.Error("the history is gone, its button says it is there")
	}
}

func TestAPassageThatComesInAboveDoesNotTakeTheClickOfAnother(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	d := h.shelf.docs[0]
	h.click("History")
	h.settle()
	past := &h.u.page.panel.past
	first := past.passages[0] // Ava's: everything there is now
	want := d.buf.Text().String()
	past.rows[first.From].restore.Click()
	newer := first
	newer.From, newer.To = first.To, first.To+1
	past.passages = append([]passage{newer}, past.passages...) // read anew before the click is seen
	past.passages[0].end = past.passages[2].end                // something that would be noticed
	h.settle()
	if got := d.buf.Text().String(); got != want {
		t.Error("another passage was brought back than the one that was clicked")
	}
	h.want("The text is what it was")
}
