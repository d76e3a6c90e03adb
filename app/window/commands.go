package window

import (
	"io"
	"runtime"
	"strings"

	"gioui.org/io/clipboard"
	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/transfer"
	"gioui.org/layout"

	"chirograph/app/phrases"
	"chirograph/editor/buffer"
)

// A command is something a person can ask for. The one table of them serves
// the shortcuts and the menu alike.
type command struct {
	name  string // in the menu; "" to leave it out
	key   key.Name
	mods  key.Modifiers
	does  func(u *ui, gtx layout.Context)
	when  func(u *ui) bool // nil for always
	group bool             // a line above it in the menu
	mark  func(u *ui) bool // a tick beside it in the menu
	local bool             // the document itself takes the key while it has the focus
}

const shift = key.ModShortcut | key.ModShift

func hasPage(u *ui) bool { return u.page != nil }

func commands(say *phrases.Phrases) []command {
	undo := func(c buffer.Command) func(*ui, layout.Context) {
		return func(u *ui, gtx layout.Context) { u.page.do(c, gtx.Now) }
	}
	name := &say.Command
	return []command{
		{name: name.New, key: "N", mods: key.ModShortcut, does: func(u *ui, _ layout.Context) { u.newDocument() }},
		{name: name.NewWindow, key: "N", mods: shift, does: func(u *ui, _ layout.Context) { u.others.another(func(v *ui) { v.fresh = true }) }},
		{name: name.OpenFile, key: "O", mods: key.ModShortcut, does: func(u *ui, _ layout.Context) { u.chooseFile() }},
		{name: name.OpenLink, key: "O", mods: shift, does: func(u *ui, _ layout.Context) { u.sheet = newJoin("") }},
		{name: name.Share, key: "S", mods: shift, when: hasPage, does: func(u *ui, _ layout.Context) { u.share() }},
		{name: name.Undo, group: true, key: "Z", mods: key.ModShortcut, local: true, when: func(u *ui) bool { return hasPage(u) && u.page.canUndo }, does: undo(buffer.Undo{})},
		{name: name.Redo, key: "Z", mods: shift, local: true, when: func(u *ui) bool { return hasPage(u) && u.page.canRedo }, does: undo(buffer.Redo{})},
		{name: name.FollowSystem, group: true, mark: func(u *ui) bool { return u.appearance == "" }, does: setTheme("")},
		{name: name.Light, mark: func(u *ui) bool { return u.appearance == "light" }, does: setTheme("light")},
		{name: name.Dark, mark: func(u *ui) bool { return u.appearance == "dark" }, does: setTheme("dark")},
		{name: name.ZoomIn, group: true, key: "=", mods: key.ModShortcut, does: zoomBy(1.1)},
		{key: "+", mods: key.ModShortcut, does: zoomBy(1.1)},
		{key: "+", mods: shift, does: zoomBy(1.1)},
		{name: name.ZoomOut, key: "-", mods: key.ModShortcut, does: zoomBy(1 / 1.1)},
		{name: name.Profile, group: true, does: func(u *ui, _ layout.Context) { u.welcome = newWelcome(u.lib.Me()); u.welcome.again = true }},
		{name: name.Close, key: "W", mods: key.ModShortcut, does: func(u *ui, _ layout.Context) { u.closeDocument() }},
		{name: name.Quit, key: "Q", mods: key.ModShortcut, does: func(u *ui, _ layout.Context) { u.others.quit() }},
		{key: "S", mods: key.ModShortcut, when: hasPage, does: func(u *ui, _ layout.Context) { u.messages.add(u.words.Page.SavedFlash) }},
		{key: "P", mods: key.ModShortcut, does: func(u *ui, _ layout.Context) { u.searchDocuments() }},
		{key: "K", mods: key.ModShortcut, does: func(u *ui, _ layout.Context) { u.searchDocuments() }},
		{key: key.NameF6, does: func(u *ui, _ layout.Context) { u.nextPane() }},
		{key: key.NameF6, mods: key.ModShift, does: func(u *ui, _ layout.Context) { u.nextPane() }},
	}
}

const (
	themeSetting    = "appearance" // "", "light" or "dark"
	languageSetting = "language"   // "" for that of the system, or a tag
	lastSetting     = "last"       // the document that was open, in hexadecimal
)

func setTheme(name string) func(*ui, layout.Context) {
	return func(u *ui, _ layout.Context) {
		u.appearance = name
		if err := u.lib.SetSetting(themeSetting, name); err != nil {
			u.complain(err)
		}
	}
}

func zoomBy(f float32) func(*ui, layout.Context) {
	return func(u *ui, _ layout.Context) { u.zoom = max(0.8, min(3, u.zoom*f)) }
}

func (u *ui) chosenTheme() *theme {
	switch u.appearance {
	case "light":
		return &light
	case "dark":
		return &dark
	}
	if u.systemDark {
		return &dark
	}
	return &light
}

// commands carries out the shortcuts pressed since the last frame. While a
// sheet is open only quitting works.
func (u *ui) commands(gtx layout.Context) {
	for _, c := range commands(u.words) {
		if c.key == "" || c.when != nil && !c.when(u) || u.sheet != nil && c.key != "Q" {
			continue
		}
		if c.local && u.page != nil && u.page.view.Focused() {
			continue
		}
		if pressed(gtx, key.Filter{Name: c.key, Required: c.mods}) {
			u.menu.open = false
			c.does(u, gtx)
		}
	}
}

// shortcut writes the keys of c as people know them.
func (c command) shortcut() string {
	if c.key == "" {
		return ""
	}
	var parts []string
	if c.mods.Contain(key.ModShortcut) {
		if runtime.GOOS == "darwin" {
			parts = append(parts, "⌘")
		} else {
			parts = append(parts, "Ctrl")
		}
	}
	if c.mods.Contain(key.ModShift) {
		parts = append(parts, "Shift")
	}
	name := string(c.key)
	if c.key == "-" {
		name = "−"
	}
	return strings.Join(append(parts, name), "+")
}

func readClipboard(tag event.Tag) clipboard.ReadCmd { return clipboard.ReadCmd{Tag: tag} }

func writeClipboard(s string) clipboard.WriteCmd {
	return clipboard.WriteCmd{Type: "application/text", Data: io.NopCloser(strings.NewReader(s))}
}

// clipboardText is what was on the clipboard, "" if that cannot be read.
func clipboardText(ev transfer.DataEvent) string {
	r := ev.Open()
	defer r.Close()
	const most = 1 << 20 // a link is shorter
	b, err := io.ReadAll(io.LimitReader(r, most))
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(b), "")
}
