package store

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"

	bolt "go.etcd.io/bbolt"
)

// installation returns the nonce of this installation. It is kept in the file
// and outside the data folder; where the two differ, the file is new or the
// folder was copied or restored, and a new nonce is made: with the old one,
// two computers would write under one author's key and give one sequence
// number out twice. So it is where the file was already further than it is now:
// an older one was put back in its place. copied tells that the file has a
// nonce which is not that of this place and time.
func (s *Store) installation(dir, installs string) (nonce [32]byte, copied bool, err error) {
	if installs == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			return nonce, false, err
		}
		installs = filepath.Join(base, "chirograph", "installs")
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nonce, false, err
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	sum := sha256.Sum256([]byte(dir))
	name := filepath.Join(installs, hex.EncodeToString(sum[:16]))
	s.reachName = name + ".at"

	var inside []byte
	var now uint64
	err = s.look(func(tx *bolt.Tx) error {
		var err error
		now = tx.Bucket(bucketMeta).Sequence()
		if s.place, err = get(tx.Bucket(bucketMeta), keyPlace); err != nil {
			return err
		}
		inside, err = get(tx.Bucket(bucketMeta), keyInstall)
		return err
	})
	if err != nil {
		return nonce, false, err
	}
	outside, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nonce, false, err
	}
	if len(inside) == len(nonce) && bytes.Equal(inside, outside) && s.reached() <= now {
		return [32]byte(inside), false, nil
	}
	rand.Read(nonce[:])
	if err := os.MkdirAll(installs, 0o700); err != nil {
		return nonce, false, unwritable(installs, err)
	}
	if err := writeDurably(name, nonce[:]); err != nil {
		return nonce, false, unwritable(name, err)
	}
	copied = inside != nil
	err = s.change(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		if err := put(meta, keyInstall, nonce[:]); err != nil || !copied {
			return err
		}
		s.place = nonce[:]
		return put(meta, keyPlace, s.place)
	})
	if err != nil {
		return nonce, false, unwritable(dir, err)
	}
	return nonce, copied, nil
}

// reached is how many changes the file had when it was closed last, or opened;
// 0 when that is not known.
func (s *Store) reached() uint64 {
	b, err := os.ReadFile(s.reachName)
	if err != nil || len(b) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}

// noteReach notes how many changes the file has. It need not last through a
// power cut, or on a full disk: then less is known.
func (s *Store) noteReach() {
	var now uint64
	err := s.look(func(tx *bolt.Tx) error {
		now = tx.Bucket(bucketMeta).Sequence()
		return nil
	})
	part := s.reachName + ".new"
	if err == nil && os.WriteFile(part, binary.BigEndian.AppendUint64(nil, now), 0o600) == nil {
		os.Rename(part, s.reachName)
	}
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

// SyncFolder makes the names in a folder durable. Windows needs no such thing.
func SyncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return unwritable(dir, err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return unwritable(dir, err)
	}
	return nil
}
