package version

import (
	"encoding/binary"
	"maps"
	"slices"
)

// A Vector is a version vector: the highest number seen of each replica.
// Because the operations of one replica arrive in order, it says exactly what
// has been seen. A replica of which nothing was seen is not in it.
type Vector map[Replica]uint64

// Includes reports whether id has been seen. The zero ID always has.
func (v Vector) Includes(id ID) bool { return id.Seq <= v[id.Replica] }

// Add makes v include id and all that its replica wrote before it.
func (v Vector) Add(id ID) {
	if id.Seq > v[id.Replica] {
		v[id.Replica] = id.Seq
	}
}

// Merge makes v include all that w includes.
func (v Vector) Merge(w Vector) {
	for r, seq := range w {
		v.Add(ID{r, seq})
	}
}

// Equal reports whether v and w include the same operations.
func (v Vector) Equal(w Vector) bool { return maps.Equal(v, w) }

// Covers reports whether v includes all that w includes.
func (v Vector) Covers(w Vector) bool {
	for r, seq := range w {
		if seq > v[r] {
			return false
		}
	}
	return true
}

// Clone returns a copy of v.
func (v Vector) Clone() Vector {
	if v == nil {
		return Vector{}
	}
	return maps.Clone(v)
}

// Sorted returns the last ID of every replica in the order of [Compare].
func (v Vector) Sorted() []ID {
	ids := make([]ID, 0, len(v))
	for r, seq := range v {
		ids = append(ids, ID{r, seq})
	}
	slices.SortFunc(ids, Compare)
	return ids
}

// Append appends the encoding of v: the number of replicas, then in their
// order each replica and its number.
func (v Vector) Append(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(v)))
	for _, id := range v.Sorted() {
		dst = AppendReplica(dst, id.Replica)
		dst = binary.AppendUvarint(dst, id.Seq)
	}
	return dst
}

// ParseVector reads what [Vector.Append] wrote. There is one encoding of a
// vector, and all other bytes are refused with [ErrEncoding].
func ParseVector(data []byte) (Vector, error) {
	n, data, err := ReadUvarint(data)
	if err != nil || n > uint64(len(data)/(replicaSize+1)) {
		return nil, ErrEncoding
	}
	v := make(Vector, n)
	var last Replica
	for i := range n {
		var r Replica
		var seq uint64
		if r, data, err = ReadReplica(data); err != nil {
			return nil, err
		}
		if seq, data, err = ReadUvarint(data); err != nil {
			return nil, err
		}
		if seq == 0 || i > 0 && CompareReplicas(last, r) >= 0 {
			return nil, ErrEncoding
		}
		v[r], last = seq, r
	}
	if len(data) > 0 {
		return nil, ErrEncoding
	}
	return v, nil
}
