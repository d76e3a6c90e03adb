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
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/editor/view"
)

// authorship shows who wrote what: the text in everybody's colours, and over
// it a bar that says which colour and line is whose, and how much each wrote.
// A press on a name leaves only that person's text coloured.
type authorship struct {
	on      bool
	only    version.Author
	shares  map[version.Author]int // samples by author
	samples int
	read    time.Time
	of      buffer.Mark
	chips   []widget.Clickable
	list    roll
	shut    button
}

// maxSamples is how many places of a text are looked at to tell how much each
// wrote: enough for whole percents.
const maxSamples = 2000

// toggle shows it, or no longer.
func (a *authorship) toggle() { *a = authorship{on: !a.on} }

// anew lets the shares be counted with the next frame: another text is shown.
func (a *authorship) anew() { a.of, a.read = buffer.Mark{}, time.Time{} }

// style is how the text shows it: nil if it does not. It is called under the
// document's lock.
func (a *authorship) style(gtx layout.Context, l look, people []workspace.Person, b *buffer.Buffer) *view.Authorship {
	if !a.on {
		return nil
	}
	if m := b.Mark(); m != a.of && gtx.Now.Sub(a.read) >= readEvery {
		a.measure(b.Text())
		a.of, a.read = m, gtx.Now
	} else if m != a.of {
		invalidateAt(gtx, a.read.Add(readEvery))
	}
	colours := distinct(people)
	return &view.Authorship{
		Only: a.only,
		Of: func(who version.Author) (view.Hand, bool) {
			i := slices.IndexFunc(people, func(p workspace.Person) bool { return p.ID == who })
			if i < 0 {
				return view.Hand{}, false
			}
			return hand(l, colours, i), true
		},
		Wrote: func(id version.ID) string { return wroteWhen(l, people, b.History().Life(id), gtx.Now) },
	}
}

// hand is how the text of one of the people looks.
func hand(l look, colours []int, i int) view.Hand {
	return view.Hand{Colour: l.person(colours[i]), Pattern: view.Pattern(i) % view.Patterns}
}

// measure counts whose text it is at places all over it.
func (a *authorship) measure(t *crdt.Text) {
	a.shares, a.samples = map[version.Author]int{}, min(maxSamples, t.Len())
	for i := range a.samples {
		a.shares[t.AuthorAt(t.Len()*i/a.samples).Author]++
	}
}

// wroteWhen says who wrote a character and when, and who has brought it back.
func wroteWhen(l look, people []workspace.Person, life []crdt.Event, now time.Time) string {
	if len(life) == 0 {
		return ""
	}
	say := &l.words.Wrote
	tell := func(form string, e crdt.Event) string {
		name := l.words.State.Somebody
		if i := slices.IndexFunc(people, func(p workspace.Person) bool { return p.ID == e.ID.Replica.Author }); i >= 0 {
			name = people[i].Name
		}
		at := now // what is typed at this moment is in no change yet
		if e.Time != 0 {
			at = time.UnixMilli(e.Time)
		}
		return phrases.With(form, "name", name, "when", l.words.Moment(at.Local(), now.Local()))
	}
	words := tell(say.By, life[0])
	if last := life[len(life)-1]; last.Turn == crdt.Returned {
		words += " · " + tell(say.Returned, last)
	}
	return words
}

const wroteHeight = unit.Dp(40)

func (a *authorship) height(gtx layout.Context) int {
	if !a.on {
		return 0
	}
	return gtx.Dp(wroteHeight)
}

func (a *authorship) layout(gtx layout.Context, u *ui, l look, pg *page, people []workspace.Person) layout.Dimensions {
	size := gtx.Constraints.Max
	fill(gtx, l.panel, image.Rectangle{Max: size})
	fill(gtx, l.line, image.Rect(0, size.Y-hair(gtx), size.X, size.Y))
	for a.shut.Clicked(gtx) {
		a.toggle()
		pg.focus = true
		return layout.Dimensions{Size: size}
	}
	if len(a.chips) < len(people) {
		a.chips = append(a.chips, make([]widget.Clickable, len(people)-len(a.chips))...)
	}
	var writers []int
	for i, p := range people {
		for a.chips[i].Clicked(gtx) {
			if a.only == p.ID {
				a.only = version.Author{}
			} else {
				a.only = p.ID
			}
		}
		if a.shares[p.ID] > 0 {
			writers = append(writers, i)
		}
	}
	colours := distinct(people)
	layout.Inset{Left: 16, Right: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
				return a.list.Layout(gtx, l, len(writers), func(gtx layout.Context, k int) layout.Dimensions {
					i := writers[k]
					return a.chip(gtx, l, people[i], hand(l, colours, i), &a.chips[i], size.Y)
				})
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return a.shut.icon(gtx, l, closeIcon, l.words.General.Close)
			}),
		)
	})
	return layout.Dimensions{Size: size}
}

// chip is one person in the bar: their line, their name and their part.
func (a *authorship) chip(gtx layout.Context, l look, p workspace.Person, h view.Hand, click *widget.Clickable, height int) layout.Dimensions {
	percent := (100*a.shares[p.ID] + a.samples/2) / max(1, a.samples)
	words := phrases.With(l.words.Wrote.Share, "name", p.Name, "n", percent)
	quiet := a.only != (version.Author{}) && a.only != p.ID
	return click.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(words).Add(gtx.Ops)
		semantic.SelectedOp(a.only == p.ID).Add(gtx.Ops)
		gtx.Constraints = layout.Constraints{Max: image.Pt(gtx.Constraints.Max.X, height)}
		return behind(gtx, func(size image.Point) {
			r := image.Rect(0, gtx.Dp(5), size.X, size.Y-gtx.Dp(5))
			if click.Hovered() || a.only == p.ID {
				fillRound(gtx, l.hover, r, 6)
			}
			focusRing(gtx, l.accent, click, r, 6)
		}, func(gtx layout.Context) layout.Dimensions {
			return layout.Inset{Left: 8, Right: 8}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min.Y = height
				return layout.Flex{Alignment: layout.Middle}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						size := image.Pt(gtx.Dp(22), gtx.Dp(14))
						if !quiet {
							view.DrawHand(gtx, h, view.Style{Ground: l.canvas, Tint: l.others}, image.Rectangle{Max: size})
						}
						return layout.Dimensions{Size: size}
					}),
					space(8, 0),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return l.say(12, l.ink2).layout(gtx, l, words)
					}),
				)
			})
		})
	})
}
