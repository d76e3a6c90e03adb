package wire

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"testing"
)

// aged is a batch as it was sealed before its header lost a field.
func (w *typed) aged(b Batch) Batch {
	c, err := b.Open(w.keys)
	if err != nil {
		panic(err)
	}
	b.old = true
	plain := w.plain(&c)
	b.Sealed = aead(w.keys.Batch).Seal(nil, nonce(w.keys.Chain, b.Header.After), plain, b.bound())
	b.Signature = [64]byte(ed25519.Sign(w.key, b.signed()))
	return b
}

func TestBatchesOfBeforeAreReadBack(t *testing.T) {
	w := newTyped()
	b := w.batch("as it was")
	old := w.aged(b)
	raw := old.Encode()
	if !isOld(raw) || IsPack(raw) || isOld(b.Encode()) {
		t.Error("old and new ones are taken for each other")
	}
	u, err := ParseUnit(raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := u.Verify(); err != nil {
		t.Fatal(err)
	}
	got := u.(*Batch)
	c, err := got.Open(w.keys)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := b.Open(w.keys)
	if fmt.Sprint(c) != fmt.Sprint(want) || got.Span() != b.Span() || !bytes.Equal(got.Encode(), raw) {
		t.Errorf("got %+v, want %+v", c, want)
	}
	for i := range 8 * len(raw) {
		bad := bytes.Clone(raw)
		bad[i/8] ^= 1 << (i % 8)
		if got, err := ParseUnit(bad); err == nil && got.Verify() == nil {
			t.Errorf("accepted with bit %d changed", i)
		}
	}
}
