package buffer

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

func replica(b byte) version.Replica { return version.Replica{Author: version.Author{b}} }

// A desk is a buffer whose clock advances by a little with every command.
type desk struct {
	*Buffer
	now int64
}

func newDesk(b byte) *desk { return &desk{Buffer: New(crdt.New(), replica(b))} }

func (d *desk) do(commands ...Command) {
	for _, c := range commands {
		d.now += 100
		d.Do(c, d.now)
	}
}

// keys types s letter by letter.
func (d *desk) keys(s string) {
	for _, r := range s {
		d.do(Type{string(r)})
	}
}

// backspace presses the key n times.
func (d *desk) backspace(n int) {
	for range n {
		_, head := d.Selection()
		d.do(Erase{d.PrevCluster(head), head})
	}
}

// flush returns what has been done since the last flush.
func (d *desk) flush() []crdt.Change {
	var out []crdt.Change
	for {
		c, ok := d.text.Commit(d.me, d.now)
		if !ok {
			return out
		}
		out = append(out, c)
	}
}

// give sends what d has done to other desks.
func (d *desk) give(tb rapid.TB, to ...*desk) {
	for _, c := range d.flush() {
		for _, o := range to {
			if err := o.Apply(c); err != nil {
				tb.Fatal(err)
			}
		}
	}
}

// show returns the text with the selection marked in it: | is the caret, < and
// > are the ends of what is selected.
func (d *desk) show() string {
	s := d.text.String()
	a, h := d.Selection()
	switch {
	case a == h:
		return s[:a] + "|" + s[a:]
	case a < h:
		return s[:a] + "<" + s[a:h] + "|" + s[h:]
	default:
		return s[:h] + "|" + s[h:a] + ">" + s[a:]
	}
}

func (d *desk) want(t *testing.T, want string) {
	t.Helper()
	if got := d.show(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTypingReplacesTheSelection(t *testing.T) {
	d := newDesk(1)
	d.keys("one two")
	d.do(Select{0, 3}, Type{"1"})
	d.want(t, "1| two")
	d.do(Replace{2, 5, "2"})
	d.want(t, "1 2|")
	d.do(Erase{3, 1})
	d.want(t, "1|")
}

func TestOffsetsOutsideTheTextOrInsideARuneCountAsTheNearestPlace(t *testing.T) {
	d := newDesk(1)
	d.do(Type{"日本"}, Select{-5, 99})
	d.want(t, "<日本|")
	d.do(Select{4, 4})
	d.want(t, "日|本")
	d.do(Replace{1, 5, "x"})
	d.want(t, "x|本")
	d.do(Type{"\xff"})
	d.want(t, "x\uFFFD|本")
}

func TestUndoTakesBackWordsNotLetters(t *testing.T) {
	d := newDesk(1)
	d.keys("hello wide  world")
	for _, want := range []string{"hello wide  |", "hello |", "|", "|"} {
		d.do(Undo{})
		d.want(t, want)
	}
	for _, want := range []string{"hello |", "hello wide  |", "hello wide  world|", "hello wide  world|"} {
		d.do(Redo{})
		d.want(t, want)
	}
}

func TestErasingIsUndoneInWords(t *testing.T) {
	d := newDesk(1)
	d.do(Paste{"one two"})
	d.backspace(5)
	d.want(t, "on|")
	d.do(Undo{})
	d.want(t, "one|")
	d.do(Undo{})
	d.want(t, "one two|")
	d.do(Redo{}, Redo{})
	d.want(t, "on|")
}

func TestANewGroupBeginsWhere(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(d *desk)
		undo []string
	}{
		{"the caret jumps", func(d *desk) { d.keys("ab"); d.do(Select{0, 0}); d.keys("cd") }, []string{"|ab", "|"}},
		{"nothing is typed for a while", func(d *desk) { d.keys("ab"); d.now += 5000; d.keys("cd") }, []string{"ab|", "|"}},
		{"typing becomes erasing", func(d *desk) { d.keys("abc"); d.backspace(2); d.keys("x") }, []string{"a|", "abc|", "|"}},
		{"something is pasted", func(d *desk) { d.keys("ab"); d.do(Paste{"cd"}); d.keys("e") }, []string{"abcd|", "ab|", "|"}},
		{"a selection is replaced", func(d *desk) { d.keys("abc"); d.do(Select{1, 3}); d.keys("xy") }, []string{"a<bc|", "|"}},
		{"erasing turns round", func(d *desk) {
			d.keys("abcdef")
			d.do(Select{3, 3})
			d.backspace(1)
			d.do(Erase{2, 3}, Erase{2, 3})
		}, []string{"ab|def", "abc|def", "|"}},
		{"something was undone", func(d *desk) { d.keys("a b"); d.do(Undo{}); d.keys("c") }, []string{"a |", "|"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(1)
			tt.do(d)
			for _, want := range tt.undo {
				d.do(Undo{})
				d.want(t, want)
			}
			if d.CanUndo() {
				t.Error("there is more to undo")
			}
		})
	}
}

func TestAnInputMethodThatChangesItsMindIsOneGroup(t *testing.T) {
	d := newDesk(1)
	d.keys("x ")
	d.do(Replace{2, 2, "n"}, Replace{2, 3, "に"}, Replace{2, 5, "日"})
	d.want(t, "x 日|")
	d.do(Undo{})
	d.want(t, "x |")
}

func TestNewEditsClearRedo(t *testing.T) {
	d := newDesk(1)
	d.keys("a b")
	d.do(Undo{})
	if !d.CanRedo() {
		t.Fatal("nothing to redo")
	}
	d.keys("c")
	if d.CanRedo() {
		t.Error("an edit left something to redo")
	}
}

func TestUndoLeavesTheEditsOfOthers(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	a.keys("hello ")
	a.give(t, b)
	b.do(Select{0, 0})
	b.keys("oh, ")
	b.give(t, a)
	a.keys("world")
	a.give(t, b)
	a.do(Undo{})
	a.want(t, "oh, hello |")
	a.do(Undo{})
	a.want(t, "oh, |")
	a.do(Redo{}, Redo{})
	a.want(t, "oh, hello world|")
	a.give(t, b)
	b.do(Undo{})
	if got := b.text.String(); got != "hello world" {
		t.Errorf("got %q", got)
	}
}

func TestUndoPassesOverWhatOthersHaveDeleted(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	a.keys("one two")
	a.give(t, b)
	b.do(Erase{4, 7})
	b.give(t, a)
	a.do(Undo{})
	a.want(t, "|")
}

func TestRemoteTextAtTheCaretComesAfterIt(t *testing.T) {
	for _, tt := range []struct {
		name         string
		anchor, head int
		want         string
	}{
		{"at the end", 4, 4, "abcd|X"},
		{"selection that ends there", 1, 4, "a<bcd|X"},
		{"selection backwards", 4, 1, "a|bcd>X"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := newDesk(1), newDesk(2)
			a.keys("abcd")
			a.give(t, b)
			a.do(Select{tt.anchor, tt.head})
			b.do(Select{4, 4}, Type{"X"})
			b.give(t, a)
			a.want(t, tt.want)
		})
	}
}

