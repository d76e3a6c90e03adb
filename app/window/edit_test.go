package window

import (
	"testing"

	"gioui.org/io/key"
)

func TestEditingShortcutsChangeTheText(t *testing.T) {
	const ctrlKey, shiftKey = key.ModShortcut, key.ModShortcut | key.ModShift
	for _, tt := range []struct {
		name, text string
		keys       []chord
		want       string
	}{
		{"bold", "word", []chord{{"B", ctrlKey}}, "**word**"},
		{"italic", "word", []chord{{"I", ctrlKey}}, "*word*"},
		{"code", "word", []chord{{"E", ctrlKey}}, "`word`"},
		{"heading", "word", []chord{{"2", ctrlKey}}, "## word"},
		{"no heading", "# word", []chord{{"0", ctrlKey}}, "word"},
		{"bullets", "word", []chord{{"8", shiftKey}}, "- word"},
		{"bullets on a keyboard that sends the sign", "word", []chord{{"*", shiftKey}}, "- word"},
		{"numbers", "word", []chord{{"&", shiftKey}}, "1. word"},
		{"ticked check", "word", []chord{{"9", shiftKey}, {key.NameReturn, ctrlKey}}, "- [x] word"},
		{"moved line", "one\ntwo", []chord{{key.NameDownArrow, key.ModAlt}}, "two\none"},
		{"duplicate", "one\ntwo", []chord{{key.NameDownArrow, key.ModAlt | key.ModShift}}, "one\none\ntwo"},
		{"deleted line", "one\ntwo", []chord{{"K", shiftKey}}, "two"},
		{"joined lines", "one\ntwo", []chord{{"J", ctrlKey}}, "one two"},
		{"undone with Ctrl+Y after", "word", []chord{{"B", ctrlKey}, {"Z", ctrlKey}, {"Y", ctrlKey}}, "**word**"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &shelf{}
			s.me.Name = "Mara"
			d := s.add(tt.text)
			h := newBench(t, s)
			h.u.open(d.id)
			h.settle()
			for _, k := range tt.keys {
				h.press(k.name, k.mods)
			}
			if got := d.buf.Text().String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEditingShortcutsLeaveFieldsAlone(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	before := h.shelf.docs[0].buf.Text().String()
	h.press(key.NameF6, 0) // to the library's search field
	h.press("B", key.ModShortcut)
	h.press("K", key.ModShortcut|key.ModShift)
	if got := h.shelf.docs[0].buf.Text().String(); got != before {
		t.Error("keys that were pressed in a field changed the document")
	}
}

func TestTabWritesOrMovesTheFocus(t *testing.T) {
	s := &shelf{}
	s.me.Name = "Mara"
	d := s.add("word")
	h := newBench(t, s)
	h.u.open(d.id)
	h.settle()
	h.press(key.NameTab, 0)
	if d.buf.Text().String() == "word" {
		t.Fatal("Tab wrote nothing")
	}
	h.press("Z", key.ModShortcut)
	h.press("M", key.ModShortcut)
	h.press(key.NameTab, 0)
	if got := d.buf.Text().String(); got != "word" || !h.u.prefs.TabMoves {
		t.Errorf("after Ctrl+M, Tab made it %q", got)
	}
}
