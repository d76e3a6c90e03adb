package window

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gioui.org/io/key"

	"chirograph/app/workspace"
	"chirograph/editor/crdt"
	"chirograph/sync/identity"
)

func TestFirstRunLeadsToTypingWithOneKey(t *testing.T) {
	h := newBench(t, &shelf{})
	h.u.welcome = newWelcome(identity.Profile{Name: "Mara", Colour: 3})
	h.settle()
	h.want("What should others call you?")
	h.typed("Mara K") // the name is selected, so typing replaces it
	h.click("teal")
	h.press(key.NameReturn, 0)
	if !h.shelf.HasMe() {
		h.click("Start writing")
	}
	if got, want := h.shelf.me, (identity.Profile{Name: "Mara K", Colour: 5}); got != want {
		t.Fatalf("got the profile %+v, want %+v", got, want)
	}
	h.settle()
	h.typed("my first words")
	if got := h.shelf.docs[0].buf.Text().String(); got != "my first words" {
		t.Errorf("after Start writing, typing gave %q", got)
	}
	if len(h.shelf.docs) != 2 {
		t.Errorf("the library has %d documents, want the welcome text and the new one", len(h.shelf.docs))
	}
}

func TestFirstRunOpensWhatWasAskedFor(t *testing.T) {
	h := newBench(t, &shelf{})
	h.u.args([]string{testLink("Q3 plan").String()})
	h.settle()
	if h.u.sheet != nil {
		t.Error("the link was opened before the person had a name")
	}
	h.u.welcome = newWelcome(identity.Profile{Name: "Mara"})
	h.click("Start writing")
	h.settle()
	h.want("Open “Q3 plan”?")
}

func TestNewDocumentTakesTheKeysAndItsTitleFromTheText(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	h.press("N", key.ModShortcut)
	h.typed("# Plan B")
	h.settle()
	if h.u.title != "Plan B – Chirograph" {
		t.Errorf("the window is called %q", h.u.title)
	}
	if got := h.shelf.docs[0].caret; got != [2]int{8, 8} {
		t.Errorf("others were told of a caret at %v, want 8", got)
	}
}

func TestABlankPageIsUsedInsteadOfAnotherOne(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	h.press("N", key.ModShortcut)
	h.settle()
	n := len(h.shelf.docs)
	h.press("N", key.ModShortcut)
	if len(h.shelf.docs) != n {
		t.Error("beside a blank page another one was made")
	}
	h.typed("x")
	h.press(key.NameDeleteBackward, 0)
	h.press("N", key.ModShortcut)
	if len(h.shelf.docs) != n+1 {
		t.Error("a page that was written on, and could be again, was taken for a blank one")
	}
}

func TestABlankPageThatIsLeftDoesNotStayInTheLibrary(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	n := len(h.shelf.docs)
	h.press("N", key.ModShortcut)
	h.click("Scratch")
	h.settle()
	if got := len(h.shelf.docs); got != n {
		t.Errorf("a page that nobody wrote on is left: %d documents, want %d", got, n)
	}
	h.press("N", key.ModShortcut)
	h.typed("x")
	h.press(key.NameDeleteBackward, 0)
	h.click("Scratch")
	if got := len(h.shelf.docs); got != n+1 {
		t.Error("a page that was written on, and is empty again, went with its history")
	}
	h.press("N", key.ModShortcut)
	h.shelf.docs[0].sum.Shared = true
	h.click("Scratch")
	if got := len(h.shelf.docs); got != n+2 {
		t.Error("a page went whose link somebody may have")
	}
}

func TestLibraryListsSearchesAndOpens(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	h.want("SHARED")
	h.want("2 others here now")
	h.click("Grant proposal")
	if h.u.page == nil || h.u.page.doc.Title() != "Grant proposal" {
		t.Fatal("a click in the library did not open the document")
	}
	h.press(key.NameF6, 0)
	h.typed("reading")
	if _, ok := h.find("Grant proposal"); ok {
		t.Error("the search still lists a document without the word")
	}
	h.press(key.NameReturn, 0)
	if h.u.page.doc.Title() != "Reading list" {
		t.Errorf("Enter in the search opened %q", h.u.page.doc.Title())
	}
}

func TestRemoteEditBetweenFramesKeepsWhatIsTypedInPlace(t *testing.T) {
	s := &shelf{me: identity.Profile{Name: "Mara"}}
	d := s.add("hello world")
	h := newBench(t, s)
	h.u.open(d.id)
	h.settle()
	for range 5 {
		h.press(key.NameRightArrow, 0)
	}
	h.r.Queue(key.EditEvent{Range: key.Range{Start: 5, End: 5}, Text: "X"}, key.SelectionEvent{Start: 6, End: 6})
	d.as(jo, func(text *crdt.Text) { text.Insert(jo, 0, "REMOTE ") })
	h.settle()
	if got := d.buf.Text().String(); got != "REMOTE helloX world" {
		t.Errorf("got %q", got)
	}
}

