package buffer

import "chirograph/editor/crdt"

// A selection is two places in the text. One's own edits say where they are in
// bytes; before anybody else's edit they are tied to characters, and stay tied
// until this person moves. So a caret in a sentence that others delete and put
// back is in the sentence again.
type selection struct {
	from, to int // bytes, if known
	known    bool

	anchors [2]crdt.Anchor // if tied
	tied    bool
}

// set puts the selection at two offsets.
func (s *selection) set(anchor, head int) {
	*s = selection{from: anchor, to: head, known: true}
}

// restore puts the selection at two anchors.
func (s *selection) restore(anchors [2]crdt.Anchor) {
	*s = selection{anchors: anchors, tied: true}
}

// resolve returns the offsets.
func (s *selection) resolve(t *crdt.Text) (anchor, head int) {
	if !s.known && s.tied {
		s.from, _ = t.Resolve(s.anchors[0])
		s.to, _ = t.Resolve(s.anchors[1])
		s.known = true
	}
	return s.from, s.to
}

// anchor ties the selection to characters, because the text around it is about
// to change.
func (s *selection) anchor(t *crdt.Text) [2]crdt.Anchor {
	if !s.tied {
		s.anchors = tie(t, s.from, s.to)
		s.tied = true
	}
	s.known = false
	return s.anchors
}

// tie returns anchors for a selection. A caret stays before what others insert
// at it, and a selection does not grow by what they insert at its ends.
func tie(t *crdt.Text, anchor, head int) [2]crdt.Anchor {
	a, h := crdt.After, crdt.After
	switch {
	case anchor < head:
		a = crdt.Before
	case head < anchor:
		h = crdt.Before
	}
	return [2]crdt.Anchor{t.Anchor(anchor, a), t.Anchor(head, h)}
}
