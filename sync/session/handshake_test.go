package session

import (
	"bytes"
	"errors"
	"testing"
)

var (
	novel   = [32]byte{1} // membership keys of three documents
	diary   = [32]byte{2}
	recipes = [32]byte{3}

	nonceA = [32]byte{'a'}
	nonceB = [32]byte{'b'}
)

func TestHandshakeFindsTheDocument(t *testing.T) {
	keys := [][32]byte{diary, novel, recipes}
	for want, key := range keys {
		hello := Hello(key, "ann", "ben", nonceA)
		answer, which, err := Welcome(keys, "ben", "ann", nonceB, hello)
		if err != nil || which != want {
			t.Fatalf("welcome: got document %d, %v, want %d", which, err, want)
		}
		confirm, err := Confirm(key, "ann", "ben", hello, answer)
		if err != nil {
			t.Fatal(err)
		}
		if err := Confirmed(key, "ben", "ann", hello, answer, confirm); err != nil {
			t.Fatal(err)
		}
		for _, b := range [][]byte{hello, answer, confirm} {
			if len(b) > MaxHandshake {
				t.Errorf("a message of %d bytes", len(b))
			}
		}
	}
}

func TestStrangerLearnsOnlyThatItIsNotHere(t *testing.T) {
	for _, keys := range [][][32]byte{nil, {diary}, {diary, recipes}} {
		answer, _, err := Welcome(keys, "ben", "ann", nonceB, Hello(novel, "ann", "ben", nonceA))
		if !errors.Is(err, ErrNotMember) || !bytes.Equal(answer, []byte{0}) {
			t.Errorf("%d documents: got %x, %v", len(keys), answer, err)
		}
	}
	if _, err := Confirm(novel, "ann", "ben", Hello(novel, "ann", "ben", nonceA), []byte{0}); !errors.Is(err, ErrNotMember) {
		t.Errorf("got %v, want %v", err, ErrNotMember)
	}
}

func TestHandshakeIsBoundToPeersNoncesAndOrder(t *testing.T) {
	keys := [][32]byte{novel}
	hello := Hello(novel, "ann", "ben", nonceA)
	answer, _, err := Welcome(keys, "ben", "ann", nonceB, hello)
	if err != nil {
		t.Fatal(err)
	}
	confirm, err := Confirm(novel, "ann", "ben", hello, answer)
	if err != nil {
		t.Fatal(err)
	}
	other, _, _ := Welcome(keys, "ben", "ann", [32]byte{'x'}, hello)

	for _, tt := range []struct {
		name string
		err  error
	}{
		{"a hello repeated by another peer", second(Welcome(keys, "ben", "eve", nonceB, hello))},
		{"a hello repeated to another peer", second(Welcome(keys, "eve", "ann", nonceB, hello))},
		{"a hello sent back to its author", second(Welcome(keys, "ann", "ben", nonceB, hello))},
		{"names cut elsewhere", second(Welcome(keys, "nben", "an", nonceB, hello))},
		{"a welcome from another peer", first(Confirm(novel, "ann", "eve", hello, answer))},
		{"a welcome to another hello", first(Confirm(novel, "ann", "ben", Hello(novel, "ann", "ben", [32]byte{'y'}), answer))},
		{"a welcome by another key", first(Confirm(diary, "ann", "ben", hello, answer))},
		{"a hello in place of the welcome", first(Confirm(novel, "ann", "ben", hello, append([]byte{1}, hello...)))},
		{"a confirmation of another welcome", Confirmed(novel, "ben", "ann", hello, other, confirm)},
		{"a confirmation from another peer", Confirmed(novel, "ben", "eve", hello, answer, confirm)},
		{"the welcome's proof in place of a confirmation", Confirmed(novel, "ben", "ann", hello, answer, answer[33:])},
		{"no confirmation", Confirmed(novel, "ben", "ann", hello, answer, nil)},
	} {
		if !errors.Is(tt.err, ErrNotMember) && !errors.Is(tt.err, ErrHandshake) {
			t.Errorf("%s: got %v", tt.name, tt.err)
		}
	}
}

// FuzzHandshake demands that each message has one form: whatever else arrives
// in its place is refused.
func FuzzHandshake(f *testing.F) {
	keys := [][32]byte{diary, novel}
	hello := Hello(novel, "ann", "ben", nonceA)
	answer, _, _ := Welcome(keys, "ben", "ann", nonceB, hello)
	confirm, _ := Confirm(novel, "ann", "ben", hello, answer)
	for _, b := range [][]byte{nil, {0}, {1}, {2}, hello, answer, confirm, answer[:64], append(hello, 0)} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if _, _, err := Welcome(keys, "ben", "ann", nonceB, in); err == nil && !bytes.Equal(in, hello) {
			t.Errorf("hello %x was welcome", in)
		}
		if _, err := Confirm(novel, "ann", "ben", hello, in); err == nil && !bytes.Equal(in, answer) {
			t.Errorf("welcome %x was confirmed", in)
		}
		if err := Confirmed(novel, "ben", "ann", hello, answer, in); err == nil && !bytes.Equal(in, confirm) {
			t.Errorf("confirmation %x was taken", in)
		}
	})
}

func first(_ []byte, err error) error { return err }

func second(_ []byte, _ int, err error) error { return err }
