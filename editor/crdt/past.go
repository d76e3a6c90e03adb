package crdt

import (
	"cmp"
	"slices"
	"sort"

	"chirograph/editor/version"
)

// Compare walks over the list and says of each stretch of characters whether
// it stood in the text as it was at version v, and whether it stands in the
// text now. Stretches that stand in neither are left out. bytes and runes are
// the stretch's size. It ends early when f returns false.
func (t *Text) Compare(v version.Vector, f func(bytes, runes int, then, now bool) bool) {
	x := NewIndex(t)
	for s := range x.Walk(x.At(v), x.Now()) {
		size := t.measure(s.item.first, int(s.item.n))
		if (s.A || s.B) && !f(int(size.bytes), int(size.runes), s.A, s.B) {
			return
		}
	}
}

// An Index answers questions about the past of a text. The text itself keeps
// all that is needed, but not in the order in which these questions ask for
// it: which undos name an operation, who else deleted a character, in what
// order changes were made. An Index is filled when it is first asked and
// follows the text as that grows.
//
// It is as little safe for concurrent use as its Text.
type Index struct {
	t *Text

	// The spans that undos name cut the operations into intervals: interval i
	// is from cuts[i] up to cuts[i+1].
	undos int // of the text that are indexed
	cuts  []lv
	named []naming // those that hold against others first

	deletions int      // Text.more that are indexed
	last      deletion // of these, as it was then
	more      []repeat // by character

	stamps  [][]stamp // of each replica's changes
	readers []reader  // by replica, at the change looked at last
}

// A naming is one span of an undo, in intervals.
type naming struct{ from, to, undo int32 }

// A repeat is a further delete of a character that was deleted already.
type repeat struct{ char, by lv }

// NewIndex returns an index of t.
func NewIndex(t *Text) *Index { return &Index{t: t} }

// Text returns the text of which x is an index.
func (x *Index) Text() *Text { return x.t }

// catchUp indexes the undos and the further deletes that are new.
func (x *Index) catchUp() {
	if n := len(x.t.more); n > 0 && (n != x.deletions || x.t.more[n-1] != x.last) {
		if x.deletions > 0 && x.t.more[x.deletions-1] != x.last { // it has grown
			x.deletions, x.more = 0, x.more[:0]
		}
		x.indexDeletions(x.t.more[x.deletions:])
		x.deletions, x.last = n, x.t.more[n-1]
	}
	if n := len(x.t.undos); n != x.undos {
		x.indexUndos()
		x.undos = n
	}
}

func (x *Index) indexDeletions(more []deletion) {
	for _, d := range more {
		for k := range lv(d.chars.n) {
			by := d.by + k
			if d.back {
				by = d.by - k
			}
			x.more = append(x.more, repeat{d.chars.from + k, by})
		}
	}
	slices.SortFunc(x.more, func(a, b repeat) int {
		return cmp.Or(cmp.Compare(a.char, b.char), cmp.Compare(a.by, b.by))
	})
}

func (x *Index) indexUndos() {
	t := x.t
	x.cuts, x.named = x.cuts[:0], x.named[:0]
	for _, s := range t.scopes {
		x.cuts = append(x.cuts, s.from, s.from+lv(s.n))
	}
	slices.Sort(x.cuts)
	x.cuts = slices.Compact(x.cuts)
	for i, u := range t.undos {
		for _, s := range t.scopes[u.from : u.from+u.n] {
			from, _ := slices.BinarySearch(x.cuts, s.from)
			to, _ := slices.BinarySearch(x.cuts, s.from+lv(s.n))
			x.named = append(x.named, naming{int32(from), int32(to), int32(i)})
		}
	}
	// The highest count holds; of equal ones, which say the same, the first.
	rank := x.rankUndos()
	slices.SortFunc(x.named, func(a, b naming) int { return cmp.Compare(rank[a.undo], rank[b.undo]) })
}

// rankUndos returns for each undo how many hold against it.
func (x *Index) rankUndos() []int32 {
	t := x.t
	keys := make([]key, len(t.undos))
	order := make([]int32, len(t.undos))
	for i, u := range t.undos {
		keys[i], order[i] = x.keyOf(u.at), int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(t.undos[b].count, t.undos[a].count), keys[a].compare(keys[b]))
	})
	rank := make([]int32, len(order))
	for r, i := range order {
		rank[i] = int32(r)
	}
	return rank
}

// deleters returns the further deletes of a character.
func (x *Index) deleters(c lv) []repeat {
	from := sort.Search(len(x.more), func(k int) bool { return x.more[k].char >= c })
	to := from
	for to < len(x.more) && x.more[to].char == c {
		to++
	}
	return x.more[from:to]
}

