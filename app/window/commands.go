package window

import (
	"io"
	"strings"

	"gioui.org/io/clipboard"
	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/transfer"
	"gioui.org/layout"

	"chirograph/app/phrases"
)

// A command is something a person can ask for. The one table of them
// ([commands]) serves the shortcuts, the menu, the palette and the page of
// shortcuts.
type command struct {
	id    string // for ever: settings remember it
	group group
	name  string
	keys  []chord // any of them; the first one is shown
	does  func(u *ui, gtx layout.Context)
	when  func(u *ui) bool // it can be asked for; nil for always
	mark  func(u *ui) bool // it is on; nil if it cannot be
	scope scope
	menu  int // the part of the menu it is in; 0 for none
}

// A group is a heading that commands stand under.
type group int

const (
	documentGroup group = iota
	editGroup
	viewGroup
	peopleGroup
	historyGroup
	namesGroup
	networkGroup
	helpGroup
)

func (g group) name(say *phrases.Phrases) string {
	all := &say.Command.Groups
	return [...]string{
		all.Document, all.Edit, all.View, all.People, all.History, all.Names, all.Network, all.Help,
	}[g]
}

// A scope says when the keys of a command count.
type scope int

const (
	anywhere    scope = iota
	inText            // only while the text has the focus: a field has uses of its own for them
	besideText        // the text takes them by itself while it has the focus
	inHistory         // only while the history is gone through: neither the text of now nor a field has the focus
	withHistory       // while the history is open, but no field has the focus
)

func (c *command) enabled(u *ui) bool { return c.when == nil || c.when(u) }

// run carries c out, if it can be.
func (u *ui) run(c *command, gtx layout.Context) {
	u.menu.open = false
	if c.enabled(u) {
		c.does(u, gtx)
	}
}

// keys carries out the shortcuts pressed since the last frame. While something
// lies over the window only quitting works.
func (u *ui) keys(gtx layout.Context) {
	u.inText = u.page != nil && gtx.Focused(&u.page.view)
	u.roomy = u.wide(gtx)
	u.filters = u.filters[:0]
	for i := range u.table {
		c := &u.table[i]
		if u.listens(c) {
			for _, k := range c.keys {
				u.filters = append(u.filters, key.Filter{Name: k.name, Required: k.mods})
			}
		}
	}
	for {
		ev, ok := gtx.Event(u.filters...)
		if !ok {
			return
		}
		e, ok := ev.(key.Event)
		if !ok || e.State != key.Press {
			continue
		}
		if c := u.pressed(chord{e.Name, e.Modifiers}); c != nil {
			u.run(c, gtx)
		}
	}
}

// listens tells whether the keys of c count now.
func (u *ui) listens(c *command) bool {
	if !c.enabled(u) || u.covered() && c.id != "quit" {
		return false
	}
	writing := u.page != nil && u.page.view.Focused()
	switch c.scope {
	case inHistory:
		return !u.inField && !u.inText
	case withHistory:
		return !u.inField
	}
	return c.scope == anywhere || writing == (c.scope == inText)
}

func (u *ui) pressed(k chord) *command {
	for i := range u.table {
		c := &u.table[i]
		for _, other := range c.keys {
			if other == k && u.listens(c) {
				return c
			}
		}
	}
	return nil
}

// covered tells whether something lies over the window that takes the keys.
func (u *ui) covered() bool { return u.sheet != nil || u.palette != nil || u.menu.open }

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
