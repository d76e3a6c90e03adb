package store

import (
	"bytes"
	"encoding/binary"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// FuzzDamaged reads files that are damaged in any way. Nothing may panic or read
// outside, and what holds together must be readable by bbolt's own rules: its
// pages form a tree.
func FuzzDamaged(f *testing.F) {
	dir := folder(f)
	s, stop := running(f, dir)
	for i := range uint64(40) {
		if err := add(s, labelled(doc, alice, i+1, i+1, bytes.Repeat([]byte{byte(i)}, 100))); err != nil {
			f.Fatal(err)
		}
	}
	var small bytes.Buffer
	err := s.look(func(tx *bolt.Tx) error {
		_, err := tx.WriteTo(&small)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	stop()
	// What is fuzzed is where the file is cut off, if it is, and which bytes of
	// it are changed: 4 bytes of place and 1 of change each.
	f.Add(uint32(0), []byte{})
	f.Add(uint32(0), []byte{0, 0, 19, 136, 1})
	f.Add(uint32(9000), []byte{0, 0, 0, 17, 255, 0, 0, 48, 10, 3})
	f.Fuzz(func(t *testing.T, cut uint32, changes []byte) {
		file := bytes.Clone(small.Bytes())
		if cut > 0 {
			file = file[:min(int(cut), len(file))]
		}
		for ; len(changes) >= 5; changes = changes[5:] {
			file[binary.BigEndian.Uint32(changes)%uint32(len(file))] ^= changes[4]
		}
		r := bytes.NewReader(file)
		whole := hold(r, r.Size(), true) == nil
		good := metas(r, r.Size())
		save := rescue{pager: pager{file: r, size: r.Size(), pageSize: 4096}, judge: labels{}}
		if len(good) > 0 {
			save.pageSize = good[0].pageSize
		}
		save.gather(good)
		if whole && save.listing && (save.hurt || save.torn) { // names of buckets are for Open to read
			t.Errorf("a file of %d bytes holds together and was hurt (%v, %v)", len(file), save.hurt, save.torn)
		}
		for id, d := range save.docs {
			for replica, log := range d.logs {
				for _, found := range log {
					stored := save.read(found.at, found.size)
					key := []byte(found.key)
					if _, err := unwrap(key, stored); err != nil {
						t.Errorf("%x: %v %d-%d does not prove itself", id[:4], replica, found.first, found.last)
					}
				}
			}
		}
	})
}
