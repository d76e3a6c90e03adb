package window

import (
	"runtime"
	"slices"
	"strings"

	"gioui.org/io/key"

	"chirograph/app/phrases"
)

// A chord is a key with the modifiers held down with it.
type chord struct {
	name key.Name
	mods key.Modifiers
}

// A keyboard knows what differs between keyboards: the modifier of shortcuts,
// the names on the keys and where their signs are.
type keyboard struct {
	say *phrases.Phrases
	mac bool
}

func newKeyboard(say *phrases.Phrases) keyboard {
	return keyboard{say: say, mac: runtime.GOOS == "darwin"}
}

// ctrl are keys held with Ctrl, or ⌘ on a Mac.
func ctrl(names ...key.Name) []chord { return with(key.ModShortcut, names) }

func ctrlShift(names ...key.Name) []chord { return with(key.ModShortcut|key.ModShift, names) }

func plain(names ...key.Name) []chord { return with(0, names) }

func shifted(names ...key.Name) []chord { return with(key.ModShift, names) }

func alt(names ...key.Name) []chord { return with(key.ModAlt, names) }

func with(mods key.Modifiers, names []key.Name) []chord {
	out := make([]chord, len(names))
	for i, n := range names {
		out[i] = chord{n, mods}
	}
	return out
}

// on returns what is pressed on a Mac, or elsewhere.
func (k keyboard) on(mac, elsewhere []chord) []chord {
	if k.mac {
		return mac
	}
	return elsewhere
}

// signs returns keys that are signs, as they are on an English keyboard or on
// that of the language.
func (k keyboard) signs(english, german []chord) []chord {
	if k.say.Tag == "de" {
		return german
	}
	return english
}

// ctrlShiftDigit is Ctrl+Shift and a digit. On some systems the key arrives by
// the sign that Shift makes of it, which is another one on another layout:
// that of the language is taken for the one of the keyboard where they differ.
func (k keyboard) ctrlShiftDigit(digit int) []chord {
	own, other := digitSigns["en"], digitSigns["de"]
	if k.say.Tag == "de" {
		own, other = other, own
	}
	names := []key.Name{key.Name(rune('0' + digit)), key.Name(own[digit])}
	if sign := other[digit]; sign != '=' && !slices.Contains(own, sign) { // nobody else's: whoever has that layout is helped as well
		names = append(names, key.Name(other[digit]))
	}
	return ctrlShift(names...)
}

// digitSigns are what the digits become with Shift, 0 first.
var digitSigns = map[string][]rune{"en": []rune(`)!@#$%^&*(`), "de": []rune(`=!"§$%&/()`)}

// write is a chord as people know it: "Ctrl+Shift+P", or "⇧⌘P" on a Mac.
func (k keyboard) write(c chord) string {
	return strings.Join(k.parts(c), k.joint())
}

func (k keyboard) joint() string {
	if k.mac {
		return ""
	}
	return "+"
}

// parts are the keys of a chord, each as it is written.
func (k keyboard) parts(c chord) []string {
	var out []string
	say := &k.say.Keys
	for _, m := range []struct {
		mod       key.Modifiers
		mac, name string
	}{
		{key.ModCtrl, "⌃", say.Ctrl},
		{key.ModAlt, "⌥", say.Alt},
		{key.ModShift, "⇧", say.Shift},
		{key.ModCommand, "⌘", "⌘"},
	} {
		switch {
		case !c.mods.Contain(m.mod):
		case k.mac:
			out = append(out, m.mac)
		default:
			out = append(out, m.name)
		}
	}
	return append(out, k.keyName(c.name))
}

func (k keyboard) keyName(n key.Name) string {
	say := &k.say.Keys
	switch n {
	case key.NameReturn, key.NameEnter:
		return say.Enter
	case key.NameEscape:
		return say.Escape
	case key.NameTab:
		return say.Tab
	case key.NameSpace:
		return say.Space
	case key.NameDeleteForward:
		return say.Delete
	case key.NameHome:
		return say.Home
	case key.NameEnd:
		return say.End
	case key.NamePageUp:
		return say.PageUp
	case key.NamePageDown:
		return say.PageDown
	case key.NameUpArrow:
		return say.Up
	case key.NameDownArrow:
		return say.Down
	case key.NameLeftArrow:
		return say.Left
	case key.NameRightArrow:
		return say.Right
	case "-":
		return "−"
	}
	return string(n)
}
