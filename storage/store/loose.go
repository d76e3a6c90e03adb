package store

import (
	"bytes"
	"encoding/binary"

	bolt "go.etcd.io/bbolt"

	"chirograph/editor/version"
)

// Loose returns a document's records that lie behind a hole in their log, in
// order of their replicas and of their numbers. They come from a file that was
// damaged. When what is missing has been appended they can be appended, too,
// and are loose no longer.
func (s *Store) Loose(doc [32]byte) (out []Record, err error) {
	err = s.view(doc, func(d *bolt.Bucket) error {
		b := d.Bucket(bucketLoose)
		if b == nil {
			return nil
		}
		return b.ForEach(func(k, v []byte) error {
			value, err := unwrap(k, v)
			if err != nil || len(k) != replicaLen+8 || len(value) < 8 {
				return nil // it was saved once; others may have it
			}
			first := binary.BigEndian.Uint64(value)
			out = append(out, Record{
				Replica: replicaOf(k),
				First:   first &^ wholeBit,
				Last:    binary.BigEndian.Uint64(k[replicaLen:]),
				Whole:   first&wholeBit != 0,
				Data:    value[8:],
			})
			return nil
		})
	})
	return out, err
}

// putLoose lays a record aside.
func putLoose(d *bolt.Bucket, r Record) error {
	b, err := d.CreateBucketIfNotExists(bucketLoose)
	if err != nil {
		return err
	}
	first := r.First
	if r.Whole {
		first |= wholeBit
	}
	key := binary.BigEndian.AppendUint64(replicaKey(r.Replica), r.Last)
	return put(b, key, append(binary.BigEndian.AppendUint64(nil, first), r.Data...))
}

// tighten drops the loose records of a log that now goes to last.
func tighten(d *bolt.Bucket, r version.Replica, last uint64) error {
	b := d.Bucket(bucketLoose)
	if b == nil {
		return nil
	}
	var filled [][]byte
	c := b.Cursor()
	name := replicaKey(r)
	for k, _ := c.Seek(name); bytes.HasPrefix(k, name) && len(k) == replicaLen+8; k, _ = c.Next() {
		if binary.BigEndian.Uint64(k[replicaLen:]) > last {
			break
		}
		filled = append(filled, k)
	}
	for _, k := range filled {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}
