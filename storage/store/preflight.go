package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
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
	if err := hold(f, fi.Size(), values); err != nil {
		return fmt.Errorf("%s: %w: %w", name, ErrDamaged, err)
	}
	return nil
}

// hold checks that a file of a size holds together.
func hold(f io.ReaderAt, size int64, values bool) error {
	good := metas(f, size)
	if len(good) < 2 {
		return fmt.Errorf("%d of its two first pages are whole", len(good))
	}
	// bbolt uses the newer of the two, but maps what either promises.
	for _, m := range good {
		if m.pages > size/m.pageSize {
			return fmt.Errorf("%d bytes where %d pages are promised", size, m.pages)
		}
	}
	v := verifier{
		pager:   pager{file: f, size: size, pageSize: good[0].pageSize},
		pages:   good[0].pages,
		reached: make([]bool, good[0].pages),
		values:  values,
	}
	return v.tree(good[0].root, nil, nil, 0)
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

	last []byte // the key that was seen last
	next uint64 // in a log: the first number behind what was seen; 0 elsewhere

	changed, newest uint64          // the counter of the document, and the highest one of all
	parts           map[string]bool // buckets of the document; nil outside one
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
		if !e.bucket && v.next > 0 {
			s, err := stretchOf(e.key, e.value)
			if err != nil || s.First > v.next {
				return fmt.Errorf("element %d of page %d does not continue its log", i, pg.id)
			}
			v.next = s.Last + 1
		}
		if !e.bucket {
			if v.values {
				if _, err := unwrap(e.key, e.value); err != nil {
					return err
				}
			}
			continue
		}
		if depth > maxNested {
			return fmt.Errorf("bucket %d of page %d", i, pg.id)
		}
		if err := v.bucket(&e, depth+1); err != nil {
			return err
		}
	}
	v.last = last
	return nil
}

// bucket checks what is in a bucket, and that it is what the counters say. One
// with the name of a replica is a log.
func (v *verifier) bucket(e *element, depth int) error {
	name := string(e.key)
	switch {
	case v.parts == nil && len(name) == 32:
		v.changed = e.counter()
		v.newest = max(v.newest, v.changed)
		v.parts = map[string]bool{}
		defer func() { v.parts = nil }()
	case v.parts != nil && len(name) != replicaLen:
		v.parts[name] = true
		if name == string(bucketLogs) && e.counter() != v.changed {
			return errors.New("a document is an older state of itself")
		}
	}
	if err := v.inside(e, depth); err != nil {
		return err
	}
	switch {
	case name == string(bucketDocs) && e.counter() != v.newest:
		return errors.New("the list of documents is an older state of itself")
	case len(name) == 32:
		for part := range v.parts {
			if !slices.Contains(documentParts, part) {
				return fmt.Errorf("document %x has a part %q", name, part)
			}
		}
		if !v.parts[string(bucketLogs)] || !v.parts[string(bucketValues)] {
			return fmt.Errorf("document %x is incomplete", name)
		}
	}
	return nil
}

// documentParts are the buckets that a document can have.
var documentParts = []string{string(bucketValues), string(bucketLogs), string(bucketLoose), string(bucketNodes)}

func (v *verifier) inside(e *element, depth int) error {
	isLog := len(e.key) == replicaLen && v.next == 0
	if isLog {
		v.next = 1
		defer func() { v.next = 0 }()
	}
	v.last = nil
	root, inline, ok := e.inside()
	var err error
	switch {
	case !ok:
		err = fmt.Errorf("bucket %x", e.key)
	case inline == nil:
		err = v.tree(root, nil, nil, depth)
	case inline.flags != leafPage:
		err = fmt.Errorf("bucket %x is of no kind", e.key)
	default:
		err = v.leaves(inline, nil, nil, depth)
	}
	if err != nil || !isLog || e.counter() == 0 {
		return err
	}
	if len(v.last) != 8 || e.counter() != endSeal(replicaOf(e.key), binary.BigEndian.Uint64(v.last)) {
		return fmt.Errorf("log %x is another one, or an older state of it", e.key)
	}
	return nil
}

func between(key, low, high []byte) bool {
	return (low == nil || bytes.Compare(low, key) <= 0) && (high == nil || bytes.Compare(key, high) < 0)
}
