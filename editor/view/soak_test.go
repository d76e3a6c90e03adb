package view

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"gioui.org/io/key"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/markdown"
)

// TestRandomInputAgreesWithAStringAndAPeer lets a person do random things in
// the view while somebody else edits the text. What typing, erasing and pasting
// do is compared with what they do to a string; after every event all
// selections must be in the text and all that is kept about it must be true of
// it; now and then the peer's copy must be the same.
//
// CHIROGRAPH_EVENTS sets how many events, CHIROGRAPH_SEED which.
func TestRandomInputAgreesWithAStringAndAPeer(t *testing.T) {
	events, seed := 20_000, uint64(1)
	if s := os.Getenv("CHIROGRAPH_EVENTS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		events = n
	} else if testing.Short() {
		events = 2_000
	}
	if s := os.Getenv("CHIROGRAPH_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = n
	}
	start := time.Now()
	w := newWorld(t, seed)
	for i := range events {
		w.n = i
		w.step()
	}
	w.exchange()
	t.Logf("%d events with seed %d in %v", events, seed, time.Since(start).Round(time.Millisecond))
}

// A world is a view, the person before it and a peer.
type world struct {
	*bench
	rnd    *rand.Rand
	n      int
	doing  string // for messages
	theirs *crdt.Text

	composing string // what the input method has written
	at        int    // where that began, in its runes
	tokens    int
}

func newWorld(t *testing.T, seed uint64) *world {
	w := &world{bench: newBench(t, ""), rnd: rand.New(rand.NewPCG(seed, 7)), theirs: crdt.New()}
	w.b.Do(buffer.Paste{Text: "# A *page*\n\nof text that is longer than a row is wide, so that it must be wrapped somewhere\n\n- [ ] item\n- שלום world\n\n```go\ncode\n```\n"}, 0)
	return w
}

func (w *world) fail(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("event %d (%s): %s", w.n, w.doing, fmt.Sprintf(format, args...))
}

func (w *world) want(want string) {
	w.t.Helper()
	if got := w.b.Text().String(); got != want {
		w.fail("got %q, want %q", got, want)
	}
}

var snippets = []string{
	"a", "b ", "é", "e\u0301", "\u0301", "👨\u200d👩\u200d👧", "👍🏽", "中文", "שלום", "العربية ", "- ", "# ", "```\n", "`", "*", "**", "> ",
	"|", "|-|\n", "\t", "[ ] ", "1. ", "(", ")", "---\n", "word ", "a longer stretch of words ", "[x](y)", "\u200d", "~~",
}

func (w *world) snippet() string { return snippets[w.rnd.IntN(len(snippets))] }

func (w *world) step() {
	// The peer is asked to edit between the event and its frame, the worst of
	// all moments.
	remote := w.rnd.IntN(4) == 0
	interfere := func() {
		if remote {
			w.remoteEdit()
		}
	}
	if w.composing != "" && w.rnd.IntN(3) > 0 {
		w.compose(interfere)
	} else {
		w.composing = ""
		w.act(interfere)
	}
	w.check()
	if w.n%50 == 0 {
		w.exchange()
		w.checkDeep()
	}
	if w.b.Text().Len() > 3000 {
		w.b.Do(buffer.Replace{From: 300, To: 2900}, 0)
		w.frame()
	}
}

// check is what must hold after every event.
func (w *world) check() {
	t := w.b.Text()
	last := -1
	ranges := w.b.Selections()
	for _, r := range ranges {
		if r.From() < last || r.To() > t.Len() || !t.IsRuneStart(r.Anchor) || !t.IsRuneStart(r.Head) {
			w.fail("selections %v in a text of %d", ranges, t.Len())
		}
		last = r.To()
	}
	if w.b.Main() >= len(ranges) || len(w.v.notes) > len(ranges) && len(ranges) == 0 {
		w.fail("the main selection is %d of %d", w.b.Main(), len(ranges))
	}
	for i, p := range w.v.placed {
		if i > 0 && (p.from != w.v.placed[i-1].to && p.from != w.v.placed[i-1].to+1 || p.y != w.v.placed[i-1].bottom()) {
			w.fail("block %d (%d to %d at %d) does not follow the one before (to %d, bottom %d)",
				i, p.from, p.to, p.y, w.v.placed[i-1].to, w.v.placed[i-1].bottom())
		}
	}
}

// checkDeep is what takes longer to check.
func (w *world) checkDeep() {
	w.doing = "checking"
	w.composing = ""
	w.v.compose = noRange
	w.frame()
	w.frame()
	t := w.b.Text()
	fresh := markdown.NewStructure(t)
	if got, want := w.v.Outline(w.b), fresh.Outline(); !slices.Equal(got, want) {
		w.fail("the outline is %v, want %v", got, want)
	}
	for _, p := range w.v.placed {
		if got, want := w.v.lines.state(p.line), fresh.State(p.line); got != want {
			w.fail("line %d has the state %+v, want %+v in %q", p.line, got, want, t.String())
		}
		for _, r := range p.block.rows {
			at := -1
			for _, c := range r.cells {
				if c.at <= at || c.at < r.from || c.at >= r.to {
					w.fail("a cell at %d behind %d in the row from %d to %d", c.at, at, r.from, r.to)
				}
				at = c.at
			}
		}
	}
	// What the input method knows is what is there.
	state := w.r.EditorState()
	anchor, head := w.b.Selection()
	line := t.RuneOf(t.LineStart(t.LineOf(min(anchor, head))))
	sel := key.Range{Start: t.RuneOf(head) - line, End: t.RuneOf(anchor) - line}
	if state.Selection.Range != sel {
		w.fail("the window was told of the selection %v, it is %v", state.Selection.Range, sel)
	}
	from := t.OffsetOfRune(line + state.Snippet.Start)
	if got := string(t.AppendRange(nil, from, from+len(state.Snippet.Text))); got != state.Snippet.Text {
		w.fail("the window was told of %q, there is %q", state.Snippet.Text, got)
	}
}
