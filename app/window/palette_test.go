package window

import (
	"strings"
	"testing"

	"gioui.org/io/key"

	"chirograph/app/phrases"
)

// chosen is the name of the row that Enter would take.
func chosenRow(h *bench) string {
	p := h.u.palette
	if p == nil || p.chosen < 0 {
		return ""
	}
	return p.rows[p.chosen].name
}

func TestPaletteRunsACommandAndRemembersIt(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press("P", key.ModShortcut|key.ModShift)
	h.typed("bol")
	if got := chosenRow(h); got != "Bold" {
		t.Fatalf("“bol” chose %q", got)
	}
	h.press(key.NameReturn, 0)
	if h.u.palette != nil {
		t.Error("the palette stays open after a command")
	}
	if got := h.shelf.docs[0].buf.Text().String(); !strings.HasPrefix(got, "**") && !strings.Contains(got[:24], "**") {
		t.Errorf("the command was not carried out: %.24q", got)
	}
	if h.shelf.settings["recent"] != "bold" {
		t.Errorf("the commands used last are kept as %q", h.shelf.settings["recent"])
	}
	h.typed("x") // the text has the keys again
	if got := h.shelf.docs[0].buf.Text().String(); !strings.Contains(got, "x") {
		t.Error("after the palette the keys do not go to the text")
	}
	h.press(key.NameF1, 0)
	if got := chosenRow(h); got != "Bold" {
		t.Errorf("the command used last is not first: %q is", got)
	}
	h.press(key.NameEscape, 0)
	if h.u.palette != nil {
		t.Error("Escape did not close the palette")
	}
}

func TestPaletteIsGoneThroughWithTheKeys(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press(key.NameF1, 0)
	rows := h.u.palette.rows
	first, last := "", ""
	for i := range rows {
		if rows[i].choosable() {
			if first == "" {
				first = rows[i].name
			}
			last = rows[i].name
		}
	}
	for _, tt := range []struct {
		name key.Name
		want string
	}{
		{key.NameEnd, last},
		{key.NameDownArrow, last},
		{key.NameHome, first},
		{key.NameUpArrow, first},
		{key.NameDownArrow, "New window"},
		{key.NamePageDown, "Undo"},
		{key.NameDownArrow, "Find…"}, // over Redo, which cannot be done
		{key.NameUpArrow, "Undo"},
		{key.NamePageUp, "New window"},
	} {
		if tt.name == key.NamePageDown && h.u.page.canRedo {
			t.Fatal("there is something to redo")
		}
		h.press(tt.name, 0)
		if got := chosenRow(h); got != tt.want {
			t.Fatalf("%s chose %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestPaletteTakesTheMouse(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press(key.NameF1, 0)
	h.typed("dark")
	h.click("Dark")
	if h.u.palette != nil || h.u.prefs.Appearance != "dark" {
		t.Error("a click on a command did not carry it out")
	}
}

func TestPaletteSwitchesDocuments(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.click("Grant proposal")
	h.press("P", key.ModShortcut)
	if got := chosenRow(h); got != "Field notes, autumn" {
		t.Errorf("the document before this one is not first: %q is", got)
	}
	h.typed("rdg")
	if got := chosenRow(h); got != "Reading list" {
		t.Errorf("“rdg” chose %q", got)
	}
	h.press(key.NameReturn, 0)
	if got := h.u.page.doc.Title(); got != "Reading list" {
		t.Errorf("Enter opened %q", got)
	}
	h.press("P", key.ModShortcut)
	h.typed("zzz")
	h.want("No document has these letters in its title.")
	h.press(key.NameReturn, 0)
	if h.u.palette == nil {
		t.Error("Enter on nothing closed the palette")
	}
}

func TestGoToLine(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press("G", key.ModShortcut)
	h.want("Type a line number from 1 to 17.")
	h.typed("5")
	h.want("Go to line 5 of 17")
	h.press(key.NameReturn, 0)
	if anchor, head := h.shelf.docs[0].buf.Selection(); anchor != head || h.shelf.docs[0].buf.Text().LineOf(head) != 4 {
		t.Errorf("the caret is at %d to %d", anchor, head)
	}
	h.press("P", key.ModShortcut)
	h.typed(":900")
	h.want("Go to line 17 of 17")
	h.press(key.NameEscape, 0)
	h.u.closePage()
	h.settle()
	h.press("P", key.ModShortcut|key.ModShift)
	h.typed(":3")
	h.want("No document is open.")
}

func TestThePaletteSpeaksGerman(t *testing.T) {
	h := newBench(t, fullShelf())
	h.u.set(func(p *preferences) { p.Language = "de" })
	openFirst(h)
	h.press("P", key.ModShortcut|key.ModShift)
	h.typed("ueberschrift") // an e for the dots, as on a foreign keyboard, finds nothing
	h.want(phrases.German.Palette.NoCommand)
	h.press(key.NameEscape, 0)
	h.press("P", key.ModShortcut|key.ModShift)
	h.typed("uber 2")
	if got := chosenRow(h); got != "Überschrift 2" {
		t.Errorf("“uber 2” chose %q", got)
	}
}
