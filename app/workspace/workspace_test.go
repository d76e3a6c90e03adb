package workspace

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chirograph/app/phrases"
	"chirograph/editor/buffer"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

// patience is for machines that do several things at once; nothing here is
// meant to take a tenth of it.
const patience = 20 * time.Second

// open runs a workspace in dir until the test ends, or stop is called.
func open(t *testing.T, dir, name string, change ...func(*Config)) (w *Workspace, stop func()) {
	t.Helper()
	c := Config{Dir: dir, Install: dir + "-install", Loopback: true, NoMDNS: true}
	for _, f := range change {
		f(&c)
	}
	w, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	ended := false
	stop = func() {
		if ended {
			return
		}
		ended = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	if !w.HasMe() {
		if err := w.SetMe(identity.Profile{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	return w, stop
}

func offline(c *Config) { c.Offline = true }

// until waits until ok.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("in vain waited: %s", what)
		}
	}
}

// share makes a document with text in a and joins it in b.
func share(t *testing.T, a, b *Workspace, text string) (x, y *Document) {
	t.Helper()
	x, err := a.New("", text)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return x, join(t, x, b)
}

func join(t *testing.T, x *Document, b *Workspace) *Document {
	t.Helper()
	l, err := x.Link(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Addresses) == 0 {
		t.Fatal("the link has no address")
	}
	y, err := b.Join(l)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := y.Await(ctx); err != nil {
		t.Fatal(err)
	}
	return y
}

func (d *Document) types(s string) { d.Append(s) }

func TestATextIsThereAgainAfterARestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	d, err := w.New("", "# Title\n")
	if err != nil {
		t.Fatal(err)
	}
	d.types("typed\n")
	d.Do(buffer.Undo{})
	d.types("typed again\n")
	want := d.Text()
	stop() // empties the outbox

	w, _ = open(t, dir, "", offline)
	if got := w.Me().Name; got != "Zoë" {
		t.Errorf("the name: got %q", got)
	}
	list := w.Documents()
	if len(list) != 1 || list[0].Title != "Title" || list[0].Size != len(want) {
		t.Fatalf("got %+v", list)
	}
	again, err := w.Document(list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.Text(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTwoPeopleWriteAtOnce(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna")
	b, _ := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	for i := range 50 {
		x.types(fmt.Sprintf("a%d\n", i))
		y.types(fmt.Sprintf("b%d\n", i))
	}
	until(t, "the texts are equal and whole", func() bool {
		s := x.Text()
		return s == y.Text() && strings.Count(s, "\n") == 101
	})
	until(t, "both know that the other has everything", func() bool {
		p, q := x.People(), y.People()
		return len(p) == 2 && len(q) == 2 && p[1].Missing == 0 && q[1].Missing == 0
	})
	if got := x.People()[1]; got.Name != "Ben" || !got.Online || got.Route == "" {
		t.Errorf("got %+v", got)
	}
	if got := y.Status(); got.Saved != "Saved here · with everyone" || got.Connection != "Anna is here" {
		t.Errorf("got %+v", got)
	}
	x.SetCaret(2, 2)
	until(t, "Anna's caret is seen", func() bool { p := y.People()[1]; return p.HasCaret && p.Head == 2 })
	y.Do(buffer.Replace{From: 0, To: 0, Text: "12"})
	until(t, "it has moved with the text", func() bool { p := y.People()[1]; return p.Head == 4 })
}

func TestPeopleFindEachOtherAgain(t *testing.T) {
	dir := t.TempDir()
	a, stopA := open(t, filepath.Join(dir, "a"), "Anna")
	b, stopB := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	id := x.ID()
	until(t, "they have met", func() bool { return len(y.People()) == 2 && y.People()[1].Online })

	stopA()
	until(t, "Anna is gone", func() bool { return !y.People()[1].Online })
	y.types("while Anna is away\n")
	if err := y.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := y.People()[1].Receipt; got != "is missing 1 change" {
		t.Errorf("got %q", got)
	}
	a, stopA = open(t, filepath.Join(dir, "a"), "")
	var err error
	if x, err = a.Document(id); err != nil {
		t.Fatal(err)
	}
	until(t, "Anna has it, and knows that Ben has", func() bool {
		return x.Text() == y.Text() && len(x.People()) == 2 && x.People()[1].Missing == 0
	})

	// Both end and begin again, without a link.
	stopA()
	stopB()
	a, _ = open(t, filepath.Join(dir, "a"), "")
	b, _ = open(t, filepath.Join(dir, "b"), "")
	if x, err = a.Document(id); err != nil {
		t.Fatal(err)
	}
	if y, err = b.Document(id); err != nil {
		t.Fatal(err)
	}
	if got := x.People()[1]; got.Receipt != "has everything" || got.Name != "Ben" {
		t.Errorf("not remembered: %+v", got)
	}
	x.types("after a restart\n")
	until(t, "the texts are equal", func() bool { return x.Text() == y.Text() })
}

func TestThreePeopleInARow(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna")
	b, _ := open(t, filepath.Join(dir, "b"), "Ben")
	c, _ := open(t, filepath.Join(dir, "c"), "Cleo")
	x, y := share(t, a, b, "start\n")
	z := join(t, y, c) // Cleo has Ben's address only
	for i := range 20 {
		x.types(fmt.Sprintf("a%d\n", i))
		z.types(fmt.Sprintf("c%d\n", i))
	}
	until(t, "all texts are equal and whole", func() bool {
		s := x.Text()
		return s == y.Text() && s == z.Text() && strings.Count(s, "\n") == 41
	})
	until(t, "Anna and Cleo see each other through Ben", func() bool {
		for _, p := range z.People() {
			if p.Name == "Anna" {
				return p.Online && p.Route == "Through others"
			}
		}
		return false
	})
	until(t, "everybody knows everybody's name", func() bool {
		return len(x.People()) == 3 && len(z.People()) == 3 && !strings.Contains(fmt.Sprint(x.People(), z.People()), "Somebody")
	})
}

func TestALongTextTravels(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna")
	b, _ := open(t, filepath.Join(dir, "b"), "Ben")
	text := strings.Repeat("All work and no play makes Jack a dull boy — 漢字.\n", 40_000) // 2 MB
	_, y := share(t, a, b, text)
	if y.Text() != text {
		t.Errorf("got %d bytes, want %d", len(y.Text()), len(text))
	}
}

func TestJoiningWithNobodyThereNeverShowsAnEmptyText(t *testing.T) {
	dir := t.TempDir()
	a, stop := open(t, filepath.Join(dir, "a"), "Anna")
	x, err := a.New("Plan", "text")
	if err != nil {
		t.Fatal(err)
	}
	l, err := x.Link(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stop()
	b, stopB := open(t, filepath.Join(dir, "b"), "Ben")
	y, err := b.Join(l)
	if err != nil {
		t.Fatal(err)
	}
	y.types("must not count")
	if y.Status().Ready || y.Text() != "" || y.Title() != "Plan" {
		t.Errorf("ready %v, text %q, title %q", y.Status().Ready, y.Text(), y.Title())
	}
	stopB()
	b, _ = open(t, filepath.Join(dir, "b"), "")
	if list := b.Documents(); len(list) != 1 || !list[0].Joining {
		t.Fatalf("got %+v", list)
	}
	open(t, filepath.Join(dir, "a"), "")
	until(t, "it opens by itself", func() bool {
		y, err := b.Document(l.Document)
		return err == nil && y.Status().Ready && y.Text() == "text"
	})
}

func TestTwoWhoJoinDoNotTakeEachOthersNothingForTheText(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna", offline)
	x, err := a.New("Plan", "text")
	if err != nil {
		t.Fatal(err)
	}
	l, err := x.Link(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, _ := open(t, filepath.Join(dir, "b"), "Ben")
	y, err := b.Join(l)
	if err != nil {
		t.Fatal(err)
	}
	charter, _ := x.Charter()
	if err := y.TakeCharter(charter); err != nil {
		t.Fatal(err)
	}
	y.mu.Lock()
	y.peers[&peer{id: "Cleo"}] = struct{}{}
	y.mu.Unlock()
	y.Showed("Cleo", wire.Heads{Heads: []wire.Head{}, Joining: true})
	if y.Status().Ready {
		t.Error("an empty page is shown")
	}
	y.Showed("Cleo", wire.Heads{Heads: []wire.Head{}})
	if !y.Status().Ready {
		t.Error("a document that is really empty is not shown")
	}
}

func TestFindByIDTitleAndLink(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Anna", offline)
	x, err := w.New("Plan", "")
	if err != nil {
		t.Fatal(err)
	}
	l, err := x.Link(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{x.ID().String(), x.ID().String()[:8], "plan", l.String()} {
		if id, err := w.Find(s); err != nil || id != x.ID() {
			t.Errorf("%q: got %v, %v", s, id, err)
		}
	}
	if _, err := w.Find(x.ID().String()[:3]); err == nil {
		t.Error("three digits were enough")
	}
	w.New("Plan", "")
	if _, err := w.Find("plan"); err == nil {
		t.Error("a title that two have was taken")
	}
}

func TestNothingOfADocumentLiesInClearOnTheDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Anna", offline)
	if _, err := w.New("", "first line\nSECRETWORD in the text\n"); err != nil {
		t.Fatal(err)
	}
	stop()
	b, err := os.ReadFile(filepath.Join(dir, "chirograph.db"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), "SECRETWORD") {
		t.Error("the text's body is stored in clear")
	}
}

func TestTheWorkspaceSpeaksTheChosenLanguage(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Anna", offline)
	d, err := w.New("", "")
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Title(); got != "Untitled" {
		t.Errorf("before anybody chose, it is called %q", got)
	}
	w.SetLanguage(&phrases.German)
	if got, want := d.Title(), "Ohne Titel"; got != want {
		t.Errorf("got the title %q, want %q", got, want)
	}
	if got, want := w.Documents()[0].Title, "Ohne Titel"; got != want {
		t.Errorf("got %q in the list, want %q", got, want)
	}
	if got, want := d.Status().Saved, "Hier gespeichert · nur auf diesem Rechner"; got != want {
		t.Errorf("got the status %q, want %q", got, want)
	}
}
