package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// packPlain is the plaintext of a pack: columns of varints, docs/format.md has
// them. Which heads the batches build on is said without their hashes, which
// everybody has who has what they build on.
func packPlain(changes []crdt.Change) ([]byte, error) {
	ops, err := crdt.JoinOps(changes)
	if err != nil {
		return nil, err
	}
	var plain, times, deps []byte
	time, named, last := int64(0), 0, -1
	seqs := map[version.Replica]uint64{}
	numbers := map[version.Replica]uint64{}
	var table []byte
	for i, c := range changes {
		plain = binary.AppendUvarint(plain, c.Last-c.First.Seq+1)
		times = binary.AppendVarint(times, c.Time-time)
		time = c.Time
		for _, d := range c.Deps {
			n, ok := numbers[d.Replica]
			if !ok {
				n = uint64(len(numbers))
				numbers[d.Replica] = n
				table = version.AppendReplica(table, d.Replica)
			}
			deps = binary.AppendUvarint(deps, uint64(i-max(last, 0)))
			deps = binary.AppendUvarint(deps, n)
			deps = binary.AppendVarint(deps, int64(d.Seq-seqs[d.Replica]))
			seqs[d.Replica], last = d.Seq, i
			named++
		}
	}
	plain = append(plain, times...)
	plain = binary.AppendUvarint(plain, uint64(len(numbers)))
	plain = append(plain, table...)
	plain = binary.AppendUvarint(plain, uint64(named))
	plain = append(append(plain, deps...), ops...)
	if len(plain) > MaxPackPlain || len(changes) > MaxPackBatches || len(numbers) > MaxHeads {
		return nil, fmt.Errorf("pack: %w", ErrTooLarge)
	}
	return plain, nil
}

// readPack reads the plaintext of so many batches. It accepts the one encoding
// of what it returns.
func readPack(plain []byte, first version.ID, last uint64, n int) ([]crdt.Change, error) {
	if n < 1 {
		return nil, ErrPack
	}
	r := reader{data: plain}
	changes := make([]crdt.Change, 0, min(n, len(plain)/2))
	sizes := make([]uint32, 0, cap(changes))
	seq := first.Seq
	for range n {
		size := r.number(last - seq + 1)
		if size == 0 || r.failed {
			return nil, ErrPack
		}
		id := version.ID{Replica: first.Replica, Seq: seq}
		seq += size
		changes = append(changes, crdt.Change{First: id, Last: seq - 1})
		sizes = append(sizes, uint32(size))
	}
	time := int64(0)
	for i := range changes {
		time += r.signed()
		changes[i].Time = time
	}
	table := make([]version.Replica, 0, 8)
	for range r.number(MaxHeads) {
		replica, rest, err := version.ReadReplica(r.data)
		if err != nil {
			return nil, ErrPack
		}
		table, r.data = append(table, replica), rest
	}
	seqs := make([]uint64, len(table))
	i := 0
	for range r.number(uint64(len(r.data))) {
		i += int(r.number(uint64(n - 1 - i)))
		k := r.number(uint64(max(0, len(table)-1)))
		if r.failed || len(table) == 0 || len(changes[i].Deps) == MaxDeps {
			return nil, ErrPack
		}
		seqs[k] += uint64(r.signed())
		changes[i].Deps = append(changes[i].Deps, version.ID{Replica: table[k], Seq: seqs[k]})
	}
	if r.failed || seq != last+1 {
		return nil, ErrPack
	}
	ops, err := crdt.SplitOps(r.data, first, sizes)
	if err != nil {
		return nil, err
	}
	for i := range changes {
		changes[i].Ops = ops[i]
		if !inOrder(&changes[i]) {
			return nil, ErrPack
		}
	}
	if again, err := packPlain(changes); err != nil || !bytes.Equal(again, plain) {
		return nil, ErrPack
	}
	return changes, nil
}

// inOrder tells whether the dependencies of a change are as a batch has them.
func inOrder(c *crdt.Change) bool {
	for i, d := range c.Deps {
		if d.Replica == c.First.Replica || d.Seq == 0 ||
			i > 0 && version.CompareReplicas(c.Deps[i-1].Replica, d.Replica) >= 0 {
			return false
		}
	}
	return true
}

// A reader takes numbers off the front of data. After the first failure it
// reads zeros.
type reader struct {
	data   []byte
	failed bool
}

func (r *reader) number(limit uint64) uint64 {
	v, rest, err := version.ReadUvarint(r.data)
	if err != nil || v > limit {
		r.failed, r.data = true, nil
		return 0
	}
	r.data = rest
	return v
}

func (r *reader) signed() int64 {
	v := r.number(1<<64 - 1)
	return int64(v>>1) ^ -int64(v&1)
}

// Without goroutines of their own; several may use them at once.
var (
	squeezer = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression),
		zstd.WithEncoderConcurrency(1), zstd.WithSingleSegment(true), zstd.WithEncoderCRC(false)))
	unsqueezer = must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecodeAllCapLimit(true)))
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("wire: " + err.Error())
	}
	return v
}

// squeeze compresses.
func squeeze(plain []byte) []byte { return squeezer.EncodeAll(plain, nil) }

// unsqueeze returns what was compressed, which must be n bytes: no more is
// allocated.
func unsqueeze(squeezed []byte, n int) ([]byte, error) {
	plain, err := unsqueezer.DecodeAll(squeezed, make([]byte, 0, n))
	if err == nil && len(plain) != n {
		err = ErrPack
	}
	return plain, err
}
