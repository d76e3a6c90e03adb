package store

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// open opens the file of a folder whose lock is held, and makes it if there
// is none.
func open(dir string, o Options) (*Store, error) {
	name := filepath.Join(dir, fileName)
	if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) {
		if err := create(name); err != nil {
			return nil, err
		}
	}
	if err := preflight(name); err != nil {
		return nil, err
	}
	db, err := openFile(name, o.Timeout)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, wake: make(chan struct{}, 1)}
	if err := s.read(name); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if s.install, err = s.installation(dir, o.Install); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// create makes the file of a new profile. It gets its name when it is whole
// and on the disk: a file without a seed, or with none of its pages, is then
// a damaged one for certain, and never mistaken for a new one, which would
// cost a person every document.
func create(name string) error {
	part := name + ".new"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return unwritable(part, err)
	}
	db, err := openFile(part, 0)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, b := range [][]byte{bucketMeta, bucketSettings, bucketIdentity, bucketDocs} {
			if _, err := tx.CreateBucket(b); err != nil {
				return err
			}
		}
		var seed [32]byte
		rand.Read(seed[:])
		return errors.Join(
			put(tx.Bucket(bucketMeta), keySchema, binary.BigEndian.AppendUint32(nil, schema)),
			put(tx.Bucket(bucketIdentity), keySeed, seed[:]))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		return unwritable(part, err)
	}
	if err := os.Rename(part, name); err != nil {
		return unwritable(name, err)
	}
	return syncFolder(filepath.Dir(name))
}

// openFile opens a bbolt file.
func openFile(name string, timeout time.Duration) (*bolt.DB, error) {
	db, err := bolt.Open(name, 0o600, &bolt.Options{
		Timeout:         timeout,
		NoFreelistSync:  true, // reopening scans; committing is cheaper
		FreelistType:    bolt.FreelistMapType,
		InitialMmapSize: initialMmapSize,
	})
	var errno syscall.Errno
	switch {
	case err == nil:
		return db, nil
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("%s: %w", name, ErrBusy)
	case errors.As(err, &errno): // no right, no space, no such device: not the file's fault
		return nil, unwritable(name, err)
	}
	return nil, fmt.Errorf("%s: %w: %w", name, ErrDamaged, err)
}

// read reads what every file has. It writes nothing, so that documents can be
// read when the disk is full.
func (s *Store) read(name string) error {
	return s.db.View(func(tx *bolt.Tx) error {
		for _, b := range [][]byte{bucketMeta, bucketSettings, bucketIdentity, bucketDocs} {
			if tx.Bucket(b) == nil {
				return fmt.Errorf("%s: %s: %w", name, b, ErrDamaged)
			}
		}
		version, err := get(tx.Bucket(bucketMeta), keySchema)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		case len(version) != 4:
			return fmt.Errorf("%s: schema: %w", name, ErrDamaged)
		case binary.BigEndian.Uint32(version) > schema:
			return fmt.Errorf("%s: %w", name, ErrNewer)
		}
		seed, err := get(tx.Bucket(bucketIdentity), keySeed)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		case len(seed) != len(s.seed):
			return fmt.Errorf("%s: seed: %w", name, ErrDamaged)
		}
		copy(s.seed[:], seed)
		return nil
	})
}
