package workspace

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"
)

func TestChangesAreCarriedOnAStick(t *testing.T) {
	dir := t.TempDir()
	a, stopA := open(t, filepath.Join(dir, "a"), "Anna")
	b, stopB := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	y.presses(t, 1) // Anna hears that Ben has everything
	until(t, "Anna knows what Ben has", func() bool {
		return x.Text() == y.Text() && len(x.People()) == 2 && x.People()[1].Missing == 0
	})
	ben := y.me.Author
	if _, _, err := x.PackFor(ben); !errors.Is(err, ErrNothing) {
		t.Errorf("got %v, want %v", err, ErrNothing)
	}
	stopB()
	v := x.typesAll(t, "while Ben was away\n")
	x.presses(t, packLeast)
	if err := x.NameVersion(v, "for Ben", ""); err != nil {
		t.Fatal(err)
	}
	file, n, err := x.PackFor(ben)
	if err != nil || n != packLeast+1 {
		t.Fatalf("%d changes, %v", n, err)
	}
	if bytes.Contains(file, []byte("away")) {
		t.Error("the file can be read by everybody")
	}
	want := x.Text()
	stopA()

	b, _ = open(t, filepath.Join(dir, "b"), "", offline)
	d, n, err := b.Unpack(file)
	if err != nil || d.ID() != x.ID() || n != packLeast+1 || d.Text() != want || len(d.Versions()) != 1 {
		t.Fatalf("%d changes, %v, %q", n, err, d.Text())
	}
	if _, n, err := b.Unpack(file); err != nil || n != 0 {
		t.Errorf("again: %d changes, %v", n, err)
	}
	for i := range file {
		bad := bytes.Clone(file)
		bad[i] ^= 4
		if _, _, err := b.Unpack(bad); !errors.Is(err, ErrStick) && !errors.Is(err, ErrNotForUs) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	c, _ := open(t, filepath.Join(dir, "c"), "Cleo", offline)
	if _, _, err := c.Unpack(file); !errors.Is(err, ErrNotForUs) {
		t.Errorf("a stranger: got %v, want %v", err, ErrNotForUs)
	}
}
