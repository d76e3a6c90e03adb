package window

import (
	"context"
	"image"
	"image/color"
	"slices"
	"time"

	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/unit"
	"gioui.org/widget"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/version"
	"chirograph/editor/view"
	"chirograph/sync/identity"
)

const barHeight = unit.Dp(48)

// page is an open document: a bar with its title and people, the text, and the
// status bar.
type page struct {
	doc  document
	view view.View
	stop func()

	library button
	share   button
	more    button
	faces   widget.Clickable
	history button
	panel   panel
	changes int // counts what may have changed the text

	focus            bool // give the keys to the text with the next frame
	canUndo, canRedo bool
	status           status
	anchor, head     int // what others were last told of the caret
	joined           time.Time
}

// newPage opens d on the page and wakes the window when d changes.
func newPage(u *ui, d document) *page {
	ctx, stop := context.WithCancel(context.Background())
	p := &page{doc: d, stop: stop, anchor: -1}
	changes, unwatch := d.Watch()
	u.work(func(run context.Context) func() {
		defer unwatch()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-run.Done():
				return nil
			case <-changes:
				u.post.add(func() { p.changes++; p.status.stale = true; u.changed(false) })
			}
		}
	})
	return p
}

func (p *page) close() { p.stop() }

// do carries out a command that did not come from the keyboard in the text.
func (p *page) do(c buffer.Command, now time.Time) {
	p.doc.Edit(func(b *buffer.Buffer) { p.view.Do(b, c, now) })
	p.status.stale = true
	p.focus = true
}

// goTo puts the caret at the beginning of a line, counted from 0.
func (p *page) goTo(gtx layout.Context, line int) {
	at := 0
	p.doc.Read(func(b *buffer.Buffer) { at = b.Text().LineStart(line) })
	p.do(buffer.Select{Anchor: at, Head: at}, gtx.Now)
}

// copyAll puts the whole text on the clipboard.
func (p *page) copyAll(gtx layout.Context) {
	var all string
	p.doc.Read(func(b *buffer.Buffer) { all = b.Text().String() })
	gtx.Execute(writeClipboard(all))
}

// warn says over the text what lasts and needs doing: that it is not stored.
func (p *page) warn(u *ui, st workspace.Status) {
	const id = "store"
	if st.Level != workspace.Bad {
		u.bars.drop(id)
		return
	}
	u.bars.show(bar{id: id, level: st.Level, words: st.Saved, actions: []barAction{
		{u.words.Command.CopyAll, func(gtx layout.Context) {
			p.copyAll(gtx)
			u.messages.add(u.words.Page.CopiedAll)
		}},
	}})
}

func (p *page) update(gtx layout.Context, u *ui) {
	for p.share.Clicked(gtx) {
		u.share()
	}
	for p.faces.Clicked(gtx) {
		p.panel.toggle(panelPeople)
	}
	for p.history.Clicked(gtx) {
		p.panel.toggle(panelPast)
	}
	for p.more.Clicked(gtx) {
		u.menu.open = !u.menu.open
	}
	for p.library.Clicked(gtx) {
		u.drawer = true
	}
}

func (p *page) layout(gtx layout.Context, u *ui, l look, libraryOpen bool) layout.Dimensions {
	p.update(gtx, u)
	size := gtx.Constraints.Max
	people := p.doc.People()
	st := p.doc.Status()
	title := p.doc.Title()
	u.title = phrases.With(l.words.Page.Window, "title", title)
	top, foot := gtx.Dp(barHeight), gtx.Dp(statusHeight)
	p.warn(u, st)
	warning := op.Offset(image.Pt(0, top)).Push(gtx.Ops)
	bars := u.bars.layout(gtx, l)
	warning.Pop()
	top += bars

	body := gtx
	body.Constraints = layout.Exact(image.Pt(size.X, max(0, size.Y-top-foot)))
	shift := op.Offset(image.Pt(0, top)).Push(gtx.Ops)
	if st.Ready {
		p.layoutBody(body, u, l, people)
	} else {
		p.layoutLooking(body, l, st)
	}
	shift.Pop()

	bar := gtx
	bar.Constraints = layout.Exact(image.Pt(size.X, top-bars))
	p.layoutBar(bar, l, title, people, libraryOpen)

	defer op.Offset(image.Pt(0, size.Y-foot)).Push(gtx.Ops).Pop()
	gtx.Constraints = layout.Exact(image.Pt(size.X, foot))
	p.status.layout(gtx, l, p, st)
	return layout.Dimensions{Size: size}
}

