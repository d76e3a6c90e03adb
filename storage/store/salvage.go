package store

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"chirograph/editor/version"
)

// A Report says what Open saved from a damaged file.
type Report struct {
	Copy     string     // the name that the damaged file has now
	Fine     [][32]byte // documents of which nothing is missing
	Hurt     [][32]byte // documents of which something is missing, or may be
	Records  int        // of logs
	Loose    int        // further ones, behind a hole in their log
	Identity bool       // the seed was found; otherwise a new one was made
	Rest     bool       // something was wrong that belongs to no document, such as a setting
}

// bucketLoose is a document's records that lie behind a hole in their log,
// under replica and last sequence number. Once the hole is filled they can be
// read.
var bucketLoose = []byte("loose")

// salvage makes a new file of what proves itself in a damaged one, which keeps
// its content under another name. Nothing is changed before the new file is
// whole and on the disk. It fails with ErrDamaged when nothing proves itself.
func salvage(name string, judge Judge) (*Report, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unwritable(name, err)
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return nil, unwritable(name, err)
	}
	good := metas(f, fi.Size())
	r := &rescue{pager: pager{file: f, size: fi.Size()}, judge: judge}
	if len(good) > 0 {
		r.pageSize = good[0].pageSize
	} else {
		r.pageSize = guessPageSize(f, fi.Size())
	}
	r.gather(good)
	switch {
	case r.schema > schema:
		return nil, fmt.Errorf("%s: %w", name, ErrNewer)
	case r.seed == nil && len(r.docs) == 0:
		return nil, fmt.Errorf("%s: nothing in it proves itself: %w", name, ErrDamaged)
	}
	report := &Report{Identity: r.seed != nil, Rest: r.hurt}
	part := name + ".new"
	if err := r.build(part, report); err != nil {
		return nil, err
	}
	f.Close() // some systems rename no file that is open
	if report.Copy, err = setAside(name, ".damaged-"+time.Now().UTC().Format("20060102-150405")); err != nil {
		return nil, err
	}
	if err := os.Rename(part, name); err != nil {
		return nil, unwritable(name, err)
	}
	return report, SyncFolder(filepath.Dir(name))
}

// guessPageSize is the size by which most pages have the number that they say.
func guessPageSize(f io.ReaderAt, size int64) int64 {
	best, most := int64(os.Getpagesize()), 0
	for n := int64(1024); n <= 1<<16; n *= 2 {
		right := 0
		var b [8]byte
		for i := int64(0); i*n < size && i < 1<<12; i++ {
			if _, err := f.ReadAt(b[:], i*n); err == nil && i > 0 && binary.NativeEndian.Uint64(b[:]) == uint64(i) {
				right++
			}
		}
		if right > most {
			best, most = n, right
		}
	}
	return best
}

// setAside gives a file a second name, with a suffix, and returns it. The
// first name can then be given to another file without a moment at which there
// is none of that name.
func setAside(name, suffix string) (string, error) {
	aside := name + suffix
	for i := 2; ; i++ {
		if _, err := os.Lstat(aside); errors.Is(err, os.ErrNotExist) {
			break
		}
		aside = fmt.Sprint(name, suffix, "-", i)
	}
	if os.Link(name, aside) == nil {
		return aside, SyncFolder(filepath.Dir(name))
	}
	if err := copyFile(aside, name); err != nil { // a file system without links
		return "", unwritable(aside, err)
	}
	return aside, SyncFolder(filepath.Dir(name))
}

// copyFile copies a file under a new name and waits for the disk.
func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

