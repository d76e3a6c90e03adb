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
		r.hurt = true
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

// value takes in a value of b, if its checksum fits and it belongs there. It
// reports whether it knew where to put it.
func (r *rescue) value(b bucket, e element, home **[32]byte) bool {
	v, err := unwrap(e.key, e.value)
	if err != nil {
		r.wrong(b)
		return false
	}
	f := foundAt(e, b)
	switch b.kind {
	case flat:
		r.flat(b, f, v)
		return true
	case log, loose:
		return r.record(b, f, v)
	case nodes:
		r.keep(r.of(b.doc).nodes, f)
		return true
	case values:
		p, ok := r.judge.Value(f.key, v)
		if ok && (p.Setting || p.Doc != b.doc) {
			r.wrong(b)
			return false
		}
		f.rank = p.Rank
		r.keep(r.of(b.doc).values, f)
		return true
	case unknown:
		if f.key == string(keySeed) || f.key == string(keySchema) || f.key == string(keyPlace) {
			r.flat(b, f, v)
			return true
		}
		if r.record(b, f, v) {
			return true
		}
		p, ok := r.judge.Value(f.key, v)
		f.rank = p.Rank
		switch {
		case ok && p.Setting:
			r.keep(r.settings, f)
		case ok:
			r.keep(r.of(p.Doc).values, f)
			*home = &p.Doc
		}
		return ok
	}
	r.wrong(b)
	return false
}

func foundAt(e element, b bucket) found {
	return found{key: string(e.key), at: e.at + int64(len(e.key)), size: int64(len(e.value)), trusted: b.trusted}
}

// flat takes in a value of one of the buckets at the top.
func (r *rescue) flat(b bucket, f found, v []byte) {
	switch {
	case b.name == string(bucketSettings):
		if p, ok := r.judge.Value(f.key, v); ok {
			f.rank = p.Rank
		}
		r.keep(r.settings, f)
	case f.key == string(keySeed) && len(v) == 32:
		if r.seed == nil {
			r.seed = v
		}
	case f.key == string(keyPlace) && len(v) == 32:
		if r.place == nil {
			r.place = v
		}
	case f.key == string(keySchema) && len(v) == 4:
		if n := binary.BigEndian.Uint32(v); b.trusted || n > r.schema {
			r.schema = n
		}
	case b.trusted && b.name != string(bucketIdentity) && b.name != string(bucketMeta):
		if r.others[b.name] == nil {
			r.others[b.name] = map[string]found{}
		}
		r.keep(r.others[b.name], f)
	}
}

// record takes in a record of a log.
func (r *rescue) record(b bucket, f found, v []byte) bool {
	key := f.key
	if len(key) == replicaLen+8 { // of a bucket of loose ones
		key = key[replicaLen:]
	}
	if len(key) != 8 || len(v) < 8 {
		return false
	}
	f.first, f.last = binary.BigEndian.Uint64(v), binary.BigEndian.Uint64([]byte(key))
	f.first, f.whole = f.first&^wholeBit, f.first&wholeBit != 0
	doc, rec, ok := r.judge.Record(v[8:])
	if !ok || rec.First != f.first || rec.Last != f.last || f.last < f.first || f.first == 0 {
		r.wrong(b)
		return false
	}
	if b.kind == log && (doc != b.doc || rec.Replica != b.replica) || b.kind == loose && doc != b.doc {
		r.wrong(b)
		return false
	}
	d := r.of(doc)
	d.logs[rec.Replica] = append(d.logs[rec.Replica], f)
	return true
}

// keep puts f under its key, unless a better one is there.
func (r *rescue) keep(m map[string]found, f found) {
	if old, ok := m[f.key]; ok && (old.rank > f.rank || old.rank == f.rank && (old.trusted || !f.trusted)) {
		return
	}
	m[f.key] = f
}

func replicaOf(key []byte) (r version.Replica) {
	copy(r.Author[:], key)
	copy(r.Branch[:], key[len(r.Author):])
	return r
}
