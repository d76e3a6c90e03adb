package store

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// bloatedFolder is a data folder whose file is mostly free, and what is in it.
func bloatedFolder(t *testing.T) (dir string, want map[string]string) {
	dir = folder(t)
	s, stop := running(t, dir)
	for i := range uint64(200) {
		for _, id := range [][32]byte{doc, {2}} {
			r := Record{Replica: alice, First: i + 1, Last: i + 1, Data: bytes.Repeat([]byte{byte(i)}, 8<<10)}
			if id != doc {
				r.Data = r.Data[:100]
			}
			if err := wait(func(done func(error)) { s.Append(id, []Record{r}, done) }); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := wait(func(done func(error)) { s.Delete(doc, done) }); err != nil {
		t.Fatal(err)
	}
	want = content(t, s.db)
	stop()
	return dir, want
}

func fileSize(t *testing.T, dir string) int64 {
	t.Helper()
	fi, err := os.Stat(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	return fi.Size()
}

func TestAFileThatIsMostlyFreeIsCompactedWhenOpened(t *testing.T) {
	dir, want := bloatedFolder(t)
	before := fileSize(t, dir)
	o := Options{Install: filepath.Join(dir, "..", "installs")}
	reopen := func() (Size, map[string]string) {
		t.Helper()
		s, err := Open(dir, o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		z, err := s.Size()
		if err != nil {
			t.Fatal(err)
		}
		return z, content(t, s.db)
	}
	if z, _ := reopen(); z.File != before || z.Free < before/2 {
		t.Errorf("with little free it is %+v, and was %d", z, before)
	}
	o.CompactFree = before
	if z, _ := reopen(); z.File != before {
		t.Errorf("compacted although less than %d was free", before)
	}
	o.CompactFree = 1 << 20
	z, got := reopen()
	if z.File > 128<<10+allocSize {
		t.Errorf("compacted it is %+v, and was %d", z, before)
	}
	if !maps.Equal(got, want) {
		t.Error("compacting changed what is in it")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new")); left != nil {
		t.Errorf("left over: %q", left)
	}
}

func TestCompactSaysWhatItDid(t *testing.T) {
	dir, want := bloatedFolder(t)
	o := Options{Install: filepath.Join(dir, "..", "installs")}
	before, after, err := Compact(dir, o)
	if err != nil || before.File < 1<<20 || after.File > 128<<10+allocSize || after.File != fileSize(t, dir) {
		t.Errorf("from %+v to %+v, %v", before, after, err)
	}
	s, _ := running(t, dir)
	if !maps.Equal(content(t, s.db), want) {
		t.Error("compacting changed what is in it")
	}
}

func TestASmallProfileHasASmallFile(t *testing.T) {
	dir := folder(t)
	s, stop := running(t, dir)
	if err := add(s, record(alice, 1, 1)); err != nil {
		t.Fatal(err)
	}
	stop()
	if n := fileSize(t, dir); n > 1<<20 && initialMmapSize > 64<<20 {
		t.Errorf("one record takes %d bytes", n)
	}
}

// BenchmarkGrowth appends records of 10 KB, so that the file grows all the
// time, and reports how long a commit takes with each size of its steps.
func BenchmarkGrowth(b *testing.B) {
	for _, step := range []int{256 << 10, 512 << 10, 1 << 20, 16 << 20} {
		b.Run(fmt.Sprint(step>>10, "KiB"), func(b *testing.B) {
			s, _ := running(b, folder(b))
			s.db.AllocSize = step
			data := make([]byte, 10<<10)
			next := uint64(1)
			for b.Loop() {
				if err := add(s, Record{Replica: alice, First: next, Last: next, Data: data}); err != nil {
					b.Fatal(err)
				}
				next++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "durable/s")
		})
	}
}

// BenchmarkOpen opens a file of about 100 MB: its pages are looked at before.
func BenchmarkOpen(b *testing.B) {
	dir := folder(b)
	s, stop := running(b, dir)
	for i := range uint64(400) {
		var rs []Record
		for j := range uint64(1000) {
			n := 1000*i + j + 1
			rs = append(rs, Record{Replica: alice, First: n, Last: n, Data: make([]byte, 230)})
		}
		if err := add(s, rs...); err != nil {
			b.Fatal(err)
		}
	}
	stop()
	name := filepath.Join(dir, FileName)
	fi, err := os.Stat(name)
	if err != nil {
		b.Fatal(err)
	}
	for _, bb := range []struct {
		name string
		f    func() error
	}{
		{"preflight", func() error { return preflight(name) }},
		{"verify", func() error { return Verify(name) }},
		{"open", func() error {
			s, err := Open(dir, Options{Install: filepath.Join(dir, "..", "installs")})
			if err != nil {
				return err
			}
			return s.Close()
		}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(fi.Size())
			for b.Loop() {
				if err := bb.f(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
