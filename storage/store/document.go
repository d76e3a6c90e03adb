package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"chirograph/editor/version"
)

// ErrGap is returned for a record that does not follow the last one of its
// replica.
var ErrGap = errors.New("a record is missing before this one")

// A Head is how far a replica's log goes in the store.
type Head struct {
	Replica version.Replica
	Seq     uint64
}

// A Record is a stretch of a replica's log. The store does not read its data.
type Record struct {
	Replica     version.Replica
	First, Last uint64
	Data        []byte
}

// A document is a bucket of buckets: named values, and a log for each
// replica. A log's keys are the last sequence numbers of its records, in
// eight bytes, so that the record with a given number is the next key.
var (
	bucketValues = []byte("values")
	bucketLogs   = []byte("log")
)

// logFill is how full pages of a log are made: it only grows at its end.
const logFill = 0.9

// replicaLen is the length of a log's name: author and branch.
const replicaLen = 36

func replicaKey(r version.Replica) []byte {
	return append(r.Author[:len(r.Author):len(r.Author)], r.Branch[:]...)
}

// Append queues records for the end of their replicas' logs. One that is there
// already is passed over; one that does not follow fails with ErrGap, and
// none of the call's records is stored.
func (s *Store) Append(doc [32]byte, records []Record, done func(error)) {
	s.enqueue(func(tx *bolt.Tx) error {
		d, err := createDocument(tx, doc)
		if err != nil {
			return err
		}
		for _, r := range records {
			if err := appendRecord(d, r); err != nil {
				return err
			}
		}
		return nil
	}, done)
}

// appendRecord puts r at the end of its log in the document d.
func appendRecord(d *bolt.Bucket, r Record) error {
	log, err := d.Bucket(bucketLogs).CreateBucketIfNotExists(replicaKey(r.Replica))
	if err != nil {
		return err
	}
	log.FillPercent = logFill
	switch head := lastSeq(log); {
	case r.Last <= head:
		return nil
	case r.First != head+1 || r.Last < r.First:
		return fmt.Errorf("record %d of %v after %d: %w", r.First, r.Replica, head, ErrGap)
	}
	value := binary.BigEndian.AppendUint64(nil, r.First)
	if err := put(log, binary.BigEndian.AppendUint64(nil, r.Last), append(value, r.Data...)); err != nil {
		return err
	}
	return tighten(d, r.Replica, r.Last)
}

func lastSeq(log *bolt.Bucket) uint64 {
	k, _ := log.Cursor().Last()
	if len(k) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(k)
}

// Records returns a replica's records from the one that holds sequence number
// from, in order: about maxBytes of data, at least one record if there is any.
func (s *Store) Records(doc [32]byte, r version.Replica, from uint64, maxBytes int) (out []Record, err error) {
	err = s.view(doc, func(d *bolt.Bucket) error {
		log := d.Bucket(bucketLogs).Bucket(replicaKey(r))
		if log == nil {
			return nil
		}
		c := log.Cursor()
		size := 0
		from = max(from, 1)
		for k, v := c.Seek(binary.BigEndian.AppendUint64(nil, from)); k != nil; k, v = c.Next() {
			value, err := unwrap(k, v)
			if err != nil {
				return err
			}
			if len(k) != 8 || len(value) < 8 {
				return fmt.Errorf("record of %v: %w", r, ErrDamaged)
			}
			first := binary.BigEndian.Uint64(value)
			if first > from {
				return fmt.Errorf("records %d to %d of %v: %w", from, first-1, r, ErrDamaged)
			}
			data := value[8:]
			if size += len(data); size > maxBytes && len(out) > 0 {
				return nil
			}
			out = append(out, Record{
				Replica: r,
				First:   first,
				Last:    binary.BigEndian.Uint64(k),
				Data:    data,
			})
			from = binary.BigEndian.Uint64(k) + 1
		}
		return nil
	})
	return out, err
}

// Heads says how far each replica's log goes, in order of the replicas.
func (s *Store) Heads(doc [32]byte) (out []Head, err error) {
	err = s.view(doc, func(d *bolt.Bucket) error {
		logs := d.Bucket(bucketLogs)
		return logs.ForEachBucket(func(k []byte) error {
			if len(k) != replicaLen {
				return fmt.Errorf("log %x: %w", k, ErrDamaged)
			}
			out = append(out, Head{Replica: replicaOf(k), Seq: lastSeq(logs.Bucket(k))})
			return nil
		})
	})
	return out, err
}

// Put queues the change of one of a document's values; nil removes it.
func (s *Store) Put(doc [32]byte, key string, value []byte, done func(error)) {
	s.enqueue(func(tx *bolt.Tx) error {
		d, err := createDocument(tx, doc)
		if err != nil {
			return err
		}
		if value == nil {
			return d.Bucket(bucketValues).Delete([]byte(key))
		}
		return put(d.Bucket(bucketValues), []byte(key), value)
	}, done)
}

// Get returns one of a document's values, nil when there is none.
func (s *Store) Get(doc [32]byte, key string) (value []byte, err error) {
	err = s.view(doc, func(d *bolt.Bucket) error {
		value, err = get(d.Bucket(bucketValues), []byte(key))
		return err
	})
	return value, err
}

// Keys lists the keys of a document's values that begin with prefix.
func (s *Store) Keys(doc [32]byte, prefix string) (out []string, err error) {
	err = s.view(doc, func(d *bolt.Bucket) error {
		c := d.Bucket(bucketValues).Cursor()
		for k, _ := c.Seek([]byte(prefix)); bytes.HasPrefix(k, []byte(prefix)); k, _ = c.Next() {
			out = append(out, string(k))
		}
		return nil
	})
	return out, err
}

// Documents lists the documents, in order of their ids.
func (s *Store) Documents() (out [][32]byte, err error) {
	err = s.look(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketDocs).ForEachBucket(func(k []byte) error {
			if len(k) != 32 {
				return fmt.Errorf("document %x: %w", k, ErrDamaged)
			}
			out = append(out, [32]byte(k))
			return nil
		})
	})
	return out, err
}

// Delete queues the removal of a document and everything of it.
func (s *Store) Delete(doc [32]byte, done func(error)) {
	s.enqueue(func(tx *bolt.Tx) error {
		err := tx.Bucket(bucketDocs).DeleteBucket(doc[:])
		if errors.Is(err, bolterrors.ErrBucketNotFound) {
			return nil
		}
		return err
	}, done)
}

// view calls f with a document's bucket; not at all when it is not there.
func (s *Store) view(doc [32]byte, f func(*bolt.Bucket) error) error {
	return s.look(func(tx *bolt.Tx) error {
		d := tx.Bucket(bucketDocs).Bucket(doc[:])
		if d == nil {
			return nil
		}
		return f(d)
	})
}

func createDocument(tx *bolt.Tx, doc [32]byte) (*bolt.Bucket, error) {
	d, err := tx.Bucket(bucketDocs).CreateBucketIfNotExists(doc[:])
	if err != nil {
		return nil, err
	}
	for _, name := range [][]byte{bucketValues, bucketLogs} {
		if _, err := d.CreateBucketIfNotExists(name); err != nil {
			return nil, err
		}
	}
	return d, nil
}