// A Moment is a text as it was at some version. It is valid until the text
// changes.
type Moment struct {
	x     *Index
	limit []uint64 // by replica, the last operation that belongs to it

	// counts holds the operations that belong to the moment and are not undone
	// there. A character stands if its insert is among them and no delete of
	// it is.
	counts bitmap

	// verdict holds for each interval of the index the undo that decides on
	// its operations, plus 1, or 0.
	verdict []int32
}

// At returns the text as it was when v was all that had been seen. V must be
// causally closed, as the vector of every replica is, and every union of such.
func (x *Index) At(v version.Vector) *Moment {
	limit := make([]uint64, x.t.graph.Len())
	for i := range limit {
		limit[i] = v[x.t.graph.Replica(i)]
	}
	return x.moment(limit, nil)
}

// Now returns the text as it is, with the local operations since the last
// Commit.
func (x *Index) Now() *Moment {
	limit := make([]uint64, x.t.graph.Len())
	for i := range limit {
		limit[i] = uint64(x.t.log(i).next) - 1
	}
	return x.moment(limit, nil)
}

// moment returns the text as it was at a version, but without the undos that
// are to be skipped.
func (x *Index) moment(limit []uint64, skip bitmap) *Moment {
	x.catchUp()
	t := x.t
	m := &Moment{x: x, limit: limit, counts: make(bitmap, (t.length+63)/64)}
	for k, a := range t.arrivals {
		end := lv(t.length)
		if k+1 < len(t.arrivals) {
			end = t.arrivals[k+1].first
		}
		if last := limit[a.replica]; last >= uint64(a.seq) {
			m.counts.add(a.first, int(min(uint64(end-a.first), last-uint64(a.seq)+1)))
		}
	}
	if len(x.named) > 0 {
		m.judge(skip)
	}
	return m
}

// judge finds the undo that decides on each interval, and takes what is undone
// out of what counts. Whoever comes first in the index decides, so each
// interval is visited once; next leads past those that are decided.
func (m *Moment) judge(skip bitmap) {
	x := m.x
	n := len(x.cuts) - 1
	m.verdict = make([]int32, n)
	next := make([]int32, n+1)
	for i := range next {
		next[i] = int32(i)
	}
	open := func(i int32) int32 { // the first undecided interval from i on
		for next[i] != i {
			next[i] = next[next[i]]
			i = next[i]
		}
		return i
	}
	for _, d := range x.named {
		u := &x.t.undos[d.undo]
		if !m.includes(u.at) || skip != nil && skip.has(u.at) {
			continue
		}
		for i := open(d.from); i < d.to; i = open(i + 1) {
			m.verdict[i] = d.undo + 1
			next[i] = i + 1
			if u.count&1 != 0 {
				m.counts.remove(x.cuts[i], int(x.cuts[i+1]-x.cuts[i]))
			}
		}
	}
}

// includes tells whether operation v belongs to the moment, undone or not.
func (m *Moment) includes(v lv) bool {
	i, seq := m.x.t.number(v)
	return seq <= m.limit[i]
}

// decides returns the undo that decides on operation v at the moment, and nil
// if none of its undos belongs to it.
func (m *Moment) decides(v lv) *undo {
	if m.verdict == nil {
		return nil
	}
	i := sort.Search(len(m.x.cuts), func(k int) bool { return m.x.cuts[k] > v }) - 1
	if i < 0 || i >= len(m.verdict) || m.verdict[i] == 0 {
		return nil
	}
	return &m.x.t.undos[m.verdict[i]-1]
}

// stands tells whether character k of an item stands in the text, and of how
// many characters from there on the answer is true.
func (m *Moment) stands(it *item, k int) (bool, int) {
	c := it.first + lv(k)
	in, n := m.counts.run(c, int(it.n)-k)
	if !in || it.gone == 0 {
		return in, n
	}
	by := it.deleter(k)
	switch {
	case it.flags&flagMore != 0:
		return !m.counts.has(by) && !m.deletedAgain(c), 1
	case it.flags&flagBack != 0:
		gone, n := m.counts.runBack(by, n)
		return !gone, n
	default:
		gone, n := m.counts.run(by, n)
		return !gone, n
	}
}

// deletedAgain tells whether one of the further deletes of a character counts.
func (m *Moment) deletedAgain(c lv) bool {
	for _, d := range m.x.deleters(c) {
		if m.counts.has(d.by) {
			return true
		}
	}
	return false
}

// undoOf returns the undo that operation v is.
func (t *Text) undoOf(v lv) undo {
	k, _ := slices.BinarySearchFunc(t.undos, v, func(u undo, v lv) int { return cmp.Compare(u.at, v) })
	return t.undos[k]
}
