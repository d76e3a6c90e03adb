package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"chirograph/editor/version"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("STORE_TEST_CHILD"); dir != "" {
		writeForEver(dir)
	}
	if dir := os.Getenv(diskChild); dir != "" {
		onADisk(dir, os.Getenv(diskChild+"_MODE"))
	}
	os.Exit(m.Run())
}

// diskChild tells a process of this test binary to work on a folder; its
// _MODE says how.
const diskChild = "STORE_TEST_DISK_CHILD"

var (
	doc   = [32]byte{1}
	alice = version.Replica{Author: version.Author{1}}
	bob   = version.Replica{Author: version.Author{2}, Branch: version.Branch{1}}
)

// running opens a store and runs it until the test ends or stop is called.
func running(t testing.TB, dir string) (s *Store, stop func()) {
	t.Helper()
	s, err := Open(dir, Options{Install: filepath.Join(dir, "..", "installs")})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := errors.Join(<-done, s.Close()); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return s, stop
}

// folder is a data folder in a folder of the test's own.
func folder(t testing.TB) string { return filepath.Join(t.TempDir(), "data") }

// wait calls f with a callback and returns what it was called with.
func wait(f func(done func(error))) error {
	done := make(chan error, 1)
	f(func(err error) { done <- err })
	return <-done
}

func record(r version.Replica, first, last uint64) Record {
	return Record{Replica: r, First: first, Last: last, Data: fmt.Appendf(nil, "%v %d-%d", r, first, last)}
}

func add(s *Store, rs ...Record) error {
	return wait(func(done func(error)) { s.Append(doc, rs, done) })
}

func TestLogsAreReadBackAfterReopening(t *testing.T) {
	dir := folder(t)
	s, stop := running(t, dir)
	if err := add(s, record(alice, 1, 3), record(bob, 1, 1), record(alice, 4, 4), record(alice, 5, 9)); err != nil {
		t.Fatal(err)
	}
	stop()
	s, _ = running(t, dir)
	heads, err := s.Heads(doc)
	if err != nil || fmt.Sprint(heads) != fmt.Sprint([]Head{{alice, 9}, {bob, 1}}) {
		t.Errorf("heads: got %v, %v", heads, err)
	}
	for _, tt := range []struct {
		from uint64
		max  int
		want string
	}{
		{1, 1000, "[1-3 4-4 5-9]"},
		{2, 1000, "[1-3 4-4 5-9]"},
		{4, 1000, "[4-4 5-9]"},
		{4, 1, "[4-4]"},
		{10, 1000, "[]"},
	} {
		rs, err := s.Records(doc, alice, tt.from, tt.max)
		var got []string
		for _, r := range rs {
			if !bytes.Equal(r.Data, record(alice, r.First, r.Last).Data) {
				t.Errorf("data of %d: %q", r.First, r.Data)
			}
			got = append(got, fmt.Sprintf("%d-%d", r.First, r.Last))
		}
		if err != nil || fmt.Sprint(got) != tt.want {
			t.Errorf("from %d: got %v, %v, want %s", tt.from, got, err, tt.want)
		}
	}
}

func TestAppendTakesOnlyWhatFollows(t *testing.T) {
	s, _ := running(t, folder(t))
	for _, tt := range []struct {
		name string
		rs   []Record
		err  error
		head uint64
	}{
		{"the first", []Record{record(alice, 1, 2)}, nil, 2},
		{"again", []Record{record(alice, 1, 2)}, nil, 2},
		{"a gap", []Record{record(alice, 4, 4)}, ErrGap, 2},
		{"one that follows and a gap", []Record{record(alice, 3, 3), record(alice, 5, 5)}, ErrGap, 2},
		{"an overlap", []Record{record(alice, 2, 3)}, ErrGap, 2},
		{"backwards", []Record{record(alice, 3, 2)}, nil, 2},
		{"two that follow", []Record{record(alice, 3, 3), record(alice, 4, 6)}, nil, 6},
	} {
		if err := add(s, tt.rs...); !errors.Is(err, tt.err) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.err)
		}
		if h, _ := s.Heads(doc); h[0].Seq != tt.head {
			t.Errorf("%s: head at %d, want %d", tt.name, h[0].Seq, tt.head)
		}
	}
}

