package buffer

import "bytes"

// AddNext selects the words of the carets; with something selected it selects
// the next place where the same text as in the main selection stands as well,
// from the start of the text again after its end. Case counts.
type AddNext struct{}

func (AddNext) do(b *Buffer, _ int64) bool {
	ranges := b.Selections()
	main := b.selections.main
	grown := false
	for i, r := range ranges {
		if !r.Empty() || !b.inWord(r.Head) {
			continue
		}
		at := r.Head
		if !b.atWordStart(at) {
			at = b.PrevCluster(at)
		}
		from, to := b.WordAt(at)
		ranges[i] = Range{from, to}
		grown = true
	}
	if grown {
		b.choose(arrange(ranges, main))
		return false
	}
	words := b.text.AppendRange(nil, ranges[main].From(), ranges[main].To())
	if len(words) == 0 {
		return false
	}
	at, ok := b.search(words, ranges[main].To(), b.text.Len(), ranges)
	if !ok {
		at, ok = b.search(words, 0, ranges[main].From(), ranges)
	}
	if ok {
		b.choose(arrange(append(ranges, Range{at, at + len(words)}), len(ranges)))
	}
	return false
}

// maxChunk is how much text is looked at in one piece.
const maxChunk = 64 << 10

// search returns where words stand between two offsets, outside all of ranges.
func (b *Buffer) search(words []byte, from, to int, taken []Range) (at int, ok bool) {
	var chunk []byte
	for to-from >= len(words) {
		end := min(to, from+max(maxChunk, 2*len(words)))
		chunk = b.text.AppendRange(chunk[:0], from, end)
		i := bytes.Index(chunk, words)
		if i < 0 {
			if end == to {
				return 0, false
			}
			from = end - len(words) + 1
			continue
		}
		at := from + i
		for len(taken) > 0 && taken[0].To() <= at {
			taken = taken[1:]
		}
		if len(taken) == 0 || at+len(words) <= taken[0].From() {
			return at, true
		}
		from = taken[0].To()
	}
	return 0, false
}
