package window

import (
	"image/color"

	"gioui.org/unit"

	"chirograph/app/workspace"
	"chirograph/editor/version"
	"chirograph/editor/view"
	"chirograph/sync/identity"
)

// style is the theme, as the text needs it, and what is shown of the text.
func (p *page) style(l look, people []workspace.Person) (view.Style, []view.Caret) {
	s := view.Style{
		Shaper: l.shaper,
		Text:   prose, Code: mono, Label: sans,
		Weight: l.weight, Size: unit.Sp(l.prefs.Size), LineHeight: l.prefs.lineHeight(),
		Measure: l.prefs.measure(), Gutter: 8, Margin: 24, Top: 36,
		Ground: l.canvas, Ink: l.ink, Ink2: l.ink2, Quiet: l.ink3, Find: l.warn, Accent: l.accent, Selection: l.selection, Wash: l.wash, Tint: l.others, Bar: l.bar,
		Added: l.added, AddedInk: l.addedInk, Gone: l.gone, GoneInk: l.goneInk,
		TabWidth: l.prefs.TabWidth, Unit: l.prefs.unit(), TabMoves: l.prefs.TabMoves, PlainLines: !l.prefs.Lists, NoBrackets: !l.prefs.Brackets,
		Numbers: l.prefs.Numbers, Whitespace: l.prefs.Whitespace, CurrentLine: l.prefs.CurrentLine,
		Still: l.still, Flags: l.prefs.flags(),
		Hint: l.words.Page.Hint,
	}
	if s.Numbers {
		s.Gutter = 56
	}
	s.Wheel = l.wheel
	colours := distinct(people)
	if len(people) > 1 {
		byAuthor := map[version.Author]color.NRGBA{}
		for i, q := range people {
			byAuthor[q.ID] = l.person(colours[i])
		}
		s.Author = func(a version.Author) (color.NRGBA, bool) {
			c, ok := byAuthor[a]
			return c, ok
		}
	}
	var carets []view.Caret
	for i, q := range people {
		if q.Me || !q.Online || !q.HasCaret {
			continue
		}
		carets = append(carets, view.Caret{
			ID: q.ID, Name: q.Name, Colour: l.person(colours[i]), Label: l.onPerson,
			Anchor: q.Anchor, Head: q.Head, Moved: q.Moved, Idle: q.Faint, Away: q.Away,
		})
	}
	return s, carets
}

// distinct gives everyone a colour: their own, or, if somebody before them has
// that, the free one furthest from it in the list.
func distinct(people []workspace.Person) []int {
	out := make([]int, len(people))
	var taken [identity.Colours]bool
	for i, p := range people {
		c := max(0, p.Colour) % identity.Colours
		if taken[c] && i < identity.Colours {
			for step := range identity.Colours {
				if other := (c + identity.Colours/2 + step) % identity.Colours; !taken[other] {
					c = other
					break
				}
			}
		}
		taken[c] = true
		out[i] = c
	}
	return out
}