// build makes the file part of what was gathered.
func (r *rescue) build(part string, report *Report) error {
	seed := r.seed
	if seed == nil {
		seed = make([]byte, 32)
		rand.Read(seed)
	}
	if r.schema == 0 {
		r.schema = schema
	}
	db, err := newFile(part, r.schema, seed)
	if err != nil {
		return err
	}
	db.NoSync = true // until it is whole
	w := &builder{rescue: r, db: db, report: report}
	if r.place != nil {
		w.change(func(tx *bolt.Tx) error { return put(tx.Bucket(bucketMeta), keyPlace, r.place) })
	}
	w.bucket(bucketSettings, r.settings)
	for name, values := range r.others {
		w.bucket([]byte(name), values)
	}
	docs := make([][32]byte, 0, len(r.docs))
	for id := range r.docs {
		docs = append(docs, id)
	}
	slices.SortFunc(docs, func(a, b [32]byte) int { return slices.Compare(a[:], b[:]) })
	for _, id := range docs {
		w.document(id, r.docs[id])
	}
	if err := errors.Join(w.err, db.Sync(), db.Close()); err != nil {
		return errors.Join(unwritable(part, err), os.Remove(part))
	}
	return nil
}

// A builder fills a new file.
type builder struct {
	*rescue
	db     *bolt.DB
	report *Report
	err    error // of the first change that failed
}

func (w *builder) change(f func(*bolt.Tx) error) {
	if w.err == nil {
		w.err = w.db.Update(f)
	}
}

// bucket fills a bucket at the top.
func (w *builder) bucket(name []byte, all map[string]found) {
	w.change(func(tx *bolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(name)
		if err != nil {
			return err
		}
		return w.copy(b, all)
	})
}

// copy copies values as they are stored.
func (w *builder) copy(b *bolt.Bucket, all map[string]found) error {
	for key, f := range all {
		if err := b.Put([]byte(key), w.read(f.at, f.size)); err != nil {
			return err
		}
	}
	return nil
}

// document copies a document, unless it was deleted: then what was found of it
// was only not overwritten yet.
func (w *builder) document(id [32]byte, d *rescued) {
	if _, deleted := w.settings["generation/"+hex.EncodeToString(id[:])]; !d.listed && (deleted || !w.torn) {
		return
	}
	if len(d.values)+len(d.logs) == 0 {
		w.report.Hurt = append(w.report.Hurt, id)
		return
	}
	w.change(func(tx *bolt.Tx) error {
		b, err := createDocument(tx, id)
		if err != nil {
			return err
		}
		if err := w.copy(b.Bucket(bucketValues), d.values); err != nil || len(d.nodes) == 0 {
			return err
		}
		nodes, err := createNodes(tx, id)
		if err != nil {
			return err
		}
		return w.copy(nodes, d.nodes)
	})
	hurt := d.hurt || !d.listed
	for r, log := range d.logs {
		if w.log(id, r, log) {
			hurt = true
		}
	}
	if hurt {
		w.report.Hurt = append(w.report.Hurt, id)
	} else {
		w.report.Fine = append(w.report.Fine, id)
	}
}

// logBytes is how much of a log goes into one transaction.
const logBytes = 16 << 20

// log copies a log as far as it goes without a hole, and lays what is behind
// it aside. It reports whether there is a hole.
func (w *builder) log(id [32]byte, r version.Replica, all []found) (hole bool) {
	slices.SortFunc(all, func(a, b found) int {
		switch {
		case a.first != b.first:
			return cmp.Compare(a.first, b.first)
		case a.trusted != b.trusted:
			if a.trusted {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.last, a.last)
	})
	next := uint64(1)
	for len(all) > 0 {
		w.change(func(tx *bolt.Tx) error {
			d := tx.Bucket(bucketDocs).Bucket(id[:])
			for size := int64(0); len(all) > 0 && size < logBytes; all = all[1:] {
				f := all[0]
				if f.last < next || f.first < next && !f.whole {
					continue // once more, or part of a longer one
				}
				stored := w.read(f.at, f.size)
				size += f.size
				rec := Record{Replica: r, First: f.first, Last: f.last, Whole: f.whole, Data: stored[checkLen+8:]}
				hole = hole || f.first > next
				next = f.last + 1
				if hole {
					w.report.Loose++
					if err := putLoose(d, rec); err != nil {
						return err
					}
					continue
				}
				w.report.Records++
				if err := appendRecord(d, rec); err != nil {
					return err
				}
			}
			return nil
		})
		if w.err != nil {
			return hole
		}
	}
	return hole
}
