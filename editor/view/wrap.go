package view

import (
	"slices"
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

// lay gives the clusters from from to to their places in r, in visual order:
// runs of the other direction are turned round as a whole (a simplification of
// Unicode Annex 9, rule L2, for two levels). A row that leans left begins start
// from the left and has room; one that leans right is the mirror image.
func (w *wrapper) lay(r *row, from, to int, rtl bool, start, room fixed.Int26_6) {
	type run struct{ from, to int }
	var runs []run
	var width fixed.Int26_6
	for i := from; i < to; i++ {
		c := &w.clusters[i]
		if i == from || w.clusters[i-1].kind != c.kind || w.clusters[i-1].rtl != c.rtl || c.tab || w.clusters[i-1].tab {
			runs = append(runs, run{i, i})
		}
		runs[len(runs)-1].to = i + 1
		width += c.advance
	}
	other := func(i int) bool { return w.clusters[runs[i].from].rtl != rtl }
	for i := 0; i < len(runs); {
		j := i
		for j < len(runs) && other(j) {
			j++
		}
		slices.Reverse(runs[i:j])
		i = max(j, i+1)
	}
	x := start
	if rtl {
		slices.Reverse(runs)
		x = room - width
	}
	r.cells = make([]cell, 0, to-from)
	for _, run := range runs {
		x = w.layRun(r, run.from, run.to, x)
	}
	slices.SortFunc(r.cells, func(a, b cell) int { return a.at - b.at })
	if r.end = start; rtl {
		r.end = room
	}
	if n := len(r.cells); n > 0 {
		r.end = r.cells[n-1].trail
	}
}

// layRun places one run at x and returns the x behind it.
func (w *wrapper) layRun(r *row, from, to int, x fixed.Int26_6) fixed.Int26_6 {
	first, last := &w.clusters[from], &w.clusters[to-1]
	pc := piece{kind: first.kind, from: x, glyphs: slices.Clone(w.glyphs[first.glyph : last.glyph+last.glyphs])}
	var width fixed.Int26_6
	for i := from; i < to; i++ {
		width += w.clusters[i].advance
	}
	pen, sign := x, fixed.Int26_6(1)
	if first.rtl {
		pen, sign = x+width, -1
	}
	n := 0
	for i := from; i < to; i++ {
		c := &w.clusters[i]
		w.addCells(r, c, pen, sign)
		if c.tab {
			pen += sign * c.advance
			continue
		}
		for range c.glyphs {
			g := &pc.glyphs[n]
			if first.rtl {
				pen -= g.Advance
				g.X = pen
			} else {
				g.X = pen
				pen += g.Advance
			}
			n++
		}
	}
	pc.to = x + width
	if len(pc.glyphs) > 0 || pc.kind&markdown.Code != 0 {
		r.pieces = append(r.pieces, pc)
	}
	return x + width
}

// addCells divides a cluster evenly between its characters: a ligature is one
// cluster, but the caret goes between its letters.
func (w *wrapper) addCells(r *row, c *cluster, pen, sign fixed.Int26_6) {
	n := 0
	for i := range c.runes {
		if w.starts[c.rune+i] {
			n++
		}
	}
	if n == 0 { // the rest of a character that the cluster before has begun
		if k := len(r.cells); k > 0 {
			r.cells[k-1].trail = pen + sign*c.advance
		}
		return
	}
	k := 0
	for i := range c.runes {
		if !w.starts[c.rune+i] {
			continue
		}
		r.cells = append(r.cells, cell{
			at:    w.bytes[c.rune+i],
			lead:  pen + sign*c.advance*fixed.Int26_6(k)/fixed.Int26_6(n),
			trail: pen + sign*c.advance*fixed.Int26_6(k+1)/fixed.Int26_6(n),
		})
		k++
	}
}
