package window

import (
	"gioui.org/io/key"
	"gioui.org/layout"
)

// historyOpen is true while there is a history on the page to go through.
func historyOpen(u *ui) bool { return onPage(u) && u.page.past.open && !u.page.past.empty() }

// lookingBack is true while something else than the present is shown.
func lookingBack(u *ui) bool { return historyOpen(u) && u.page.inPast() && !u.page.past.end }

// canLookBack is true while there is a history in front, be it on its way here.
func canLookBack(u *ui) bool {
	return canLook(u) || onPage(u) && u.page.early.buf != nil
}

// canLook is true while there is a text in front, of now or of the past.
func canLook(u *ui) bool { return onPage(u) && u.page.ready }

// historyCommands go through the history. Those with a letter for a key have it
// while nothing can be written.
func historyCommands(k keyboard) []command {
	name := &k.say.Command
	do := func(f func(p *page)) func(*ui, layout.Context) {
		return func(u *ui, _ layout.Context) { f(u.page) }
	}
	step := func(up, by int) func(*ui, layout.Context) {
		return func(u *ui, _ layout.Context) {
			level := u.page.past.level
			if up > 0 {
				level = higher(level)
			}
			u.page.stepHistory(level, by)
		}
	}
	all := []command{
		{id: "past-before", name: name.PastBefore, keys: plain(key.NameLeftArrow), does: step(0, -1)},
		{id: "past-after", name: name.PastAfter, keys: plain(key.NameRightArrow), does: step(0, +1)},
		{id: "past-far-before", name: name.PastFarBefore, keys: shifted(key.NameLeftArrow), does: step(1, -1)},
		{id: "past-far-after", name: name.PastFarAfter, keys: shifted(key.NameRightArrow), does: step(1, +1)},
		{id: "past-first", name: name.PastFirst, keys: plain(key.NameHome), does: do(func(p *page) { p.past.playing = false; p.goToVersion(0) })},
		{id: "past-last", name: name.PastLast, keys: plain(key.NameEnd), does: do(func(p *page) { p.past.playing = false; p.goToVersion(p.past.line.Len()) })},
		{id: "past-play", name: name.PastPlay, keys: plain(key.NameSpace), does: func(u *ui, gtx layout.Context) { u.page.togglePlay(gtx.Now) }, mark: func(u *ui) bool { return historyOpen(u) && u.page.past.playing }},
		{id: "past-speed", name: name.PastSpeed, does: func(u *ui, gtx layout.Context) { u.page.past.quicken(gtx.Now) }},
		{id: "past-closer", name: name.PastCloser, keys: append(plain("+", "="), shifted("+")...), does: do(func(p *page) { p.past.zoom(-1) })},
		{id: "past-wider", name: name.PastWider, keys: plain("-"), does: do(func(p *page) { p.past.zoom(+1) })},
		{id: "past-previous-named", name: name.PreviousNamed, keys: k.signs(plain("["), plain(",", "[")), does: do(func(p *page) { p.toNamed(-1) })},
		{id: "past-next-named", name: name.NextNamed, keys: k.signs(plain("]"), plain(".", "]")), does: do(func(p *page) { p.toNamed(+1) })},
		{id: "compare", name: name.Compare, keys: plain("D"), does: do(func(p *page) { p.toggleCompare() }), mark: func(u *ui) bool { return historyOpen(u) && u.page.past.comparing }},
		{id: "past-who", name: name.PastWho, keys: plain("W"), does: do(func(p *page) { p.wrote.toggle() }), mark: func(u *ui) bool { return historyOpen(u) && u.page.wrote.on }},
		{id: "past-name", name: name.PastName, keys: plain("N"), does: func(u *ui, _ layout.Context) { u.nameVersion() }},
		{id: "past-restore", name: name.PastRestore, keys: plain("R"), when: lookingBack, does: func(u *ui, _ layout.Context) { u.page.previewRestore(look{words: u.words}) }},
	}
	for i := range all {
		all[i].group, all[i].scope = historyGroup, inHistory
		if all[i].when == nil {
			all[i].when = historyOpen
		}
	}
	first := []command{
		{
			id: "history", name: name.History, keys: ctrlShift("H"), when: canLookBack,
			does: func(u *ui, gtx layout.Context) { u.page.toggleHistory(gtx, u) }, mark: func(u *ui) bool { return onPage(u) && u.page.past.open },
		},
		{id: "name-version", name: name.NameVersion, keys: ctrlShift("B"), when: canLook, does: func(u *ui, _ layout.Context) { u.nameVersion() }},
		{id: "since", name: name.Since, when: canLook, does: func(u *ui, gtx layout.Context) { u.showSince(gtx) }},
		{
			id: "show-deleted", name: name.ShowDeleted, when: canLook,
			does: func(u *ui, gtx layout.Context) { u.page.withHistory(gtx, u, func() { u.page.toggleGhosts() }) },
			mark: func(u *ui) bool { return historyOpen(u) && u.page.past.ghosting },
		},
		{id: "search-history", name: name.PastSearch, when: canLook, does: func(u *ui, gtx layout.Context) { u.searchHistory(gtx) }},
	}
	last := []command{
		{id: "next-change", name: name.NextChange, keys: plain(key.NameF7), scope: withHistory, when: comparingNow, does: do(func(p *page) { p.toChange(+1) })},
		{id: "previous-change", name: name.PreviousChange, keys: shifted(key.NameF7), scope: withHistory, when: comparingNow, does: do(func(p *page) { p.toChange(-1) })},
		{id: "past-now", name: name.PastNow, keys: plain(key.NameEscape), scope: withHistory, when: canEscape, does: func(u *ui, _ layout.Context) { u.page.escapeHistory(u) }},
	}
	for _, part := range []*[]command{&first, &last} {
		for i := range *part {
			(*part)[i].group = historyGroup
		}
	}
	return append(append(first, all...), last...)
}

// comparingNow is true while two versions are compared.
func comparingNow(u *ui) bool {
	return historyOpen(u) && (u.page.past.comparing || u.page.past.restoring)
}

// canEscape is true while Escape means the history and nothing that lies over
// it.
func canEscape(u *ui) bool {
	return onPage(u) && u.page.past.open && !u.page.context.popup.open && !u.page.find.open && (!u.drawer || u.prefs.Library && u.roomy)
}

// escapeHistory leaves what was asked last: the question whether to restore,
// then the past, then the history.
func (p *page) escapeHistory(u *ui) {
	switch {
	case p.covered:
		p.panel.kind, p.covered, p.past.focus = noPanel, false, true
	case p.past.restoring:
		p.endLens()
	case p.inPast():
		p.past.playing = false
		p.toNow()
	default:
		p.closeHistory(u)
	}
}

// uncover puts the list of the history away where it lies over the text.
func (p *page) uncover() {
	if p.covered && p.panel.kind == panelPast {
		p.panel.kind, p.covered, p.past.focus = noPanel, false, true
	}
}

// withHistory does something in the history, which is opened first.
func (p *page) withHistory(gtx layout.Context, u *ui, f func()) {
	p.openHistory(gtx)
	if p.past.line != nil {
		f()
		return
	}
	p.past.later = f
}
