package workspace

import (
	"errors"
	"path/filepath"
	"testing"

	"chirograph/editor/buffer"
	"chirograph/editor/version"
	"chirograph/sync/seal"
	"chirograph/sync/wire"
)

// vector is the version of the text that is stored.
func (d *Document) vector() (v version.Vector) {
	d.Read(func(b *buffer.Buffer) { v = b.Text().Vector().Clone() })
	return v
}

func (d *Document) at(v version.Vector) (s string) {
	d.Read(func(b *buffer.Buffer) { s = string(b.History().At(v)) })
	return s
}

// typesAll types s and waits until that is a version.
func (d *Document) typesAll(t *testing.T, s string) version.Vector {
	t.Helper()
	d.types(s)
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d.vector()
}

func TestANamedVersionIsThereForEverybodyAndAfterARestart(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna")
	b, stopB := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "first draft\n")
	draft := x.vector()
	x.typesAll(t, "and more\n")
	if err := x.NameVersion(draft, " First draft ", "as sent"); err != nil {
		t.Fatal(err)
	}
	check := func(who string, d *Document) {
		t.Helper()
		until(t, who+" has the version", func() bool { return len(d.Versions()) == 1 })
		v := d.Versions()[0]
		if v.Name != "First draft" || v.Note != "as sent" || v.Author != x.me.Author || v.Hidden {
			t.Errorf("%s: got %+v", who, v)
		}
		if got := d.at(v.At); got != "first draft\n" || seal.OfText([]byte(got)) != v.Seal || d.Seal(v.At) != v.Seal {
			t.Errorf("%s: the version reads %q", who, got)
		}
	}
	check("who named it", x)
	check("the other", y)
	y.HideVersion(y.Versions()[0].ID, true)
	if err := y.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	stopB()

	b, _ = open(t, filepath.Join(dir, "b"), "", offline)
	y, err := b.Document(x.ID())
	if err != nil {
		t.Fatal(err)
	}
	if vs := y.Versions(); len(vs) != 1 || !vs[0].Hidden {
		t.Fatalf("after a restart: %+v", vs)
	}
	y.HideVersion(y.Versions()[0].ID, false)
	check("the other, later,", y)
}

func TestAVersionBeforeTheSnapshotCanBeNamed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	d, err := w.New("", "first\n")
	if err != nil {
		t.Fatal(err)
	}
	first := d.typesAll(t, "draft\n")
	d.presses(t, packLeast)
	stop()
	w, _ = open(t, dir, "", offline)
	d = reread(t, w, d)
	if d.fresh != 0 {
		t.Fatal("there is no snapshot")
	}
	if err := d.NameVersion(first, "First draft", ""); err != nil {
		t.Fatal(err)
	}
	if vs := d.Versions(); len(vs) != 1 || d.at(vs[0].At) != "first\ndraft\n" {
		t.Errorf("got %+v", vs)
	}
}

func TestAVersionNeedsAName(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Zoë", offline)
	d, err := w.New("", "text")
	if err != nil {
		t.Fatal(err)
	}
	v := d.typesAll(t, "!")
	for _, name := range []string{"", "  ", "two\nlines"} {
		if err := d.NameVersion(v, name, ""); !errors.Is(err, wire.ErrLabel) {
			t.Errorf("%q: got %v, want %v", name, err, wire.ErrLabel)
		}
	}
	if len(d.Versions()) != 0 {
		t.Error("a version without a name is there")
	}
}

func TestWhatWasSeenIsRemembered(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	d, err := w.New("", "seen")
	if err != nil {
		t.Fatal(err)
	}
	seen := d.typesAll(t, "!")
	if _, _, ok := d.Seen(); ok {
		t.Error("seen before anybody looked")
	}
	d.Look()
	d.typesAll(t, " not seen")
	stop()

	w, _ = open(t, dir, "", offline)
	if d, err = w.Document(d.ID()); err != nil {
		t.Fatal(err)
	}
	v, when, ok := d.Seen()
	if !ok || !v.Equal(seen) || when == 0 || d.at(v) != "seen!" {
		t.Errorf("got %v, %d, %v", v, when, ok)
	}
	d.Look()
	if again, _, _ := d.Seen(); !again.Equal(seen) {
		t.Error("what was seen last time is forgotten while the document is open")
	}
}
