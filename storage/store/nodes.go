package store

import (
	bolt "go.etcd.io/bbolt"
)

// bucketNodes holds the nodes of a document's Merkle trees by their hashes. They
// belong to the document: what two documents have in common is there twice, and
// deleting one cannot harm the other.
var bucketNodes = []byte("nodes")

// A Node is a node of a Merkle tree under its hash. The store does not read it.
type Node struct {
	Hash [32]byte
	Data []byte
}

// PutNodes queues nodes. Those that are there already are passed over.
func (s *Store) PutNodes(doc [32]byte, nodes []Node, done func(error)) {
	s.enqueue(func(tx *bolt.Tx) error {
		b, err := createNodes(tx, doc)
		if err != nil {
			return err
		}
		return putNodes(b, nodes)
	}, done)
}

// Grow queues nodes, the deletion of all nodes that keep does not tell to keep,
// and the change of one of the document's values, which says what the nodes are:
// all of it in one transaction. The nodes put are kept in any case.
func (s *Store) Grow(doc [32]byte, nodes []Node, keep func([32]byte) bool, key string, value []byte, done func(error)) {
	s.enqueue(func(tx *bolt.Tx) error {
		b, err := createNodes(tx, doc)
		if err != nil {
			return err
		}
		if err := sweep(b, keep); err != nil {
			return err
		}
		if err := putNodes(b, nodes); err != nil {
			return err
		}
		d := tx.Bucket(bucketDocs).Bucket(doc[:])
		return put(d.Bucket(bucketValues), []byte(key), value)
	}, done)
}

// Node returns a copy of the node with a hash, nil when there is none.
func (s *Store) Node(doc, hash [32]byte) (data []byte, err error) {
	err = s.view(doc, func(d *bolt.Bucket) error {
		b := d.Bucket(bucketNodes)
		if b == nil {
			return nil
		}
		data, err = get(b, hash[:])
		return err
	})
	return data, err
}

// Nodes calls f with a reader of the document's nodes, which returns nil for
// those that are not there. f must be quick: a transaction is open meanwhile.
func (s *Store) Nodes(doc [32]byte, f func(get func(hash [32]byte) ([]byte, error)) error) error {
	none := func([32]byte) ([]byte, error) { return nil, nil }
	seen := false
	err := s.view(doc, func(d *bolt.Bucket) error {
		b := d.Bucket(bucketNodes)
		if b == nil {
			return nil
		}
		seen = true
		return f(func(hash [32]byte) ([]byte, error) { return get(b, hash[:]) })
	})
	if err == nil && !seen {
		err = f(none)
	}
	return err
}

func createNodes(tx *bolt.Tx, doc [32]byte) (*bolt.Bucket, error) {
	d, err := createDocument(tx, doc)
	if err != nil {
		return nil, err
	}
	return d.CreateBucketIfNotExists(bucketNodes)
}

func putNodes(b *bolt.Bucket, nodes []Node) error {
	for _, n := range nodes {
		if b.Get(n.Hash[:]) != nil {
			continue
		}
		if err := put(b, n.Hash[:], n.Data); err != nil {
			return err
		}
	}
	return nil
}

// sweep deletes the nodes that are not to be kept.
func sweep(b *bolt.Bucket, keep func([32]byte) bool) error {
	var gone [][]byte
	c := b.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		if len(k) != 32 || !keep([32]byte(k)) {
			gone = append(gone, append([]byte(nil), k...))
		}
	}
	for _, k := range gone {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}
