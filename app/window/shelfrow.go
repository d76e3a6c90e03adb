package window

import (
	"context"
	"encoding/hex"
	"image"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/widget"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/sync/identity"
)

// A shelfRow is a document in the library: a click opens it, the button at its
// end or a right click opens its menu, F2 changes its name, Delete moves it to
// the bin.
type shelfRow struct {
	click widget.Clickable
	more  button
	menu  popup
	right int   // tag of right clicks
	name  field // while it is renamed
	names bool
	asked bool // the focus, for the name
}

func (s *sidebar) row(gtx layout.Context, u *ui, l look, d workspace.Summary, up bool) layout.Dimensions {
	r := s.rows[d.ID]
	if r == nil {
		r = new(shelfRow)
		s.rows[d.ID] = r
	}
	r.update(gtx, u, d)
	size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(52))
	gtx.Constraints = layout.Exact(size)
	card := image.Rectangle{Max: size}.Inset(gtx.Dp(1))
	card.Min.X, card.Max.X = gtx.Dp(8), size.X-gtx.Dp(9)
	if r.names {
		layout.Inset{Left: 16, Right: 17, Top: 8, Bottom: 8}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return r.name.layout(gtx, l, 36, 6, 6)
		})
		return layout.Dimensions{Size: size}
	}
	busy := r.click.Hovered() || r.more.Hovered() || r.menu.open || gtx.Focused(&r.click) || gtx.Focused(&r.more.Clickable)
	r.click.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		r.draw(gtx, u, l, d, card, busy)
		return layout.Dimensions{Size: size}
	})
	if busy {
		r.layoutMore(gtx, u, l, d, card, up)
	}
	area := clip.Rect(card).Push(gtx.Ops)
	pass := pointer.PassOp{}.Push(gtx.Ops)
	event.Op(gtx.Ops, &r.right)
	pass.Pop()
	area.Pop()
	return layout.Dimensions{Size: size}
}

func (r *shelfRow) draw(gtx layout.Context, u *ui, l look, d workspace.Summary, card image.Rectangle, busy bool) {
	current := u.page != nil && u.page.doc.ID() == d.ID
	semantic.Button.Add(gtx.Ops)
	semantic.DescriptionOp(d.Title).Add(gtx.Ops)
	semantic.SelectedOp(current).Add(gtx.Ops)
	if current || busy {
		fillRound(gtx, l.hover, card, 8)
	}
	if current {
		fillRound(gtx, l.accent, image.Rect(card.Min.X, card.Min.Y+gtx.Dp(12), card.Min.X+gtx.Dp(3), card.Max.Y-gtx.Dp(12)), 2)
	}
	focusRing(gtx, l.accent, &r.click, card, 8)
	defer op.Offset(image.Pt(0, gtx.Dp(7))).Push(gtx.Ops).Pop()
	in := layout.Inset{Left: 22, Right: 20}
	if busy {
		in.Right = 46 // for the button
	}
	in.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Axis: layout.Vertical}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(14, l.ink).layout(gtx, l, d.Title)
			}),
			space(0, 3),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				state, level := stateOf(l.words, d)
				colour := l.ink3
				if level == workspace.Fine {
					colour = l.ok
				}
				return layout.Flex{Alignment: layout.Middle}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions { return dot(gtx, colour, 6) }),
					space(6, 0),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return l.say(12, l.ink2).layout(gtx, l, state)
					}),
				)
			}),
		)
	})
}

// layoutMore draws the button that opens the menu, and the menu.
func (r *shelfRow) layoutMore(gtx layout.Context, u *ui, l look, d workspace.Summary, card image.Rectangle, up bool) {
	side := gtx.Dp(30)
	at := image.Pt(card.Max.X-side-gtx.Dp(4), (gtx.Constraints.Max.Y-side)/2)
	shift := op.Offset(at).Push(gtx.Ops)
	r.more.icon(gtx, l, moreIcon, phrases.With(l.words.Library.More, "title", d.Title))
	shift.Pop()
	corner := image.Pt(at.X+side, at.Y+side)
	if up {
		corner.Y = at.Y
	}
	defer op.Offset(corner).Push(gtx.Ops).Pop()
	r.menu.layout(gtx, l, r.items(u, l, d), up)
}

// rowMenuHeight is how much a row and its menu below take at most.
func rowMenuHeight(gtx layout.Context) int { return gtx.Dp(52 + 3*30 + 2*6) }

