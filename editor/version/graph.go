package version

import (
	"errors"
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
// What a replica has seen of another only grows along its log. So the graph
// keeps for each pair of replicas the steps of that growth, and "had a seen b"
// is a binary search among them.
//
// Replicas are numbered in the order of their first change.
type Graph struct {
	index    map[Replica]int
	replicas []clock
	recent   int // what Index found last

	// The change that Check accepted, for Known and Add.
	author  int
	replica Replica
	own     uint64   // last operation of the author before the change
	grown   []uint64 // replica → what the author had not seen before; 0 elsewhere
	touched []int    // the replicas set in grown
}

// A clock is what the graph knows of one replica.
type clock struct {
	replica Replica
	seen    uint64 // its last operation
	covered bool   // another replica has built on that
	views   []view // what it has seen of others, by their number
}

// A view is what one replica has seen of another, step by step.
type view struct {
	of    int
	steps []step
}

// From the operation numbered from on, upto had been seen.
type step struct{ from, upto uint64 }

// Len returns the number of replicas.
func (g *Graph) Len() int { return len(g.replicas) }

// Index returns the number of r, and false if r has no change yet.
func (g *Graph) Index(r Replica) (int, bool) {
	if g.recent < len(g.replicas) && g.replicas[g.recent].replica == r {
		return g.recent, true
	}
	i, ok := g.index[r]
	if ok {
		g.recent = i
	}
	return i, ok
}

// Replica returns the replica numbered i.
func (g *Graph) Replica(i int) Replica { return g.replicas[i].replica }

// Last returns the number of the last operation of replica i.
func (g *Graph) Last(i int) uint64 { return g.replicas[i].seen }

// Seen reports whether id is in the graph.
func (g *Graph) Seen(id ID) bool {
	i, ok := g.Index(id.Replica)
	return ok && id.Seq <= g.replicas[i].seen && id.Seq > 0
}

// Enter numbers a replica that has no change yet. The number is kept.
func (g *Graph) Enter(r Replica) int {
	if i, ok := g.Index(r); ok {
		return i
	}
	if g.index == nil {
		g.index = make(map[Replica]int)
	}
	i := len(g.replicas)
	g.index[r] = i
	g.replicas = append(g.replicas, clock{replica: r})
	g.grown = append(g.grown, 0)
	g.recent = i
	return i
}

// Check prepares to add the change that begins with first and depends on
// deps. It returns a *[MissingError] if the past is not complete, and
// [ErrFrontier] if deps are not what an honest author would name: those last
// operations of other replicas that are not in the past of its own log or of
// one another.
func (g *Graph) Check(first ID, deps []ID) error {
	for _, i := range g.touched {
		g.grown[i] = 0
	}
	g.touched = g.touched[:0]
	g.replica, g.author, g.own = first.Replica, -1, 0
	if i, ok := g.Index(first.Replica); ok {
		g.author, g.own = i, g.replicas[i].seen
	}
	if first.Seq != g.own+1 {
		return &MissingError{ID{first.Replica, first.Seq - 1}}
	}
	for i, d := range deps {
		if d.Seq == 0 || d.Replica == first.Replica ||
			i > 0 && CompareReplicas(deps[i-1].Replica, d.Replica) >= 0 {
			return ErrFrontier
		}
	}
	for _, d := range deps {
		if !g.Seen(d) {
			return &MissingError{d}
		}
	}
	for _, d := range deps {
		q, _ := g.Index(d.Replica)
		if g.author >= 0 && g.replicas[g.author].latest(q) >= d.Seq {
			return ErrFrontier
		}
		g.grow(q, d.Seq)
		for _, v := range g.replicas[q].views {
			if seq := v.at(d.Seq); seq > 0 && v.of != g.author {
				g.grow(v.of, seq)
			}
		}
	}
	for _, d := range deps {
		for _, e := range deps {
			if d.Replica != e.Replica && g.Includes(e, d) {
				return ErrFrontier
			}
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
	if g.author < 0 {
		return g.grown[i]
	}
	return max(g.grown[i], g.replicas[g.author].latest(i))
}

// Add puts the checked change, which ends with operation last, into the graph,
// and returns the number of its replica.
func (g *Graph) Add(last uint64) int {
	if g.author < 0 {
		g.author = g.Enter(g.replica)
	}
	c := &g.replicas[g.author]
	for _, i := range g.touched {
		if c.see(i, g.own+1, g.grown[i]) && g.replicas[i].seen <= g.grown[i] {
			g.replicas[i].covered = true
		}
	}
	c.seen, c.covered = last, false
	return g.author
}

// Includes reports whether the operation past had seen id, or is id itself.
func (g *Graph) Includes(past, id ID) bool {
	if past.Replica == id.Replica {
		return id.Seq <= past.Seq
	}
	p, ok := g.Index(past.Replica)
	q, ok2 := g.Index(id.Replica)
	return ok && ok2 && g.replicas[p].saw(q, past.Seq) >= id.Seq
}

// Past returns what id had seen, itself included.
func (g *Graph) Past(id ID) Vector {
	v := Vector{}
	i, ok := g.Index(id.Replica)
	if !ok || id.Seq == 0 {
		return v
	}
	v[id.Replica] = id.Seq
	for _, w := range g.replicas[i].views {
		if seq := w.at(id.Seq); seq > 0 {
			v[g.replicas[w.of].replica] = seq
		}
	}
	return v
}

// Vector returns the version vector of the whole graph.
func (g *Graph) Vector() Vector {
	v := make(Vector, len(g.replicas))
	for _, c := range g.replicas {
		if c.seen > 0 {
			v[c.replica] = c.seen
		}
	}
	return v
}

// Frontier returns the operations that nobody has built on, in the order of
// [Compare].
func (g *Graph) Frontier() []ID {
	var ids []ID
	for _, c := range g.replicas {
		if c.seen > 0 && !c.covered {
			ids = append(ids, ID{c.replica, c.seen})
		}
	}
	slices.SortFunc(ids, Compare)
	return ids
}

// Dependencies returns what a change of r would depend on if it were made now:
// the frontier, less r's own operation.
func (g *Graph) Dependencies(r Replica) []ID {
	var ids []ID
	for _, c := range g.replicas {
		if c.seen > 0 && !c.covered && c.replica != r {
			ids = append(ids, ID{c.replica, c.seen})
		}
	}
	slices.SortFunc(ids, Compare)
	return ids
}

func (g *Graph) grow(i int, seq uint64) {
	if g.grown[i] == 0 {
		g.touched = append(g.touched, i)
	}
	g.grown[i] = max(g.grown[i], seq)
}

// latest returns what the last operation of c had seen of replica i.
func (c *clock) latest(i int) uint64 {
	if at, ok := c.find(i); ok {
		s := c.views[at].steps
		return s[len(s)-1].upto
	}
	return 0
}

// saw returns what operation seq of c had seen of replica i.
func (c *clock) saw(i int, seq uint64) uint64 {
	if at, ok := c.find(i); ok {
		return c.views[at].at(seq)
	}
	return 0
}

// see notes that from operation from on, c has seen replica i up to upto. It
// reports whether that is news.
func (c *clock) see(i int, from, upto uint64) bool {
	at, ok := c.find(i)
	if !ok {
		c.views = slices.Insert(c.views, at, view{of: i})
	} else if c.latest(i) >= upto {
		return false
	}
	v := &c.views[at]
	v.steps = append(v.steps, step{from, upto})
	return true
}

func (c *clock) find(i int) (at int, ok bool) {
	at = sort.Search(len(c.views), func(k int) bool { return c.views[k].of >= i })
	return at, at < len(c.views) && c.views[at].of == i
}

// at returns what operation seq had seen.
func (v *view) at(seq uint64) uint64 {
	// Nearly always the question is about the newest operation.
	n := len(v.steps)
	if v.steps[n-1].from <= seq {
		return v.steps[n-1].upto
	}
	k := sort.Search(n, func(k int) bool { return v.steps[k].from > seq })
	if k == 0 {
		return 0
	}
	return v.steps[k-1].upto
}
