package crdt

import (
	"bytes"
	"fmt"
	"slices"

	"chirograph/editor/version"
)

// FromHistory makes the text whose history h is. Everything that [Text.Apply]
// checks of a change is checked here too, and that h is canonical: the error
// wraps [ErrHistory].
//
// The memory it takes is in proportion to the operations, and of deletes of what
// was deleted already a few bytes can say that there are many: whoever may write
// to a text can make it large.
func FromHistory(h History) (*Text, error) {
	p := playing{t: New(), h: h}
	for _, step := range []struct {
		name string
		do   func() bool
	}{
		{"replicas and changes", p.readChanges},
		{"edits", p.play},
		{"text", p.setText},
		{"changes", p.checkChanges},
	} {
		if !step.do() {
			return nil, fmt.Errorf("%w: %s", ErrHistory, step.name)
		}
	}
	return p.t, nil
}

// A playing is a History that is being made a text again. What is played is
// written down again as well: the same must come out.
type playing struct {
	t *Text
	h History
	scribe
	edits, places, links stream
	caret                int // where the edit before ended
	link                 lv  // what was referred to last
}

// reserve makes room for what is going to be there, if the columns are long
// enough for it to be.
func (p *playing) reserve() {
	t := p.t
	operations := 0
	for i := range t.logs {
		operations += int(t.logs[i].next) - 1
	}
	chars := len(p.h.Visible) + len(p.h.Hidden)
	words := min(operations, 4*chars+64*len(p.h.Edits))/64 + 1
	t.text = make([]byte, 1, 1+chars)
	t.insert, t.ranks = slices.Grow(t.insert, words), slices.Grow(t.ranks, words)
	t.leaves = slices.Grow(t.leaves, len(p.h.Edits)/(fan/2))
	t.kills = slices.Grow(t.kills, len(p.h.Edits)*2/3)
	for m := range t.marks {
		t.marks[m] = slices.Grow(t.marks[m], chars/64+1)
	}
	t.where.pages = slices.Grow(t.where.pages, chars/pageLen+1)
}

// play does all edits.
func (p *playing) play() bool {
	t := p.t
	p.edits, p.places, p.links = stream{data: p.h.Edits}, stream{data: p.h.Places}, stream{data: p.h.Links}
	t.blind = true                                       // until setText
	t.homeless = len(t.logs) == 1 && len(p.h.Links) == 0 // nothing is looked up
	p.reserve()
	logs := make([]log, t.graph.Len())
	carets := make([]lv, t.graph.Len())
	for i := range logs {
		logs[i] = log{i, t.logs[i].next - 1, &t.logs[i].changes}
		t.logs[i].next = 1
	}
	return turns(logs, func(x turn) bool {
		p.begin(t, carets[x.replica])
		p.caret = p.scribe.caret
		ok := p.turn(x)
		carets[x.replica] = p.end()
		return ok
	}) && len(p.edits.data)+len(p.places.data)+len(p.links.data) == 0 &&
		bytes.Equal(p.Edits, p.h.Edits) && bytes.Equal(p.Places, p.h.Places) && bytes.Equal(p.Links, p.h.Links)
}

func (p *playing) turn(x turn) bool {
	t := p.t
	ids := make([]version.ID, len(x.deps))
	for k, d := range x.deps {
		ids[k] = version.ID{Replica: t.graph.Replica(int(d.replica)), Seq: d.on}
	}
	if t.graph.Check(version.ID{Replica: t.graph.Replica(x.replica), Seq: uint64(x.from)}, ids) != nil {
		return false
	}
	left := int(x.to-x.from) + 1
	if t.length+left > MaxSeq {
		return false
	}
	t.arrive(x.replica, lv(t.length), left)
	for left > 0 {
		n := p.edit(x.replica)
		if n == 0 || n > left {
			return false
		}
		left -= n
	}
	t.graph.Add(uint64(x.to))
	return true
}

// edit does the next edit, by replica i, and returns how many operations it is,
// 0 if it cannot be done.
func (p *playing) edit(i int) int {
	head := p.edits.number(MaxSeq<<2 | 3)
	n, kind := int(head>>2), editKind(head&3)
	if n == 0 {
		return 0
	}
	var ok bool
	if kind == editLinked {
		switch p.links.number(linkUndo) {
		case linkInsert:
			ok = p.insertLinked(n, i)
		case linkDelete:
			ok = p.deleteLinked(n)
		default:
			ok = p.undoLinked(n)
			n = 1
		}
	} else if at := int64(p.caret) + p.places.signed(); at >= 0 && at <= int64(p.t.Len()) {
		switch kind {
		case editInsert:
			ok = p.insertAt(int(at), n)
		case editDelete:
			ok = p.deleteAt(int(at), n)
		default:
			ok = p.deleteBack(int(at), n)
		}
	}
	if !ok || p.places.failed || p.links.failed {
		return 0
	}
	return n
}

// add appends n characters of which the text is not known yet.
func (p *playing) add(n int) (v lv, ok bool) {
	t := p.t
	if len(t.text)-1+n > len(p.h.Visible)+len(p.h.Hidden) {
		return 0, false
	}
	v = t.addInserts(n)
	t.text = t.text[:len(t.text)+n] // there is room
	return v, true
}

