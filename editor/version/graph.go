package version

import (
	"errors"
	"math"
	"slices"
	"sort"
)

// ErrFrontier means that the dependencies of a change are not a frontier: they
// are out of order, name the change's own replica, or one of them had seen
// another.
var ErrFrontier = errors.New("dependencies are not a frontier")

// A MissingError says that a change came before its past.
type MissingError struct{ ID ID } // the first operation known to be missing

func (e *MissingError) Error() string { return "missing operation " + e.ID.String() }

// A Graph is the causal graph of a document. Its nodes are changes: runs of
// operations of one replica that build on the same past, which is the
// replica's own log so far and the pasts of the operations the change depends
// on.
//
// A change without dependencies has seen what the change before it in its log
// had. So the graph keeps for each replica the steps in which its knowledge
// grew, and "had a seen b" is a binary search among them.
//
// Replicas are numbered in the order of their first change.
type Graph struct {
	index  map[Replica]int
	clocks []clock // by the number of the replica
	recent [2]int  // what Index found last
	heads  []int   // the replicas whose last operation nobody has built on, in no order
	pool

	// The change that Check accepted, for Known and Add.
	author  int
	replica Replica   // if it has no number yet
	own     uint64    // last operation of the author before the change
	past    knowledge // besides the author's own log
	on      []int     // the replicas it depends on
	covered []int     // those of them that have written nothing since
}

// A clock is what the graph knows of one replica.
type clock struct {
	replica Replica
	seen    uint64 // its last operation
	head    int    // where it is in heads, counted from 1; 0 if it is not
	steps   []step
}

// From the operation numbered from on, a replica had seen past.
type step struct {
	from uint32
	past knowledge
}

// Len returns the number of replicas.
func (g *Graph) Len() int { return len(g.clocks) }

// Index returns the number of r, and false if r has no change yet.
func (g *Graph) Index(r Replica) (int, bool) {
	for _, i := range g.recent {
		if i < len(g.clocks) && g.clocks[i].replica == r {
			return i, true
		}
	}
	i, ok := g.index[r]
	if ok {
		g.recent = [2]int{i, g.recent[0]}
	}
	return i, ok
}

// Replica returns the replica numbered i.
func (g *Graph) Replica(i int) Replica { return g.clocks[i].replica }

// Last returns the number of the last operation of replica i.
func (g *Graph) Last(i int) uint64 { return g.clocks[i].seen }

// Seen reports whether id is in the graph.
func (g *Graph) Seen(id ID) bool {
	i, ok := g.Index(id.Replica)
	return ok && id.Seq <= g.clocks[i].seen && id.Seq > 0
}

// Enter numbers a replica that has no change yet. The number is kept.
func (g *Graph) Enter(r Replica) int {
	if i, ok := g.Index(r); ok {
		return i
	}
	if g.index == nil {
		g.index = make(map[Replica]int)
	}
	i := len(g.clocks)
	g.index[r] = i
	g.clocks = append(g.clocks, clock{replica: r})
	g.recent = [2]int{i, g.recent[0]}
	return i
}

// Check prepares to add the change that begins with first and depends on
// deps. It returns a *[MissingError] if the past is not complete, and
// [ErrFrontier] if deps are not what an honest author would name: those last
// operations of other replicas that are not in the past of its own log or of
// one another.
func (g *Graph) Check(first ID, deps []ID) error {
	g.on, g.covered = g.on[:0], g.covered[:0]
	if i, ok := g.Index(first.Replica); ok {
		c := &g.clocks[i]
		g.author, g.own, g.past = i, c.seen, c.before(c.seen)
	} else {
		g.author, g.own, g.past = -1, 0, knowledge{}
		g.replica = first.Replica
	}
	if first.Seq != g.own+1 {
		return &MissingError{ID{first.Replica, first.Seq - 1}}
	}
	if len(deps) == 0 {
		return nil
	}
	for i := range deps {
		d := &deps[i]
		if d.Seq == 0 || d.Replica == first.Replica ||
			i > 0 && CompareReplicas(deps[i-1].Replica, d.Replica) >= 0 {
			return ErrFrontier
		}
	}
	for i := range deps {
		d := &deps[i]
		q, ok := g.Index(d.Replica)
		if !ok || d.Seq > g.clocks[q].seen {
			return &MissingError{*d}
		}
		g.on = append(g.on, q)
	}
	return g.gather(deps)
}

