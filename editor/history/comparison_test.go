package history

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestComparisonSaysWhatCompareSays uses the exact difference, with its causes,
// as the oracle.
func TestComparisonSaysWhatCompareSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		h := New(text)
		a, b := w.version(t, text, "a"), w.version(t, text, "b")
		c, want := h.Comparison(a, b), h.Compare(a, b)
		if string(c.A.Text) != string(h.At(a)) || string(c.B.Text) != string(h.At(b)) {
			t.Fatalf("compares %q and %q", c.A.Text, c.B.Text)
		}
		if len(c.Places) != len(want) {
			t.Fatalf("%d places, want %d", len(c.Places), len(want))
		}
		for i, p := range c.Places {
			r := want[i]
			if p.A != r.A || p.B != r.B || string(c.A.Text[p.A:p.EndA]) != r.Before || string(c.B.Text[p.B:p.EndB]) != r.After {
				t.Fatalf("place %d is %+v, want %+v", i, p, r)
			}
			for _, by := range r.By {
				if !slices.Contains(c.Authors, by.ID.Replica.Author) {
					t.Fatalf("%v changed something and is not among %v", by.ID, c.Authors)
				}
			}
		}
	})
}

func TestWordsOfAComparisonAreCounted(t *testing.T) {
	d := newDesk(1)
	d.insert(0, 0, "The colour of the alders by the weir.\n\nGone soon.\n")
	a := d.text.Vector()
	d.delete(1, 4, 10)
	d.insert(1, 4, "color")
	d.delete(1, d.text.Len()-11, d.text.Len())
	d.insert(1, d.text.Len(), "Three new words.")
	c := d.Comparison(a, d.text.Vector())
	if added, deleted := c.Words(); added != 4 || deleted != 3 {
		t.Errorf("+%d −%d words at %+v, want +4 −3", added, deleted, c.Places)
	}
	if len(c.Authors) != 1 {
		t.Errorf("%d people, want 1", len(c.Authors))
	}
}
