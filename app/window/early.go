package window

import (
	"image"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/editor/view"
)

// early is the text of a document that is being joined, shown before its history
// is here. It can be read and copied; it can be written in when the rest has come.
type early struct {
	text string
	buf  *buffer.Buffer
	view view.View
}

// use makes the view show a text. A newer one keeps the place on the page.
func (e *early) use(text string) {
	if e.buf != nil && e.text == text {
		return
	}
	if e.buf != nil {
		e.view.Turn(min(e.view.Top(e.buf.Text()), len(text)), 0)
	}
	t, whoever := crdt.New(), version.Replica{}
	t.Insert(whoever, 0, text)
	for more := true; more; {
		_, more = t.Commit(whoever, 0)
	}
	e.text, e.buf = text, buffer.New(t, whoever)
}

// layoutEarly draws the early text of a document, with what it lacks above it.
func (p *page) layoutEarly(gtx layout.Context, u *ui, l look, st workspace.Status, people []workspace.Person) {
	e := &p.early
	e.use(st.Early)
	words := phrases.With(l.words.Page.Early, "n", st.Percent)
	top := gtx
	top.Constraints = layout.Constraints{Max: gtx.Constraints.Max}
	s := strap{ground: l.chosen, words: func(gtx layout.Context) layout.Dimensions {
		return l.say(13, l.ink).many().layout(gtx, l, words)
	}}
	y := s.layout(top, l).Size.Y
	defer op.Offset(image.Pt(0, y)).Push(gtx.Ops).Pop()
	size := image.Pt(gtx.Constraints.Max.X, max(0, gtx.Constraints.Max.Y-y))
	gtx.Constraints = layout.Exact(size)
	style, _ := p.style(l, people)
	style.ReadOnly, style.TabMoves, style.CurrentLine, style.Hint = true, true, false, ""
	style.Authorship, style.Gutter = nil, 0
	e.view.Update(gtx, e.buf)
	if _, ok := e.view.Refused(); ok {
		u.messages.add(l.words.Page.EarlyRefused)
	}
	for target, ok := e.view.Opened(); ok; target, ok = e.view.Opened() {
		u.follow(target)
	}
	fill(gtx, l.canvas, image.Rectangle{Max: size})
	e.view.Layout(gtx, e.buf, style, nil)
}

// arrived shows the document itself where its early text was shown.
func (p *page) arrived() {
	if p.early.buf == nil {
		return
	}
	p.view.ScrollTo(p.early.view.Top(p.early.buf.Text()))
	p.early = early{}
}
