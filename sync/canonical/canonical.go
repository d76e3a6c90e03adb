// Package canonical encodes the structured messages that replicas sign, hash
// and exchange: deterministic CBOR (RFC 8949, section 4.2.1) with structs as
// arrays, so that a value has exactly one encoding.
//
// Decode refuses everything else: it decodes strictly, encodes the result
// again and compares. Hashes and signatures over these bytes depend on it.
package canonical

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// ErrNotCanonical is returned for bytes that decode, but are not the one
// encoding of what they decode to.
var ErrNotCanonical = errors.New("not the canonical encoding")

var (
	enc = must(encOptions().EncMode())
	dec = must(cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		MaxNestedLevels:   8,
		MaxArrayElements:  4096,
		MaxMapPairs:       16,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		UTF8:              cbor.UTF8RejectInvalid,
	}.DecMode())
)

func encOptions() cbor.EncOptions {
	o := cbor.CoreDetEncOptions()
	o.NilContainers = cbor.NilContainerAsEmpty // nothing has one encoding, too
	return o
}

// Encode returns the encoding of v, which must be made of integers, strings,
// byte arrays, slices and structs marked `cbor:",toarray"`. It panics on
// anything else: what is encoded is ours.
func Encode(v any) []byte {
	b, err := enc.Marshal(v)
	if err != nil {
		panic("canonical: " + err.Error())
	}
	return b
}

// Decode reads b, at most limit bytes, into v. It allocates no more than a
// small multiple of len(b).
func Decode(b []byte, v any, limit int) error {
	if len(b) > limit {
		return fmt.Errorf("%d bytes where at most %d are allowed", len(b), limit)
	}
	if err := dec.Unmarshal(b, v); err != nil {
		return err
	}
	again, err := enc.Marshal(v)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, b) {
		return ErrNotCanonical
	}
	return nil
}

func must[T any](v T, err error) T {
	if err != nil {
		panic("canonical: " + err.Error())
	}
	return v
}
