package view

import (
	"image"
	"slices"
	"strings"
	"testing"

	"gioui.org/io/key"
	"gioui.org/unit"

	"chirograph/editor/crdt"
)

func (h *bench) kinds() string {
	var s strings.Builder
	for _, p := range h.v.placed {
		s.WriteByte("p.hi-fvcHdrF"[p.block.Kind])
	}
	return s.String()
}

func TestFenceRestylesWhatFollowsAtOnce(t *testing.T) {
	h := newBench(t, "a\nb\n# c\nd")
	h.wantKinds("pphp")
	h.selectRange(2, 2)
	h.typed("```")
	h.wantKinds("pfvv")
	h.remote(func(t *crdt.Text) { t.Insert(ava, 11, "```\n") })
	h.frame()
	h.wantKinds("pfvfp")
	h.selectRange(2, 6)
	h.typed("x")
	h.wantKinds("pphfv")
}

func (h *bench) wantKinds(want string) {
	h.t.Helper()
	if got := h.kinds(); got != want {
		h.t.Fatalf("%q is drawn as %s, want %s", h.b.Text().String(), got, want)
	}
}

func TestFenceFarAboveIsKnownWithoutReadingWhatIsBetween(t *testing.T) {
	h := newBench(t, "```\n"+strings.Repeat("# not a heading\n", 20_000))
	h.goTo(h.b.Text().Len() / 2)
	h.wantKinds(strings.Repeat("v", len(h.v.placed)))
}

func TestRowsHangBelowTheWordsOfTheirItem(t *testing.T) {
	long := strings.Repeat("many words ", 30)
	for _, lead := range []string{"- ", "12. ", "- [ ] ", "    - ", "> ", "> > ", "\t- "} {
		h := newBench(t, "- item\n"+lead+long)
		rows := h.v.placed[1].block.rows
		if len(rows) < 3 {
			t.Fatalf("%q does not wrap", lead)
		}
		first := rows[0].x(len(lead))
		for _, r := range rows[1:] {
			if got := r.cells[0].lead; got != first {
				t.Errorf("%q: a row begins at %v, the words of the first at %v", lead, got, first)
			}
		}
		for _, r := range rows {
			if r.cells[len(r.cells)-1].lead.Ceil() > h.v.column.Dx() {
				t.Errorf("%q: a row is wider than the column", lead)
			}
		}
	}
}

func TestItemsThatLeanRightHangOnTheRight(t *testing.T) {
	h := newBench(t, "- "+strings.Repeat("שלום עולם ", 40))
	b := h.v.placed[0].block
	if !b.rtl || len(b.rows) < 2 {
		t.Fatalf("right to left %v, %d rows", b.rtl, len(b.rows))
	}
	if first, next := b.rows[0].x(2), b.rows[1].cells[0].lead; first != next || next.Ceil() >= h.v.column.Dx() {
		t.Errorf("the words begin at %v, the next row at %v of %d", first, next, h.v.column.Dx())
	}
}

func TestColumnsOfTablesStandBelowEachOther(t *testing.T) {
	h := newBench(t, "| a | bcd |\n|---|-----|\n| e | iii |\n| f | WWW |")
	h.wantKinds("Hdrr")
	x := func(line int) []int {
		var out []int
		p := h.v.placed[line]
		s := string(h.b.Text().AppendRange(nil, p.from, p.to))
		for i := range s {
			if s[i] == '|' {
				out = append(out, p.block.rows[0].x(i).Round())
			}
		}
		return out
	}
	for i := range 4 {
		if !slices.Equal(x(i), x(0)) {
			t.Errorf("the bars of row %d are at %v, those of the head at %v", i, x(i), x(0))
		}
	}
}

// Every caret position must be reachable with the mouse, and the place it is
// drawn at must lead back to it, whatever the line is and wherever it is
// wrapped.
func TestHitTestingIsTheInverseOfDrawingInEveryBlock(t *testing.T) {
	words := "some words, 中文字 and e\u0301 accents, 👨\u200d👩\u200d👧 families "
	for _, text := range []string{
		"- " + words + words + words, "> > " + words + words, "# " + words + words, "```\n\tcode " + words + words + "\n```",
		"| " + words + "|\n|-|\n| x |", "- שלום עולם " + strings.Repeat("טקסט בעברית ", 20), "> العربية " + strings.Repeat("نص طويل ", 30),
		"- [x] mixed שלום (abc) " + strings.Repeat("and עוד ", 20), "12. a\tb\tc " + words, "    indented code " + words + words,
	} {
		h := newBench(t, text)
		h.size = image.Pt(500, 800)
		h.frame()
		s := h.b.Text().String()
		for _, off := range edges(s) {
			x, y := h.point(off)
			got, _ := h.v.offsetAt(image.Pt(int(x), int(y)))
			gx, gy := h.point(got)
			if gx != x || gy != y {
				t.Errorf("%.20q: offset %d at (%v,%v) is hit as %d at (%v,%v)", text, off, x, y, got, gx, gy)
			}
		}
	}
}

