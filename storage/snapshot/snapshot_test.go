package snapshot

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

func sample() *crdt.Text {
	t := crdt.New()
	me := version.Replica{Author: version.Author{1}}
	for i := range 300 {
		t.Insert(me, t.Len()/2, strings.Repeat("the quick brown fox ", 1+i%3))
		if i%7 == 0 {
			t.Delete(me, t.Len()/3, t.Len()/3+5)
		}
		t.Commit(me, int64(i)*1000)
	}
	return t
}

func TestFileIsReadBack(t *testing.T) {
	for name, text := range map[string]*crdt.Text{"empty": crdt.New(), "some": sample()} {
		h := text.History()
		f, err := Open(Encode(h), 1<<20)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := f.Text(); err != nil || string(got) != text.String() {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
		got, err := f.History()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if f.Digest != DigestOf(h) || f.Digest != DigestOf(got) {
			t.Errorf("%s: another digest", name)
		}
		again, err := crdt.FromHistory(got)
		if err != nil || again.String() != text.String() || !again.Vector().Equal(text.Vector()) {
			t.Errorf("%s: got %q, %v", name, again, err)
		}
	}
}

// Whatever happens to a file, it is noticed before anything of it is used, or
// what is read is what the digest stands for.
func TestDamageIsNoticed(t *testing.T) {
	good := Encode(sample().History())
	read := func(data []byte) error {
		f, err := Open(data, 1<<20)
		if err != nil {
			return err
		}
		h, err := f.History()
		if err == nil && f.Digest != DigestOf(h) {
			t.Fatal("not noticed")
		}
		return err
	}
	for n := range good {
		if err := read(good[:n]); !errors.Is(err, ErrDamaged) {
			t.Fatalf("%d bytes of %d: %v", n, len(good), err)
		}
	}
	if err := read(append(bytes.Clone(good), 0)); !errors.Is(err, ErrDamaged) {
		t.Errorf("a byte too many: %v", err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		bad := bytes.Clone(good)
		bad[rng.IntN(len(bad))] ^= 1 << rng.IntN(8)
		if err := read(bad); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	}
	if _, err := Open(good, 1000); !errors.Is(err, ErrDamaged) {
		t.Errorf("more than the limit: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(Encode(sample().History()))
	f.Add(Encode(crdt.New().History()))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(data, 1<<16)
		if err != nil {
			return
		}
		h, err := file.History()
		if err != nil {
			return
		}
		if DigestOf(h) != file.Digest {
			t.Error("another digest")
		}
		crdt.FromHistory(h)
	})
}
