package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"chirograph/editor/version"
)

// createDocument returns a document's bucket for a change of it, and makes it
// if need be. The counters of the bucket, of its logs and of the list of
// documents get the number of the change: a damaged way to one of them that
// leads to an older state of its pages then shows.
func createDocument(tx *bolt.Tx, doc [32]byte) (*bolt.Bucket, error) {
	docs := tx.Bucket(bucketDocs)
	d, err := docs.CreateBucketIfNotExists(doc[:])
	if err != nil {
		return nil, err
	}
	if _, err := d.CreateBucketIfNotExists(bucketValues); err != nil {
		return nil, err
	}
	logs, err := d.CreateBucketIfNotExists(bucketLogs)
	if err != nil {
		return nil, err
	}
	n := docs.Sequence() + 1
	return d, errors.Join(docs.SetSequence(n), d.SetSequence(n), logs.SetSequence(n))
}

// deleteDocument deletes a document, if it is there.
func deleteDocument(tx *bolt.Tx, doc [32]byte) error {
	docs := tx.Bucket(bucketDocs)
	if err := docs.DeleteBucket(doc[:]); errors.Is(err, bolterrors.ErrBucketNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	// The highest counter may have been its own. It goes to another one, so that
	// none comes twice.
	if id, _ := docs.Cursor().First(); len(id) == len(doc) {
		_, err := createDocument(tx, [32]byte(id))
		return err
	}
	return docs.SetSequence(0)
}

// endSeal is the number that a log's bucket has as its counter: it says beside
// the way to its pages whose log they are and where it ends. A damaged way can
// lead to pages that are whole, but older or another's.
func endSeal(r version.Replica, last uint64) uint64 {
	h := sha256.Sum256(binary.BigEndian.AppendUint64(replicaKey(r), last))
	return binary.BigEndian.Uint64(h[:]) | 1 // 0 is that of older files
}
