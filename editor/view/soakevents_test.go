package view

import (
	"fmt"
	"image"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/io/transfer"
	"gioui.org/unit"
	"github.com/go-text/typesetting/segmenter"

	"chirograph/editor/buffer"
	"chirograph/editor/version"
)

// act is one event that does not come from an input method.
func (w *world) act(interfere func()) {
	switch k := w.rnd.IntN(100); {
	case k < 30:
		w.typeKey(interfere)
	case k < 36:
		w.compose(interfere)
	case k < 46:
		w.eraseKey(interfere)
	case k < 66:
		w.moveKey(interfere)
	case k < 74:
		w.clickSomewhere(interfere)
	case k < 80:
		w.dragSomewhere(interfere)
	case k < 84:
		w.pasteText(interfere)
	case k < 88:
		w.doing = "undo or redo"
		w.queueKey("Z", key.ModShortcut|[]key.Modifiers{0, key.ModShift}[w.rnd.IntN(2)])
		interfere()
		w.frame()
	case k < 92:
		w.command(interfere)
	case k < 95:
		w.doing = "scroll"
		w.r.Queue(pointer.Event{
			Kind: pointer.Scroll, Source: pointer.Mouse, Position: f32.Pt(100, 100),
			Scroll: f32.Pt(0, float32(w.rnd.IntN(900)-450)),
		})
		interfere()
		w.frame()
	case k < 98:
		w.restyle()
		interfere()
		w.frame()
	default:
		w.doing = "nothing"
		interfere()
		w.frame()
	}
	if w.rnd.IntN(3) > 0 {
		w.frame()
	}
}

// replaced is what a string becomes when stretches of it are replaced.
func replaced(s string, ranges []buffer.Range, with string) string {
	for _, r := range slices.Backward(ranges) {
		s = s[:r.From()] + with + s[r.To():]
	}
	return s
}

func (w *world) typeKey(interfere func()) {
	s := strings.Trim(w.snippet(), "\n\t")
	if s == "" {
		s = "x"
	}
	w.doing = fmt.Sprintf("type %q", s)
	w.frame() // the window knows the selection of the frame before
	w.queueText(s)
	interfere()
	want := replaced(w.b.Text().String(), w.b.Selections(), s)
	w.frame()
	w.want(want)
	for _, r := range w.b.Selections() {
		if !r.Empty() || !strings.HasSuffix(want[:r.Head], s) {
			w.fail("a caret at %d does not stand behind what was typed: %q", r.Head, want)
		}
	}
}

func (w *world) eraseKey(interfere func()) {
	names := []key.Name{key.NameDeleteBackward, key.NameDeleteForward}
	k := w.rnd.IntN(2)
	w.doing = "erase with " + string(names[k])
	w.queueKey(names[k], 0)
	interfere()
	s := w.b.Text().String()
	ranges := w.b.Selections()
	for i, r := range ranges {
		if !r.Empty() {
			continue
		}
		if k == 0 {
			ranges[i].Anchor = before(s, r.Head)
		} else {
			ranges[i].Head = behind(s, r.Head)
		}
	}
	last := 0
	for i := range ranges { // two carets may erase the same character
		ranges[i] = buffer.Range{Anchor: max(last, ranges[i].From()), Head: max(last, ranges[i].To())}
		last = ranges[i].Head
	}
	want := replaced(s, ranges, "")
	w.frame()
	w.want(want)
}

// before and behind are the edges of the characters that people see, around an
// offset.
func before(s string, off int) int {
	last := 0
	for _, at := range edges(s[:off]) {
		if at < off {
			last = at
		}
	}
	return last
}

func behind(s string, off int) int {
	if off == len(s) {
		return off
	}
	return off + edges(s[off:])[1]
}

func edges(s string) []int {
	var seg segmenter.Segmenter
	seg.Init([]rune(s))
	out := []int{0}
	for it := seg.GraphemeIterator(); it.Next(); {
		out = append(out, out[len(out)-1]+len(string(it.Grapheme().Text)))
	}
	return out
}

func (w *world) moveKey(interfere func()) {
	names := []key.Name{
		key.NameLeftArrow, key.NameRightArrow, key.NameUpArrow, key.NameDownArrow,
		key.NameHome, key.NameEnd, key.NamePageUp, key.NamePageDown,
	}
	name := names[w.rnd.IntN(len(names))]
	var mods key.Modifiers
	if w.rnd.IntN(3) == 0 {
		mods |= key.ModShift
	}
	if w.rnd.IntN(4) == 0 {
		mods |= key.ModShortcut
	}
	w.doing = fmt.Sprintf("move with %v %v", name, mods)
	w.queueKey(name, mods)
	interfere()
	want := w.b.Text().String()
	w.frame()
	w.want(want)
	w.checkEdges()
}

