package view

import (
	"image"
	"sort"

	"gioui.org/gesture"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op/clip"

	"chirograph/editor/crdt"
)

// scrollbar shows where the page stands in the text. Its lengths are guesses,
// from the number of lines and characters; the page never depends on them.
type scrollbar struct {
	drag   gesture.Drag
	hover  gesture.Hover
	over   bool
	thumb  image.Rectangle
	grip   int // from the top of the thumb to the mouse that holds it
	needed bool
}

func (s *scrollbar) update(gtx layout.Context, v *View, t *crdt.Text) {
	s.over = s.hover.Update(gtx.Source)
	for {
		ev, ok := s.drag.Update(gtx.Metric, gtx.Source, gesture.Vertical)
		if !ok {
			return
		}
		y := int(ev.Position.Y)
		switch ev.Kind {
		case pointer.Press:
			s.grip = y - s.thumb.Min.Y
			if s.grip < 0 || s.grip > s.thumb.Dy() { // beside the thumb: bring it here
				s.grip = s.thumb.Dy() / 2
				s.move(v, t, y)
			}
		case pointer.Drag:
			s.move(v, t, y)
		}
	}
}

// move scrolls so that the thumb comes to lie under the mouse at y.
func (s *scrollbar) move(v *View, t *crdt.Text, y int) {
	if !s.needed {
		return
	}
	room := max(1, v.size.Y-s.thumb.Dy())
	part := max(0, min(1, float64(y-s.grip)/float64(room)))
	total := v.estimate(t, t.Len())
	want := part * max(0, total-float64(v.size.Y)/2)
	line := sort.Search(t.Lines(), func(i int) bool { return v.estimate(t, t.LineStart(i)) > want })
	line = max(0, line-1)
	off := t.LineStart(line)
	if into := want - v.estimate(t, off); lineEnd(t, line)-off > chunk { // a very long line: go into it
		height := v.estimate(t, lineEnd(t, line)) - v.estimate(t, off)
		off += int(into / max(1, height) * float64(lineEnd(t, line)-off))
		off = t.OffsetOfRune(t.RuneOf(off))
	}
	v.jump(t, off)
	v.keepX = false
}

func (s *scrollbar) draw(gtx layout.Context, v *View, t *crdt.Text, style Style, others []Caret) {
	first, last := v.placed[0], v.placed[len(v.placed)-1]
	s.needed = !(v.atStart() && first.y >= 0 && v.atEnd(t) && last.bottom() <= v.size.Y)
	if !s.needed {
		return
	}
	top := v.estimate(t, first.from) - float64(first.y)
	if v.atStart() {
		top = float64(v.column.Min.Y - first.y)
	}
	height := float64(v.size.Y)
	rest := v.estimate(t, t.Len()) - v.estimate(t, last.to)
	if v.atEnd(t) {
		rest = 0
	}
	rest += float64(last.bottom() - v.floor())
	total := max(0, top) + max(0, rest) + height
	length := max(float64(gtx.Dp(32)), height*height/total)
	y := int((height - length) * max(0, top) / max(1, max(0, top)+max(0, rest)))

	width, inset := gtx.Dp(6), gtx.Dp(3)
	area := image.Rect(v.size.X-width-2*inset, 0, v.size.X, v.size.Y)
	s.thumb = image.Rect(area.Min.X+inset, y, area.Max.X-inset, y+int(length))
	colour := style.Bar
	if s.over || s.drag.Dragging() {
		colour.A = uint8(min(255, int(colour.A)*8/5))
	}
	fillRound(gtx, colour, s.thumb.Inset(gtx.Dp(1)), width/2)
	s.ticks(gtx, v, t, area, others)

	defer clip.Rect(area).Push(gtx.Ops).Pop()
	pointer.CursorDefault.Add(gtx.Ops)
	s.hover.Add(gtx.Ops)
	s.drag.Add(gtx.Ops)
}

// ticks shows on the bar where others are.
func (s *scrollbar) ticks(gtx layout.Context, v *View, t *crdt.Text, area image.Rectangle, others []Caret) {
	total := v.estimate(t, t.Len())
	for _, c := range others {
		y := int(v.estimate(t, min(c.Head, t.Len())) / max(1, total) * float64(v.size.Y-gtx.Dp(4)))
		fill(gtx, c.Colour, image.Rect(area.Min.X+gtx.Dp(3), y, area.Max.X-gtx.Dp(3), y+gtx.Dp(3)))
	}
}
