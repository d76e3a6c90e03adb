package store

import (
	"errors"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// compactFree and compactShare say when Open compacts: when more than so many
// bytes are free, and so much of the file.
const (
	compactFree  = 64 << 20
	compactShare = 0.5
)

// A Size says what a file consists of, in bytes.
type Size struct {
	File int64 // as long as it is
	Free int64 // of it, that hold nothing
}

// Size tells how large the file is.
func (s *Store) Size() (z Size, err error) {
	err = s.look(func(tx *bolt.Tx) error {
		fi, err := os.Stat(filepath.Join(s.dir, FileName))
		if err != nil {
			return err
		}
		page := int64(s.db.Info().PageSize)
		z.File = fi.Size()
		z.Free = z.File - tx.Size() + int64(s.db.Stats().FreePageN+s.db.Stats().PendingPageN)*page
		return nil
	})
	return z, err
}

// Bloated tells whether so much is free that compacting is worth it.
func (z Size) Bloated() bool { return z.bloated(compactFree) }

// bloated tells whether a file of size z is worth compacting, where least is
// how much must be free.
func (z Size) bloated(least int64) bool {
	return z.Free > least && float64(z.Free) > compactShare*float64(z.File)
}

// Compact makes the file of a data folder as small as its content. Nobody may
// have it open. It returns what it was and what it is.
func Compact(dir string, o Options) (before, after Size, err error) {
	o.CompactFree = -1
	s, err := Open(dir, o)
	if err != nil {
		return before, after, err
	}
	before, err = s.Size()
	if err == nil {
		if err = s.compact(); err == nil {
			after, err = s.Size()
		}
	}
	return before, after, errors.Join(err, s.Close())
}

// compact writes what the file holds to another one, which then takes its
// place. It must not be called after Run has started. When it fails, the file
// stays as it was and open.
func (s *Store) compact() error {
	name := filepath.Join(s.dir, FileName)
	part := name + ".new"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return unwritable(part, err)
	}
	to, err := openFile(part, 0)
	if err != nil {
		return err
	}
	to.NoSync = true // until it is whole
	err = guarded(func() error { return bolt.Compact(to, s.db, compactBytes) })
	err = errors.Join(err, to.Sync())
	var used int64
	if err == nil {
		err = to.View(func(tx *bolt.Tx) error { used = tx.Size(); return nil })
	}
	err = errors.Join(err, to.Close())
	if err == nil { // bbolt has reserved room behind what it uses
		err = os.Truncate(part, used)
	}
	if err != nil {
		return errors.Join(unwritable(part, err), os.Remove(part))
	}
	if err := preflight(part); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := s.db.Close(); err != nil {
		return err
	}
	err = os.Rename(part, name)
	if err == nil {
		err = SyncFolder(s.dir)
	}
	db, opened := openFile(name, 0)
	s.db = db
	if err := errors.Join(err, opened); err != nil {
		return unwritable(name, err)
	}
	return nil
}

// compactBytes is how much goes into one transaction of a compaction.
const compactBytes = 16 << 20
