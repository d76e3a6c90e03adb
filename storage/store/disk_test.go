package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	bolt "go.etcd.io/bbolt"
)

// A worker is a process that works on a data folder in a disk that a test
// watches or breaks. It says over the control file what it was told is stored.
type worker struct {
	dir     string
	control *os.File
	s       *Store
	stop    func()
	heads   map[[32]byte]uint64 // records of each document that are stored
	counts  map[[32]byte]uint64 // and its value that is
	unsafe  bool                // do not wait for the disk: the control of the experiment
}

// fatal ends the process.
func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (w *worker) say(format string, args ...any) {
	_, err := fmt.Fprintf(w.control, format+"\n", args...)
	fatal(err)
}

func (w *worker) options() Options {
	return Options{Install: filepath.Join(w.dir, "..", "installs"), Judge: labels{}}
}

func (w *worker) open(o Options) {
	s, err := Open(w.dir, o)
	fatal(err)
	if s.Salvaged() != nil {
		fatal(errors.New("salvaged without damage"))
	}
	s.db.NoSync = w.unsafe
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	w.s = s
	w.stop = func() {
		cancel()
		fatal(errors.Join(<-done, s.Close()))
	}
}

// body is what the tests' records hold: it follows from their number, and
// every now and then it is long.
func body(n uint64) []byte {
	size := 100 + n%7*80
	if n%29 == 0 {
		size = 9000
	}
	return []byte(strings.Repeat(strconv.FormatUint(n, 36)+" ", int(size/4)))
}

// append appends a group of records to a document, and a value with their
// number; it fails as the store does.
func (w *worker) append(id [32]byte, n int) error {
	var rs []Record
	next := w.heads[id]
	for range n {
		next++
		rs = append(rs, labelled(id, alice, next, next, body(next)))
	}
	if err := wait(func(done func(error)) { w.s.Append(id, rs, done) }); err != nil {
		return err
	}
	w.heads[id] = next
	err := wait(func(done func(error)) { w.s.Put(id, "count", strconv.AppendUint(nil, next, 10), done) })
	if err == nil {
		w.counts[id] = next
	}
	return err
}

// onADisk is the process of a worker.
func onADisk(dir, mode string) {
	control, err := os.OpenFile(filepath.Join(dir, "control"), os.O_WRONLY, 0)
	fatal(err)
	w := &worker{dir: filepath.Join(dir, "data"), control: control, heads: map[[32]byte]uint64{}, counts: map[[32]byte]uint64{}, unsafe: mode == "unsafe"}
	switch mode {
	case "full":
		w.fill()
	case "damaged":
		w.mend()
	default:
		w.live()
	}
	os.Exit(0)
}

// live does everything that changes files: it makes a store, writes, deletes,
// opens it anew, compacts it and brings it up from an older schema.
func (w *worker) live() {
	docs := [][32]byte{{1}, {2}, {3}}
	w.open(w.options())
	w.say("created")
	write := func(n int) {
		for i := range n {
			id := docs[i%len(docs)]
			fatal(w.append(id, 1+i%3))
			w.say("%d %d", id[0], w.heads[id])
		}
	}
	write(60)
	w.stop()
	w.open(w.options())
	write(20)
	for i := range 10 { // something to compact
		gone := [32]byte{9, byte(i)}
		fatal(w.append(gone, 20))
		fatal(wait(func(done func(error)) { w.s.Delete(gone, done) }))
	}
	w.stop()
	o := w.options()
	o.CompactFree = 1 << 10
	w.open(o)
	write(30)
	fatal(wait(func(done func(error)) { // as it was before the last migration
		w.s.enqueue(func(tx *bolt.Tx) error {
			return put(tx.Bucket(bucketMeta), keySchema, []byte{0, 0, 0, schema - 1})
		}, done)
	}))
	w.stop()
	w.open(w.options())
	write(20)
	w.stop()
}

// mend lets the older of the first pages of a file be damaged, which costs
// nothing that is stored, and has the file salvaged.
func (w *worker) mend() {
	write := func(n int) {
		for i := range n {
			id := [32]byte{byte(1 + i%2)}
			fatal(w.append(id, 1+i%3))
			w.say("%d %d", id[0], w.heads[id])
		}
	}
	w.open(w.options())
	write(40)
	w.stop()
	name := filepath.Join(w.dir, FileName)
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	fatal(err)
	fi, err := f.Stat()
	fatal(err)
	older := int64(0)
	if good := metas(f, fi.Size()); good[0].txid%2 == 0 {
		older = good[0].pageSize
	}
	w.say("damaged")
	_, err = f.WriteAt(make([]byte, 512), older)
	fatal(errors.Join(err, f.Sync(), f.Close()))
	s, err := Open(w.dir, w.options())
	fatal(err)
	if s.Salvaged() == nil {
		fatal(errors.New("the damage was not noticed"))
	}
	fatal(s.Close())
	w.say("mended")
	w.open(w.options())
	write(20)
	w.stop()
}

// fill lets the disk be full at every change that an append makes, and one
// after the other at all those of many appends. Whatever fails must fail with
// ENOSPC, nothing that was stored may be lost, and when there is room again
// writing goes on.
func (w *worker) fill() {
	points, err := strconv.Atoi(os.Getenv(diskChild + "_POINTS"))
	fatal(err)
	w.open(w.options())
	refused := 0
	for round := 0; refused < points; round++ {
		id := [32]byte{byte(1 + round%3)}
		for at := 0; ; at++ {
			w.say("full %d", at)
			err := w.append(id, 1+round%5)
			if err == nil {
				w.say("free")
				break // all of its changes were refused once
			}
			if !errors.Is(err, syscall.ENOSPC) || errors.Is(err, ErrDamaged) {
				fatal(fmt.Errorf("round %d, change %d: %w", round, at, err))
			}
			refused++
			fatal(w.complete())
			if refused%20 == 0 { // opened while it is full
				w.say("full 0")
				w.stop()
				w.open(w.options())
				fatal(w.complete())
			}
			w.say("free")
		}
		fatal(w.complete())
	}
	w.stop()
	w.open(w.options())
	fatal(w.complete())
	w.stop()
	fmt.Println(refused)
}

// complete checks that everything that was said to be stored is there, and
// nothing more.
func (w *worker) complete() error {
	for id, head := range w.heads {
		n, count, err := checkNumbered(w.s, id)
		if err != nil {
			return err
		}
		if n != head || count != w.counts[id] {
			return fmt.Errorf("document %d has %d records of %d and counts %d, not %d", id[0], n, head, count, w.counts[id])
		}
	}
	return nil
}

// checkNumbered checks that a document holds the records from 1 on as append
// makes them, and returns how many these are, and its value.
func checkNumbered(s *Store, id [32]byte) (records, count uint64, err error) {
	rs, err := s.Records(id, alice, 1, 1<<30)
	if err != nil {
		return 0, 0, err
	}
	for i, r := range rs {
		n := uint64(i) + 1
		if want := labelled(id, alice, n, n, body(n)); r.First != n || r.Last != n || string(r.Data) != string(want.Data) {
			return 0, 0, fmt.Errorf("document %d: record %d is %d-%d, %.60q", id[0], n, r.First, r.Last, r.Data)
		}
	}
	v, err := s.Get(id, "count")
	if err != nil {
		return 0, 0, err
	}
	if v != nil {
		count, err = strconv.ParseUint(string(v), 10, 64)
	}
	return uint64(len(rs)), count, err
}
