package crdt

import (
	"testing"

	"pgregory.net/rapid"
)

func TestRunsOfABitmapAreWhatItsBitsSay(t *testing.T) {
	const length = 300
	rapid.Check(t, func(t *rapid.T) {
		b := make(bitmap, (length+63)/64)
		var bits [length]bool
		for range rapid.IntRange(0, 6).Draw(t, "ranges") {
			from := rapid.IntRange(0, length-1).Draw(t, "from")
			n := rapid.IntRange(0, length-from).Draw(t, "n")
			in := rapid.Bool().Draw(t, "in")
			if in {
				b.add(lv(from), n)
			} else {
				b.remove(lv(from), n)
			}
			for i := range n {
				bits[from+i] = in
			}
		}
		for v := range length {
			if b.has(lv(v)) != bits[v] {
				t.Fatalf("%d: got %v", v, !bits[v])
			}
			most := rapid.IntRange(1, length-v).Draw(t, "most")
			n := 1
			for n < most && bits[v+n] == bits[v] {
				n++
			}
			if in, got := b.run(lv(v), most); got != n || in != bits[v] {
				t.Fatalf("%d of them from %d: got %v %d, want %v %d", most, v, in, got, bits[v], n)
			}
			most = rapid.IntRange(1, v+1).Draw(t, "most back")
			for n = 1; n < most && bits[v-n] == bits[v]; {
				n++
			}
			if in, got := b.runBack(lv(v), most); got != n || in != bits[v] {
				t.Fatalf("%d of them back from %d: got %v %d, want %v %d", most, v, in, got, bits[v], n)
			}
		}
	})
}
