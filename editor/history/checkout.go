package history

import (
	"sort"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A Checkout is the text at a version, with the identity of its characters. It
// is the caller's own, and stays as it is.
type Checkout struct {
	Text  []byte
	Hands []Hand // from the start of the text to its end
}

// A Hand is a stretch of a text that one replica wrote, of which the bytes have
// consecutive IDs.
type Hand struct {
	At, Len int        // bytes of the text
	First   version.ID // the operation that inserted its first byte
}

// Checkout returns the text as it was at version v.
func (h *History) Checkout(v version.Vector) *Checkout {
	c := &Checkout{Text: make([]byte, 0, h.index.Text().Len())}
	m := h.index.At(v)
	for s := range h.index.Walk(m, m) {
		if s.A {
			c.add(&s)
		}
	}
	return c
}

func (c *Checkout) add(s *crdt.Stretch) {
	for part := range s.Hands() {
		first, n := part.First(), part.Len()
		if k := len(c.Hands) - 1; k >= 0 && c.Hands[k].next() == first {
			c.Hands[k].Len += n
		} else {
			c.Hands = append(c.Hands, Hand{len(c.Text), n, first})
		}
		c.Text = append(c.Text, part.Bytes()...)
	}
}

// next is the ID that the byte behind it would have, were it part of it.
func (h *Hand) next() version.ID {
	return version.ID{Replica: h.First.Replica, Seq: h.First.Seq + uint64(h.Len)}
}

// ID returns the operation that inserted the byte at an offset, and the zero ID
// outside the text.
func (c *Checkout) ID(off int) version.ID {
	k := sort.Search(len(c.Hands), func(k int) bool { return c.Hands[k].At+c.Hands[k].Len > off })
	if k == len(c.Hands) || off < 0 {
		return version.ID{}
	}
	h := c.Hands[k]
	return version.ID{Replica: h.First.Replica, Seq: h.First.Seq + uint64(off-h.At)}
}

// Find returns where the byte stands that an operation inserted, and false if
// it does not.
func (c *Checkout) Find(id version.ID) (int, bool) {
	for _, h := range c.Hands {
		if h.First.Replica == id.Replica && h.First.Seq <= id.Seq && id.Seq < h.next().Seq {
			return h.At + int(id.Seq-h.First.Seq), true
		}
	}
	return 0, false
}

// Locate returns where the character that operation id inserted stands in the
// text at version v, or would stand. It reports false if id is no insert known
// here.
func (h *History) Locate(v version.Vector, id version.ID) (int, bool) {
	return h.index.At(v).Before(id)
}

// Touched returns the stretches of the present text in which operations
// inserted or deleted something, in the order of the operations, a stretch for
// every run of them. One that only deleted is empty.
func (h *History) Touched(ops []crdt.IDRange) []Range {
	var out []Range
	for from, to := range h.index.Touched(ops) {
		out = append(out, Range{from, to})
	}
	return out
}
