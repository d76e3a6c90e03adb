package window

import (
	"image"
	"image/color"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/version"
)

// peoplePanel shows the people of the document: who they are, what they do,
// how they are reached and what they have.
type peoplePanel struct {
	list   roll
	share  button
	follow map[version.Author]*button
}

func (p *peoplePanel) layout(gtx layout.Context, u *ui, l look, pg *page, people []workspace.Person) layout.Dimensions {
	for p.share.Clicked(gtx) {
		u.share()
	}
	for who, b := range p.follow {
		for b.Clicked(gtx) {
			if now, on := pg.view.Following(); on && now == who {
				pg.view.Unfollow()
			} else {
				pg.view.Follow(who)
			}
			gtx.Execute(op.InvalidateCmd{}) // the text has been drawn
		}
	}
	p.list.Axis = layout.Vertical
	colours := distinct(people)
	say := &l.words.Panel
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			return p.list.Layout(gtx, l, len(people), func(gtx layout.Context, i int) layout.Dimensions {
				return p.row(gtx, l, pg, people[i], colours[i])
			})
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			if pg.words == "" || len(people) == 1 {
				return layout.Dimensions{}
			}
			return note(gtx, l, phrases.With(say.Words, "words", pg.words))
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			words := say.Only
			if len(people) > 1 {
				words = say.OnlyCopy
				if n := complete(people); n > 1 {
					words = say.Copies.Of(n)
				}
			}
			return note(gtx, l, words)
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return layout.Inset{Left: 20, Right: 20, Bottom: 20}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min.X = gtx.Constraints.Max.X
				return p.share.layout(gtx, l, plainButton, l.words.Command.Share)
			})
		}),
	)
}

// complete is how many of the people are known to have everything.
func complete(people []workspace.Person) int {
	n := 0
	for _, p := range people {
		if p.Me || p.Missing == 0 {
			n++
		}
	}
	return n
}

func (p *peoplePanel) row(gtx layout.Context, l look, pg *page, q workspace.Person, colour int) layout.Dimensions {
	size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(68))
	gtx.Constraints = layout.Exact(size)
	say := &l.words.Panel
	name, doing, route, receipt := q.Name, q.Doing, q.Route, q.Receipt
	if q.Me {
		name, doing, receipt = phrases.With(say.You, "name", q.Name), "", ""
	}
	if q.RTT > 0 && q.Online {
		route += " · " + phrases.With(say.RTT, "n", max(1, int(q.RTT.Milliseconds())))
	}
	if section := pg.section(q); section != "" {
		doing = phrases.With(say.In, "section", section)
	}
	if doing != "" {
		receipt += " · " + doing
	}
	return layout.Inset{Left: 20, Right: 16}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return personRow(gtx, l, l.panel, q, colour, name, []string{route, receipt}, func(gtx layout.Context) layout.Dimensions {
			if !canFollow(q) {
				return layout.Dimensions{}
			}
			return p.layoutFollow(gtx, l, pg, q)
		})
	})
}

// personRow shows somebody: their face, a name, what is to be said about them,
// a line each, and what stands at the end.
func personRow(gtx layout.Context, l look, ground color.NRGBA, q workspace.Person, colour int, name string, about []string, end layout.Widget) layout.Dimensions {
	return layout.Flex{Alignment: layout.Middle}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			d := avatar(gtx, l, q.Name, colour, 30)
			if !q.Me && !q.Online { // paler
				fillRound(gtx, alpha(ground, 0x60), image.Rectangle{Max: d.Size}, 15)
			}
			return d
		}),
		space(12, 0),
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = image.Pt(gtx.Constraints.Max.X, 0)
			lines := []layout.FlexChild{
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return l.say(14, l.ink).heavy(medium).layout(gtx, l, name)
				}),
			}
			for _, words := range about {
				if words == "" {
					continue
				}
				lines = append(lines, space(0, 2), layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return l.say(12, l.ink2).layout(gtx, l, words)
				}))
			}
			return layout.Flex{Axis: layout.Vertical}.Layout(gtx, lines...)
		}),
		space(12, 0),
		layout.Rigid(end),
	)
}

// section is the heading above the caret of somebody who is busy, "" if there
// is none.
func (p *page) section(q workspace.Person) (title string) {
	if !canFollow(q) || q.Faint {
		return ""
	}
	p.doc.Read(func(b *buffer.Buffer) {
		if h, ok := p.view.Section(b, q.Head); ok {
			title = h.Title
		}
	})
	return title
}

// layoutFollow is the button that follows somebody.
func (p *peoplePanel) layoutFollow(gtx layout.Context, l look, pg *page, q workspace.Person) layout.Dimensions {
	if p.follow == nil {
		p.follow = map[version.Author]*button{}
	}
	b := p.follow[q.ID]
	if b == nil {
		b = new(button)
		p.follow[q.ID] = b
	}
	words, icon := l.words.Panel.Follow, eyeIcon
	if now, on := pg.view.Following(); on && now == q.ID {
		words, icon = l.words.Panel.Stop, noEyeIcon
	}
	return b.icon(gtx, l, icon, phrases.With(words, "name", q.Name))
}
