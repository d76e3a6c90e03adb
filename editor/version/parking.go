package version

import (
	"cmp"
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
	lots         map[Replica][]parked[T]
	owners       map[string]load
}

type parked[T any] struct {
	seq   uint64
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
		lots:   make(map[Replica][]parked[T]),
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
	lot := p.lots[awaited.Replica]
	// Behind those that wait for the same ID: first come, first served.
	at, _ := slices.BinarySearchFunc(lot, awaited.Seq+1, func(e parked[T], seq uint64) int {
		return cmp.Compare(e.seq, seq)
	})
	p.lots[awaited.Replica] = slices.Insert(lot, at, parked[T]{awaited.Seq, owner, size, item})
	return true
}

// Take removes and returns what waited for seen or for an earlier operation of
// the same replica, in the order of the operations.
func (p *Parking[T]) Take(seen ID) []T {
	lot := p.lots[seen.Replica]
	n := 0
	for n < len(lot) && lot[n].seq <= seen.Seq {
		n++
	}
	if n == 0 {
		return nil
	}
	items := make([]T, n)
	for i, e := range lot[:n] {
		items[i] = e.item
		p.unload(e)
	}
	p.keep(seen.Replica, slices.Delete(lot, 0, n))
	return items
}

// Drop removes all that one owner parked.
func (p *Parking[T]) Drop(owner string) {
	if _, ok := p.owners[owner]; !ok {
		return
	}
	for r, lot := range p.lots {
		p.keep(r, slices.DeleteFunc(lot, func(e parked[T]) bool { return e.owner == owner }))
	}
	delete(p.owners, owner)
}

// Awaited returns for each replica the first ID that something waits for, in
// the order of [Compare]: what to ask other peers for.
func (p *Parking[T]) Awaited() []ID {
	ids := make([]ID, 0, len(p.lots))
	for _, r := range slices.SortedFunc(maps.Keys(p.lots), CompareReplicas) {
		ids = append(ids, ID{r, p.lots[r][0].seq})
	}
	return ids
}

// Len returns the number of items parked.
func (p *Parking[T]) Len() int {
	n := 0
	for _, lot := range p.lots {
		n += len(lot)
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

func (p *Parking[T]) keep(r Replica, lot []parked[T]) {
	if len(lot) == 0 {
		delete(p.lots, r)
		return
	}
	p.lots[r] = lot
}
