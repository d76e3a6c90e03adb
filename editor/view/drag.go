package view

import (
	"image"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/editor/buffer"
)

// drag is a button of the mouse that is held down: a selection is drawn with
// it, or what is selected is carried elsewhere.
type drag struct {
	active    bool
	text      bool // it began in a selection
	more      bool // with the key held that adds carets
	moved     bool // far enough to be meant
	unit      int  // 1 characters, 2 words, 3 lines
	from, to  int  // what the first click selected
	start, at image.Point
}

// slop is how far a selection must be dragged before it moves, in dp: a hand is
// not quite still when it clicks.
const slop = 4

func (v *View) dragTo(gtx layout.Context, b *buffer.Buffer, at image.Point) {
	v.blinkStart = gtx.Now
	v.drag.at = at
	if v.drag.text {
		d := at.Sub(v.drag.start)
		v.drag.moved = v.drag.moved || max(d.X, -d.X, d.Y, -d.Y) >= gtx.Dp(slop)
		return
	}
	v.extend(b)
}

// extend draws the selection to the mouse, in the unit of the first click.
func (v *View) extend(b *buffer.Buffer) {
	off, upstream := v.hit(b, v.drag.at)
	from, to := off, off
	switch v.drag.unit {
	case 1:
		ranges, main := b.Selections(), b.Main()
		v.chooseMain(b, ranges[main].Anchor, off)
		if len(ranges) == 1 {
			v.notes = append(v.notes[:0], note{upstream: upstream})
		}
		return
	case 2:
		from, to = b.WordAt(off)
	case 3:
		from, to = paragraph(b.Text(), off)
	}
	if from < v.drag.from {
		v.chooseMain(b, v.drag.to, from)
	} else {
		v.chooseMain(b, v.drag.from, max(to, v.drag.to))
	}
}

// drop ends a drag. A selection that was carried is put down where the mouse
// is, or a copy of it with Ctrl held, or Option on macOS; one that was only
// clicked gives way to a caret.
func (v *View) drop(b *buffer.Buffer, mods key.Modifiers) bool {
	d := v.drag
	v.drag = drag{}
	if !d.active || !d.text {
		return false
	}
	off, upstream := v.hit(b, d.at)
	if !d.moved && d.more {
		v.addCaret(b, off)
		return false
	}
	if !d.moved {
		v.chooseOne(b, off, off)
		v.notes = append(v.notes[:0], note{upstream: upstream})
		return false
	}
	for _, r := range b.Selections() {
		if r.From() <= d.from && d.from <= r.To() {
			held := mods.Contain(key.ModCtrl)
			if onMac {
				held = mods.Contain(key.ModAlt)
			}
			return v.do(b, buffer.Carry{From: r.From(), To: r.To(), At: off, Copy: held})
		}
	}
	return false
}

// autoscroll moves the page while something is dragged beyond its edge, faster
// the further out the mouse is.
func (v *View) autoscroll(gtx layout.Context, b *buffer.Buffer) {
	d := 0
	switch {
	case v.drag.text && !v.drag.moved:
		return
	case v.drag.at.Y < 0:
		d = v.drag.at.Y
	case v.drag.at.Y > v.size.Y:
		d = v.drag.at.Y - v.size.Y
	default:
		return
	}
	v.scrollBy(max(-80, min(80, d/4+direction(d > 0))))
	v.place(b.Text(), b)
	if !v.drag.text {
		v.extend(b)
	}
	gtx.Execute(op.InvalidateCmd{})
}