// layoutBody draws the text and what stands beside it.
func (p *page) layoutBody(gtx layout.Context, u *ui, l look, people []workspace.Person) {
	size := gtx.Constraints.Max
	width, over := p.panel.width(gtx)
	text := gtx
	if !over {
		text.Constraints = layout.Exact(image.Pt(size.X-width, size.Y))
	}
	p.layoutText(text, u, l, people)
	if width > 0 {
		defer op.Offset(image.Pt(size.X-width, 0)).Push(gtx.Ops).Pop()
		gtx.Constraints = layout.Exact(image.Pt(width, size.Y))
		p.panel.layout(gtx, u, l, p, people)
	}
}

// layoutText takes the person's input to the document, and then draws it as it
// is by now.
func (p *page) layoutText(gtx layout.Context, u *ui, l look, people []workspace.Person) {
	if p.focus && gtx.Enabled() { // a view gets it only once it has been drawn
		if p.focus = !gtx.Focused(&p.view); p.focus {
			p.view.Focus(gtx)
			gtx.Execute(op.InvalidateCmd{})
		}
	}
	p.doc.Edit(func(b *buffer.Buffer) {
		if p.view.Update(gtx, b) {
			p.status.stale = true
			u.changed(false)
		}
	})
	var anchor, head int
	style, carets := p.style(l, people)
	p.doc.Read(func(b *buffer.Buffer) {
		p.view.Layout(gtx, b, style, carets)
		anchor, head = b.Selection()
		p.canUndo, p.canRedo = b.CanUndo(), b.CanRedo()
		p.status.count(gtx, b)
	})
	if anchor != p.anchor || head != p.head {
		p.anchor, p.head = anchor, head
		p.doc.SetCaret(anchor, head)
	}
}

// style is the theme, as the text needs it.
func (p *page) style(l look, people []workspace.Person) (view.Style, []view.Caret) {
	s := view.Style{
		Shaper: l.shaper,
		Text:   prose, Code: mono, Label: sans,
		Weight: l.weight, Size: unit.Sp(l.prefs.Size), LineHeight: l.prefs.lineHeight(),
		Measure: l.prefs.measure(), Gutter: 56, Margin: 24, Top: 36,
		Ground: l.canvas, Ink: l.ink, Ink2: l.ink2, Quiet: l.ink3, Find: l.warn, Accent: l.accent, Selection: l.selection, Wash: l.wash, Tint: l.others, Bar: l.bar,
		TabWidth: l.prefs.TabWidth, Unit: l.prefs.unit(), TabMoves: l.prefs.TabMoves,
		Numbers: l.prefs.Numbers, Whitespace: l.prefs.Whitespace, CurrentLine: l.prefs.CurrentLine,
		Still: l.still, Flags: l.prefs.flags(),
		Hint: l.words.Page.Hint,
	}
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
			Anchor: q.Anchor, Head: q.Head, Moved: q.Moved, Idle: q.Faint,
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

func (p *page) layoutBar(gtx layout.Context, l look, title string, people []workspace.Person, libraryOpen bool) {
	size := gtx.Constraints.Max
	fill(gtx, l.canvas, image.Rectangle{Max: size})
	fill(gtx, l.line, image.Rect(0, size.Y-hair(gtx), size.X, size.Y))
	layout.Inset{Left: 24, Right: 16}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min.Y = size.Y
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				if libraryOpen {
					return layout.Dimensions{}
				}
				defer op.Offset(image.Pt(-gtx.Dp(10), 0)).Push(gtx.Ops).Pop()
				return p.library.icon(gtx, l, menuIcon, l.words.Library.Title)
			}),
			layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
				d := l.say(14, l.ink).heavy(bold).layout(gtx, l, title)
				d.Size.X = gtx.Constraints.Max.X
				return d
			}),
			space(16, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return p.layoutFaces(gtx, l, people) }),
			space(16, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Pt(gtx.Dp(76), 0)
				return p.share.layout(gtx, l, primaryButton, l.words.Page.Share)
			}),
			space(8, 0),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return p.history.icon(gtx, l, historyIcon, l.words.Panel.History)
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return p.more.icon(gtx, l, moreIcon, l.words.General.Menu) }),
		)
	})
}

