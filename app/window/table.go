package window

import (
	"strconv"

	"gioui.org/io/key"
	"gioui.org/layout"

	"chirograph/app/phrases"
	"chirograph/editor/buffer"
)

// commands is the table of everything a person can do, by group. Shortcuts
// keep away from Ctrl+Alt, which is AltGr, and from what input methods and
// window systems use (PRODUCT, section 3 h).
func commands(k keyboard) []command {
	var all []command
	for _, part := range [][]command{
		documentCommands(k), editCommands(k), lineCommands(k), markdownCommands(k), viewCommands(k), peopleCommands(k), historyCommands(k), helpCommands(k),
	} {
		all = append(all, part...)
	}
	return all
}

// onPage is true while a document is in front.
func onPage(u *ui) bool { return u.page != nil && u.screen == nil }

// canWrite is true while there is a text in front to change.
func canWrite(u *ui) bool { return onPage(u) && u.page.ready && !u.page.inPast() }

func documentCommands(k keyboard) []command {
	name := &k.say.Command
	return []command{
		{id: "new", group: documentGroup, menu: 1, name: name.New, keys: ctrl("N"), does: func(u *ui, _ layout.Context) { u.newDocument() }},
		{id: "new-window", group: documentGroup, menu: 1, name: name.NewWindow, keys: ctrlShift("N"), does: func(u *ui, _ layout.Context) { u.others.another(func(v *ui) { v.fresh = true }) }},
		{id: "open-file", group: documentGroup, menu: 1, name: name.OpenFile, keys: ctrl("O"), does: func(u *ui, _ layout.Context) { u.chooseFile() }},
		{id: "open-link", group: documentGroup, menu: 1, name: name.OpenLink, keys: ctrlShift("O"), does: func(u *ui, _ layout.Context) { u.sheet = newJoin("") }},
		{id: "switch", group: documentGroup, name: name.SwitchDocument, keys: ctrl("P"), does: func(u *ui, _ layout.Context) { u.openPalette(findDocuments, "") }},
		{id: "save", group: documentGroup, name: name.SaveNow, keys: ctrl("S"), when: onPage, does: func(u *ui, _ layout.Context) { u.messages.add(u.words.Page.SavedFlash) }},
		{id: "close", group: documentGroup, menu: 6, name: name.Close, keys: ctrl("W"), does: func(u *ui, _ layout.Context) { u.closeFront() }},
		{id: "quit", group: documentGroup, menu: 6, name: name.Quit, keys: ctrl("Q"), does: func(u *ui, _ layout.Context) { u.others.quit() }},
	}
}

// edit carries out a command of the buffer on the page.
func edit(c buffer.Command) func(*ui, layout.Context) {
	return func(u *ui, gtx layout.Context) { u.page.do(c, gtx.Now) }
}

func editCommands(k keyboard) []command {
	name := &k.say.Command
	return []command{
		{
			id: "undo", group: editGroup, menu: 2, name: name.Undo, keys: ctrl("Z"), scope: besideText,
			when: func(u *ui) bool { return canWrite(u) && u.page.canUndo }, does: edit(buffer.Undo{}),
		},
		{
			id: "redo", group: editGroup, menu: 2, name: name.Redo, keys: append(ctrlShift("Z"), k.on(nil, ctrl("Y"))...), scope: besideText,
			when: func(u *ui) bool { return canWrite(u) && u.page.canRedo }, does: edit(buffer.Redo{}),
		},
		{id: "find", group: editGroup, menu: 2, name: name.Find, keys: ctrl("F"), when: canLook, does: func(u *ui, gtx layout.Context) { u.find(gtx) }},
		{
			id: "replace", group: editGroup, name: name.Replace, keys: k.on(with(key.ModCommand|key.ModAlt, []key.Name{"F"}), ctrl("H")),
			when: canWrite, does: func(u *ui, _ layout.Context) { u.page.find.show(u.page, true) },
		},
		{
			id: "find-next", group: editGroup, name: name.FindNext, keys: append(plain(key.NameF3), k.on(with(key.ModCommand, []key.Name{"G"}), nil)...),
			when: canWrite, does: func(u *ui, gtx layout.Context) { u.page.find.again(u.page, false, gtx.Now) },
		},
		{
			id: "find-previous", group: editGroup, name: name.FindPrevious, keys: append(shifted(key.NameF3), k.on(with(key.ModCommand|key.ModShift, []key.Name{"G"}), nil)...),
			when: canWrite, does: func(u *ui, gtx layout.Context) { u.page.find.again(u.page, true, gtx.Now) },
		},
		{
			id: "go-to-line", group: editGroup, name: name.GoToLine, keys: k.on(with(key.ModCtrl, []key.Name{"G"}), ctrl("G")),
			when: canWrite, does: func(u *ui, _ layout.Context) { u.openPalette(findCommands, ":") },
		},
		{id: "open-link-here", group: editGroup, name: name.OpenHere, keys: ctrlShift(key.NameReturn), scope: inText, when: canWrite, does: func(u *ui, _ layout.Context) { u.followCaret() }},
		{id: "copy-all", group: editGroup, name: name.CopyAll, when: canWrite, does: func(u *ui, gtx layout.Context) { u.page.copyAll(gtx) }},
	}
}

