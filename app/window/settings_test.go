package window

import (
	"image"
	"testing"

	"gioui.org/io/key"
)

func TestSettingsChangeAtOnceAndAreKept(t *testing.T) {
	h := newBench(t, fullShelf())
	h.size = image.Pt(1280, 1800) // all of it in sight
	openFirst(h)
	h.press(",", key.ModShortcut)
	h.want("Settings")
	h.click("Colours: Dark")
	if !h.u.theme.dark || h.shelf.settings["appearance"] != "dark" {
		t.Error("Dark did not make it dark")
	}
	h.click("Text size +")
	h.click("Text size +")
	h.want("18")
	h.want("Default: 16")
	if h.shelf.settings["text-size"] != "18" {
		t.Errorf("the text size is kept as %q", h.shelf.settings["text-size"])
	}
	h.click("Show the library")
	if _, ok := h.find("Grant proposal"); ok || h.shelf.settings["library-shown"] != "false" {
		t.Error("the library still stands beside the page")
	}
	h.click("Language: Deutsch")
	h.want("Einstellungen")
	h.want("Standard: 16")
	h.click("Sprache: Wie das System")
	h.press(key.NameEscape, 0)
	if h.u.screen != nil {
		t.Error("Escape did not close the settings")
	}
}

func TestResetGoesBackToTheDefault(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.u.set(func(p *preferences) { p.Measure = 100; p.Appearance, p.Contrast, p.Language = "", "", "" })
	h.u.present(newSettings())
	h.settle()
	h.typed("width")
	h.want("Default: 72")
	h.click("Reset")
	if h.u.prefs.Measure != 72 || h.shelf.settings["text-width"] != "" {
		t.Errorf("after Reset the width is %d, kept as %q", h.u.prefs.Measure, h.shelf.settings["text-width"])
	}
}

func TestSettingsAreSearched(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.u.present(newSettings())
	h.settle()
	h.typed("contrast strong")
	h.want("High contrast")
	if h.says("Text width") {
		t.Error("a setting without the words is listed")
	}
	h.typed("zz")
	h.want("No setting has these words.")
}

func TestPageKeysScrollWhileTheSearchHasTheKeys(t *testing.T) {
	h := newBench(t, fullShelf())
	s := newShortcuts()
	h.u.present(s)
	h.settle()
	h.press(key.NamePageDown, 0)
	down := s.column.list.Position.Offset
	h.press(key.NamePageUp, 0)
	if up := s.column.list.Position.Offset; down < 300 || up != 0 {
		t.Errorf("Page Down scrolled to %d, and Page Up back to %d", down, up)
	}
}

func TestShortcutsAreSearchedByNameAndKey(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.u.present(newShortcuts())
	h.settle()
	h.typed("shift+s")
	h.want("Share…")
	if h.says("Bold") {
		t.Error("a command without the keys is listed")
	}
	h.u.present(newShortcuts())
	h.settle()
	h.typed("bol")
	h.want("Bold")
}

func TestHighContrastFollowsSettingThenSystem(t *testing.T) {
	h := newBench(t, fullShelf())
	h.u.prefs.Appearance, h.u.prefs.Contrast = "", ""
	for _, tt := range []struct {
		system     wishes
		appearance string
		contrast   string
		want       *theme
	}{
		{wishes{}, "", "", &light},
		{wishes{dark: true}, "", "", &dark},
		{wishes{contrast: true}, "", "", &lightHigh},
		{wishes{dark: true, contrast: true}, "", "", &darkHigh},
		{wishes{dark: true, contrast: true}, "light", "normal", &light},
		{wishes{}, "dark", "more", &darkHigh},
	} {
		h.u.system, h.u.prefs.Appearance, h.u.prefs.Contrast = tt.system, tt.appearance, tt.contrast
		if got := h.u.chosenTheme(); got != tt.want {
			t.Errorf("%+v, %q, %q: got the wrong theme", tt.system, tt.appearance, tt.contrast)
		}
	}
}

func TestPreferencesReachAllWindows(t *testing.T) {
	h, other := newBench(t, fullShelf()), newBench(t, fullShelf())
	h.u.others = both{solo{h.u}, other.u}
	h.u.set(func(p *preferences) { p.Language, p.Zoom = "de", 150 })
	if other.u.prefs.Zoom != 150 || other.u.words.Tag != "de" {
		t.Error("the other window did not take over what was set")
	}
}

// both are two windows.
type both struct {
	solo
	other *ui
}

func (b both) tell(f func(*ui)) {
	b.solo.tell(f)
	f(b.other)
}

func TestEditingSettingsReachTheText(t *testing.T) {
	for _, tt := range []struct {
		set  func(*preferences)
		key  key.Name
		want string
	}{
		{func(*preferences) {}, key.NameReturn, "- item\n- "},
		{func(p *preferences) { p.Lists = false }, key.NameReturn, "- item\n"},
		{func(p *preferences) { p.TabWidth = 2 }, key.NameTab, "  - item"},
		{func(p *preferences) { p.Tabs = true }, key.NameTab, "\t- item"},
	} {
		s := &shelf{}
		s.me.Name = "Mara"
		d := s.add("- item")
		h := newBench(t, s)
		h.u.set(tt.set)
		h.u.open(d.id)
		h.settle()
		h.press(key.NameEnd, 0)
		h.press(tt.key, 0)
		if got := d.buf.Text().String(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.key, got, tt.want)
		}
	}
}
