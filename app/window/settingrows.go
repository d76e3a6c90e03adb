package window

import (
	"gioui.org/layout"

	"chirograph/app/phrases"
)

// rows are all settings, in their order on the screen. What was pressed since
// the last frame is carried out on the way.
func (s *settings) rows(gtx layout.Context, u *ui, l look) []settingRow {
	say := &l.words.Settings
	var all []settingRow
	in := func(section string, rows ...settingRow) {
		for _, r := range rows {
			r.section = section
			all = append(all, r)
		}
	}
	in(
		say.You,
		settingRow{Setting: say.Profile, control: func(gtx layout.Context) layout.Dimensions { return s.layoutMe(gtx, u, l) }},
	)
	tags, names := []string{""}, []string{say.System}
	for _, p := range phrases.All {
		tags, names = append(tags, p.Tag), append(names, p.Own)
	}
	in(
		say.Appearance,
		oneOf(
			gtx, u, l, say.Colours, &s.colours, func(p *preferences) *string { return &p.Appearance },
			[]string{"", "light", "dark"}, []string{say.System, say.Light, say.Dark},
		),
		oneOf(
			gtx, u, l, say.Contrast, &s.contrast, func(p *preferences) *string { return &p.Contrast },
			[]string{"", "more", "normal"}, []string{say.System, say.More, say.Normal},
		),
		number{format: say.Percent, name: "zoom", pick: func(p *preferences) *int { return &p.Zoom }}.row(gtx, u, l, say.Zoom, &s.zoom),
		number{step: 1, format: say.Points, name: "text-size", pick: func(p *preferences) *int { return &p.Size }}.row(gtx, u, l, say.Size, &s.size),
		number{step: 5, format: say.Percent, name: "line-height", pick: func(p *preferences) *int { return &p.Leading }}.row(gtx, u, l, say.Leading, &s.leading),
		number{step: 4, format: say.Characters, name: "text-width", pick: func(p *preferences) *int { return &p.Measure }}.row(gtx, u, l, say.Measure, &s.measure),
		oneOf(
			gtx, u, l, say.Motion, &s.motion, func(p *preferences) *string { return &p.Motion },
			[]string{"", "less", "full"}, []string{say.System, say.Less, say.Full},
		),
		onOff(gtx, u, l, say.Numbers, &s.numbers, func(p *preferences) *bool { return &p.Numbers }),
		onOff(gtx, u, l, say.CurrentLine, &s.currentLine, func(p *preferences) *bool { return &p.CurrentLine }),
		onOff(gtx, u, l, say.Library, &s.library, func(p *preferences) *bool { return &p.Library }),
		oneOf(gtx, u, l, say.Language, &s.language, func(p *preferences) *string { return &p.Language }, tags, names),
	)
	in(
		say.Editing,
		number{step: 1, format: say.Characters, name: "tab-width", pick: func(p *preferences) *int { return &p.TabWidth }}.row(gtx, u, l, say.TabWidth, &s.tabWidth),
		twoOf(gtx, u, l, say.Tabs, &s.tabs, func(p *preferences) *bool { return &p.Tabs }, [2]string{say.Spaces, say.TabSigns}),
		onOff(gtx, u, l, say.Lists, &s.lists, func(p *preferences) *bool { return &p.Lists }),
		onOff(gtx, u, l, say.Brackets, &s.brackets, func(p *preferences) *bool { return &p.Brackets }),
		onOff(gtx, u, l, say.Whitespace, &s.whitespace, func(p *preferences) *bool { return &p.Whitespace }),
		onOff(gtx, u, l, say.TabMoves, &s.tabMoves, func(p *preferences) *bool { return &p.TabMoves }),
	)
	in(
		say.People,
		oneOf(
			gtx, u, l, say.Flags, &s.flags, func(p *preferences) *string { return &p.Flags },
			[]string{"always", "", "hover"}, []string{say.Always, say.OnActivity, say.OnHover},
		),
	)
	in(
		say.Advanced,
		settingRow{Setting: say.Folder, control: func(gtx layout.Context) layout.Dimensions {
			w := words{face: mono, size: 12, colour: l.ink}.many()
			return w.layout(gtx, l, u.lib.Folder())
		}},
	)
	return all
}

// layoutMe shows the person as others see them, and the way to change that.
func (s *settings) layoutMe(gtx layout.Context, u *ui, l look) layout.Dimensions {
	me := u.lib.Me()
	return layout.Flex{Alignment: layout.Middle}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return avatar(gtx, l, me.Name, int(me.Colour), 30) }),
		space(8, 0),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Max.X = min(gtx.Constraints.Max.X, gtx.Dp(140))
			return l.say(14, l.ink).layout(gtx, l, me.Name)
		}),
		space(16, 0),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return s.profile.layout(gtx, l, plainButton, l.words.Settings.ProfileEdit)
		}),
	)
}
