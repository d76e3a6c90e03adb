package history

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"chirograph/editor/crdt"
)

// readTrace plays a recorded editing session in the format of
// github.com/josephg/editing-traces, a key press a second. The traces are not
// part of the repository: they are looked for in the folder that
// CHIROGRAPH_TRACES names.
func readTrace(tb testing.TB, name string) *crdt.Text {
	tb.Helper()
	folder := cmp.Or(os.Getenv("CHIROGRAPH_TRACES"), "../../../shared/traces")
	f, err := os.Open(filepath.Join(folder, name+".json.gz"))
	if err != nil {
		tb.Skipf("no trace %s: set CHIROGRAPH_TRACES to the folder that holds the editing traces", name)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	var trace struct {
		StartContent string
		EndContent   string
		Txns         []struct{ Patches [][]any }
	}
	if err := json.NewDecoder(z).Decode(&trace); err != nil {
		tb.Fatal(err)
	}
	t, me := crdt.New(), replica(1)
	t.Insert(me, 0, trace.StartContent)
	for i, x := range trace.Txns {
		for _, p := range x.Patches { // place and length in runes, text
			place := int(p[0].(float64))
			at := t.OffsetOfRune(place)
			if n := int(p[1].(float64)); n > 0 {
				t.Delete(me, at, t.OffsetOfRune(place+n))
			}
			t.Insert(me, at, p[2].(string))
		}
		commit(t, me, int64(i)*1000)
	}
	if t.String() != trace.EndContent {
		tb.Fatal("another text than the published one")
	}
	return t
}

const paper = "automerge-paper" // 260,000 key presses, 105 kB

func BenchmarkNow(b *testing.B) {
	t := readTrace(b, paper)
	for b.Loop() {
		_ = t.String()
	}
}

func BenchmarkAt(b *testing.B) {
	t := readTrace(b, paper)
	h, line := New(t), New(t).Timeline()
	for _, tt := range []struct {
		name string
		n    int
	}{{"half", line.Len() / 2}, {"end", line.Len()}} {
		v := line.Vector(tt.n)
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = h.At(v)
			}
		})
	}
}

func BenchmarkDiff(b *testing.B) {
	t := readTrace(b, paper)
	h, line := New(t), New(t).Timeline()
	for _, tt := range []struct {
		name string
		from int
	}{{"neighbours", line.Len()/2 - 100}, {"half", 0}} {
		v, w := line.Vector(tt.from), line.Vector(line.Len()/2)
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = h.Diff(v, w)
			}
		})
	}
}

func BenchmarkTimeline(b *testing.B) {
	t := readTrace(b, paper)
	for b.Loop() {
		_ = New(t).Timeline()
	}
}

func BenchmarkBlame(b *testing.B) {
	t := readTrace(b, paper)
	h := New(t)
	v := t.Vector()
	for b.Loop() {
		_ = h.Blame(v)
	}
}

func BenchmarkDeleted(b *testing.B) {
	t := readTrace(b, paper)
	h := New(t)
	v := t.Vector()
	for b.Loop() {
		_ = h.Deleted(v)
	}
}

func BenchmarkSearch(b *testing.B) {
	h := New(readTrace(b, paper))
	for b.Loop() {
		_, _ = h.Search(Query{Text: "replica"})
	}
}

// BenchmarkCheckout is what one position of the history slider takes of the
// model: the text with the identity of its characters.
func BenchmarkCheckout(b *testing.B) {
	for _, name := range []string{paper, "rustcode"} {
		t := readTrace(b, name)
		h, line := New(t), New(t).Timeline()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			k := 0
			for b.Loop() {
				k = (k + line.Len()/61) % (line.Len() + 1)
				_ = h.Checkout(line.Vector(k))
			}
		})
	}
}

func BenchmarkComparison(b *testing.B) {
	for _, name := range []string{paper, "rustcode"} {
		t := readTrace(b, name)
		h, line := New(t), New(t).Timeline()
		for _, tt := range []struct {
			name string
			a, b int
		}{{"neighbours", line.Len()/2 - 100, line.Len() / 2}, {"half and whole", line.Len() / 2, line.Len()}, {"nothing and whole", 0, line.Len()}} {
			v, w := line.Vector(tt.a), line.Vector(tt.b)
			b.Run(name+"/"+tt.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_ = h.Comparison(v, w)
				}
			})
		}
	}
}

func BenchmarkDensity(b *testing.B) {
	line := New(readTrace(b, paper)).Timeline()
	for b.Loop() {
		_ = line.Scale(200, 60_000).Density(300)
	}
}

// BenchmarkParallel finds the strands of a text that two people typed at once,
// 20,000 changes, each seeing the other's some changes late.
func BenchmarkParallel(b *testing.B) {
	one, two := newDesk(1), newDesk(2)
	var ones, twos []crdt.Change
	for k := range 10_000 {
		ones = append(ones, one.insert(300, one.text.Len(), "a")...)
		twos = append(twos, two.insert(310, 0, "b")...)
		if k%7 == 0 {
			two.take(b, ones)
			one.take(b, twos)
			ones, twos = nil, nil
		}
	}
	one.take(b, twos)
	h := New(one.text)
	line := h.Timeline()
	for b.Loop() {
		_ = h.Parallel(line)
	}
}
