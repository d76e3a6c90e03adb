package crdt

import (
	"encoding/binary"
	"sort"
	"unicode/utf8"
)

// checkChanges checks what can only be known when all is there: that no change
// is larger than one may be, and that nothing cuts a rune.
func (p *playing) checkChanges() bool {
	t := p.t
	plain := isASCII(t.text)
	checked, upto := -1, uint64(0) // the change looked at last
	for _, u := range t.undos {
		for _, s := range t.scopes[u.from:][:u.n] {
			if !plain && !t.isWhole(s) {
				return false
			}
		}
		i, seq := t.number(u.at)
		if i == checked && seq < upto {
			continue
		}
		x := t.logs[i].changes.read(seq)
		if !t.fits(i, x) {
			return false
		}
		checked, upto = i, uint64(x.end)
	}
	for i := range t.logs {
		if !t.checkLog(i, plain) {
			return false
		}
	}
	t.out = encoder{} // it has grown with the largest change
	return plain || t.originsAreWhole()
}

// checkLog checks the changes of replica i, 64 at a time where none of them
// inserted or deleted anything but ASCII.
func (t *Text) checkLog(i int, plain bool) bool {
	j := &t.logs[i]
	large := uint32(MaxOps) // operations that may be more than a change may have
	if len(t.logs) > MaxReplicas {
		large = MaxReplicas / 2 // as each may name two replicas
	}
	x := reader{record: &j.changes, end: 1}
	for x.end < j.next {
		before := x
		for n := 0; n < 64 && x.end < j.next; n++ {
			x.next()
			if x.step.ops <= large {
				if plain {
					x.skip(x.step.changes)
				}
			} else if !t.fits(i, x) {
				return false
			}
		}
		if plain || t.isPlain(i, before.end, x.end) {
			continue
		}
		for before.end < x.end {
			if before.next(); !t.cutsNoRune(i, before) {
				return false
			}
		}
	}
	return true
}

// fits reports whether a change of replica i, without undos or with them, is
// within the limits of one.
func (t *Text) fits(i int, x reader) bool {
	from, _ := t.find(i, uint64(x.first))
	n := int(x.end - x.first)
	return t.gather(span{from, n}, i) == n
}

// isPlain reports whether a stretch of the log of replica i inserted and deleted
// only ASCII.
func (t *Text) isPlain(i int, from, end uint32) bool {
	for from < end {
		v, n := t.find(i, uint64(from))
		n = min(n, int(end-from))
		if !t.isPlainSpan(span{v, n}) {
			return false
		}
		from += uint32(n)
	}
	return true
}

func (t *Text) isPlainSpan(s span) bool {
	last := s.from + lv(s.n) - 1
	texts := t.text[t.rank(s.from):t.rank(last)]
	if t.isInsert(last) {
		texts = texts[:len(texts)+1]
	}
	if !isASCII(texts) {
		return false
	}
	k := sort.Search(len(t.kills), func(k int) bool { return t.kills[k].first > s.from })
	for k = max(0, k-1); k < len(t.kills) && t.kills[k].first <= last; k++ {
		x := &t.kills[k]
		from, end := max(x.first, s.from), min(x.first+x.n-1, last)
		if from <= end && !isASCII(t.bytes(min(x.at(from), x.at(end)), int(end-from)+1)) {
			return false
		}
	}
	return true
}

// cutsNoRune reports whether each operation of a change inserted text of its own
// and deleted whole runes.
func (t *Text) cutsNoRune(i int, x reader) bool {
	v, _ := t.find(i, uint64(x.first))
	t.gather(span{v, int(x.end - x.first)}, i)
	for k := range t.out.list {
		o := &t.out.list[k]
		n := int(o.n)
		switch o.kind {
		case opInsert:
			if !utf8.Valid(t.bytes(v, n)) {
				return false
			}
		case opDelete:
			if !t.startsRune(t.deletes(v)) || !t.endsRune(t.deletes(v+lv(n)-1)) {
				return false
			}
		case opBack:
			if !t.isPlainSpan(span{v, n}) {
				return false
			}
		}
		v += lv(o.span())
	}
	return true
}

// originsAreWhole reports whether nothing was typed inside a rune.
func (t *Text) originsAreWhole() bool {
	for w := t.walkFrom(gap{}); w.valid(); w.next() {
		it := w.item()
		if it.right > 0 && !t.startsRune(it.right) || it.left > 0 && it.left != it.first-1 && !t.endsRune(it.left) {
			return false
		}
	}
	return true
}

// isASCII reports whether each byte is a rune of its own.
func isASCII(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&0x8080808080808080 != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
