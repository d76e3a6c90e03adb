package view

import (
	"image"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// follow keeps somebody else's caret in view.
type follow struct {
	on  bool
	who version.Author
}

// Follow keeps the caret of somebody else in view until the person types,
// clicks or scrolls, or until that caret is gone for good. The keys stay with
// the text.
func (v *View) Follow(who version.Author) { v.follow = follow{on: true, who: who} }

// Unfollow stops following.
func (v *View) Unfollow() { v.follow = follow{} }

// Following returns whom the view follows. It reports false once the person
// has done something of their own.
func (v *View) Following() (version.Author, bool) { return v.follow.who, v.follow.on }

// endFollow is called with everything a person does. It reports whether that
// ended anything.
func (v *View) endFollow() bool {
	was := v.follow.on
	v.follow = follow{}
	return was
}

// pursue scrolls so that the caret that is followed stands in the middle part
// of the page. It glides there, unless it is far away.
func (v *View) pursue(gtx layout.Context, t *crdt.Text, b *buffer.Buffer, others []Caret) {
	if !v.follow.on {
		return
	}
	for _, c := range others {
		if c.ID != v.follow.who {
			continue
		}
		head := max(0, min(c.Head, t.Len()))
		i, r, ok := v.find(head, false)
		if !ok {
			v.stack(t, head, v.size.Y/3)
			v.settle(t, head, false)
			return
		}
		y := v.placed[i].y + r.y
		want := max(v.size.Y/5, min(y, v.size.Y*4/5-r.height))
		step := want - y
		if step == 0 {
			return
		}
		if !v.paper.style.Still && max(step, -step) > 2 {
			step = step/4 + direction(step > 0)
		}
		v.stack(t, v.placed[i].from+r.from, y+step)
		if j, r, ok := v.find(head, false); ok && v.placed[j].y+r.y == y {
			return // the text has no more to show on that side
		}
		_, own := b.Selection()
		v.settle(t, own, v.upstream(b))
		gtx.Execute(op.InvalidateCmd{})
		return
	}
}

// drawFrame draws a frame in the colour of whoever is followed.
func (v *View) drawFrame(gtx layout.Context, s *Style, others []Caret) {
	if !v.follow.on {
		return
	}
	for _, c := range others {
		if c.ID == v.follow.who {
			w := gtx.Dp(3)
			fill(gtx, c.Colour, image.Rect(0, 0, v.size.X, w))
			fill(gtx, c.Colour, image.Rect(0, v.size.Y-w, v.size.X, v.size.Y))
			fill(gtx, c.Colour, image.Rect(0, w, w, v.size.Y-w))
			fill(gtx, c.Colour, image.Rect(v.size.X-w, w, v.size.X, v.size.Y-w))
			return
		}
	}
}
