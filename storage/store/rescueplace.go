package store

import (
	"encoding/binary"

	"chirograph/editor/version"
)

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
	if f.last < f.first || f.first == 0 {
		r.wrong(b)
		return false
	}
	doc, rec, ok := r.judge.Record(v[8:])
	switch {
	case !ok && b.kind == log && b.trusted: // of a form that this program does not know
		doc, rec.Replica = b.doc, b.replica
	case !ok || rec.First != f.first || rec.Last != f.last,
		b.kind == log && (doc != b.doc || rec.Replica != b.replica), b.kind == loose && doc != b.doc:
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
