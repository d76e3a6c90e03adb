// Package store keeps a profile on disk: one bbolt file, written by one
// goroutine, beside a LOCK file that says whose it is.
//
// Writes are queued and grouped: whatever waits while one transaction is on
// its way to the disk goes into the next. A write's callback runs when the
// disk has it. Reads see the last transaction; none holds one while anything
// else goes on.
//
// bbolt does not checksum its pages, so every value carries the beginning of
// its SHA-256 and is checked when it is read. A damaged file would crash the
// process inside bbolt, so Open looks at its pages first. A damaged file is
// never changed: it is set aside, and what proves itself is copied into a new
// one (see rescue).
//
// The package knows nothing of what the values mean.
package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Errors of Open, and of values that do not match their checksum.
var (
	ErrBusy       = errors.New("another process has the data folder open")
	ErrDamaged    = errors.New("the store is damaged")
	ErrNewer      = errors.New("the store was written by a newer version")
	ErrUnwritable = errors.New("the data folder cannot be written")
	ErrClosed     = errors.New("the store is closed")
)

// Names of the files in a data folder: of the store, and of its lock.
const (
	FileName = "chirograph.db"
	lockName = "LOCK"
)

var (
	bucketMeta     = []byte("meta")
	bucketSettings = []byte("settings")
	bucketIdentity = []byte("identity")
	bucketDocs     = []byte("docs")

	keySchema  = []byte("schema")
	keyInstall = []byte("install")
	keyPlace   = []byte("place")
	keySeed    = []byte("seed")
)

// Options adjust Open. The zero value is right.
type Options struct {
	Timeout time.Duration // to wait for another process to let go; 0 means 500 ms
	Install string        // folder of install nonces; "" means that of the user's configuration
	Judge   Judge         // with one, what can be saved of a damaged file is; without, it is refused

	CompactFree int64 // bytes that must be free in the file for Open to compact it; 0 means 64 MiB, less than 0 never
}

// A Store is an open data folder.
type Store struct {
	db   *bolt.DB
	dir  string
	lock *lock

	reachName string // of the file outside the folder that says how many changes there were

	seed, install [32]byte
	place         []byte  // of a copy; see Place
	copied        bool    // the file comes from another place
	salvaged      *Report // nil when the file was whole
	suspected     atomic.Bool

	mu     sync.Mutex // guards queue and closed
	queue  []write
	closed bool
	wake   chan struct{} // a token when the queue has something
}

// A write is a change to the file and whom to tell of it.
type write struct {
	do   func(*bolt.Tx) error
	done func(error)
}

// Open opens the data folder dir, which it makes if need be.
func Open(dir string, o Options) (*Store, error) {
	if o.Timeout == 0 {
		o.Timeout = 500 * time.Millisecond
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unwritable(dir, err)
	}
	l, err := acquire(filepath.Join(dir, lockName), o.Timeout)
	if err != nil {
		return nil, err
	}
	s, err := open(dir, o)
	if err != nil {
		return nil, errors.Join(err, l.release())
	}
	s.lock = l
	return s, nil
}

// Run carries out queued writes until ctx is done and none is left.
func (s *Store) Run(ctx context.Context) error {
	for {
		s.mu.Lock()
		batch := s.queue
		s.queue = nil
		s.mu.Unlock()
		if len(batch) > 0 {
			s.commit(batch)
			continue
		}
		select {
		case <-s.wake:
		case <-ctx.Done():
			s.mu.Lock()
			empty := len(s.queue) == 0
			s.closed = empty
			s.mu.Unlock()
			if empty {
				return nil
			}
		}
	}
}

// commit carries out writes in one transaction. When one fails, each is tried
// by itself, so that none fails for another's sake.
func (s *Store) commit(batch []write) {
	err := s.change(func(tx *bolt.Tx) error {
		for _, w := range batch {
			if err := w.do(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil || len(batch) == 1 {
		for _, w := range batch {
			w.done(err)
		}
		return
	}
	for _, w := range batch {
		w.done(s.change(w.do))
	}
}

// enqueue queues a write. done may be nil.
func (s *Store) enqueue(do func(*bolt.Tx) error, done func(error)) {
	if done == nil {
		done = func(error) {}
	}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		done(ErrClosed)
		return
	}
	s.queue = append(s.queue, write{do, done})
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Close closes the file and lets go of the lock. Run must have returned.
func (s *Store) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.noteReach()
	return errors.Join(s.db.Close(), s.lock.release())
}

// Identity returns the device's master seed, and the nonce of this
// installation: that of a copied folder is another.
func (s *Store) Identity() (seed, install [32]byte) { return s.seed, s.install }

// Copied tells whether the data folder is a copy of another one, or was put
// back from a copy.
func (s *Store) Copied() bool { return s.copied }

// Place tells copies of one data folder apart, for as long as they last: it is
// another one for each, and nil for the folder whose seed was made there.
func (s *Store) Place() []byte { return s.place }

// Salvaged says what was saved when the file was found damaged; nil when it
// was not.
func (s *Store) Salvaged() *Report { return s.salvaged }

// Setting returns a setting's value, nil when it was never set.
func (s *Store) Setting(key string) (value []byte, err error) {
	err = s.look(func(tx *bolt.Tx) error {
		value, err = get(tx.Bucket(bucketSettings), []byte(key))
		return err
	})
	return value, err
}

// SetSetting queues the change of a setting.
func (s *Store) SetSetting(key string, value []byte, done func(error)) {
	s.enqueue(func(tx *bolt.Tx) error {
		return put(tx.Bucket(bucketSettings), []byte(key), value)
	}, done)
}

func unwritable(name string, err error) error {
	return fmt.Errorf("%s: %w: %w", name, ErrUnwritable, err)
}
