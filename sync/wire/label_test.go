package wire

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"chirograph/editor/version"
	"chirograph/sync/identity"
)

var labelRead = identity.WriteSeed{Secret: identity.Secret{1}}.Read()

// label is a label of the document of newTyped, by its author.
func label() *Label {
	w := newTyped()
	l := NewLabel(w.keys.Document, Naming{
		Time: 1234567890123,
		At:   []Head{NewHead(version.Replica{Author: version.Author{1}}, 7, Hash{2})},
		Seal: [32]byte{3}, Name: "First draft", Note: "as sent",
	}, labelRead, w.key)
	return &l
}

func TestALabelIsReadBack(t *testing.T) {
	l := label()
	got, err := ParseLabel(l.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Verify(newTyped().keys.Document); err != nil {
		t.Fatal(err)
	}
	n, err := got.Open(labelRead)
	if err != nil || n.Name != "First draft" || n.Note != "as sent" || len(n.At) != 1 || n.Seal != [32]byte{3} {
		t.Errorf("got %+v, %v", n, err)
	}
	if strings.Contains(string(l.Encode()), "draft") {
		t.Error("whoever carries the label can read it")
	}
}

func TestALabelWithAnyBitChangedIsRefused(t *testing.T) {
	good, id := label().Encode(), newTyped().keys.Document
	for i := range 8 * len(good) {
		bad := bytes.Clone(good)
		bad[i/8] ^= 1 << (i % 8)
		if got, err := ParseLabel(bad); err == nil && got.Verify(id) == nil {
			t.Errorf("accepted with bit %d changed", i)
		}
	}
}

func TestWhatNoVersionCanBeCalled(t *testing.T) {
	w := newTyped()
	for _, n := range []Naming{
		{},
		{Name: " blank"},
		{Name: "two\nlines"},
		{Name: "turned \u202e around"},
		{Name: strings.Repeat("é", MaxName+1)},
		{Name: "x", Note: strings.Repeat("n", MaxNote+1)},
	} {
		l := NewLabel(w.keys.Document, n, labelRead, w.key)
		if _, err := l.Open(labelRead); !errors.Is(err, ErrLabel) {
			t.Errorf("%q, %q: got %v, want %v", n.Name, n.Note, err, ErrLabel)
		}
	}
	long := Naming{Name: strings.Repeat("é", MaxName), Note: strings.Repeat("水", MaxNote)}
	for i := range MaxDeps {
		long.At = append(long.At, NewHead(version.Replica{Author: version.Author{byte(i)}}, 1<<40, Hash{}))
	}
	l := NewLabel(w.keys.Document, long, labelRead, w.key)
	if got, err := ParseLabel(l.Encode()); err != nil {
		t.Error("the longest: ", err)
	} else if _, err := got.Open(labelRead); err != nil {
		t.Error("the longest: ", err)
	}
}

func FuzzLabel(f *testing.F) {
	f.Add(label().Encode())
	f.Fuzz(func(t *testing.T, in []byte) {
		l, err := ParseLabel(in)
		if err != nil {
			return
		}
		if again := l.Encode(); !bytes.Equal(again, in) {
			t.Errorf("two encodings:\n%x\n%x", in, again)
		}
		if l.Verify(newTyped().keys.Document) == nil {
			l.Open(labelRead)
		}
	})
}
