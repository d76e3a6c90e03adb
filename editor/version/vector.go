package version

import (
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
