package buffer

import "github.com/go-text/typesetting/segmenter"

// What a reader takes for one character is a grapheme cluster (Unicode Standard
// Annex 29): a letter with its accents, a family of emoji. Carets move by
// clusters.

// window is how much text is looked at to find a cluster. Most are a few bytes
// long; nothing prevents a longer one, and it is then cut.
const (
	window    = 64
	maxWindow = 4 << 10
)

// NextCluster returns the end of the grapheme cluster that begins at off.
func (b *Buffer) NextCluster(off int) int {
	off = b.clamp(off)
	if off == b.text.Len() {
		return off
	}
	for size := window; ; size *= 4 {
		end := b.clamp(off + size)
		n := 0
		for n = range clusters(b.text.AppendRange(nil, off, end)) {
			break
		}
		// At the end of the window the cluster may go on.
		if off+n < end || end == b.text.Len() || size >= maxWindow {
			return off + n
		}
	}
}

// PrevCluster returns the beginning of the grapheme cluster that ends at off.
func (b *Buffer) PrevCluster(off int) int {
	off = b.clamp(off)
	if off == 0 {
		return 0
	}
	from := b.clusterStart(off)
	last, at := from, from
	for n := range clusters(b.text.AppendRange(nil, from, off)) {
		last, at = at, at+n
	}
	return last
}

// clusterStart returns a place before off where a cluster certainly begins, so
// far as there is one near: between two ASCII characters.
func (b *Buffer) clusterStart(off int) int {
	for size := 8; ; size *= 4 {
		from := b.clamp(off - size)
		text := b.text.AppendRange(nil, from, off)
		for i := len(text) - 2; i > 0; i-- { // leave at least one character
			if text[i] < 0x80 && text[i-1] < 0x80 && text[i] != '\n' {
				return from + i
			}
		}
		if from == 0 || size >= maxWindow {
			return from
		}
	}
}

// clusters yields the lengths of the grapheme clusters in text, which is UTF-8.
func clusters(text []byte) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		var s segmenter.Segmenter
		if s.InitWithBytes(text) != nil {
			panic("buffer: the text is not UTF-8")
		}
		for i := s.GraphemeIterator(); i.Next(); {
			if !yield(i.Grapheme().LengthInBytes) {
				return
			}
		}
	}
}
