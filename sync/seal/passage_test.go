package seal

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func longText() []byte {
	var b strings.Builder
	for i := range 8000 {
		fmt.Fprintf(&b, "line %d of a text that is long enough to have a tree\n", i*i)
	}
	return []byte(b.String())
}

func TestAPassageProvesItselfToWhoHasOnlyTheSeal(t *testing.T) {
	for _, text := range [][]byte{longText(), []byte("short"), nil} {
		for _, offset := range []int{0, len(text) / 2, max(0, len(text)-1)} {
			p, err := Prove(text, offset)
			if err != nil {
				t.Fatal(err)
			}
			got, err := ParsePassage(p.Encode())
			if err != nil {
				t.Fatal(err)
			}
			s, passage, at, err := got.Verify()
			if err != nil || s != OfText(text) || !bytes.Equal(passage, text[at:int(at)+len(passage)]) ||
				offset < int(at) || offset >= int(at)+max(1, len(passage)) {
				t.Errorf("%d of %d: %v, %d bytes at %d", offset, len(text), err, len(passage), at)
			}
		}
	}
	if _, err := Prove([]byte("short"), 5); err == nil {
		t.Error("a place behind the end was proved")
	}
}

func TestAPassageWithAnyBitChangedProvesNothingOfTheText(t *testing.T) {
	text := longText()
	p, err := Prove(text, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	good, want := p.Encode(), OfText(text)
	for i := range 8 * len(good) {
		bad := bytes.Clone(good)
		bad[i/8] ^= 1 << (i % 8)
		q, err := ParsePassage(bad)
		if err != nil {
			continue
		}
		if s, _, _, err := q.Verify(); err == nil && s == want {
			t.Fatalf("bit %d changed, and it proves something", i)
		}
	}
}

func FuzzParsePassage(f *testing.F) {
	p, err := Prove(longText(), 1000)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(p.Encode())
	f.Fuzz(func(t *testing.T, in []byte) {
		p, err := ParsePassage(in)
		if err != nil {
			return
		}
		if again := p.Encode(); !bytes.Equal(again, in) {
			t.Errorf("two encodings:\n%x\n%x", in, again)
		}
		p.Verify()
	})
}
