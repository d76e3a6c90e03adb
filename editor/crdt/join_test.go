package crdt

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"chirograph/editor/version"
)

// logs returns the changes of a text by replica, each replica's in order.
func logs(text *Text) map[version.Replica][]Change {
	out := map[version.Replica][]Change{}
	for c := range text.Since(nil) {
		out[c.First.Replica] = append(out[c.First.Replica], c)
	}
	return out
}

// checkJoined demands that changes come out of a joined list as they went in.
func checkJoined(tb interface{ Fatalf(string, ...any) }, changes []Change) (joined []byte) {
	joined, err := JoinOps(changes)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	sizes := make([]uint32, len(changes))
	for i, c := range changes {
		sizes[i] = uint32(c.Last - c.First.Seq + 1)
	}
	got, err := SplitOps(joined, changes[0].First, sizes)
	if err != nil {
		tb.Fatalf("%v of %d changes: %x", err, len(changes), joined)
	}
	for i, c := range changes {
		if !bytes.Equal(got[i], c.Ops) {
			tb.Fatalf("change %d: got %x, want %x", i, got[i], c.Ops)
		}
	}
	return joined
}

func TestJoinedChangesAreTakenApartAgain(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 5))
		s := make(script, 400)
		for i := range s {
			s[i] = byte(r.Uint32())
		}
		w := play(t, s)
		for _, m := range w.members {
			m.commit(9)
			for _, all := range logs(m.text) {
				for len(all) > 0 {
					n := 1 + r.IntN(len(all))
					checkJoined(t, all[:n])
					all = all[n:]
				}
			}
		}
	}
}

func TestAHeldKeyIsOneRun(t *testing.T) {
	a := New()
	me := replica(1)
	var changes []Change
	step := func(f func()) {
		f()
		changes = append(changes, a.commitAll(me)...)
	}
	for range 100 {
		step(func() { a.Insert(me, a.Len(), "é") })
	}
	for range 30 {
		step(func() { a.Insert(me, a.Len(), "x") })
	}
	for range 30 {
		step(func() { a.Delete(me, a.Len()-1, a.Len()) })
	}
	for range 30 {
		step(func() { a.Delete(me, 0, 2) })
	}
	joined := checkJoined(t, changes)
	if limit := 230 + 60; len(joined) > limit { // the text, and some runs
		t.Errorf("%d changes are %d bytes, want at most %d", len(changes), len(joined), limit)
	}
}

func TestRecordedSessionsAreJoined(t *testing.T) {
	for _, name := range []string{"automerge-paper", "rustcode"} {
		t.Run(name, func(t *testing.T) {
			_, changes := readTrace(t, name).play()
			before, after := 0, 0
			for len(changes) > 0 {
				n := min(len(changes), 40_000)
				after += len(checkJoined(t, changes[:n]))
				for _, c := range changes[:n] {
					before += len(c.Ops)
				}
				changes = changes[n:]
			}
			t.Logf("%d bytes of operations, %d joined", before, after)
			if after > before {
				t.Errorf("%d bytes of operations are %d joined", before, after)
			}
		})
	}
}

func TestOnlyWhatFollowsIsJoined(t *testing.T) {
	a := New()
	me := replica(1)
	var changes []Change
	for range 3 {
		a.Insert(me, 0, "x")
		changes = append(changes, a.commitAll(me)...)
	}
	for name, bad := range map[string][]Change{
		"nothing":     nil,
		"a gap":       {changes[0], changes[2]},
		"disorder":    {changes[1], changes[0]},
		"other bytes": {{First: changes[0].First, Last: 1, Ops: []byte("?")}},
	} {
		if _, err := JoinOps(bad); err == nil {
			t.Errorf("%s was joined", name)
		}
	}
}

func FuzzSplitOps(f *testing.F) {
	me := version.ID{Replica: replica(1), Seq: 1}
	a := New()
	for i := range 20 {
		a.Insert(me.Replica, a.Len()/2, "xyz")
		a.Delete(me.Replica, i, i+1)
	}
	joined, err := JoinOps(a.commitAll(me.Replica))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(joined, uint8(1))
	f.Add([]byte{0, 1, 8, 0, 0, 'a', 'b'}, uint8(2))
	f.Fuzz(func(t *testing.T, in []byte, n uint8) {
		sizes := make([]uint32, n)
		for i := range sizes {
			sizes[i] = 1
		}
		ops, err := SplitOps(in, me, sizes)
		if err != nil {
			return
		}
		changes := make([]Change, n)
		for i := range ops {
			id := version.ID{Replica: me.Replica, Seq: uint64(i) + 1}
			changes[i] = Change{First: id, Last: id.Seq, Ops: ops[i]}
		}
		if again, err := JoinOps(changes); err != nil || !bytes.Equal(again, in) {
			t.Errorf("two encodings: %x, %x, %v", in, again, err)
		}
	})
}