// markdownCommands write the marks of Markdown.
func markdownCommands(k keyboard) []command {
	name := &k.say.Command
	all := []command{
		{id: "bold", name: name.Bold, keys: ctrl("B"), does: edit(buffer.Emphasise{Mark: "**"})},
		{id: "italic", name: name.Italic, keys: ctrl("I"), does: edit(buffer.Emphasise{Mark: "*"})},
		{id: "code", name: name.Code, keys: ctrl("E"), does: edit(buffer.Emphasise{Mark: "`"})},
		{id: "strike", name: name.Strike, does: edit(buffer.Emphasise{Mark: "~~"})},
		{id: "link", name: name.Link, keys: ctrl("K"), does: edit(buffer.Link{})},
	}
	for level := 1; level <= 6; level++ {
		digit := strconv.Itoa(level)
		all = append(all, command{
			id: "heading-" + digit, name: phrases.With(name.Heading, "level", level),
			keys: ctrl(key.Name(digit)), does: edit(buffer.Heading{Level: level}),
		})
	}
	all = append(
		all,
		command{id: "no-heading", name: name.NoHeading, keys: ctrl("0"), does: edit(buffer.Heading{})},
		command{id: "numbers", name: name.Numbers, keys: k.ctrlShiftDigit(7), does: edit(buffer.List{Kind: buffer.Numbers})},
		command{id: "bullets", name: name.Bullets, keys: k.ctrlShiftDigit(8), does: edit(buffer.List{Kind: buffer.Bullets})},
		command{id: "checks", name: name.Checks, keys: k.ctrlShiftDigit(9), does: edit(buffer.List{Kind: buffer.Checks})},
		command{id: "tick", name: name.TickBox, keys: ctrl(key.NameReturn, key.NameEnter), does: edit(buffer.Check{Line: -1})},
	)
	for i := range all {
		all[i].group, all[i].scope, all[i].when = editGroup, inText, canWrite
	}
	return all
}

// lineCommands work on whole lines.
func lineCommands(k keyboard) []command {
	name := &k.say.Command
	all := []command{
		{id: "line-up", name: name.LineUp, keys: alt(key.NameUpArrow), does: edit(buffer.MoveLines{})},
		{id: "line-down", name: name.LineDown, keys: alt(key.NameDownArrow), does: edit(buffer.MoveLines{Down: true})},
		{id: "duplicate", name: name.Duplicate, keys: with(key.ModAlt|key.ModShift, []key.Name{key.NameDownArrow}), does: edit(buffer.DuplicateLines{})},
		{id: "delete-lines", name: name.DeleteLines, keys: ctrlShift("K"), does: edit(buffer.DeleteLines{})},
		{id: "join-lines", name: name.JoinLines, keys: k.on(with(key.ModCtrl, []key.Name{"J"}), ctrl("J")), does: edit(buffer.JoinLines{})},
		{id: "indent", name: name.Indent, does: func(u *ui, gtx layout.Context) { u.page.do(buffer.Indent{Unit: u.prefs.unit()}, gtx.Now) }},
		{id: "outdent", name: name.Outdent, does: func(u *ui, gtx layout.Context) { u.page.do(buffer.Outdent{Unit: u.prefs.unit()}, gtx.Now) }},
		{id: "trim", name: name.TrimTrailing, does: edit(buffer.TrimTrailing{})},
		{id: "add-next", name: name.AddNext, keys: ctrl("D"), does: edit(buffer.AddNext{})},
	}
	for i := range all {
		all[i].group, all[i].scope, all[i].when = editGroup, inText, canWrite
	}
	return all
}

