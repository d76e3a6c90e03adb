package store

import (
	"bytes"
	"encoding/binary"
	"fmt"

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
		out, err = looseIn(b, nil)
		return err
	})
	return out, err
}

// looseIn reads the loose records whose key begins with prefix.
func looseIn(b *bolt.Bucket, prefix []byte) (out []Record, err error) {
	c := b.Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		value, err := unwrap(k, v)
		if err != nil {
			return nil, err
		}
		if len(k) != replicaLen+8 || len(value) < 8 {
			return nil, fmt.Errorf("loose record %x: %w", k, ErrDamaged)
		}
		first := binary.BigEndian.Uint64(value)
		out = append(out, Record{
			Replica: replicaOf(k),
			First:   first &^ wholeBit,
			Last:    binary.BigEndian.Uint64(k[replicaLen:]),
			Whole:   first&wholeBit != 0,
			Data:    value[8:],
		})
	}
	return out, nil
}

// Bridge queues that logs of a document go on although a part of them was lost,
// because the caller has what they say up to heads from elsewhere. Where
// nothing is left stands a record without data, and what was loose takes its
// place between and behind.
func (s *Store) Bridge(doc [32]byte, heads []Head, done func(error)) {
	s.enqueue(func(tx *bolt.Tx) error {
		d, err := createDocument(tx, doc)
		if err != nil {
			return err
		}
		for _, h := range heads {
			if err := bridge(d, h); err != nil {
				return err
			}
		}
		return nil
	}, done)
}

func bridge(d *bolt.Bucket, h Head) error {
	var all []Record
	if b := d.Bucket(bucketLoose); b != nil {
		var err error
		if all, err = looseIn(b, replicaKey(h.Replica)); err != nil {
			return err
		}
	}
	last := uint64(0)
	if log := d.Bucket(bucketLogs).Bucket(replicaKey(h.Replica)); log != nil {
		last = lastSeq(log)
	}
	fill := func(to uint64) error {
		if last >= to {
			return nil
		}
		from := last + 1
		last = to
		return appendRecord(d, Record{Replica: h.Replica, First: from, Last: to})
	}
	for _, r := range all {
		if r.First > last+1 && r.First > h.Seq+1 {
			break
		}
		if err := fill(r.First - 1); err != nil {
			return err
		}
		if r.First > last || r.Whole {
			if err := appendRecord(d, r); err != nil {
				return err
			}
			last = max(last, r.Last)
		}
	}
	return fill(h.Seq)
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
