package workspace

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chirograph/storage/store"
)

// The profile was made by a program of before packs and snapshots, whose batches
// had one field more.
func TestAProfileOfBeforePacksOpensAndGoesOn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("../../storage/store/testdata/schema-1.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, store.FileName), data, 0o600); err != nil {
		t.Fatal(err)
	}
	w, stop := open(t, dir, "Zoë", offline)
	want := map[string]string{}
	for _, s := range w.Documents() {
		d, err := w.Document(s.ID)
		if err != nil {
			t.Fatalf("%s: %v", s.Title, err)
		}
		if d.Text() == "" || d.stock() == 0 {
			t.Errorf("%s is empty", s.Title)
		}
		d.presses(t, packLeast+1)
		want[s.ID.String()] = d.Text()
	}
	if len(want) == 0 {
		t.Fatal("there are no documents")
	}
	stop() // it packs what is new, and makes snapshots

	w, _ = open(t, dir, "", offline)
	for _, s := range w.Documents() {
		d, err := w.Document(s.ID)
		if err != nil {
			t.Fatal(err)
		}
		if d.Text() != want[s.ID.String()] || !strings.Contains(d.Text(), "abc") {
			t.Errorf("%s: another text", s.Title)
		}
	}
}
