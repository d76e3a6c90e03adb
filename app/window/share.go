package window

import (
	"context"
	"image"
	"time"

	"gioui.org/font"
	"gioui.org/io/key"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/advice"
	"chirograph/app/phrases"
	"chirograph/app/workspace"
)

// shareSheet gives out the link of a document and shows who has it.
type shareSheet struct {
	doc    document
	link   string // "" until it is made
	err    error
	copy   button
	shut   button
	copied time.Time
	asked  bool // the focus, for the button that copies
	list   roll
}

// share opens the sheet. Making the link starts the network, which takes a
// moment: the link names addresses where this computer can be found.
func (u *ui) share() {
	s := &shareSheet{doc: u.page.doc}
	s.list.Axis = layout.Vertical
	u.sheet = s
	u.work(func(ctx context.Context) func() {
		l, err := s.doc.Link(ctx)
		return func() {
			if s.err = err; err == nil {
				s.link = l.String()
			}
		}
	})
}

// copiedFor is how long the button says that the link was copied.
const copiedFor = 2 * time.Second

func (s *shareSheet) layout(gtx layout.Context, u *ui, l look) layout.Dimensions {
	for s.copy.Clicked(gtx) {
		if s.link != "" {
			gtx.Execute(writeClipboard(s.link))
			s.copied = gtx.Now
		}
	}
	for s.shut.Clicked(gtx) {
		u.closeSheet()
	}
	if s.link != "" && !s.asked {
		s.asked = true
		gtx.Execute(key.FocusCmd{Tag: &s.copy.Clickable})
	}
	people := s.doc.People()
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return sheetHead(gtx, l, phrases.With(l.words.Share.Title, "title", s.doc.Title()), &s.shut)
		}),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(13, l.ink2).many().layout(gtx, l, l.words.Share.Meaning)
		}),
		space(0, 16),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return s.layoutLink(gtx, l) }),
		space(0, 8),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(12, l.ink2).many().layout(gtx, l, l.words.Share.Firewall)
		}),
		space(0, 24),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(11, l.ink2).heavy(bold).layout(gtx, l, l.words.Share.People)
		}),
		space(0, 4),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			colours := distinct(people)
			gtx.Constraints.Max.Y = min(gtx.Constraints.Max.Y, gtx.Dp(52)*6)
			return s.list.Layout(gtx, l, len(people), func(gtx layout.Context, i int) layout.Dimensions {
				return sharedWith(gtx, l, people[i], colours[i])
			})
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			if len(people) > 1 {
				return layout.Dimensions{}
			}
			return layout.Inset{Top: 4}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return l.say(13, l.ink2).many().layout(gtx, l, l.words.Share.Nobody)
			})
		}),
	)
}

// layoutLink shows the link, cut in the middle, and the button that copies it.
func (s *shareSheet) layoutLink(gtx layout.Context, l look) layout.Dimensions {
	label := l.words.Share.Copy
	if !s.copied.IsZero() {
		if left := copiedFor - gtx.Now.Sub(s.copied); left > 0 {
			label = l.words.Share.Copied
			gtx.Execute(op.InvalidateCmd{At: s.copied.Add(copiedFor)})
		}
	}
	return layout.Flex{Alignment: layout.Middle}.Layout(
		gtx,
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(38))
			r := image.Rectangle{Max: size}
			fillRound(gtx, l.canvas, r, 8)
			outline(gtx, l.line, r, 8, 1)
			words, ink := s.link, l.ink
			switch {
			case s.err != nil:
				words, ink = advice.In(l.words, s.err).String(), l.bad
			case s.link == "":
				words, ink = l.words.Share.Making, l.ink2
			}
			semantic.DescriptionOp(words).Add(gtx.Ops)
			gtx.Constraints = layout.Exact(size)
			gtx.Constraints.Min = image.Point{}
			layout.Inset{Left: 12, Right: 12, Top: 10}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				w := l.say(13, ink)
				if s.link != "" {
					w.face = mono
					words = middleCut(gtx, l, words)
				}
				return w.layout(gtx, l, words)
			})
			return layout.Dimensions{Size: size}
		}),
		space(8, 0),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			if s.link == "" {
				gtx = gtx.Disabled()
			}
			gtx.Constraints.Min = image.Pt(gtx.Dp(128), gtx.Dp(38))
			return s.copy.layout(gtx, l, primaryButton, label)
		}),
	)
}

// middleCut shortens a link to one line of mono text: its beginning says what
// it is, its end tells it from another.
func middleCut(gtx layout.Context, l look, link string) string {
	rec := op.Record(gtx.Ops)
	m := gtx
	m.Constraints.Min = image.Point{}
	m.Constraints.Max.X = 1 << 20
	w := words{face: mono, size: 13, lines: 1, weight: font.Normal}
	width := w.layout(m, l, "00000000000000000000").Size.X
	rec.Stop()
	fits := gtx.Constraints.Max.X * 20 / max(1, width)
	if len(link) <= fits || fits < 8 {
		return link
	}
	tail := min(6, fits/3)
	return link[:fits-tail-1] + "…" + link[len(link)-tail:]
}

// sheetHead is the heading of a sheet, with a cross to close it.
func sheetHead(gtx layout.Context, l look, words string, shut *button) layout.Dimensions {
	return layout.Flex{Alignment: layout.Middle}.Layout(
		gtx,
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			d := l.say(17, l.ink).heavy(bold).layout(gtx, l, words)
			d.Size.X = gtx.Constraints.Max.X
			return d
		}),
		space(12, 0),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			defer op.Offset(image.Pt(gtx.Dp(7), 0)).Push(gtx.Ops).Pop() // the cross, not its box, stands at the edge
			return shut.icon(gtx, l, closeIcon, l.words.General.Close)
		}),
	)
}

// sharedWith shows one of a document's people: who, how they are reached, and
// what they have.
func sharedWith(gtx layout.Context, l look, q workspace.Person, colour int) layout.Dimensions {
	gtx.Constraints = layout.Exact(image.Pt(gtx.Constraints.Max.X, gtx.Dp(52)))
	name, receipt := q.Name, q.Receipt
	if q.Me {
		name, receipt = phrases.With(l.words.Share.You, "name", name), ""
	}
	return personRow(gtx, l, l.raised, q, colour, name, []string{q.Route}, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints = layout.Constraints{Max: image.Pt(gtx.Dp(180), gtx.Constraints.Max.Y)}
		return l.say(12, l.ink2).layout(gtx, l, receipt)
	})
}
