package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"chirograph/app/phrases"
	"chirograph/editor/buffer"
	"chirograph/storage/store"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

// damageRecord flips a bit in the middle of a record.
func damageRecord(t *testing.T, dir string, record []byte) {
	t.Helper()
	name := filepath.Join(dir, "chirograph.db")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b, record) {
		t.Fatal("the record is not in the file")
	}
	bad := bytes.Clone(record)
	bad[len(bad)/2] ^= 1
	b = bytes.ReplaceAll(b, record, bad) // there can be older copies of its page
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// lines types lines one after the other, each a batch of its own.
func lines(t *testing.T, d *Document, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		d.types(fmt.Sprintln(i))
		if err := d.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// recordAt is a record of a replica's log that is somewhere in its middle.
func recordAt(t *testing.T, d *Document, n int) []byte {
	t.Helper()
	rs, err := d.w.store.Records(d.id, d.me, 1, 1<<30)
	if err != nil || len(rs) <= n {
		t.Fatalf("%d records, %v", len(rs), err)
	}
	return rs[n].Data
}

// reopened opens a folder where a value is damaged: once to find out, once
// more to have it saved.
func reopened(t *testing.T, dir string, id identity.DocumentID, change ...func(*Config)) (w *Workspace, stop func()) {
	t.Helper()
	w, stop = open(t, dir, "", change...)
	if w.Recovery() == nil {
		if _, err := w.Document(id); err == nil {
			t.Fatal("a damaged document is opened as if nothing were the matter")
		}
		stop()
		w, stop = open(t, dir, "", change...)
	}
	if w.Recovery() == nil {
		t.Fatal("nothing was recovered")
	}
	return w, stop
}

func TestADamagedDocumentIsFilledUpByOthersAndNothingTypedIsLost(t *testing.T) {
	dir := t.TempDir()
	a, stop := open(t, filepath.Join(dir, "a"), "Ann")
	b, _ := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	lines(t, x, 1, 20)
	until(t, "both read the same", func() bool { return x.Text() == y.Text() })
	other, err := a.New("", "another document\n")
	if err != nil {
		t.Fatal(err)
	}
	raw := recordAt(t, x, 5)
	oldMe := x.Me()
	stop()
	// What Ann types on a journey nobody else has.
	a, stop = open(t, filepath.Join(dir, "a"), "", offline)
	x, err = a.Document(x.ID())
	if err != nil {
		t.Fatal(err)
	}
	lines(t, x, 21, 25)
	want := x.Text()
	stop()
	damageRecord(t, filepath.Join(dir, "a"), raw)

	a, stop = reopened(t, filepath.Join(dir, "a"), x.ID(), offline)
	r := a.Recovery()
	if r.Fine != 1 || len(r.Hurt) != 1 || r.Hurt[0] != x.ID() {
		t.Errorf("recovered %+v", r)
	}
	say := r.In(&phrases.English, a.now())
	if !strings.HasPrefix(say, "Part of the store is damaged. 1 document is fine; 1 recovered up to ") {
		t.Errorf("says %q", say)
	}
	if o, err := a.Document(other.ID()); err != nil || o.Text() != "another document\n" {
		t.Errorf("the other document: %v", err)
	}
	x, err = a.Document(x.ID())
	if err != nil {
		t.Fatal(err)
	}
	if got := x.Text(); !strings.HasPrefix(want, got) || got == "" || got == want {
		t.Errorf("the damaged document reads %q", got)
	}
	if x.Me() == oldMe {
		t.Error("goes on writing as the replica whose last numbers may be lost")
	}
	stop()

	// Ben has what is missing, and then Ann's journey is there again, too.
	a, stop = open(t, filepath.Join(dir, "a"), "")
	if a.Recovery() == nil {
		t.Error("the recovery was forgotten before anybody read it")
	}
	a.ForgetRecovery()
	if a.Recovery() != nil {
		t.Error("a new window would tell it again")
	}
	if x, err = a.Document(x.ID()); err != nil {
		t.Fatal(err)
	}
	until(t, "everything is there again", func() bool { return x.Text() == want && y.Text() == want })
	if err := x.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop()
	a, stop = open(t, filepath.Join(dir, "a"), "", offline)
	defer stop()
	if a.Recovery() != nil {
		t.Error("the recovery is told once more")
	}
	if x, err = a.Document(x.ID()); err != nil || x.Text() != want {
		t.Errorf("after another restart it reads %q, %v", x.Text(), err)
	}
	if loose, _ := a.store.Loose(x.ID()); len(loose) != 0 {
		t.Errorf("%d records are loose still", len(loose))
	}
}

// TestADocumentThatNobodyElseHasIsWholeByItsSnapshot: when the log of a document
// is damaged, what its newest snapshot holds is still there, and what was typed
// since.
func TestADocumentThatNobodyElseHasIsWholeByItsSnapshot(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	a, stop := open(t, dir, "Ann", offline)
	x, err := a.New("", "")
	if err != nil {
		t.Fatal(err)
	}
	lines(t, x, 1, 100)
	stop() // packs the log and makes a snapshot
	a, stop = open(t, dir, "", offline)
	if x, err = a.Document(x.ID()); err != nil {
		t.Fatal(err)
	}
	lines(t, x, 101, 110)
	want := x.Text()
	raw := recordAt(t, x, 0)
	if !wire.IsPack(raw) {
		t.Fatal("the log is not packed")
	}
	stop()
	damageRecord(t, dir, raw)
	a, stop = open(t, dir, "", offline)
	if x, err := a.Document(x.ID()); err != nil || x.Text() != want {
		t.Fatalf("before the damage is noticed: %v", err)
	}
	a.checkStored(t.Context())
	stop()

	for restart := range 3 {
		a, stop = open(t, dir, "", offline)
		if r := a.Recovery(); r == nil || len(r.Hurt) != 1 {
			t.Fatalf("recovered %+v", r)
		}
		if x, err = a.Document(x.ID()); err != nil {
			t.Fatal(err)
		}
		if got := x.Text(); got != want {
			t.Fatalf("restart %d: reads %q", restart, got)
		}
		x.types(fmt.Sprintln("more", restart))
		if err := x.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		want = x.Text()
		if loose, _ := a.store.Loose(x.ID()); len(loose) != 0 {
			t.Errorf("restart %d: %d records are loose still", restart, len(loose))
		}
		stop()
	}
}

// Ben wrote while he was away, upon what is lost at Ann's but for a snapshot.
func TestWhatBuildsOnALostPartOfALogIsTaken(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	a, stop := open(t, dir, "Ann", offline)
	x, err := a.New("", "")
	if err != nil {
		t.Fatal(err)
	}
	lines(t, x, 1, 10)
	ben := admit(t, x, 9)
	x.Read(func(b *buffer.Buffer) {
		for c := range b.Text().Since(nil) {
			if _, err := ben.text.Apply(c); err != nil {
				t.Error(err)
			}
		}
	})
	deps := x.Heads()
	lines(t, x, 11, 100)
	stop()
	a, stop = open(t, dir, "", offline)
	x = reread(t, a, x)
	lines(t, x, 101, 102)
	raw := recordAt(t, x, 0)
	stop()
	damageRecord(t, dir, raw)
	a, stop = open(t, dir, "", offline)
	if err := a.store.Check(x.ID()); !errors.Is(err, store.ErrDamaged) {
		t.Fatal(err)
	}
	stop()

	a, _ = open(t, dir, "", offline)
	x = reread(t, a, x)
	file, _, err := x.PackFor(ben.me.Author)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Unpack(file); err != nil {
		t.Errorf("a file of what is left: %v", err)
	}
	b := wire.Seal(ben.writes("Ben's\n"), wire.Hash{}, deps, x.keys, ben.key)
	if _, err := x.Take("ben", [][]byte{b.Encode()}); err != nil {
		t.Fatal(err)
	}
	until(t, "Ben's is here", func() bool { return strings.Contains(x.Text(), "Ben's\n") })
	until(t, "the logs are read no longer", func() bool {
		x.mu.Lock()
		defer x.mu.Unlock()
		return !x.unfolding
	})
}

func TestADocumentIsSharedOnAfterItsSeedWasLost(t *testing.T) {
	dir := t.TempDir()
	a, stop := open(t, filepath.Join(dir, "a"), "Ann")
	b, _ := open(t, filepath.Join(dir, "b"), "Ben")
	x, y := share(t, a, b, "start\n")
	until(t, "both read the same", func() bool { return x.Text() == y.Text() })
	stop()
	name := filepath.Join(dir, "a", "chirograph.db")
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	seed := a.seed
	for at := bytes.Index(file, seed[:]); at >= 0; at = bytes.Index(file, seed[:]) {
		clear(file[at:][:32])
	}
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	a, _ = open(t, filepath.Join(dir, "a"), "")
	if a.Recovery() == nil || a.seed == seed {
		t.Fatal("the seed was not lost")
	}
	if x, err = a.Document(x.ID()); err != nil {
		t.Fatal(err)
	}
	x.types("after\n")
	until(t, "Ben has it", func() bool { return y.Text() == "start\nafter\n" })
}

// TestNoDamageShowsAWrongText damages the file of a whole profile. What is
// shown of a document must be what its author had written at some time: the
// beginning of what is there without damage.
func TestNoDamageShowsAWrongText(t *testing.T) {
	times := 15
	if n, err := strconv.Atoi(os.Getenv("CHIROGRAPH_DAMAGES")); err == nil {
		times = n
	}
	dir := filepath.Join(t.TempDir(), "data")
	w, stop := open(t, dir, "Ann", offline)
	want := map[identity.DocumentID]string{}
	for range 4 {
		d, err := w.New("", "")
		if err != nil {
			t.Fatal(err)
		}
		lines(t, d, 1, 100)
		want[d.ID()] = d.Text()
	}
	stop()
	name := filepath.Join(dir, "chirograph.db")
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	random := rand.New(rand.NewPCG(5, 5))
	for _, tt := range []struct {
		name   string
		damage func(b []byte) []byte
	}{
		{"truncations", func(b []byte) []byte { return b[:random.IntN(len(b))] }},
		{"flipped bits", func(b []byte) []byte { b[random.IntN(len(b))] ^= 1 << random.IntN(8); return b }},
		{"emptied pages", func(b []byte) []byte { clear(b[random.IntN(len(b)/page)*page:][:page]); return b }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shown, refused := 0, 0
			for i := range times {
				old, _ := filepath.Glob(filepath.Join(dir, "*"))
				for _, f := range old {
					os.Remove(f)
				}
				if err := os.WriteFile(name, tt.damage(bytes.Clone(whole)), 0o600); err != nil {
					t.Fatal(err)
				}
				for range 2 { // damage that is noticed by reading is repaired with the next start
					w, err := Open(Config{Dir: dir, Install: dir + "-install", Offline: true})
					if err != nil {
						refused++
						break
					}
					for _, s := range w.Documents() {
						d, err := w.Document(s.ID)
						if err != nil {
							refused++
							continue
						}
						shown++
						if got := d.Text(); !strings.HasPrefix(want[s.ID], got) {
							t.Fatalf("state %d shows a text that nobody wrote: %q", i, got)
						}
					}
					w.store.Close()
				}
			}
			t.Logf("%d states: %d texts shown, %d not", times, shown, refused)
			if shown == 0 {
				t.Error("no text was shown")
			}
		})
	}
}
