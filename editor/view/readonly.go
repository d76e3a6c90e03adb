package view

import (
	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

// A refused is what a person tried to write in a text that is read only.
type refused struct {
	any  bool
	text string
}

// refuse notes what would have been written. It reports that nothing changed.
func (v *View) refuse(text string) bool {
	v.denied.any = true
	v.denied.text += text
	v.published, v.compose = published{}, noRange // the input method believes it was written
	return false
}

// Refused returns what the person tried to write since the last call, in a text
// that is read only, and false if nothing. Other edits than typing have no
// text.
func (v *View) Refused() (text string, ok bool) {
	d := v.denied
	v.denied = refused{}
	return d.text, d.any
}

// Place returns the offset of the first row that the last frame showed as a
// whole, and its distance from the top of the view in pixels, for a text that
// may have become shorter since.
func (v *View) Place(t *crdt.Text) (off, y int) {
	for _, p := range v.placed {
		for i := range p.block.rows {
			if r := &p.block.rows[i]; p.y+r.y >= 0 {
				return min(p.from+r.from, t.Len()), p.y + r.y
			}
		}
	}
	return 0, v.column.Min.Y
}

// Turn shows another text from the next frame on: the row with the byte at off
// has its top at y. What is known of the old one is forgotten, but not the
// shapes of its paragraphs, which mostly are those of the new one.
func (v *View) Turn(off, y int) {
	v.Hold(off, y)
	v.notes, v.placed, v.laid = v.notes[:0], nil, buffer.Mark{}
	v.published, v.compose = published{}, noRange
	v.drag, v.target, v.reveal = drag{}, target{}, false
	v.mouse.over = false
	v.endFollow()
}

// Hold moves the page with the next frame so that the row with the byte at off
// has its top at y.
func (v *View) Hold(off, y int) { v.leaf = turn{off: off, y: y, set: true} }

// A turn is where a new text is to be shown.
type turn struct {
	off, y int
	set    bool
}

// ScrollBy moves the page by pixels, towards the end if they are positive, with
// the next frame.
func (v *View) ScrollBy(gtx layout.Context, d int) {
	v.scrollBy(d)
	v.endFollow()
	gtx.Execute(op.InvalidateCmd{})
}

// Height is how high the view was in the last frame, in pixels.
func (v *View) Height() int { return v.size.Y }

// Shows reports whether the last frame showed the row with the byte at off as a
// whole.
func (v *View) Shows(off int) bool {
	i, r, ok := v.find(off, false)
	if !ok {
		return false
	}
	y := v.placed[i].y + r.y
	return y >= 0 && y+r.height <= v.size.Y
}

// Pointed returns the offset of the character under the mouse, in the text of
// the last frame, and false if there is none.
func (v *View) Pointed() (int, bool) {
	if !v.mouse.over {
		return 0, false
	}
	return v.characterAt(v.mouse.at)
}
