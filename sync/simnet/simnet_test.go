package simnet

import (
	"slices"
	"testing"
)

func TestOneSeedIsOneOrder(t *testing.T) {
	run := func(seed uint64) (got []int) {
		n := New[int](seed)
		n.Loss, n.Repeat = 0.3, 0.2
		for i := range 100 {
			n.Send(0, 1, i)
		}
		n.Drain(func(_, _ int, m int) { got = append(got, m) })
		return got
	}
	a, b, c := run(1), run(1), run(2)
	if !slices.Equal(a, b) {
		t.Errorf("one seed gave two orders: %v and %v", a, b)
	}
	if slices.Equal(a, c) {
		t.Error("two seeds gave one order")
	}
	seen := map[int]int{}
	for _, m := range a {
		seen[m]++
	}
	if len(seen) > 85 || len(seen) < 55 || len(a) == len(seen) || slices.IsSorted(a) {
		t.Errorf("%d of 100 arrived in %d deliveries: loss, repetition or disorder is missing", len(seen), len(a))
	}
}

func TestCutMembersHearNothing(t *testing.T) {
	n := New[string](1)
	n.Cut = func(from, to int) bool { return to == 2 }
	n.Send(0, 1, "a")
	n.Send(0, 2, "b")
	n.Drain(func(_, to int, m string) {
		if to != 1 || m != "a" {
			t.Errorf("%q reached %d", m, to)
		}
	})
}
