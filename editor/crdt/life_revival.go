package crdt

import (
	"cmp"
	"slices"

	"chirograph/editor/version"
)

// A Reversal is what to undo and what to redo. The zero value does nothing.
type Reversal struct{ Undo, Redo []IDRange }

// Revive returns what brings back characters: the deletes of them that count
// now are to be undone, and their inserts redone. Stretches are those of a
// [Index.Walk] of which the second moment is [Index.Now].
func (x *Index) Revive(stretches []Stretch) Reversal {
	var undo, redo []lv
	for _, s := range stretches {
		for ; s.item.n > 0; s.item = s.item.tail(1) {
			for v := range s.fate {
				switch counts := s.b.counts.has(v); {
				case v == s.item.first && !counts:
					redo = append(redo, v)
				case v != s.item.first && counts:
					undo = append(undo, v)
				}
			}
		}
	}
	return Reversal{x.ranges(undo), x.ranges(redo)}
}

// Chars calls f with the stretches in which the inserts among ids are.
// Operations that are not here, or insert nothing, are left out.
func (x *Index) Chars(ids []IDRange) []Stretch {
	t, now := x.t, x.Now()
	var out []Stretch
	for _, v := range x.expand(ids) {
		for v.n > 0 {
			if !t.isInsert(v.from) {
				v = v.tail(1)
				continue
			}
			g := t.spot(v.from)
			s := Stretch{a: now, b: now, item: t.leaves[g.leaf].items[g.i].tail(g.k)}
			n, m := 0, 0
			s.B, m = now.stands(&s.item, 0)
			n = min(v.n, m)
			s.A = s.B
			s.item.n = uint16(n)
			out = append(out, s)
			v = v.tail(n)
		}
	}
	return out
}

// TakeBack returns what takes operations back, undos among them: where these
// decide, what the others say is to hold again.
// Operations that are not here are left out.
func (x *Index) TakeBack(ids []IDRange) Reversal {
	t, now := x.t, x.Now()
	chosen := make(bitmap, len(now.counts))
	var undo, redo []lv
	for _, s := range x.expand(ids) {
		chosen.add(s.from, s.n)
		for v := s.from; v < s.from+lv(s.n); v++ {
			if now.counts.has(v) && !t.isUndo(v) {
				undo = append(undo, v)
			}
		}
	}
	without := x.moment(now.limit, chosen)
	for i, n := range now.verdict {
		if n == 0 || !chosen.has(t.undos[n-1].at) {
			continue
		}
		for v := x.cuts[i]; v < x.cuts[i+1]; v++ {
			switch counts := without.counts.has(v); {
			case chosen.has(v) || counts == now.counts.has(v):
			case counts:
				redo = append(redo, v)
			default:
				undo = append(undo, v)
			}
		}
	}
	return Reversal{x.ranges(undo), x.ranges(redo)}
}

// expand returns the operations in ids that are here.
func (x *Index) expand(ids []IDRange) []span {
	t := x.t
	var out []span
	for _, r := range ids {
		i, ok := t.graph.Index(r.First.Replica)
		if !ok || r.First.Seq == 0 || r.Len <= 0 {
			continue
		}
		end := min(r.First.Seq+uint64(r.Len), uint64(t.log(i).next))
		for seq := r.First.Seq; seq < end; {
			v, n := t.find(i, seq)
			n = int(min(uint64(n), end-seq))
			out = append(out, span{v, n})
			seq += uint64(n)
		}
	}
	return out
}

// ranges returns the IDs of operations, in the order of version.Compare, and
// takes in the rest of the runes of which they are parts.
func (x *Index) ranges(ops []lv) []IDRange {
	t := x.t
	slices.Sort(ops)
	var out []IDRange
	for k := 0; k < len(ops); {
		from, end := ops[k], ops[k]+1
		_, n := t.logged(from)
		for k++; k < len(ops) && ops[k] <= end && ops[k]-from < lv(n); k++ {
			end = ops[k] + 1
		}
		for !t.startsRune(t.subject(from)) {
			from--
		}
		for !t.endsRune(t.subject(end - 1)) {
			end++
		}
		out = append(out, IDRange{t.id(from), int(end - from)})
	}
	slices.SortFunc(out, func(a, b IDRange) int {
		return cmp.Or(version.CompareReplicas(a.First.Replica, b.First.Replica), cmp.Compare(a.First.Seq, b.First.Seq))
	})
	merged := out[:0]
	for _, r := range out {
		if k := len(merged) - 1; k >= 0 && merged[k].First.Replica == r.First.Replica &&
			merged[k].First.Seq+uint64(merged[k].Len) >= r.First.Seq {
			merged[k].Len = max(merged[k].Len, int(r.First.Seq-merged[k].First.Seq)+r.Len)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

// subject returns the character that operation v inserted or deleted.
func (t *Text) subject(v lv) lv {
	if c := t.deletes(v); c > 0 {
		return c
	}
	return v
}
