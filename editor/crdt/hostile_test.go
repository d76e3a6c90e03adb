package crdt

import (
	"encoding/binary"
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"chirograph/editor/version"
)

// A victim is a text that hostile changes are sent to: "aé日b" of replica 1, of
// which b is deleted again (operation 8), "a" undone and redone (9, 10), and "!"
// added (11); and "X" of replica 3. The changes of the sender, replica 2, name
// neither "!" nor "X" in their past.
func victim(tb testing.TB) []Change {
	author, stranger := replica(1), replica(3)
	t := New()
	t.Insert(author, 0, "aé日b")
	t.Delete(author, 6, 7)
	t.Undo(author, []IDRange{{version.ID{Replica: author, Seq: 1}, 1}})
	t.Redo(author, []IDRange{{version.ID{Replica: author, Seq: 1}, 1}})
	t.Insert(author, t.Len(), "!")
	out := t.commitAll(author)
	return append(out, fork(tb, nil, stranger, func(t *Text) { t.Insert(stranger, 0, "X") })...)
}

var none version.ID

func by(b byte, seq uint64) version.ID { return version.ID{Replica: replica(b), Seq: seq} }

func ins(at, right version.ID, s string) Op { return Op{Kind: Insert, At: at, Right: right, Text: s} }
func del(at version.ID, n int) Op           { return Op{Kind: Delete, At: at, Len: n} }
func back(at version.ID, n int) Op          { return Op{Kind: Delete, At: at, Len: n, Back: true} }
func undoing(count uint32, ranges ...IDRange) Op {
	return Op{Kind: Undo, Count: count, Ranges: ranges}
}

// hostile are changes that the sender begins with operation 1, and that no
// replica may accept, ever. They know what author 1 wrote up to operation 10.
var hostile = []struct {
	name string
	ops  []Op
}{
	{"a forged origin: nobody's", []Op{ins(by(9, 1), none, "x")}},
	{"a forged origin: not in the past", []Op{ins(by(3, 1), none, "x")}},
	{"a forged origin: later than the past", []Op{ins(by(1, 11), none, "x")}},
	{"a forged origin: not written yet", []Op{ins(by(1, 12), none, "x")}},
	{"a forged origin: the last there could be", []Op{ins(by(1, MaxSeq), none, "x")}},
	{"a forged origin: a delete", []Op{ins(by(1, 8), none, "x")}},
	{"a forged origin: an undo", []Op{ins(by(1, 9), none, "x")}},
	{"a forged right origin: nobody's", []Op{ins(none, by(9, 1), "x")}},
	{"a forged right origin: not in the past", []Op{ins(none, by(3, 1), "x")}},
	{"a forged right origin: a delete", []Op{ins(none, by(1, 8), "x")}},
	{"a cycle of one: before itself", []Op{ins(none, by(2, 1), "x")}},
	{"a cycle of one: after its own middle", []Op{ins(by(2, 2), none, "xyz")}},
	{"a cycle of two: each after the other", []Op{ins(by(2, 2), none, "x"), ins(by(2, 1), none, "y")}},
	{"a cycle of two: each before the other", []Op{ins(none, by(2, 2), "x"), ins(none, by(2, 1), "y")}},
	{"a cycle: between one character and itself", []Op{ins(by(1, 1), by(1, 1), "x")}},
	{"a cycle: a delete of itself", []Op{del(by(2, 1), 1)}},
	{"a cycle: an undo of itself", []Op{undoing(1, IDRange{by(2, 1), 1})}},
	{"a cycle: an undo of what comes later", []Op{undoing(1, IDRange{by(2, 2), 1}), ins(none, none, "x")}},
	{"an origin in a rune", []Op{ins(by(1, 2), none, "x")}},
	{"a right origin in a rune", []Op{ins(none, by(1, 3), "x")}},
	{"a delete that begins in a rune", []Op{del(by(1, 3), 1)}},
	{"a delete that ends in a rune", []Op{del(by(1, 1), 2)}},
	{"a delete backwards through a rune", []Op{back(by(1, 3), 2)}},
	{"an undo that cuts a rune", []Op{undoing(1, IDRange{by(1, 2), 1})}},
	{"an undo that cuts a delete of a rune", []Op{ins(none, none, "é"), del(by(2, 1), 2), undoing(1, IDRange{by(2, 3), 1})}},
	{"text that cuts a rune", []Op{ins(none, none, "é"[:1]), ins(by(2, 1), by(1, 1), "é"[1:])}},
	{"a surrogate", []Op{ins(none, none, "\xed\xa0\x80")}},
	{"a delete of an operation that does not exist", []Op{del(by(9, 1), 1)}},
	{"a delete that goes on beyond the log", []Op{del(by(1, 7), 5)}},
	{"a delete backwards beyond the start of the log", []Op{back(by(1, 1), 2)}},
	{"a delete of a delete", []Op{del(by(1, 8), 1)}},
	{"an undo of an operation that does not exist", []Op{undoing(1, IDRange{by(9, 1), 1})}},
	{"an undo of an undo", []Op{undoing(1, IDRange{by(1, 9), 1})}},
	{"an undo of an undo among others", []Op{undoing(1, IDRange{by(1, 8), 2})}},
	{"an undo of operations twice", []Op{undoing(1, IDRange{by(1, 1), 1}, IDRange{by(1, 1), 1})}},
	{"a count of none", []Op{undoing(0, IDRange{by(1, 1), 1})}},
	{"an undo of nothing", []Op{undoing(1)}},
	{"a huge delete", []Op{del(by(1, 1), math.MaxInt32)}},
	{"a huge delete that ends at 2^32", []Op{del(by(1, MaxSeq), MaxSpan)}},
	{"a huge range", []Op{undoing(1, IDRange{by(1, 1), math.MaxInt32})}},
	{"a huge range, though of no more than a change may name", []Op{undoing(1, IDRange{by(1, 1), MaxScope})}},
	{"an operation beyond 2^31", []Op{ins(by(1, MaxSeq+1), none, "x")}},
	{"an operation at 2^32", []Op{ins(by(1, 1<<32), none, "x")}},
	{"an operation that is the first, modulo 2^32", []Op{ins(by(1, 1<<32+1), none, "x")}},
	{"an operation at 2^63", []Op{del(by(1, 1<<63), 1)}},
	{"more text than a change may insert", []Op{ins(none, none, strings.Repeat("x", MaxSpan+1))}},
	{"more text than a change may insert, in parts", []Op{
		ins(none, none, strings.Repeat("x", MaxSpan)), ins(none, by(2, 1), "x"),
	}},
	{"more operations than a change may have", slices.Repeat([]Op{del(by(1, 1), 1), del(by(1, 7), 1)}, MaxOps/2+1)},
	{"more named by undos than a change may", slices.Repeat([]Op{undoing(1, IDRange{by(1, 1), 8})}, MaxScope/8+1)},
	{"more replicas than a change may name", insertsAfter(MaxReplicas + 1)},
	{"as many replicas as a change may name, all of them made up", insertsAfter(MaxReplicas)},
	{"something good before something bad", []Op{
		ins(by(1, 1), by(1, 2), "fine"), del(by(1, 1), 1), undoing(3, IDRange{by(1, 1), 8}), ins(by(1, 2), none, "bad"),
	}},
}