func TestSelectionDoesNotGrowByTextInsertedAtItsStart(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	a.keys("abcd")
	a.give(t, b)
	a.do(Select{1, 3})
	b.do(Select{1, 1}, Type{"X"})
	b.give(t, a)
	a.want(t, "aX<bc|d")
}

func TestCaretReturnsWithASentenceThatWasDeletedAroundIt(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	a.keys("one two three")
	a.give(t, b)
	a.do(Select{6, 6})
	b.do(Erase{4, 8})
	b.give(t, a)
	a.want(t, "one |three")
	b.do(Undo{})
	b.give(t, a)
	a.want(t, "one tw|o three")
}

func TestSetTextKeepsWhatIsEqual(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	a.do(Paste{"first line\nsecond line\nthird line\n"})
	a.give(t, b)
	b.do(Select{29, 29}) // in "third"
	a.do(SetText{"first line\nanother second line\nthird line\nfourth\n"})
	changes := a.flush()
	for _, c := range changes {
		if err := b.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	b.want(t, "first line\nanother second line\nthird |line\nfourth\n")
	if n := changes[0].Last - changes[0].First.Seq + 1; n != uint64(len("another fourth\n")) {
		t.Errorf("%d operations", n)
	}
	a.do(Undo{})
	if got, want := a.text.String(), "first line\nsecond line\nthird line\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if a.Do(SetText{a.text.String()}, 0) {
		t.Error("the same text is no change")
	}
}

func TestSinceMapsThroughEditsOfAll(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	a.keys("abcd")
	a.give(t, b)
	m := a.Mark()
	b.do(Select{1, 1}, Type{"XX"})
	b.give(t, a)
	a.do(Erase{3, 4})
	if got, want := a.Since(m), []crdt.Edit{{At: 1, Inserted: 2}, {At: 3, Deleted: 1}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for old, want := range []int{0, 1, 3, 4, 5} {
		if got := Map(old, a.Since(m)); got != want {
			t.Errorf("%d: got %d, want %d", old, got, want)
		}
	}
	for range 3 * maxLog {
		a.do(Type{"x"})
	}
	if got, want := a.Since(m), []crdt.Edit{{Deleted: 4, Inserted: a.text.Len()}}; !slices.Equal(got, want) {
		t.Errorf("long ago: got %v, want %v", got, want)
	}
}

func TestAnchoredSelectionSurvivesTypingWithoutAllocation(t *testing.T) {
	d := newDesk(1)
	d.do(Paste{strings.Repeat("some text ", 1000)}, Select{500, 500})
	now := int64(0)
	commands := []Command{Type{"a"}}
	for range 2000 { // until the slices that grow have room
		d.Do(commands[0], now)
	}
	if n := testing.AllocsPerRun(100, func() { d.Do(commands[0], now) }); n > 0 {
		t.Errorf("%v allocations a key press", n)
	}
}
