package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

// ErrTaken is returned by Restore for a data folder that has documents.
var ErrTaken = errors.New("there is a store in the data folder already")

// Backup writes a copy of the file as it is now to name, which must not be in
// use, and reads it all. Writing goes on meanwhile. The copy does not belong
// to this installation: wherever it is opened, the program writes as a new one.
func (s *Store) Backup(name string) error {
	if err := s.copyTo(name); err != nil {
		return err
	}
	err := disown(name)
	if err == nil {
		err = Verify(name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// restored stands in a copy in the place of the nonce of its installation.
var restored = []byte("restored")

// disown takes the nonce out of a file that nobody has open.
func disown(name string) error {
	db, err := openFile(name, 0)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		if meta == nil {
			return fmt.Errorf("%s: %w", name, ErrDamaged)
		}
		return put(meta, keyInstall, restored)
	})
	return errors.Join(err, db.Close())
}

// Restore makes the file from, which a Backup has written, the store of the
// data folder dir. One that is there is refused with ErrTaken, or, with
// replace, keeps its content under another name, which is returned. The file
// is read before anything is changed: a damaged one is refused.
func Restore(from, dir string, replace bool) (aside string, err error) {
	if err := Verify(from); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", unwritable(dir, err)
	}
	l, err := acquire(filepath.Join(dir, lockName), 500*time.Millisecond)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, l.release()) }()
	name := filepath.Join(dir, FileName)
	_, err = os.Lstat(name)
	there := !errors.Is(err, fs.ErrNotExist)
	if there && !replace {
		return "", fmt.Errorf("%s: %w", dir, ErrTaken)
	}
	part := name + ".new"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", unwritable(part, err)
	}
	if err := copyFile(part, from); err != nil {
		return "", unwritable(part, err)
	}
	err = disown(part)
	if err == nil {
		err = Verify(part)
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(part))
	}
	if there {
		if aside, err = setAside(name, ".replaced-"+time.Now().UTC().Format("20060102-150405")); err != nil {
			return "", err
		}
	}
	if err := os.Rename(part, name); err != nil {
		return aside, unwritable(name, err)
	}
	return aside, errors.Join(SyncFolder(dir), cleared(dir))
}
