package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	bolt "go.etcd.io/bbolt"
)

// look runs a read transaction.
func (s *Store) look(f func(*bolt.Tx) error) error {
	return s.note(guarded(func() error { return s.db.View(f) }))
}

// change runs a transaction that writes. The counter of the bucket meta counts
// them: compacting keeps it.
func (s *Store) change(f func(*bolt.Tx) error) error {
	err := guarded(func() error {
		return s.db.Update(func(tx *bolt.Tx) error {
			if err := f(tx); err != nil {
				return err
			}
			_, err := tx.Bucket(bucketMeta).NextSequence()
			return err
		})
	})
	// When the file cannot grow, bbolt says why only in words.
	if err != nil && !errors.Is(err, syscall.ENOSPC) && strings.HasSuffix(err.Error(), syscall.ENOSPC.Error()) {
		err = fmt.Errorf("%w (%w)", err, syscall.ENOSPC)
	}
	return s.note(err)
}

// guarded turns a panic of bbolt, or a fault of the processor, on a page that
// is not what it should be into ErrDamaged. The file was whole when it was
// opened, so this takes a disk that fails meanwhile.
func guarded(f func() error) (err error) {
	old := debug.SetPanicOnFault(true)
	defer func() {
		debug.SetPanicOnFault(old)
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return f()
}

// note sees to it that after damage the next Open reads the whole file.
func (s *Store) note(err error) error {
	if errors.Is(err, ErrDamaged) {
		s.suspect()
	}
	return err
}

// suspectName is a file that tells Open to read every value.
const suspectName = "chirograph.db.suspect"

// suspect leaves a note for the next Open.
func (s *Store) suspect() {
	if s.suspected.Swap(true) {
		return
	}
	// Without it the damage is met again: nothing is lost but time.
	if f, err := os.OpenFile(filepath.Join(s.dir, suspectName), os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
		f.Close()
	}
}

// suspected tells whether damage was met in dir since it was opened last.
func suspected(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, suspectName))
	return err == nil
}

// cleared forgets the damage that was met.
func cleared(dir string) error {
	if err := os.Remove(filepath.Join(dir, suspectName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return unwritable(dir, err)
	}
	return nil
}