func (r *shelfRow) items(u *ui, l look, d workspace.Summary) []popupItem {
	say := &l.words.Library
	pin := say.Pin
	if d.Pinned {
		pin = say.Unpin
	}
	return []popupItem{
		{pin, func() { u.shelve(func() error { return u.lib.Pin(d.ID, !d.Pinned) }) }},
		{say.Rename, func() { r.rename(d) }},
		{say.Discard, func() { u.discard(d) }},
	}
}

func (r *shelfRow) rename(d workspace.Summary) {
	r.names, r.asked = true, false
	r.name = newField("")
	r.name.MaxLen = 80
	r.name.SetText(d.Title)
	r.name.SetCaret(r.name.Len(), 0)
}

func (r *shelfRow) update(gtx layout.Context, u *ui, d workspace.Summary) {
	for r.click.Clicked(gtx) {
		u.open(d.ID)
		u.drawer = false
	}
	for r.more.Clicked(gtx) {
		r.menu.show(!r.menu.open)
	}
	for {
		ev, ok := gtx.Event(pointer.Filter{Target: &r.right, Kinds: pointer.Press})
		if !ok {
			break
		}
		if ev, ok := ev.(pointer.Event); ok && ev.Buttons.Contain(pointer.ButtonSecondary) {
			r.menu.show(true)
		}
	}
	if gtx.Focused(&r.click) {
		if pressed(gtx, key.Filter{Focus: &r.click, Name: key.NameF2}) {
			r.rename(d)
		}
		if pressed(gtx, key.Filter{Focus: &r.click, Name: key.NameDeleteForward}) {
			u.discard(d)
		}
	}
	if r.names {
		r.updateName(gtx, u, d)
	}
}

func (r *shelfRow) updateName(gtx layout.Context, u *ui, d workspace.Summary) {
	had := gtx.Focused(&r.name.Editor)
	if !r.asked {
		r.asked = true
		gtx.Execute(key.FocusCmd{Tag: &r.name.Editor})
		had = true // with the next frame
	}
	done := false
	for {
		ev, ok := r.name.Update(gtx)
		if !ok {
			break
		}
		if _, ok := ev.(widget.SubmitEvent); ok {
			done = true
		}
	}
	if pressed(gtx, key.Filter{Focus: &r.name.Editor, Name: key.NameEscape}) {
		r.names = false
		gtx.Execute(key.FocusCmd{Tag: &r.click})
		return
	}
	if done || !had && gtx.Enabled() { // Enter, or the person went elsewhere
		r.names = false
		if title := r.name.Text(); title != d.Title {
			u.shelve(func() error { return u.lib.Rename(d.ID, title) })
		}
	}
	if done {
		gtx.Execute(key.FocusCmd{Tag: &r.click})
	}
}

// shelve changes something in the library, and reads that anew.
func (u *ui) shelve(change func() error) {
	u.work(func(context.Context) func() {
		if err := change(); err != nil {
			return func() { u.complain(err) }
		}
		return func() { u.changed(true) }
	})
}

// discard moves a document to the bin, off the page if it is on it.
func (u *ui) discard(d workspace.Summary) {
	u.others.tell(func(u *ui) {
		if u.page != nil && u.page.doc.ID() == d.ID {
			u.closePage()
		}
	})
	u.shelve(func() error {
		if err := u.lib.Discard(d.ID); err != nil {
			return err
		}
		u.post.add(func() {
			u.messages.offer(phrases.With(u.words.Library.Discarded, "title", d.Title), u.words.General.Undo, func() {
				u.shelve(func() error { return u.lib.Recover(d.ID) })
			})
		})
		return nil
	})
}

// stateOf says in a few words how a document is doing.
func stateOf(p *phrases.Phrases, d workspace.Summary) (string, workspace.Level) {
	say := &p.Library
	switch {
	case d.Joining:
		return say.Looking, workspace.Quiet
	case d.Here > 0:
		return say.Here.Of(d.Here), workspace.Fine
	case !d.Shared:
		return say.OnlyHere, workspace.Quiet
	case d.Copies > 1:
		return say.Copies.Of(d.Copies), workspace.Quiet
	}
	return say.NobodyElse, workspace.Quiet
}

func hexID(id identity.DocumentID) string { return hex.EncodeToString(id[:]) }
