package store

import (
	"encoding/binary"

	"chirograph/editor/version"
)

// A Judge tells by what a value says itself where it belongs. A value proves
// by its checksum that it was stored, but not in which document: in a damaged
// file the way there can be gone, or lead somewhere else.
type Judge interface {
	// Record reads the data of a log's record: whose and which it is.
	Record(data []byte) (doc [32]byte, r Record, ok bool)
	// Value reads a named value. It reports false for one that does not say.
	Value(key string, value []byte) (Place, bool)
}

// A Place is where a value belongs.
type Place struct {
	Doc     [32]byte
	Setting bool  // and to no document
	Rank    int64 // of two values with one key the one with the higher rank is newer
}

// A rescue collects from a damaged file what proves itself. First it walks
// along the tree as far as that goes; then it looks at every page that the
// tree did not lead to, where older values lie as well.
type rescue struct {
	pager
	judge Judge

	visits   map[int64]int // how many times the tree led to a page
	schema   uint32        // 0 when it was not found
	seed     []byte
	place    []byte
	settings map[string]found
	docs     map[[32]byte]*rescued
	others   map[string]map[string]found // of further buckets at the top
	listing  bool                        // the tree leads to the list of documents
	torn     bool                        // documents may be missing
	hurt     bool                        // something was wrong that is no document's
}

// A rescued is what was found of a document.
type rescued struct {
	values map[string]found
	nodes  map[string]found
	logs   map[version.Replica][]found
	listed bool // the tree leads to it
	hurt   bool // something in it was wrong
}

// A found is a stored value: where it lies in the file.
type found struct {
	key         string
	at, size    int64 // with its checksum
	first, last uint64
	whole       bool
	trusted     bool // the tree leads to it
	rank        int64
}

// A kind is what a bucket is for.
type kind int

const (
	unknown kind = iota // a page that was come upon
	root
	flat // settings, identity, meta and other buckets of values
	documents
	document
	values
	nodes
	logs
	log
	loose
)

// A bucket is where in the file the rescue is.
type bucket struct {
	kind    kind
	name    string
	doc     [32]byte
	replica version.Replica
	trusted bool
}

// visitsMost is how many times a page is read: damaged branches may lead to
// one page again and again.
const visitsMost = 3

// gather reads the whole file. good are its first pages that are whole.
func (r *rescue) gather(good []meta) {
	r.visits = map[int64]int{}
	r.settings = map[string]found{}
	r.docs = map[[32]byte]*rescued{}
	r.others = map[string]map[string]found{}
	if len(good) < 2 { // the newer one may be missing
		r.torn = true
	}
	if len(good) > 0 {
		r.tree(bucket{kind: root, trusted: true}, good[0].root, 0)
	}
	r.torn = r.torn || !r.listing
	for n := int64(0); n < r.pages(); n++ {
		if r.visits[n] > 0 {
			continue
		}
		if pg, ok := r.page(n); ok {
			r.leaves(bucket{}, &pg, 0)
		}
	}
}

// wrong notes that something is missing in b.
func (r *rescue) wrong(b bucket) {
	switch b.kind {
	case root, documents:
		r.torn = true
	case document, values, nodes, logs, log, loose:
		if b.trusted {
			r.of(b.doc).hurt = true
		}
	case flat:
		r.hurt = r.hurt || b.trusted
	}
}

// of is what was found of a document.
func (r *rescue) of(doc [32]byte) *rescued {
	d := r.docs[doc]
	if d == nil {
		d = &rescued{values: map[string]found{}, nodes: map[string]found{}, logs: map[version.Replica][]found{}}
		r.docs[doc] = d
	}
	return d
}

// tree walks along the pages of a bucket.
func (r *rescue) tree(b bucket, n uint64, depth int) {
	if n < 2 || n >= uint64(r.pages()) || depth > maxNested || r.visits[int64(n)] >= visitsMost {
		r.wrong(b)
		return
	}
	pg, ok := r.page(int64(n))
	if !ok || pg.id != n { // another page, or nobody knows: it is looked at later
		r.wrong(b)
		return
	}
	for i := range 1 + min(pg.overflow, r.pages()) {
		r.visits[int64(n)+i]++
	}
	if pg.flags != branchPage {
		if pg.flags != leafPage {
			r.wrong(b)
		}
		r.leaves(b, &pg, depth)
		return
	}
	for i := range r.elements(b, &pg) {
		if _, below, _, ok := pg.branch(i); ok {
			r.tree(b, below, depth+1)
		} else {
			r.wrong(b)
		}
	}
}

// elements is how many elements a page has. The position of the first one
// says it, too.
func (r *rescue) elements(b bucket, pg *page) int {
	if len(pg.b) < pageHeader+elementSize {
		return 0
	}
	at := pageHeader
	if pg.flags != branchPage {
		at += 4
	}
	n := int(binary.NativeEndian.Uint32(pg.b[at:]) / elementSize)
	if n != pg.count {
		r.wrong(b)
	}
	return min(max(n, pg.count), (len(pg.b)-pageHeader)/elementSize)
}

// leaves reads the values and buckets of a leaf page.
func (r *rescue) leaves(b bucket, pg *page, depth int) {
	var homeless []element // values that do not say where they belong
	var home *[32]byte     // where another value on this page belongs
	for i := range r.elements(b, pg) {
		e, ok := pg.leaf(i)
		switch {
		case !ok:
			r.wrong(b)
		case e.bucket:
			r.enter(b, e, depth)
		case !r.value(b, e, &home):
			if b.kind == unknown && len(e.key) != 32 && len(e.key) != 8 { // nodes and records are no values
				homeless = append(homeless, e)
			}
		}
	}
	if home == nil {
		return
	}
	for _, e := range homeless { // what is rewritten together lies together
		if _, err := unwrap(e.key, e.value); err == nil {
			r.keep(r.of(*home).values, foundAt(e, bucket{}))
		}
	}
}

// enter goes into a bucket in b.
func (r *rescue) enter(b bucket, e element, depth int) {
	in := bucket{doc: b.doc, trusted: b.trusted}
	name := string(e.key)
	switch {
	case b.kind == root && name == string(bucketDocs):
		in.kind = documents
		r.listing = true
	case b.kind == root, b.kind == unknown && (name == string(bucketIdentity) || name == string(bucketSettings) || name == string(bucketMeta)):
		in.kind, in.name = flat, name
	case b.kind == documents && len(name) == 32:
		in.kind, in.doc = document, [32]byte(e.key)
		r.of(in.doc).listed = true
	case b.kind == document && name == string(bucketValues):
		in.kind = values
	case b.kind == document && name == string(bucketNodes):
		in.kind = nodes
	case b.kind == document && name == string(bucketLogs):
		in.kind = logs
	case b.kind == document && name == string(bucketLoose):
		in.kind = loose
	case b.kind == logs && len(name) == replicaLen:
		in.kind, in.replica = log, replicaOf(e.key)
	case b.kind != unknown:
		r.wrong(b)
		return
	}
	page, inline, ok := e.inside()
	switch {
	case !ok || depth > maxNested:
		r.wrong(in)
	case inline != nil:
		r.leaves(in, inline, depth+1)
	case b.kind != unknown: // elsewhere the page may be another's by now
		r.tree(in, page, depth+1)
	}
}
