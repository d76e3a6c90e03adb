package window

import (
	"image"
	"slices"
	"time"

	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/unit"
	"gioui.org/widget"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/version"
)

func (p *pastPanel) sessionLine(gtx layout.Context, l look, x *pastLine) layout.Dimensions {
	return layout.Inset{Left: 20, Right: 20, Top: 8, Bottom: 2}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Spacing: layout.SpaceBetween}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(11, l.ink2).heavy(medium).layout(gtx, l, span(l, x.First, x.Last))
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return amounts(gtx, l, x.Added, x.Deleted, 11)
			}),
		)
	})
}

// span says from when to when.
func span(l look, first, last int64) string {
	from, to := l.words.Time(time.UnixMilli(first).Local()), l.words.Time(time.UnixMilli(last).Local())
	if from == to {
		return from
	}
	return phrases.With(l.words.Past.Range, "from", from, "to", to)
}

// amounts says how much was written and deleted.
func amounts(gtx layout.Context, l look, added, deleted int, size unit.Sp) layout.Dimensions {
	w := l.say(size, l.addedInk)
	w.face = mono
	v := w
	v.colour = l.goneInk
	if deleted == 0 {
		v.colour = l.ink2
	}
	return layout.Flex{}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return w.layout(gtx, l, phrases.With(l.words.Past.Added, "n", l.words.Number(added)))
		}),
		space(6, 0),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return v.layout(gtx, l, phrases.With(l.words.Past.Removed, "n", l.words.Number(deleted)))
		}),
	)
}

// pastCard is a row that can be pressed.
func pastCard(gtx layout.Context, l look, click *widget.Clickable, words string, current bool, height unit.Dp, w layout.Widget) layout.Dimensions {
	size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(height))
	return click.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(words).Add(gtx.Ops)
		semantic.SelectedOp(current).Add(gtx.Ops)
		r := image.Rect(gtx.Dp(8), gtx.Dp(1), size.X-gtx.Dp(8), size.Y-gtx.Dp(1))
		switch {
		case current:
			fillRound(gtx, l.chosen, r, 8)
		case click.Hovered():
			fillRound(gtx, l.hover, r, 8)
		}
		focusRing(gtx, l.accent, click, r, 8)
		gtx.Constraints = layout.Exact(size)
		layout.Inset{Left: 20, Right: 20}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return layout.W.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Pt(gtx.Constraints.Max.X, 0)
				return w(gtx)
			})
		})
		return layout.Dimensions{Size: size}
	})
}

func (r *pastRow) layout(gtx layout.Context, l look, pg *page, x *pastLine, people []workspace.Person) layout.Dimensions {
	names, colour := writers(l.words, people, x.Authors)
	when := span(l, x.First, x.Last)
	current := x.shows(pg.past.at) && pg.past.open
	return pastCard(gtx, l, &r.click, names+", "+when, current, 58, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Axis: layout.Vertical}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return layout.Flex{Alignment: layout.Middle}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions { return dot(gtx, l.person(colour), 8) }),
					space(10, 0),
					layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
						d := l.say(13, l.ink).heavy(medium).layout(gtx, l, names)
						d.Size.X = gtx.Constraints.Max.X
						return d
					}),
					space(8, 0),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						gtx.Constraints.Min = image.Point{}
						return amounts(gtx, l, x.Added, x.Deleted, 12)
					}),
				)
			}),
			space(0, 3),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return layout.Flex{Alignment: layout.Middle}.Layout(
					gtx,
					space(18, 0),
					layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
						words := when
						if r.sections != "" {
							words += "  " + r.sections
						}
						d := l.say(12, l.ink2).layout(gtx, l, words)
						d.Size.X = gtx.Constraints.Max.X
						return d
					}),
					space(8, 0),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions { return r.miniature(gtx, l, colour) }),
				)
			}),
		)
	})
}

// miniature shows where in the text the passage was written.
func (r *pastRow) miniature(gtx layout.Context, l look, colour int) layout.Dimensions {
	size := image.Pt(gtx.Dp(64), gtx.Dp(4))
	fillRound(gtx, l.line, image.Rectangle{Max: size}, 2)
	for _, w := range r.where {
		x0, x1 := size.X*min(w.From, r.length)/r.length, size.X*min(w.To, r.length)/r.length
		x0 = min(x0, size.X-gtx.Dp(2))
		fill(gtx, l.person(colour), image.Rect(x0, 0, max(x1, x0+gtx.Dp(2)), size.Y))
	}
	return layout.Dimensions{Size: size}
}

// nameLine is a version with a name.
func (p *pastPanel) nameLine(gtx layout.Context, l look, pg *page, v *named, people []workspace.Person) layout.Dimensions {
	if p.labels == nil {
		p.rows, p.labels = map[int]*pastRow{}, map[[32]byte]*pastRow{}
	}
	r := p.labels[v.ID]
	if r == nil {
		r = new(pastRow)
		p.labels[v.ID] = r
	}
	who, _ := writers(l.words, people, []version.Author{v.Author})
	by := phrases.With(l.words.Past.NamedBy, "name", who, "when", l.words.Moment(time.UnixMilli(v.Time).Local(), gtx.Now.Local()))
	shown, ok := pg.past.nameAt(pg.past.at)
	current := ok && shown.ID == v.ID
	return layout.Stack{Alignment: layout.E}.Layout(
		gtx,
		layout.Stacked(func(gtx layout.Context) layout.Dimensions {
			return pastCard(gtx, l, &r.click, v.Name, current, 58, func(gtx layout.Context) layout.Dimensions {
				return layout.Flex{Alignment: layout.Middle}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						box := image.Rect(0, 0, gtx.Dp(10), gtx.Dp(18))
						drawIcon(gtx, flagIcon, l.accent, box, 16)
						return layout.Dimensions{Size: box.Max}
					}),
					space(8, 0),
					layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
						return layout.Inset{Right: 28}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
							return layout.Flex{Axis: layout.Vertical}.Layout(
								gtx,
								layout.Rigid(func(gtx layout.Context) layout.Dimensions {
									return l.say(13, l.ink).heavy(bold).layout(gtx, l, v.Name)
								}),
								space(0, 3),
								layout.Rigid(func(gtx layout.Context) layout.Dimensions { return l.say(12, l.ink2).layout(gtx, l, by) }),
							)
						})
					}),
				)
			})
		}),
		layout.Stacked(func(gtx layout.Context) layout.Dimensions {
			return layout.Inset{Right: 14}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return r.hide.icon(gtx, l, hideIcon, l.words.Past.Hide)
			})
		}),
	)
}

// writers names authors, and gives the colour of the first.
func writers(say *phrases.Phrases, people []workspace.Person, authors []version.Author) (names string, colour int) {
	colours := distinct(people)
	var all []string
	for i, a := range authors {
		name := say.State.Somebody
		if k := slices.IndexFunc(people, func(p workspace.Person) bool { return p.ID == a }); k >= 0 {
			name = people[k].Name
			if i == 0 {
				colour = colours[k]
			}
		}
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return say.List(all), colour
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }
