package window

import (
	"image/color"

	"gioui.org/font"
)

// A theme is all the colours of the window. Nothing else in the package names
// a colour.
type theme struct {
	dark bool
	high bool // contrast: 7 to 1 for all words (WCAG 2.2, level AAA)

	canvas, panel, raised   color.NRGBA
	line, hover, selection  color.NRGBA
	edge                    color.NRGBA // around what can be pressed or written in
	chosen                  color.NRGBA // behind the row that Enter takes
	ink, ink2, ink3, accent color.NRGBA // ink3 is for decoration only: too pale for words
	onAccent                color.NRGBA
	wash                    color.NRGBA // behind code, and on pressed things
	ok, warn, bad           color.NRGBA
	added, addedInk         color.NRGBA // what is new in a comparison
	gone, goneInk           color.NRGBA // what was deleted
	scrim                   color.NRGBA // over the window, behind a dialog
	bar                     color.NRGBA // of the scroll bar
	people                  [12]color.NRGBA
	onPerson                color.NRGBA
	weight                  font.Weight // of running text
	label                   font.Weight // of the words of the interface
	others                  uint8       // how much of their colour the selections of others have, of 255
}

var light = theme{
	canvas: rgb(0xFFFFFF), panel: rgb(0xF6F5F2), raised: rgb(0xFFFFFF),
	line: rgb(0xE4E1DA), hover: rgb(0xECEAE4), selection: rgb(0xCFDDFB), edge: rgb(0xD9D5CC), chosen: rgb(0xE4ECFC),
	ink: rgb(0x1F2328), ink2: rgb(0x5B6169), ink3: rgb(0x8C929A), accent: rgb(0x2F5FD0), onAccent: rgb(0xFFFFFF),
	wash: rgb(0xF1EFEA),
	ok:   rgb(0x2E8B57), warn: rgb(0xB7791F), bad: rgb(0xA3312B),
	added: rgb(0xDDF3E2), addedInk: rgb(0x1A6B34), gone: rgb(0xFBE3E1), goneInk: rgb(0xA3312B),
	scrim: color.NRGBA{R: 0x1F, G: 0x23, B: 0x28, A: 0x66},
	bar:   color.NRGBA{A: 0x38},
	people: [12]color.NRGBA{
		rgb(0x0B57D0), rgb(0xA84300), rgb(0x146C2E), rgb(0x7A2BBF), rgb(0xB3261E), rgb(0x006A6A),
		rgb(0xA8206B), rgb(0x5E6400), rgb(0x76491C), rgb(0x445A70), rgb(0x8E1F9E), rgb(0x3A5F00),
	},
	onPerson: rgb(0xFFFFFF),
	weight:   50, // "Text", 450: at 400 grey antialiasing makes letters thin
	others:   31, // 12 %
}

var dark = theme{
	dark:   true,
	canvas: rgb(0x1B1D21), panel: rgb(0x16181B), raised: rgb(0x24272C),
	line: rgb(0x30343A), hover: rgb(0x22252A), selection: rgb(0x2C3F66), edge: rgb(0x3C414A), chosen: rgb(0x2A3550),
	ink: rgb(0xE6E4DF), ink2: rgb(0xA3A8AF), ink3: rgb(0x747A83), accent: rgb(0x7AA2F7), onAccent: rgb(0x14181F),
	wash: rgb(0x2A2E34),
	ok:   rgb(0x6CC690), warn: rgb(0xE0B45C), bad: rgb(0xF2A19B),
	added: rgb(0x1E3A29), addedInk: rgb(0x8FD9A8), gone: rgb(0x44262A), goneInk: rgb(0xF2A19B),
	scrim: color.NRGBA{A: 0x8C},
	bar:   color.NRGBA{R: 255, G: 255, B: 255, A: 0x38},
	people: [12]color.NRGBA{
		rgb(0x8AB4F8), rgb(0xFFB77A), rgb(0x7FD99A), rgb(0xD3A6FF), rgb(0xFF9E94), rgb(0x5FD7D7),
		rgb(0xFF9CCB), rgb(0xD0D66A), rgb(0xE3B98C), rgb(0xAFC4DA), rgb(0xF0A0FF), rgb(0xB0DE6C),
	},
	onPerson: rgb(0x14181F),
	others:   46, // 18 %
}

