package crdt

import (
	"cmp"
	"slices"
	"strings"

	"chirograph/editor/version"
)

// An oracle is FugueMax as the paper has it: an explicit tree, walked from the
// root whenever something has to be known. It is slow and obvious, and judges
// Text. Unlike Text it sends the place in the tree, so it also judges how Text
// finds that place from the two origins.
type oracle struct {
	root  *oracleNode
	nodes map[version.ID]*oracleNode
	kills map[version.ID]version.ID // delete → the byte deleted
	undos map[version.ID]uint32     // operation → count
	seen  version.Vector
}

type oracleNode struct {
	id              version.ID
	b               byte
	parent          *oracleNode
	right           *oracleNode // right origin, nil for the end
	left, rightKids []*oracleNode
	deletes         []version.ID
}

// An oracleOp is one operation as oracles tell it to each other.
type oracleOp struct {
	id      version.ID
	kind    Kind
	b       byte
	parent  version.ID
	leftKid bool
	right   version.ID
	target  version.ID
	undone  []version.ID
	count   uint32
}

func newOracle() *oracle {
	root := &oracleNode{}
	return &oracle{
		root:  root,
		nodes: map[version.ID]*oracleNode{{}: root},
		kills: map[version.ID]version.ID{},
		undos: map[version.ID]uint32{},
		seen:  version.Vector{},
	}
}

// list returns all nodes but the root in their order.
func (o *oracle) list() []*oracleNode {
	var out []*oracleNode
	var walk func(*oracleNode)
	walk = func(n *oracleNode) {
		for _, k := range n.left {
			walk(k)
		}
		if n != o.root {
			out = append(out, n)
		}
		for _, k := range n.rightKids {
			walk(k)
		}
	}
	walk(o.root)
	return out
}

func (o *oracle) visible(n *oracleNode) bool {
	if o.undos[n.id]%2 == 1 {
		return false
	}
	for _, d := range n.deletes {
		if o.undos[d]%2 == 0 {
			return false
		}
	}
	return true
}

func (o *oracle) visibleNodes() []*oracleNode {
	return slices.DeleteFunc(o.list(), func(n *oracleNode) bool { return !o.visible(n) })
}

func (o *oracle) String() string {
	var b strings.Builder
	for _, n := range o.visibleNodes() {
		b.WriteByte(n.b)
	}
	return b.String()
}

// insert says what it is to type s at an offset, and does it.
func (o *oracle) insert(next version.ID, at int, s string) []oracleOp {
	var ops []oracleOp
	for i := range len(s) {
		left := o.root
		if at+i > 0 {
			left = o.visibleNodes()[at+i-1]
		}
		all := o.list()
		var right *oracleNode
		if k := slices.Index(all, left) + 1; k < len(all) {
			right = all[k]
		}
		op := oracleOp{id: next, kind: Insert, b: s[i]}
		if right != nil {
			op.right = right.id
		}
		if len(left.rightKids) == 0 {
			op.parent = left.id
		} else {
			op.parent, op.leftKid = right.id, true
		}
		o.apply(op)
		ops = append(ops, op)
		next.Seq++
	}
	return ops
}

func (o *oracle) delete(next version.ID, from, to int) []oracleOp {
	var ops []oracleOp
	for _, n := range o.visibleNodes()[from:to] {
		op := oracleOp{id: next, kind: Delete, target: n.id}
		o.apply(op)
		ops = append(ops, op)
		next.Seq++
	}
	return ops
}

func (o *oracle) apply(op oracleOp) {
	if o.seen.Includes(op.id) {
		return
	}
	o.seen.Add(op.id)
	switch op.kind {
	case Insert:
		n := &oracleNode{id: op.id, b: op.b, parent: o.nodes[op.parent]}
		if op.right.Seq > 0 {
			n.right = o.nodes[op.right]
		}
		o.nodes[op.id] = n
		if op.leftKid {
			n.parent.left = append(n.parent.left, n)
			slices.SortFunc(n.parent.left, func(a, b *oracleNode) int { return version.Compare(a.id, b.id) })
			return
		}
		place := map[*oracleNode]int{nil: 1 << 30}
		for i, m := range o.list() {
			place[m] = i
		}
		n.parent.rightKids = append(n.parent.rightKids, n)
		slices.SortFunc(n.parent.rightKids, func(a, b *oracleNode) int {
			return cmp.Or(cmp.Compare(place[b.right], place[a.right]), version.Compare(a.id, b.id))
		})
	case Delete:
		n := o.nodes[op.target]
		n.deletes = append(n.deletes, op.id)
		o.kills[op.id] = op.target
	case Undo:
		for _, id := range op.undone {
			o.undos[id] = max(o.undos[id], op.count)
		}
	}
}

// A fact is what both sides say of one byte of the list.
type fact struct {
	id      version.ID
	b       byte
	visible bool
	deletes string
}

func (o *oracle) facts() []fact {
	var out []fact
	for _, n := range o.list() {
		out = append(out, fact{n.id, n.b, o.visible(n), idList(n.deletes)})
	}
	return out
}

func idList(ids []version.ID) string {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, version.Compare)
	var b strings.Builder
	for _, id := range ids {
		b.WriteString(id.String() + " ")
	}
	return b.String()
}

// facts says of a Text what the oracle says of itself.
func facts(t *Text) []fact {
	var out []fact
	for r := range t.All() {
		for i := range len(r.Text) {
			f := fact{r.First, r.Text[i], r.Visible, ""}
			f.id.Seq += uint64(i)
			deletes := slices.Clone(r.Deletes)
			for k := range deletes {
				deletes[k].Seq += uint64(i * r.Step)
			}
			f.deletes = idList(deletes)
			out = append(out, f)
		}
	}
	return out
}