func TestOneFailingWriteDoesNotTakeOthersAlong(t *testing.T) {
	s, err := Open(folder(t), Options{Install: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	note := func(name string) func(error) {
		return func(err error) { got = append(got, fmt.Sprint(name, " ", err == nil)) }
	}
	// Queued before Run, so that all are of one transaction.
	s.Append(doc, []Record{record(alice, 1, 1)}, note("a"))
	s.Append(doc, []Record{record(alice, 7, 7)}, note("b"))
	s.Put(doc, "k", []byte("v"), note("c"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if want := "[a true b false c true]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	s.Put(doc, "late", nil, note("d"))
	if got[len(got)-1] != "d false" {
		t.Error("a write after the end was taken")
	}
	s.Close()
}

func TestValuesAndDocuments(t *testing.T) {
	s, _ := running(t, folder(t))
	put := func(d [32]byte, k string, v []byte) {
		t.Helper()
		if err := wait(func(done func(error)) { s.Put(d, k, v, done) }); err != nil {
			t.Fatal(err)
		}
	}
	put(doc, "a/2", []byte("two"))
	put(doc, "a/1", []byte{})
	put(doc, "b", []byte("x"))
	put([32]byte{2}, "a/1", []byte("other"))
	keys, _ := s.Keys(doc, "a/")
	v, err := s.Get(doc, "a/1")
	if fmt.Sprint(keys) != "[a/1 a/2]" || v == nil || len(v) != 0 || err != nil {
		t.Errorf("got %v, %v, %v", keys, v, err)
	}
	put(doc, "a/1", nil)
	if v, _ := s.Get(doc, "a/1"); v != nil {
		t.Errorf("a removed value is %q", v)
	}
	if err := wait(func(done func(error)) { s.Delete(doc, done) }); err != nil {
		t.Fatal(err)
	}
	ids, _ := s.Documents()
	if len(ids) != 1 || ids[0] != [32]byte{2} {
		t.Errorf("got %x", ids)
	}
	if err := wait(func(done func(error)) { s.Delete(doc, done) }); err != nil {
		t.Errorf("a document that is gone: %v", err)
	}
	if err := wait(func(done func(error)) { s.SetSetting("port", []byte("4"), done) }); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Setting("port"); string(v) != "4" || err != nil {
		t.Errorf("got %q, %v", v, err)
	}
}

func TestASecondOpenIsRefused(t *testing.T) {
	dir := folder(t)
	_, stop := running(t, dir)
	if _, err := Open(dir, Options{Timeout: time.Millisecond, Install: t.TempDir()}); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v, want %v", err, ErrBusy)
	}
	stop()
	s, _ := running(t, dir)
	_ = s
}

func TestAFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if _, err := Open(dir, Options{Install: t.TempDir()}); !errors.Is(err, ErrUnwritable) {
			t.Errorf("%s: got %v, want %v", dir, err, ErrUnwritable)
		}
	}
}

// TestADamagedStoreIsNeverTakenForANewOne: a new one has a new identity and
// no documents.
func TestADamagedStoreIsNeverTakenForANewOne(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(t *testing.T, dir string)
	}{
		{"emptied", func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, FileName), 0); err != nil {
				t.Fatal(err)
			}
		}},
		{"without its schema", func(t *testing.T, dir string) {
			s, stop := running(t, dir)
			wait(func(done func(error)) {
				s.enqueue(func(tx *bolt.Tx) error { return tx.Bucket(bucketMeta).Delete(keySchema) }, done)
			})
			stop()
		}},
		{"without its seed", func(t *testing.T, dir string) {
			s, stop := running(t, dir)
			wait(func(done func(error)) {
				s.enqueue(func(tx *bolt.Tx) error { return tx.Bucket(bucketIdentity).Delete(keySeed) }, done)
			})
			stop()
		}},
		{"a value under another's key", func(t *testing.T, dir string) {
			s, stop := running(t, dir)
			wait(func(done func(error)) {
				s.enqueue(func(tx *bolt.Tx) error {
					v := bytes.Clone(tx.Bucket(bucketIdentity).Get(keySeed))
					return tx.Bucket(bucketMeta).Put(keyInstall, v)
				}, done)
			})
			stop()
		}},
	} {
		dir := folder(t)
		_, stop := running(t, dir)
		stop()
		tt.damage(t, dir)
		if _, err := Open(dir, Options{Install: t.TempDir()}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, want %v", tt.name, err, ErrDamaged)
		}
	}
}