// gather adds to the past what deps had seen, and deps.
func (g *Graph) gather(deps []ID) error {
	g.begin()
	past := knowledge{}
	for i, q := range g.on {
		past = g.union(past, g.clocks[q].before(deps[i].Seq))
	}
	// Often one of deps had seen the author's log to its end, and with it all
	// that the author had.
	if g.author >= 0 && g.of(past, g.author) < g.own {
		past = g.union(past, g.past)
	}
	g.past = past
	for i, q := range g.on {
		if g.of(past, q) >= deps[i].Seq {
			return ErrFrontier
		}
	}
	for i, q := range g.on {
		g.past = g.learn(g.past, q, deps[i].Seq)
		if deps[i].Seq == g.clocks[q].seen {
			g.covered = append(g.covered, q)
		}
	}
	return nil
}

// Author returns the number of the checked change's replica, and -1 if it has
// none yet.
func (g *Graph) Author() int { return g.author }

// Known returns the last operation of replica i in the past of the checked
// change.
func (g *Graph) Known(i int) uint64 {
	if i == g.author {
		return g.own
	}
	return g.of(g.past, i)
}

// Add puts the checked change, which ends with operation last, into the graph,
// and returns the number of its replica. Numbers have 32 bits.
func (g *Graph) Add(last uint64) int {
	if last > math.MaxUint32 {
		panic("version: too many operations")
	}
	if g.author < 0 {
		g.author = g.Enter(g.replica)
	}
	c := &g.clocks[g.author]
	if len(g.on) > 0 {
		c.steps = append(c.steps, step{uint32(g.own + 1), g.past})
		g.keep()
	}
	for _, q := range g.covered {
		g.cover(q)
	}
	if c.head == 0 {
		g.heads = append(g.heads, g.author)
		c.head = len(g.heads)
	}
	c.seen = last
	return g.author
}

// cover takes replica i out of the heads if it is there.
func (g *Graph) cover(i int) {
	at := g.clocks[i].head
	if at == 0 {
		return
	}
	last := len(g.heads) - 1
	moved := g.heads[last]
	g.heads[at-1] = moved
	g.clocks[moved].head = at
	g.heads = g.heads[:last]
	g.clocks[i].head = 0
}

// Includes reports whether the operation past had seen id, or is id itself.
func (g *Graph) Includes(past, id ID) bool {
	if past.Replica == id.Replica {
		return id.Seq <= past.Seq
	}
	p, ok := g.Index(past.Replica)
	q, ok2 := g.Index(id.Replica)
	return ok && ok2 && g.of(g.clocks[p].before(past.Seq), q) >= id.Seq
}

// Past returns what id had seen, itself included.
func (g *Graph) Past(id ID) Vector {
	v := Vector{}
	i, ok := g.Index(id.Replica)
	if !ok || id.Seq == 0 {
		return v
	}
	past := g.clocks[i].before(id.Seq)
	for q := range g.clocks {
		if seq := g.of(past, q); seq > 0 {
			v[g.clocks[q].replica] = seq
		}
	}
	v[id.Replica] = id.Seq
	return v
}

// Vector returns the version vector of the whole graph.
func (g *Graph) Vector() Vector {
	v := make(Vector, len(g.clocks))
	for i := range g.clocks {
		if c := &g.clocks[i]; c.seen > 0 {
			v[c.replica] = c.seen
		}
	}
	return v
}

// Frontier returns the operations that nobody has built on, in the order of
// [Compare].
func (g *Graph) Frontier() []ID { return g.ends(-1) }

// Dependencies returns what a change of r would depend on if it were made now:
// the frontier, less r's own operation.
func (g *Graph) Dependencies(r Replica) []ID {
	i, ok := g.Index(r)
	if !ok {
		i = -1
	}
	return g.ends(i)
}

// ends returns the frontier, less the operation of one replica.
func (g *Graph) ends(but int) []ID {
	if len(g.heads) == 0 || len(g.heads) == 1 && g.heads[0] == but {
		return nil
	}
	ids := make([]ID, 0, len(g.heads))
	for _, i := range g.heads {
		if c := &g.clocks[i]; i != but {
			ids = append(ids, ID{c.replica, c.seen})
		}
	}
	slices.SortFunc(ids, Compare)
	return ids
}

// before returns what operation seq of c had seen of others.
func (c *clock) before(seq uint64) knowledge {
	// Nearly always the question is about the newest operation.
	k := len(c.steps)
	if k > 0 && uint64(c.steps[k-1].from) > seq {
		k = sort.Search(k, func(k int) bool { return uint64(c.steps[k].from) > seq })
	}
	if k == 0 {
		return knowledge{}
	}
	return c.steps[k-1].past
}
