package history

import (
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// An Edit is a stretch of text that stands at only one of two versions. Its
// bytes were written one after the other by one replica, and appeared or
// disappeared by one change.
type Edit struct {
	Deleted bool       // it stands at the first version; otherwise at the second
	A, B    int        // where it is, or would be, in the first and in the second text
	Text    string     // never part of a rune
	First   version.ID // the operation that inserted its first byte
	By      crdt.Cause // why its first byte appeared or disappeared
}

// Diff returns what makes the text at version b of that at version a, in the
// order of the text. It is exact: characters are told by their identity, not
// by what they look like.
func (h *History) Diff(a, b version.Vector) []Edit {
	var d differ
	for s := range h.index.Walk(h.index.At(a), h.index.At(b)) {
		switch {
		case s.A != s.B:
			for run := range s.Runs() {
				d.add(&run)
			}
		case s.A:
			d.a += s.Len()
			d.b += s.Len()
		}
	}
	return d.finish()
}

// A differ collects edits.
type differ struct {
	a, b  int // bytes passed of the two texts
	edits []Edit
	text  []byte // of all edits
	ends  []int  // of each edit's text
}

func (d *differ) add(s *crdt.Stretch) {
	e := Edit{Deleted: s.A, A: d.a, B: d.b, First: s.First(), By: s.Cause()}
	if s.A {
		d.a += s.Len()
	} else {
		d.b += s.Len()
	}
	d.text = append(d.text, s.Bytes()...)
	if k := len(d.edits) - 1; k >= 0 && d.goesOn(k, &e) {
		d.ends[k] = len(d.text)
		return
	}
	d.edits = append(d.edits, e)
	d.ends = append(d.ends, len(d.text))
}

// goesOn reports whether e, which comes next, is only the rest of edit k.
func (d *differ) goesOn(k int, e *Edit) bool {
	last := &d.edits[k]
	n := d.ends[k] - d.start(k)
	return e.Deleted == last.Deleted && e.A-last.A+e.B-last.B == n &&
		e.First == version.ID{Replica: last.First.Replica, Seq: last.First.Seq + uint64(n)} &&
		e.By.ID.Replica == last.By.ID.Replica && e.By.Time == last.By.Time && e.By.Back == last.By.Back
}

// start returns where the text of edit k begins.
func (d *differ) start(k int) int {
	if k == 0 {
		return 0
	}
	return d.ends[k-1]
}

func (d *differ) finish() []Edit {
	text := string(d.text)
	for k := range d.edits {
		d.edits[k].Text = text[d.start(k):d.ends[k]]
	}
	return d.edits
}
