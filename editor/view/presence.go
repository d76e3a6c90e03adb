package view

import (
	"image"
	"time"

	"gioui.org/font"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/unit"
)

const (
	flagFor  = 3 * time.Second
	flagFade = 300 * time.Millisecond
)

// drawOthers draws the carets of others: a bar, and a flag with the name when
// the style asks for it. The flag stands beside the caret where the line ends,
// else it hangs below, where the space between lines takes most of it: never
// over the line above. Without a flag there is a small tab.
func (v *View) drawOthers(gtx layout.Context, s *Style, others []Caret) {
	var flags []image.Rectangle
	for _, c := range others {
		box, ok := v.caretBox(gtx, c.Head, false)
		if !ok {
			continue
		}
		if c.Idle || c.Away {
			c.Colour = s.tinted(c.Colour, 140)
		}
		if c.Away {
			hollow := image.Rect(box.Min.X-gtx.Dp(1), box.Min.Y, box.Max.X+gtx.Dp(1), box.Max.Y)
			outline(gtx, c.Colour, hollow, gtx.Dp(1))
		} else {
			fill(gtx, c.Colour, box)
		}
		opacity := v.flagOpacity(gtx, s, c, box)
		if opacity == 0 {
			tab := gtx.Dp(6)
			fillRound(gtx, c.Colour, image.Rect(box.Min.X, box.Min.Y-tab*2/3, box.Min.X+tab, box.Min.Y+tab/3), gtx.Dp(1))
			continue
		}
		flags = append(flags, v.drawFlag(gtx, s, c, box, opacity, flags))
	}
}

// flagOpacity says how clearly the name of c is to be seen, of 255, and asks
// for the frame in which that changes.
func (v *View) flagOpacity(gtx layout.Context, s *Style, c Caret, box image.Rectangle) uint8 {
	if near := box.Inset(-gtx.Dp(5)); s.Flags == Always || v.mouse.over && v.mouse.at.In(near) {
		return 255
	}
	age := gtx.Now.Sub(c.Moved)
	if s.Flags == OnHover || age >= flagFor {
		return 0
	}
	left := flagFor - age
	switch {
	case s.Still:
		gtx.Execute(op.InvalidateCmd{At: c.Moved.Add(flagFor)})
	case left >= flagFade:
		gtx.Execute(op.InvalidateCmd{At: c.Moved.Add(flagFor - flagFade)})
	default:
		gtx.Execute(op.InvalidateCmd{})
		return max(1, uint8(255*left/flagFade))
	}
	return 255
}

// drawFlag draws a name, below those that stand in the same place already, and
// returns where.
func (v *View) drawFlag(gtx layout.Context, s *Style, c Caret, box image.Rectangle, opacity uint8, drawn []image.Rectangle) image.Rectangle {
	const size = unit.Sp(10.5)
	w := labelWidth(gtx, s, c.Name, size, font.SemiBold)
	pad := gtx.Dp(5)
	height := gtx.Sp(15)
	x := max(0, min(box.Min.X, v.size.X-w-2*pad-gtx.Dp(12)))
	flag := image.Rect(x, box.Max.Y-1, x+w+2*pad, box.Max.Y-1+height)
	if _, r, ok := v.find(c.Head, false); ok && v.column.Min.X+r.end.Floor() <= box.Max.X && box.Max.X+w+3*pad < v.size.X {
		y := (box.Min.Y + box.Max.Y - height) / 2 // nothing stands behind the caret: beside it
		flag = image.Rect(box.Max.X+pad/2, y, box.Max.X+pad/2+w+2*pad, y+height)
	}
	for _, d := range drawn { // they come in no order, so one pass is enough for most
		if flag.Overlaps(d) {
			flag = flag.Add(image.Pt(0, d.Max.Y-flag.Min.Y+gtx.Dp(1)))
		}
	}
	fillRound(gtx, faded(c.Colour, opacity), flag, gtx.Dp(3))
	v.drawLabel(gtx, s, c.Name, size, font.SemiBold, faded(c.Label, opacity), image.Pt(flag.Min.X+pad, flag.Max.Y-gtx.Sp(4)))
	return flag
}
