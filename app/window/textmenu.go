package window

import (
	"image"

	"gioui.org/io/event"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"

	"chirograph/editor/buffer"
)

// textMenu is what a right click in the text opens: the clipboard, for those
// who look for it there, and the link under the mouse.
type textMenu struct {
	popup popup
	at    image.Point // of the click, in the text
	tag   int         // of right clicks
	some  bool        // something is selected
	link  bool        // the caret is in one
}

// update opens the menu. A click beside what is selected moves the caret there,
// since that is what the person means.
func (m *textMenu) update(gtx layout.Context, p *page) {
	for {
		ev, ok := gtx.Event(pointer.Filter{Target: &m.tag, Kinds: pointer.Press})
		if !ok {
			return
		}
		e, ok := ev.(pointer.Event)
		if !ok || !e.Buttons.Contain(pointer.ButtonSecondary) {
			continue
		}
		m.at = e.Position.Round()
		p.doc.Edit(func(b *buffer.Buffer) {
			off := p.view.At(b, m.at)
			inside := false
			for _, r := range b.Selections() {
				inside = inside || r.From() <= off && off < r.To()
			}
			if !inside {
				p.view.Do(b, buffer.Select{Anchor: off, Head: off}, gtx.Now)
			}
			m.some = inside
			_, m.link = p.view.Link(b)
		})
		m.popup.show(true)
	}
}

// layout draws the menu, if it is open, and listens to right clicks in the area
// of the text.
func (m *textMenu) layout(gtx layout.Context, u *ui, l look, p *page) {
	size := gtx.Constraints.Max
	area := clip.Rect(image.Rectangle{Max: size}).Push(gtx.Ops)
	pass := pointer.PassOp{}.Push(gtx.Ops)
	event.Op(gtx.Ops, &m.tag)
	pass.Pop()
	area.Pop()
	if !m.popup.open {
		return
	}
	items := m.items(gtx, u, l, p)
	height := gtx.Dp(30)*len(items) + 2*gtx.Dp(6)
	width := gtx.Dp(popupWidth)
	corner := image.Pt(max(width, min(m.at.X+width, size.X)), m.at.Y)
	shift := op.Offset(corner).Push(gtx.Ops)
	m.popup.layout(gtx, l, items, m.at.Y+height > size.Y && m.at.Y > height)
	shift.Pop()
	if !m.popup.open {
		p.focus = true
		gtx.Execute(op.InvalidateCmd{})
	}
}

func (m *textMenu) items(gtx layout.Context, u *ui, l look, p *page) []popupItem {
	say := &l.words.Shortcuts
	copied := func(cut bool) func() {
		return func() {
			p.doc.Edit(func(b *buffer.Buffer) { p.view.Copy(gtx, b, cut) })
			p.status.stale = true
			u.changed(false)
		}
	}
	var all []popupItem
	if m.link {
		all = append(all, popupItem{l.words.General.Open, func() {
			p.doc.Read(func(b *buffer.Buffer) {
				if target, ok := p.view.Link(b); ok {
					u.post.add(func() { u.follow(target) })
				}
			})
		}})
	}
	if m.some {
		all = append(all, popupItem{say.Cut, copied(true)}, popupItem{say.Copy, copied(false)})
	}
	return append(
		all,
		popupItem{say.Paste, func() { p.view.Paste(gtx, false) }},
		popupItem{say.PastePlain, func() { p.view.Paste(gtx, true) }},
		popupItem{say.SelectAll, func() {
			n := 0
			p.doc.Read(func(b *buffer.Buffer) { n = b.Text().Len() })
			p.do(buffer.Select{Anchor: 0, Head: n}, gtx.Now)
		}},
	)
}
