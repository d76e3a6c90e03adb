package crdt

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"

	"chirograph/editor/version"
)

func TestKeyPressTakesFewBytes(t *testing.T) {
	text, me := New(), replica(1)
	text.Insert(me, 0, strings.Repeat("x", 100_000))
	text.commitAll(me)
	at := 50_000
	for i := range 3 {
		text.Insert(me, at+i, "a")
		c, _ := text.Commit(me, 0)
		if len(c.Ops) > 8 && i > 0 {
			t.Errorf("insert: %d bytes: %x", len(c.Ops), c.Ops)
		}
	}
	text.Delete(me, at+2, at+3)
	c, _ := text.Commit(me, 0)
	if len(c.Ops) > 4 {
		t.Errorf("backspace: %d bytes: %x", len(c.Ops), c.Ops)
	}
}

// The examples of docs/format.md.
func TestEncodingIsAsDocumented(t *testing.T) {
	me, other := replica(1), replica(2)
	id := func(r version.Replica, seq uint64) version.ID { return version.ID{Replica: r, Seq: seq} }
	for _, tt := range []struct {
		name string
		ops  []Op
		want string
	}{
		{"typed on, before nothing", []Op{{Kind: Insert, At: id(me, 9), Text: "a"}}, "00 01 04 01 00 61"},
		{"typed on, before one's own 4th", []Op{{Kind: Insert, At: id(me, 9), Right: id(me, 4), Text: "é"}}, "00 01 08 01 0c c3a9"},
		{"backspace", []Op{{Kind: Delete, At: id(me, 9), Len: 1}}, "00 01 05 02"},
		{"backspace held", []Op{{Kind: Delete, At: id(me, 9), Len: 3, Back: true}}, "00 01 0f 02"},
		{"after another's 7th", []Op{{Kind: Insert, At: id(other, 7), Text: "a"}}, "01 02" + strings.Repeat("00", 35) + "01 04 1e 00 61"},
		{"undo", []Op{{Kind: Undo, Count: 1, Ranges: []IDRange{{id(me, 5), 4}}}}, "00 01 06 01 0a 04"},
	} {
		first := id(me, 10)
		want, err := hex.DecodeString(strings.ReplaceAll(tt.want, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		if got := appendOps(nil, first, tt.ops); !bytes.Equal(got, want) {
			t.Errorf("%s: got %x, want %x", tt.name, got, want)
		}
		if got, ok := parse(want, first); !ok || !bytes.Equal(spell(got, first), want) {
			t.Errorf("%s: got %+v, %v", tt.name, got, ok)
		}
	}
}

func TestParseRefusesOtherEncodings(t *testing.T) {
	first := version.ID{Replica: replica(1), Seq: 10}
	r := func(b byte) string { return hex.EncodeToString(version.AppendReplica(nil, replica(b))) }
	for name, in := range map[string]string{
		"nothing":                          "",
		"no operations":                    "00 00",
		"a byte too many":                  "00 01 04 01 00 61 00",
		"a byte too few":                   "00 01 08 01 00 61",
		"a longer varint":                  "00 01 04 8100 00 61",
		"not UTF-8":                        "00 01 04 01 00 ff",
		"half a rune":                      "00 02 04 04 01 01 00 00 c3 a9",
		"an insert of nothing":             "00 01 00 01 00",
		"two runs that are one":            "00 02 04 04 01 01 00 00 61 62",
		"two deletes that are one":         "00 02 05 05 13 03",
		"two deletes backwards":            "00 02 05 05 06 02",
		"one byte backwards":               "00 01 07 02",
		"an origin that does not exist":    "00 01 04 0b 00 61",
		"itself as right origin":           "00 01 04 01 01 61",
		"a replica that is not used":       "01" + r(2) + "01 04 01 00 61",
		"the writer among the others":      "01" + r(1) + "01 04 02 00 61",
		"replicas out of order":            "02" + r(3) + r(2) + "02 05 05 02 03",
		"a count of 0":                     "00 01 06 00 0a 04",
		"ranges that touch":                "00 01 0a 01 0e 02 05 02",
		"ranges out of order":              "00 01 0a 01 0a 01 0a 01",
		"more replicas than there is room": "ff07",
		"more operations than room":        "00 ff07",
	} {
		data, err := hex.DecodeString(strings.ReplaceAll(in, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		if ops, ok := parse(data, first); ok {
			t.Errorf("%s: got %+v", name, ops)
		}
	}
}

// The largest change that may be made stays below the limit of a batch.
func TestLargestChangeFits(t *testing.T) {
	first := version.ID{Replica: replica(1), Seq: MaxSeq - MaxSpan}
	far := func(i int) version.ID { // far from the one before, of a replica seldom named
		r := version.Replica{Author: version.Author{2, byte(i >> 8 & 3), byte(i)}}
		if i%2 == 0 {
			return version.ID{Replica: r, Seq: 1}
		}
		return version.ID{Replica: r, Seq: MaxSeq}
	}
	ops := make([]Op, MaxOps)
	for i := range ops {
		ops[i] = Op{Kind: Insert, At: far(i), Right: far(i + 2), Text: strings.Repeat("x", MaxSpan/MaxOps)}
	}
	data := appendOps(nil, first, ops)
	if len(data) > 256<<10-4<<10 { // less the header of the batch
		t.Errorf("%d bytes", len(data))
	}
	if _, ok := parse(data, first); !ok {
		t.Error("refused")
	}
}

func FuzzOps(f *testing.F) {
	a, b := newMember(1), newMember(2)
	a.insert(0, "hello wörld")
	for _, s := range a.commit(0) {
		if err := b.receive(s); err != nil {
			f.Fatal(err)
		}
	}
	b.insert(5, "X")
	b.insert(6, "yz")
	b.delete(0, 3)
	b.undo([]IDRange{{version.ID{Replica: a.id, Seq: 4}, 2}, {version.ID{Replica: b.id, Seq: 1}, 2}}, false)
	for t := range a.text.Since(nil) {
		f.Add(t.Ops, t.First.Seq)
	}
	for _, s := range b.commit(0) {
		f.Add(s.change.Ops, s.change.First.Seq)
		f.Add(binary.AppendUvarint(nil, 1<<40), uint64(3))
	}
	f.Fuzz(func(t *testing.T, in []byte, seq uint64) {
		first := version.ID{Replica: replica(1), Seq: seq}
		ops, ok := parse(in, first)
		if !ok {
			return
		}
		if out := spell(ops, first); !bytes.Equal(out, in) {
			t.Errorf("two encodings of %+v:\n%x\n%x", ops, in, out)
		}
		// Whatever was decoded may be applied: it is refused, or it holds, and
		// comes out of the text as it went in.
		text := New()
		text.Insert(replica(2), 0, "some téxt to refer to\n")
		text.commitAll(replica(2))
		last := first.Seq - 1
		for i := range ops.list {
			last += uint64(ops.list[i].span())
		}
		if _, err := text.Apply(Change{First: first, Last: last, Ops: in}); err == nil {
			if err := text.check(); err != nil {
				t.Error(err)
			}
			if c, _ := text.Change(first); !bytes.Equal(c.Ops, in) {
				t.Errorf("read back %x, want %x", c.Ops, in)
			}
		}
	})
}
