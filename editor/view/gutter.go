package view

import (
	"image"
	"image/color"
	"strconv"

	"gioui.org/font"
	"gioui.org/layout"

	"chirograph/editor/crdt"
)

// drawGutter draws the number of a line, before its first row, and the stripe
// of whoever wrote a row.
func (v *View) drawGutter(gtx layout.Context, t *crdt.Text, s *Style, p placed, i, y int) {
	r := &p.block.rows[i]
	if s.Numbers && i == 0 && p.nth == 0 {
		label := strconv.Itoa(p.line + 1)
		size := s.Size * 11 / 16
		w := labelWidth(gtx, s, label, size, font.Normal)
		x := v.column.Min.X - gtx.Dp(24) - w
		if x >= 0 {
			v.drawLabel(gtx, s, label, size, font.Normal, s.Quiet, image.Pt(x, y+r.baseline))
		}
	}
	if s.Author == nil {
		return
	}
	c, ok := v.rowAuthor(t, s, p.from+r.from, p.from+r.to)
	if !ok {
		return
	}
	x := v.column.Min.X - gtx.Dp(17)
	inset := gtx.Dp(3)
	fillRound(gtx, s.tinted(c, 150), image.Rect(x, y+inset, x+gtx.Dp(3), y+r.height-inset), 1)
}

// rowAuthor looks at a few places of a row and returns the colour that is met
// most often.
func (v *View) rowAuthor(t *crdt.Text, s *Style, from, to int) (color.NRGBA, bool) {
	const samples = 7
	type count struct {
		colour color.NRGBA
		n      int
	}
	var room [samples]count
	seen := room[:0]
	best := count{}
look:
	for i := range min(samples, to-from) {
		at := from + (to-from)*i/samples
		c, ok := s.Author(t.AuthorAt(at).Author)
		if !ok {
			continue
		}
		for k := range seen {
			if seen[k].colour == c {
				if seen[k].n++; seen[k].n > best.n {
					best = seen[k]
				}
				continue look
			}
		}
		seen = append(seen, count{c, 1})
		if best.n == 0 {
			best = seen[0]
		}
	}
	return best.colour, best.n > 0
}
