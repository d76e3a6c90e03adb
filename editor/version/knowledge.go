package version

// A knowledge is what one change had seen: the last operation of every replica
// before it, by the replica's number.
//
// Changes that follow each other know nearly the same. So a knowledge is a
// trie whose blocks are never changed once a change uses them: the next change
// shares all of them but those on the way to what is new to it. What two
// changes knew together is found by walking over the blocks they do not share.
type knowledge struct {
	root   uint32 // a block; 0 knows nothing
	height uint32 // levels of blocks above the lowest
}

// A block holds operations on the lowest level of a trie, and on the others
// the blocks below it.
type block [1 << digit]uint32

const digit = 2 // bits of a replica's number that choose the way in a block

// A pool holds the blocks of all tries. Block 0 is empty, and so are all tries
// below it.
type pool struct {
	blocks []block
	kept   int // blocks of changes; those after them may still be written
}

// begin drops the blocks that were not kept.
func (p *pool) begin() {
	if p.kept == 0 {
		p.blocks, p.kept = make([]block, 1), 1
	}
	p.blocks = p.blocks[:p.kept]
}

// keep makes all blocks unchangeable.
func (p *pool) keep() { p.kept = len(p.blocks) }

// holds reports whether the trie is high enough for replica i.
func (k knowledge) holds(i int) bool { return uint(i)>>((k.height+1)*digit) == 0 }

// of returns the last operation of replica i that k knows.
func (p *pool) of(k knowledge, i int) uint64 {
	if k.root == 0 || !k.holds(i) {
		return 0
	}
	at := k.root
	for h := k.height; h > 0; h-- {
		at = p.blocks[at][way(i, h)]
	}
	return uint64(p.blocks[at][way(i, 0)])
}

func way(i int, height uint32) uint { return uint(i) >> (height * digit) % (1 << digit) }

// learn returns what k knows and that replica i got as far as seq.
func (p *pool) learn(k knowledge, i int, seq uint64) knowledge {
	for !k.holds(i) {
		k = p.lift(k, k.height+1)
	}
	k.root = p.writable(k.root)
	at := k.root
	for h := k.height; h > 0; h-- {
		below := p.writable(p.blocks[at][way(i, h)])
		p.blocks[at][way(i, h)] = below
		at = below
	}
	p.blocks[at][way(i, 0)] = uint32(seq)
	return k
}

// union returns what k or l knows.
func (p *pool) union(k, l knowledge) knowledge {
	height := max(k.height, l.height)
	k, l = p.lift(k, height), p.lift(l, height)
	return knowledge{p.merge(k.root, l.root, height), height}
}

// lift makes the trie of k as high as given.
func (p *pool) lift(k knowledge, height uint32) knowledge {
	for ; k.height < height; k.height++ {
		if k.root > 0 {
			p.blocks = append(p.blocks, block{k.root})
			k.root = uint32(len(p.blocks) - 1)
		}
	}
	return k
}

// merge returns the union of two tries, which is one of them if that one
// includes the other.
func (p *pool) merge(a, b, height uint32) uint32 {
	switch {
	case a == b || b == 0:
		return a
	case a == 0:
		return b
	}
	both, other := p.blocks[a], p.blocks[b]
	for i := range both {
		if height == 0 {
			both[i] = max(both[i], other[i])
		} else {
			both[i] = p.merge(both[i], other[i], height-1)
		}
	}
	switch both {
	case p.blocks[a]:
		return a
	case p.blocks[b]:
		return b
	}
	a = p.writable(a)
	p.blocks[a] = both
	return a
}

// writable returns a block that holds the same as the given one and belongs to
// no change yet.
func (p *pool) writable(at uint32) uint32 {
	if int(at) >= p.kept {
		return at
	}
	p.blocks = append(p.blocks, p.blocks[at])
	return uint32(len(p.blocks) - 1)
}
