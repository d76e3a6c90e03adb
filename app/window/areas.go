package window

import (
	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/layout"
)

// An area is a part of the window that F6 goes to.
type area struct {
	has  bool // the keys
	take func()
}

// areas are those that are open, in the order in which they are gone through:
// the library, the bars over the page, the page, the slider of the history, the
// panel beside it, the messages.
func (u *ui) areas(gtx layout.Context) []area {
	inLibrary := gtx.Focused(&u.side.search.Editor)
	inMessages := u.messages.has(gtx)
	open, inBars := u.bars.has(gtx)
	front := u.page != nil && gtx.Focused(&u.page.view) || u.screen != nil && !inLibrary && !inMessages && !inBars
	all := []area{{inLibrary, u.searchDocuments}}
	if open {
		all = append(all, area{inBars, func() { u.bars.take = true }})
	}
	switch {
	case u.screen == nil && u.page != nil && u.page.inPast():
		h := &u.page.past
		text := &h.exhibit.view
		all = append(all, area{gtx.Focused(text) || gtx.Focused(&h.side.view), func() { u.drawer = false; focus(gtx, text) }})
	case u.page != nil || u.screen != nil:
		all = append(all, area{front, func() { u.drawer = false; u.focusFront() }})
	}
	if historyOpen(u) {
		h := &u.page.past
		all = append(all, area{gtx.Focused(&h.slider), func() { h.focus = true }})
	}
	if u.page != nil && u.screen == nil && u.page.panel.kind != noPanel {
		shut := &u.page.panel.shut.Clickable
		all = append(all, area{gtx.Focused(shut), func() { focus(gtx, shut) }})
	}
	if len(u.messages.all) > 0 {
		all = append(all, area{inMessages, func() { u.messages.take = true }})
	}
	return all
}

// movePane gives the keys to the next area, or with -1 to the one before.
func (u *ui) movePane(gtx layout.Context, by int) {
	all := u.areas(gtx)
	at := 0 // the library, if it is nowhere else
	for i, p := range all {
		if p.has {
			at = i
		}
	}
	all[(at+by+len(all))%len(all)].take()
}

// searchDocuments goes to the search field of the library.
func (u *ui) searchDocuments() {
	u.drawer = true // shown over the page where it is not beside it
	u.side.find = true
}

// toggleLibrary shows the library, or puts it away: beside the page where there
// is room, or over it.
func (u *ui) toggleLibrary(gtx layout.Context) {
	if u.wide(gtx) {
		u.set(func(p *preferences) { p.Library = !p.Library })
		return
	}
	if u.drawer = !u.drawer; !u.drawer {
		u.focusFront()
	}
}

// focus gives the keys to tag.
func focus(gtx layout.Context, tag event.Tag) { gtx.Execute(key.FocusCmd{Tag: tag}) }
