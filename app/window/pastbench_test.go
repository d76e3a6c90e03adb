package window

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"gioui.org/io/key"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

// traced opens the history of a recorded editing session, a key press every
// second, in the format of github.com/josephg/editing-traces. The traces are
// not part of the repository: they are looked for in the folder that
// CHIROGRAPH_TRACES names.
func traced(b *testing.B, name string) *bench {
	b.Helper()
	folder := cmp.Or(os.Getenv("CHIROGRAPH_TRACES"), "../../../shared/traces")
	f, err := os.Open(filepath.Join(folder, name+".json.gz"))
	if err != nil {
		b.Skipf("no trace %s: set CHIROGRAPH_TRACES to the folder that holds the editing traces", name)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	var trace struct {
		StartContent string
		Txns         []struct{ Patches [][]any }
	}
	if err := json.NewDecoder(z).Decode(&trace); err != nil {
		b.Fatal(err)
	}
	s := &shelf{me: fullShelf().me}
	d := s.add("")
	w := &scribe{d: d, now: 1_700_000_000_000}
	w.write(myself, 0, func(t *crdt.Text) { t.Insert(myself, 0, trace.StartContent) })
	for _, x := range trace.Txns {
		w.write(myself, 1, func(t *crdt.Text) {
			for _, p := range x.Patches { // place and length in runes, text
				place := int(p[0].(float64))
				at := t.OffsetOfRune(place)
				if n := int(p[1].(float64)); n > 0 {
					t.Delete(myself, at, t.OffsetOfRune(place+n))
				}
				t.Insert(myself, at, p[2].(string))
			}
		})
	}
	d.buf.Do(buffer.Select{}, 0)
	h := newBench(b, s)
	h.size.X, h.size.Y = 1440, 900
	openFirst(h)
	h.press("H", key.ModShortcut|key.ModShift)
	h.settle()
	return h
}

var recorded = []string{"automerge-paper", "rustcode"}

// BenchmarkScrub goes through the history as the slider does, to another version
// every frame: reading it, laying it out and recording what is drawn.
func BenchmarkScrub(b *testing.B) {
	for _, name := range recorded {
		h := traced(b, name)
		p := h.u.page
		n := p.past.line.Len()
		for _, tt := range []struct {
			name string
			step int
		}{{"dragged", n / 300}, {"thrown", n/3 + 7}} {
			b.Run(name+"/"+tt.name, func(b *testing.B) {
				b.ReportAllocs()
				at := 0
				for b.Loop() {
					at = (at + tt.step) % n
					p.goToVersion(at)
					h.frame()
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "positions/s")
			})
		}
	}
}

// BenchmarkCompareVersions compares a version in the middle with the present, and
// draws that.
func BenchmarkCompareVersions(b *testing.B) {
	for _, name := range recorded {
		h := traced(b, name)
		p := h.u.page
		n := p.past.line.Len()
		for _, way := range []struct {
			name string
			way  comparing
		}{{"in place", together}, {"side by side", beside}, {"only changes", changedOnly}} {
			b.Run(name+"/"+way.name, func(b *testing.B) {
				p.goToVersion(n / 2)
				for b.Loop() {
					p.past.way = way.way
					p.compareWith(n, p.past.line.Vector(n))
					h.frame()
				}
				p.endLens()
			})
		}
	}
}

// BenchmarkPlayback draws a frame of the fastest playback.
func BenchmarkPlayback(b *testing.B) {
	h := traced(b, "automerge-paper")
	p := h.u.page
	p.past.speed = len(speeds) - 1
	for b.Loop() {
		if !p.past.playing {
			p.togglePlay(h.now)
		}
		h.frame()
	}
}
