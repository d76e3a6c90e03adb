package store

import (
	"fmt"
	"testing"
)

func whole(first, last uint64) Record {
	r := record(alice, first, last)
	r.Whole = true
	return r
}

func TestARecordTakesThePlaceOfThoseItHolds(t *testing.T) {
	for _, tt := range []struct {
		name string
		put  []Record
		want string
	}{
		{"of some at the end", []Record{whole(3, 6)}, "[1-1 2-2 3-6! 7-7]"},
		{"of all, and goes on", []Record{whole(1, 9)}, "[1-9!]"},
		{"of a smaller one", []Record{whole(2, 4), whole(2, 7)}, "[1-1 2-7!]"},
		{"but not of a larger one", []Record{whole(2, 7), whole(2, 4)}, "[1-1 2-7!]"},
		{"twice", []Record{whole(2, 4), whole(2, 4)}, "[1-1 2-4! 5-5 6-6 7-7]"},
		{"where it overlaps another", []Record{whole(1, 3), whole(3, 5)}, "[1-3! 3-5! 6-6 7-7]"},
		{"and logs go on behind it", []Record{whole(1, 9), record(alice, 10, 10)}, "[1-9! 10-10]"},
	} {
		dir := folder(t)
		s, stop := running(t, dir)
		for n := uint64(1); n <= 7; n++ {
			if err := add(s, record(alice, n, n)); err != nil {
				t.Fatal(err)
			}
		}
		for _, r := range tt.put {
			if err := add(s, r); err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		stop()
		s, _ = running(t, dir)
		stretches, err := s.Stretches(doc, alice, 1)
		records, err2 := s.Records(doc, alice, 1, 1<<20)
		if err != nil || err2 != nil || len(records) != len(stretches) {
			t.Fatalf("%s: %v, %v", tt.name, err, err2)
		}
		var got []string
		for i, st := range stretches {
			mark := ""
			if st.Whole {
				mark = "!"
			}
			got = append(got, fmt.Sprintf("%d-%d%s", st.First, st.Last, mark))
			if r := records[i]; r.First != st.First || r.Last != st.Last || r.Whole != st.Whole || len(r.Data) != st.Size {
				t.Errorf("%s: record %+v is said to be %+v", tt.name, r, st)
			}
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, got, tt.want)
		}
	}
}

func TestARecordThatLeavesAGapIsRefused(t *testing.T) {
	s, _ := running(t, folder(t))
	if err := add(s, whole(2, 5)); err == nil {
		t.Error("the first one is missing")
	}
	if err := add(s, record(alice, 1, 3)); err != nil {
		t.Fatal(err)
	}
	if err := add(s, whole(5, 9)); err == nil {
		t.Error("the fourth is missing")
	}
	if err := add(s, record(alice, 2, 9)); err == nil {
		t.Error("one that is not whole begins before the end")
	}
}

func TestNodesGrowAndAreSwept(t *testing.T) {
	dir := folder(t)
	s, stop := running(t, dir)
	node := func(n byte) Node { return Node{Hash: [32]byte{n}, Data: []byte{n, n}} }
	grow := func(keep string, nodes ...Node) {
		t.Helper()
		err := wait(func(done func(error)) {
			s.Grow(doc, nodes, func(h [32]byte) bool { return fmt.Sprint(h[0]) == keep }, "snapshot", []byte(keep), done)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := wait(func(done func(error)) { s.PutNodes(doc, []Node{node(1), node(2)}, done) }); err != nil {
		t.Fatal(err)
	}
	grow("2", node(3), node(4))
	stop()
	s, _ = running(t, dir)
	for n, want := range map[byte]string{1: "[]", 2: "[2 2]", 3: "[3 3]", 4: "[4 4]"} {
		if got, err := s.Node(doc, [32]byte{n}); err != nil || fmt.Sprint(got) != want {
			t.Errorf("node %d: got %v, %v, want %s", n, got, err, want)
		}
	}
	if v, err := s.Get(doc, "snapshot"); err != nil || string(v) != "2" {
		t.Errorf("got %q, %v", v, err)
	}
	if got, err := s.Node([32]byte{9}, [32]byte{2}); got != nil || err != nil {
		t.Errorf("a node of another document: %v, %v", got, err)
	}
	err := s.Nodes([32]byte{9}, func(get func([32]byte) ([]byte, error)) error {
		if b, err := get([32]byte{2}); b != nil || err != nil {
			t.Errorf("got %v, %v", b, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
