package crdt

import (
	"errors"
	"slices"
)

// A History is everything that ever happened to a text, in columns: who wrote
// what, when, after having seen what, and who deleted it. It is canonical: all
// replicas that hold the same changes make the same bytes, in whatever order the
// changes arrived. docs/format.md describes it byte for byte.
//
// It is a script: what was done to the text, change by change in one order that
// all agree on, as places in the text as it was just then. In that order most
// was done right where the last thing was done. Only where somebody worked on
// something that another, earlier in the order, had changed without their
// knowing, an edit is written down with what it refers to. The bytes typed are
// not in the script but in the order of the text, so that what stands now can be
// read without playing it.
type History struct {
	Visible []byte // the text
	Hidden  []byte // what was deleted or undone, in the order of the list
	Edits   []byte // the script: kinds and lengths,
	Places  []byte // where each edit is, from where its writer's last one ended,
	Links   []byte // what edits refer to that cannot be said by a place, and undos
	Changes []byte // the replicas, and of each the sizes, times and dependencies of its changes
}

// ErrHistory means that a History is not what [Text.History] returns for any
// text.
var ErrHistory = errors.New("not a history")

// A turn is operations of one replica that follow one another in the order of a
// history. deps are what the change that they begin depends on, if they begin one
// that depends on something.
type turn struct {
	replica  int
	from, to uint32
	deps     []dependency
}

// A log is one replica's, as long as it goes.
type log struct {
	replica int
	last    uint32 // operation
	changes *record
}

// turns calls f with the turns of all logs, each after those it depends on.
// Replica by replica, as ordered, it goes along the log, and before a change
// along the logs that the change depends on, as far as need be. It reports false
// if the dependencies go round in a circle or beyond the logs, or if f does.
func turns(logs []log, f func(turn) bool) bool {
	type progress struct {
		log
		deps  []dependency // not passed yet
		done  uint32       // operations passed
		waits bool         // it is in the stack
	}
	type goal struct {
		*progress
		upto uint32
	}
	all := make([]*progress, len(logs))
	for _, l := range logs {
		for len(all) <= l.replica {
			all = append(all, nil)
		}
		all[l.replica] = &progress{log: l, deps: l.changes.deps}
	}
	var stack []goal
	for _, l := range logs {
		stack = append(stack, goal{all[l.replica], l.last})
		for len(stack) > 0 {
			g := stack[len(stack)-1]
			if g.done >= g.upto {
				g.waits = false
				stack = stack[:len(stack)-1]
				continue
			}
			g.waits = true
			x := turn{replica: g.replica, from: g.done + 1, to: g.upto}
			n, first := 0, goal{}
			for ; n < len(g.deps) && g.deps[n].seq == x.from; n++ {
				d := g.deps[n]
				if p := all[d.replica]; uint64(p.done) < d.on && first.progress == nil {
					if p.waits || d.on > uint64(p.last) {
						return false
					}
					first = goal{p, p.changes.read(d.on).end - 1} // a change is never cut
				}
			}
			if first.progress != nil {
				stack = append(stack, first)
				continue
			}
			x.deps = g.deps[:n]
			if n < len(g.deps) {
				x.to = min(x.to, g.deps[n].seq-1)
			}
			g.deps = g.deps[n:]
			g.done = x.to
			if x.to < x.from || !f(x) {
				return false
			}
		}
	}
	return true
}

// byKey returns the logs of the replicas that have changes, in the order of
// their keys.
func (t *Text) byKey() []log {
	var logs []log
	for i := range t.graph.Len() {
		if last := t.graph.Last(i); last > 0 {
			logs = append(logs, log{i, uint32(last), &t.logs[i].changes})
		}
	}
	slices.SortFunc(logs, func(a, b log) int { return t.compareReplicas(a.replica, b.replica) })
	return logs
}

// A recording plays what happened in t again in u, in the order of a history.
type recording struct {
	t, u  *Text
	names []int // by t's number of a replica, u's
	scribe
}

// History returns all that was applied or committed.
func (t *Text) History() History {
	logs := t.byKey()
	r := recording{t: t, u: New(), names: make([]int, t.graph.Len())}
	for _, l := range logs {
		r.names[l.replica] = r.u.graph.Enter(t.graph.Replica(l.replica))
	}
	carets := make([]lv, len(logs))
	turns(logs, func(x turn) bool {
		i := r.names[x.replica]
		r.begin(r.u, carets[i])
		r.u.arrive(i, lv(r.u.length), int(x.to-x.from)+1)
		for seq := x.from; seq <= x.to; {
			v, n := t.find(x.replica, uint64(seq))
			n = min(n, int(x.to-seq)+1)
			r.replay(span{v, n}, i)
			seq += uint32(n)
		}
		carets[i] = r.end()
		return true
	})
	r.Changes = t.appendChanges(nil, logs, r.names)
	r.Visible, r.Hidden = r.u.texts()
	return r.History
}

// texts returns what is visible and what is not.
func (t *Text) texts() (visible, hidden []byte) {
	visible = make([]byte, 0, t.Len())
	hidden = make([]byte, 0, len(t.text)-1-t.Len())
	for w := t.walkFrom(gap{}); w.valid(); w.next() {
		it := w.item()
		if b := t.bytes(it.first, int(it.n)); it.visible() {
			visible = append(visible, b...)
		} else {
			hidden = append(hidden, b...)
		}
	}
	return visible, hidden
}

// replay does in u what the operations of s, by replica i of u, did in t.
func (r *recording) replay(s span, i int) {
	t, u := r.t, r.u
	for s.n > 0 {
		var n int
		switch {
		case t.isInsert(s.from):
			var left, right lv
			n, left, right = t.insertRun(s)
			v := u.addText(t.bytes(s.from, n))
			r.insert(u, reference{r.of(left), r.of(right)}, v, n, i)
		case t.killAt(s.from) != nil:
			n = r.replayDelete(s)
		default:
			n = 1
			x := t.undoOf(s.from)
			var spans []span
			for _, from := range t.scopes[x.from : x.from+x.n] {
				for from.n > 0 {
					v, n := r.run(from)
					spans = append(spans, span{v, n})
					from = from.tail(n)
				}
			}
			r.undo(u, x.count, u.united(spans))
		}
		s = s.tail(n)
	}
}

func (r *recording) replayDelete(s span) int {
	k := r.t.killAt(s.from)
	c := k.at(s.from)
	n := min(s.n, int(k.first+k.n-s.from))
	at, m := r.run(span{c, n})
	if k.back {
		before, _ := r.t.logged(c)
		also, _ := r.u.logged(at)
		m = min(n, before, also)
	}
	v := r.u.addOther(m)
	r.u.addKill(v, at, m, k.back && m > 1)
	r.delete(r.u, span{v, m})
	return m
}

// of returns u's number of an operation of t.
func (r *recording) of(v lv) lv {
	if v == 0 {
		return 0
	}
	u, _ := r.run(span{v, 1})
	return u
}

// run returns u's number of the first operation in s, and how many that follow
// it in t follow it in u as well.
func (r *recording) run(s span) (lv, int) {
	i, seq := r.t.number(s.from)
	_, after := r.t.logged(s.from)
	v, n := r.u.find(r.names[i], seq)
	return v, min(n, after, s.n)
}

// united sorts spans and joins those that touch.
func (t *Text) united(spans []span) []span {
	spans = t.disjoint(spans)
	out := spans[:0]
	for _, s := range spans {
		if k := len(out) - 1; k >= 0 && out[k].from+lv(out[k].n) == s.from {
			out[k].n += s.n
			continue
		}
		out = append(out, s)
	}
	return out
}
