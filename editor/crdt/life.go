package crdt

import (
	"slices"

	"chirograph/editor/version"
)

// A Cause is the operation that made a character appear or disappear.
type Cause struct {
	ID   version.ID
	Time int64 // of its change, in Unix milliseconds; 0 if that is not committed
	Back bool  // it is known at the first moment but not at the second: there it has not happened
}

// Cause says why a run of [Stretch.Runs] stands at one moment and not at the
// other. Several operations may each be a reason: of what made it disappear
// that is the first, and of what made it appear, the last.
func (s *Stretch) Cause() Cause {
	x := s.a.x
	var best Cause
	var bestKey key
	found := false
	for v := range s.fate {
		if s.a.counts.has(v) == s.b.counts.has(v) {
			continue
		}
		by, back := x.between(v, s.a, s.b)
		k := x.keyOf(by)
		switch {
		case !found, best.Back && !back:
		case best.Back != back:
			continue
		case s.B == (k.compare(bestKey) < 0):
			continue
		}
		best, bestKey, found = Cause{k.id, x.timeOf(by), back}, k, true
	}
	return best
}

// between returns the operation because of which v counts at only one of two
// moments, and whether it belongs to a but not to b.
func (x *Index) between(v lv, a, b *Moment) (by lv, back bool) {
	switch {
	case !a.includes(v):
		return v, false
	case !b.includes(v):
		return v, true
	}
	before, after := a.decides(v), b.decides(v)
	if before == nil || after != nil && after.count > before.count {
		return after.at, false
	}
	return before.at, true
}

// Removed says why a run of [Stretch.Runs] does not stand at the second
// moment, and false if it does or was not written yet.
func (s *Stretch) Removed() (Cause, bool) {
	if s.B || !s.b.includes(s.item.first) {
		return Cause{}, false
	}
	return s.removed()
}

// removed is Removed for a first character that was written.
func (s *Stretch) removed() (Cause, bool) {
	m, x := s.b, s.b.x
	var first key
	at := lv(0)
	for v := range s.fate {
		by := v
		switch {
		case v != s.item.first && !m.counts.has(v), v == s.item.first && m.counts.has(v):
			continue
		case v == s.item.first:
			by = m.decides(v).at
		}
		if k := x.keyOf(by); at == 0 || k.compare(first) < 0 {
			first, at = k, by
		}
	}
	if at == 0 {
		return Cause{}, false
	}
	return Cause{ID: first.id, Time: x.timeOf(at)}, true
}

// Restored says who last brought back a run of [Stretch.Runs] that stands at
// the second moment, and false if it never was away.
func (s *Stretch) Restored() (Cause, bool) {
	m, x := s.b, s.b.x
	if !s.B || m.verdict == nil {
		return Cause{}, false
	}
	var last key
	at := lv(0)
	for v := range s.fate {
		u := m.decides(v)
		if u == nil || (v == s.item.first) != (u.count&1 == 0) {
			continue
		}
		if k := x.keyOf(u.at); at == 0 || last.compare(k) < 0 {
			last, at = k, u.at
		}
	}
	if at == 0 {
		return Cause{}, false
	}
	return Cause{ID: last.id, Time: x.timeOf(at)}, true
}

// fate yields the operations that inserted and deleted the first character.
func (s *Stretch) fate(yield func(lv) bool) {
	if !yield(s.item.first) || s.item.gone == 0 || !yield(s.item.gone) || s.item.flags&flagMore == 0 {
		return
	}
	for _, d := range s.a.x.deleters(s.item.first) {
		if !yield(d.by) {
			return
		}
	}
}

// A Turn is what an [Event] did to a character.
type Turn uint8

// The turns in the life of a character. Removed and Returned are by an undo or
// a redo.
const (
	Born     Turn = iota // inserted
	Deleted              // deleted by a delete
	Removed              // its insert undone, or a delete of it redone
	Returned             // its insert redone, or a delete of it undone
)

// An Event is one operation in the life of a character.
type Event struct {
	Turn Turn
	ID   version.ID
	Time int64 // of its change, in Unix milliseconds; 0 if that is not committed
}

// Life returns all that ever happened to the character that operation id
// inserted, in an order that follows causes, and where these leave it open,
// clocks. An event need not have changed the text: one person may delete what
// another has deleted. It returns nothing if id is no insert known here.
func (x *Index) Life(id version.ID) []Event {
	t := x.t
	c := t.holds(id)
	if c == 0 || !t.isInsert(c) {
		return nil
	}
	x.catchUp()
	g := t.spot(c)
	s := Stretch{a: &Moment{x: x}, item: t.leaves[g.leaf].items[g.i].tail(g.k)}
	type dated struct {
		Event
		key
	}
	var events []dated
	add := func(turn Turn, v lv) {
		k := x.keyOf(v)
		events = append(events, dated{Event{turn, k.id, x.timeOf(v)}, k})
	}
	var fate []lv
	for v := range s.fate {
		turn := Deleted
		if v == c {
			turn = Born
		}
		add(turn, v)
		fate = append(fate, v)
	}
	slices.Sort(fate)
	for _, u := range t.undos {
		for _, named := range t.scopes[u.from : u.from+u.n] {
			k, _ := slices.BinarySearch(fate, named.from)
			if k == len(fate) || fate[k]-named.from >= lv(named.n) {
				continue
			}
			turn := Returned
			if (fate[k] == c) == (u.count&1 != 0) {
				turn = Removed
			}
			add(turn, u.at)
		}
	}
	slices.SortFunc(events, func(a, b dated) int { return a.key.compare(b.key) })
	out := make([]Event, len(events))
	for i, e := range events {
		out[i] = e.Event
	}
	return out
}