func TestWhatACrashLeftOfCreatingIsReplaced(t *testing.T) {
	dir := folder(t)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, FileName+".new"), []byte("half a page"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stop := running(t, dir)
	stop()
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new")); left != nil {
		t.Errorf("left over: %q", left)
	}
}

func TestOpeningWritesNothing(t *testing.T) {
	dir := folder(t)
	_, stop := running(t, dir)
	stop()
	before, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	_, stop = running(t, dir)
	stop()
	if after, _ := os.ReadFile(filepath.Join(dir, FileName)); !bytes.Equal(before, after) {
		t.Error("the file changed by being opened")
	}
}

func TestANewerStoreIsRefused(t *testing.T) {
	dir := folder(t)
	s, stop := running(t, dir)
	wait(func(done func(error)) {
		s.enqueue(func(tx *bolt.Tx) error {
			return put(tx.Bucket(bucketMeta), keySchema, []byte{0, 0, 0, schema + 1})
		}, done)
	})
	stop()
	if _, err := Open(dir, Options{Install: t.TempDir()}); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v, want %v", err, ErrNewer)
	}
}

func TestACopiedFolderIsAnotherInstallation(t *testing.T) {
	dir, installs := folder(t), t.TempDir()
	identity := func(dir string) ([32]byte, [32]byte) {
		t.Helper()
		s, err := Open(dir, Options{Install: installs})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		return s.Identity()
	}
	seed, nonce := identity(dir)
	if s, n := identity(dir); s != seed || n != nonce {
		t.Error("opened again, it is another")
	}
	copied := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	s2, n2 := identity(copied)
	if s2 != seed || n2 == nonce {
		t.Error("a copy has the same installation nonce")
	}
	if _, n := identity(copied); n != n2 {
		t.Error("the copy's nonce did not last")
	}
	// The copy is put back over the original, as from a backup: neither may
	// go on under the nonce of the other.
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(copied)); err != nil {
		t.Fatal(err)
	}
	if _, n := identity(dir); n == nonce || n == n2 {
		t.Error("a restored folder goes on under an old nonce")
	}
}

// TestAnOlderFilePutBackInItsPlaceIsAnotherInstallation: what was written since
// may have been sent.
func TestAnOlderFilePutBackInItsPlaceIsAnotherInstallation(t *testing.T) {
	dir := folder(t)
	name := filepath.Join(dir, FileName)
	s, stop := running(t, dir)
	if err := add(s, record(alice, 1, 1)); err != nil {
		t.Fatal(err)
	}
	_, nonce := s.Identity()
	stop()
	older, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s, stop = running(t, dir)
	if err := add(s, record(alice, 2, 2)); err != nil {
		t.Fatal(err)
	}
	stop()
	s, stop = running(t, dir)
	if _, n := s.Identity(); n != nonce || s.Copied() {
		t.Error("opened again, it is another")
	}
	stop()
	if before, after, err := Compact(dir, Options{Install: filepath.Join(dir, "..", "installs")}); err != nil {
		t.Fatal(before, after, err)
	}
	s, stop = running(t, dir)
	if _, n := s.Identity(); n != nonce || s.Copied() {
		t.Error("compacted, it is another")
	}
	if err := add(s, record(alice, 3, 3), record(bob, 1, 1)); err != nil {
		t.Fatal(err)
	}
	stop()
	if err := os.WriteFile(name, older, 0o600); err != nil {
		t.Fatal(err)
	}
	s, stop = running(t, dir)
	if _, n := s.Identity(); n == nonce || !s.Copied() {
		t.Error("an older file goes on under the old nonce")
	}
	stop()
}

