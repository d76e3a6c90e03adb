package history

import (
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/version"
)

func TestEveryVersionHasItsOwnPlaceOnAScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		line := New(w.shuffled(t)).Timeline()
		s := line.Scale(rapid.Int64Range(1, 500).Draw(t, "least"), rapid.Int64Range(1, 5000).Draw(t, "most"))
		last := -1.0
		for n := range line.Len() + 1 {
			place := s.Place(n)
			if place <= last || place > 1 || line.Len() > 0 && s.At(place) != n {
				t.Fatalf("version %d of %d is at %f, after %f; there is version %d", n, line.Len(), place, last, s.At(place))
			}
			last = place
		}
		if line.Len() > 0 && last != 1 {
			t.Fatalf("the last version is at %f", last)
		}
		if s.At(-3) != 0 || s.At(7) != line.Len() {
			t.Fatal("there are versions beyond the ends")
		}
	})
}

func TestPausesTakeNoMoreRoomThanTheScaleAllows(t *testing.T) {
	d := newDesk(1)
	for _, pause := range []int64{0, 100, 2000, 86_400_000, 100} {
		d.insert(pause, 0, "x")
	}
	s := d.Timeline().Scale(200, 1000)
	if got, want := s.Length(), int64(200+200+1000+1000+200); got != want {
		t.Errorf("the line is %d ms long, want %d", got, want)
	}
	if got, want := s.Place(3), 1400./2600; got != want {
		t.Errorf("the third version is at %f, want %f", got, want)
	}
}

// TestDensityAddsUpToThePeriods takes the periods as the oracle of how much was
// written, by everybody and by each.
func TestDensityAddsUpToThePeriods(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		line := New(w.shuffled(t)).Timeline()
		n := rapid.IntRange(1, 40).Draw(t, "columns")
		columns := line.Scale(100, 1000).Density(n)
		if len(columns) != n {
			t.Fatalf("%d columns, want %d", len(columns), n)
		}
		added, deleted := 0, 0
		got := map[version.Author]int{}
		for _, column := range columns {
			for _, s := range column {
				added += s.Added
				deleted += s.Deleted
				got[s.Author] += s.Added
			}
		}
		want := map[version.Author]int{}
		for _, p := range line.Periods(Key, 0, line.Len()) {
			added -= p.Added
			deleted -= p.Deleted
			want[p.Authors[0]] += p.Added
		}
		if added != 0 || deleted != 0 {
			t.Fatalf("%d inserted and %d deleted bytes too many", added, deleted)
		}
		for a, n := range want {
			if got[a] != n {
				t.Fatalf("%v has inserted %d bytes, want %d", a, got[a], n)
			}
		}
	})
}
