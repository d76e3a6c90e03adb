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
	name := filepath.Join(dir, FileName)
	_, err := os.Lstat(name)
	if errors.Is(err, os.ErrNotExist) {
		if err := create(name); err != nil {
			return nil, err
		}
	}
	os.Remove(name + ".new") // what a crash has left; whoever needs the name says why it fails

	check := preflight
	if o.Judge != nil && suspected(dir) {
		check = Verify
	}
	var report *Report
	s, err := openWhole(dir, o, check)
	if errors.Is(err, ErrDamaged) && o.Judge != nil {
		if report, err = salvage(name, o.Judge); err != nil {
			return nil, err
		}
		s, err = openWhole(dir, o, preflight)
	}
	if err != nil {
		return nil, err
	}
	s.salvaged = report
	if o.Judge != nil {
		if err := cleared(dir); err != nil {
			return nil, errors.Join(err, s.db.Close())
		}
	}
	return s, nil
}

// openWhole opens a file that passes check.
func openWhole(dir string, o Options, check func(string) error) (*Store, error) {
	name := filepath.Join(dir, FileName)
	if err := check(name); err != nil {
		return nil, err
	}
	db, err := openFile(name, o.Timeout)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, dir: dir, wake: make(chan struct{}, 1)}
	if err := s.settle(name, o); err != nil {
		if s.db != nil {
			err = errors.Join(err, s.db.Close())
		}
		return nil, err
	}
	return s, nil
}

// settle reads what every file has and brings the file up to date.
func (s *Store) settle(name string, o Options) error {
	from, err := s.read(name)
	if err != nil {
		return err
	}
	if err := s.migrate(name, from); err != nil {
		return err
	}
	if s.install, s.copied, err = s.installation(s.dir, o.Install); err != nil {
		return err
	}
	defer func() {
		if s.db != nil {
			s.noteReach()
		}
	}()
	if o.CompactFree < 0 {
		return nil
	}
	if o.CompactFree == 0 {
		o.CompactFree = compactFree
	}
	size, err := s.Size()
	if err != nil || !size.bloated(o.CompactFree) {
		return err
	}
	if err := s.compact(); err != nil && s.db == nil {
		return err
	}
	return nil // if it could not be done, it stays as large as it was
}

// create makes the file of a new profile. It gets its name when it is whole
// and on the disk: a file without a seed, or with none of its pages, is then
// a damaged one for certain, and never mistaken for a new one, which would
// cost a person every document.
func create(name string) error {
	part := name + ".new"
	var seed [32]byte
	rand.Read(seed[:])
	db, err := newFile(part, schema, seed[:])
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return unwritable(part, err)
	}
	if err := os.Rename(part, name); err != nil {
		return unwritable(name, err)
	}
	return SyncFolder(filepath.Dir(name))
}

// newFile makes a file without documents, in place of what is there.
func newFile(name string, version uint32, seed []byte) (*bolt.DB, error) {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, unwritable(name, err)
	}
	db, err := openFile(name, 0)
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, b := range [][]byte{bucketMeta, bucketSettings, bucketIdentity, bucketDocs} {
			if _, err := tx.CreateBucket(b); err != nil {
				return err
			}
		}
		return errors.Join(
			put(tx.Bucket(bucketMeta), keySchema, binary.BigEndian.AppendUint32(nil, version)),
			put(tx.Bucket(bucketIdentity), keySeed, seed))
	})
	if err != nil {
		return nil, errors.Join(unwritable(name, err), db.Close())
	}
	return db, nil
}

// allocSize is how much a file grows at a time: each time costs a wait for
// the disk, and what is not used yet is taken from it.
const allocSize = 512 << 10

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
		db.AllocSize = allocSize
		return db, nil
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("%s: %w", name, ErrBusy)
	case errors.As(err, &errno): // no right, no space, no such device: not the file's fault
		return nil, unwritable(name, err)
	}
	return nil, fmt.Errorf("%s: %w: %w", name, ErrDamaged, err)
}

// read reads what every file has, and returns its schema. It writes nothing,
// so that documents can be read when the disk is full.
func (s *Store) read(name string) (version uint32, err error) {
	err = s.look(func(tx *bolt.Tx) error {
		for _, b := range [][]byte{bucketMeta, bucketSettings, bucketIdentity, bucketDocs} {
			if tx.Bucket(b) == nil {
				return fmt.Errorf("%s: %s: %w", name, b, ErrDamaged)
			}
		}
		v, err := get(tx.Bucket(bucketMeta), keySchema)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		case len(v) != 4 || binary.BigEndian.Uint32(v) == 0:
			return fmt.Errorf("%s: schema: %w", name, ErrDamaged)
		case binary.BigEndian.Uint32(v) > schema:
			return fmt.Errorf("%s: %w", name, ErrNewer)
		}
		version = binary.BigEndian.Uint32(v)
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
	return version, err
}
