package crdt

import (
	"iter"
	"slices"

	"chirograph/editor/version"
)

// A Run is a run of characters of one replica, with consecutive IDs and one
// fate. A rune may reach from one run into the next only where that one begins
// with the ID that follows.
type Run struct {
	First   version.ID
	Text    string
	Visible bool
	Undone  bool         // the inserts are undone
	Deletes []version.ID // what deleted the first byte, in the order of version.Compare, undone or not
	Step    int          // the bytes after it were deleted by the IDs that follow (1) or precede (-1)
}

// All returns the runs in the order of the list, deleted ones too. Where
// several people deleted the same text, a run is one byte. Texts that hold the
// same operations have the same bytes in the same order, with the same fates,
// though perhaps in runs of other lengths.
func (t *Text) All() iter.Seq[Run] {
	return func(yield func(Run) bool) {
		more := t.moreDeletes()
		for w := t.walkFrom(gap{}); w.valid(); w.next() {
			for rest := *w.item(); rest.n > 0; {
				n := t.sameLog(&rest)
				if rest.flags&flagMore != 0 {
					n = 1
				}
				if !yield(t.run(&rest, n, more)) {
					return
				}
				rest = rest.tail(n)
			}
		}
	}
}

// sameLog returns how many characters of an item, from the first on, and their
// deletes have consecutive IDs.
func (t *Text) sameLog(it *item) int {
	_, after := t.logged(it.first)
	n := min(int(it.n), after)
	if it.gone == 0 {
		return n
	}
	before, after := t.logged(it.gone)
	if it.flags&flagBack != 0 {
		return min(n, before)
	}
	return min(n, after)
}

func (it *item) step() int {
	if it.flags&flagBack != 0 {
		return -1
	}
	return 1
}

func (t *Text) run(it *item, n int, more map[lv][]lv) Run {
	r := Run{
		First:   t.id(it.first),
		Text:    string(t.bytes(it.first, n)),
		Visible: it.visible(),
		Undone:  it.flags&flagUndone != 0,
	}
	if it.gone == 0 {
		return r
	}
	r.Step = it.step()
	r.Deletes = append(r.Deletes, t.id(it.gone))
	if it.flags&flagMore != 0 {
		for _, v := range more[it.first] {
			r.Deletes = append(r.Deletes, t.id(v))
		}
		slices.SortFunc(r.Deletes, version.Compare)
	}
	return r
}

// moreDeletes returns the deletes of characters that had been deleted before.
func (t *Text) moreDeletes() map[lv][]lv {
	more := make(map[lv][]lv)
	for _, d := range t.more {
		by := d.by
		for k := range lv(d.chars.n) {
			c := d.chars.from + k
			more[c] = append(more[c], by)
			if d.back {
				by--
			} else {
				by++
			}
		}
	}
	return more
}
