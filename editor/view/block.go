package view

import (
	"slices"
	"unicode"

	"gioui.org/text"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/image/math/fixed"
)

// A block is a paragraph, or one chunk of a very long one, shaped and wrapped.
// All its positions are relative to itself.
type block struct {
	rows   []row
	height int
	size   int // which of paper's sizes
	rtl    bool
}

// A row is one visual line.
type row struct {
	from, to int // bytes of the block
	y        int // top
	height   int
	baseline int           // from the top
	end      fixed.Int26_6 // where the caret stands behind the last character
	cells    []cell
	pieces   []piece
}

// A cell is what a caret steps over: a grapheme cluster.
type cell struct {
	at          int           // byte of the block
	lead, trail fixed.Int26_6 // x before and behind it; lead > trail in right-to-left text
}

// A piece is a stretch of glyphs of one kind in one direction.
type piece struct {
	kind   kind
	glyphs []text.Glyph
	from   fixed.Int26_6
	to     fixed.Int26_6
}

// rowAt returns the index of the row with the byte at off. Where a line is
// wrapped, upstream chooses the upper of two rows.
func (b *block) rowAt(off int, upstream bool) int {
	i := len(b.rows) - 1
	for i > 0 && (b.rows[i].from > off || upstream && b.rows[i].from == off) {
		i--
	}
	return i
}

// x returns where a caret before the byte at off stands.
func (r *row) x(off int) fixed.Int26_6 {
	i, _ := slices.BinarySearchFunc(r.cells, off, func(c cell, off int) int { return c.at - off })
	if i < len(r.cells) && (r.cells[i].at == off || i == 0) {
		return r.cells[i].lead
	}
	if off >= r.to || i == 0 {
		return r.end
	}
	return r.cells[i-1].lead // inside a cluster: others may put a caret there
}

// near returns the caret position nearest to x.
func (r *row) near(x fixed.Int26_6) int {
	best, at := abs(r.end-x), r.to
	for _, c := range r.cells {
		if d := abs(c.lead - x); d < best {
			best, at = d, c.at
		}
	}
	return at
}

// bands calls f with the stretches of the row that the bytes from to to take.
// In mixed directions there can be several.
func (r *row) bands(from, to int, f func(x0, x1 int)) {
	var x0, x1 fixed.Int26_6
	for i, c := range r.cells {
		end := r.to
		if i+1 < len(r.cells) {
			end = r.cells[i+1].at
		}
		if c.at >= to || end <= from {
			continue
		}
		l, h := min(c.lead, c.trail), max(c.lead, c.trail)
		switch {
		case x0 == x1:
			x0, x1 = l, h
		case l <= x1 && h >= x0:
			x0, x1 = min(x0, l), max(x1, h)
		default:
			f(x0.Floor(), x1.Ceil())
			x0, x1 = l, h
		}
	}
	if x1 > x0 {
		f(x0.Floor(), x1.Ceil())
	}
}

func abs(x fixed.Int26_6) fixed.Int26_6 {
	return max(x, -x)
}

// cluster is what the shaper says belongs together, in logical order.
type cluster struct {
	rune, runes    int
	byte           int
	glyph, glyphs  int
	advance        fixed.Int26_6
	kind           kind
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
// call, and lays the clusters into rows.
func (w *wrapper) wrap(p *paper, s string, first bool) *block {
	b := &block{rtl: leansRight(s)}
	spans := styled(s)
	if first {
		b.size = min(heading(s), 3)
	}
	z := p.sizes[b.size]
	w.segment(s)
	w.clusters, w.glyphs = w.clusters[:0], w.glyphs[:0]
	for _, sp := range spans {
		w.shape(p, z, s[sp.from:sp.to], sp.kind, b.rtl)
	}
	limit := fixed.I(p.look.width)
	stop := max(p.sizes[0].ppem*12/5, fixed.I(8)) // of tabs: four digits
	y := z.above
	for from := 0; ; {
		to := w.fit(from, limit, stop)
		r := row{y: y, height: z.height, baseline: z.baseline, from: len(s), to: len(s)}
		if from < len(w.clusters) {
			r.from = w.clusters[from].byte
		}
		if to < len(w.clusters) {
			r.to = w.clusters[to].byte
		}
		w.lay(&r, from, to, b.rtl, limit)
		b.rows = append(b.rows, r)
		y += z.height
		if from = to; from >= len(w.clusters) {
			break
		}
	}
	b.height = y
	return b
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
func (w *wrapper) shape(p *paper, z metrics, s string, k kind, rtl bool) {
	for len(s) > 0 {
		n := 0
		for n < len(s) && s[n] != '\t' {
			n++
		}
		if n > 0 {
			w.shapeRun(p, z, s[:n], k, rtl)
		}
		if s = s[n:]; len(s) > 0 {
			s = s[1:]
			w.push(cluster{runes: 1, kind: k, tab: true, rtl: rtl, glyph: len(w.glyphs)})
		}
	}
}

func (w *wrapper) shapeRun(p *paper, z metrics, s string, k kind, rtl bool) {
	left := len([]rune(s))
	p.style.Shaper.LayoutString(p.params(z, k, rtl), s)
	c := cluster{kind: k, glyph: len(w.glyphs)}
	for {
		g, ok := p.style.Shaper.NextGlyph()
		if !ok {
			break
		}
		w.glyphs = append(w.glyphs, g)
		c.glyphs++
		c.advance += g.Advance
		c.rtl = g.Flags&text.FlagTowardOrigin != 0
		if g.Flags&text.FlagClusterBreak == 0 {
			continue
		}
		c.runes = min(int(g.Runes), left)
		left -= c.runes
		if c.runes > 0 {
			w.push(c)
		}
		c = cluster{kind: k, glyph: len(w.glyphs)}
	}
	if left > 0 { // every character must have a place, drawn or not
		w.push(cluster{kind: k, glyph: len(w.glyphs), runes: left, rtl: rtl})
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
			for !c.starts && i > from+1 {
				i--
				c = &w.clusters[i]
			}
			return i
		}
		if c.breaks {
			last = i + 1
		}
	}
	return len(w.clusters)
}

// lay gives the clusters from from to to their places in r, in visual order:
// runs of the other direction are turned round as a whole (a simplification of
// Unicode Annex 9, rule L2, for two levels).
func (w *wrapper) lay(r *row, from, to int, rtl bool, limit fixed.Int26_6) {
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
	var x fixed.Int26_6
	if rtl {
		slices.Reverse(runs)
		x = limit - width
	}
	r.cells = make([]cell, 0, to-from)
	for _, run := range runs {
		x = w.layRun(r, run.from, run.to, x)
	}
	slices.SortFunc(r.cells, func(a, b cell) int { return a.at - b.at })
	if rtl {
		r.end = limit
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
	if len(pc.glyphs) > 0 || pc.kind&code != 0 {
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
