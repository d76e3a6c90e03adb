package bench

import (
	"encoding/binary"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A copyOf is one replica of the text.
type copyOf struct {
	text  *crdt.Text
	me    version.Replica
	known []version.Replica // by the number that stands for it in messages
	deps  []version.ID      // memory for those of a change
}

func newCopy(agent int) *copyOf {
	var a version.Author
	binary.BigEndian.PutUint64(a[:], uint64(agent)+1)
	me := version.Replica{Author: a}
	c := &copyOf{text: crdt.New(), me: me, known: make([]version.Replica, number(me)+1)}
	c.known[number(me)] = me
	return c
}

func (c *copyOf) edit(patches []patch) {
	for _, p := range patches {
		from := c.text.OffsetOfRune(p.at)
		if p.deleted > 0 {
			c.text.Delete(c.me, from, c.text.OffsetOfRune(p.at+p.deleted))
		}
		if p.inserted != "" {
			c.text.Insert(c.me, from, p.inserted)
		}
	}
}

// commit closes what was edited.
func (c *copyOf) commit(now int64) {
	for {
		if _, ok := c.text.Commit(c.me, now); !ok {
			return
		}
	}
}

// message closes what was edited, and encodes it as it would travel on a stream:
// a replica's key is said once, with its first change, and is a number from then
// on.
func (c *copyOf) message() []byte {
	b := make([]byte, 0, 24)
	for {
		x, ok := c.text.Commit(c.me, 0)
		if !ok {
			return b
		}
		b = binary.AppendUvarint(b, uint64(number(x.First.Replica)))
		b = binary.AppendUvarint(b, x.First.Seq)
		b = binary.AppendUvarint(b, x.Last-x.First.Seq)
		b = binary.AppendUvarint(b, uint64(len(x.Deps)))
		for _, d := range x.Deps {
			b = binary.AppendUvarint(b, uint64(number(d.Replica)))
			b = binary.AppendUvarint(b, d.Seq)
		}
		b = binary.AppendUvarint(b, uint64(len(x.Ops)))
		b = append(b, x.Ops...)
		if x.First.Seq == 1 {
			b = version.AppendReplica(b, x.First.Replica)
		}
	}
}

// number is what newCopy made a replica of.
func number(r version.Replica) int { return int(binary.BigEndian.Uint64(r.Author[:])) }

// A message is read by taking numbers off its front. After the first failure it
// reads zeros.
type message struct {
	rest []byte
	err  error
}

func (m *message) number() (v uint64) {
	if len(m.rest) > 0 && m.rest[0] < 0x80 {
		v, m.rest = uint64(m.rest[0]), m.rest[1:]
		return v
	}
	if m.err == nil {
		v, m.rest, m.err = version.ReadUvarint(m.rest)
	}
	return v
}

func (c *copyOf) apply(b []byte) error {
	m := message{rest: b}
	for len(m.rest) > 0 {
		var x crdt.Change
		who := m.number()
		x.First.Seq = m.number()
		x.Last = x.First.Seq + m.number()
		x.Deps = c.deps[:0]
		for range m.number() {
			x.Deps = append(x.Deps, version.ID{Replica: c.known[m.number()], Seq: m.number()})
		}
		n := m.number()
		if m.err != nil {
			return m.err
		}
		x.Ops, m.rest = m.rest[:n], m.rest[n:]
		if x.First.Seq == 1 {
			for uint64(len(c.known)) <= who {
				c.known = append(c.known, version.Replica{})
			}
			if c.known[who], m.rest, m.err = version.ReadReplica(m.rest); m.err != nil {
				return m.err
			}
		}
		x.First.Replica = c.known[who]
		if _, err := c.text.Apply(x); err != nil {
			return err
		}
		c.deps = x.Deps
	}
	return nil
}
