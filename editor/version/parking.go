package version

import (
	"cmp"
	"container/heap"
	"maps"
	"slices"
)

// A Parking holds things that wait for an operation, each under the one ID it
// waits for. When that has come, the owner takes the thing out and tries it
// again; it may then wait for another.
//
// Whoever sends things with a missing past decides how much is parked, so
// every owner, usually a peer, has a limit in items and in bytes.
type Parking[T any] struct {
	items, bytes int // limits of one owner
	lots         map[Replica]*lot[T]
	owners       map[string]load
	turn         uint64
}

// A parked is an item with its place in the queue.
type parked[T any] struct {
	seq   uint64 // what it waits for
	turn  uint64 // and when it came
	owner string
	size  int
	item  T
}

type load struct{ items, bytes int }

// NewParking returns a parking in which each owner may keep as many items and
// bytes as given.
func NewParking[T any](items, bytes int) *Parking[T] {
	return &Parking[T]{
		items:  items,
		bytes:  bytes,
		lots:   make(map[Replica]*lot[T]),
		owners: make(map[string]load),
	}
}

// Park keeps an item of the given size in bytes until awaited has come. It
// reports false, and keeps nothing, if that would exceed the owner's limits.
func (p *Parking[T]) Park(owner string, awaited ID, size int, item T) bool {
	l := p.owners[owner]
	l.items++
	l.bytes += size
	if l.items > p.items || l.bytes > p.bytes {
		return false
	}
	p.owners[owner] = l
	queue := p.lots[awaited.Replica]
	if queue == nil {
		queue = new(lot[T])
		p.lots[awaited.Replica] = queue
	}
	p.turn++
	heap.Push(queue, parked[T]{awaited.Seq, p.turn, owner, size, item})
	return true
}

// Take removes and returns what waited for seen or for an earlier operation of
// the same replica, in the order of the operations.
func (p *Parking[T]) Take(seen ID) []T {
	queue := p.lots[seen.Replica]
	if queue == nil {
		return nil
	}
	var items []T
	for len(*queue) > 0 && (*queue)[0].seq <= seen.Seq {
		e := heap.Pop(queue).(parked[T])
		p.unload(e)
		items = append(items, e.item)
	}
	if len(*queue) == 0 {
		delete(p.lots, seen.Replica)
	}
	return items
}

// Drop removes all that one owner parked.
func (p *Parking[T]) Drop(owner string) {
	if _, ok := p.owners[owner]; !ok {
		return
	}
	for r, queue := range p.lots {
		*queue = slices.DeleteFunc(*queue, func(e parked[T]) bool { return e.owner == owner })
		heap.Init(queue)
		if len(*queue) == 0 {
			delete(p.lots, r)
		}
	}
	delete(p.owners, owner)
}

// Awaited returns for each replica the first ID that something waits for, in
// the order of [Compare]: what to ask other peers for.
func (p *Parking[T]) Awaited() []ID {
	ids := make([]ID, 0, len(p.lots))
	for _, r := range slices.SortedFunc(maps.Keys(p.lots), CompareReplicas) {
		ids = append(ids, ID{r, (*p.lots[r])[0].seq})
	}
	return ids
}

// Len returns the number of items parked.
func (p *Parking[T]) Len() int {
	n := 0
	for _, l := range p.owners {
		n += l.items
	}
	return n
}

func (p *Parking[T]) unload(e parked[T]) {
	l := p.owners[e.owner]
	l.items--
	l.bytes -= e.size
	if l.items == 0 {
		delete(p.owners, e.owner)
		return
	}
	p.owners[e.owner] = l
}

// A lot is a heap of what waits for one replica: first what waits for its
// earliest operation, and of those first who came first.
type lot[T any] []parked[T]

func (l lot[T]) Len() int      { return len(l) }
func (l lot[T]) Swap(i, j int) { l[i], l[j] = l[j], l[i] }

func (l lot[T]) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(l[i].seq, l[j].seq), cmp.Compare(l[i].turn, l[j].turn)) < 0
}

func (l *lot[T]) Push(x any) { *l = append(*l, x.(parked[T])) }

func (l *lot[T]) Pop() any {
	last := len(*l) - 1
	x := (*l)[last]
	clear((*l)[last:])
	*l = (*l)[:last]
	return x
}
