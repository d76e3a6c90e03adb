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
	ticks  []tick // of others, where the last frame drew them
}

// tick is a place of the text on the bar.
type tick struct{ y, off int }

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
			v.endFollow()
			if off, ok := s.tickAt(y, gtx.Dp(4)); ok {
				v.target = target{off: off, set: true}
				s.grip = -1
				continue
			}
			s.grip = y - s.thumb.Min.Y
			if s.grip < 0 || s.grip > s.thumb.Dy() { // beside the thumb: bring it here
				s.grip = s.thumb.Dy() / 2
				s.move(v, t, y)
			}
		case pointer.Drag:
			if s.grip >= 0 {
				s.move(v, t, y)
			}
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
}

func (s *scrollbar) draw(gtx layout.Context, v *View, t *crdt.Text, style *Style, others []Caret) {
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
	s.drawMarks(gtx, v, t, style, area)
	s.drawTicks(gtx, v, t, area, others)

	defer clip.Rect(area).Push(gtx.Ops).Pop()
	pointer.CursorDefault.Add(gtx.Ops)
	s.hover.Add(gtx.Ops)
	s.drag.Add(gtx.Ops)
}

// along is where a place of the text is on the bar.
func (s *scrollbar) along(gtx layout.Context, v *View, t *crdt.Text, off int) int {
	total := v.estimate(t, t.Len())
	return int(v.estimate(t, max(0, min(off, t.Len()))) / max(1, total) * float64(v.size.Y-gtx.Dp(4)))
}

// drawTicks shows on the bar where others are.
func (s *scrollbar) drawTicks(gtx layout.Context, v *View, t *crdt.Text, area image.Rectangle, others []Caret) {
	s.ticks = s.ticks[:0]
	for _, c := range others {
		y := s.along(gtx, v, t, c.Head)
		s.ticks = append(s.ticks, tick{y + gtx.Dp(1), c.Head})
		fill(gtx, c.Colour, image.Rect(area.Min.X+gtx.Dp(1), y, area.Max.X-gtx.Dp(1), y+gtx.Dp(3)))
	}
}

// drawMarks shows on the bar where a search has found something, and what a
// comparison says has changed. There may be
// a hundred thousand: their places are taken from a curve through a few, and
// each pixel of the bar is drawn once.
func (s *scrollbar) drawMarks(gtx layout.Context, v *View, t *crdt.Text, style *Style, area image.Rectangle) {
	if len(style.Marks) == 0 && len(style.Changes) == 0 {
		return
	}
	const steps = 64
	var curve [steps + 1]float64
	n := max(1, t.Len())
	for i := range curve {
		curve[i] = float64(s.along(gtx, v, t, int(int64(n)*int64(i)/steps)))
	}
	along := func(off int) int {
		at := max(0, min(1, float64(off)/float64(n))) * steps
		i := min(int(at), steps-1)
		return int(curve[i] + (curve[i+1]-curve[i])*(at-float64(i)))
	}
	v.drawChangeTicks(gtx, style, area, along)
	thick := max(1, gtx.Dp(2))
	x := area.Min.X + gtx.Dp(3)
	for i := 0; i < len(style.Marks); {
		y := along(style.Marks[i].From)
		fill(gtx, style.Find, image.Rect(x, y, x+gtx.Dp(4), y+thick))
		rest := style.Marks[i+1:]
		i += 1 + sort.Search(len(rest), func(k int) bool { return along(rest[k].From) >= y+thick })
	}
}

// tickAt returns the place of a tick near y.
func (s *scrollbar) tickAt(y, reach int) (off int, ok bool) {
	best := reach + 1
	for _, k := range s.ticks {
		if d := max(y-k.y, k.y-y); d < best {
			best, off, ok = d, k.off, true
		}
	}
	return off, ok
}

// firstMark returns the first mark that ends behind off.
func firstMark(marks []Mark, off int) int {
	return sort.Search(len(marks), func(i int) bool { return marks[i].To > off })
}
