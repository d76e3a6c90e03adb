package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/seal"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// presses types n letters, each a batch of its own.
func (d *Document) presses(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		d.typesAll(t, string(rune('a'+i%26)))
	}
}

// kept is how many records of a replica's log are stored, and how many of them
// are packs.
func (d *Document) kept(t *testing.T, r version.Replica) (records, packs int) {
	t.Helper()
	all, err := d.w.store.Stretches(d.id, r, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Whole {
			packs++
		}
	}
	return len(all), packs
}

func reread(t *testing.T, w *Workspace, d *Document) *Document {
	t.Helper()
	e, err := w.Document(d.ID())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestALogIsPackedAndTheDocumentOpensFromASnapshot(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	d, err := w.New("", "# Title\n")
	if err != nil {
		t.Fatal(err)
	}
	d.presses(t, 3*packLeast)
	d.Do(buffer.Undo{})
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	past := d.vector()
	want, heads := d.Text(), d.Heads()
	stop()

	w, stop = open(t, dir, "", offline)
	e := reread(t, w, d)
	if records, packs := e.kept(t, e.me); records != 1 || packs != 1 {
		t.Errorf("%d records, %d packs, want one pack", records, packs)
	}
	if e.fresh != 0 || e.Text() != want || e.at(past) == "" || fmt.Sprint(e.Heads()) != fmt.Sprint(heads) {
		t.Errorf("%d batches were replayed, the text is %q", e.fresh, e.Text())
	}
	e.presses(t, 3)
	if records, _ := e.kept(t, e.me); records != 4 {
		t.Errorf("%d records", records)
	}
	want = e.Text()
	stop()

	// A little more is replayed on top of the snapshot.
	w, _ = open(t, dir, "", offline)
	e = reread(t, w, d)
	if e.fresh != 3 || e.Text() != want {
		t.Errorf("%d batches were replayed, the text is %q, want %q", e.fresh, e.Text(), want)
	}
}

func TestWhatASnapshotLacksIsReadFromTheLogs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Zoë", offline)
	d, err := w.New("", "# Title\n")
	if err != nil {
		t.Fatal(err)
	}
	d.presses(t, 2*packLeast)
	want := d.Text()
	stop()
	w, stop = open(t, dir, "", offline)
	if _, _, err := reread(t, w, d).keptSnapshot(); err != nil {
		t.Fatal(err)
	}
	// All nodes are gone.
	done := make(chan error, 1)
	b, err := w.store.Get(d.id, snapshotKey)
	if err != nil {
		t.Fatal(err)
	}
	w.store.Grow(d.id, nil, func([32]byte) bool { return false }, snapshotKey, b, func(err error) { done <- err })
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	stop()

	w, _ = open(t, dir, "", offline)
	e := reread(t, w, d)
	if e.Text() != want || e.fresh == 0 {
		t.Errorf("got %q", e.Text())
	}
	// The next snapshot is whole.
	if err := e.photograph(1); err != nil {
		t.Fatal(err)
	}
}