func TestShareCopiesTheLinkAndSaysSo(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.press("S", key.ModShortcut|key.ModShift)
	h.want("Share “Field notes, autumn”")
	h.want("is missing 12 changes")
	h.click("Copy link")
	_, content, ok := h.r.WriteClipboard()
	if want := testLink("Field notes, autumn").String(); !ok || string(content) != want {
		t.Errorf("got %q on the clipboard, want %q", content, want)
	}
	if _, ok := h.find("Edit link copied"); !ok {
		t.Error("the button does not say that the link was copied")
	}
	h.now = h.now.Add(copiedFor)
	h.settle()
	if _, ok := h.find("Copy link"); !ok {
		t.Error("two seconds later the button still says so")
	}
	h.press(key.NameEscape, 0)
	if h.u.sheet != nil {
		t.Error("Escape did not close the sheet")
	}
	h.settle()
	h.typed("back ")
	if got := h.shelf.docs[0].buf.Text().String(); !strings.HasPrefix(got, "back # Field") {
		t.Error("after the sheet the keys do not go to the text")
	}
}

func TestJoinNeverShowsAnEmptyPage(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	h.press("O", key.ModShortcut|key.ModShift)
	h.press("V", key.ModShortcut)
	h.clip("see:\n<" + testLink("Q3 plan").String() + ">.")
	h.want("Open “Q3 plan”? You will be able to edit. People in it will see your name and your internet address.")
	h.click("Open")
	h.want("Looking for people who have this document…")
	d := h.shelf.docs[0]
	h.typed("x")
	if d.buf.Text().Len() != 0 {
		t.Error("one could write on a page whose text is not here yet")
	}
	h.now = h.now.Add(21 * time.Second)
	h.settle()
	h.want("Nobody who has this document is online now.")
	d.status.Ready = true
	h.settle()
	if h.says("Nobody who has this document") {
		t.Error("the text is here, but the page still looks for it")
	}
}

func TestMistypedLinkIsRefusedInPlainWords(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	whole := testLink("").String()
	h.press("V", key.ModShortcut) // nothing is open: paste anywhere
	h.clip(whole[:len(whole)-9])
	h.want("This link is incomplete or mistyped")
	h.click("Open")
	if len(h.shelf.docs) != 6 {
		t.Error("a damaged link made a document")
	}
}

func TestFilesAreReadAsTextOrRefused(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	dir := t.TempDir()
	name := filepath.Join(dir, "notes.md")
	if err := os.WriteFile(name, []byte("\xEF\xBB\xBF# From Windows\r\nline\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.press("O", key.ModShortcut)
	h.typed(name)
	h.click("Open")
	if got := h.shelf.docs[0].buf.Text().String(); got != "# From Windows\nline\n" {
		t.Errorf("got %q", got)
	}
	if err := os.WriteFile(name, []byte{0x7F, 'E', 'L', 'F', 0, 0}, 0o600); err != nil {
		t.Fatal(err)
	}
	h.u.args([]string{name, filepath.Join(dir, "missing")})
	h.settle()
	h.want("This file is not text")
	h.want("There is no file, link or document")
	h.u.args([]string{"Reading list"})
	h.settle()
	if h.u.page.doc.Title() != "Reading list" {
		t.Error("a document named on the command line was not opened")
	}
}

func TestThemeFollowsSettingThenSystem(t *testing.T) {
	h := newBench(t, fullShelf())
	h.u.prefs.Appearance = ""
	h.settle()
	if h.u.theme.dark {
		t.Error("dark without any wish for it")
	}
	h.u.system.dark = true
	h.settle()
	if !h.u.theme.dark {
		t.Error("the system's wish for dark is not followed")
	}
	openFirst(h)
	h.click("Menu")
	h.click("Light")
	if h.u.theme.dark || h.shelf.settings["appearance"] != "light" {
		t.Error("Light in the menu did not make it light")
	}
}

func TestNarrowWindowsHideTheLibrary(t *testing.T) {
	h := newBench(t, fullShelf())
	h.size = image.Pt(900, 700)
	openFirst(h)
	if _, ok := h.find("Grant proposal"); ok {
		t.Error("at 900 the library stands beside the page")
	}
	h.click("Library")
	h.click("Grant proposal")
	if h.u.drawer || h.u.page.doc.Title() != "Grant proposal" {
		t.Error("choosing in the drawer did not open the document and close the drawer")
	}
}

func TestMenuUndoes(t *testing.T) {
	h := newBench(t, fullShelf())
	h.settle()
	h.press("N", key.ModShortcut)
	h.typed("word")
	h.click("Menu")
	h.click("Undo")
	if got := h.shelf.docs[0].buf.Text().String(); got != "" {
		t.Errorf("after Undo from the menu there is %q", got)
	}
}

func TestColoursOfADocumentAreDistinct(t *testing.T) {
	people := make([]workspace.Person, 5)
	seen := map[int]bool{}
	for _, c := range distinct(people) { // everyone chose the first
		if seen[c] {
			t.Errorf("two people have colour %d", c)
		}
		seen[c] = true
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Mara Klein": "MK", "jo": "JO", "Ava Maria Virtanen": "AV", "É": "É", "山田 太郎": "山太", "山": "山", "": "",
	} {
		if got := initials(name); got != want {
			t.Errorf("initials of %q: got %q, want %q", name, got, want)
		}
	}
}
