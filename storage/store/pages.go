package store

import (
	"encoding/binary"
	"hash/fnv"
	"io"
)

// The layout of a bbolt file, in the machine's byte order. It is a row of
// pages of one size, each with a header: its number (8 bytes), its kind (2),
// how many elements it has (2), and how many further pages it runs on over
// (4). Pages 0 and 1 are meta pages; the newer one names the page where the
// tree begins. A branch page has elements of position, key length and page
// (4, 4 and 8 bytes), a leaf page of flags, position, key length and value
// length (4 each); positions count from the element. A value with bucketFlag
// is a bucket: the page where its tree begins and a counter (8 each). When
// that page is 0 the bucket's only page, a leaf, stands behind in the value.
const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	metaSize    = 64
	pageHeader  = 16

	branchPage = 0x01
	leafPage   = 0x02

	elementSize  = 16
	bucketFlag   = 0x01
	bucketHeader = 16

	maxValue  = 64 << 20 // bytes of the longest value that is looked at
	maxNested = 32       // buckets in buckets, and branches above a leaf
)

// A meta is what a meta page says.
type meta struct {
	pageSize, pages int64
	root, txid      uint64
}

func parseMeta(b []byte) (meta, bool) {
	u32 := func(at int) uint32 { return binary.NativeEndian.Uint32(b[at:]) }
	u64 := func(at int) uint64 { return binary.NativeEndian.Uint64(b[at:]) }
	sum := fnv.New64a()
	sum.Write(b[:56])
	if u32(0) != boltMagic || u32(4) != boltVersion || u64(56) != sum.Sum64() {
		return meta{}, false
	}
	m := meta{pageSize: int64(u32(8)), pages: int64(u64(40)), root: u64(16), txid: u64(48)}
	return m, m.pages > 0 && m.pages < 1<<40
}

// IsFile tells by its first 64 bytes whether a file is a store's.
func IsFile(head []byte) bool {
	return len(head) >= pageHeader+8 && binary.NativeEndian.Uint32(head[pageHeader:]) == boltMagic
}

// A pager reads the pages of a bbolt file that may be damaged in any way. It
// never maps the file and believes nothing that it reads.
type pager struct {
	file     io.ReaderAt
	size     int64 // of the file
	pageSize int64
}

// A page is one page, or what is there of it.
type page struct {
	id       uint64 // as it says itself
	flags    uint16
	count    int
	overflow int64
	at       int64  // where it begins in the file
	b        []byte // with the pages that it runs on over
}

// pages is how many pages the file has, the last one perhaps in part.
func (p *pager) pages() int64 { return (p.size + p.pageSize - 1) / p.pageSize }

// page reads a page with the pages that it runs on over, as far as the file
// goes. It reports false if not even the header is there.
func (p *pager) page(n int64) (page, bool) {
	if n < 0 || n >= p.pages() {
		return page{}, false
	}
	b := p.read(n*p.pageSize, p.pageSize)
	if len(b) < pageHeader {
		return page{}, false
	}
	pg := parsePage(b, n*p.pageSize)
	if more := pg.overflow; more > 0 && more < p.pages() && pg.flags&(branchPage|leafPage) != 0 {
		pg.b = p.read(pg.at, min((1+more)*p.pageSize, maxValue+p.pageSize))
	}
	return pg, len(pg.b) >= pageHeader
}

// read returns n bytes at an offset, fewer where the file ends or cannot be
// read.
func (p *pager) read(at, n int64) []byte {
	b := make([]byte, max(0, min(n, p.size-at)))
	got, _ := p.file.ReadAt(b, at)
	return b[:got]
}

func parsePage(b []byte, at int64) page {
	return page{
		id:       binary.NativeEndian.Uint64(b),
		flags:    binary.NativeEndian.Uint16(b[8:]),
		count:    int(binary.NativeEndian.Uint16(b[10:])),
		overflow: int64(binary.NativeEndian.Uint32(b[12:])),
		at:       at,
		b:        b,
	}
}

// An element is one of a leaf page.
type element struct {
	bucket     bool
	key, value []byte
	at         int64 // where its key begins in the file
}

// leaf returns element i of a leaf page, false if it lies outside the page.
func (pg *page) leaf(i int) (e element, ok bool) {
	at := pageHeader + i*elementSize
	if at+elementSize > len(pg.b) {
		return e, false
	}
	u32 := func(n int) int64 { return int64(binary.NativeEndian.Uint32(pg.b[at+n:])) }
	from := int64(at) + u32(4)
	mid := from + u32(8)
	to := mid + u32(12)
	if from < pageHeader || to > int64(len(pg.b)) {
		return e, false
	}
	return element{bucket: u32(0)&bucketFlag != 0, key: pg.b[from:mid:mid], value: pg.b[mid:to:to], at: pg.at + from}, true
}

// branch returns element i of a branch page: its first key, the page below,
// and where in this page the key lies.
func (pg *page) branch(i int) (key []byte, below uint64, where int, ok bool) {
	at := pageHeader + i*elementSize
	if at+elementSize > len(pg.b) {
		return nil, 0, 0, false
	}
	from := int64(at) + int64(binary.NativeEndian.Uint32(pg.b[at:]))
	to := from + int64(binary.NativeEndian.Uint32(pg.b[at+4:]))
	if from < pageHeader || to > int64(len(pg.b)) {
		return nil, 0, 0, false
	}
	return pg.b[from:to:to], binary.NativeEndian.Uint64(pg.b[at+8:]), int(from), true
}

// counter is the counter of a bucket.
func (e *element) counter() uint64 {
	if len(e.value) < bucketHeader {
		return 0
	}
	return binary.NativeEndian.Uint64(e.value[8:])
}

// inside reads the value of a bucket: the page where its tree begins, or the
// leaf page that stands in the value itself.
func (e *element) inside() (root uint64, inline *page, ok bool) {
	if len(e.value) < bucketHeader {
		return 0, nil, false
	}
	if root = binary.NativeEndian.Uint64(e.value); root != 0 {
		return root, nil, true
	}
	b := e.value[bucketHeader:]
	if len(b) < pageHeader {
		return 0, nil, false
	}
	pg := parsePage(b, e.at+int64(len(e.key))+bucketHeader)
	return 0, &pg, true
}