func TestPacksTakeThePlaceOfBatchesAtEverybody(t *testing.T) {
	dir := t.TempDir()
	a, stopA := open(t, filepath.Join(dir, "a"), "Anna")
	b, _ := open(t, filepath.Join(dir, "b"), "Ben")
	c, _ := open(t, filepath.Join(dir, "c"), "Cleo")
	x, y := share(t, a, b, "start\n")
	z := join(t, x, c)
	y.presses(t, 3)
	until(t, "Anna has Ben's", func() bool { return x.Text() == y.Text() })
	x.presses(t, 2*packLeast)
	until(t, "all have all", func() bool { return x.Text() == y.Text() && x.Text() == z.Text() })
	if err := x.pack(packLeast); err != nil {
		t.Fatal(err)
	}
	for _, d := range []*Document{x, y, z} {
		until(t, "the pack is stored", func() bool {
			records, packs := d.kept(t, x.me)
			return records == 1 && packs == 1
		})
	}
	// Someone new gets the pack, and nothing else.
	stopA()
	e, _ := open(t, filepath.Join(dir, "d"), "Dora")
	l, err := y.Link(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n, err := e.Join(l)
	if err != nil {
		t.Fatal(err)
	}
	until(t, "Dora has all", func() bool { return n.Status().Ready && n.Text() == y.Text() })
	until(t, "Dora has the pack alone", func() bool {
		records, packs := n.kept(t, x.me)
		return records == 1 && packs == 1
	})
	until(t, "Dora has the same heads", func() bool { return fmt.Sprint(n.Heads()) == fmt.Sprint(y.Heads()) })
}

// Ben writes while he is away, and builds on the middle of what Anna has packed
// meanwhile, and of which only the end is in memory.
func TestWhoWasAwayBuildsOnTheMiddleOfAPack(t *testing.T) {
	dir := t.TempDir()
	a, stopA := open(t, filepath.Join(dir, "a"), "Anna")
	b, stopB := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	x.presses(t, 10)
	until(t, "Ben has it", func() bool { return x.Text() == y.Text() })
	stopB()
	x.presses(t, 2*packLeast)
	stopA()
	b, stopB = open(t, filepath.Join(dir, "b"), "", offline)
	y = reread(t, b, y)
	y.presses(t, 5)
	stopB()

	a, _ = open(t, filepath.Join(dir, "a"), "")
	x = reread(t, a, x)
	if _, packs := x.kept(t, x.me); packs != 1 {
		t.Fatal("nothing was packed")
	}
	b, _ = open(t, filepath.Join(dir, "b"), "")
	y = reread(t, b, y)
	until(t, "both have everything", func() bool {
		return x.Text() == y.Text() && len(x.Text()) == len("start\n")+10+2*packLeast+5
	})
	if x.Seal(x.vector()) != seal.OfText([]byte(y.Text())) {
		t.Error("another seal")
	}
}

func TestManyPacksBecomeFew(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Zoë", offline)
	d, err := w.New("", "# Title\n")
	if err != nil {
		t.Fatal(err)
	}
	for range 12 {
		d.presses(t, packLeast)
		if err := d.pack(packLeast); err != nil {
			t.Fatal(err)
		}
	}
	if records, packs := d.kept(t, d.me); packs != records || packs > 4 {
		t.Errorf("%d records, %d packs, want at most 4", records, packs)
	}
	logs := session.NewLog(d.keys)
	r := replay{store: w.store, id: d.id, logs: logs}
	err = r.run()
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil || fmt.Sprint(d.logs.HeadsOf(d.me)) != fmt.Sprint(logs.HeadsOf(d.me)) {
		t.Errorf("the packs hold other batches: %v", err)
	}
}

// Ben has Anna's batches, some of them behind a snapshot, and was away when she
// packed them.
func TestPacksAreFetchedByWhoWasAwayWhenTheyWereMade(t *testing.T) {
	dir := t.TempDir()
	a, stopA := open(t, filepath.Join(dir, "a"), "Anna")
	b, stopB := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	x.presses(t, 2*packLeast)
	until(t, "Ben has all", func() bool { return x.Text() == y.Text() && y.Status().Err == nil })
	until(t, "and stored it", func() bool { n, _ := y.kept(t, x.me); return n == 2*packLeast+1 })
	stopB() // it makes a snapshot
	stopA() // it packs

	a, _ = open(t, filepath.Join(dir, "a"), "")
	x = reread(t, a, x)
	b, _ = open(t, filepath.Join(dir, "b"), "")
	y = reread(t, b, y)
	loose, err := y.othersLoose()
	if err != nil || len(loose) != 1 || loose[0].From != 1 {
		t.Fatalf("got %+v, %v", loose, err)
	}
	y.mu.Lock()
	y.loose = loose
	y.mu.Unlock()
	until(t, "Ben has the pack alone", func() bool {
		records, packs := y.kept(t, x.me)
		return records == 1 && packs == 1
	})
	if loose, err := y.othersLoose(); err != nil || len(loose) != 0 {
		t.Errorf("got %+v, %v", loose, err)
	}
	if y.Text() != x.Text() {
		t.Error("diverged")
	}
}

// An author signs a pack of other words than those that were written.
func TestALieDoesNotTakeThePlaceOfBatches(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna")
	b, stopB := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	x.presses(t, 10)
	until(t, "Ben has it", func() bool { return x.Text() == y.Text() })
	until(t, "and stored it", func() bool { n, _ := y.kept(t, x.me); return n == 11 })
	blocks, err := x.blocks(1)
	if err != nil {
		t.Fatal(err)
	}
	var changes []crdt.Change
	for _, b := range blocks {
		c := b.changes[0]
		c.Ops = bytes.ReplaceAll(c.Ops, []byte("s"), []byte("S"))
		changes = append(changes, c)
	}
	lie, err := wire.SealPack(changes, wire.Hash{}, blocks[len(blocks)-1].span.After, x.keys, x.author)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := y.Take("x", [][]byte{lie.Encode()}); !errors.Is(err, session.ErrFork) {
		t.Errorf("got %v, want %v", err, session.ErrFork)
	}
	if n, packs := y.kept(t, x.me); n != 11 || packs != 0 {
		t.Errorf("%d records, %d packs", n, packs)
	}
	want := y.Text()
	stopB()
	b, _ = open(t, filepath.Join(dir, "b"), "", offline)
	if y = reread(t, b, y); y.Text() != want {
		t.Errorf("got %q, want %q", y.Text(), want)
	}
}
