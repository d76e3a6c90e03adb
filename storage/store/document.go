package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

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
// One without data stands for what was lost (see Bridge).
type Record struct {
	Replica     version.Replica
	First, Last uint64
	Whole       bool // it takes the place of the records that lie in its stretch
	Data        []byte
}

// A Stretch is where a record lies, without its data.
type Stretch struct {
	First, Last uint64
	Whole       bool
	Size        int // bytes of the data
}

// wholeBit marks, in the stored number of a record's first operation, one that
// is Whole. Numbers are less than 2^31.
const wholeBit = 1 << 63

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
//
// A record that is Whole may begin before the end of the log, and end before it
// as well: the records that lie within its stretch are deleted in the same
// transaction. One that lies in the stretch of another is passed over.
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
	head := lastSeq(log)
	switch {
	case r.Last <= head && !r.Whole:
		return nil
	case r.First > head+1 || r.First <= head && !r.Whole || r.Last < r.First:
		return fmt.Errorf("record %d of %v after %d: %w", r.First, r.Replica, head, ErrGap)
	}
	first := r.First
	if r.Whole {
		first |= wholeBit
		if r.First <= head {
			if held, err := clearStretch(log, r); held || err != nil {
				return err
			}
		}
	}
	value := binary.BigEndian.AppendUint64(nil, first)
	if err := put(log, binary.BigEndian.AppendUint64(nil, r.Last), append(value, r.Data...)); err != nil {
		return err
	}
	if r.Last > head {
		if err := log.SetSequence(endSeal(r.Replica, r.Last)); err != nil {
			return err
		}
	}
	return tighten(d, r.Replica, r.Last)
}

// clearStretch deletes the records within the stretch of r. It reports true, and
// deletes nothing, if r lies within the stretch of one that is there.
func clearStretch(log *bolt.Bucket, r Record) (held bool, err error) {
	var gone [][]byte
	c := log.Cursor()
	for k, v := c.Seek(binary.BigEndian.AppendUint64(nil, r.First)); k != nil; k, v = c.Next() {
		s, err := stretchOf(k, v)
		switch {
		case err != nil:
			return false, err
		case s.First <= r.First && s.Last >= r.Last && s.Last-s.First > r.Last-r.First, s.Whole && s.First == r.First && s.Last == r.Last:
			return true, nil
		case s.Last > r.Last:
		case s.First >= r.First:
			gone = append(gone, bytes.Clone(k))
		}
		if s.Last >= r.Last {
			break
		}
	}
	for _, k := range gone {
		if err := log.Delete(k); err != nil {
			return false, err
		}
	}
	return false, nil
}

// stretchOf reads where a stored record lies. It does not check the record.
func stretchOf(k, v []byte) (Stretch, error) {
	if len(k) != 8 || len(v) < checkLen+8 {
		return Stretch{}, fmt.Errorf("record: %w", ErrDamaged)
	}
	first := binary.BigEndian.Uint64(v[checkLen:])
	return Stretch{
		First: first &^ wholeBit, Last: binary.BigEndian.Uint64(k),
		Whole: first&wholeBit != 0, Size: len(v) - checkLen - 8,
	}, nil
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
			if first&^wholeBit > from {
				return fmt.Errorf("records %d to %d of %v: %w", from, first&^wholeBit-1, r, ErrDamaged)
			}
			data := value[8:]
			if size += len(data); size > maxBytes && len(out) > 0 {
				return nil
			}
			out = append(out, Record{
				Replica: r,
				First:   first &^ wholeBit,
				Last:    binary.BigEndian.Uint64(k),
				Whole:   first&wholeBit != 0,
				Data:    data,
			})
			from = binary.BigEndian.Uint64(k) + 1
		}
		return nil
	})
	return out, err
}

// Stretches says where the records of a replica's log lie, from the one that
// holds sequence number from, in order. It does not check them.
func (s *Store) Stretches(doc [32]byte, r version.Replica, from uint64) (out []Stretch, err error) {
	err = s.view(doc, func(d *bolt.Bucket) error {
		log := d.Bucket(bucketLogs).Bucket(replicaKey(r))
		if log == nil {
			return nil
		}
		c := log.Cursor()
		for k, v := c.Seek(binary.BigEndian.AppendUint64(nil, from)); k != nil; k, v = c.Next() {
			stretch, err := stretchOf(k, v)
			if err != nil {
				return err
			}
			out = append(out, stretch)
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
		return deleteDocument(tx, doc)
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
