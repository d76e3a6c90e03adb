package window

import (
	"image"
	"strings"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/phrases"
)

// settings is the screen of everything that can be changed, by section, with a
// field to search in it.
type settings struct {
	search  field
	column  column
	profile button

	colours, contrast, motion, language, tabs, flags    choice
	zoom, size, leading, measure, tabWidth              stepper
	library, numbers, currentLine, whitespace, tabMoves toggle
	lists, brackets                                     toggle

	resets map[string]*button // by name of the setting
}

func newSettings() *settings { return &settings{search: newField(""), resets: map[string]*button{}} }

func (s *settings) title(l look) string { return l.words.Command.Settings }

func (s *settings) focus(gtx layout.Context) { focus(gtx, &s.search.Editor) }

// A settingRow is one thing that can be changed.
type settingRow struct {
	section string
	phrases.Setting
	usual   string // the default in words; "" while it is as by default
	reset   func(*preferences)
	control layout.Widget
}

func (s *settings) layout(gtx layout.Context, u *ui, l look) layout.Dimensions {
	s.column.scroll(gtx)
	for {
		if _, ok := s.search.Update(gtx); !ok {
			break
		}
	}
	for s.profile.Clicked(gtx) {
		u.welcome = newWelcome(u.lib.Me())
		u.welcome.again = true
	}
	s.search.hint = l.words.Settings.Search
	return s.column.layout(gtx, l, func(gtx layout.Context) layout.Dimensions {
		flow := []layout.FlexChild{
			space(0, 24),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return searchField(gtx, l, &s.search) }),
		}
		section := ""
		for _, r := range s.found(s.rows(gtx, u, l)) {
			first := r.section != section
			if first {
				section = r.section
				flow = append(flow, space(0, 28), layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return l.say(18, l.ink).heavy(bold).layout(gtx, l, r.section)
				}), space(0, 4))
			}
			flow = append(flow, layout.Rigid(func(gtx layout.Context) layout.Dimensions { return s.row(gtx, u, l, r, !first) }))
		}
		if section == "" {
			flow = append(flow, space(0, 24), layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(14, l.ink2).layout(gtx, l, l.words.Settings.Nothing)
			}))
		}
		return layout.Flex{Axis: layout.Vertical}.Layout(gtx, append(flow, space(0, 48))...)
	})
}

// found are the rows with the words that are searched for.
func (s *settings) found(rows []settingRow) []settingRow {
	query := strings.Fields(string(letters(s.search.Text())))
	var out []settingRow
next:
	for _, r := range rows {
		all := string(letters(r.section + " " + r.Name + " " + r.About))
		for _, w := range query {
			if !strings.Contains(all, w) {
				continue next
			}
		}
		out = append(out, r)
	}
	return out
}

// row draws a setting: what it is at the left, its control at the right, or
// below where there is no room beside it.
func (s *settings) row(gtx layout.Context, u *ui, l look, r settingRow, lined bool) layout.Dimensions {
	reset := s.resets[r.Name]
	if reset == nil {
		reset = new(button)
		s.resets[r.Name] = reset
	}
	for reset.Clicked(gtx) {
		u.set(r.reset)
		s.focus(gtx) // the button goes away
	}
	full := gtx.Constraints.Max.X
	if lined {
		fill(gtx, l.line, image.Rect(0, 0, full, hair(gtx)))
	}
	says := func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min = image.Pt(gtx.Constraints.Max.X, 0)
		return layout.Flex{Axis: layout.Vertical}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				w := l.say(14, l.ink).heavy(medium)
				w.lines = 2
				return w.layout(gtx, l, r.Name)
			}),
			space(0, 4),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(13, l.ink2).many().layout(gtx, l, r.About)
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return usual(gtx, l, r.usual, reset) }),
		)
	}
	control := func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min = image.Point{}
		return r.control(gtx)
	}
	return layout.Inset{Top: 14, Bottom: 14}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		if full < gtx.Dp(560) {
			return layout.Flex{Axis: layout.Vertical}.Layout(gtx, layout.Rigid(says), space(0, 12), layout.Rigid(control))
		}
		// The control stands at the right, however wide it is, up to half.
		rec := op.Record(gtx.Ops)
		inner := gtx
		inner.Constraints.Max.X = full / 2
		d := control(inner)
		call := rec.Stop()
		words := gtx
		words.Constraints.Max.X = full - max(d.Size.X, full/4) - gtx.Dp(24)
		text := says(words)
		defer op.Offset(image.Pt(full-d.Size.X, gtx.Dp(2))).Push(gtx.Ops).Pop()
		call.Add(gtx.Ops)
		return layout.Dimensions{Size: image.Pt(full, max(text.Size.Y, d.Size.Y+gtx.Dp(2)))}
	})
}

// usual says what a changed setting is by default, and offers to go back.
func usual(gtx layout.Context, l look, value string, reset *button) layout.Dimensions {
	if value == "" {
		return layout.Dimensions{}
	}
	return layout.Inset{Top: 2}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min = image.Point{}
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(12, l.ink2).layout(gtx, l, phrases.With(l.words.Settings.Default, "value", value))
			}),
			space(4, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				accented := l
				t := *l.theme
				t.ink = t.accent
				accented.theme = &t
				return reset.layout(gtx, accented, quietButton, l.words.Settings.Reset)
			}),
		)
	})
}

// searchField is a field with a magnifying glass in it.
func searchField(gtx layout.Context, l look, f *field) layout.Dimensions {
	d := f.layout(gtx, l, 36, 36, 12)
	drawIcon(gtx, searchIcon, l.ink2, image.Rect(gtx.Dp(2), 0, gtx.Dp(34), d.Size.Y), 18)
	return d
}
