package window

import (
	"context"
	"image"
	"slices"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
)

// layoutBody draws the text and what stands beside it.
func (p *page) layoutBody(gtx layout.Context, u *ui, l look, people []workspace.Person) {
	size := gtx.Constraints.Max
	width, over := p.panel.width(gtx)
	p.covered = over
	main := gtx
	if !over {
		main.Constraints = layout.Exact(image.Pt(size.X-width, size.Y))
	}
	if p.past.open {
		p.past.refresh(gtx, u, p)
		p.updateHistory(gtx, u, l)
		p.past.late = false
	}
	if p.past.open {
		foot := min(main.Constraints.Max.Y/2, gtx.Dp(stripHeight))
		if p.past.line == nil || p.past.line.Len() == 0 {
			foot = min(foot, gtx.Dp(stripBar))
		}
		strip := main
		strip.Constraints = layout.Exact(image.Pt(main.Constraints.Max.X, foot))
		main.Constraints = layout.Exact(image.Pt(main.Constraints.Max.X, main.Constraints.Max.Y-foot))
		p.layoutMain(main, u, l, people)
		shift := op.Offset(image.Pt(0, main.Constraints.Max.Y)).Push(gtx.Ops)
		p.layoutStrip(strip, u, l, people)
		shift.Pop()
	} else {
		p.layoutMain(main, u, l, people)
	}
	p.waits = p.focus
	if width > 0 {
		shift := op.Offset(image.Pt(size.X-width, 0)).Push(gtx.Ops)
		inner := gtx
		inner.Constraints = layout.Exact(image.Pt(width, size.Y))
		p.panel.layout(inner, u, l, p, people)
		shift.Pop()
	}
	if p.past.late {
		gtx.Execute(op.InvalidateCmd{})
	}
}

// updateHistory takes in what was pressed in the bars of the history.
func (p *page) updateHistory(gtx layout.Context, u *ui, l look) {
	if !gtx.Enabled() {
		return
	}
	p.updateStrip(gtx, u)
	p.updateBanner(gtx, u, l)
	p.updateCompare(gtx)
	p.updateRestoring(gtx, u, l)
	if p.past.open {
		p.scrollPast(gtx)
		p.play(gtx)
	}
}

// layoutMain draws the text, the preview or both, or the past, below the bars
// that belong to them.
func (p *page) layoutMain(gtx layout.Context, u *ui, l look, people []workspace.Person) {
	size := gtx.Constraints.Max
	defer clip.Rect(image.Rectangle{Max: size}).Push(gtx.Ops).Pop()
	y := 0
	past := p.inPast()
	exact := func(height int, draw func(layout.Context)) layout.Widget {
		return func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints = layout.Exact(image.Pt(size.X, height))
			if height > 0 {
				draw(gtx)
			}
			return layout.Dimensions{Size: image.Pt(size.X, height)}
		}
	}
	bars := []layout.Widget{
		exact(p.find.height(gtx), func(gtx layout.Context) { p.find.layout(gtx, u, l, p) }),
		exact(p.wrote.height(gtx), func(gtx layout.Context) { p.wrote.layout(gtx, u, l, p, people) }),
	}
	if past {
		bars[0] = func(gtx layout.Context) layout.Dimensions { return p.layoutBanner(gtx, l, people) }
		bars = slices.Insert(bars, 1, func(gtx layout.Context) layout.Dimensions { return p.layoutCompare(gtx, l) })
	}
	for _, draw := range bars {
		inner := gtx
		inner.Constraints = layout.Constraints{Max: image.Pt(size.X, max(0, size.Y-y))}
		shift := op.Offset(image.Pt(0, y)).Push(gtx.Ops)
		y += draw(inner).Size.Y
		shift.Pop()
	}
	defer op.Offset(image.Pt(0, y)).Push(gtx.Ops).Pop()
	gtx.Constraints = layout.Exact(image.Pt(size.X, max(0, size.Y-y)))
	if past {
		p.layoutPast(gtx, u, l, people)
		p.doc.Read(func(b *buffer.Buffer) { p.observe(gtx, b) })
		return
	}
	p.preview.refresh(gtx, u, p.doc)
	mode := p.preview.shown(gtx)
	p.preview.alone = mode == previewOnly
	switch mode {
	case noPreview:
		p.layoutText(gtx, u, l, people)
	case previewBeside:
		half := size.X / 2
		left, right := gtx, gtx
		left.Constraints = layout.Exact(image.Pt(half, gtx.Constraints.Max.Y))
		right.Constraints = layout.Exact(image.Pt(size.X-half, gtx.Constraints.Max.Y))
		p.layoutText(left, u, l, people)
		defer op.Offset(image.Pt(half, 0)).Push(gtx.Ops).Pop()
		p.layoutPreview(right, u, l, people)
		fill(gtx, l.line, image.Rect(0, 0, hair(gtx), gtx.Constraints.Max.Y))
	case previewOnly:
		p.layoutAlone(gtx, u, l, people)
	}
}

