package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// preflight looks at a file before bbolt maps it: reading a mapped page that
// is not there ends the process, and so does a page that is not what another
// one says. Both first pages must be whole: they are smaller than what a disk
// writes at once, so that no power cut leaves one in part, and when the newer
// one cannot be read bbolt would go on with the older one, where the last
// change is missing that others may have seen. The size of a file that either
// promises must be there, and the tree of pages must hold together. What the
// values are is not looked at here: each proves itself when it is read.
//
// bbolt would take an empty file for a new one; a profile's file is never
// empty.
func preflight(name string) error { return examine(name, false) }

// Verify looks at a file that nobody has open as Open does, and reads every
// value. It returns ErrDamaged when one does not prove itself.
func Verify(name string) error { return examine(name, true) }

func examine(name string, values bool) error {
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
	good := metas(f, fi.Size())
	if len(good) < 2 {
		return damaged("%d of its two first pages are whole", len(good))
	}
	// bbolt uses the newer of the two, but maps what either promises.
	for _, m := range good {
		if fi.Size() < m.pages*m.pageSize {
			return damaged("%d bytes where %d are promised", fi.Size(), m.pages*m.pageSize)
		}
	}
	v := verifier{
		pager:   pager{file: f, size: fi.Size(), pageSize: good[0].pageSize},
		pages:   good[0].pages,
		reached: make([]bool, good[0].pages),
		values:  values,
	}
	if err := v.tree(good[0].root, nil, nil, 0); err != nil {
		return damaged("%v", err)
	}
	return nil
}

// metas reads the first pages and returns those that are whole, the newer one
// first.
func metas(f io.ReaderAt, size int64) (good []meta) {
	head := make([]byte, pageHeader+metaSize)
	if n, _ := f.ReadAt(head, 0); n < len(head) {
		return nil
	}
	// The first page tells the size of a page, even when its checksum is
	// wrong; when that cannot be, bbolt would guess, and so do we.
	pageSize := int64(binary.NativeEndian.Uint32(head[pageHeader+8:]))
	sizes := []int64{pageSize, int64(os.Getpagesize()), 4096, 16384, 65536}
	if m, ok := parseMeta(head[pageHeader:]); ok {
		good = append(good, m)
	}
	for _, size := range sizes {
		if !isPageSize(size) {
			continue
		}
		if n, _ := f.ReadAt(head, size); n < len(head) {
			continue
		}
		if m, ok := parseMeta(head[pageHeader:]); ok && m.pageSize == size {
			good = append(good, m)
			break
		}
	}
	if len(good) == 2 && good[1].txid > good[0].txid {
		good[0], good[1] = good[1], good[0]
	}
	return good
}

func isPageSize(n int64) bool { return n >= 1024 && n <= 1<<16 && n&(n-1) == 0 }

// A verifier checks that a tree of pages holds together.
type verifier struct {
	pager
	pages   int64
	reached []bool
	values  bool // are read, too
}

// tree checks the pages from n on, whose keys lie between low and high. nil is
// no bound.
func (v *verifier) tree(n uint64, low, high []byte, depth int) error {
	if n < 2 || n >= uint64(v.pages) || depth > maxNested {
		return fmt.Errorf("page %d cannot be", n)
	}
	pg, ok := v.page(int64(n))
	if !ok || pg.id != n || pg.overflow >= v.pages-int64(n) || int64(len(pg.b)) < (1+pg.overflow)*v.pageSize {
		return fmt.Errorf("page %d is not there", n)
	}
	for i := range 1 + pg.overflow {
		if v.reached[int64(n)+i] {
			return fmt.Errorf("page %d is in two places", n)
		}
		v.reached[int64(n)+i] = true
	}
	if pg.flags == leafPage {
		return v.leaves(&pg, low, high, depth)
	}
	if pg.flags != branchPage || pg.count == 0 {
		return fmt.Errorf("page %d is of no kind", n)
	}
	next := pageHeader + pg.count*elementSize // what is there lies end to end
	for i := range pg.count {
		key, below, at, ok := pg.branch(i)
		if !ok || at != next || !between(key, low, high) {
			return fmt.Errorf("branch %d of page %d", i, n)
		}
		next += len(key)
		end := high
		if i+1 < pg.count {
			if end, _, _, ok = pg.branch(i + 1); !ok || bytes.Compare(key, end) >= 0 {
				return fmt.Errorf("branch %d of page %d", i+1, n)
			}
		}
		if err := v.tree(below, key, end, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// leaves checks a leaf page, and the buckets in it.
func (v *verifier) leaves(pg *page, low, high []byte, depth int) error {
	var last []byte
	next := pg.at + pageHeader + int64(pg.count)*elementSize // what is there lies end to end
	for i := range pg.count {
		e, ok := pg.leaf(i)
		if !ok || e.at != next || !between(e.key, low, high) || i > 0 && bytes.Compare(last, e.key) >= 0 {
			return fmt.Errorf("element %d of page %d", i, pg.id)
		}
		last = e.key
		next += int64(len(e.key) + len(e.value))
		if !e.bucket {
			if v.values {
				if _, err := unwrap(e.key, e.value); err != nil {
					return err
				}
			}
			continue
		}
		root, inline, ok := e.inside()
		switch {
		case !ok || depth > maxNested:
			return fmt.Errorf("bucket %d of page %d", i, pg.id)
		case inline == nil:
			if err := v.tree(root, nil, nil, depth+1); err != nil {
				return err
			}
		case inline.flags != leafPage:
			return fmt.Errorf("bucket %d of page %d is of no kind", i, pg.id)
		default:
			if err := v.leaves(inline, nil, nil, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func between(key, low, high []byte) bool {
	return (low == nil || bytes.Compare(low, key) <= 0) && (high == nil || bytes.Compare(key, high) < 0)
}
