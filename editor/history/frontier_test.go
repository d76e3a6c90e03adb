package history

import (
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/version"
)

func TestAFrontierIsTheVersionAndNothingLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		v := w.version(t, text, "v")
		heads := New(text).Frontier(v)
		all := version.Vector{}
		for i, h := range heads {
			all.Merge(text.Past(h))
			for _, other := range heads[i+1:] {
				if text.Past(h).Includes(other) || text.Past(other).Includes(h) {
					t.Fatalf("of %v: %v and %v say the same", v, h, other)
				}
			}
		}
		if !all.Equal(v) {
			t.Fatalf("of %v: got %v, which is %v", v, heads, all)
		}
	})
}
