package view

import (
	"image/color"
	"unicode"

	"gioui.org/font"
	"gioui.org/io/system"
	"gioui.org/text"
	"gioui.org/unit"
	"golang.org/x/image/math/fixed"
)

// paper shapes paragraphs into blocks and remembers those it needs again. A
// block depends on its text, the style and the width alone, so an edit
// elsewhere leaves it as it is.
type paper struct {
	look  look
	style Style
	m     unit.Metric
	sizes [4]metrics // running text and the headings of level 1, 2 and below

	fresh map[string]*block // used since the last frame
	stale map[string]*block // used in the frame before
	name  []byte

	wrapper wrapper
}

// look is what the shape of every block depends on.
type look struct {
	shaper     *text.Shaper
	metric     unit.Metric
	text, code font.Typeface
	weight     font.Weight
	size, line unit.Sp
	width      int
}

// metrics belong to one size of text, in pixels.
type metrics struct {
	ppem     fixed.Int26_6
	height   int // of a row
	baseline int // from the top of a row
	above    int // extra space over the block
	weight   font.Weight
}

// use prepares for blocks of the given style and width.
func (p *paper) use(m unit.Metric, s Style, width int) {
	l := look{s.Shaper, m, s.Text, s.Code, s.Weight, s.Size, s.LineHeight, width}
	p.style, p.m = s, m
	if l == p.look {
		return
	}
	p.look = l
	p.fresh, p.stale = map[string]*block{}, map[string]*block{}
	for i, h := range [...]struct{ size, height, above float32 }{
		{1, 1, 0}, {27.0 / 16, 40.0 / 28, 0}, {20.0 / 16, 32.0 / 28, 8}, {17.0 / 16, 1, 4},
	} {
		weight := s.Weight
		if i > 0 {
			weight = font.SemiBold
		}
		z := metrics{
			ppem:   fixed.Int26_6(float32(m.Sp(s.Size)) * h.size * 64),
			height: m.Sp(s.LineHeight * unit.Sp(h.height)),
			above:  m.Sp(unit.Sp(h.above)),
			weight: weight,
		}
		s.Shaper.LayoutString(text.Parameters{
			Font: font.Font{Typeface: s.Text, Weight: weight}, PxPerEm: z.ppem, MaxWidth: wide,
		}, "x")
		g, _ := s.Shaper.NextGlyph()
		z.baseline = (z.height-(g.Ascent+g.Descent).Ceil())/2 + g.Ascent.Ceil()
		p.sizes[i] = z
	}
}

// block returns the shape of one paragraph or chunk. Only the first chunk of a
// paragraph can be a heading.
func (p *paper) block(content []byte, first bool) *block {
	p.name = append(p.name[:0], content...)
	if first {
		p.name = append(p.name, '\n') // no content has one
	}
	if b, ok := p.fresh[string(p.name)]; ok {
		return b
	}
	b, ok := p.stale[string(p.name)]
	if !ok {
		b = p.wrapper.wrap(p, string(content), first)
	}
	p.fresh[string(p.name)] = b
	return b
}

// sweep forgets what neither this frame nor the last has used.
func (p *paper) sweep() {
	p.fresh, p.stale = p.stale, p.fresh
	clear(p.fresh)
}

// wide is more than any chunk of text takes on one line: the shaper must not
// wrap, this package does.
const wide = 1 << 20

// params are the shaper's parameters for one kind of text.
func (p *paper) params(z metrics, k kind, rtl bool) text.Parameters {
	f := font.Font{Typeface: p.style.Text, Weight: z.weight}
	ppem := z.ppem
	if k&code != 0 {
		f.Typeface = p.style.Code
		ppem = ppem * 29 / 32 // mono looks larger at the same size: 14.5 beside 16
	}
	if k&strong != 0 {
		f.Weight = font.SemiBold
	}
	if k&emphasis != 0 {
		f.Style = font.Italic
	}
	a := text.Parameters{
		Font: f, PxPerEm: ppem, MaxWidth: wide, LineHeightScale: 1, DisableSpaceTrim: true,
		Locale: system.Locale{Language: "en", Direction: system.LTR},
	}
	if rtl {
		a.Locale.Direction = system.RTL
	}
	return a
}

// colour is that of text of kind k.
func (s Style) colour(k kind) color.NRGBA {
	switch {
	case k&mark != 0, k&struck != 0:
		return s.Quiet
	case k&link != 0:
		return s.Accent
	}
	return s.Ink
}

// leansRight reports whether a paragraph runs from right to left, which its
// first strong character decides (Unicode Annex 9, rules P2 and P3).
func leansRight(s string) bool {
	for _, r := range s {
		switch {
		case r < 0x590:
			if unicode.IsLetter(r) {
				return false
			}
		case unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko):
			return true
		case unicode.IsLetter(r):
			return false
		}
	}
	return false
}
