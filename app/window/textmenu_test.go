package window

import (
	"testing"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
)

func (h *bench) rightClick(at f32.Point) {
	h.r.Queue(
		pointer.Event{Kind: pointer.Press, Source: pointer.Mouse, Buttons: pointer.ButtonSecondary, Position: at},
		pointer.Event{Kind: pointer.Release, Source: pointer.Mouse, Position: at},
	)
	h.follow()
}

func TestARightClickInTheTextHasTheClipboard(t *testing.T) {
	h, d := newBenchWith(t, "alder birch cedar")
	text := func() string { return d.buf.Text().String() }
	line := f32.Pt(420, 118)
	h.press("D", key.ModShortcut) // the first word
	h.wantSelected("alder")
	h.rightClick(line)
	h.wantSelected("alder")
	h.click("Cut")
	if _, content, ok := h.r.WriteClipboard(); !ok || string(content) != "alder" || text() != " birch cedar" {
		t.Errorf("after Cut the clipboard has %q, the text %q", content, text())
	}
	h.rightClick(f32.Pt(900, 118)) // behind the end
	if _, head := d.buf.Selection(); head != len(" birch cedar") {
		t.Errorf("a right click leaves the caret at %d", head)
	}
	if _, ok := h.find("Copy"); ok {
		t.Error("there is nothing to copy, but it is offered")
	}
	h.click("Paste")
	h.clip(" alder")
	if got := text(); got != " birch cedar alder" {
		t.Errorf("after Paste the text is %q", got)
	}
	h.typed("!")
	if got := text(); got != " birch cedar alder!" {
		t.Errorf("after the menu the keys do not go to the text: %q", got)
	}
	h.rightClick(line)
	h.press(key.NameEscape, 0)
	if _, ok := h.find("Paste"); ok {
		t.Error("Escape does not close the menu")
	}
	if gtx := h.context(); !gtx.Focused(&h.u.page.view) {
		t.Error("after Escape the text has not got the keys")
	}
	h.rightClick(line)
	h.click("Select all")
	h.wantSelected(text())
}
