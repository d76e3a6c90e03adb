package view

import (
	"slices"

	"golang.org/x/image/math/fixed"

	"chirograph/editor/markdown"
)

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
	pc.outlined = true
	var width fixed.Int26_6
	for i := from; i < to; i++ {
		width += w.clusters[i].advance
		pc.outlined = pc.outlined && w.clusters[i].outlined
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