func viewCommands(k keyboard) []command {
	name := &k.say.Command
	toggle := func(id, name string, pick func(*preferences) *bool) command {
		return command{
			id: id, group: viewGroup, name: name, mark: func(u *ui) bool { return *pick(&u.prefs) },
			does: func(u *ui, _ layout.Context) { u.set(func(p *preferences) { *pick(p) = !*pick(p) }) },
		}
	}
	zoom := func(step int) func(*ui, layout.Context) {
		return func(u *ui, _ layout.Context) { u.set(func(p *preferences) { p.Zoom = zoomed(p.Zoom, step) }) }
	}
	colours := func(appearance string) func(*ui, layout.Context) {
		return func(u *ui, _ layout.Context) { u.set(func(p *preferences) { p.Appearance = appearance }) }
	}
	chosen := func(appearance string) func(*ui) bool {
		return func(u *ui) bool { return u.prefs.Appearance == appearance }
	}
	return []command{
		{id: "palette", group: viewGroup, menu: 5, name: name.Palette, keys: append(ctrlShift("P"), plain(key.NameF1)...), does: func(u *ui, _ layout.Context) { u.openPalette(findCommands, "") }},
		{id: "zoom-in", group: viewGroup, menu: 4, name: name.ZoomIn, keys: append(k.signs(ctrl("=", "+"), ctrl("+", "=")), ctrlShift("+")...), does: zoom(+1)},
		{id: "zoom-out", group: viewGroup, menu: 4, name: name.ZoomOut, keys: ctrl("-"), does: zoom(-1)},
		{id: "zoom-reset", group: viewGroup, name: name.ZoomReset, keys: k.ctrlShiftDigit(0), does: zoom(0)},
		{
			id: "full-screen", group: viewGroup, name: name.FullScreen, keys: k.on(with(key.ModCtrl|key.ModCommand, []key.Name{"F"}), plain(key.NameF11)),
			does: func(u *ui, _ layout.Context) { u.fullScreen = !u.fullScreen }, mark: func(u *ui) bool { return u.fullScreen },
		},
		{
			id: "library", group: viewGroup, name: name.Library, keys: k.signs(ctrl("\\"), ctrl("#")),
			mark: func(u *ui) bool { return u.prefs.Library },
			does: func(u *ui, gtx layout.Context) { u.toggleLibrary(gtx) },
		},
		{id: "outline", group: viewGroup, name: name.Outline, keys: ctrlShift("J"), when: onPage, does: togglePanel(panelOutline), mark: onPanel(panelOutline)},
		{
			id: "preview", group: viewGroup, name: name.Preview, keys: k.on(with(key.ModCommand, []key.Name{"R"}), ctrlShift("M")), when: canWrite,
			does: func(u *ui, _ layout.Context) { u.page.cyclePreview() },
			mark: func(u *ui) bool { return onPage(u) && u.page.preview.mode != noPreview },
		},
		toggle("line-numbers", name.LineNumbers, func(p *preferences) *bool { return &p.Numbers }),
		toggle("current-line", name.CurrentLine, func(p *preferences) *bool { return &p.CurrentLine }),
		toggle("whitespace", name.Whitespace, func(p *preferences) *bool { return &p.Whitespace }),
		{id: "follow-system", group: viewGroup, menu: 3, name: name.FollowSystem, mark: chosen(""), does: colours("")},
		{id: "light", group: viewGroup, menu: 3, name: name.Light, mark: chosen("light"), does: colours("light")},
		{id: "dark", group: viewGroup, menu: 3, name: name.Dark, mark: chosen("dark"), does: colours("dark")},
		{
			id: "contrast", group: viewGroup, menu: 3, name: name.HighContrast, mark: func(u *ui) bool { return u.chosenTheme().high },
			does: func(u *ui, _ layout.Context) {
				wish := "more"
				if u.chosenTheme().high {
					wish = "normal"
				}
				u.set(func(p *preferences) { p.Contrast = wish })
			},
		},
		{
			id: "tab-moves-focus", group: viewGroup, name: name.TabMoves, keys: k.on(with(key.ModCtrl|key.ModShift, []key.Name{"M"}), ctrl("M")),
			mark: func(u *ui) bool { return u.prefs.TabMoves },
			does: func(u *ui, _ layout.Context) { u.set(func(p *preferences) { p.TabMoves = !p.TabMoves }) },
		},
		{id: "next-pane", group: viewGroup, name: name.NextPane, keys: plain(key.NameF6), does: func(u *ui, gtx layout.Context) { u.movePane(gtx, +1) }},
		{id: "previous-pane", group: viewGroup, name: name.PreviousPane, keys: shifted(key.NameF6), does: func(u *ui, gtx layout.Context) { u.movePane(gtx, -1) }},
	}
}

