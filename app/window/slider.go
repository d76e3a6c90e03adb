package window

import (
	"image"
	"math"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op/clip"
	"gioui.org/unit"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/history"
)

// slider is all of the document's time, with how much was written when and by
// whom. It is a control: it has the keys while the past is gone through.
type slider struct {
	columns []history.Column
	width   int // for which they were counted
	dragged bool
	over    bool
	mouse   int // x, while it is over
	wheel   float32
}

const (
	sliderHeight = unit.Dp(84)
	columnWidth  = unit.Dp(3) // a bar and a gap
	sliderSide   = unit.Dp(24)
	upHeight     = unit.Dp(26) // of the bars of what was written
	downHeight   = unit.Dp(12) // and of what was deleted
)

// update takes in the mouse. p shows another version where it is pressed.
func (s *slider) update(gtx layout.Context, l look, p *page, width int) {
	h := &p.past
	side := gtx.Dp(sliderSide)
	at := func(x int) int { return h.scale.At(float64(x-side) / float64(max(1, width-2*side))) }
	for {
		ev, ok := gtx.Event(pointer.Filter{
			Target: s, Kinds: pointer.Press | pointer.Drag | pointer.Release | pointer.Cancel | pointer.Move | pointer.Enter | pointer.Leave | pointer.Scroll,
			ScrollX: pointer.ScrollRange{Min: -1 << 20, Max: 1 << 20}, ScrollY: pointer.ScrollRange{Min: -1 << 20, Max: 1 << 20},
		}, key.FocusFilter{Target: s})
		if !ok {
			return
		}
		e, ok := ev.(pointer.Event)
		if !ok || h.line == nil {
			continue
		}
		s.mouse = int(e.Position.X)
		switch e.Kind {
		case pointer.Press:
			focus(gtx, s)
			if v, ok := s.flag(gtx, h, width); ok && !e.Modifiers.Contain(key.ModShift) {
				p.goToNamed(v)
				continue
			}
			if e.Modifiers.Contain(key.ModShift) {
				n := at(s.mouse)
				p.compareWith(n, h.vector(n))
				continue
			}
			s.dragged, h.playing = true, false
			p.goToVersion(at(s.mouse))
		case pointer.Drag:
			if s.dragged {
				p.goToVersion(at(s.mouse))
			}
		case pointer.Release, pointer.Cancel:
			s.dragged = false
		case pointer.Enter, pointer.Move:
			s.over = true
		case pointer.Leave:
			s.over = false
		case pointer.Scroll:
			s.turn(p, (e.Scroll.X+e.Scroll.Y)*l.wheel)
		}
	}
}

// turn goes a step for every notch of the wheel.
func (s *slider) turn(p *page, by float32) {
	const notch = 60 // pixels: what a notch says at least; it may come in parts
	switch s.wheel += by; {
	case s.wheel >= notch:
		p.stepHistory(p.past.level, +1)
	case s.wheel <= -notch:
		p.stepHistory(p.past.level, -1)
	default:
		return
	}
	s.wheel = 0
}

// x is where a version is on the slider.
func (s *slider) x(gtx layout.Context, h *past, width, n int) int {
	side := gtx.Dp(sliderSide)
	return side + int(math.Round(h.scale.Place(n)*float64(width-2*side)))
}

// flag is the named version whose flag the mouse is on.
func (s *slider) flag(gtx layout.Context, h *past, width int) (on named, ok bool) {
	best := gtx.Dp(7)
	for _, v := range h.named {
		if d := s.mouse - s.x(gtx, h, width, v.at) - gtx.Dp(3); max(d, -d) < best {
			best, on, ok = max(d, -d), v, true
		}
	}
	return on, ok
}

func (s *slider) layout(gtx layout.Context, l look, p *page, people []workspace.Person) layout.Dimensions {
	h := &p.past
	size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(sliderHeight))
	if h.line == nil || h.scale == nil {
		return layout.Dimensions{Size: size}
	}
	if gtx.Enabled() {
		s.update(gtx, l, p, size.X)
	}
	defer clip.Rect(image.Rectangle{Max: size}).Push(gtx.Ops).Pop()
	event.Op(gtx.Ops, s)
	pointer.CursorPointer.Add(gtx.Ops)
	semantic.Button.Add(gtx.Ops)
	semantic.DescriptionOp(phrases.With(l.words.Past.Slider, "where", h.uncertain(l, h.at, gtx.Now))).Add(gtx.Ops)

	axis := gtx.Dp(18) + gtx.Dp(upHeight)
	s.drawSessions(gtx, l, h, size.X, axis)
	s.drawColumns(gtx, l, h, people, size.X, axis)
	s.drawAxis(gtx, l, h, people, size.X, axis)
	s.drawFlags(gtx, l, h, size.X, axis)
	if h.comparing {
		s.drawOther(gtx, l, s.x(gtx, h, size.X, h.other), axis)
	}
	s.drawThumb(gtx, l, s.x(gtx, h, size.X, h.at), axis)
	if gtx.Focused(s) {
		outline(gtx, l.accent, image.Rectangle{Max: size}.Inset(gtx.Dp(2)), 8, 2)
	}
	s.say(gtx, l, h, size.X)
	return layout.Dimensions{Size: size}
}

// say tells what is under the mouse.
func (s *slider) say(gtx layout.Context, l look, h *past, width int) {
	if !s.over || h.line.Len() == 0 {
		return
	}
	side := gtx.Dp(sliderSide)
	n := h.scale.At(float64(s.mouse-side) / float64(max(1, width-2*side)))
	words := h.uncertain(l, n, gtx.Now)
	if v, ok := s.flag(gtx, h, width); ok {
		words = v.Name
	} else if n == 0 {
		words = l.words.Past.Beginning
	}
	l.tip(gtx, s, words, "", chord{})
}
