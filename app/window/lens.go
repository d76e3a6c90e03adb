package window

import (
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
	"chirograph/editor/view"
)

// A lens is how a version is looked at: by itself, beside another one, as what
// it would make of the present, or with what was deleted from it.
type lens struct {
	comparing bool
	other     int            // what it is compared with: changes of the line,
	otherAt   version.Vector // and the version
	way       comparing

	restoring bool
	ghosting  bool

	comparison *history.Comparison
	added      int // words of it
	deleted    int
	ghosts     []history.Ghost
	unfolded   map[int]bool // differences of which what is gone is shown
	current    int          // the difference that the person is at; -1 for none
}

// comparing is a way to show two versions.
type comparing uint8

const (
	together comparing = iota // in place
	beside                    // one another
	changedOnly
)

func (l *lens) on() bool { return l.comparing || l.restoring || l.ghosting }

// characterAt is the character at an offset of the present text, and none at
// its end.
func characterAt(b *buffer.Buffer, off int) version.ID {
	if off >= b.Text().Len() {
		return version.ID{}
	}
	return b.Text().Anchor(off, crdt.Before).ID
}

// compareWith compares the version that is shown with another one.
func (p *page) compareWith(n int, at version.Vector) {
	h := &p.past
	if h.empty() {
		return
	}
	if !p.inPast() {
		p.doc.Read(func(b *buffer.Buffer) { h.hold(b, p) })
		h.at, h.end, h.shown = h.line.Len(), true, nil
	}
	h.playing = false
	h.lens = lens{comparing: true, other: n, otherAt: at, way: h.way}
	h.forget()
}

// toggleCompare compares with the present, or in the present with what the
// person saw last, or with the beginning of the last session; or no longer.
func (p *page) toggleCompare() {
	h := &p.past
	switch {
	case h.empty():
	case h.comparing:
		p.endLens()
	case !h.end:
		p.compareWith(h.line.Len(), h.line.Vector(h.line.Len()))
	default:
		n := h.beside(history.Session, -1)
		at := h.line.Vector(n)
		if seen := p.seen.at; seen != nil && h.line.Reach(seen) < h.line.Len() {
			n, at = h.line.Reach(seen), seen
		}
		p.compareWith(n, at)
	}
}

// endLens shows the version by itself again.
func (p *page) endLens() {
	h := &p.past
	if h.lens = (lens{way: h.way, current: -1}); h.end {
		h.end = false // for toNow
		p.toNow()
		return
	}
	h.forget()
}

func (p *page) toggleGhosts() {
	h := &p.past
	switch {
	case h.empty():
	case h.ghosting:
		p.endLens()
	default:
		if !p.inPast() {
			p.doc.Read(func(b *buffer.Buffer) { h.hold(b, p) })
			h.at, h.shown = h.line.Len(), nil
		}
		h.playing = false
		h.lens = lens{ghosting: true, way: h.way}
		h.forget()
	}
}

// present is the version of the document as it is, without what was typed in
// this moment.
func present(b *buffer.Buffer) version.Vector { return b.Text().Vector() }

// hang puts together what is shown, if it is not yet.
func (p *page) hang(l look) {
	h := &p.past
	if h.exhibit.of != nil {
		return
	}
	say := &l.words.Past
	var w, left *hanger
	var of, was *history.Checkout
	off := 0
	p.doc.Read(func(b *buffer.Buffer) {
		past := b.History()
		at := h.shown
		if at == nil || h.end {
			at = present(b)
		}
		switch {
		case h.comparing || h.restoring:
			from, to := h.pair(at, b)
			if h.comparison == nil {
				h.comparison = past.Comparison(from, to)
				h.added, h.deleted = h.comparison.Words()
			}
			of, was, at = h.comparison.B, h.comparison.A, to
		default:
			of = past.Checkout(at)
			if h.ghosting {
				h.ghosts = past.Deleted(at)
			}
		}
		var ok bool
		if off, ok = past.Locate(at, h.held); !ok {
			off = len(of.Text)
		}
	})
	c := h.comparison
	switch {
	case c == nil && h.ghosting:
		w = withGhosts(of, h.ghosts)
	case c == nil:
		w = asItWas(of)
	case h.comparing && h.way == beside:
		w, left = oneSide(c, true), oneSide(c, false)
	case h.comparing && h.way == changedOnly:
		w = onlyChanges(say, c, h.unfolded)
	default:
		w = inPlace(say, c, h.unfolded)
	}
	h.exhibit.show(w, of, off, h.heldY)
	if h.pick[0].Seq > 0 {
		h.exhibit.choose(h.pick)
		h.pick = [2]version.ID{}
	}
	if left != nil {
		h.side.show(left, was, across(c, off, true), h.heldY)
	}
	h.settle, h.left, h.right = true, followed{}, followed{}
}

// pair are the two versions that are compared, the earlier one first; or those
// that restoring leads from and to.
func (p *past) pair(at version.Vector, b *buffer.Buffer) (from, to version.Vector) {
	switch {
	case p.restoring:
		if p.otherAt == nil {
			p.otherAt = present(b) // what is written from now on is left alone
		}
		return p.otherAt, at
	case p.other > p.at || p.other == p.at && p.otherAt.Covers(at):
		return at, p.otherAt
	}
	return p.otherAt, at
}

// across takes an offset of one of two texts that are compared to the other one:
// back is from the second to the first.
func across(c *history.Comparison, off int, back bool) int {
	out := off
	for _, p := range c.Places {
		if !back {
			p = history.Place{A: p.B, EndA: p.EndB, B: p.A, EndB: p.EndA}
		}
		switch { // of B, to A
		case off < p.B:
			return out
		case off < p.EndB:
			return min(p.A+off-p.B, p.EndA)
		}
		out = p.EndA + off - p.EndB
	}
	return out
}

// toChange goes to the next difference, or the one before.
func (p *page) toChange(by int) {
	h := &p.past
	c := h.comparison
	if c == nil || len(c.Places) == 0 {
		return
	}
	n := len(c.Places)
	if h.current < 0 && by < 0 {
		h.current = 0
	}
	h.current = (h.current + by + n) % n
	p.showChange()
}

// showChange brings the difference that the person is at into view.
func (p *page) showChange() {
	h := &p.past
	for _, e := range []*exhibit{&h.exhibit, &h.side} {
		if at, ok := e.firstOf(h.current); ok && e.buf != nil && e.of != nil {
			if !e.view.Shows(at) {
				e.view.Hold(at, p.middle(e))
			}
		}
	}
}

// middle is where a difference that one goes to stands on the page.
func (p *page) middle(e *exhibit) int { return max(80, e.view.Height()/3) }

// unfold shows what is gone at a difference, or no longer.
func (p *page) unfold(place int) {
	h := &p.past
	if place < 0 || h.comparison == nil {
		return
	}
	if h.unfolded == nil {
		h.unfolded = map[int]bool{}
	}
	h.unfolded[place] = !h.unfolded[place]
	h.exhibit.of, h.current = nil, place
}

// marked are the changes of an exhibit, with the one that the person is at.
func (p *past) marked(e *exhibit) []view.Change {
	if p.current < 0 {
		return e.changes
	}
	out := append([]view.Change(nil), e.changes...)
	for i := range out {
		if q, ok := e.partAt(out[i].From); ok && q.place == p.current {
			out[i].Current = true
		}
	}
	return out
}
