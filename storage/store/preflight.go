package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// What a bbolt file begins with: two meta pages, each with a page header of 16
// bytes and then, in the machine's byte order, what meta below names.
const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	metaSize    = 64
	pageHeader  = 16
)

// preflight looks at a file before bbolt maps it: reading a mapped page that
// is not there ends the process. The size of a file that a later meta page
// promises must be there. bbolt would take an empty file for a new one; a
// profile's file is never empty.
func preflight(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return unwritable(name, err)
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return unwritable(name, err)
	}
	if !fi.Mode().IsRegular() {
		return unwritable(name, errors.New("not a file"))
	}
	damaged := func(format string, args ...any) error {
		return fmt.Errorf("%s: %w: %s", name, ErrDamaged, fmt.Sprintf(format, args...))
	}
	head := make([]byte, pageHeader+metaSize)
	if _, err := io.ReadFull(f, head); err != nil {
		return damaged("it ends within its first page")
	}
	// The first page tells the size of a page, even when its checksum is
	// wrong; when that cannot be, bbolt would guess, and so do we.
	pageSize := int64(binary.NativeEndian.Uint32(head[pageHeader+8:]))
	sizes := []int64{pageSize, int64(os.Getpagesize()), 4096, 16384, 65536}
	var good []meta
	if m, ok := parseMeta(head[pageHeader:]); ok {
		good = append(good, m)
	}
	for _, size := range sizes {
		if size < 1024 || size > 1<<16 || size&(size-1) != 0 {
			continue
		}
		if _, err := f.ReadAt(head, size); err != nil {
			continue
		}
		if m, ok := parseMeta(head[pageHeader:]); ok && m.pageSize == size {
			good = append(good, m)
			break
		}
	}
	if len(good) == 0 {
		return damaged("neither of its first pages is whole")
	}
	// bbolt uses the newer of the two, but maps what either promises.
	for _, m := range good {
		if fi.Size() < m.pages*m.pageSize {
			return damaged("%d bytes where %d are promised", fi.Size(), m.pages*m.pageSize)
		}
	}
	return nil
}

// A meta is what preflight needs of a meta page.
type meta struct{ pageSize, pages int64 }

func parseMeta(b []byte) (meta, bool) {
	u32 := func(at int) uint32 { return binary.NativeEndian.Uint32(b[at:]) }
	u64 := func(at int) uint64 { return binary.NativeEndian.Uint64(b[at:]) }
	sum := fnv.New64a()
	sum.Write(b[:56])
	if u32(0) != boltMagic || u32(4) != boltVersion || u64(56) != sum.Sum64() {
		return meta{}, false
	}
	m := meta{pageSize: int64(u32(8)), pages: int64(u64(40))}
	return m, m.pages > 0 && m.pages < 1<<40
}
