package view

import (
	"unicode"

	"gioui.org/font"
	"gioui.org/io/system"
	"gioui.org/text"
	"gioui.org/unit"
	"golang.org/x/image/math/fixed"

	"chirograph/editor/markdown"
)

// paper shapes paragraphs into blocks and remembers those it needs again. A
// block depends on its text, the style and the width alone, so an edit
// elsewhere leaves it as it is.
type paper struct {
	look  look
	style Style
	m     unit.Metric
	sizes [5]metrics       // running text, the headings of level 1, 2 and below, code
	space [2]fixed.Int26_6 // how wide a space is, in running text and in code

	fresh map[string]*block // used since the last frame
	stale map[string]*block // used in the frame before
	name  []byte

	shapes  map[shapeKey]*shape
	wrapper wrapper
}

// look is what the shape of every block depends on.
type look struct {
	shaper     *text.Shaper
	metric     unit.Metric
	text, code font.Typeface
	weight     font.Weight
	size, line unit.Sp
	width, tab int
}

// codeSize is the index of the metrics of code.
const codeSize = 4

// sizeOf returns which of the sizes a line has.
func sizeOf(b markdown.Block) int {
	switch b.Kind {
	case markdown.Title:
		return min(b.Level, 3)
	case markdown.Fence, markdown.Verbatim, markdown.Indented, markdown.Front,
		markdown.Head, markdown.Delimiter, markdown.Row:
		return codeSize
	}
	return 0
}

// inset is how far the words in so many quotations are moved in: on a narrow
// page not without end.
func (p *paper) inset(quotes int) int { return min(quotes*p.m.Dp(16), p.look.width/4) }

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
	tab := s.TabWidth
	if tab <= 0 {
		tab = 4
	}
	l := look{s.Shaper, m, s.Text, s.Code, s.Weight, s.Size, s.LineHeight, width, tab}
	p.style, p.m = s, m
	if l == p.look {
		return
	}
	p.look = l
	p.fresh, p.stale = map[string]*block{}, map[string]*block{}
	p.shapes = map[shapeKey]*shape{}
	for i, h := range [...]struct{ size, height, above float32 }{
		{1, 1, 0}, {27.0 / 16, 40.0 / 28, 0}, {20.0 / 16, 32.0 / 28, 8}, {17.0 / 16, 1, 4}, {1, 24.0 / 28, 0},
	} {
		weight := s.Weight
		if i > 0 && i < codeSize {
			weight = font.SemiBold
		}
		z := metrics{
			ppem:   fixed.Int26_6(float32(m.Sp(s.Size)) * h.size * 64),
			height: m.Sp(s.LineHeight * unit.Sp(h.height)),
			above:  m.Sp(unit.Sp(h.above)),
			weight: weight,
		}
		var kind markdown.Kind
		if i == codeSize {
			kind = markdown.Fixed
		}
		s.Shaper.LayoutString(p.params(z, kind, false), "x")
		g, _ := s.Shaper.NextGlyph()
		z.baseline = (z.height-(g.Ascent+g.Descent).Ceil())/2 + g.Ascent.Ceil()
		p.sizes[i] = z
	}
	for i, size := range [...]int{0, codeSize} {
		p.space[i] = p.spaceOf(size)
	}
}

func (p *paper) spaceOf(size int) fixed.Int26_6 {
	kind := markdown.Fixed
	if size == 0 {
		kind = 0
	}
	p.style.Shaper.LayoutString(p.params(p.sizes[size], kind, false), "0")
	g, _ := p.style.Shaper.NextGlyph()
	return g.Advance
}

// source is what the shape of a piece of text depends on besides its letters.
type source struct {
	first bool           // it is the beginning of its line
	state markdown.State // of the line, if first
	line  markdown.Block // the line, if not
}

// block returns the shape of one paragraph or chunk.
func (p *paper) block(content []byte, of source) *block {
	p.name = append(append(p.name[:0], content...), '\n') // no content has one
	if of.first {
		s := of.state
		p.name = append(p.name, 1, s.Fence, s.Run, s.Indent, s.Depth, s.Front, byte(s.Prev),
			flag(s.List)|flag(s.Table)<<1|flag(s.Piped)<<2|flag(s.Header)<<3)
	} else {
		p.name = append(p.name, 0, byte(of.line.Kind), byte(of.line.Quote), byte(of.line.Level), flag(of.line.Done))
	}
	if b, ok := p.fresh[string(p.name)]; ok {
		return b
	}
	b, ok := p.stale[string(p.name)]
	if !ok {
		b = p.wrapper.wrap(p, string(content), of)
	}
	p.fresh[string(p.name)] = b
	return b
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
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
func (p *paper) params(z metrics, k markdown.Kind, rtl bool) text.Parameters {
	f := font.Font{Typeface: p.style.Text, Weight: z.weight}
	ppem := z.ppem
	if k&(markdown.Code|markdown.Fixed) != 0 {
		f.Typeface = p.style.Code
		ppem = ppem * 29 / 32 // mono looks larger at the same size: 14.5 beside 16
	}
	if k&markdown.Strong != 0 {
		f.Weight = font.SemiBold
	}
	if k&markdown.Emphasis != 0 {
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
