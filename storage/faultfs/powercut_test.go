//go:build linux

package faultfs

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// cuts makes the disk after the first n operations for many seeds, writes it to a
// folder, and calls f with what the file named name then holds, nil if there is
// none.
func cuts(t *testing.T, ops []Op, n int, name string, f func([]byte)) {
	t.Helper()
	for seed := range uint64(100) {
		dir := t.TempDir()
		if err := After(ops, n, rand.New(rand.NewPCG(seed, 1))).Write(dir); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		f(b)
	}
}

var (
	first  = bytes.Repeat([]byte("a"), 3*sector)
	second = bytes.Repeat([]byte("b"), 3*sector)

	journey = []Op{
		{Kind: Name, File: 1, Path: "f"},
		{Kind: Write, File: 1, Data: first},
		{Kind: Sync, File: 1},
		{Kind: SyncDir},
		{Kind: Say, Data: []byte("stored")},
		{Kind: Write, File: 1, Data: second},
		{Kind: Rename, Path: "f", To: "g"},
		{Kind: SyncDir},
	}
)

func TestWhatWasSyncedIsThereAfterAPowerCut(t *testing.T) {
	cuts(t, journey, 5, "f", func(b []byte) {
		if !bytes.Equal(b, first) {
			t.Fatalf("%d bytes of %d that were synced", len(b), len(first))
		}
	})
	if said := After(journey, 5, rand.New(rand.NewPCG(1, 1))).Said; len(said) != 1 || said[0] != "stored" {
		t.Errorf("said: %q", said)
	}
}

func TestWhatWasNotSyncedIsTornAtSectors(t *testing.T) {
	whole, none, torn := 0, 0, 0
	cuts(t, journey, 6, "f", func(b []byte) {
		switch {
		case bytes.Equal(b, first):
			none++
		case bytes.Equal(b, second):
			whole++
		default:
			torn++
		}
		for at := 0; at < len(b); at += sector {
			if s := b[at : at+sector]; !bytes.Equal(s, first[:sector]) && !bytes.Equal(s, second[:sector]) {
				t.Fatal("a sector is torn")
			}
		}
	})
	if whole == 0 || none == 0 || torn == 0 {
		t.Errorf("of 100 power cuts %d left all, %d nothing, %d a part", whole, none, torn)
	}
}

func TestANameLagsUntilItsFolderIsSynced(t *testing.T) {
	old, renamed := 0, 0
	cuts(t, journey, 7, "f", func(b []byte) {
		if b != nil {
			old++
		} else {
			renamed++
		}
	})
	if old == 0 || renamed == 0 {
		t.Errorf("of 100 power cuts %d left the old name and %d the new one", old, renamed)
	}
	cuts(t, journey, 8, "g", func(b []byte) {
		if b == nil {
			t.Fatal("a name is missing whose folder was synced")
		}
	})
}
