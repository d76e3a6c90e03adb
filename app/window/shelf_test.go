package window

import (
	"strings"
	"testing"
	"time"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/io/pointer"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
)

// hover moves the mouse over the control that describes itself with words.
func (h *bench) hover(words string) f32.Point {
	h.t.Helper()
	n, ok := h.find(words)
	if !ok {
		h.t.Fatalf("there is nothing %q to point at; there are %q", words, h.descriptions())
	}
	at := f32.Pt(float32(n.Min.X+20), float32(n.Min.Y+n.Max.Y)/2)
	h.r.Queue(pointer.Event{Kind: pointer.Move, Source: pointer.Mouse, Position: at})
	h.settle()
	return at
}

// choose opens the menu of a document and takes a line of it.
func (h *bench) choose(title, item string) {
	h.t.Helper()
	h.hover(title)
	h.click("More for “" + title + "”")
	h.click(item)
}

func order(lines []line) string {
	var out []string
	for _, l := range lines {
		if l.heading != "" {
			out = append(out, l.heading+":")
			continue
		}
		out = append(out, l.doc.Title)
	}
	return strings.Join(out, " ")
}

func TestLibraryPutsPinnedFirstAndTheLatestOfManyApart(t *testing.T) {
	var all []workspace.Summary
	for i, name := range strings.Split("abcdefghijkl", "") {
		s := workspace.Summary{Title: name, Shared: i%2 == 0, Changed: time.Unix(int64(1000-i), 0)}
		s.ID[0] = byte(i)
		all = append(all, s)
	}
	all[11].Opened = time.Unix(5000, 0) // l was looked at just now
	all[7].Pinned = true                // h
	s := newSidebar()
	if got, want := order(s.lines(&phrases.English.Library, all)),
		"PINNED: h RECENT: l a b c d SHARED: e g i k ON THIS COMPUTER: f j"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := order(s.lines(&phrases.English.Library, all[:4])), "SHARED: a c ON THIS COMPUTER: b d"; got != want {
		t.Errorf("of few: got %s, want %s", got, want)
	}
}

func TestADocumentIsPinnedAndRenamedFromItsMenu(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	h.choose("Scratch", "Pin to the top")
	h.want("PINNED")
	h.choose("Scratch", "Rename")
	h.typed("Notes for May")
	h.press(key.NameReturn, 0)
	if _, ok := h.find("Notes for May"); !ok {
		t.Errorf("the new name is not in the library; there are %q", h.descriptions())
	}
	h.press(key.NameF2, 0) // the row has the focus again
	h.typed("Something else")
	h.press(key.NameEscape, 0)
	if _, ok := h.find("Notes for May"); !ok {
		t.Error("Escape did not leave the name as it was")
	}
}

func TestRightClickOpensTheMenuAndEscapeClosesIt(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	at := h.hover("Scratch")
	h.r.Queue(
		pointer.Event{Kind: pointer.Press, Source: pointer.Mouse, Buttons: pointer.ButtonSecondary, Position: at},
		pointer.Event{Kind: pointer.Release, Source: pointer.Mouse, Position: at},
	)
	h.settle()
	if _, ok := h.find("Move to bin"); !ok {
		t.Fatal("a right click opened no menu")
	}
	if h.u.page != nil {
		t.Error("a right click opened the document")
	}
	h.press(key.NameDownArrow, 0)
	h.press(key.NameDownArrow, 0)
	h.press(key.NameEscape, 0)
	if _, ok := h.find("Move to bin"); ok {
		t.Error("Escape did not close the menu")
	}
}

func TestTheBinGivesBackAndDeletesOnlyWhenAskedTwice(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	title := "Field notes, autumn"
	h.choose(title, "Move to bin")
	if h.u.page != nil {
		t.Error("the document in the bin is still on the page")
	}
	if _, ok := h.find(title); ok {
		t.Error("the library still lists it")
	}
	h.want("Whoever else has it keeps it")
	h.click("Bin")
	h.want("Deleted in 12 days")
	h.click("Restore")
	h.want("Nothing is in the bin")
	h.click("Back to the library")
	h.click(title)
	if h.u.page == nil {
		t.Fatal("what was restored does not open")
	}

	h.choose("Scratch", "Move to bin")
	h.click("Bin")
	h.click("Delete")
	if len(h.shelf.Bin()) != 1 {
		t.Fatal("one press deleted a document for good")
	}
	h.now = h.now.Add(sureFor)
	h.settle()
	h.click("Delete") // asks again
	if len(h.shelf.Bin()) != 1 {
		t.Fatal("a question of long ago counted")
	}
	h.click("For good?")
	if len(h.shelf.Bin()) != 0 {
		t.Error("two presses did not delete it")
	}
}

func TestTheMenuOfARowIsBelowItWhereThereIsRoom(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	for _, c := range []struct {
		title  string
		height int
		below  bool
	}{{"Reading list", 800, true}, {"Scratch", 480, false}} {
		h.size.Y = c.height
		h.settle()
		h.hover(c.title)
		row, _ := h.find(c.title)
		h.click("More for “" + c.title + "”")
		item, ok := h.find("Rename")
		if !ok {
			t.Fatalf("no menu; there are %q", h.descriptions())
		}
		if (item.Min.Y > row.Min.Y) != c.below {
			t.Errorf("the menu of %q, at %v, is at %v", c.title, row, item)
		}
		h.press(key.NameEscape, 0)
	}
}

func TestADocumentChosenFromSettingsIsShownEvenIfItIsOpen(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.u.present(newSettings())
	h.settle()
	h.click("Field notes, autumn")
	h.settle()
	if h.u.screen != nil {
		t.Error("the settings stay over it")
	}
	h.typed("x")
	if !strings.HasPrefix(h.u.page.doc.(*paper).buf.Text().String(), "x") {
		t.Error("the keys do not go to it")
	}
}
