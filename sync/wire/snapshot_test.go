package wire

import (
	"bytes"
	"errors"
	"testing"

	"chirograph/editor/version"
	"chirograph/sync/merkle"
)

// picture is a picture with so many heads.
func picture(heads int) Picture {
	p := Picture{
		Time:    1234567890123,
		Text:    TreeOf(merkle.RootOf([]byte("text"))),
		State:   TreeOf(merkle.RootOf([]byte("hidden"))),
		Lengths: [Columns]uint64{6},
		Parents: [][32]byte{{1}},
	}
	for i := range heads {
		a := version.Author{byte(i >> 8), byte(i)}
		p.Heads = append(p.Heads, NewHead(version.Replica{Author: a}, 1<<30, Hash{byte(i)}))
	}
	return p
}

func TestASnapshotIsReadBack(t *testing.T) {
	w := newTyped()
	s := NewSnapshot(w.keys.Document, picture(MaxHeads), labelRead, w.key)
	got, err := ParseSnapshot(s.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Verify(w.keys.Document); err != nil {
		t.Fatal(err)
	}
	p, err := got.Open(labelRead)
	if err != nil || len(p.Heads) != MaxHeads || p.Text.Root() != merkle.RootOf([]byte("text")) {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestASnapshotWithAnyBitChangedIsRefused(t *testing.T) {
	w := newTyped()
	s := NewSnapshot(w.keys.Document, picture(2), labelRead, w.key)
	good := s.Encode()
	for i := range 8 * len(good) {
		bad := bytes.Clone(good)
		bad[i/8] ^= 1 << (i % 8)
		if got, err := ParseSnapshot(bad); err == nil && got.Verify(w.keys.Document) == nil {
			t.Errorf("accepted with bit %d changed", i)
		}
	}
}

func TestASnapshotAndALabelAreNotTakenForEachOther(t *testing.T) {
	w := newTyped()
	s := NewSnapshot(w.keys.Document, picture(1), labelRead, w.key)
	l := Label(s)
	if err := l.Verify(w.keys.Document); !errors.Is(err, ErrSignature) {
		t.Errorf("got %v, want %v", err, ErrSignature)
	}
}

func TestASnapshotThatIsTooLargeIsRefused(t *testing.T) {
	w := newTyped()
	for name, change := range map[string]func(*Picture){
		"text":    func(p *Picture) { p.Text.Size = MaxState + 1 },
		"lengths": func(p *Picture) { p.Lengths[3] = 1 },
		"state":   func(p *Picture) { p.State.Size = 1 << 63; p.Lengths[0] = 1 << 63 },
		"parents": func(p *Picture) { p.Parents = make([][32]byte, MaxParents+1) },
		"heads":   func(p *Picture) { p.Heads = append(p.Heads, p.Heads[0]) },
	} {
		p := picture(1)
		change(&p)
		s := NewSnapshot(w.keys.Document, p, labelRead, w.key)
		if _, err := s.Open(labelRead); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: got %v, want %v", name, err, ErrTooLarge)
		}
	}
}

func FuzzSnapshot(f *testing.F) {
	w := newTyped()
	s := NewSnapshot(w.keys.Document, picture(2), labelRead, w.key)
	f.Add(s.Encode())
	f.Fuzz(func(t *testing.T, in []byte) {
		s, err := ParseSnapshot(in)
		if err != nil {
			return
		}
		if again := s.Encode(); !bytes.Equal(again, in) {
			t.Errorf("two encodings:\n%x\n%x", in, again)
		}
		if s.Verify(w.keys.Document) == nil {
			s.Open(labelRead)
		}
	})
}
