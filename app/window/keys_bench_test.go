package window

import (
	"testing"

	"gioui.org/layout"
	"gioui.org/op"
)

// BenchmarkKeys is what listening for all shortcuts costs a frame.
func BenchmarkKeys(b *testing.B) {
	h := newBench(b, fullShelf())
	openFirst(h)
	var ops op.Ops
	gtx := layout.Context{Ops: &ops, Now: h.now, Source: h.r.Source()}
	b.ReportAllocs()
	for b.Loop() {
		h.u.keys(gtx)
		h.r.Frame(&ops)
	}
}
