package presence

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

var (
	id   = identity.DocumentID{1}
	read = identity.ReadSecret{Secret: identity.Secret{2}}
	key  = identity.AuthorKey(identity.Secret{3}, id, [32]byte{})
)

func state(number uint64) State {
	a := crdt.Anchor{ID: version.ID{Replica: version.Replica{Author: version.Author{9}}, Seq: 7}, Bias: crdt.After}
	return State{
		Author: identity.Author(key), Peer: "12D3KooW", Number: number,
		HasCaret: true, Anchor: a, Head: a, Active: 1234,
	}
}

func TestAPresenceIsReadByMembersOnly(t *testing.T) {
	want := state(5)
	data := Seal(id, want, read, key)
	got, err := Open(id, data, read)
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	if bytes.Contains(data, []byte("12D3KooW")) {
		t.Error("the device's id stands there in clear")
	}
	if _, err := Open(id, data, identity.ReadSecret{}); !errors.Is(err, wire.ErrSealed) {
		t.Errorf("a stranger: got %v, want %v", err, wire.ErrSealed)
	}
	if _, err := Open(identity.DocumentID{2}, data, read); !errors.Is(err, wire.ErrSealed) {
		t.Errorf("another document: got %v, want %v", err, wire.ErrSealed)
	}
	for i := range 8 * len(data) {
		bad := bytes.Clone(data)
		bad[i/8] ^= 1 << (i % 8)
		if _, err := Open(id, bad, read); err == nil {
			t.Errorf("accepted with bit %d changed", i)
		}
	}
}

func TestAMemberCannotSpeakForAnother(t *testing.T) {
	s := state(1)
	s.Author = version.Author{8}
	if _, err := Open(id, Seal(id, s, read, key), read); !errors.Is(err, identity.ErrSignature) {
		t.Errorf("got %v, want %v", err, identity.ErrSignature)
	}
}

func TestTheBoardKeepsTheNewestAndForgetsTheSilent(t *testing.T) {
	b := NewBoard()
	t0 := time.Unix(1000, 0)
	if err := b.Put(state(2), t0); err != nil {
		t.Fatal(err)
	}
	if err := b.Put(state(1), t0); !errors.Is(err, ErrStale) {
		t.Errorf("an older one: got %v, want %v", err, ErrStale)
	}
	if err := b.Put(state(3), t0.Add(2*time.Second)); err != nil {
		t.Fatal(err)
	}
	e, _ := b.Of(state(0).Author)
	if e.Number != 3 || !e.Moved.Equal(t0) {
		t.Errorf("got number %d, moved at %v", e.Number, e.Moved)
	}
	moved := state(4)
	moved.Head.Bias = crdt.Before
	b.Put(moved, t0.Add(2*time.Second))
	if e, _ := b.Of(moved.Author); !e.Moved.Equal(t0.Add(2 * time.Second)) {
		t.Errorf("the caret moved at %v", e.Moved)
	}
	if b.Expire(t0.Add(2*time.Second + Silence)) {
		t.Error("gone before its time")
	}
	if !b.Expire(t0.Add(3*time.Second+Silence)) || len(b.Here()) != 0 {
		t.Error("still here after its time")
	}
	b.Put(state(9), t0)
	b.Drop("12D3KooW")
	if len(b.Here()) != 0 {
		t.Error("still here after its stream has ended")
	}
}

func FuzzParse(f *testing.F) {
	rec := canonical.Encode(record{Document: id, Peer: "p", Number: 1})
	f.Add(canonical.Encode(sealed{Record: rec}))
	f.Fuzz(func(t *testing.T, in []byte) {
		parse(id, in)
		var r record
		if canonical.Decode(in, &r, wire.MaxPresence) == nil && !bytes.Equal(canonical.Encode(r), in) {
			t.Error("two encodings")
		}
	})
}