// layoutFaces shows who is here, oneself first; a click tells more.
func (p *page) layoutFaces(gtx layout.Context, l look, people []workspace.Person) layout.Dimensions {
	colours := distinct(people)
	type face struct {
		name   string
		colour int
	}
	var here []face
	for i, q := range people {
		if q.Me || q.Online {
			here = append(here, face{q.Name, colours[i]})
		}
	}
	if len(here) < 2 {
		return layout.Dimensions{}
	}
	most := 5
	if gtx.Constraints.Max.X < gtx.Dp(320) {
		most = 2
	}
	rest := max(0, len(here)-most)
	here = here[:min(len(here), most)]
	return p.faces.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(l.words.Page.People).Add(gtx.Ops)
		disc, step := gtx.Dp(26), gtx.Dp(20)
		for i, f := range slices.Backward(here) {
			shift := op.Offset(image.Pt(i*step, 0)).Push(gtx.Ops)
			ring := image.Rect(0, 0, disc, disc).Inset(-gtx.Dp(2))
			paint.FillShape(gtx.Ops, l.canvas, clip.Ellipse(ring).Op(gtx.Ops))
			avatar(gtx, l, f.name, f.colour, 26)
			shift.Pop()
		}
		size := image.Pt((len(here)-1)*step+disc, disc)
		if rest > 0 {
			defer op.Offset(image.Pt(size.X+gtx.Dp(6), gtx.Dp(5))).Push(gtx.Ops).Pop()
			gtx.Constraints.Min = image.Point{}
			d := l.say(12, l.ink2).heavy(medium).layout(gtx, l, "+"+itoa(rest))
			size.X += gtx.Dp(6) + d.Size.X
		}
		focusRing(gtx, l.accent, &p.faces, image.Rectangle{Max: size}, 13)
		return layout.Dimensions{Size: size}
	})
}

// layoutLooking is shown instead of the text while there is none: never an
// empty page to write on.
func (p *page) layoutLooking(gtx layout.Context, l look, st workspace.Status) {
	const patience = 20 * time.Second
	if p.joined.IsZero() {
		p.joined = gtx.Now
	}
	waited := gtx.Now.Sub(p.joined)
	head := l.words.Page.Looking
	more := l.words.Page.LookingMore
	if waited >= patience {
		head = l.words.Page.Nobody
		more = l.words.Page.NobodyMore
	} else {
		gtx.Execute(op.InvalidateCmd{At: p.joined.Add(patience)})
	}
	size := gtx.Constraints.Max
	fill(gtx, l.canvas, image.Rectangle{Max: size})
	width := min(gtx.Dp(400), size.X-gtx.Dp(32))
	gtx.Constraints = layout.Constraints{Min: image.Pt(width, 0), Max: image.Pt(width, size.Y)}
	m := op.Record(gtx.Ops)
	d := layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			w := l.say(18, l.ink).heavy(bold).many()
			return w.layout(gtx, l, head)
		}),
		space(0, 8),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(14, l.ink2).many().layout(gtx, l, more)
		}),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(13, l.ink2).many().layout(gtx, l, st.Connection)
		}),
	)
	call := m.Stop()
	defer op.Offset(image.Pt((size.X-width)/2, max(0, (size.Y-d.Size.Y)*2/5))).Push(gtx.Ops).Pop()
	call.Add(gtx.Ops)
}
