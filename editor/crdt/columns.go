package crdt

import (
	"encoding/binary"

	"chirograph/editor/version"
)

// A stream is a column that is being read. After the first failure it reads
// zeros.
type stream struct {
	data   []byte
	failed bool
}

func (s *stream) number(limit uint64) uint64 {
	if s.failed {
		return 0
	}
	v, rest, err := version.ReadUvarint(s.data)
	if err != nil || v > limit {
		s.failed = true
		return 0
	}
	s.data = rest
	return v
}

// signed reads a number of either sign, of 32 bits or so.
func (s *stream) signed() int64 { return unzigzag(s.number(1 << 34)) }

// appendChanges appends the replicas of logs, and of each its changes. names are
// the replicas' numbers in the history.
func (t *Text) appendChanges(dst []byte, logs []log, names []int) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(logs)))
	for _, l := range logs {
		dst = version.AppendReplica(dst, t.graph.Replica(l.replica))
	}
	on := make([]uint64, len(logs)) // what was depended on last
	for _, l := range logs {
		dst = binary.AppendUvarint(dst, uint64(l.changes.steps))
		dst = append(dst, l.changes.bytes...)
		dst = l.changes.open.append(dst)
		deps := l.changes.deps
		dst = binary.AppendUvarint(dst, uint64(len(deps)))
		seq := uint32(0)
		for _, d := range deps {
			i := names[d.replica]
			dst = binary.AppendUvarint(dst, uint64(d.seq-seq))
			dst = binary.AppendUvarint(dst, uint64(i))
			dst = binary.AppendUvarint(dst, d.on-on[i])
			seq, on[i] = d.seq, d.on
		}
		for _, d := range deps {
			on[names[d.replica]] = 0
		}
	}
	return dst
}

// readChanges enters the replicas, and fills their records.
func (p *playing) readChanges() bool {
	t, s := p.t, &stream{data: p.h.Changes}
	n := int(s.number(uint64(len(s.data) / 36)))
	for range n {
		r, rest, err := version.ReadReplica(s.data)
		if k := t.graph.Len(); err != nil || k > 0 && version.CompareReplicas(t.graph.Replica(k-1), r) >= 0 {
			return false
		}
		s.data = rest
		t.graph.Enter(r)
	}
	t.logs = make([]journal, n)
	on := make([]uint64, n) // what was depended on last
	for i := range t.logs {
		if !t.logs[i].readChanges(s, i, on) {
			return false
		}
		for _, d := range t.logs[i].changes.deps {
			on[d.replica] = 0
		}
	}
	return !s.failed && len(s.data) == 0
}

func (j *journal) readChanges(s *stream, i int, on []uint64) bool {
	seq := uint64(1)
	r := &j.changes
	for range s.number(uint64(len(s.data) / 3)) {
		x := step{uint32(s.number(MaxSeq)), uint32(s.number(MaxSpan)), unzigzag(s.number(1<<64 - 1))}
		if x.changes == 0 || x.ops == 0 || x.ops == r.open.ops && x.after == r.open.after {
			return false
		}
		r.addStep(uint32(seq), x)
		if seq += uint64(x.changes) * uint64(x.ops); seq > MaxSeq+1 {
			return false
		}
	}
	if j.next = uint32(seq); seq == 1 || s.failed {
		return false
	}
	last, same := dependency{}, 0
	for range s.number(uint64(len(s.data) / 3)) {
		d := dependency{last.seq + uint32(s.number(seq)), int32(s.number(uint64(len(on)) - 1)), s.number(MaxSeq)}
		if s.failed || d.on == 0 || int(d.replica) == i || d.seq == 0 || uint64(d.seq) >= seq ||
			d.seq == last.seq && d.replica <= last.replica || r.read(uint64(d.seq)).first != d.seq {
			return false
		}
		if same++; d.seq != last.seq {
			same = 1
		}
		if same > MaxDeps {
			return false
		}
		d.on += on[d.replica]
		on[d.replica] = d.on
		r.deps = append(r.deps, d)
		last = d
	}
	return true
}
