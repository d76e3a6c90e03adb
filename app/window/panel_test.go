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
	for _, words := range []string{"People", "Outline", "Preview", "History"} {
		if words != "People" && pressed(words) {
			t.Errorf("%q looks pressed", words)
		}
		h.click(words)
		if words != "People" && !pressed(words) {
			t.Errorf("%q does not look pressed", words)
		}
	}
	if pressed("Outline") {
		t.Error("the outline is gone, its button says it is there")
	}
}