// lightHigh and darkHigh are for those who need more contrast: no word is
// paler than 7 to 1, and every line and edge can be seen.
var lightHigh = theme{
	high:   true,
	canvas: rgb(0xFFFFFF), panel: rgb(0xFFFFFF), raised: rgb(0xFFFFFF),
	line: rgb(0x6B6B6B), hover: rgb(0xE6E6E6), selection: rgb(0xB3D1FF), edge: rgb(0x000000), chosen: rgb(0xDCE8FF),
	ink: rgb(0x000000), ink2: rgb(0x333333), ink3: rgb(0x555555), accent: rgb(0x0033A0), onAccent: rgb(0xFFFFFF),
	wash: rgb(0xEFEFEF),
	ok:   rgb(0x005A24), warn: rgb(0x6B4000), bad: rgb(0x9B0000),
	added: rgb(0xD2F5DB), addedInk: rgb(0x00461C), gone: rgb(0xFFE2DF), goneInk: rgb(0x850000),
	scrim: color.NRGBA{A: 0x8C},
	bar:   color.NRGBA{A: 0x90},
	people: [12]color.NRGBA{
		rgb(0x0A4FBD), rgb(0x913A00), rgb(0x12632A), rgb(0x772ABB), rgb(0xA4231B), rgb(0x006060),
		rgb(0x9F1E66), rgb(0x545A00), rgb(0x76491C), rgb(0x42576D), rgb(0x8E1F9E), rgb(0x3A5F00),
	},
	onPerson: rgb(0xFFFFFF),
	weight:   font.Medium,
	label:    font.Medium,
	others:   46, // 18 %
}

var darkHigh = theme{
	dark: true, high: true,
	canvas: rgb(0x000000), panel: rgb(0x000000), raised: rgb(0x0C0C0C),
	line: rgb(0x9A9A9A), hover: rgb(0x262626), selection: rgb(0x003E8A), edge: rgb(0xFFFFFF), chosen: rgb(0x10294D),
	ink: rgb(0xFFFFFF), ink2: rgb(0xD6D6D6), ink3: rgb(0xB0B0B0), accent: rgb(0x9CC4FF), onAccent: rgb(0x000000),
	wash: rgb(0x1C1C1C),
	ok:   rgb(0x7BE0A0), warn: rgb(0xFFCB6B), bad: rgb(0xFFB4AB),
	added: rgb(0x0C3A1E), addedInk: rgb(0x9BF0B8), gone: rgb(0x4A1519), goneInk: rgb(0xFFC9C2),
	scrim: color.NRGBA{R: 0x60, G: 0x60, B: 0x60, A: 0x8C},
	bar:   color.NRGBA{R: 255, G: 255, B: 255, A: 0x90},
	people: [12]color.NRGBA{
		rgb(0x8AB4F8), rgb(0xFFB77A), rgb(0x7FD99A), rgb(0xD3A6FF), rgb(0xFF9E94), rgb(0x5FD7D7),
		rgb(0xFF9CCB), rgb(0xD0D66A), rgb(0xE3B98C), rgb(0xAFC4DA), rgb(0xF0A0FF), rgb(0xB0DE6C),
	},
	onPerson: rgb(0x000000),
	weight:   50,
	others:   72, // 28 %
}

// chosenTheme is the one that the person wants, or else the desktop.
func (u *ui) chosenTheme() *theme {
	isDark, high := u.system.dark, u.system.contrast
	if a := u.prefs.Appearance; a != "" {
		isDark = a == "dark"
	}
	if c := u.prefs.Contrast; c != "" {
		high = c == "more"
	}
	switch {
	case isDark && high:
		return &darkHigh
	case isDark:
		return &dark
	case high:
		return &lightHigh
	}
	return &light
}

func (t *theme) person(colour int) color.NRGBA {
	return t.people[max(0, colour)%len(t.people)]
}

func rgb(c uint32) color.NRGBA {
	return color.NRGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: 255}
}

func alpha(c color.NRGBA, a uint8) color.NRGBA {
	c.A = a
	return c
}
