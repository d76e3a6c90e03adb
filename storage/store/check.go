package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// A Tally counts what Count found in a document.
type Tally struct {
	Values  int   // named values
	Records int   // of logs
	Lost    int   // records that stand for what was lost
	Loose   int   // records behind a hole
	Nodes   int   // of snapshots
	Logs    int64 // bytes of the logs' data
	Other   int64 // bytes of everything else
	Bad     int   // values that do not prove themselves, and holes
}

// Check reads everything of a document. It returns ErrDamaged when something
// does not prove itself or a log has a hole; the next Open then saves the rest.
func (s *Store) Check(doc [32]byte) error {
	_, err := s.Count(doc)
	return err
}

// Count is Check, and counts what is there.
func (s *Store) Count(doc [32]byte) (t Tally, err error) {
	var first error
	bad := func(err error) {
		t.Bad++
		if first == nil {
			first = err
		}
	}
	err = s.view(doc, func(d *bolt.Bucket) error {
		for _, part := range []struct {
			name  []byte
			count *int
		}{{bucketValues, &t.Values}, {bucketLoose, &t.Loose}, {bucketNodes, &t.Nodes}} {
			b := d.Bucket(part.name)
			if b == nil {
				continue
			}
			c := b.Cursor()
			for k, v := c.First(); k != nil; k, v = c.Next() {
				*part.count++
				t.Other += int64(len(v))
				if _, err := unwrap(k, v); err != nil {
					bad(err)
				}
			}
		}
		logs := d.Bucket(bucketLogs)
		return logs.ForEachBucket(func(name []byte) error {
			next := uint64(1)
			c := logs.Bucket(name).Cursor()
			for k, v := c.First(); k != nil; k, v = c.Next() {
				t.Records++
				value, err := unwrap(k, v)
				if err != nil || len(k) != 8 || len(value) < 8 {
					bad(errors.Join(err, fmt.Errorf("log %x: %w", name, ErrDamaged)))
					continue
				}
				t.Logs += int64(len(value))
				if len(value) == 8 {
					t.Lost++
				}
				if binary.BigEndian.Uint64(value)&^wholeBit > next {
					bad(fmt.Errorf("log %x has a hole before %d: %w", name, next, ErrDamaged))
				}
				next = binary.BigEndian.Uint64(k) + 1
			}
			return nil
		})
	})
	if err == nil {
		err = s.note(first)
	}
	return t, err
}

// CheckRest reads everything that belongs to no document, and returns how many
// values that are.
func (s *Store) CheckRest() (n int, err error) {
	err = s.look(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			if string(name) == string(bucketDocs) {
				return nil
			}
			return b.ForEach(func(k, v []byte) error {
				if v == nil {
					return nil
				}
				n++
				_, err := unwrap(k, v)
				return err
			})
		})
	})
	return n, err
}
