package buffer

import (
	"slices"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

func TestCarryMovesOrCopiesAsOneStep(t *testing.T) {
	for _, tt := range []struct {
		name   string
		c      Carry
		want   string
		anchor int
	}{
		{"forwards", Carry{From: 0, To: 4, At: 8}, "two one three", 4},
		{"backwards", Carry{From: 4, To: 8, At: 0}, "two one three", 0},
		{"to the end", Carry{From: 0, To: 4, At: 13}, "two threeone ", 9},
		{"a copy", Carry{From: 0, To: 4, At: 8, Copy: true}, "one two one three", 8},
		{"a copy into itself", Carry{From: 0, To: 4, At: 2, Copy: true}, "onone e two three", 2},
		{"ends the other way round", Carry{From: 8, To: 4, At: 0}, "two one three", 0},
	} {
		b := New(crdt.New(), version.Replica{Author: version.Author{1}})
		b.Do(Paste{Text: "one two three"}, 0)
		if !b.Do(tt.c, 1) || b.Text().String() != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, b.Text().String(), tt.want)
		}
		if anchor, head := b.Selection(); anchor != tt.anchor || head != tt.anchor+4 {
			t.Errorf("%s: selected is %d to %d, want %d to %d", tt.name, anchor, head, tt.anchor, tt.anchor+4)
		}
		b.Do(Undo{}, 2)
		if got := b.Text().String(); got != "one two three" {
			t.Errorf("%s: Undo gave %q", tt.name, got)
		}
	}
}

func TestCarryToWhereItIsChangesNothing(t *testing.T) {
	b := New(crdt.New(), version.Replica{Author: version.Author{1}})
	b.Do(Paste{Text: "one two three"}, 0)
	for _, at := range []int{0, 2, 4} {
		if b.Do(Carry{From: 0, To: 4, At: at}, 1) {
			t.Errorf("carried to %d: %q", at, b.Text().String())
		}
	}
}

func TestComposeWritesAtEveryCaretThatHasTheSameBeforeIt(t *testing.T) {
	b := New(crdt.New(), version.Replica{Author: version.Author{1}})
	b.Do(Paste{Text: "ax bx cy dx"}, 0)
	b.Do(SelectMany{Ranges: []Range{caret(2), caret(5), caret(8), caret(11)}, Main: 1}, 0)
	b.Do(Compose{From: 4, To: 5, Text: "漢字"}, 1)
	if got, want := b.Text().String(), "a漢字 b漢字 cy d漢字"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := b.Selections(), []Range{caret(7), caret(15), caret(18), caret(26)}; !slices.Equal(got, want) {
		t.Errorf("the carets are at %v, want %v", got, want)
	}
	b.Do(Compose{From: 9, To: 15, Text: ""}, 2)
	if got, want := b.Text().String(), "a b cy d"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestComposeWithAnotherCaretInWhatIsComposedIsReplace(t *testing.T) {
	play(t, []scene{{"two carets", "aa‸a‸", Compose{1, 3, "x"}, "ax‸"}})
}
