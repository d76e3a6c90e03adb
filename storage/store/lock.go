package store

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// A lock is the LOCK file of a data folder, held by this process. The file is
// never replaced or removed: a lock belongs to the file, not to its name, and
// two processes with two files of one name would both hold theirs.
type lock struct{ f *os.File }

// errHeld is returned by tryLock when another process holds the lock.
var errHeld = errors.New("held by another process")

// acquire takes the lock, waiting for it for as long as timeout.
func acquire(name string, timeout time.Duration) (*lock, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unwritable(name, err)
	}
	for deadline := time.Now().Add(timeout); ; time.Sleep(20 * time.Millisecond) {
		err := tryLock(f)
		if err == nil {
			return &lock{f}, nil
		}
		if !errors.Is(err, errHeld) {
			return nil, errors.Join(unwritable(name, err), f.Close())
		}
		if time.Now().After(deadline) {
			return nil, errors.Join(fmt.Errorf("%s: %w", name, ErrBusy), f.Close())
		}
	}
}

// release lets go: closing the file does.
func (l *lock) release() error { return l.f.Close() }