// layoutAlone draws the preview in the place of the text.
func (p *page) layoutAlone(gtx layout.Context, u *ui, l look, people []workspace.Person) {
	if gtx.Enabled() {
		p.preview.keys(gtx)
		if pressed(gtx, key.Filter{Name: key.NameEscape}) {
			p.preview.mode, p.focus = noPreview, true
			gtx.Execute(op.InvalidateCmd{})
		}
	}
	p.doc.Read(func(b *buffer.Buffer) {
		if p.preview.join(p.view.Top(b.Text())) {
			gtx.Execute(op.InvalidateCmd{})
		}
		p.observe(gtx, b)
	})
	p.layoutPreview(gtx, u, l, people)
	if p.preview.page.Scrolled() {
		p.view.ScrollTo(p.preview.page.Top())
	}
}

func (p *page) layoutPreview(gtx layout.Context, u *ui, l look, people []workspace.Person) {
	style, _ := p.style(l, people)
	style.Gutter = 0
	fill(gtx, l.canvas, image.Rectangle{Max: gtx.Constraints.Max})
	if p.preview.parsed && p.preview.empty {
		layout.Inset{Top: 36}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return note(gtx, l, l.words.Page.NothingToRead)
		})
		return
	}
	p.preview.page.Layout(gtx, style)
	for target, ok := p.preview.page.Opened(); ok; target, ok = p.preview.page.Opened() {
		u.follow(target)
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
	p.context.update(gtx, p)
	p.doc.Edit(func(b *buffer.Buffer) {
		changed := p.view.Update(gtx, b)
		if p.find.busy() && p.find.step(gtx, b, &p.view) || changed {
			p.status.stale = true
			u.changed(false)
		}
	})
	style, carets := p.style(l, people)
	if p.find.open {
		style.Marks = p.find.marks
	}
	p.doc.Read(func(b *buffer.Buffer) {
		style.Authorship = p.wrote.style(gtx, l, people, b)
		p.view.Layout(gtx, b, style, carets)
		if p.preview.mode == previewBeside {
			p.preview.together(b, &p.view)
		}
		p.observe(gtx, b)
	})
	for target, ok := p.view.Opened(); ok; target, ok = p.view.Opened() {
		u.follow(target)
	}
	if p.moved {
		p.doc.SetCaret(p.anchor, p.head)
	}
	p.layoutFollowing(gtx, l, people)
	p.context.layout(gtx, u, l, p)
}

// countLong counts a long text beside the window, if that is due.
func (p *page) countLong(u *ui) {
	if !p.long {
		return
	}
	p.long = false
	u.work(func(context.Context) func() {
		c := countLong(p.doc)
		return func() { p.status.whole, p.status.known, p.status.counting = c, true, false }
	})
}

// observe looks up what the bars and panels show of the document, under its
// lock.
func (p *page) observe(gtx layout.Context, b *buffer.Buffer) {
	anchor, head := b.Selection()
	p.canUndo, p.canRedo = b.CanUndo(), b.CanRedo()
	p.long = p.status.look(gtx, b)
	if p.panel.kind == panelOutline {
		p.panel.outline.read(b, p)
	}
	p.moved = anchor != p.anchor || head != p.head
	p.anchor, p.head = anchor, head
}
