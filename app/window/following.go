package window

import (
	"image"
	"slices"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
)

// follow follows the one other person who is here, or stops. Are there several,
// the panel asks whom.
func (p *page) follow() {
	if _, on := p.view.Following(); on {
		p.view.Unfollow()
		return
	}
	var here []workspace.Person
	for _, q := range p.doc.People() {
		if canFollow(q) {
			here = append(here, q)
		}
	}
	switch len(here) {
	case 0:
	case 1:
		p.view.Follow(here[0].ID)
		p.focus = true
	default:
		p.panel.kind = panelPeople
	}
}

func canFollow(q workspace.Person) bool { return !q.Me && q.Online && q.HasCaret }

// someoneHere is true while there is somebody to follow.
func someoneHere(u *ui) bool {
	return canWrite(u) && u.page.company
}

// layoutFollowing says over the foot of the text who is followed.
func (p *page) layoutFollowing(gtx layout.Context, l look, people []workspace.Person) {
	who, on := p.view.Following()
	i := slices.IndexFunc(people, func(q workspace.Person) bool { return q.ID == who })
	if !on || i < 0 {
		return
	}
	if !canFollow(people[i]) { // gone
		p.view.Unfollow()
		gtx.Execute(op.InvalidateCmd{})
		return
	}
	size := gtx.Constraints.Max
	ground := l.person(distinct(people)[i])
	inner := gtx
	inner.Constraints.Min = image.Point{}
	rec := op.Record(gtx.Ops)
	d := behind(inner, func(size image.Point) {
		fillRound(gtx, ground, image.Rectangle{Max: size}, 14)
	}, func(gtx layout.Context) layout.Dimensions {
		return layout.Inset{Left: 14, Right: 14, Top: 5, Bottom: 6}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return l.say(12, l.onPerson).heavy(medium).layout(gtx, l, phrases.With(l.words.Page.Following, "name", people[i].Name))
		})
	})
	call := rec.Stop()
	defer op.Offset(image.Pt((size.X-d.Size.X)/2, size.Y-d.Size.Y-gtx.Dp(16))).Push(gtx.Ops).Pop()
	call.Add(gtx.Ops)
}