// insertsAfter are inserts after characters of n replicas.
func insertsAfter(n int) []Op {
	var ops []Op
	for _, r := range many(n) {
		ops = append(ops, ins(version.ID{Replica: r, Seq: 1}, none, "x"))
	}
	return ops
}

// Replicas that have seen more, or less, or have other numbers for all of it,
// refuse the same, and are none the worse for it.
func TestHostileOperationsAreRefusedEverywhere(t *testing.T) {
	base := victim(t)
	texts := map[string]*Text{
		"in order":   New().applyAll(t, base),
		"reversed":   New().applyAll(t, []Change{base[len(base)-1]}).applyAll(t, base),
		"knows less": New().applyAll(t, base[:len(base)-1]),
		"knows more": New().applyAll(t, siblings(t, 40)).applyAll(t, base),
		"is typing":  New().applyAll(t, base),
	}
	texts["is typing"].Insert(replica(7), 0, "typing")
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			c := draft{First: by(2, 1), Deps: []version.ID{by(1, 10)}, Ops: tt.ops}.change()
			for name, text := range texts {
				refuses(t, name, text, c, ErrInvalid)
			}
		})
	}
	good := draft{First: by(2, 1), Deps: []version.ID{by(1, 10)}, Ops: []Op{ins(by(1, 7), none, "ok")}}.change()
	for name, text := range texts {
		if _, err := text.Apply(good); err != nil {
			t.Errorf("%s: then a good one: %v", name, err)
		}
	}
}

