package store

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// schema1 is a data folder as the program wrote it when its schema was 1: with
// two documents of one author each.
func schema1(t *testing.T) (dir string, file []byte) {
	t.Helper()
	f, err := os.Open("testdata/schema-1.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if file, err = io.ReadAll(z); err != nil {
		t.Fatal(err)
	}
	dir = folder(t)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, FileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, file
}

// content is everything of a bucket: each value under the path to it.
func content(t *testing.T, db *bolt.DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	var walk func(path string, b *bolt.Bucket) error
	walk = func(path string, b *bolt.Bucket) error {
		return b.ForEach(func(k, v []byte) error {
			name := path + "/" + hex.EncodeToString(k)
			if v == nil {
				all[name] = "bucket"
				return walk(name, b.Bucket(k))
			}
			all[name] = string(v)
			return nil
		})
	}
	err := db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(k []byte, b *bolt.Bucket) error {
			all[string(k)] = "bucket"
			return walk(string(k), b)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// contentOf opens a file that nobody has open.
func contentOf(t *testing.T, name string) map[string]string {
	t.Helper()
	db, err := bolt.Open(name, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	return content(t, db)
}

func TestAnOlderFileIsBroughtUpToDateAndKept(t *testing.T) {
	dir, file := schema1(t)
	old := filepath.Join(t.TempDir(), "old.db")
	if err := os.WriteFile(old, file, 0o600); err != nil {
		t.Fatal(err)
	}
	want := contentOf(t, old)
	s, stop := running(t, dir)
	ids, err := s.Documents()
	if err != nil || len(ids) != 2 {
		t.Fatalf("%d documents, %v", len(ids), err)
	}
	for _, id := range ids {
		heads, err := s.Heads(id)
		if err != nil || len(heads) != 1 {
			t.Fatalf("%d heads, %v", len(heads), err)
		}
		if rs, err := s.Records(id, heads[0].Replica, 1, 1<<30); err != nil || len(rs) == 0 || rs[len(rs)-1].Last != heads[0].Seq {
			t.Errorf("%d records, %v", len(rs), err)
		}
	}
	got := content(t, s.db)
	err = s.look(func(tx *bolt.Tx) error {
		docs := tx.Bucket(bucketDocs)
		return docs.ForEachBucket(func(id []byte) error {
			logs := docs.Bucket(id).Bucket(bucketLogs)
			return logs.ForEachBucket(func(name []byte) error {
				if log := logs.Bucket(name); log.Sequence() != endSeal(replicaOf(name), lastSeq(log)) {
					t.Errorf("log %x is not sealed", name)
				}
				return nil
			})
		})
	})
	if err != nil {
		t.Error(err)
	}
	stop()
	if v := got["meta/"+hex.EncodeToString(keySchema)]; v[checkLen:] != "\x00\x00\x00\x02" {
		t.Errorf("has schema %q", v)
	}
	for _, m := range []map[string]string{got, want} { // what each opening may change
		delete(m, "meta/"+hex.EncodeToString(keySchema))
		delete(m, "meta/"+hex.EncodeToString(keyInstall))
		delete(m, "meta/"+hex.EncodeToString(keyPlace))
	}
	if len(got) != len(want) {
		t.Errorf("%d values where %d were", len(got), len(want))
	}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s has changed", k)
		}
	}
	bak := filepath.Join(dir, FileName+".schema-1.bak")
	if err := Verify(bak); err != nil {
		t.Error("the copy of the old file: ", err)
	}
	kept := contentOf(t, bak)
	if v := kept["meta/"+hex.EncodeToString(keySchema)]; v[checkLen:] != "\x00\x00\x00\x01" {
		t.Errorf("the copy has schema %q", v)
	}
	for k, v := range want {
		if kept[k] != v {
			t.Errorf("%s has changed in the copy", k)
		}
	}

	// Once more there is nothing to do, and the copy stays as it is.
	before, _ := os.ReadFile(bak)
	_, stop = running(t, dir)
	stop()
	if after, _ := os.ReadFile(bak); !bytes.Equal(before, after) {
		t.Error("the copy of the old file was changed")
	}
}

func TestAMigrationThatWasBrokenOffKeepsTheFirstCopy(t *testing.T) {
	dir, _ := schema1(t)
	bak := filepath.Join(dir, FileName+".schema-1.bak")
	if err := os.WriteFile(bak, []byte("the first copy"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bak+".new", []byte("half of one"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stop := running(t, dir)
	stop()
	if b, _ := os.ReadFile(bak); string(b) != "the first copy" {
		t.Errorf("the copy is %.20q now", b)
	}
}

func TestANewerFileIsRefusedUnchangedEvenWhenItIsDamaged(t *testing.T) {
	dir := folder(t)
	s, stop := running(t, dir)
	err := wait(func(done func(error)) {
		s.enqueue(func(tx *bolt.Tx) error {
			return put(tx.Bucket(bucketMeta), keySchema, binary.BigEndian.AppendUint32(nil, schema+1))
		}, done)
	})
	if err != nil {
		t.Fatal(err)
	}
	stop()
	name := filepath.Join(dir, FileName)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, damage := range []bool{false, true} {
		if damage {
			clear(b[:os.Getpagesize()])
			if err := os.WriteFile(name, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Open(dir, Options{Install: t.TempDir(), Judge: labels{}}); !errors.Is(err, ErrNewer) {
			t.Errorf("damaged %v: got %v, want %v", damage, err, ErrNewer)
		}
		if now, _ := os.ReadFile(name); !bytes.Equal(now, b) {
			t.Errorf("damaged %v: the file was changed", damage)
		}
		if left, _ := filepath.Glob(name + ".*"); left != nil {
			t.Errorf("left over: %q", left)
		}
	}
}
