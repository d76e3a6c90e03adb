package view

import (
	"unicode"

	"gioui.org/text"
	"gioui.org/unit"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/image/math/fixed"

	"chirograph/editor/markdown"
)

// cluster is what the shaper says belongs together, in logical order.
type cluster struct {
	rune, runes    int
	byte           int
	glyph, glyphs  int
	advance        fixed.Int26_6
	kind           markdown.Kind
	rtl, tab, gap  bool // gap: white space, which may hang over the end of a row
	breaks, starts bool // a line may end behind it; a grapheme starts with it
	outlined       bool // none of its glyphs is a bitmap
}

// wrapper turns text into blocks. It keeps its working memory between calls.
type wrapper struct {
	runes    []rune
	bytes    []int  // offset of each rune
	breaks   []bool // a line may end behind the rune
	starts   []bool // a grapheme starts with the rune
	clusters []cluster
	glyphs   []text.Glyph
	seg      segmenter.Segmenter
}

// wrap shapes each span of s by itself, since the shaper takes one font a
// call, and lays the clusters into rows. The rows after the first begin below
// the words of the first: behind the sign of an item or a quotation.
func (w *wrapper) wrap(p *paper, s string, of source) *block {
	b := &block{}
	var spans []markdown.Span
	if of.first {
		b.Block, spans = markdown.Line(s, of.state)
	} else {
		b.Block, spans = of.line, markdown.Rest(s, of.line)
		b.Lead, b.Box = 0, 0
	}
	b.size = sizeOf(b.Block)
	b.rtl = b.size != codeSize && leansRight(s) // code and tables never do
	z := p.sizes[b.size]
	w.segment(s)
	w.clusters, w.glyphs = w.clusters[:0], w.glyphs[:0]
	for _, sp := range spans {
		w.shape(p, b.size, s[sp.From:sp.To], sp.Kind, b.rtl)
	}
	limit := fixed.I(p.look.width)
	stop := max(p.space[min(b.size, 1)]*fixed.Int26_6(p.look.tab), fixed.I(8))
	inset := fixed.I(p.inset(b.Quote))
	y := 0
	switch {
	case b.Kind == markdown.Fence && b.Opens:
		y = p.m.Dp(fencePad)
	case of.first:
		y = z.above
	}
	for from, start := 0, inset; ; start = inset + w.hang(b, s, limit, stop) {
		room := limit - start
		to := w.fit(from, room, stop)
		r := row{y: y, height: z.height, baseline: z.baseline, from: len(s), to: len(s)}
		if from < len(w.clusters) {
			r.from = w.clusters[from].byte
		}
		if to < len(w.clusters) {
			r.to = w.clusters[to].byte
		}
		w.lay(&r, from, to, b.rtl, start, room)
		b.rows = append(b.rows, r)
		y += z.height
		if from = to; from >= len(w.clusters) {
			break
		}
	}
	b.height = y
	if b.Kind == markdown.Fence && !b.Opens {
		b.height += p.m.Dp(fencePad)
	}
	return b
}

// fencePad is the space above and below fenced code on its ground.
const fencePad = unit.Dp(6)

// hang is how far the rows after the first are indented.
func (w *wrapper) hang(b *block, s string, limit, stop fixed.Int26_6) fixed.Int26_6 {
	lead := b.Lead
	if b.Kind == markdown.Verbatim || b.Kind == markdown.Indented {
		for lead < len(s) && (s[lead] == ' ' || s[lead] == '\t') {
			lead++
		}
	}
	var x fixed.Int26_6
	for i := 0; i < len(w.clusters) && w.clusters[i].byte < lead; i++ {
		if c := &w.clusters[i]; c.tab {
			x += stop - x%stop
		} else {
			x += c.advance
		}
	}
	return min(x, limit/3)
}

// segment finds the places where lines may break (Unicode Annex 14) and where
// characters as people see them begin (Annex 29).
func (w *wrapper) segment(s string) {
	w.runes, w.bytes = w.runes[:0], w.bytes[:0]
	for i, r := range s {
		w.runes = append(w.runes, r)
		w.bytes = append(w.bytes, i)
	}
	w.breaks = append(w.breaks[:0], make([]bool, len(w.runes))...)
	w.starts = append(w.starts[:0], make([]bool, len(w.runes))...)
	w.seg.Init(w.runes)
	for it := w.seg.LineIterator(); it.Next(); {
		if l := it.Line(); len(l.Text) > 0 {
			w.breaks[l.Offset+len(l.Text)-1] = true
		}
	}
	for it := w.seg.GraphemeIterator(); it.Next(); {
		w.starts[it.Grapheme().Offset] = true
	}
}

// shape appends the clusters of one span. Tabs are clusters of their own: the
// fonts have none.
func (w *wrapper) shape(p *paper, size int, s string, k markdown.Kind, rtl bool) {
	for len(s) > 0 {
		n := 0
		for n < len(s) && s[n] != '\t' {
			n++
		}
		simple := !rtl && isSimple(s[:n])
		for rest := s[:n]; rest != ""; {
			piece := len(rest)
			if simple {
				piece = pieceOf(rest)
			}
			w.pushShape(p.shape(rest[:piece], size, k, rtl), k)
			rest = rest[piece:]
		}
		if s = s[n:]; len(s) > 0 {
			s = s[1:]
			w.push(cluster{runes: 1, kind: k, tab: true, rtl: rtl, glyph: len(w.glyphs)})
		}
	}
}

func (w *wrapper) pushShape(sh *shape, k markdown.Kind) {
	base := len(w.glyphs)
	w.glyphs = append(w.glyphs, sh.glyphs...)
	for _, c := range sh.clusters {
		c.kind = k
		c.glyph += base
		c.outlined = sh.outlined
		w.push(c)
	}
}

func (w *wrapper) push(c cluster) {
	if n := len(w.clusters); n > 0 {
		c.rune = w.clusters[n-1].rune + w.clusters[n-1].runes
	}
	c.byte = w.bytes[c.rune]
	c.starts = w.starts[c.rune]
	c.breaks = w.breaks[c.rune+c.runes-1]
	c.gap = c.tab || unicode.IsSpace(w.runes[c.rune]) && w.runes[c.rune] != '\u00a0'
	w.clusters = append(w.clusters, c)
}

// fit returns the end of the row that starts with the cluster at from. White
// space hangs over the edge instead of starting a row.
func (w *wrapper) fit(from int, limit, stop fixed.Int26_6) int {
	var x fixed.Int26_6
	last := -1 // the last place where a line may break
	for i := from; i < len(w.clusters); i++ {
		c := &w.clusters[i]
		if c.tab {
			c.advance = stop - x%stop
		}
		if x += c.advance; x > limit && !c.gap && i > from {
			if last > from {
				return last
			}
			end := i
			for end > from && !w.clusters[end].starts {
				end--
			}
			for end <= from || end < len(w.clusters) && !w.clusters[end].starts { // one character is wider than the row
				end++
			}
			return end
		}
		if c.breaks && (i+1 == len(w.clusters) || w.clusters[i+1].starts) {
			last = i + 1
		}
	}
	return len(w.clusters)
}