// refuses demands that a text does not change by c.
func refuses(t *testing.T, name string, text *Text, c Change, want error) {
	t.Helper()
	vector, list, s := text.Vector(), facts(text), text.String()
	edits, err := text.Apply(c)
	if !errors.Is(err, want) || edits != nil {
		t.Errorf("%s: got %v, %v, want %v", name, edits, err, want)
	}
	if !text.Vector().Equal(vector) || text.String() != s || !slices.Equal(facts(text), list) {
		t.Errorf("%s: the text has changed", name)
	}
	if err := text.check(); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// What is wrong with a change, not with its operations.
func TestHostileChangesAreRefused(t *testing.T) {
	fine := []Op{ins(none, none, "x")}
	long := make([]version.ID, MaxDeps+1)
	for i, r := range many(MaxDeps + 1) {
		long[i] = version.ID{Replica: r, Seq: 1}
	}
	slices.SortFunc(long, version.Compare)
	for _, tt := range []struct {
		name    string
		c       Change
		missing version.ID // what it waits for, if it may be good one day
	}{
		{"operation 0", draft{First: by(2, 0), Ops: fine}.change(), none},
		{"an operation beyond the last", draft{First: by(2, MaxSeq+1), Ops: fine}.change(), none},
		{"operations that go beyond the last", draft{First: by(2, MaxSeq), Ops: []Op{ins(none, none, "xy")}}.change(), none},
		{"operation 2^32+1, which is not 1", draft{First: by(2, 1<<32+1), Ops: fine}.change(), none},
		{"operation 2^64-1", draft{First: by(2, math.MaxUint64), Ops: fine}.change(), none},
		{"more dependencies than a change may have", draft{First: by(2, 1), Deps: long, Ops: fine}.change(), none},
		{"a dependency on nothing", draft{First: by(2, 1), Deps: []version.ID{by(1, 0)}, Ops: fine}.change(), none},
		{"a dependency on itself", draft{First: by(2, 1), Deps: []version.ID{by(2, 1)}, Ops: fine}.change(), none},
		{"a dependency twice", draft{First: by(2, 1), Deps: []version.ID{by(1, 10), by(1, 10)}, Ops: fine}.change(), none},
		{"dependencies out of order", draft{First: by(2, 1), Deps: []version.ID{by(3, 1), by(1, 10)}, Ops: fine}.change(), none},
		{"operations of which some are known", draft{First: by(1, 11), Ops: []Op{ins(none, none, "xy")}}.change(), none},
		{"the last operation there can be", draft{First: by(2, MaxSeq), Ops: fine}.change(), by(2, MaxSeq-1)},
		{"a dependency that does not exist", draft{First: by(2, 1), Deps: []version.ID{by(9, 4)}, Ops: fine}.change(), by(9, 4)},
		{"a dependency at 2^32", draft{First: by(2, 1), Deps: []version.ID{by(1, 1<<32)}, Ops: fine}.change(), by(1, 1<<32)},
		{"a dependency that is the first, modulo 2^32", draft{First: by(2, 1), Deps: []version.ID{by(1, 1<<32+1)}, Ops: fine}.change(), by(1, 1<<32+1)},
		{"as many dependencies as a change may have", draft{First: by(2, 1), Deps: long[:MaxDeps], Ops: fine}.change(), long[0]},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := New().applyAll(t, victim(t))
			want := ErrInvalid
			if tt.missing != none {
				_, want = text.Apply(tt.c)
				if missing := new(MissingError); !errors.As(want, &missing) || missing.ID != tt.missing {
					t.Fatalf("got %v, want %v missing", want, tt.missing)
				}
				_, again := text.Apply(tt.c)
				if again.Error() != want.Error() {
					t.Fatalf("first %v, then %v", want, again)
				}
				return
			}
			refuses(t, "victim", text, tt.c, want)
		})
	}
}

// What says that it holds much makes nobody set aside room for it.
func TestHugeCountsTakeNoRoom(t *testing.T) {
	number := func(n ...uint64) (b []byte) {
		for _, x := range n {
			b = binary.AppendUvarint(b, x)
		}
		return b
	}
	text := New().applyAll(t, victim(t))
	for name, ops := range map[string][]byte{
		"replicas":         number(MaxReplicas, 1),
		"2^32 replicas":    number(1 << 32),
		"operations":       number(0, MaxOps, 4),
		"2^32 operations":  number(0, 1<<32),
		"text":             number(0, 1, MaxSpan<<2, 0, 0),
		"2^32 of text":     number(0, 1, 1<<34, 0, 0),
		"deletes":          number(0, 1, MaxSpan<<2|1, 3),
		"2^32 deletes":     number(0, 1, 1<<34|1, 3),
		"ranges":           number(0, 1, MaxOps<<2|2, 1),
		"2^32 ranges":      number(0, 1, 1<<34|2, 1),
		"a count of 2^32":  number(0, 1, 1<<2|2, 1<<32, 1, 1),
		"2^64-1 of all":    number(math.MaxUint64, math.MaxUint64, math.MaxUint64),
		"a far reference":  number(0, 1, 1<<2, math.MaxUint64, 0),
		"nothing":          {},
		"a number too big": slices.Repeat([]byte{0xff}, 20),
	} {
		for _, last := range []uint64{1, MaxSpan, MaxSeq, 1 << 32, math.MaxUint64} {
			c := Change{First: by(2, 1), Last: last, Ops: ops}
			if got := allocated(func() { refuses(t, name, text, c, ErrInvalid) }); got > 1<<18 {
				t.Errorf("%s: %d bytes set aside", name, got)
			}
		}
	}
}

