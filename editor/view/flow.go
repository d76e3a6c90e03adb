package view

import (
	"golang.org/x/image/math/fixed"

	"chirograph/editor/markdown"
)

// flow shapes and wraps one line of text that is divided into spans already,
// in one of the sizes, to a width in pixels.
func (p *paper) flow(s string, spans []markdown.Span, size, width int) *block {
	w := &p.wrapper
	b := &block{rtl: leansRight(s), size: size}
	z := p.sizes[size]
	w.segment(s)
	w.clusters, w.glyphs = w.clusters[:0], w.glyphs[:0]
	for _, sp := range spans {
		w.shape(p, size, s[sp.From:sp.To], sp.Kind, b.rtl)
	}
	limit := fixed.I(width)
	stop := max(p.space[min(size, 1)]*fixed.Int26_6(p.look.tab), fixed.I(8))
	for from := 0; ; {
		to := w.fit(from, limit, stop)
		r := row{y: b.height, height: z.height, baseline: z.baseline, from: len(s), to: len(s)}
		if from < len(w.clusters) {
			r.from = w.clusters[from].byte
		}
		if to < len(w.clusters) {
			r.to = w.clusters[to].byte
		}
		w.lay(&r, from, to, b.rtl, 0, limit)
		b.rows = append(b.rows, r)
		b.height += z.height
		if from = to; from >= len(w.clusters) {
			return b
		}
	}
}
