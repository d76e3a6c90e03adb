package window

import (
	"slices"
	"sort"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
	"chirograph/editor/view"
)

// An exhibit is a text that is shown and cannot be changed: one of the past, or
// two versions in one. It is a text of its own, thrown away when another is
// shown, in which everybody has written what they wrote in the document.
type exhibit struct {
	view    view.View
	buf     *buffer.Buffer
	parts   []part
	changes []view.Change
	of      *history.Checkout // the text that its places are counted in
}

// A part is a stretch of an exhibit and where it comes from.
type part struct {
	at, n int
	of    int // where it is in the text of the exhibit, or would be
	kind  partKind
	place int // which difference it belongs to; -1 for none
	from  int // of what is gone: where it begins in the text it is gone from
}

type partKind uint8

const (
	standing partKind = iota // in the text of the exhibit, and no difference
	fresh                    // in the text of the exhibit, but not in the other one
	gone                     // only in the other one
	sign                     // in no text: a chip
	ending                   // a sign for the end of a line that is gone
)

// A hanger puts an exhibit together.
type hanger struct {
	text    []byte
	hands   []history.Hand // of those who wrote it, without their places in it
	parts   []part
	changes []view.Change
	at      int // in the text of the exhibit
	from    int // in the text that something is gone from
}

// hang appends what stands between two offsets of a text.
func (w *hanger) hang(c *history.Checkout, from, to int, kind partKind, place int) {
	if from >= to {
		return
	}
	p := part{at: len(w.text), n: to - from, of: w.at, kind: kind, place: place, from: from}
	k := sort.Search(len(c.Hands), func(k int) bool { return c.Hands[k].At+c.Hands[k].Len > from })
	for ; k < len(c.Hands) && c.Hands[k].At < to; k++ {
		h := c.Hands[k]
		w.hand(h.First.Replica.Author, min(h.At+h.Len, to)-max(h.At, from))
	}
	w.text = append(w.text, c.Text[from:to]...)
	w.parts = append(w.parts, p)
	if kind == standing || kind == fresh {
		w.at += p.n
	}
}

// post appends words that are in no text.
func (w *hanger) post(words string, kind partKind, place int) {
	if words == "" {
		return
	}
	w.parts = append(w.parts, part{at: len(w.text), n: len(words), of: w.at, kind: kind, place: place, from: w.from})
	w.hand(version.Author{}, len(words))
	w.text = append(w.text, words...)
}

// hand notes who wrote the next n bytes.
func (w *hanger) hand(a version.Author, n int) {
	if k := len(w.hands) - 1; k >= 0 && w.hands[k].First.Replica.Author == a {
		w.hands[k].Len += n
		return
	}
	w.hands = append(w.hands, history.Hand{Len: n, First: version.ID{Replica: version.Replica{Author: a}}})
}

// mark makes a change of what is appended by f.
func (w *hanger) mark(kind view.ChangeKind, words string, f func()) {
	from := len(w.text)
	f()
	if len(w.text) > from {
		w.changes = append(w.changes, view.Change{From: from, To: len(w.text), Kind: kind, Words: words})
	}
}

// show puts what was hung in the place of what e showed, with the row at off,
// in the text of the exhibit, at y.
func (e *exhibit) show(w *hanger, of *history.Checkout, off, y int) {
	t := crdt.New()
	at := 0
	for _, h := range w.hands {
		t.Insert(h.First.Replica, at, string(w.text[at:at+h.Len]))
		at += h.Len
		for more := true; more; { // a text holds what one at a time has not committed
			_, more = t.Commit(h.First.Replica, 0)
		}
	}
	e.buf = buffer.New(t, version.Replica{})
	e.parts, e.changes, e.of = w.parts, w.changes, of
	e.view.Turn(e.place(off), y)
}

// text is the offset in the text of the exhibit of a place in the exhibit: that
// of what comes next, where the place is in something else.
func (e *exhibit) text(at int) int {
	k := sort.Search(len(e.parts), func(k int) bool { return e.parts[k].at+e.parts[k].n > at })
	if k == len(e.parts) {
		return len(e.of.Text)
	}
	p := e.parts[k]
	if p.kind == standing || p.kind == fresh {
		return p.of + at - p.at
	}
	return p.of
}

// place is where an offset of the text is in the exhibit.
func (e *exhibit) place(off int) int {
	k := sort.Search(len(e.parts), func(k int) bool {
		p := &e.parts[k]
		return (p.kind == standing || p.kind == fresh) && p.of+p.n > off || p.of > off
	})
	for k < len(e.parts) && e.parts[k].kind != standing && e.parts[k].kind != fresh {
		k++
	}
	if k == len(e.parts) {
		return e.buf.Text().Len()
	}
	return e.parts[k].at + max(0, off-e.parts[k].of)
}

// partAt is the part that has the byte at a place.
func (e *exhibit) partAt(at int) (part, bool) {
	k := sort.Search(len(e.parts), func(k int) bool { return e.parts[k].at+e.parts[k].n > at })
	if k == len(e.parts) {
		return part{}, false
	}
	return e.parts[k], true
}

// choose selects what stands from one character of the document to another.
func (e *exhibit) choose(ends [2]version.ID) {
	first, ok := e.of.Find(ends[0])
	last, ok2 := e.of.Find(ends[1])
	if ok && ok2 && first <= last {
		e.buf.Do(buffer.Select{Anchor: e.place(first), Head: e.place(last) + 1}, 0)
	}
}

// id is the character of the document that is at a place, the next one if
// there stands something else.
func (e *exhibit) id(at int) version.ID { return e.of.ID(e.text(at)) }

// selected is what is selected, in places of the exhibit.
func (e *exhibit) selected() (from, to int) {
	if e.buf == nil {
		return 0, 0
	}
	anchor, head := e.buf.Selection()
	return min(anchor, head), max(anchor, head)
}

// firstOf is where a difference begins.
func (e *exhibit) firstOf(place int) (int, bool) {
	k := slices.IndexFunc(e.parts, func(p part) bool { return p.place == place && p.n > 0 })
	if k < 0 {
		return 0, false
	}
	return e.parts[k].at, true
}
