package window

import (
	"image"
	"strings"
	"time"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// layoutPast draws the past in the place of the text.
func (p *page) layoutPast(gtx layout.Context, u *ui, l look, people []workspace.Person) {
	h := &p.past
	p.hang(l)
	if p.focus && gtx.Enabled() { // the text of now does not show
		p.focus, h.focus = false, true
	}
	if h.comparing && h.way == beside && h.side.buf != nil {
		p.layoutBeside(gtx, u, l, people)
	} else {
		p.layoutExhibit(gtx, u, l, people, &h.exhibit)
	}
	p.keepPlace(gtx)
}

// layoutBeside draws two versions side by side, which scroll together.
func (p *page) layoutBeside(gtx layout.Context, u *ui, l look, people []workspace.Person) {
	h := &p.past
	size := gtx.Constraints.Max
	half := size.X / 2
	left, right := gtx, gtx
	left.Constraints = layout.Exact(image.Pt(half, size.Y))
	right.Constraints = layout.Exact(image.Pt(size.X-half, size.Y))
	p.layoutExhibit(left, u, l, people, &h.side)
	shift := op.Offset(image.Pt(half, 0)).Push(gtx.Ops)
	p.layoutExhibit(right, u, l, people, &h.exhibit)
	fill(gtx, l.line, image.Rect(0, 0, hair(gtx), size.Y))
	shift.Pop()
	if h.comparison == nil {
		return
	}
	a, b := h.left.moved(&h.side), h.right.moved(&h.exhibit)
	switch {
	case b:
		off := across(h.comparison, h.exhibit.text(h.right.off), true)
		h.side.view.Hold(h.side.place(off), h.right.y)
		h.left.known = false
		gtx.Execute(op.InvalidateCmd{})
	case a:
		off := across(h.comparison, h.side.text(h.left.off), false)
		h.exhibit.view.Hold(h.exhibit.place(off), h.left.y)
		h.right.known = false
		gtx.Execute(op.InvalidateCmd{})
	}
}

// followed is where one side was when the other was last brought there.
type followed struct {
	off, y int
	known  bool
}

// moved notes where a side is, and reports whether the person has moved it.
func (f *followed) moved(e *exhibit) bool {
	off, y := e.view.Place(e.buf.Text())
	moved := f.known && (off != f.off || y != f.y)
	f.off, f.y, f.known = off, y, true
	return moved
}

// layoutExhibit takes what the person does in a text that cannot be changed,
// and draws it.
func (p *page) layoutExhibit(gtx layout.Context, u *ui, l look, people []workspace.Person, e *exhibit) {
	h := &p.past
	style, _ := p.style(l, people)
	style.ReadOnly, style.TabMoves, style.CurrentLine, style.Hint = true, true, false, ""
	style.Changes = h.marked(e)
	style.Copied = e.copied
	e.view.Update(gtx, e.buf)
	if words, ok := e.view.Refused(); ok {
		p.refused(u, l, words, gtx.Now)
	}
	if at, ok := e.view.Pressed(); ok {
		if q, ok := e.partAt(at); ok {
			p.unfold(q.place)
			gtx.Execute(op.InvalidateCmd{})
		}
	}
	for target, ok := e.view.Opened(); ok; target, ok = e.view.Opened() {
		u.follow(target)
	}
	if p.wrote.on {
		style.Authorship = p.wrote.style(gtx, l, people, e.buf)
		style.Authorship.Wrote = func(id version.ID) string { return p.wroteThen(l, people, e, id, gtx.Now) }
	}
	fill(gtx, l.canvas, image.Rectangle{Max: gtx.Constraints.Max})
	e.view.Layout(gtx, e.buf, style, nil)
}

// wroteThen says who wrote a character of an exhibit, as it was known then.
func (p *page) wroteThen(l look, people []workspace.Person, e *exhibit, id version.ID, now time.Time) string {
	at, ok := e.buf.Text().Resolve(crdt.Anchor{ID: id, Bias: crdt.Before})
	q, known := e.partAt(at)
	if !ok || !known || q.kind != standing && q.kind != fresh {
		return ""
	}
	var life []crdt.Event
	p.doc.Read(func(b *buffer.Buffer) { life = b.History().Life(e.id(at)) })
	if !p.past.end && p.past.shown != nil && !p.past.comparing {
		known := life[:0]
		for _, ev := range life {
			if p.past.shown.Includes(ev.ID) {
				known = append(known, ev)
			}
		}
		life = known
	}
	return wroteWhen(l, people, life, now)
}

// copied is what is copied of an exhibit: the text, and what is gone, but no
// signs.
func (e *exhibit) copied(from, to int) string {
	var s strings.Builder
	for _, q := range e.parts {
		a, b := max(from, q.at), min(to, q.at+q.n)
		if a >= b {
			continue
		}
		switch q.kind {
		case sign:
		case ending:
			s.WriteByte('\n')
		default:
			s.Write(e.buf.Text().AppendRange(nil, a, b))
		}
	}
	return s.String()
}

// refused tells the person that nothing is written in the past: nothing typed
// is to be lost without a word. Keys that do something there are no typing.
func (p *page) refused(u *ui, l look, words string, now time.Time) {
	switch {
	case words == "\n":
		p.unfoldHere()
	case strings.Trim(strings.ToLower(words), " dwnr[],.+-=") != "" || words == "":
		if now.Sub(p.past.hint) > 2*time.Second {
			u.messages.add(l.words.Past.Refused)
		}
		p.past.hint = now
	}
}

// unfoldHere shows what is gone at the caret, or at the difference that the
// person is at.
func (p *page) unfoldHere() {
	h := &p.past
	place := h.current
	if h.exhibit.buf != nil && h.exhibit.view.Focused() {
		_, head := h.exhibit.buf.Selection()
		for _, at := range []int{head, head - 1} {
			if q, ok := h.exhibit.partAt(at); ok && q.place >= 0 {
				place = q.place
				break
			}
		}
	}
	p.unfold(place)
}

// keepPlace notes which character keeps its place on the page, if the person
// has scrolled since the text was hung. If not, it stays the one it was, so
// that it is there again after versions without it.
func (p *page) keepPlace(gtx layout.Context) {
	h := &p.past
	if h.exhibit.of == nil || h.exhibit.buf == nil { // to be hung anew
		gtx.Execute(op.InvalidateCmd{})
		return
	}
	off, y := h.exhibit.view.Place(h.exhibit.buf.Text())
	if at := [2]int{off, y}; h.settle {
		h.settle, h.fixed = false, at
	} else if at != h.fixed {
		h.fixed = at
		h.held, h.heldY = h.exhibit.id(off), y
	}
}

// scrollPast scrolls with the keys while the slider has them.
func (p *page) scrollPast(gtx layout.Context) {
	h := &p.past
	if !gtx.Focused(&h.slider) {
		return
	}
	v := &p.view
	if p.inPast() {
		v = &h.exhibit.view
	}
	step := gtx.Dp(56)
	full := max(step, v.Height()*9/10)
	for _, k := range []struct {
		name key.Name
		by   int
	}{{key.NameDownArrow, step}, {key.NameUpArrow, -step}, {key.NamePageDown, full}, {key.NamePageUp, -full}} {
		if pressed(gtx, key.Filter{Focus: &h.slider, Name: k.name}) {
			v.ScrollBy(gtx, k.by)
		}
	}
	for _, name := range []key.Name{key.NameReturn, key.NameEnter} {
		if pressed(gtx, key.Filter{Focus: &h.slider, Name: name}) {
			p.unfoldHere()
		}
	}
}