// checkEdges demands that carets which have just been moved stand between
// characters as people see them.
func (w *world) checkEdges() {
	s := w.b.Text().String()
	for _, r := range w.b.Selections() {
		line := strings.LastIndexByte(s[:r.Head], '\n') + 1
		end := len(s)
		if n := strings.IndexByte(s[r.Head:], '\n'); n >= 0 {
			end = r.Head + n
		}
		if !slices.Contains(edges(s[line:end]), r.Head-line) {
			w.fail("a caret at %d stands inside a character of %q", r.Head-line, s[line:end])
		}
	}
}

func (w *world) queueKey(name key.Name, mods key.Modifiers) {
	w.r.Queue(key.Event{Name: name, Modifiers: mods, State: key.Press})
}

func (w *world) somewhere() (x, y float32) {
	return float32(w.rnd.IntN(w.size.X)), float32(w.rnd.IntN(w.size.Y + 40))
}

func (w *world) clickSomewhere(interfere func()) {
	x, y := w.somewhere()
	mods := []key.Modifiers{0, 0, 0, key.ModShift, key.ModShortcut, key.ModAlt}[w.rnd.IntN(6)]
	times := 1 + w.rnd.IntN(3)
	w.doing = fmt.Sprintf("click %d times with %v at %v,%v", times, mods, x, y)
	w.now = w.now.Add(time.Second)
	want := ""
	for i := range times {
		w.bench.mouse(pointer.Press, x, y, mods)
		w.bench.mouse(pointer.Release, x, y, mods)
		if i == 0 {
			interfere()
			want = w.b.Text().String()
		}
		w.frame()
	}
	for {
		if _, ok := w.v.Opened(); !ok {
			break
		}
	}
	// A click may tick a box, and does nothing else to the text.
	if got := w.b.Text().String(); len(got) != len(want) {
		w.fail("got %q, want %q", got, want)
	}
}

func (w *world) dragSomewhere(interfere func()) {
	x0, y0 := w.somewhere()
	x1, y1 := w.somewhere()
	mods := []key.Modifiers{0, 0, key.ModShift, key.ModShortcut}[w.rnd.IntN(4)]
	w.doing = fmt.Sprintf("drag with %v from %v,%v to %v,%v", mods, x0, y0, x1, y1)
	w.now = w.now.Add(time.Second)
	w.bench.mouse(pointer.Press, x0, y0, mods)
	w.frame()
	w.bench.mouse(pointer.Move, x1, y1, mods)
	interfere()
	s := w.b.Text().String()
	w.frame()
	w.bench.mouse(pointer.Release, x1, y1, mods)
	w.frame()
	// Without Ctrl what is selected may have been carried elsewhere, or a box
	// ticked; nothing comes or goes.
	if got := w.b.Text().String(); mods&key.ModShortcut == 0 && len(got) != len(s) {
		w.fail("got %q, want the characters of %q", got, s)
	}
}

func (w *world) pasteText(interfere func()) {
	s := w.snippet() + "\r\n" + w.snippet()
	w.doing = fmt.Sprintf("paste %q", s)
	w.queueKey("V", key.ModShortcut)
	w.frame()
	if !w.r.ClipboardRequested() {
		w.fail("the clipboard was not asked for")
	}
	w.r.Queue(transfer.DataEvent{Type: "application/text", Open: func() io.ReadCloser {
		return io.NopCloser(strings.NewReader(s))
	}})
	interfere()
	ranges := w.b.Selections()
	clean := strings.ReplaceAll(s, "\r\n", "\n")
	want := replaced(w.b.Text().String(), ranges, clean)
	if lines := strings.Split(strings.TrimSuffix(clean, "\n"), "\n"); len(ranges) > 1 && len(lines) == len(ranges) {
		want = w.b.Text().String()
		for i, r := range slices.Backward(ranges) {
			want = replaced(want, []buffer.Range{r}, lines[i])
		}
	}
	w.frame()
	w.want(want)
}

// command is something that the window asks for.
func (w *world) command(interfere func()) {
	commands := []buffer.Command{
		buffer.Heading{Level: w.rnd.IntN(4)},
		buffer.List{Kind: buffer.Checks},
		buffer.List{Kind: buffer.Bullets},
		buffer.Emphasise{Mark: "**"},
		buffer.Emphasise{Mark: "`"},
		buffer.Link{},
		buffer.MoveLines{Down: w.rnd.IntN(2) == 0},
		buffer.DuplicateLines{},
		buffer.DeleteLines{},
		buffer.JoinLines{},
		buffer.AddNext{},
		buffer.NewLine{},
		buffer.PlainNewLine{},
		buffer.Indent{Unit: "  "},
		buffer.Outdent{Unit: "  "},
	}
	c := commands[w.rnd.IntN(len(commands))]
	w.doing = fmt.Sprintf("%T %+v", c, c)
	interfere()
	w.v.Do(w.b, c, w.now)
	w.frame()
}

