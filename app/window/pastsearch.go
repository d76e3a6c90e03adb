package window

import (
	"bytes"
	"context"
	"image"
	"strings"
	"time"

	"gioui.org/layout"
	"gioui.org/widget"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// pastSearch is what a search in the history has found: words that stand in the
// text, or once did.
type pastSearch struct {
	shown bool // there are words to look for
	query string
	all   bool // that is everything
	finds []pastFind
	at    int // the one that was gone to last; -1 for none
	busy  bool
	list  roll
}

// A pastFind is one place of them.
type pastFind struct {
	history.Find
	click widget.Clickable
	words string // around it
	known bool
}

// ask looks for what was written in the field, beside the window.
func (f *pastSearch) ask(u *ui, pg *page, people []workspace.Person, query string) {
	q := parsePastQuery(query, people)
	f.query, f.shown = query, q.Text != ""
	f.finds, f.at = nil, -1
	if !f.shown || f.busy {
		return
	}
	f.busy = true
	doc := pg.doc
	u.work(func(context.Context) func() {
		var finds []history.Find
		all := true
		if !q.nobody {
			doc.Read(func(b *buffer.Buffer) { finds, all = b.History().Search(q.Query) })
		}
		return func() {
			f.busy = false
			if f.query != query {
				f.ask(u, pg, people, f.query)
				return
			}
			f.all = all
			pg.doc.Read(func(b *buffer.Buffer) {
				for _, x := range finds {
					if q.section != "" {
						s, ok := pg.view.Section(b, x.At)
						if !ok || !strings.Contains(strings.ToLower(s.Title), q.section) {
							continue
						}
					}
					f.finds = append(f.finds, pastFind{Find: x})
				}
			})
		}
	})
}

// next goes to the next find.
func (f *pastSearch) next(u *ui, pg *page) {
	if len(f.finds) == 0 {
		return
	}
	f.at = (f.at + 1) % len(f.finds)
	f.goTo(pg, f.at)
}

// version is the version at which a find can be seen: when it had just been
// written, or was about to be deleted.
func (x *pastFind) version(line *history.Timeline) int {
	id, by := x.Last, 1
	if !x.Standing {
		id, by = x.Removed.ID, 0
	}
	if k, ok := line.Find(id); ok {
		return k + by
	}
	return line.Len()
}

// goTo shows a find, and selects it.
func (f *pastSearch) goTo(pg *page, i int) {
	f.at = i
	x := &f.finds[i]
	h := &pg.past
	h.playing = false
	if h.lens.on() {
		pg.endLens()
	}
	n := x.version(h.line)
	pg.goToVersion(n)
	if !pg.inPast() {
		off := 0
		pg.doc.Read(func(b *buffer.Buffer) { off = locate(b, x.First) })
		pg.view.ScrollTo(off)
		return
	}
	h.held, h.heldY, h.pick = x.First, max(120, pg.view.Height()/3), [2]version.ID{x.First, x.Last}
}

func (f *pastSearch) layout(gtx layout.Context, u *ui, l look, pg *page, people []workspace.Person) layout.Dimensions {
	say := &l.words.Past
	for i := range f.finds {
		for f.finds[i].click.Clicked(gtx) {
			f.goTo(pg, i)
			pg.uncover()
		}
	}
	f.list.Axis = layout.Vertical
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			words := say.Found.Of(len(f.finds), "n", l.words.Number(len(f.finds)))
			switch {
			case f.busy:
				words = say.Reading
			case len(f.finds) == 0:
				return note(gtx, l, say.FoundNothing)
			case !f.all:
				words = phrases.With(say.FoundMore, "n", l.words.Number(len(f.finds)))
			}
			return layout.Inset{Left: 20, Top: 8, Bottom: 4}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return l.say(11, l.ink2).heavy(medium).layout(gtx, l, words)
			})
		}),
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			return f.list.Layout(gtx, l, len(f.finds), func(gtx layout.Context, i int) layout.Dimensions {
				return f.row(gtx, l, pg, i, people)
			})
		}),
	)
}

func (f *pastSearch) row(gtx layout.Context, l look, pg *page, i int, people []workspace.Person) layout.Dimensions {
	x := &f.finds[i]
	if !x.known {
		x.known = true
		x.words = x.around(pg)
	}
	form, who, at := l.words.Past.StandsSince, x.First.Replica.Author, x.Written
	if !x.Standing {
		form, who, at = l.words.Past.GoneSince, x.Removed.ID.Replica.Author, x.Removed.Time
	}
	name, _ := writers(l.words, people, []version.Author{who})
	by := phrases.With(form, "name", name, "when", l.words.Moment(time.UnixMilli(at).Local(), gtx.Now.Local()))
	return pastCard(gtx, l, &x.click, x.words+", "+by, i == f.at, 62, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Axis: layout.Vertical}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(13, l.ink).layout(gtx, l, x.words)
			}),
			space(0, 3),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				ink := l.ink2
				if !x.Standing {
					ink = l.goneInk
				}
				gtx.Constraints.Min = image.Point{}
				return l.say(12, ink).layout(gtx, l, by)
			}),
		)
	})
}

// around is what stood around a find when it could be seen.
func (x *pastFind) around(pg *page) string {
	const before, after = 16, 60
	var text []byte
	at := 0
	pg.doc.Read(func(b *buffer.Buffer) {
		v := pg.past.line.Vector(x.version(pg.past.line))
		text = b.History().At(v)
		at, _ = b.History().Locate(v, x.First)
	})
	from, to := max(0, min(at, len(text))-before), min(len(text), at+after)
	lead := ""
	if from > 0 {
		lead = "…"
		if n := bytes.IndexAny(text[from:at], " \n"); n >= 0 {
			from += n // a word as a whole
		}
	}
	s := strings.ToValidUTF8(string(text[from:to]), "")
	return lead + strings.Join(strings.Fields(s), " ")
}
