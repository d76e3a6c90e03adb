package store

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// installation returns the nonce of this installation. It is kept in the file
// and outside the data folder; where the two differ, the folder was copied or
// restored, and a new nonce is made: with the old one, two computers would
// write under one author's key and give one sequence number out twice.
func installation(dir, installs string, meta *bolt.Bucket, fresh bool) (nonce [32]byte, err error) {
	if installs == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			return nonce, err
		}
		installs = filepath.Join(base, "chirograph", "installs")
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nonce, err
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	sum := sha256.Sum256([]byte(dir))
	name := filepath.Join(installs, hex.EncodeToString(sum[:16]))

	inside, err := get(meta, keyInstall)
	if err != nil {
		return nonce, err
	}
	outside, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nonce, err
	}
	if !fresh && len(inside) == len(nonce) && bytes.Equal(inside, outside) {
		return [32]byte(inside), nil
	}
	rand.Read(nonce[:])
	if err := os.MkdirAll(installs, 0o700); err != nil {
		return nonce, unwritable(installs, err)
	}
	if err := writeDurably(name, nonce[:]); err != nil {
		return nonce, unwritable(name, err)
	}
	return nonce, put(meta, keyInstall, nonce[:])
}

// writeDurably writes a small file and waits for the disk.
func writeDurably(name string, b []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}
