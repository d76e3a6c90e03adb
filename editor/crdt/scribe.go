package crdt

import "encoding/binary"

// A scribe is a History in the making: it does edits in a text and writes them
// down. Edits that can be one are made one, in one way.
type scribe struct {
	History
	last  edit
	full  bool // there is a last edit, not yet written down
	caret int  // where the edit before it ended
	at    lv   // the character there
	link  lv   // what was referred to last
}

// An edit is an entry of a script.
type edit struct {
	kind   editKind
	linked bool // it is said by what it refers to
	place  int  // the offset where it begins
	n      int  // characters
	first  lv   // the first character inserted or deleted
	at     reference
}

type editKind int

const (
	editInsert editKind = iota
	editDelete          // characters each after the one before it
	editBack            // and each before it
	editLinked          // one of the following, numbered anew
)

const (
	linkInsert = iota
	linkDelete
	linkUndo
)

// begin starts the operations of another writer, who wrote character at last.
func (s *scribe) begin(t *Text, at lv) {
	s.flush()
	s.at = at
	s.caret = t.caretBehind(at)
}

// caretBehind returns the offset behind a character, or where it was.
func (t *Text) caretBehind(c lv) int {
	if c == 0 {
		return 0
	}
	g := t.spot(c)
	off := t.offset(g)
	if t.leaves[g.leaf].items[g.i].visible() {
		off++
	}
	return off
}

// end ends the operations of a writer and returns the character that they wrote
// or deleted last.
func (s *scribe) end() lv {
	s.flush()
	return s.at
}

// insert integrates n characters of replica i, just added as v.
func (s *scribe) insert(t *Text, at reference, v lv, n, i int) {
	e := edit{kind: editInsert, n: n, first: v, at: at, linked: !t.isPlace(at)}
	t.edits = t.edits[:0]
	t.integrateInsert(at, v, n, i)
	e.place = t.edits[0].At
	s.noteInsert(e)
}

// isPlace reports whether an offset says where to insert: behind a character
// that is visible, and before what follows it in the list.
func (t *Text) isPlace(at reference) bool {
	g := gap{}
	if at.at > 0 {
		g = t.spot(at.at)
		if !t.leaves[g.leaf].items[g.i].visible() {
			return false
		}
		g.k++
	}
	w := t.walkFrom(g)
	if !w.valid() {
		return at.right == 0
	}
	return w.char() == at.right
}

func (s *scribe) noteInsert(e edit) {
	l := &s.last
	s.at = e.first + lv(e.n) - 1
	if s.full && l.kind == editInsert && l.first+lv(l.n) == e.first && e.at == (reference{e.first - 1, l.at.right}) {
		l.n += e.n
		return
	}
	s.flush()
	s.last, s.full = e, true
}

// delete integrates the deletes in d, just added.
func (s *scribe) delete(t *Text, d span) {
	for d.n > 0 {
		g, n, back := t.deletedRun(d)
		by := d.from
		if back {
			by += lv(n) - 1
		}
		it := &t.leaves[g.leaf].items[g.i]
		first := it.first + lv(g.k)
		switch {
		case it.visible():
			s.noteDelete(t.offset(g), n, back)
		case back:
			for k := n - 1; k >= 0; k-- {
				s.noteLinkedDelete(first+lv(k), 1)
			}
		default:
			s.noteLinkedDelete(first, n)
		}
		if s.at = first; !back {
			s.at += lv(n) - 1
		}
		t.befall(g, n, deleted, by, back)
		d = d.tail(n)
	}
}

// noteDelete notes deletes of n visible characters from a place on, the last of
// them first if back is set. However deletes come, one by one or many at once,
// the same is written down.
func (s *scribe) noteDelete(place, n int, back bool) {
	first := place
	if back {
		first = place + n - 1
	}
	if !s.deleteNext(first) {
		s.flush()
		s.last, s.full = edit{kind: editDelete, place: first, n: 1}, true
	}
	l := &s.last
	switch rest := n - 1; {
	case rest == 0:
	case !back && l.kind == editDelete:
		l.n += rest
	case back && (l.kind == editBack || l.n == 1):
		l.kind, l.place = editBack, place
		l.n += rest
	default:
		s.noteDelete(place, rest, back)
	}
}

// deleteNext notes a delete of one character as part of the last edit, if it can
// be.
func (s *scribe) deleteNext(place int) bool {
	l := &s.last
	switch {
	case !s.full || l.linked || l.kind == editInsert:
		return false
	case l.kind == editDelete && l.place == place:
	case l.place == place+1 && (l.kind == editBack || l.n == 1):
		l.kind, l.place = editBack, place
	default:
		return false
	}
	l.n++
	return true
}

// noteLinkedDelete notes deletes of characters that are not visible.
func (s *scribe) noteLinkedDelete(c lv, n int) {
	if l := &s.last; s.full && l.linked && l.kind == editDelete && l.first+lv(l.n) == c {
		l.n += n
		return
	}
	s.flush()
	s.last, s.full = edit{kind: editDelete, linked: true, first: c, n: n}, true
}

// undo adds an undo of operations, which are in order, and lets it take effect.
func (s *scribe) undo(t *Text, count uint32, spans []span) {
	s.flush()
	v := t.addOther(1)
	t.undos = append(t.undos, undo{v, count, uint32(len(t.scopes)), uint32(len(spans))})
	t.scopes = append(t.scopes, spans...)
	t.edits = t.edits[:0]
	t.effect(len(t.undos) - 1)
	s.head(editLinked, len(spans))
	s.Links = binary.AppendUvarint(s.Links, linkUndo)
	s.Links = binary.AppendUvarint(s.Links, uint64(count))
	for _, x := range spans {
		s.refer(x.from)
		s.Links = binary.AppendUvarint(s.Links, uint64(x.n))
	}
	s.caret = t.caretBehind(s.at)
}

// flush writes the last edit down.
func (s *scribe) flush() {
	if !s.full {
		return
	}
	s.full = false
	e := &s.last
	if e.linked {
		s.head(editLinked, e.n)
		if e.kind == editInsert {
			s.Links = binary.AppendUvarint(s.Links, linkInsert)
			s.refer(e.at.at)
			s.refer(e.at.right)
			s.caret = e.place + e.n
		} else {
			s.Links = binary.AppendUvarint(s.Links, linkDelete)
			s.refer(e.first)
		}
		return
	}
	if e.kind == editDelete && e.n == 1 && e.place+1 == s.caret {
		e.kind = editBack
	}
	s.head(e.kind, e.n)
	from := e.place
	if e.kind == editBack {
		from += e.n
	}
	s.Places = binary.AppendUvarint(s.Places, zigzag(int64(from)-int64(s.caret)))
	if s.caret = e.place; e.kind == editInsert {
		s.caret += e.n
	}
}

func (s *scribe) head(k editKind, n int) {
	s.Edits = binary.AppendUvarint(s.Edits, uint64(n)<<2|uint64(k))
}

// refer writes an operation down by how far it is from the one before it in the
// column.
func (s *scribe) refer(v lv) {
	s.Links = binary.AppendUvarint(s.Links, zigzag(int64(v)-int64(s.link)))
	s.link = v
}
