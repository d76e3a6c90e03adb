package history

import (
	"cmp"
	"slices"
	"sort"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A Level is how closely a [Timeline] is looked at.
type Level uint8

// The levels. Every period begins where one of the level below begins.
const (
	Key     Level = iota // one change
	Step                 // until a pause of 5 seconds, or a jump, paste, undo or restore
	Passage              // until a pause of 2 minutes or another author, 15 minutes at most
	Session              // until a pause of 30 minutes
)

// The pauses that end a period, and how long a passage is at most, in
// milliseconds.
const (
	stepPause    = 5_000
	passagePause = 2 * 60_000
	passageMost  = 15 * 60_000
	sessionPause = 30 * 60_000
)

// pasted is how many bytes in one change count as pasted: more than anybody
// types between two flushes.
const pasted = 64

// A Timeline is all changes of a text in one order: that of
// [crdt.Outline.Order], which follows causes, and clocks where causes leave it
// open. It does not follow the text as that grows.
//
// A pause is the time between two changes that follow each other in that
// order. If clocks disagree it may seem to be less than nothing; then it is
// none. Sections of the text do not end a passage: where headings stood would
// have to be known for each change.
type Timeline struct {
	changes  []change
	replicas []version.Replica
	authors  []int32   // by replica, the first replica of its author
	of       [][]int32 // by replica, the places of its changes
}

// A change is one change of a Timeline.
type change struct {
	time, latest   int64
	depth, last    uint32
	replica        int32
	added, deleted int32
	begins         Level // the highest level of which a period begins here
	apart, jump    bool  // a step of its own; a step begins here
}

// A Period is a run of changes of a [Timeline].
type Period struct {
	From, To       int              // the changes, To not included: the text at its end is at Timeline.Vector(To)
	Authors        []version.Author // in the order in which they come
	First, Last    int64            // the lowest and the highest time
	Added, Deleted int              // bytes inserted and deleted, undo and redo counted
}

// Timeline returns the timeline of the text as it is. It looks at each change
// once.
func (h *History) Timeline() *Timeline {
	t := &Timeline{}
	numbers := make(map[version.Replica]int32)
	authors := make(map[version.Author]int32)
	for o := range h.index.Outlines() {
		i, ok := numbers[o.First.Replica]
		if !ok {
			i = int32(len(t.replicas))
			numbers[o.First.Replica] = i
			t.replicas = append(t.replicas, o.First.Replica)
			if _, ok := authors[o.First.Replica.Author]; !ok {
				authors[o.First.Replica.Author] = i
			}
			t.authors = append(t.authors, authors[o.First.Replica.Author])
		}
		t.changes = append(t.changes, outline(&o, i))
	}
	slices.SortFunc(t.changes, func(a, b change) int {
		if c := cmp.Or(cmp.Compare(a.latest, b.latest), cmp.Compare(a.depth, b.depth)); c != 0 {
			return c
		}
		return cmp.Or(version.CompareReplicas(t.replicas[a.replica], t.replicas[b.replica]), cmp.Compare(a.last, b.last))
	})
	t.of = make([][]int32, len(t.replicas))
	for k, c := range t.changes {
		t.of[c.replica] = append(t.of[c.replica], int32(k))
	}
	t.divide()
	return t
}

func outline(o *crdt.Outline, replica int32) change {
	return change{
		time: o.Time, latest: o.Order.Latest, depth: o.Order.Depth, last: uint32(o.Last),
		replica: replica, added: int32(o.Added), deleted: int32(o.Deleted),
		apart: o.Undoes || o.Added >= pasted, jump: o.Jump,
	}
}

// divide finds out what begins where.
func (t *Timeline) divide() {
	start := int64(0) // of the passage
	for k := range t.changes {
		c := &t.changes[k]
		if k == 0 {
			c.begins, start = Session, c.time
			continue
		}
		before := &t.changes[k-1]
		pause := c.time - before.time
		switch {
		case pause > sessionPause:
			c.begins = Session
		case pause > passagePause, c.time-start > passageMost,
			t.authors[c.replica] != t.authors[before.replica]:
			c.begins = Passage
		case pause > stepPause, c.apart, before.apart, c.jump:
			c.begins = Step
		}
		if c.begins >= Passage {
			start = c.time
		}
	}
}

// Len returns the number of changes.
func (t *Timeline) Len() int { return len(t.changes) }

// Periods returns the periods of a level that begin among the changes from
// from up to to, in order: those of a level within one of a higher level, or
// with 0 and Len, all.
func (t *Timeline) Periods(level Level, from, to int) []Period {
	var out []Period
	seen := make([]int, len(t.replicas)) // by author, how many periods there were when last seen
	for k := from; k < to; k++ {
		c := &t.changes[k]
		if c.begins >= level {
			out = append(out, Period{From: k, First: c.time, Last: c.time})
		} else if len(out) == 0 {
			continue
		}
		p := &out[len(out)-1]
		p.To = k + 1
		p.First, p.Last = min(p.First, c.time), max(p.Last, c.time)
		p.Added += int(c.added)
		p.Deleted += int(c.deleted)
		if a := t.authors[c.replica]; seen[a] != len(out) {
			seen[a] = len(out)
			p.Authors = append(p.Authors, t.replicas[a].Author)
		}
	}
	return out
}

// Vector returns the version at which the first n changes are all that had
// been seen.
func (t *Timeline) Vector(n int) version.Vector {
	v := make(version.Vector, len(t.replicas))
	for i, places := range t.of {
		if k := sort.Search(len(places), func(k int) bool { return int(places[k]) >= n }); k > 0 {
			v[t.replicas[i]] = uint64(t.changes[places[k-1]].last)
		}
	}
	return v
}
