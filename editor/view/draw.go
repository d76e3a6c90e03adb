package view

import (
	"image"
	"image/color"
	"strconv"
	"time"

	"gioui.org/f32"
	"gioui.org/font"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/text"
	"gioui.org/unit"
	"golang.org/x/image/math/fixed"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

// drawRows draws the text and, beside it, numbers and stripes.
func (v *View) drawRows(gtx layout.Context, t *crdt.Text, s Style) {
	for _, p := range v.placed {
		for i := range p.block.rows {
			r := &p.block.rows[i]
			y := p.y + r.y
			if y > v.size.Y || y+r.height < 0 {
				continue
			}
			if s.Gutter > 0 {
				v.drawGutter(gtx, t, s, p, i, y)
			}
			for _, pc := range r.pieces {
				v.drawPiece(gtx, s, pc, y, r)
			}
		}
	}
}

// drawWashes draws the ground of code, which lies below selections.
func (v *View) drawWashes(gtx layout.Context, s Style) {
	side, inset := gtx.Dp(1), gtx.Dp(4)
	for _, p := range v.placed {
		for _, r := range p.block.rows {
			for _, pc := range r.pieces {
				if pc.kind&code == 0 {
					continue
				}
				x, y := v.column.Min.X, p.y+r.y
				box := image.Rect(x+pc.from.Floor()-side, y+inset, x+pc.to.Ceil()+side, y+r.height-inset)
				fillRound(gtx, s.Wash, box, inset)
			}
		}
	}
}

func (v *View) drawPiece(gtx layout.Context, s Style, pc piece, y int, r *row) {
	x := v.column.Min.X
	if len(pc.glyphs) == 0 {
		return
	}
	v.drawGlyphs(gtx, s.Shaper, pc.glyphs, x, y+r.baseline, s.colour(pc.kind))
	if pc.kind&struck != 0 {
		thick := max(1, gtx.Dp(1))
		mid := y + r.baseline - v.paper.sizes[0].ppem.Round()*5/16
		fill(gtx, s.Quiet, image.Rect(x+pc.from.Floor(), mid, x+pc.to.Ceil(), mid+thick))
	}
}

// drawGlyphs draws a run whose dots stand on the baseline y.
func (v *View) drawGlyphs(gtx layout.Context, sh *text.Shaper, gs []text.Glyph, x, y int, c color.NRGBA) {
	off := f32.Pt(float32(x)+float32(gs[0].X)/64, float32(y))
	defer op.Affine(f32.AffineId().Offset(off)).Push(gtx.Ops).Pop()
	outline := clip.Outline{Path: sh.Shape(gs)}.Op().Push(gtx.Ops)
	paint.ColorOp{Color: c}.Add(gtx.Ops)
	paint.PaintOp{}.Add(gtx.Ops)
	outline.Pop()
	if call := sh.Bitmaps(gs); call != (op.CallOp{}) {
		call.Add(gtx.Ops)
	}
}

// drawGutter draws the number of a line, before its first row, and the stripe
// of whoever wrote a row.
func (v *View) drawGutter(gtx layout.Context, t *crdt.Text, s Style, p placed, i, y int) {
	r := &p.block.rows[i]
	if i == 0 && p.nth == 0 {
		label := strconv.Itoa(p.line + 1)
		size := s.Size * 11 / 16
		w := labelWidth(gtx, s, label, size, font.Normal)
		x := v.column.Min.X - gtx.Dp(40) - w
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
func (v *View) rowAuthor(t *crdt.Text, s Style, from, to int) (color.NRGBA, bool) {
	const samples = 7
	seen := map[color.NRGBA]int{}
	var best color.NRGBA
	for i := range min(samples, to-from) {
		at := from + (to-from)*i/samples
		if c, ok := s.Author(t.AuthorAt(at).Author); ok {
			if seen[c]++; seen[c] > seen[best] {
				best = c
			}
		}
	}
	return best, len(seen) > 0
}

// drawSelections draws the selections of everyone, one's own on top.
func (v *View) drawSelections(gtx layout.Context, b *buffer.Buffer, s Style, others []Caret) {
	for _, c := range others {
		v.drawSelection(gtx, c.Anchor, c.Head, s.tinted(c.Colour, s.Tint))
	}
	anchor, head := b.Selection()
	v.drawSelection(gtx, anchor, head, s.Selection)
}

func (v *View) drawSelection(gtx layout.Context, anchor, head int, c color.NRGBA) {
	from, to := min(anchor, head), max(anchor, head)
	if from == to {
		return
	}
	for _, p := range v.placed {
		if to < p.from || from > p.to {
			continue
		}
		for i := range p.block.rows {
			r := &p.block.rows[i]
			box := image.Rect(0, p.y+r.y, 0, p.y+r.y+r.height)
			r.bands(from-p.from, to-p.from, func(x0, x1 int) {
				box.Min.X, box.Max.X = v.column.Min.X+x0, v.column.Min.X+x1
				fill(gtx, c, box)
			})
			if p.last && i == len(p.block.rows)-1 && from <= p.to && to > p.to { // the line's end is in it
				x := v.column.Min.X + r.end.Round()
				fill(gtx, c, image.Rect(x, box.Min.Y, x+gtx.Dp(6), box.Max.Y))
			}
		}
	}
}

// drawComposition underlines what the input method is composing.
func (v *View) drawComposition(gtx layout.Context, b *buffer.Buffer, s Style) {
	v.composition(b, func(box image.Rectangle, baseline int) {
		y := box.Min.Y + baseline + gtx.Dp(3)
		fill(gtx, s.Ink, image.Rect(box.Min.X, y, box.Max.X, y+max(1, gtx.Dp(1))))
	})
}

// composed is the box around the text being composed.
func (v *View) composed(b *buffer.Buffer) image.Rectangle {
	var all image.Rectangle
	v.composition(b, func(box image.Rectangle, _ int) { all = all.Union(box) })
	return all.Intersect(image.Rectangle{Max: v.size})
}

func (v *View) composition(b *buffer.Buffer, f func(box image.Rectangle, baseline int)) {
	p := &v.published
	since, known := p.since(b)
	if !v.composing() || !known {
		return
	}
	c := ordered(v.compose)
	from, to := p.locate(p.byte(c.Start), since, true), p.locate(p.byte(c.End), since, false)
	for _, pl := range v.placed {
		for i := range pl.block.rows {
			r := &pl.block.rows[i]
			r.bands(from-pl.from, to-pl.from, func(x0, x1 int) {
				x, y := v.column.Min.X, pl.y+r.y
				f(image.Rect(x+x0, y, x+x1, y+r.height), r.baseline)
			})
		}
	}
}

const (
	blink    = 500 * time.Millisecond
	blinkFor = 10 * time.Second // then the caret stands still, and nothing is drawn for its sake
)

// drawCaret draws one's own caret and asks for the frame of its next change.
func (v *View) drawCaret(gtx layout.Context, b *buffer.Buffer, s Style) {
	if !v.focused {
		return
	}
	if d := gtx.Now.Sub(v.blinkStart); d < blinkFor {
		gtx.Execute(op.InvalidateCmd{At: gtx.Now.Add(blink - d%blink)})
		if d/blink%2 == 1 {
			return
		}
	}
	_, head := b.Selection()
	if box, ok := v.caretBox(gtx, head, v.upstream); ok {
		fill(gtx, s.Accent, box)
	}
}

// caretBox is where a caret at off is drawn: as high as the letters, not as
// the row.
func (v *View) caretBox(gtx layout.Context, off int, upstream bool) (image.Rectangle, bool) {
	for _, p := range v.placed {
		if off < p.from || off > p.to || off == p.to && !p.last {
			continue
		}
		r := &p.block.rows[p.block.rowAt(off-p.from, upstream)]
		ppem := v.paper.sizes[p.block.size].ppem.Round()
		x := v.column.Min.X + r.x(off-p.from).Round()
		y := p.y + r.y + r.baseline
		w := max(1, gtx.Dp(2))
		return image.Rect(x-w/2, y-ppem, x-w/2+w, y+ppem/3), true
	}
	return image.Rectangle{}, false
}

const (
	flagFor  = 3 * time.Second
	flagFade = 300 * time.Millisecond
)

// drawOthers draws the carets of others: a bar, and for some seconds after a
// movement a flag with the name. The flag stands beside the caret
// where the line ends, else it hangs below, where the space between lines takes
// most of it: never over the line above. Afterwards a small tab stays.
func (v *View) drawOthers(gtx layout.Context, s Style, others []Caret) {
	for _, c := range others {
		box, ok := v.caretBox(gtx, c.Head, false)
		if !ok {
			continue
		}
		if c.Idle {
			c.Colour = s.tinted(c.Colour, 140)
		}
		fill(gtx, c.Colour, box)
		age := gtx.Now.Sub(c.Moved)
		if age >= flagFor {
			tab := gtx.Dp(6)
			fillRound(gtx, c.Colour, image.Rect(box.Min.X, box.Min.Y-tab*2/3, box.Min.X+tab, box.Min.Y+tab/3), gtx.Dp(1))
			continue
		}
		opacity := uint8(255)
		if left := flagFor - age; left < flagFade {
			opacity = uint8(255 * left / flagFade)
			gtx.Execute(op.InvalidateCmd{})
		} else {
			gtx.Execute(op.InvalidateCmd{At: c.Moved.Add(flagFor - flagFade)})
		}
		v.drawFlag(gtx, s, c, box, opacity)
	}
}

func (v *View) drawFlag(gtx layout.Context, s Style, c Caret, box image.Rectangle, opacity uint8) {
	const size = unit.Sp(10.5)
	w := labelWidth(gtx, s, c.Name, size, font.SemiBold)
	pad := gtx.Dp(5)
	height := gtx.Sp(15)
	x := max(0, min(box.Min.X, v.size.X-w-2*pad-gtx.Dp(12)))
	flag := image.Rect(x, box.Max.Y-1, x+w+2*pad, box.Max.Y-1+height)
	if _, r, ok := v.find(c.Head); ok && v.column.Min.X+r.end.Floor() <= box.Max.X && box.Max.X+w+3*pad < v.size.X {
		y := (box.Min.Y + box.Max.Y - height) / 2 // nothing stands behind the caret: beside it
		flag = image.Rect(box.Max.X+pad/2, y, box.Max.X+pad/2+w+2*pad, y+height)
	}
	fillRound(gtx, faded(c.Colour, opacity), flag, gtx.Dp(3))
	v.drawLabel(gtx, s, c.Name, size, font.SemiBold, faded(c.Label, opacity), image.Pt(flag.Min.X+pad, flag.Max.Y-gtx.Sp(4)))
}

func (v *View) drawHint(gtx layout.Context, s Style) {
	r := v.placed[0].block.rows[0]
	p := v.paper.params(v.paper.sizes[0], 0, false)
	v.drawString(gtx, s.Shaper, p, s.Hint, s.Quiet, image.Pt(v.column.Min.X, v.placed[0].y+r.y+r.baseline))
}

func labelParams(gtx layout.Context, s Style, size unit.Sp, w font.Weight) text.Parameters {
	return text.Parameters{
		Font:    font.Font{Typeface: s.Label, Weight: w},
		PxPerEm: fixed.Int26_6(float32(gtx.Metric.PxPerSp) * float32(size) * 64), MaxWidth: wide, MaxLines: 1,
	}
}

func labelWidth(gtx layout.Context, s Style, label string, size unit.Sp, w font.Weight) int {
	s.Shaper.LayoutString(labelParams(gtx, s, size, w), label)
	var end fixed.Int26_6
	for g, ok := s.Shaper.NextGlyph(); ok; g, ok = s.Shaper.NextGlyph() {
		end = max(end, g.X+g.Advance)
	}
	return end.Ceil()
}

func (v *View) drawLabel(gtx layout.Context, s Style, label string, size unit.Sp, w font.Weight, c color.NRGBA, at image.Point) {
	v.drawString(gtx, s.Shaper, labelParams(gtx, s, size, w), label, c, at)
}

func (v *View) drawString(gtx layout.Context, sh *text.Shaper, p text.Parameters, str string, c color.NRGBA, at image.Point) {
	sh.LayoutString(p, str)
	v.glyphs = v.glyphs[:0]
	for g, ok := sh.NextGlyph(); ok; g, ok = sh.NextGlyph() {
		v.glyphs = append(v.glyphs, g)
	}
	if len(v.glyphs) > 0 {
		v.drawGlyphs(gtx, sh, v.glyphs, at.X, at.Y, c)
	}
}

func fillRound(gtx layout.Context, c color.NRGBA, r image.Rectangle, radius int) {
	paint.FillShape(gtx.Ops, c, clip.UniformRRect(r, radius).Op(gtx.Ops))
}
