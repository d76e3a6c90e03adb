package window

import (
	"context"
	"image"
	"slices"
	"time"

	"gioui.org/gesture"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"golang.org/x/exp/shiny/materialdesign/icons"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

var restoreIcon = mustIcon(icons.ActionRestore)

// pastPanel lists the passages of the document's history, the newest first:
// who wrote when, and how much. Each can be brought back.
type pastPanel struct {
	list     roll
	passages []passage
	more     bool      // there are older ones
	next     time.Time // it is not read before
	reading  bool
	read     bool             // at least once
	changes  int              // of the page, when it was last read
	rows     map[int]*pastRow // by where a passage begins: newer ones come in above
}

// A passage is a period of the history, with the version at its end.
type passage struct {
	history.Period
	end version.Vector
}

type pastRow struct {
	hover   gesture.Hover
	restore button
}

const (
	// readEvery is how often the history is read while people write, at most:
	// it takes the document's lock. Where it takes long (80 ms for 260,000
	// changes), it is read less often.
	readEvery = 2 * time.Second
	readShare = 100 // of the time, one part
	// maxPassages is how many are listed.
	maxPassages = 1000
)

// refresh reads the history anew when it has changed.
func (p *pastPanel) refresh(gtx layout.Context, u *ui, pg *page) {
	if p.reading || p.read && p.changes == pg.changes {
		return
	}
	if gtx.Now.Before(p.next) {
		invalidateAt(gtx, p.next)
		return
	}
	p.reading, p.read, p.changes = true, true, pg.changes
	u.work(func(context.Context) func() {
		var all []passage
		more := false
		begun := time.Now()
		pg.doc.Read(func(b *buffer.Buffer) {
			t := b.History().Timeline()
			periods := t.Periods(history.Passage, 0, t.Len())
			more = len(periods) > maxPassages
			for _, q := range slices.Backward(periods[max(0, len(periods)-maxPassages):]) {
				all = append(all, passage{q, t.Vector(q.To)})
			}
		})
		wait := max(readEvery, readShare*time.Since(begun))
		return func() {
			p.passages, p.more, p.reading = all, more, false
			p.next = u.now.Add(wait)
		}
	})
}

func (p *pastPanel) layout(gtx layout.Context, u *ui, l look, pg *page, people []workspace.Person) layout.Dimensions {
	p.refresh(gtx, u, pg)
	for _, q := range p.passages {
		if r := p.rows[q.From]; r != nil && r.restore.Clicked(gtx) {
			p.restore(u, l, pg, q, gtx.Now)
		}
	}
	say := &l.words.Panel
	p.list.Axis = layout.Vertical
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			switch {
			case len(p.passages) == 0 && p.reading:
				return note(gtx, l, say.Reading)
			case len(p.passages) == 0:
				return note(gtx, l, say.NoHistory)
			}
			n := len(p.passages)
			if p.more {
				n++
			}
			return p.list.Layout(gtx, l, n, func(gtx layout.Context, i int) layout.Dimensions {
				if i == len(p.passages) {
					return note(gtx, l, say.Earlier)
				}
				return p.row(gtx, l, i, people, u.now)
			})
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return note(gtx, l, say.Offline) }),
	)
}

// restore makes the text what it was at the end of a passage.
func (p *pastPanel) restore(u *ui, l look, pg *page, q passage, now time.Time) {
	pg.do(buffer.Restore{Version: q.end}, now)
	when := l.words.Moment(time.UnixMilli(q.Last).Local(), now.Local())
	u.messages.add(phrases.With(l.words.Panel.Restored, "when", when))
}

func (p *pastPanel) row(gtx layout.Context, l look, i int, people []workspace.Person, now time.Time) layout.Dimensions {
	if p.rows == nil {
		p.rows = map[int]*pastRow{}
	}
	q := &p.passages[i]
	r := p.rows[q.From]
	if r == nil {
		r = new(pastRow)
		p.rows[q.From] = r
	}
	head := ""
	if last := time.UnixMilli(q.Last).Local(); i == 0 || !sameDay(last, time.UnixMilli(p.passages[i-1].Last).Local()) {
		head = l.words.Day(last, now.Local())
	}
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			if head == "" {
				return layout.Dimensions{}
			}
			return layout.Inset{Left: 20, Top: 12, Bottom: 4}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return l.say(11, l.ink2).heavy(bold).layout(gtx, l, head)
			})
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return r.layout(gtx, l, q, people) }),
	)
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }

func (r *pastRow) layout(gtx layout.Context, l look, q *passage, people []workspace.Person) layout.Dimensions {
	size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(52))
	gtx.Constraints = layout.Exact(size)
	card := image.Rect(gtx.Dp(8), gtx.Dp(1), size.X-gtx.Dp(8), size.Y-gtx.Dp(1))
	busy := r.hover.Update(gtx.Source) || r.restore.Hovered() || gtx.Focused(&r.restore.Clickable)
	area := clip.Rect(card).Push(gtx.Ops)
	r.hover.Add(gtx.Ops)
	if busy {
		fillRound(gtx, l.hover, card, 8)
	}
	area.Pop()
	names, colour := writers(l.words, people, q.Authors)
	say := &l.words.Panel
	from, to := time.UnixMilli(q.First).Local(), time.UnixMilli(q.Last).Local()
	when := l.words.Time(to)
	if l.words.Time(from) != when {
		when = phrases.With(say.Passage, "from", l.words.Time(from), "to", when)
	}
	semantic.LabelOp(names).Add(gtx.Ops)
	layout.Inset{Left: 20, Right: 16}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return dot(gtx, l.person(colour), 8) }),
			space(12, 0),
			layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Pt(gtx.Constraints.Max.X, 0)
				return layout.Flex{Axis: layout.Vertical}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return l.say(13, l.ink).heavy(medium).layout(gtx, l, names)
					}),
					space(0, 2),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return l.say(12, l.ink2).layout(gtx, l, when)
					}),
				)
			}),
			space(8, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				w := l.say(12, l.ink2)
				w.face = mono
				return w.layout(gtx, l, phrases.With(say.Added, "n", l.words.Number(q.Added))+" "+
					phrases.With(say.Deleted, "n", l.words.Number(q.Deleted)))
			}),
			space(8, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				side := gtx.Dp(30)
				gtx.Constraints = layout.Exact(image.Pt(side, side))
				quiet := float32(0.4) // it is in every row
				if busy {
					quiet = 1
				}
				defer paint.PushOpacity(gtx.Ops, quiet).Pop()
				return r.restore.icon(gtx, l, restoreIcon, say.Restore)
			}),
		)
	})
	return layout.Dimensions{Size: size}
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
