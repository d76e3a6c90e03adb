package window

import (
	"image"
	"image/color"
	"math"
	"slices"
	"time"

	"gioui.org/f32"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/op/paint"

	"chirograph/app/workspace"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// drawColumns draws how much was written, upwards, and deleted, downwards, each
// in the colour of whoever did.
func (s *slider) drawColumns(gtx layout.Context, l look, h *past, people []workspace.Person, width, axis int) {
	side, step := gtx.Dp(sliderSide), max(2, gtx.Dp(columnWidth))
	if n := (width - 2*side) / step; s.columns == nil || s.width != width {
		s.width = width
		if s.columns = []history.Column{}; h.line.Len() > 0 && n > 0 {
			s.columns = h.scale.Density(n)
		}
	}
	most := 1.0
	for _, c := range s.columns {
		added, deleted := total(c)
		most = max(most, float64(added), float64(deleted))
	}
	bar := max(1, step-max(1, gtx.Dp(1)))
	now := s.x(gtx, h, width, h.at)
	ink := inks(l, people)
	for i, c := range s.columns {
		x := side + i*step
		added, deleted := total(c)
		up, down := tall(added, most, gtx.Dp(upHeight)), tall(deleted, most, gtx.Dp(downHeight))
		yUp, yDown := axis-gtx.Dp(3), axis+gtx.Dp(4)
		for k, share := range c {
			colour := ink(share.Author)
			if x >= now && !h.end { // has not happened yet
				colour = mix(l.panel, colour, 90)
			}
			a, d := shareOf(up, share.Added, added), shareOf(down, share.Deleted, deleted)
			if k == len(c)-1 {
				a, d = yUp-(axis-gtx.Dp(3)-up), axis+gtx.Dp(4)+down-yDown
			}
			fill(gtx, colour, image.Rect(x, yUp-a, x+bar, yUp))
			fill(gtx, mix(l.panel, colour, 150), image.Rect(x, yDown, x+bar, yDown+d))
			yUp, yDown = yUp-a, yDown+d
		}
	}
}

func total(c history.Column) (added, deleted int) {
	for _, s := range c {
		added += s.Added
		deleted += s.Deleted
	}
	return added, deleted
}

// tall is how high a bar is: the logarithm of what it stands for, or else one
// paste would leave nothing of a day's writing. What is not nothing can be seen.
func tall(n int, most float64, height int) int {
	if n == 0 {
		return 0
	}
	return max(2, int(math.Log1p(float64(n))/math.Log1p(most)*float64(height)))
}

// shareOf is a share of a bar.
func shareOf(height, n, all int) int {
	if all == 0 {
		return 0
	}
	return height * n / all
}

// inks gives everybody's colour, and a grey one to those who are not known.
func inks(l look, people []workspace.Person) func(version.Author) color.NRGBA {
	colours := distinct(people)
	return func(a version.Author) color.NRGBA {
		if i := slices.IndexFunc(people, func(q workspace.Person) bool { return q.ID == a }); i >= 0 {
			return l.person(colours[i])
		}
		return l.ink3
	}
}

// drawAxis draws the line of time, and two strands where people wrote without
// having seen each other.
func (s *slider) drawAxis(gtx layout.Context, l look, h *past, people []workspace.Person, width, axis int) {
	side, thick := gtx.Dp(sliderSide), gtx.Dp(2)
	now := s.x(gtx, h, width, h.at)
	fill(gtx, l.edge, image.Rect(side, axis, width-side, axis+thick))
	fill(gtx, l.accent, image.Rect(side, axis, now, axis+thick))
	ink := inks(l, people)
	last := -1
	for _, r := range h.strands {
		x0, x1 := s.x(gtx, h, width, r.From), s.x(gtx, h, width, r.To)
		if x1 <= last { // no wider than a pixel, and drawn already
			continue
		}
		x0 = max(x0, last)
		if x1-x0 < gtx.Dp(6) {
			x0, x1 = x0-gtx.Dp(3), x0+gtx.Dp(3)
		}
		last = x1
		one, _ := h.line.Change(r.From)
		other := one
		for k := r.From; k < r.To && other == one; k++ {
			other, _ = h.line.Change(k)
		}
		fill(gtx, l.panel, image.Rect(x0, axis, x1, axis+thick))
		braid(gtx, ink(one), x0, x1, axis+thick/2, -gtx.Dp(4))
		braid(gtx, ink(other), x0, x1, axis+thick/2, gtx.Dp(4))
	}
}

// braid draws one of two strands.
func braid(gtx layout.Context, c color.NRGBA, x0, x1, y, by int) {
	bend := float32(min((x1-x0)/2, gtx.Dp(10)))
	a, b, mid, off := float32(x0), float32(x1), float32(y), float32(y+by)
	var path clip.Path
	path.Begin(gtx.Ops)
	path.MoveTo(f32.Pt(a, mid))
	path.CubeTo(f32.Pt(a+bend/2, mid), f32.Pt(a+bend/2, off), f32.Pt(a+bend, off))
	path.LineTo(f32.Pt(b-bend, off))
	path.CubeTo(f32.Pt(b-bend/2, off), f32.Pt(b-bend/2, mid), f32.Pt(b, mid))
	paint.FillShape(gtx.Ops, c, clip.Stroke{Path: path.End(), Width: float32(gtx.Dp(2))}.Op())
}

// drawSessions draws a line where people came back after a longer pause, and
// the days below the slider, as many as there is room for.
func (s *slider) drawSessions(gtx layout.Context, l look, h *past, width, axis int) {
	foot := axis + gtx.Dp(4) + gtx.Dp(downHeight)
	end := -1
	day := time.Time{}
	for _, n := range h.ends(history.Session) {
		if n >= h.line.Len() {
			break
		}
		x := s.x(gtx, h, width, n)
		if n > 0 {
			fill(gtx, l.line, image.Rect(x, gtx.Dp(18), x+hair(gtx), foot))
		}
		_, at := h.line.Change(n)
		t := time.UnixMilli(at).Local()
		if x < end || sameDay(t, day) {
			continue
		}
		rec := op.Record(gtx.Ops)
		inner := gtx
		inner.Constraints = layout.Constraints{Max: image.Pt(gtx.Dp(160), gtx.Dp(16))}
		d := l.say(10, l.ink2).layout(inner, l, l.words.Weekday(t, gtx.Now.Local()))
		call := rec.Stop()
		if x+d.Size.X > width-gtx.Dp(8) {
			continue
		}
		shift := op.Offset(image.Pt(x, foot+gtx.Dp(1))).Push(gtx.Ops)
		call.Add(gtx.Ops)
		shift.Pop()
		end, day = x+d.Size.X+gtx.Dp(16), t
	}
}

// drawFlags draws the named versions.
func (s *slider) drawFlags(gtx layout.Context, l look, h *past, width, axis int) {
	for _, v := range h.named {
		x := s.x(gtx, h, width, v.at)
		top := gtx.Dp(5)
		fill(gtx, l.accent, image.Rect(x, top, x+max(1, gtx.Dp(1.5)), axis))
		var path clip.Path
		path.Begin(gtx.Ops)
		at := f32.Pt(float32(x), float32(top))
		path.MoveTo(at)
		path.LineTo(at.Add(f32.Pt(float32(gtx.Dp(10)), float32(gtx.Dp(4)))))
		path.LineTo(at.Add(f32.Pt(0, float32(gtx.Dp(9)))))
		path.Close()
		paint.FillShape(gtx.Ops, l.accent, clip.Outline{Path: path.End()}.Op())
	}
}

func (s *slider) drawThumb(gtx layout.Context, l look, x, axis int) {
	r := gtx.Dp(7)
	y := axis + gtx.Dp(1)
	disc := image.Rect(x-r, y-r, x+r, y+r)
	paint.FillShape(gtx.Ops, l.accent, clip.Ellipse(disc).Op(gtx.Ops))
	paint.FillShape(gtx.Ops, l.canvas, clip.Ellipse(disc.Inset(gtx.Dp(3))).Op(gtx.Ops))
}

// drawOther marks the version that the one shown is compared with.
func (s *slider) drawOther(gtx layout.Context, l look, x, axis int) {
	r := gtx.Dp(6)
	y := axis + gtx.Dp(1)
	fillRound(gtx, l.accent, image.Rect(x-r, y-r, x+r, y+r), 3)
	fillRound(gtx, l.canvas, image.Rect(x-r, y-r, x+r, y+r).Inset(gtx.Dp(3)), 1)
}
