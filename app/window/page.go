package window

import (
	"context"
	"image"
	"slices"
	"time"

	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/widget"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/view"
)

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
	outline button
	history button
	eye     button
	panel   panel
	covered bool // the panel lies over the text
	find    findBar
	preview preview
	past    past
	seen    sight // what the person saw last, before this
	wrote   authorship
	context textMenu
	early   early
	changes int // counts what may have changed the text

	focus            bool // give the keys to the text with the next frame
	waits            bool // that was asked for before the text was drawn, and could not be done
	canUndo, canRedo bool
	ready            bool // there is a text; as of the last frame, like the others
	company          bool // somebody is here who can be followed
	status           status
	anchor, head     int // where the selection was in the last frame
	moved            bool
	words            string // five for the text, as of the last frame, "" when it was not compared
	long             bool   // the text is to be counted beside the window
	joined           time.Time
}

// newPage opens d on the page and wakes the window when d changes.
func newPage(u *ui, d document) *page {
	ctx, stop := context.WithCancel(context.Background())
	p := &page{doc: d, stop: stop, anchor: -1, find: newFindBar()}
	p.library.command, p.eye.command, p.outline.command, p.history.command = "library", "preview", "outline", "history"
	p.view.Reveal() // where the person left
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

// close takes the document off the page. What was on it has been seen.
func (p *page) close() (s sight) {
	p.stop()
	if p.doc.Status().Ready {
		p.doc.Look()
		p.doc.Read(func(b *buffer.Buffer) { s.at = present(b) })
	}
	return s
}

// do carries out a command that did not come from the keyboard in the text.
// Where the text is hidden by the preview, it is shown for what is done at a
// caret: nobody is to change what they cannot see.
func (p *page) do(c buffer.Command, now time.Time) {
	switch c.(type) {
	case buffer.Select, buffer.Restore, buffer.Undo, buffer.Redo:
	default:
		p.showText()
	}
	p.doc.Edit(func(b *buffer.Buffer) { p.view.Do(b, c, now) })
	p.status.stale = true
	p.focus = true
}

// jump goes to an offset: the caret, and the page, with the offset near its
// top.
func (p *page) jump(off int, now time.Time) {
	p.do(buffer.Select{Anchor: off, Head: off}, now)
	p.view.ScrollTo(off)
	if p.preview.alone {
		p.preview.page.ScrollTo(off)
	}
}

// showText puts the preview away if it stands in the place of the text.
func (p *page) showText() {
	if p.preview.alone {
		p.preview.mode, p.preview.alone = noPreview, false
	}
}

// cyclePreview changes where the preview is. The text has the keys wherever it
// is shown.
func (p *page) cyclePreview() {
	p.preview.cycle()
	p.focus = true
}

// goTo puts the caret at the beginning of a line, counted from 0.
func (p *page) goTo(gtx layout.Context, line int) {
	at := 0
	p.doc.Read(func(b *buffer.Buffer) { at = b.Text().LineStart(line) })
	p.do(buffer.Select{Anchor: at, Head: at}, gtx.Now)
	if p.preview.alone {
		p.preview.page.ScrollTo(at)
	}
}

// blank reports whether nothing was ever written here, and nobody else has it.
func (p *page) blank() bool {
	blank := p.doc.Status().Ready && len(p.doc.People()) == 1
	p.doc.Read(func(b *buffer.Buffer) { blank = blank && len(b.Text().Vector()) == 0 && b.Text().Next(b.Me()).Seq == 1 })
	return blank
}

// selected is the selected text.
func (p *page) selected() (s string) {
	p.doc.Read(func(b *buffer.Buffer) { s = b.SelectedText() })
	return s
}

// copyAll puts the whole text on the clipboard.
func (p *page) copyAll(gtx layout.Context) {
	var all string
	p.doc.Read(func(b *buffer.Buffer) { all = b.Text().String() })
	gtx.Execute(writeClipboard(all))
}

// warn says over the text what lasts and needs doing: that it is not stored.
func (p *page) warn(u *ui, st workspace.Status) {
	const id, other = "store", "other"
	if r := st.Repair; r != nil {
		words := phrases.With(u.words.State.Differs, "name", r.Name)
		if r.Fixed {
			words = u.words.State.Fixed.Of(r.Places, "name", r.Name)
		}
		u.bars.show(bar{id: other, level: workspace.Warn, words: words, closing: true})
	} else {
		u.bars.drop(other)
	}
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
		p.toggleHistory(gtx, u)
	}
	for p.outline.Clicked(gtx) {
		p.panel.toggle(panelOutline)
	}
	for p.eye.Clicked(gtx) {
		p.cyclePreview()
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
	p.words = st.Words
	p.ready, p.company = st.Ready, slices.ContainsFunc(people, canFollow)
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
	switch {
	case st.Ready:
		p.arrived()
		p.layoutBody(body, u, l, people)
		p.countLong(u)
	case st.Early != "":
		p.waits = p.focus
		if p.past.open {
			foot := p.layoutNotHere(body, u, l, st.Percent)
			body.Constraints = layout.Exact(image.Pt(size.X, body.Constraints.Max.Y-foot))
		}
		p.layoutEarly(body, u, l, st, people)
	default:
		p.waits = p.focus
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
