package markdown

import (
	"slices"
	"sort"

	"chirograph/editor/crdt"
)

// An index keeps lines of one sort in the order of the text. Entries from gap
// on are to be moved by shift: so a row of edits at one place does not touch
// what is behind it each time.
type index struct {
	entries []entry
	gap     int
	shift   int
}

// An entry is a line that can open or close a fence, or a heading.
type entry struct {
	off   int // of the line
	mark  mark
	role  role // of a fence
	in    code // what it stands in
	level int  // of a heading
	title string
	named bool // the title is known
}

// A role is what a line that looks like a fence is, given those before it.
type role uint8

const (
	unresolved role = iota
	opener
	closer
	content // code in another fence, or front matter
)

// code is the fence that is open at a line, if one is.
type code struct {
	mark mark
	open bool
}

// after is what is open behind a fence.
func (e *entry) after() code {
	switch e.role {
	case opener:
		return code{e.mark, true}
	case closer:
		return code{}
	}
	return e.in
}

// off returns where the i-th entry is.
func (x *index) off(i int) int {
	if i >= x.gap {
		return x.entries[i].off + x.shift
	}
	return x.entries[i].off
}

// find returns the first entry at off or behind it.
func (x *index) find(off int) int {
	return sort.Search(len(x.entries), func(i int) bool { return x.off(i) >= off })
}

// edit moves the entries along with an edit. Those in the text deleted are
// dropped; the lines that the edit touches must be read again.
func (x *index) edit(e crdt.Edit) (dropped bool) {
	i, j := x.find(e.At+1), x.find(e.At+e.Deleted+1)
	x.open(i)
	x.entries = slices.Delete(x.entries, i, j)
	x.shift += e.Inserted - e.Deleted
	return i < j
}

// replace puts entries in the place of those with offsets from from up to and
// with to, and returns where they are, and whether their marks have changed.
func (x *index) replace(from, to int, with []entry) (first int, changed bool) {
	i, j := x.find(from), x.find(to+1)
	if i == j && len(with) == 0 {
		return i, false
	}
	same := j-i == len(with)
	for k := 0; same && k < len(with); k++ {
		same = x.off(i+k) == with[k].off && x.entries[i+k].mark == with[k].mark
		with[k].role, with[k].in = x.entries[i+k].role, x.entries[i+k].in
	}
	if !same {
		for k := range with {
			with[k].role = unresolved
		}
	}
	x.open(j)
	x.entries = slices.Replace(x.entries, i, j, with...)
	x.gap = i + len(with)
	return i, !same
}

// open brings the gap to before entry i.
func (x *index) open(i int) {
	for ; x.gap < i; x.gap++ {
		x.entries[x.gap].off += x.shift
	}
	for ; x.gap > i; x.gap-- {
		x.entries[x.gap-1].off -= x.shift
	}
}
