package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// schema counts the forms that the file has had. Older ones are brought up to
// date when opened; a newer one is refused.
const schema = 2

// Schema is the form of the files that are written now.
const Schema = schema

// migrations bring a file from a schema to the next one: the first from 1 to 2.
// They only go forward.
var migrations = []func(*bolt.Tx) error{
	// 2: logs hold packs, and documents the nodes of snapshots: what comes can
	// not be read by a program that knows only schema 1. Logs are sealed.
	sealLogs,
}

// sealLogs gives every log its seal.
func sealLogs(tx *bolt.Tx) error {
	docs := tx.Bucket(bucketDocs)
	return docs.ForEachBucket(func(id []byte) error {
		logs := docs.Bucket(id).Bucket(bucketLogs)
		if logs == nil {
			return fmt.Errorf("document %x: %w", id, ErrDamaged)
		}
		var names [][]byte
		err := logs.ForEachBucket(func(name []byte) error {
			names = append(names, append([]byte{}, name...))
			return nil
		})
		for _, name := range names {
			log := logs.Bucket(name)
			if last := lastSeq(log); err == nil && last > 0 {
				err = log.SetSequence(endSeal(replicaOf(name), last))
			}
		}
		return err
	})
}

// migrate brings the file up to date, after a copy of it was put beside it.
// Each step is one transaction: after a crash the next Open goes on.
func (s *Store) migrate(name string, from uint32) error {
	if from >= schema {
		return nil
	}
	if err := s.keepOld(name, fmt.Sprintf("%s.schema-%d.bak", name, from)); err != nil {
		return err
	}
	for n := from; n < schema; n++ {
		err := s.change(func(tx *bolt.Tx) error {
			if err := migrations[n-1](tx); err != nil {
				return err
			}
			return put(tx.Bucket(bucketMeta), keySchema, binary.BigEndian.AppendUint32(nil, n+1))
		})
		if err != nil {
			return fmt.Errorf("%s: from schema %d: %w", name, n, err)
		}
	}
	return nil
}

// keepOld copies the file as it is to bak, unless that is there already: then
// it is from before a migration that did not end.
func (s *Store) keepOld(name, bak string) error {
	if _, err := os.Lstat(bak); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	part := bak + ".new"
	if err := s.copyTo(part); err != nil {
		return err
	}
	if err := os.Rename(part, bak); err != nil {
		return unwritable(bak, err)
	}
	return SyncFolder(filepath.Dir(name))
}

// copyTo writes the file as it is now to name, replacing what is there, and
// waits for the disk.
func (s *Store) copyTo(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return unwritable(name, err)
	}
	err = s.look(func(tx *bolt.Tx) error {
		_, err := tx.WriteTo(f)
		return err
	})
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(unwritable(name, err), os.Remove(name))
	}
	return nil
}
