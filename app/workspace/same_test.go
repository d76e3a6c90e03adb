package workspace

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

func TestTwoWhoHaveTheSameAreToldSo(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna")
	b, stopB := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	both := func() bool {
		p, q := x.People(), y.People()
		return len(p) == 2 && len(q) == 2 && p[1].Same && q[1].Same
	}
	until(t, "both know", both)
	words := x.Status().Words
	if strings.Count(words, "-") != 4 || words != y.Status().Words {
		t.Errorf("the words: %q and %q", words, y.Status().Words)
	}
	x.typesAll(t, "more")
	if x.Status().Words != "" || x.People()[1].Same {
		t.Error("what has changed is said to be compared")
	}
	until(t, "both know again", both)
	if x.Status().Words == words || x.Status().Words != y.Status().Words {
		t.Errorf("the words: %q and %q", x.Status().Words, y.Status().Words)
	}
	stopB()
	until(t, "Ben is away", func() bool { return !x.People()[1].Online })
	if x.People()[1].Same {
		t.Error("somebody who is away is said to be compared")
	}
	if x.Status().Repair != nil {
		t.Error("something was repaired")
	}
}

// A fault in the engine, or a bit that fell over in memory.
func TestATextThatIsWrongIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna")
	b, _ := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	until(t, "both have the same", func() bool { return x.People()[1].Same })
	x.mu.Lock()
	h := x.buf.Text().History()
	h.Visible = bytes.Replace(bytes.Clone(h.Visible), []byte("s"), []byte("S"), 1)
	wrong, err := crdt.FromHistory(h)
	if err != nil {
		t.Fatal(err)
	}
	x.buf = buffer.New(wrong, x.me)
	x.changes++
	x.mu.Unlock()
	if x.Text() != "Start\n" {
		t.Fatalf("got %q", x.Text())
	}
	until(t, "it is mended", func() bool { return x.Text() == y.Text() && x.People()[1].Same })
	if r := x.Status().Repair; r == nil || !r.Fixed || r.Name != "Ben" || r.Places != 1 {
		t.Errorf("Anna is told %+v", r)
	}
	if r := y.Status().Repair; r != nil && r.Fixed {
		t.Errorf("Ben is told %+v", r)
	}
	x.typesAll(t, "goes on")
	until(t, "both write on", func() bool { return x.Text() == y.Text() && x.Text() == "start\ngoes on" })
}