// onPanel is true while the panel at the right shows what k is.
func onPanel(k panelKind) func(*ui) bool {
	return func(u *ui) bool { return onPage(u) && u.page.panel.kind == k }
}

func togglePanel(k panelKind) func(*ui, layout.Context) {
	return func(u *ui, _ layout.Context) { u.page.panel.toggle(k) }
}

func peopleCommands(k keyboard) []command {
	name := &k.say.Command
	return []command{
		{id: "people", group: peopleGroup, name: name.People, keys: ctrlShift("L"), when: onPage, does: togglePanel(panelPeople), mark: onPanel(panelPeople)},
		{
			id: "who-wrote", group: peopleGroup, name: name.WhoWrote, keys: ctrlShift("A"), when: canLook,
			does: func(u *ui, _ layout.Context) { u.page.wrote.toggle() }, mark: func(u *ui) bool { return onPage(u) && u.page.wrote.on },
		},
		{
			id: "follow", group: peopleGroup, name: name.FollowOne, keys: ctrlShift("F"), when: someoneHere,
			does: func(u *ui, _ layout.Context) { u.page.follow() },
			mark: func(u *ui) bool {
				if !onPage(u) {
					return false
				}
				_, on := u.page.view.Following()
				return on
			},
		},
		{id: "share", group: peopleGroup, menu: 1, name: name.Share, keys: ctrlShift("S"), when: onPage, does: func(u *ui, _ layout.Context) { u.share() }},
		{id: "profile", group: peopleGroup, name: name.Profile, does: func(u *ui, _ layout.Context) { u.welcome = newWelcome(u.lib.Me()); u.welcome.again = true }},
	}
}

func helpCommands(k keyboard) []command {
	name := &k.say.Command
	return []command{
		{id: "settings", group: helpGroup, menu: 5, name: name.Settings, keys: ctrl(","), does: func(u *ui, _ layout.Context) { u.present(newSettings()) }},
		{id: "shortcuts", group: helpGroup, menu: 5, name: name.Shortcuts, does: func(u *ui, _ layout.Context) { u.present(newShortcuts()) }},
	}
}

// zooms are the steps that text grows and shrinks by, in percent.
var zooms = []int{80, 90, 100, 110, 125, 150, 175, 200, 250, 300}

// zoomed is the next larger step after now, or smaller one, or normal size.
func zoomed(now, step int) int {
	switch {
	case step > 0:
		for _, z := range zooms {
			if z > now {
				return z
			}
		}
		return now
	case step < 0:
		for i := len(zooms) - 1; i >= 0; i-- {
			if zooms[i] < now {
				return zooms[i]
			}
		}
		return now
	}
	return defaults.Zoom
}

// shown are the keys of c that people are told of: not the signs that a key
// becomes with Shift on some keyboards, nor another key for one sign.
func (c *command) shown() []chord {
	var out []chord
	for i, way := range c.keys {
		first := c.keys[0]
		sign := way.name == "+" || way.name == "=" || way.name == key.NameEnter
		if i > 0 && (sign || way.mods == first.mods && way.mods.Contain(key.ModShift)) {
			continue
		}
		out = append(out, way)
	}
	return out
}

// shortcut writes the keys of c as people know them, "" if it has none.
func (c *command) shortcut(k keyboard) string {
	if len(c.keys) == 0 {
		return ""
	}
	return k.write(c.keys[0])
}
