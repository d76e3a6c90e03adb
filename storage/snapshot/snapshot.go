// Package snapshot makes one piece of a text with its whole history, and reads it
// back: the text alone, at once, or everything. The piece is a file, or Merkle
// trees of which two versions share most nodes ([Plant]).
//
// A file holds the columns of a [crdt.History], each compressed by itself, and
// the SHA-256 digest of each as it was before. The digests are taken over the
// canonical columns, never over what a compressor made of them, so their own
// digest, the [Digest] of the file, is the same wherever the same changes are
// known. docs/format.md has it byte for byte.
//
// What is read is checked against the digests; whether those are the right ones
// is for the caller to know.
package snapshot

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/errgroup"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// ErrDamaged means that a file is not what [Encode] wrote.
var ErrDamaged = errors.New("the file of the history is damaged")

const magic = "chirograph history 1\n"

// columns are those of a History in the order in which a file has them. The text
// comes first: it is all that is needed to show a document.
func columns(h *crdt.History) [6]*[]byte {
	return [6]*[]byte{&h.Visible, &h.Hidden, &h.Edits, &h.Places, &h.Links, &h.Changes}
}

// A Digest stands for a history: two are equal if the histories are.
type Digest [sha256.Size]byte

// DigestOf returns the digest of h.
func DigestOf(h crdt.History) Digest {
	var all [6][sha256.Size]byte
	for i, c := range columns(&h) {
		all[i] = sha256.Sum256(*c)
	}
	return digest(&all)
}

func digest(columns *[6][sha256.Size]byte) Digest {
	s := sha256.New()
	s.Write([]byte(magic))
	for i := range columns {
		s.Write(columns[i][:])
	}
	return Digest(s.Sum(nil))
}

// An encoder and a decoder without goroutines of their own. Both can be used by
// several at once.
var (
	encoder = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression),
		zstd.WithEncoderConcurrency(1), zstd.WithSingleSegment(true), zstd.WithEncoderCRC(false)))
	quick = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault),
		zstd.WithEncoderConcurrency(1), zstd.WithSingleSegment(true), zstd.WithEncoderCRC(false)))
	decoder = must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecodeAllCapLimit(true)))
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("snapshot: " + err.Error())
	}
	return v
}

// Encode returns the file of h. It takes about a third of a second for each
// megabyte of history.
func Encode(h crdt.History) []byte {
	var digests [6][sha256.Size]byte
	var stored [6][]byte
	head := []byte(magic)
	for i, c := range columns(&h) {
		digests[i] = sha256.Sum256(*c)
		if stored[i] = encoder.EncodeAll(*c, nil); len(stored[i]) >= len(*c) {
			stored[i] = *c
		}
		head = binary.AppendUvarint(head, uint64(len(*c)))
		head = binary.AppendUvarint(head, uint64(len(stored[i])))
	}
	for i := range digests {
		head = append(head, digests[i][:]...)
	}
	for _, s := range stored {
		head = append(head, s...)
	}
	return head
}

// A File is an encoded history of which the head is read.
type File struct {
	Digest  Digest
	columns [6]column
}

type column struct {
	length int // before compression
	digest [sha256.Size]byte
	stored []byte
}

// Open reads the head of a file whose columns have no more bytes than limit in
// all, once they are decompressed. The File keeps data.
func Open(data []byte, limit int) (*File, error) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("%w: it does not begin like one", ErrDamaged)
	}
	rest := data[len(magic):]
	var f File
	var stored [6]int
	left, room := len(data), limit
	number := func(limit int) int {
		v, after, err := version.ReadUvarint(rest)
		if err != nil || v > uint64(limit) {
			rest = nil
			return 0
		}
		rest = after
		return int(v)
	}
	for i := range f.columns {
		f.columns[i].length = number(room)
		stored[i] = number(min(left, f.columns[i].length))
		room -= f.columns[i].length
		left -= stored[i]
	}
	if len(rest) < 6*sha256.Size {
		return nil, fmt.Errorf("%w: its head is cut short or too large", ErrDamaged)
	}
	var digests [6][sha256.Size]byte
	for i := range digests {
		rest = rest[copy(digests[i][:], rest):]
		f.columns[i].digest = digests[i]
	}
	for i, n := range stored {
		if n > len(rest) {
			return nil, fmt.Errorf("%w: it is cut short", ErrDamaged)
		}
		f.columns[i].stored, rest = rest[:n:n], rest[n:]
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("%w: it goes on behind its end", ErrDamaged)
	}
	f.Digest = digest(&digests)
	return &f, nil
}

// Text returns the text, without looking at the history.
func (f *File) Text() ([]byte, error) { return f.columns[0].read() }

// History returns everything.
func (f *File) History() (crdt.History, error) {
	var h crdt.History
	var g errgroup.Group
	for i, c := range columns(&h) {
		g.Go(func() (err error) {
			*c, err = f.columns[i].read()
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return crdt.History{}, err
	}
	return h, nil
}

func (c *column) read() ([]byte, error) {
	b := c.stored
	if len(c.stored) < c.length {
		var err error
		if b, err = decoder.DecodeAll(c.stored, make([]byte, 0, c.length)); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	if len(b) != c.length || sha256.Sum256(b) != c.digest {
		return nil, fmt.Errorf("%w: a column is not what its digest says", ErrDamaged)
	}
	return b, nil
}