func (w *world) restyle() {
	w.doing = "another style"
	s := &w.style
	switch w.rnd.IntN(9) {
	case 0:
		w.size = image.Pt(200+w.rnd.IntN(900), 100+w.rnd.IntN(700))
	case 1:
		s.Whitespace = !s.Whitespace
	case 2:
		s.Numbers, s.Gutter = !s.Numbers, 56
	case 3:
		s.CurrentLine, s.Still = !s.CurrentLine, !s.Still
	case 4:
		s.Measure = unit.Dp(100 + w.rnd.IntN(700))
	case 5:
		s.Marks = nil
		for at := 0; at+2 < w.b.Text().Len(); at += 5 + w.rnd.IntN(90) {
			s.Marks = append(s.Marks, Mark{From: at, To: at + 2, Current: len(s.Marks) == 2})
		}
	case 6:
		at := w.rnd.IntN(w.b.Text().Len() + 1)
		w.others = []Caret{{ID: ava.Author, Name: "Ava", Anchor: at / 2, Head: at, Moved: w.now, Away: at%2 == 0}}
		if w.rnd.IntN(2) == 0 {
			w.v.Follow(ava.Author)
		}
	case 7:
		hand := func(a version.Author) (Hand, bool) { return Hand{Pattern: Pattern(a[0]) % Patterns}, a == ava.Author }
		s.Authorship = &Authorship{Of: hand, Wrote: func(version.ID) string { return "Ava" }}
		if w.rnd.IntN(2) == 0 {
			s.Authorship = nil
		}
	case 8:
		w.v.ScrollTo(w.rnd.IntN(w.b.Text().Len() + 1))
	}
}

// compose goes on with a composition, begins one, or ends one. The input method
// speaks of the text and the selection that it was last told of.
func (w *world) compose(interfere func()) {
	if w.composing == "" {
		w.frame()
		w.frame()
		w.at = ordered(w.r.EditorState().Selection.Range).Start
		w.composing = "か"
		sel := ordered(w.r.EditorState().Selection.Range)
		w.doing = "begin a composition"
		w.composed(sel, w.composing, false)
		interfere()
		w.frame()
		return
	}
	was := key.Range{Start: w.at, End: w.at + utf8.RuneCountInString(w.composing)}
	if w.rnd.IntN(3) > 0 {
		w.composing = strings.Repeat("き", 1+w.rnd.IntN(4))
		w.doing = "compose"
		w.composed(was, w.composing, false)
		interfere()
		w.frame()
		return
	}
	w.tokens++
	final := "漢" + strconv.Itoa(w.tokens) + "字"
	w.doing = "end a composition with " + final
	w.composed(was, final, true)
	w.composing = ""
	interfere()
	w.frame()
	if got := w.b.Text().String(); !strings.Contains(got, final) {
		w.fail("what was composed is not there: %q", got)
	}
	w.frame()
}

// composed queues what an input method sends.
func (w *world) composed(r key.Range, s string, end bool) {
	n := r.Start + utf8.RuneCountInString(s)
	c := key.CompositionEvent{Start: r.Start, End: n}
	if end {
		c = key.CompositionEvent(noRange)
	}
	w.r.Queue(key.EditEvent{Range: r, Text: s}, c, key.SelectionEvent{Start: n, End: n})
}

// remoteEdit lets the peer, who may not have seen the last edits, change
// something.
func (w *world) remoteEdit() {
	if w.rnd.IntN(3) == 0 {
		w.deliver()
	}
	t := w.theirs
	for range 1 + w.rnd.IntN(3) {
		at := t.OffsetOfRune(w.rnd.IntN(t.Runes() + 1))
		if w.rnd.IntN(2) == 0 {
			to := t.OffsetOfRune(min(t.Runes(), t.RuneOf(at)+w.rnd.IntN(12)))
			if at < to {
				t.Delete(ava, at, to)
			}
			continue
		}
		t.Insert(ava, at, w.snippet())
	}
	for {
		c, ok := t.Commit(ava, 0)
		if !ok {
			return
		}
		if err := w.b.Apply(c); err != nil {
			w.fail("%v", err)
		}
	}
}

// deliver gives the peer what it has not got.
func (w *world) deliver() {
	for {
		c, ok := w.b.Text().Commit(me, 0)
		if !ok {
			return
		}
		if _, err := w.theirs.Apply(c); err != nil {
			w.fail("%v", err)
		}
	}
}

func (w *world) exchange() {
	w.deliver()
	if mine, theirs := w.b.Text().String(), w.theirs.String(); mine != theirs {
		w.fail("diverged:\nmine %q\ntheirs %q", mine, theirs)
	}
}
