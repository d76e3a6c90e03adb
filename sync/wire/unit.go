package wire

import "chirograph/editor/version"

// A Unit is a stretch of an author's log as it is stored and sent: a [Batch] or
// a [Pack]. What it holds is not known to everybody, but where it belongs is.
type Unit interface {
	// Span says where it belongs.
	Span() Span
	// Verify checks everything that can be checked without reading it.
	Verify() error
	// Encode returns its encoding.
	Encode() []byte
}

// A Span is a place in a log.
type Span struct {
	Replica       version.Replica
	First, Last   uint64 // operations
	Before, After Hash   // the author's chain
}

// Head is the head of the log at the end of the span.
func (s Span) Head() Head { return NewHead(s.Replica, s.Last, s.After) }

// ParseUnit reads one encoded batch or pack. It does not verify it.
func ParseUnit(data []byte) (Unit, error) {
	if IsPack(data) {
		p, err := ParsePack(data)
		return &p, err
	}
	b, err := ParseBatch(data)
	return &b, err
}

// Span says where the batch belongs.
func (b *Batch) Span() Span {
	h := &b.Header
	return Span{h.Replica(), h.First, h.Last, h.Before, h.After}
}

// Span says where the pack belongs.
func (p *Pack) Span() Span {
	h := &p.Header
	return Span{h.Replica(), h.First, h.Last, h.Before, h.After}
}
