package history

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/version"
)

// lengths says how many changes the periods of a level have.
func lengths(t *Timeline, level Level) string {
	var out []string
	for _, p := range t.Periods(level, 0, t.Len()) {
		out = append(out, fmt.Sprint(p.To-p.From))
	}
	return strings.Join(out, " ")
}

func TestPeriodsEndWhere(t *testing.T) {
	const second, minute = 1000, 60_000
	typing := func(d *desk, pauses ...int64) {
		for _, pause := range pauses {
			d.insert(pause, d.text.Len(), "x")
		}
	}
	for _, tt := range []struct {
		name                   string
		write                  func(d *desk)
		session, passage, step string
	}{
		{"nothing", func(*desk) {}, "", "", ""},
		{"a pause of 5 seconds", func(d *desk) { typing(d, 0, 5*second, 5*second+1) }, "3", "3", "2 1"},
		{"a pause of 2 minutes", func(d *desk) { typing(d, 0, 2*minute, 2*minute+1) }, "3", "2 1", "1 1 1"},
		{"a pause of 30 minutes", func(d *desk) { typing(d, 0, 30*minute, 30*minute+1) }, "2 1", "1 1 1", "1 1 1"},
		{"a long passage", func(d *desk) {
			typing(d, 0)
			for range 20 {
				typing(d, minute)
			}
		}, "21", "16 5", strings.TrimSpace(strings.Repeat("1 ", 21))},
		{"a paste", func(d *desk) {
			typing(d, 0, 1)
			d.insert(1, 2, strings.Repeat("pasted ", 20))
			typing(d, 1, 1)
		}, "5", "5", "2 1 2"},
		{"an undo", func(d *desk) {
			typing(d, 0, 1)
			revise(d.text, d.me, d.TakeBack(d.By(d.me.Author, 0, 2)))
			d.flush(1)
			typing(d, 1)
		}, "4", "4", "2 1 1"},
		{"a jump", func(d *desk) {
			for range 50 {
				d.insert(1, d.text.Len(), "ab")
			}
			d.insert(1, 10, "y")
			d.insert(1, 11, "y")
			d.delete(1, 11, 12)
		}, "53", "53", "50 3"},
		{"typed between letters typed before", func(d *desk) {
			d.insert(0, 0, "ab")
			for k := range 100 {
				d.insert(1, 1+k, "x")
			}
			d.insert(1, 102, "y")
		}, "102", "102", "102"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(1)
			tt.write(d)
			line := d.Timeline()
			got := [3]string{lengths(line, Session), lengths(line, Passage), lengths(line, Step)}
			if want := [3]string{tt.session, tt.passage, tt.step}; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestAnotherAuthorBeginsAPassage(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	b.take(t, a.insert(1000, 0, "one"))
	b.now = a.now
	a.take(t, b.insert(10, 3, " two"))
	a.now = b.now
	b.take(t, a.delete(10, 0, 1))
	line := a.Timeline()
	periods := line.Periods(Session, 0, line.Len())
	if len(periods) != 1 || lengths(line, Passage) != "1 1 1" {
		t.Fatalf("got %+v", periods)
	}
	want := Period{From: 0, To: 3, Authors: []version.Author{a.me.Author, b.me.Author}, First: 1000, Last: 1020, Added: 7, Deleted: 1}
	if !reflect.DeepEqual(periods[0], want) {
		t.Errorf("got %+v, want %+v", periods[0], want)
	}
}

func TestTimelinesAreTheSameEverywhereAndFollowCauses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		text := w.shuffled(t)
		line, other := New(text).Timeline(), New(w.shuffled(t)).Timeline()
		for level := Key; level <= Session; level++ {
			if a, b := line.Periods(level, 0, line.Len()), other.Periods(level, 0, other.Len()); !reflect.DeepEqual(a, b) {
				t.Fatalf("level %d: got %+v and %+v", level, a, b)
			}
		}
		before := version.Vector{}
		for n := range line.Len() + 1 {
			v := line.Vector(n)
			for r, seq := range v {
				if !v.Covers(text.Past(version.ID{Replica: r, Seq: seq})) {
					t.Fatalf("%v is not causally closed", v)
				}
			}
			if n > 0 && (!v.Covers(before) || v.Equal(before)) {
				t.Fatalf("%v comes after %v", v, before)
			}
			before = v
		}
		if !before.Equal(text.Vector()) {
			t.Fatalf("the end is at %v, want %v", before, text.Vector())
		}
	})
}

func TestATimeIsDoubtfulIfItIsBeforeThatOfItsCauses(t *testing.T) {
	a, b := newDesk(1), newDesk(2)
	b.take(t, a.insert(600_000, 0, "one "))
	b.now = 540_000
	b.insert(0, 4, "two ") // a minute before what it has seen
	b.now = 300_000
	b.insert(0, 8, "three") // five minutes
	line := b.Timeline()
	var got []bool
	for k := range line.Len() {
		got = append(got, line.Doubtful(k))
	}
	if want := []bool{false, false, true}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
