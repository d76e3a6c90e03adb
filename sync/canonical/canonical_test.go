package canonical

import (
	"bytes"
	"errors"
	"testing"
)

type sample struct {
	_     struct{} `cbor:",toarray"`
	Name  string
	Hash  [4]byte
	Seqs  []uint64
	Sheet []byte
}

func TestDecodeReadsWhatEncodeWrote(t *testing.T) {
	want := sample{Name: "é", Hash: [4]byte{1, 2, 3, 4}, Seqs: []uint64{1, 300}, Sheet: []byte{9}}
	b := Encode(want)
	var got sample
	if err := Decode(b, &got, len(b)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(Encode(got), b) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestDecodeRefuses(t *testing.T) {
	good := Encode(sample{Name: "a", Seqs: []uint64{1}, Sheet: []byte{}})
	for _, tt := range []struct {
		name string
		in   []byte
		err  error
	}{
		{"a long form of a small number", bytes.Replace(good, []byte{0x81, 0x01}, []byte{0x81, 0x18, 0x01}, 1), ErrNotCanonical},
		{"a short array for a hash", bytes.Replace(good, []byte{0x44, 0, 0, 0, 0}, []byte{0x43, 0, 0, 0}, 1), ErrNotCanonical},
		{"bytes that follow", append(bytes.Clone(good), 0), nil},
		{"an end too soon", good[:len(good)-1], nil},
		{"nothing", nil, nil},
	} {
		var v sample
		err := Decode(tt.in, &v, 1000)
		if err == nil || tt.err != nil && !errors.Is(err, tt.err) {
			t.Errorf("%s: got %v, want an error (%v)", tt.name, err, tt.err)
		}
	}
	if err := Decode(good, new(sample), len(good)-1); err == nil {
		t.Error("more than the limit was decoded")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(Encode(sample{Name: "a", Seqs: []uint64{1, 2}, Sheet: []byte("xyz")}))
	f.Fuzz(func(t *testing.T, in []byte) {
		var v sample
		if Decode(in, &v, 1<<16) != nil {
			return
		}
		if again := Encode(v); !bytes.Equal(again, in) {
			t.Errorf("two encodings:\n%x\n%x", in, again)
		}
	})
}
