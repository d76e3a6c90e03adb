package window

import (
	"image"
	"image/color"
	"time"

	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/widget"
	"golang.org/x/exp/shiny/materialdesign/icons"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/version"
)

var (
	nextIcon     = mustIcon(icons.NavigationExpandMore)
	previousIcon = mustIcon(icons.NavigationExpandLess)
)

// banner says over the text of the past when that was, and leads back.
type banner struct {
	back    button
	restore button
	putBack button
	seal    button
}

// A strap is a bar over the text with words and what to do about them. Where
// it is narrow the buttons stand below.
type strap struct {
	ground color.NRGBA
	words  layout.Widget
	does   []layout.FlexChild
}

func (s strap) layout(gtx layout.Context, l look) layout.Dimensions {
	width := gtx.Constraints.Max.X
	narrow := width < gtx.Dp(narrowWindow)
	gtx.Constraints.Min = image.Pt(width, 0)
	return behind(gtx, func(size image.Point) {
		fill(gtx, s.ground, image.Rectangle{Max: size})
		fill(gtx, l.line, image.Rect(0, size.Y-hair(gtx), size.X, size.Y))
	}, func(gtx layout.Context) layout.Dimensions {
		return layout.Inset{Left: 24, Right: 16, Top: 6, Bottom: 6}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			words := func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				d := s.words(gtx)
				d.Size.X = gtx.Constraints.Max.X
				return d
			}
			buttons := func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return layout.Flex{Alignment: layout.Middle}.Layout(gtx, s.does...)
			}
			if narrow {
				return layout.Flex{Axis: layout.Vertical}.Layout(gtx, layout.Rigid(words), space(0, 6), layout.Rigid(buttons))
			}
			return layout.Flex{Alignment: layout.Middle}.Layout(gtx, layout.Flexed(1, words), space(16, 0), layout.Rigid(buttons))
		})
	})
}

// act is a button of a strap.
func act(l look, b *button, kind buttonKind, words string) layout.FlexChild {
	return layout.Rigid(func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min = image.Point{}
		return b.layout(gtx, l, kind, words)
	})
}

func (p *page) updateBanner(gtx layout.Context, u *ui, l look) {
	b := &p.past.banner
	for b.back.Clicked(gtx) {
		p.toNow()
		p.focus, p.past.focus = true, false // to write on
	}
	for b.restore.Clicked(gtx) {
		p.previewRestore(l)
	}
	for b.putBack.Clicked(gtx) {
		p.putBack(u, l, gtx.Now)
	}
	for b.seal.Clicked(gtx) {
		if v, ok := p.past.nameAt(p.past.at); ok {
			gtx.Execute(writeClipboard(v.Seal.Full()))
			u.messages.add(l.words.Past.SealSaid)
		}
	}
}

// layoutBanner says what one looks at.
func (p *page) layoutBanner(gtx layout.Context, l look, people []workspace.Person) layout.Dimensions {
	h, say := &p.past, &l.words.Past
	if h.restoring {
		return p.layoutRestoring(gtx, l)
	}
	name, named := h.nameAt(h.at)
	words := phrases.With(say.Looking, "when", h.uncertain(l, h.at, gtx.Now))
	switch {
	case h.ghosting && h.end:
		words = say.Ghosts
	case h.end:
		words = phrases.With(say.Looking, "when", say.Now)
	case h.at == 0:
		words = say.First
	case named:
		words = phrases.With(say.Named, "name", name.Name, "when", h.uncertain(l, h.at, gtx.Now))
	}
	if h.comparing {
		words = p.comparedWords(l, gtx.Now)
	}
	second := ""
	switch {
	case h.ghosting:
		second = say.SelectSome
	case named && !h.comparing:
		second = name.Note
		if second == "" {
			who, _ := writers(l.words, people, []version.Author{name.Author})
			second = phrases.With(say.NamedBy, "name", who, "when", l.words.Moment(time.UnixMilli(name.Time).Local(), gtx.Now.Local()))
		}
		second += " · " + phrases.With(say.Seal, "seal", name.Seal.String())
	}
	s := strap{ground: l.chosen, words: func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Axis: layout.Vertical}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(13, l.ink).heavy(medium).many().layout(gtx, l, words)
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				if second == "" {
					return layout.Dimensions{}
				}
				w := l.say(12, l.ink2)
				w.lines = 2
				return w.layout(gtx, l, second)
			}),
		)
	}}
	if h.ghosting {
		s.does = append(s.does, act(l, &h.banner.putBack, plainButton, say.PutBack), space(8, 0))
	}
	if named && !h.comparing {
		s.does = append(s.does, act(l, &h.banner.seal, quietButton, say.CopySeal), space(8, 0))
	}
	if !h.end {
		s.does = append(s.does, act(l, &h.banner.restore, plainButton, say.Restore), space(8, 0))
	}
	h.banner.back.command = "past-now"
	s.does = append(s.does, act(l, &h.banner.back, primaryButton, say.Back))
	return s.layout(gtx, l)
}