func TestArrowsGoThroughEveryCharacterOfMixedText(t *testing.T) {
	text := "- a שלום b\n> e\u0301 👨\u200d👩\u200d👧 中文\n```\n\tك\u0651ا\n```\n| 👍🏽 | x |"
	h := newBench(t, text)
	want := edges(text)
	var got []int
	for range len(want) + 3 {
		_, head := h.b.Selection()
		if n := len(got); n == 0 || got[n-1] != head {
			got = append(got, head)
		}
		h.v.move(h.b, right, false)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for i := len(want) - 1; i > 0; i-- {
		h.v.move(h.b, left, false)
		if _, head := h.b.Selection(); head != want[i-1] {
			t.Fatalf("left of %d is %d, want %d", want[i], head, want[i-1])
		}
	}
}

func TestArrowsGoWhereTheyPointInTextThatRunsFromRightToLeft(t *testing.T) {
	h := newBench(t, "שלום עולם\nabc")
	word := len("שלום")
	h.press(key.NameLeftArrow) // left, into the text
	if _, head := h.b.Selection(); head != len("ש") {
		t.Errorf("left at the beginning leads to %d", head)
	}
	h.press(key.NameLeftArrow, key.ModShortcutAlt)
	if _, head := h.b.Selection(); head != word {
		t.Errorf("a word left leads to %d, want %d", head, word)
	}
	h.press(key.NameRightArrow, key.ModShift)
	h.wantSelection(word, word-len("ם"))
	h.press(key.NameLeftArrow) // to the left end of what is selected
	h.wantSelection(word, word)
	h.press(key.NameDeleteBackward) // erases what was written last, wherever that is
	h.want("שלו עולם\nabc")
	h.press(key.NameEnd)
	x, _ := h.point(len("שלו עולם"))
	if x > float32(h.v.column.Max.X)-50 {
		t.Error("the end of the row is on the right")
	}
}

func TestWordsLongerThanARowAreBrokenBetweenCharacters(t *testing.T) {
	for _, character := range []string{"x", "e\u0301\u0302", "👩\u200d👧", "👍🏽", "中"} {
		h := newBench(t, strings.Repeat(character, 300))
		for width := 300; width < 340; width += 3 {
			h.size.X = width
			h.frame()
			for _, r := range h.v.placed[0].block.rows {
				if r.from%len(character) != 0 {
					t.Errorf("%q: a row begins at %d, inside of a character", character, r.from)
				}
				if r.end.Ceil() > h.v.column.Dx() {
					t.Errorf("%q: a row is %v wide, the column %d", character, r.end, h.v.column.Dx())
				}
			}
		}
	}
}

func TestLettersThatLeanRightStandFromRightToLeft(t *testing.T) {
	for _, tt := range []struct {
		text      string
		from, to  int // of the letters that lean right
		paragraph bool
	}{
		{text: "abc שלום def", from: 4, to: 12},
		{text: "שלום abc", from: 0, to: 9, paragraph: true},
	} {
		h := newBench(t, tt.text)
		p := h.v.placed[0]
		if p.block.rtl != tt.paragraph {
			t.Errorf("%q leans right: %v", tt.text, p.block.rtl)
		}
		r := &p.block.rows[0]
		for _, c := range r.cells {
			if leans := c.at >= tt.from && c.at < tt.to; leans != (c.trail < c.lead) {
				t.Errorf("%q: the character at %d goes from %v to %v", tt.text, c.at, c.lead, c.trail)
			}
		}
		if tt.paragraph && r.cells[0].lead.Round() != h.v.column.Dx() {
			t.Errorf("%q begins at %v of %d", tt.text, r.cells[0].lead, h.v.column.Dx())
		}
	}
}

func TestCaretLeavesASelectionThatEndsInsideOfACharacter(t *testing.T) {
	h := newBench(t, "one two")
	h.selectRange(0, 3)
	h.remote(func(t *crdt.Text) { t.Insert(ava, 3, "\u0301") }) // an accent on the e
	h.frame()
	h.wantSelection(0, 3)
	h.press(key.NameRightArrow)
	h.wantSelection(5, 5)
}

func TestChunksOfALongLineAreCutBetweenCharacters(t *testing.T) {
	for _, unit := range []string{"👨\u200d👩\u200d👧", "e\u0301", "中", "x", "a \u0301"} {
		s := strings.Repeat(unit, 3*chunk/len(unit))
		text := crdt.New()
		text.Insert(me, 0, s)
		whole := edges(s)
		for p := placeAt(text, 0); ; {
			if _, ok := slices.BinarySearch(whole, p.from); !ok {
				t.Errorf("%q: a chunk begins at %d, inside of a character", unit, p.from)
			}
			if q := placeAt(text, p.from); q != p {
				t.Errorf("%q: the place of %d is %+v, want %+v", unit, p.from, q, p)
			}
			next, ok := nextPlace(text, p)
			if !ok {
				break
			}
			p = next
		}
	}
}

func TestChunksOfALongQuotationAreQuoted(t *testing.T) {
	h := newBench(t, "> "+strings.Repeat("many words ", 1000))
	h.goTo(9000)
	for _, p := range h.v.placed {
		if p.block.Quote != 1 {
			t.Errorf("the chunk from %d is in %d quotations", p.from, p.block.Quote)
		}
	}
}

func TestZoomKeepsTheRowsOfTheText(t *testing.T) {
	h := newBench(t, strings.Repeat("some words that fill the rows of the page, one after the other ", 12)+"\n- item\n```\ncode\n```")
	h.size = image.Pt(3000, 2400)
	rows := map[float32][]int{}
	for _, zoom := range []float32{0.8, 1, 2, 3} {
		gtx := h.context()
		gtx.Metric = unit.Metric{PxPerDp: zoom, PxPerSp: zoom}
		h.v.Layout(gtx, h.b, h.style, nil)
		h.r.Frame(gtx.Ops)
		for _, p := range h.v.placed {
			rows[zoom] = append(rows[zoom], len(p.block.rows))
			if got, want := p.block.rows[0].height, int(28*zoom+0.5); p.block.size == 0 && got != want {
				t.Errorf("at %v a row is %d high, want %d", zoom, got, want)
			}
		}
	}
	for zoom, got := range rows {
		if d := got[0] - rows[1][0]; d > 1 || d < -1 || !slices.Equal(got[1:], rows[1][1:]) {
			t.Errorf("at %v the lines have %v rows, at 1 %v", zoom, got, rows[1])
		}
	}
}

func TestTabsAreAsWideAsAsked(t *testing.T) {
	h := newBench(t, "```\n\tx\n```")
	four := h.v.placed[1].block.rows[0].x(1)
	h.style.TabWidth = 8
	h.frame()
	if eight := h.v.placed[1].block.rows[0].x(1); eight != 2*four {
		t.Errorf("a tab of 4 is %v wide, one of 8 %v", four, eight)
	}
}

func TestMarksOfASearchAreFoundOnThePage(t *testing.T) {
	h := newBench(t, strings.Repeat("find this here\n", 2000))
	var marks []Mark
	for i := range 2000 {
		marks = append(marks, Mark{From: i*15 + 5, To: i*15 + 9, Current: i == 1000})
	}
	h.style.Marks = marks
	h.v.ScrollTo(15 * 1000)
	h.frame()
	first := firstMark(marks, h.v.placed[0].from)
	if marks[first].From < h.v.placed[0].from || marks[first].From > h.v.placed[0].from+15 {
		t.Errorf("the first mark on the page is at %d, the page begins at %d", marks[first].From, h.v.placed[0].from)
	}
	if top := h.v.Top(h.b.Text()); top < 15*998 || top > 15*1000 {
		t.Errorf("scrolled to line 1000, the first row is at %d", top)
	}
}

func TestBlockDependsOnTheLinesBefore(t *testing.T) {
	h := newBench(t, "    x\n\n    x\ny\n    x")
	h.wantKinds("c.cpp")
}

func TestViewsOfAnySizeShowTheText(t *testing.T) {
	text := strings.Repeat("> ", 40) + "deep\n- " + strings.Repeat("word ", 50) + "\n```\ncode\n```\nשלום " + strings.Repeat("x", 300)
	for _, size := range []image.Point{{}, {X: 1, Y: 1}, {X: 10, Y: 400}, {X: 90, Y: 30}, {X: 4000, Y: 3}} {
		h := newBench(t, text)
		h.size = size
		h.style.Whitespace, h.style.Numbers, h.style.CurrentLine = true, true, true
		h.frame()
		h.press(key.NameEnd, key.ModShortcut)
		h.press(key.NamePageUp)
		h.typed("y")
		for _, p := range h.v.placed {
			for _, r := range p.block.rows {
				if r.from >= r.to && p.from < p.to {
					t.Errorf("%v: a row without characters", size)
				}
			}
		}
	}
}