// allocated returns how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// What is just within the limits is a change like any other.
func TestChangesAtTheLimitsAreApplied(t *testing.T) {
	whole := strings.Repeat("x", MaxSpan)
	filled := draft{First: by(1, 1), Ops: []Op{ins(none, none, whole)}}.change()
	far := []Op{} // no two of them make a run
	for i := range MaxOps {
		far = append(far, del(by(1, uint64(1+i*2%MaxSpan)), 1))
	}
	var ranges []IDRange
	for i := range MaxOps - 1 {
		ranges = append(ranges, IDRange{by(1, uint64(1+2*i)), 1})
	}
	var others []Change
	var deps []version.ID
	var after []Op
	for i, r := range many(MaxDeps) {
		others = append(others, fork(t, nil, r, func(t *Text) { t.Insert(r, 0, "y") })...)
		deps = append(deps, version.ID{Replica: r, Seq: 1})
		after = append(after, ins(deps[i], none, "z"))
	}
	slices.SortFunc(deps, version.Compare)
	for _, tt := range []struct {
		name string
		base []Change
		d    draft
		len  int // of the text
	}{
		{"text", nil, draft{Ops: []Op{ins(none, none, whole)}}, MaxSpan},
		{"a delete", []Change{filled}, draft{Deps: []version.ID{by(1, MaxSpan)}, Ops: []Op{del(by(1, 1), MaxSpan)}}, 0},
		{"a delete backwards", []Change{filled}, draft{Deps: []version.ID{by(1, MaxSpan)}, Ops: []Op{back(by(1, MaxSpan), MaxSpan)}}, 0},
		{"operations", []Change{filled}, draft{Deps: []version.ID{by(1, MaxSpan)}, Ops: far}, MaxSpan - MaxOps},
		{"an undo of much", []Change{filled}, draft{Deps: []version.ID{by(1, MaxSpan)}, Ops: []Op{undoing(1, IDRange{by(1, 1), MaxScope})}}, 0},
		{"an undo of many", []Change{filled}, draft{Deps: []version.ID{by(1, MaxSpan)}, Ops: []Op{undoing(1, ranges...)}}, MaxSpan - MaxOps + 1},
		{"the highest count", []Change{filled}, draft{Deps: []version.ID{by(1, MaxSpan)}, Ops: []Op{undoing(math.MaxUint32, IDRange{by(1, 1), 1})}}, MaxSpan - 1},
		{"dependencies", others, draft{Deps: deps, Ops: after}, 2 * MaxDeps},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.d.First = by(2, 1)
			text := New().applyAll(t, tt.base).applyAll(t, []Change{tt.d.change()})
			if text.Len() != tt.len {
				t.Errorf("%d bytes, want %d", text.Len(), tt.len)
			}
			if err := text.check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// What is refused leaves no trace, whatever the last operation before it was.
func TestRefusalAfterADeleteLeavesNoTrace(t *testing.T) {
	me := replica(1)
	text := New()
	text.Insert(me, 0, "abc")
	text.Delete(me, 2, 3)
	text.commitAll(me)
	bad := draft{First: by(2, 1), Deps: []version.ID{by(1, 4)}, Ops: []Op{ins(by(1, 4), none, "x")}}.change()
	if _, err := text.Apply(bad); !errors.Is(err, ErrInvalid) {
		t.Fatal(err)
	}
	for range 100 { // the bytes that were left over would shift those of later words
		text.Insert(me, text.Len(), "y")
	}
	if got := text.String(); got[:4] != "abyy" || len(got) != 102 || got[80] != 'y' {
		t.Errorf("got %q", got)
	}
	if err := text.check(); err != nil {
		t.Error(err)
	}
}
