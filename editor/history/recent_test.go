package history

import (
	"slices"
	"testing"
)

func TestRecentGhostsAreLongAndTheLatestFirst(t *testing.T) {
	d := newDesk(1)
	d.insert(0, 0, "A sentence that is long enough. Short. Äöü another one, which is as long.")
	d.delete(300_000, 0, 31)
	d.delete(300_000, 1, 7)
	d.delete(300_000, 2, d.text.Len())
	var got []string
	for _, g := range Recent(d.Deleted(d.text.Vector()), 20) {
		got = append(got, g.Text)
	}
	if want := []string{"Äöü another one, which is as long.", "A sentence that is long enough."}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