// knows reports whether operation v is in the past of the change played.
func (p *playing) knows(v lv) bool {
	if v == 0 || len(p.t.logs) == 1 {
		return true
	}
	i, seq := p.t.number(v)
	return i == p.t.graph.Author() || seq <= p.t.graph.Known(i)
}

func (p *playing) insertAt(at, n int) bool {
	t := p.t
	g := t.gapAt(at)
	r, leftChild := t.neighbours(g)
	v, ok := p.add(n)
	if !ok || !p.knows(r.at) || !p.knows(r.right) {
		return false
	}
	t.attach(r.at, r.right, leftChild, v, n)
	t.put(g, v, n, r.at, r.right)
	p.noteInsert(edit{kind: editInsert, place: at, n: n, first: v, at: r})
	p.caret = at + n
	return true
}

func (p *playing) insertLinked(n, i int) bool {
	t := p.t
	r := reference{p.refer(), p.refer()}
	if p.links.failed || !t.isInsert(r.at) || !t.isInsert(r.right) || r.at == r.right && r.at > 0 {
		return false
	}
	v, ok := p.add(n)
	if !ok {
		return false
	}
	p.insert(t, r, v, n, i)
	p.caret = t.edits[0].At + n
	return true
}

// refer reads what an edit refers to.
func (p *playing) refer() lv {
	v := int64(p.link) + p.links.signed()
	if v < 0 || v >= int64(p.t.length) || !p.knows(lv(v)) {
		p.links.failed = true
		return 0
	}
	p.link = lv(v)
	return p.link
}

func (p *playing) deleteAt(at, n int) bool {
	t := p.t
	if n > t.Len()-at {
		return false
	}
	for left := n; left > 0; {
		g := t.gapAt(at + 1)
		g.k--
		m := min(left, int(t.leaves[g.leaf].items[g.i].n)-g.k)
		if !p.kill(at, g, m, false) {
			return false
		}
		left -= m
	}
	p.caret = at
	return true
}

func (p *playing) deleteBack(at, n int) bool {
	t := p.t
	if n > at {
		return false
	}
	for left := n; left > 0; {
		g := t.gapAt(at)
		m := min(left, g.k)
		g.k -= m
		at -= m
		if !p.kill(at, g, m, m > 1) {
			return false
		}
		left -= m
	}
	p.caret = at
	return true
}

// kill deletes n visible characters of one item, from g on, which is at an
// offset.
func (p *playing) kill(at int, g gap, n int, back bool) bool {
	t := p.t
	first := t.leaves[g.leaf].items[g.i].first + lv(g.k)
	for k := 0; k < n; {
		_, m := t.logged(first + lv(k))
		if k += m; !p.knows(first + lv(min(k, n)) - 1) {
			return false
		}
	}
	p.at = first
	target, by := first, lv(t.length)
	if back {
		target, by = first+lv(n)-1, by+lv(n)-1
	} else {
		p.at += lv(n) - 1
	}
	t.addKill(t.addOther(n), target, n, back)
	p.noteDelete(at, n, back)
	t.edits = t.edits[:0]
	t.befall(g, n, deleted, by, back)
	return true
}

func (p *playing) deleteLinked(n int) bool {
	t := p.t
	c := p.refer()
	if p.links.failed || c == 0 || n > t.length-int(c) || t.insertsFrom(c, n) < n || !p.knows(c+lv(n)-1) {
		return false
	}
	for left := n; left > 0; {
		_, m := t.logged(c)
		m = min(m, left)
		if !p.knows(c + lv(m) - 1) {
			return false
		}
		v := t.addOther(m)
		t.addKill(v, c, m, false)
		t.edits = t.edits[:0]
		p.delete(t, span{v, m})
		c += lv(m)
		left -= m
	}
	return true
}

func (p *playing) undoLinked(n int) bool {
	t := p.t
	count := p.links.number(1<<32 - 1)
	if n > len(p.links.data)/2 || count == 0 {
		return false
	}
	spans := make([]span, n)
	end := lv(0)
	for k := range spans {
		v := p.refer()
		s := span{v, int(p.links.number(MaxScope))}
		if p.links.failed || s.n == 0 || v <= end || s.n > t.length-int(v) || t.hasUndo(s) {
			return false
		}
		for rest := s; rest.n > 0; {
			_, m := t.logged(rest.from)
			m = min(m, rest.n)
			if !p.knows(rest.from + lv(m) - 1) {
				return false
			}
			rest = rest.tail(m)
		}
		spans[k] = s
		end = v + lv(s.n)
	}
	p.undo(t, uint32(count), spans)
	p.caret = p.scribe.caret
	return true
}

// setText gives the characters their bytes, and counts anew what depends on
// them.
func (p *playing) setText() bool {
	t := p.t
	visible, hidden := p.h.Visible, p.h.Hidden
	if t.Len() != len(visible) || len(t.text)-1 != len(visible)+len(hidden) {
		return false
	}
	for at := int32(0); at >= 0; at = t.leaves[at].next {
		l := &t.leaves[at]
		for k := range l.items[:l.n] {
			it := &l.items[k]
			if it.visible() {
				visible = visible[copy(t.bytes(it.first, int(it.n)), visible):]
			} else {
				hidden = hidden[copy(t.bytes(it.first, int(it.n)), hidden):]
			}
		}
	}
	t.blind, t.homeless = false, false
	t.rebuild()
	return true
}
