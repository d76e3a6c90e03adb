package window

import (
	"context"
	"image"
	"time"

	"gioui.org/layout"
	"gioui.org/widget"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// lostList lists longer passages that were deleted, the latest first, and puts
// them back.
type lostList struct {
	ghosts  []history.Ghost
	of      *history.Timeline // when they were read
	reading bool
	rows    []lostRow
	list    roll
}

type lostRow struct {
	click widget.Clickable
	back  button
}

// leastLost is how many characters a deleted passage must have to be listed.
const leastLost = 20

// read looks up what was deleted, beside the window.
func (s *lostList) read(u *ui, pg *page) {
	if s.reading || s.of == pg.past.line {
		return
	}
	s.reading, s.of = true, pg.past.line
	doc := pg.doc
	u.work(func(context.Context) func() {
		var all []history.Ghost
		doc.Read(func(b *buffer.Buffer) { all = b.History().Deleted(present(b)) })
		all = history.Recent(all, leastLost)
		return func() { s.ghosts, s.reading, s.rows = all, false, make([]lostRow, len(all)) }
	})
}

func (s *lostList) layout(gtx layout.Context, u *ui, l look, pg *page, people []workspace.Person, p *pastPanel) layout.Dimensions {
	s.read(u, pg)
	q := parsePastQuery(p.search.Text(), people)
	var shown []int
	for i := range s.ghosts {
		if q.keeps(&s.ghosts[i]) {
			shown = append(shown, i)
		}
	}
	for _, i := range shown {
		for s.rows[i].back.Clicked(gtx) {
			pg.bringBack(u, l, s.ghosts[i].Chars, gtx.Now)
		}
		for s.rows[i].click.Clicked(gtx) {
			s.show(pg, i)
			pg.uncover()
		}
	}
	switch {
	case s.reading:
		return note(gtx, l, l.words.Past.Reading)
	case len(s.ghosts) == 0:
		return note(gtx, l, l.words.Past.NoDeleted)
	case len(shown) == 0:
		return note(gtx, l, l.words.Past.FoundNothing)
	}
	s.list.Axis = layout.Vertical
	return s.list.Layout(gtx, l, len(shown), func(gtx layout.Context, k int) layout.Dimensions {
		return s.row(gtx, l, shown[k], people)
	})
}

// show shows deleted text at its place.
func (s *lostList) show(pg *page, i int) {
	h := &pg.past
	if !h.ghosting || !h.end {
		if h.lens.on() {
			pg.endLens()
		}
		if !h.end {
			pg.toNow()
		}
		pg.toggleGhosts()
	}
	h.held, h.heldY, h.exhibit.of = s.ghosts[i].Chars[0].First, max(120, pg.view.Height()/3), nil
}

func (s *lostList) row(gtx layout.Context, l look, i int, people []workspace.Person) layout.Dimensions {
	g, r := &s.ghosts[i], &s.rows[i]
	name, _ := writers(l.words, people, []version.Author{g.Removed.ID.Replica.Author})
	by := phrases.With(l.words.Past.DeletedBy, "name", name, "when", l.words.Moment(time.UnixMilli(g.Removed.Time).Local(), gtx.Now.Local()))
	words := glimpse([]byte(g.Text), aLine)
	return layout.Stack{Alignment: layout.SE}.Layout(
		gtx,
		layout.Stacked(func(gtx layout.Context) layout.Dimensions {
			return pastCard(gtx, l, &r.click, words, false, 84, func(gtx layout.Context) layout.Dimensions {
				return layout.Flex{Axis: layout.Vertical}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						w := l.say(13, l.ink)
						w.lines = 2
						return w.layout(gtx, l, words)
					}),
					space(0, 4),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return layout.Inset{Right: 84}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
							return l.say(12, l.ink2).layout(gtx, l, by)
						})
					}),
				)
			})
		}),
		layout.Stacked(func(gtx layout.Context) layout.Dimensions {
			return layout.Inset{Right: 12, Bottom: 6}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return r.back.layout(gtx, l, quietButton, l.words.Past.PutBack)
			})
		}),
	)
}
