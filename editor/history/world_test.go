package history

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

func replica(b byte) version.Replica { return version.Replica{Author: version.Author{b}} }

// A world is a few replicas that write one text and see each other late.
type world struct {
	members []*crdt.Text
	changes []crdt.Change // of all, in an order that follows causes
	deeds   []deed
	now     int64
}

// A deed is one insert or delete: what it inserted or deleted, and by which
// operations.
type deed struct {
	ops  crdt.IDRange
	text string
}

func newWorld(n int) *world {
	w := &world{}
	for range n {
		w.members = append(w.members, crdt.New())
	}
	return w
}

// commit ends a change of text, and returns what is to be sent.
func commit(t *crdt.Text, me version.Replica, now int64) []crdt.Change {
	var out []crdt.Change
	for {
		c, ok := t.Commit(me, now)
		if !ok {
			return out
		}
		out = append(out, c)
	}
}

// edit lets member i do something, at a clock that is off by some seconds.
func (w *world) edit(i int, skew int64, f func(t *crdt.Text, me version.Replica)) {
	me := replica(byte(i + 1))
	f(w.members[i], me)
	w.now += 700
	w.changes = append(w.changes, commit(w.members[i], me, w.now+skew)...)
}

// act lets a member do something at random.
func (w *world) act(t *rapid.T) {
	i := rapid.IntRange(0, len(w.members)-1).Draw(t, "who")
	w.edit(i, rapid.Int64Range(-3000, 3000).Draw(t, "skew"), func(text *crdt.Text, me version.Replica) {
		for range rapid.IntRange(1, 3).Draw(t, "edits") {
			switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
			case kind < 4 || text.Len() == 0:
				s := rapid.SampledFrom([]string{"a", "the ", "é", "日本", "fox. ", "\n"}).Draw(t, "word")
				at := boundary(text, rapid.IntRange(0, text.Len()).Draw(t, "at"))
				w.deeds = append(w.deeds, deed{crdt.IDRange{First: text.Next(me), Len: len(s)}, s})
				text.Insert(me, at, s)
			case kind < 7:
				from := boundary(text, rapid.IntRange(0, text.Len()).Draw(t, "from"))
				to := boundary(text, min(text.Len(), from+rapid.IntRange(1, 9).Draw(t, "length")))
				if from < to {
					s := text.String()[from:to]
					w.deeds = append(w.deeds, deed{crdt.IDRange{First: text.Next(me), Len: len(s)}, s})
					text.Delete(me, from, to)
				}
			default:
				if r, ok := w.someOps(t, text, me); ok && kind < 9 {
					text.Undo(me, []crdt.IDRange{r})
				} else if ok {
					text.Redo(me, []crdt.IDRange{r})
				}
			}
		}
	})
}

// someOps returns part of a deed that has arrived at text.
func (w *world) someOps(t *rapid.T, text *crdt.Text, me version.Replica) (crdt.IDRange, bool) {
	if len(w.deeds) == 0 {
		return crdt.IDRange{}, false
	}
	d := w.deeds[rapid.IntRange(max(0, len(w.deeds)-8), len(w.deeds)-1).Draw(t, "deed")]
	last := version.ID{Replica: d.ops.First.Replica, Seq: d.ops.First.Seq + uint64(d.ops.Len) - 1}
	if d.ops.First.Replica != me && !text.Seen(last) {
		return crdt.IDRange{}, false
	}
	from := rapid.IntRange(0, len(d.text)-1).Draw(t, "first")
	for !utf8.RuneStart(d.text[from]) {
		from--
	}
	d.ops.First.Seq += uint64(from)
	d.ops.Len -= from
	return d.ops, true
}

func boundary(text *crdt.Text, off int) int {
	for !text.IsRuneStart(off) {
		off--
	}
	return off
}

// deliver gives member i some of the changes that it lacks.
func (w *world) deliver(t *rapid.T, i int) {
	for _, c := range w.changes {
		if c.First.Replica == replica(byte(i+1)) || w.members[i].Seen(c.First) || rapid.IntRange(0, 3).Draw(t, "lost") == 0 {
			continue
		}
		if _, err := w.members[i].Apply(c); err != nil {
			var missing *crdt.MissingError
			if !errors.As(err, &missing) {
				t.Fatal(err)
			}
		}
	}
}

// randomWorld returns a world with a past.
func randomWorld(t *rapid.T) *world {
	w := newWorld(rapid.IntRange(2, 5).Draw(t, "members"))
	for range rapid.IntRange(1, 25).Draw(t, "steps") {
		w.act(t)
		w.deliver(t, rapid.IntRange(0, len(w.members)-1).Draw(t, "to"))
	}
	return w
}

// text returns a text to which those changes were applied that v includes.
func (w *world) text(tb rapid.TB, v version.Vector) *crdt.Text {
	text := crdt.New()
	for _, c := range w.changes {
		if v == nil || v.Includes(c.First) {
			if _, err := text.Apply(c); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return text
}

// shuffled returns a text to which all changes were applied in another order.
func (w *world) shuffled(t *rapid.T) *crdt.Text {
	text := crdt.New()
	rest := rapid.Permutation(w.changes).Draw(t, "order")
	for len(rest) > 0 {
		var later []crdt.Change
		for _, c := range rest {
			if _, err := text.Apply(c); err != nil {
				later = append(later, c)
			}
		}
		if len(later) == len(rest) {
			t.Fatal("changes do not go in")
		}
		rest = later
	}
	return text
}

// version returns a version at random: what some changes had seen.
func (w *world) version(t *rapid.T, text *crdt.Text, name string) version.Vector {
	v := version.Vector{}
	if len(w.changes) == 0 {
		return v
	}
	for range rapid.IntRange(0, 3).Draw(t, name) {
		v.Merge(text.Past(lastOf(rapid.SampledFrom(w.changes).Draw(t, name+" change"))))
	}
	return v
}

func lastOf(c crdt.Change) version.ID { return version.ID{Replica: c.First.Replica, Seq: c.Last} }

// A desk is a single writer with a clock, for examples.
type desk struct {
	*History
	text *crdt.Text
	me   version.Replica
	now  int64
}

func newDesk(b byte) *desk {
	t := crdt.New()
	return &desk{New(t), t, replica(b), 0}
}

// insert and delete make one change each, after a pause.
func (d *desk) insert(pause int64, at int, s string) []crdt.Change {
	d.text.Insert(d.me, at, s)
	return d.flush(pause)
}

func (d *desk) delete(pause int64, from, to int) []crdt.Change {
	d.text.Delete(d.me, from, to)
	return d.flush(pause)
}

func (d *desk) flush(pause int64) []crdt.Change {
	d.now += pause
	return commit(d.text, d.me, d.now)
}

func (d *desk) take(tb testing.TB, changes []crdt.Change) {
	tb.Helper()
	for _, c := range changes {
		if _, err := d.text.Apply(c); err != nil {
			tb.Fatal(err)
		}
	}
}

// apply does to s what the edits say.
func apply(s string, edits []Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(s[at:e.A])
		at = e.A
		if e.Deleted {
			at += len(e.Text)
		} else {
			b.WriteString(e.Text)
		}
	}
	return b.String() + s[at:]
}

// revise does to a text what a revision says.
func revise(t *crdt.Text, me version.Replica, r Revision) {
	for k := len(r.Delete) - 1; k >= 0; k-- {
		t.Delete(me, r.Delete[k].From, r.Delete[k].To)
	}
	t.Undo(me, r.Undo)
	t.Redo(me, r.Redo)
}