// filled is a store with some hundred records, closed again.
func filled(t *testing.T) string {
	dir := folder(t)
	s, stop := running(t, dir)
	for i := range uint64(300) {
		r := record(alice, i+1, i+1)
		r.Data = bytes.Repeat(r.Data, 20)
		if err := add(s, r); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	return dir
}

// reads opens a store and reads everything in it.
func reads(dir string) error {
	s, err := Open(dir, Options{Install: filepath.Join(dir, "..", "installs")})
	if err != nil {
		return err
	}
	defer s.Close()
	rs, err := s.Records(doc, alice, 1, 1<<30)
	if err != nil {
		return err
	}
	for i, r := range rs {
		want := record(alice, uint64(i)+1, uint64(i)+1).Data
		if r.First != uint64(i)+1 || !bytes.Equal(r.Data, bytes.Repeat(want, 20)) {
			return fmt.Errorf("record %d reads %q", i, r.Data[:20])
		}
	}
	if len(rs) != 300 {
		return fmt.Errorf("%d records", len(rs))
	}
	return nil
}

func TestATruncatedFileNeverCrashes(t *testing.T) {
	dir := filled(t)
	name := filepath.Join(dir, FileName)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	refused := 0
	for range 200 {
		n := random.IntN(200 << 10) // behind that the file has only free space
		if err := os.WriteFile(name, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		err := reads(dir)
		switch {
		case errors.Is(err, ErrDamaged):
			refused++
			if now, _ := os.ReadFile(name); !bytes.Equal(now, whole[:n]) {
				t.Fatalf("cut at %d: a damaged file was changed", n)
			}
		case err != nil:
			t.Errorf("cut at %d: %v", n, err)
		}
	}
	if refused < 50 {
		t.Errorf("only %d of 200 refused", refused)
	}
}

func TestAFlippedBitIsNeverReadAsData(t *testing.T) {
	dir := filled(t)
	name := filepath.Join(dir, FileName)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(2, 2))
	noticed := 0
	for at := 0; noticed < 20; {
		// Within the data of a record: the pages' structure is bbolt's.
		i := bytes.Index(whole[at:], []byte("01000000 "))
		if i < 0 {
			break
		}
		at += i + 9
		bad := bytes.Clone(whole)
		bad[at] ^= 1 << random.IntN(8)
		if err := os.WriteFile(name, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := reads(dir); errors.Is(err, ErrDamaged) {
			noticed++
		} else if err != nil {
			t.Fatalf("flip at %d: %v", at, err)
		}
		at += 500
	}
	if noticed < 20 {
		t.Errorf("only %d flips noticed", noticed)
	}
}

// writeForEver appends records and says on standard output which are stored,
// until it is killed.
func writeForEver(dir string) {
	s, err := Open(dir, Options{Install: filepath.Join(dir, "..", "installs")})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	go s.Run(context.Background())
	heads, _ := s.Heads(doc)
	next := uint64(1)
	if len(heads) > 0 {
		next = heads[0].Seq + 1
	}
	for ; ; next++ {
		if err := add(s, record(alice, next, next)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(next)
	}
}

func TestKillingTheWriterLosesNothingAcknowledged(t *testing.T) {
	dir := folder(t)
	for round := range 20 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "STORE_TEST_CHILD="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Duration(20+10*round)*time.Millisecond, func() { cmd.Process.Kill() })
		said, _ := io.ReadAll(out)
		cmd.Wait()
		var acked uint64
		for line := range strings.Lines(string(said)) {
			if n, err := strconv.ParseUint(strings.TrimSuffix(line, "\n"), 10, 64); err == nil && strings.HasSuffix(line, "\n") {
				acked = n
			}
		}
		s, err := Open(dir, Options{Install: filepath.Join(dir, "..", "installs")})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		heads, err := s.Heads(doc)
		if err != nil {
			t.Fatal(err)
		}
		if acked > 0 && (len(heads) == 0 || heads[0].Seq < acked) {
			t.Fatalf("round %d: %d was acknowledged, the log ends at %v", round, acked, heads)
		}
		rs, err := s.Records(doc, alice, 1, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rs {
			if r.First != uint64(i)+1 {
				t.Fatalf("round %d: record %d is %d", round, i+1, r.First)
			}
		}
		s.Close()
	}
}

func BenchmarkAppend(b *testing.B) {
	s, _ := running(b, folder(b))
	data := make([]byte, 300)
	next := uint64(1)
	for b.Loop() {
		if err := add(s, Record{Replica: alice, First: next, Last: next, Data: data}); err != nil {
			b.Fatal(err)
		}
		next++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "durable/s")
}
