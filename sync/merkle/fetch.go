package merkle

import "errors"

// ErrUnwanted is returned for a node that a fetch did not ask for, or has
// already.
var ErrUnwanted = errors.New("a node that was not asked for")

// A Fetch gets the nodes of a tree one by one, from anyone and in any order,
// and believes nothing that does not fit the root. It is a state machine: ask
// it what it needs, ask people for that, and put what they send. It keeps
// which nodes there are and not the text: whoever puts leaves stores them.
//
// Interrupted, it is resumed by a new Fetch that is shown what was stored.
type Fetch struct {
	have  func(Hash) ([]byte, bool)
	wants map[Hash][]place // where each missing node stands
	queue []Hash           // of wants, in the order of discovery; some may be here by now
	got   map[Hash]gotten
	known int64
	total int64
	err   error
}

// A gotten is what is remembered of a node.
type gotten struct {
	place
	closed bool
	below  []place
}

// A Want is a node to ask somebody for.
type Want struct {
	Hash  Hash
	Level uint8
	Size  int64 // bytes of the text below it
}

// MaxBytes returns how many bytes the node can have: a longer reply need not
// be read.
func (w Want) MaxBytes() int {
	if w.Level == 0 {
		return int(min(w.Size, MaxChunk))
	}
	return maxInner
}

// NewFetch starts to fetch the tree of a root, whose text may have at most
// limit bytes. have, which may be nil, returns nodes that are here already;
// they are verified like all others, and asked for anew if they are damaged.
func NewFetch(r Root, limit int64, have func(Hash) ([]byte, bool)) (*Fetch, error) {
	if err := r.check(limit); err != nil {
		return nil, err
	}
	if have == nil {
		have = func(Hash) ([]byte, bool) { return nil, false }
	}
	f := &Fetch{have: have, wants: make(map[Hash][]place), got: make(map[Hash]gotten), total: r.Size}
	f.discover([]place{r.top()})
	return f, f.err
}

// Need returns up to n nodes that are missing, upper levels first, so that a
// whole level can be asked for in one round trip. It returns the same ones
// until they are put.
func (f *Fetch) Need(n int) []Want {
	for len(f.queue) > 0 && f.wants[f.queue[0]] == nil {
		f.queue = f.queue[1:]
	}
	var wants []Want
	for _, h := range f.queue {
		if len(wants) >= n {
			break
		}
		if places := f.wants[h]; places != nil {
			wants = append(wants, Want{Hash: h, Level: places[0].level, Size: places[0].size})
		}
	}
	return wants
}

// Put takes in the node that somebody sent for h. If it returns nil the node
// is genuine, and the caller stores it. [ErrWrong] says that the sender lied
// or the way garbled it, [ErrUnwanted] that nobody asked, or not any more;
// the fetch is as before. [ErrMalformed] ends the fetch: the root names no
// text.
func (f *Fetch) Put(h Hash, node []byte) error {
	if f.err != nil {
		return f.err
	}
	places, ok := f.wants[h]
	if !ok {
		return ErrUnwanted
	}
	if err := f.take(places[0], node); err != nil {
		return err
	}
	delete(f.wants, h)
	f.discover(places)
	return f.err
}

// Known returns how many bytes of the text are here, and how many there are.
func (f *Fetch) Known() (known, total int64) { return f.known, f.total }

// Done tells whether all nodes are here, so that [Read] will find them.
func (f *Fetch) Done() bool { return f.err == nil && len(f.wants) == 0 }

// take verifies the node at p and remembers it.
func (f *Fetch) take(p place, node []byte) error {
	below, closed, err := p.load(node)
	if err != nil {
		if errors.Is(err, ErrMalformed) {
			f.err = err
		}
		return err
	}
	f.got[p.hash] = gotten{place: p, closed: closed, below: below}
	return nil
}

// discover takes in places of the tree, and those below what is here of them.
func (f *Fetch) discover(todo []place) {
	for len(todo) > 0 && f.err == nil {
		p := todo[0]
		todo = todo[1:]
		g, ok := f.got[p.hash]
		if !ok {
			if node, here := f.have(p.hash); here && f.take(p, node) == nil {
				g, ok = f.got[p.hash]
			}
		}
		switch {
		case !ok:
			if f.wants[p.hash] == nil {
				f.queue = append(f.queue, p.hash)
			}
			f.wants[p.hash] = append(f.wants[p.hash], p)
		case p.level != g.level || p.size != g.size || !p.last && !g.closed:
			f.err = ErrMalformed
		case p.level == 0:
			f.known += p.size
		default:
			for i, q := range g.below {
				q.last = p.last && i == len(g.below)-1
				todo = append(todo, q)
			}
		}
	}
}
