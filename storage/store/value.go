package store

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// checkLen is how many bytes of a SHA-256 stand before a value: enough against
// accidents, which is all that they are for.
const checkLen = 8

// check is the checksum of a value under its key. The key is in it since a
// flipped bit there would show the value under another name.
func check(key, value []byte) []byte {
	h := sha256.New()
	h.Write(key)
	h.Write([]byte{0})
	h.Write(value)
	return h.Sum(nil)[:checkLen:checkLen]
}

// put stores a value with its checksum.
func put(b *bolt.Bucket, key, value []byte) error {
	return b.Put(key, append(check(key, value), value...))
}

// get returns a copy of a value whose checksum fits, nil when there is none.
func get(b *bolt.Bucket, key []byte) ([]byte, error) {
	v := b.Get(key)
	if v == nil {
		return nil, nil
	}
	return unwrap(key, v)
}

// unwrap checks a stored value and returns a copy of what was put.
func unwrap(key, stored []byte) ([]byte, error) {
	if len(stored) < checkLen {
		return nil, fmt.Errorf("value of %q: %w", key, ErrDamaged)
	}
	value := stored[checkLen:]
	if !bytes.Equal(check(key, value), stored[:checkLen]) {
		return nil, fmt.Errorf("value of %q: %w", key, ErrDamaged)
	}
	return append([]byte{}, value...), nil
}
