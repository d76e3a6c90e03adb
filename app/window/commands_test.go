package window

import (
	"testing"

	"gioui.org/io/key"

	"chirograph/app/phrases"
)

// keyboards are all that the table is made for.
func keyboards() []keyboard {
	var all []keyboard
	for _, p := range phrases.All {
		all = append(all, keyboard{say: p}, keyboard{say: p, mac: true})
	}
	return all
}

func TestShortcutsAreUniqueAndAvoidWhatOthersUse(t *testing.T) {
	for _, k := range keyboards() {
		seen := map[chord]string{}
		for _, c := range commands(k) {
			for _, way := range c.keys {
				if other, ok := seen[way]; ok {
					t.Errorf("%s: %q and %q have the same shortcut", k.say.Tag, c.id, other)
				}
				seen[way] = c.id
				if !k.mac && way.mods.Contain(key.ModCtrl|key.ModAlt) {
					t.Errorf("%q uses Ctrl+Alt, which is AltGr", c.id)
				}
				for _, taken := range append(ctrlShift("U", "E", key.NameSpace), append(ctrl(key.NameSpace), shifted(key.NameSpace)...)...) {
					if way == taken {
						t.Errorf("%q uses %s, which is an input method's", c.id, k.write(way))
					}
				}
			}
		}
	}
}

func TestEveryCommandHasAnIDAndAName(t *testing.T) {
	for _, k := range keyboards() {
		ids, names := map[string]bool{}, map[string]bool{}
		for _, c := range commands(k) {
			if c.id == "" || ids[c.id] {
				t.Errorf("the id %q is missing or there twice", c.id)
			}
			if c.name == "" || names[c.name] {
				t.Errorf("%s: the name %q of %q is missing or there twice", k.say.Tag, c.name, c.id)
			}
			if c.does == nil {
				t.Errorf("%q does nothing", c.id)
			}
			ids[c.id], names[c.name] = true, true
		}
	}
}

func TestShortcutsAreWrittenAsOnTheKeys(t *testing.T) {
	for _, tt := range []struct {
		c       chord
		pc, mac string
		german  string
	}{
		{chord{"P", key.ModCtrl | key.ModShift}, "Ctrl+Shift+P", "⌃⇧P", "Strg+Umschalt+P"},
		{chord{"P", key.ModCommand | key.ModShift}, "Shift+⌘+P", "⇧⌘P", "Umschalt+⌘+P"},
		{chord{key.NameUpArrow, key.ModAlt}, "Alt+↑", "⌥↑", "Alt+↑"},
		{chord{"-", key.ModCtrl}, "Ctrl+−", "⌃−", "Strg+−"},
		{chord{key.NameF1, 0}, "F1", "F1", "F1"},
		{chord{key.NameReturn, key.ModCtrl}, "Ctrl+Enter", "⌃Enter", "Strg+Eingabe"},
	} {
		if got := (keyboard{say: &phrases.English}).write(tt.c); got != tt.pc {
			t.Errorf("got %q, want %q", got, tt.pc)
		}
		if got := (keyboard{say: &phrases.English, mac: true}).write(tt.c); got != tt.mac {
			t.Errorf("on a Mac: got %q, want %q", got, tt.mac)
		}
		if got := (keyboard{say: &phrases.German}).write(tt.c); got != tt.german {
			t.Errorf("in German: got %q, want %q", got, tt.german)
		}
	}
}

func TestZoomGoesInStepsAndIsKept(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press("=", key.ModShortcut)
	h.press("=", key.ModShortcut)
	if h.u.prefs.Zoom != 125 || h.shelf.settings["zoom"] != "125" {
		t.Errorf("after two steps the zoom is %d %%, kept as %q", h.u.prefs.Zoom, h.shelf.settings["zoom"])
	}
	for range 12 {
		h.press("=", key.ModShortcut)
	}
	if h.u.prefs.Zoom != 300 {
		t.Errorf("the greatest zoom is %d %%", h.u.prefs.Zoom)
	}
	h.press("0", key.ModShortcut|key.ModShift)
	if h.u.prefs.Zoom != 100 || h.shelf.settings["zoom"] != "" {
		t.Errorf("after going back the zoom is %d %%, kept as %q", h.u.prefs.Zoom, h.shelf.settings["zoom"])
	}
	for range 4 {
		h.press("-", key.ModShortcut)
	}
	if h.u.prefs.Zoom != 80 {
		t.Errorf("the least zoom is %d %%", h.u.prefs.Zoom)
	}
}

func TestF6GoesThroughThePanes(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.u.messages.offer("Moved to the bin.", "Undo", func() {})
	h.u.bars.show(bar{id: "test", words: "Something lasts.", closing: true})
	h.settle()
	where := func() string {
		src := h.r.Source()
		switch {
		case src.Focused(&h.u.page.view):
			return "page"
		case src.Focused(&h.u.side.search.Editor):
			return "library"
		case src.Focused(&h.u.messages.all[0].act.Clickable):
			return "message"
		case src.Focused(&h.u.bars.all[0].shut.Clickable):
			return "bar"
		}
		return "nowhere"
	}
	var got []string
	for range 5 {
		got = append(got, where())
		h.press(key.NameF6, 0)
	}
	for range 2 {
		h.press(key.NameF6, key.ModShift)
		got = append(got, where())
	}
	want := []string{"page", "message", "library", "bar", "page", "page", "bar"}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}
