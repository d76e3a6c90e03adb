package crdt

import (
	"bytes"
	"slices"
	"testing"

	"chirograph/editor/version"
)

// A script is bytes that say what happens, in the order in which they are
// read. Whatever they are, what happens is something that can happen.
type script []byte

// next takes a number below n off the script. What is past its end is 0.
func (s *script) next(n int) int {
	if len(*s) == 0 || n < 2 {
		return 0
	}
	b := (*s)[0]
	*s = (*s)[1:]
	return int(b) % n
}

// The acts of a script.
const (
	actInsert = iota
	actDelete
	actUndo
	actRedo
	actCommit
	actDeliver // one change to one member, whatever it waits for
	actCatchUp // all changes to one member
	acts
)

// A world is some members and what they have sent.
type world struct {
	members []*member
	all     []sent
}

// play lets the members of a new world do what a script says.
func play(tb testing.TB, s script) *world {
	w := &world{}
	for i := range 2 + s.next(3) {
		w.members = append(w.members, newMember(byte(10*i+10)))
	}
	for len(s) > 0 {
		act := s.next(acts)
		m := w.members[s.next(len(w.members))]
		length := m.text.Len()
		switch act {
		case actInsert:
			m.insert(clamp(m.text.String(), s.next(length+1)), snippets[s.next(len(snippets))])
		case actDelete:
			text := m.text.String()
			from := clamp(text, s.next(length+1))
			m.delete(from, max(from, clamp(text, min(length, from+s.next(12)))))
		case actUndo, actRedo:
			if i := s.next(m.text.graph.Len()); i < len(m.text.logs) {
				next := int(m.text.logs[i].next)
				from := 1 + s.next(next)
				if r, ok := m.whole(i, from, min(next, from+s.next(12))); ok {
					m.undo([]IDRange{r}, act == actRedo)
				}
			}
		case actCommit:
			w.commit(m)
		case actDeliver:
			if len(w.all) > 0 {
				k := s.next(len(w.all))
				m.take(tb, w.all[k:k+1])
			}
		case actCatchUp:
			m.take(tb, w.all)
		}
	}
	return w
}

func (w *world) commit(m *member) { w.all = append(w.all, m.commit(int64(len(w.all)))...) }

func (m *member) take(tb testing.TB, changes []sent) {
	tb.Helper()
	for _, c := range changes {
		if err := m.receive(c); err != nil {
			tb.Fatal(err)
		}
	}
}

// meet delivers everything to everybody, in one order and the other, and
// demands that all have the same text, which is what their oracles say.
func (w *world) meet(tb testing.TB) {
	tb.Helper()
	for _, m := range w.members {
		w.commit(m)
	}
	first := w.members[0].text
	for i, m := range w.members {
		if i%2 == 1 {
			slices.Reverse(w.all)
		}
		m.take(tb, w.all)
		if err := m.check(); err != nil {
			tb.Fatal(err)
		}
		if !m.text.Vector().Equal(first.Vector()) || !slices.Equal(m.text.Frontier(), first.Frontier()) {
			tb.Fatalf("%v has seen something else than %v", m.id, w.members[0].id)
		}
	}
	again := New()
	for c := range first.Since(version.Vector{}) {
		if _, err := again.Apply(c); err != nil {
			tb.Fatal(err)
		}
	}
	if got, want := facts(again), facts(first); !slices.Equal(got, want) {
		tb.Fatalf("from its own changes: got %v, want %v", got, want)
	}
	h := sameHistory(tb, first)
	for _, m := range w.members[1:] {
		if got := m.text.History(); !equalHistories(got, h) {
			tb.Fatalf("two histories of the same changes:\n%q\n%q", got, h)
		}
	}
	w.anchor(tb)
}

// anchor demands that each place of one text is the same place in every other.
func (w *world) anchor(tb testing.TB) {
	tb.Helper()
	first := w.members[0].text
	s := first.String()
	for off := range len(s) + 1 {
		if clamp(s, off) != off {
			continue
		}
		for _, bias := range []Bias{Before, After} {
			a := first.Anchor(off, bias)
			for _, m := range w.members {
				if got, ok := m.text.Resolve(a); !ok || got != off {
					tb.Fatalf("%v: anchor %v of %d is at %d, %v", m.id, a, off, got, ok)
				}
			}
		}
	}
}

// FuzzHistories lets several people write, take back, and send in any order.
func FuzzHistories(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, actInsert, 0, 3, actCommit, 0, actCatchUp, 1, actDelete, 1, 0, 2, actUndo, 1, 0, 0, 9})
	f.Add(bytes.Repeat([]byte{actInsert, 0, 0, 9, actInsert, 1, 0, 5, actCommit, 0, actDeliver, 1, 0}, 8))
	f.Add(bytes.Repeat([]byte{1, actInsert, 2, 1, 8, actCommit, 2, actUndo, 1, 0, 0, 3, actRedo, 1, 0, 1, 3, actCatchUp, 0}, 8))
	for seed := range byte(8) { // something of everything
		var in []byte
		for i := range 120 {
			in = append(in, byte(i*i)*(2*seed+7)+byte(i)/(seed+1))
		}
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 400 { // the oracles are slow
			return
		}
		play(t, in).meet(t)
	})
}
