package workspace

import (
	"bytes"
	"encoding/binary"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"chirograph/sync/wire"
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

// Two who took turns with long pieces wait for each other in a file that has one
// log after the other, and there is not room for all to wait.
func TestEverythingOnAStickIsTakenInWhateverItsOrder(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Zoë", offline)
	d, err := w.New("", "")
	if err != nil {
		t.Fatal(err)
	}
	pair := []*member{admit(t, d, 1), admit(t, d, 2)}
	logs := make([][][]byte, 2)
	piece := strings.Repeat("x", 60<<10)
	const turns = 300
	for i := range turns {
		m, other := pair[i%2], pair[1-i%2]
		c := m.writes(piece)
		var deps []wire.Head
		for _, id := range c.Deps {
			deps = append(deps, wire.NewHead(id.Replica, id.Seq, other.at))
		}
		b := wire.Seal(c, m.at, deps, d.keys, m.key)
		m.at = b.Header.After
		if _, err := other.text.Apply(c); err != nil {
			t.Fatal(err)
		}
		logs[i%2] = append(logs[i%2], b.Encode())
	}
	var body []byte
	for _, b := range append(logs[0], logs[1]...) {
		frame := wire.Encode(wire.Batches{Batches: [][]byte{b}})
		body = append(binary.AppendUvarint(body, uint64(len(frame))), frame...)
	}
	n, err := d.unpack(body)
	if err != nil || n != turns || len(d.Text()) != turns*len(piece) {
		t.Errorf("%d of %d changes, %d bytes, %v", n, turns, len(d.Text()), err)
	}
}
