package window

import (
	"strings"
	"testing"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"

	"chirograph/editor/buffer"
)

// joinEarly joins a document of which the text is here and the history is not.
func joinEarly(h *bench) *paper {
	text := h.shelf.docs[0].buf.Text().String()
	d, err := h.shelf.Join(testLink("Q3 plan"))
	if err != nil {
		h.t.Fatal(err)
	}
	h.u.show(d)
	p := d.(*paper)
	p.status.Early, p.status.Percent, p.status.Saved = text, 38, "History 38 % here"
	h.settle()
	return p
}

func TestATextIsReadBeforeItsHistoryIsHere(t *testing.T) {
	h := newBench(t, fullShelf())
	d := joinEarly(h)
	h.want("You can read already.")
	at := f32.Pt(600, 400)
	h.r.Queue(
		pointer.Event{Kind: pointer.Press, Source: pointer.Mouse, Buttons: pointer.ButtonPrimary, Position: at},
		pointer.Event{Kind: pointer.Release, Source: pointer.Mouse, Position: at},
	)
	h.settle()
	h.typed("x")
	h.settle()
	h.want("You can write here in a moment")
	if d.buf.Text().Len() > 0 || h.u.page.early.buf.Text().String() != d.status.Early {
		t.Error("something was written")
	}
	h.press("A", key.ModShortcut)
	h.press("C", key.ModShortcut)
	if _, content, ok := h.r.WriteClipboard(); !ok || string(content) != d.status.Early {
		t.Errorf("copied: %q", content)
	}

	h.press("H", key.ModShortcut|key.ModShift)
	h.want("Not here yet — 62 % — from anyone who has it")

	d.buf.Do(buffer.Replace{Text: d.status.Early}, 0)
	d.status.Early, d.status.Ready = "", true
	h.settle()
	if h.says("You can read already.") || h.u.page.early.buf != nil {
		t.Error("the early text is shown still")
	}
	h.want("Nothing has been written yet.") // the history, as it is here
	h.press(key.NameEscape, 0)
	h.typed("y")
	if got := d.buf.Text().String(); !strings.Contains(got, "y") {
		t.Error("the document cannot be written in")
	}
}