// uncertain says when a version was, and that it is not certain if the clock of
// whoever wrote then disagrees with those of others.
func (p *past) uncertain(l look, n int, now time.Time) string {
	when := p.when(l, n, now)
	if n > 0 && n < p.line.Len() && p.line.Doubtful(n-1) { // now is now, whatever the clocks say
		return phrases.With(l.words.Past.About, "when", when)
	}
	return when
}

// compareBar says what differs between two versions, and goes through it.
type compareBar struct {
	ways     [3]widget.Clickable
	next     button
	previous button
	shut     button
}

func (p *page) updateCompare(gtx layout.Context) {
	h := &p.past
	c := &h.compare
	for i := range c.ways {
		for c.ways[i].Clicked(gtx) {
			if h.way != comparing(i) {
				h.way, h.exhibit.of, h.side.of = comparing(i), nil, nil
			}
		}
	}
	for c.next.Clicked(gtx) {
		p.toChange(+1)
	}
	for c.previous.Clicked(gtx) {
		p.toChange(-1)
	}
	for c.shut.Clicked(gtx) {
		p.endLens()
	}
}

// layoutCompare is the bar below the banner while two versions are compared.
func (p *page) layoutCompare(gtx layout.Context, l look) layout.Dimensions {
	h, say := &p.past, &l.words.Past
	p.hang(l)
	c := h.comparison
	if c == nil || !h.comparing && !h.restoring {
		return layout.Dimensions{}
	}
	b := &h.compare
	b.next.command, b.previous.command = "next-change", "previous-change"
	s := strap{ground: l.panel, words: func(gtx layout.Context) layout.Dimensions {
		return l.say(12, l.ink2).many().layout(gtx, l, p.sums(l))
	}}
	if len(c.Places) > 0 {
		which := ""
		if h.current >= 0 {
			which = phrases.With(say.Which, "n", l.words.Number(h.current+1), "all", l.words.Number(len(c.Places)))
		}
		s.does = append(
			s.does,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return l.say(12, l.ink2).layout(gtx, l, which) }),
			space(4, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return b.previous.icon(gtx, l, previousIcon, say.Previous) }),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return b.next.icon(gtx, l, nextIcon, say.Next) }),
		)
	}
	if h.comparing {
		names := [...]string{say.InPlace, say.SideBySide, say.OnlyNew}
		s.does = append(s.does, space(8, 0))
		for i, name := range names {
			s.does = append(s.does, layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return segment(gtx, l, &b.ways[i], name, h.way == comparing(i))
			}))
		}
		s.does = append(s.does, space(4, 0), layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return b.shut.icon(gtx, l, closeIcon, l.words.General.Close)
		}))
	}
	return s.layout(gtx, l)
}

// segment is one of some choices beside each other.
func segment(gtx layout.Context, l look, click *widget.Clickable, words string, on bool) layout.Dimensions {
	return click.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(words).Add(gtx.Ops)
		semantic.SelectedOp(on).Add(gtx.Ops)
		return behind(gtx, func(size image.Point) {
			r := image.Rectangle{Max: size}
			switch {
			case on:
				fillRound(gtx, l.chosen, r, 6)
			case click.Hovered():
				fillRound(gtx, l.hover, r, 6)
			}
			focusRing(gtx, l.accent, click, r, 6)
		}, func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = image.Pt(0, gtx.Dp(28))
			return layout.Inset{Left: 10, Right: 10}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return layout.W.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
					ink := l.ink2
					if on {
						ink = l.accent
					}
					return l.say(12, ink).heavy(medium).layout(gtx, l, words)
				})
			})
		})
	})
}

// sums says how much differs.
func (p *page) sums(l look) string {
	c, say := p.past.comparison, &l.words.Past
	if len(c.Places) == 0 {
		return say.Same
	}
	h := &p.past
	return phrases.With(say.Words, "added", l.words.Number(h.added), "deleted", l.words.Number(h.deleted)) + " · " +
		say.People.Of(len(c.Authors)) + " · " + say.Places.Of(len(c.Places), "n", l.words.Number(len(c.Places)))
}

// comparedWords says which two versions are compared.
func (p *page) comparedWords(l look, now time.Time) string {
	h := &p.past
	say := func(n int) string {
		if v, ok := h.nameAt(n); ok && n < h.line.Len() {
			return v.Name
		}
		if n == 0 {
			return l.words.Past.Beginning
		}
		return h.uncertain(l, n, now)
	}
	return phrases.With(l.words.Past.Between, "from", say(min(h.at, h.other)), "to", say(max(h.at, h.other)))
}
