package view

import (
	"image"
	"image/color"

	"gioui.org/font"
	"gioui.org/layout"
	"gioui.org/text"
	"gioui.org/unit"
	"golang.org/x/image/math/fixed"
)

func (v *View) drawHint(gtx layout.Context, s *Style) {
	r := v.placed[0].block.rows[0]
	p := v.paper.params(v.paper.sizes[0], 0, false)
	v.drawString(gtx, s.Shaper, p, s.Hint, s.Quiet, image.Pt(v.column.Min.X, v.placed[0].y+r.y+r.baseline))
}

func labelParams(gtx layout.Context, s *Style, size unit.Sp, w font.Weight) text.Parameters {
	return text.Parameters{
		Font:    font.Font{Typeface: s.Label, Weight: w},
		PxPerEm: fixed.Int26_6(float32(gtx.Metric.PxPerSp) * float32(size) * 64), MaxWidth: wide, MaxLines: 1,
	}
}

func labelWidth(gtx layout.Context, s *Style, label string, size unit.Sp, w font.Weight) int {
	s.Shaper.LayoutString(labelParams(gtx, s, size, w), label)
	var end fixed.Int26_6
	for g, ok := s.Shaper.NextGlyph(); ok; g, ok = s.Shaper.NextGlyph() {
		end = max(end, g.X+g.Advance)
	}
	return end.Ceil()
}

func (v *View) drawLabel(gtx layout.Context, s *Style, label string, size unit.Sp, w font.Weight, c color.NRGBA, at image.Point) {
	v.drawString(gtx, s.Shaper, labelParams(gtx, s, size, w), label, c, at)
}

func (v *View) drawString(gtx layout.Context, sh *text.Shaper, p text.Parameters, str string, c color.NRGBA, at image.Point) {
	sh.LayoutString(p, str)
	v.glyphs = v.glyphs[:0]
	for g, ok := sh.NextGlyph(); ok; g, ok = sh.NextGlyph() {
		v.glyphs = append(v.glyphs, g)
	}
	if len(v.glyphs) > 0 {
		drawGlyphs(gtx, sh, v.glyphs, isSimple(str), at.X, at.Y, c)
	}
}
