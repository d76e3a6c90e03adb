package workspace

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/storage/snapshot"
	"chirograph/storage/store"
	"chirograph/sync/canonical"
	"chirograph/sync/merkle"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// A kept snapshot is the newest one made here, with what only this computer
// needs to know of it.
type kept struct {
	_        struct{} `cbor:",toarray"`
	Snapshot wire.Snapshot
	Batches  []uint64 // of each of its heads, how many are behind it
}

const (
	snapshotKey = "snapshot"
	maxKept     = wire.MaxSnapshot + 16<<10
)

// When a snapshot is made: when nobody writes for a while and some has been
// written since the last one, when much has, and at the end.
const (
	snapshotPause = 30 * time.Second
	snapshotLeast = 64   // batches
	snapshotMost  = 4096 // batches: those are replayed in some milliseconds
)

// readText makes the text of the document: from the newest snapshot and what
// came after it, or, if there is none that is whole, from the logs alone. d is
// not shared yet.
func (d *Document) readText() error {
	err := d.readSnapshot()
	if err == nil {
		return nil
	}
	if !errors.Is(err, errNoSnapshot) {
		d.log.Warn("the snapshot cannot be used: the document is read from its logs", "err", err)
	}
	d.logs.Reset()
	d.buf = buffer.New(crdt.New(), d.me)
	d.nodes = nil
	return d.readRest()
}

var errNoSnapshot = errors.New("there is no snapshot")

// readSnapshot makes the text of the snapshot in the store, and what came after.
func (d *Document) readSnapshot() error {
	k, p, err := d.keptSnapshot()
	if err != nil {
		return err
	}
	var h crdt.History
	nodes := map[merkle.Hash]bool{}
	err = d.w.store.Nodes(d.id, func(get func([32]byte) ([]byte, error)) error {
		h, err = snapshot.ReadHistory(rootsOf(p), func(hash merkle.Hash) ([]byte, error) {
			stored, err := get(hash)
			if err != nil {
				return nil, err
			}
			nodes[hash] = true
			return snapshot.Restore(stored)
		}, wire.MaxState)
		return err
	})
	if err != nil {
		return err
	}
	text, err := crdt.FromHistory(h)
	if err != nil {
		return err
	}
	v := text.Vector()
	if len(v) != len(p.Heads) || len(k.Batches) != len(p.Heads) {
		return snapshot.ErrDamaged
	}
	stored, err := d.storedHeads()
	if err != nil {
		return err
	}
	var behind []store.Head // logs that were damaged
	for i, head := range p.Heads {
		if v[head.Replica()] != head.Seq {
			return snapshot.ErrDamaged
		}
		if stored[head.Replica()] < head.Seq {
			behind = append(behind, store.Head{Replica: head.Replica(), Seq: head.Seq})
		}
		d.logs.Fold(head, int(k.Batches[i]))
	}
	if len(behind) > 0 {
		d.w.store.Bridge(d.id, behind, d.w.report("bridge over what was lost"))
	}
	d.buf = buffer.New(text, d.me)
	d.nodes, d.last, d.newest = nodes, k.Snapshot.ID(), p.Time
	return d.readRest()
}

// storedHeads is how far each log goes in the store.
func (d *Document) storedHeads() (map[version.Replica]uint64, error) {
	heads, err := d.w.store.Heads(d.id)
	out := make(map[version.Replica]uint64, len(heads))
	for _, h := range heads {
		out[h.Replica] = h.Seq
	}
	return out, err
}

// keptSnapshot reads the snapshot in the store, without its nodes.
func (d *Document) keptSnapshot() (k kept, p wire.Picture, err error) {
	b, err := d.w.store.Get(d.id, snapshotKey)
	if err != nil {
		return k, p, err
	}
	if b == nil {
		return k, p, errNoSnapshot
	}
	if err := canonical.Decode(b, &k, maxKept); err != nil {
		return k, p, err
	}
	if err := k.Snapshot.Verify(d.id); err != nil {
		return k, p, err
	}
	p, err = k.Snapshot.Open(d.read)
	return k, p, err
}

// readRest replays what the store has beyond the heads that are known.
func (d *Document) readRest() error {
	apply := func(c crdt.Change) error {
		d.newest = max(d.newest, c.Time)
		return d.buf.Apply(c)
	}
	r := replay{store: d.w.store, id: d.id, logs: d.logs, apply: apply, me: d.me}
	if err := r.run(); err != nil {
		return err
	}
	loose, err := d.w.store.Loose(d.id)
	if err != nil {
		return err
	}
	if err := r.keep(loose); err != nil {
		return err
	}
	d.fresh = 0
	for _, n := range r.batches {
		d.fresh += n
	}
	for _, e := range r.waiting {
		if err := d.logs.Resume(e, sink{d}); err != nil {
			d.log.Warn("the rest of a pack is refused", "err", err)
		}
	}
	for _, e := range r.held {
		if err := d.logs.Offer(e, sink{d}); err != nil {
			d.log.Debug("a batch that waits is refused", "err", err)
		}
	}
	return nil
}

func rootsOf(p wire.Picture) snapshot.Roots {
	r := snapshot.Roots{Text: p.Text.Root(), State: p.State.Root()}
	for i, n := range p.Lengths {
		r.Lengths[i] = int(n)
	}
	return r
}

// photograph makes a snapshot of the document as it is stored, if at least so
// many batches came since the last one, and returns when it is on the disk. Only
// the writer may call it.
func (d *Document) photograph(least int) error {
	d.mu.Lock()
	if d.fresh < least || d.rec.Joining || d.uncommitted() || len(d.unstored)+len(d.coming)+len(d.own) > 0 {
		d.mu.Unlock()
		return nil
	}
	fresh := d.fresh
	h := d.buf.Text().History()
	p := wire.Picture{Time: d.w.now().UnixMilli(), Heads: d.logs.Heads()}
	k := kept{Batches: make([]uint64, len(p.Heads))}
	for i, head := range p.Heads {
		k.Batches[i] = uint64(d.logs.Batches(head.Replica()))
	}
	if d.last != [32]byte{} {
		p.Parents = [][32]byte{d.last}
	}
	before := d.nodes
	d.mu.Unlock()

	var nodes []store.Node
	all := map[merkle.Hash]bool{}
	roots := snapshot.Plant(h, func(hash merkle.Hash, node []byte) {
		if !all[hash] && !before[hash] {
			nodes = append(nodes, store.Node{Hash: hash, Data: snapshot.Shrink(node)})
		}
		all[hash] = true
	})
	p.Text, p.State = wire.TreeOf(roots.Text), wire.TreeOf(roots.State)
	for i, n := range roots.Lengths {
		p.Lengths[i] = uint64(n)
	}
	k.Snapshot = wire.NewSnapshot(d.id, p, d.read, d.author)
	done := make(chan error, 1)
	keep := func(hash [32]byte) bool { return all[hash] }
	d.w.store.Grow(d.id, nodes, keep, snapshotKey, canonical.Encode(k), func(err error) { done <- err })
	if err := <-done; err != nil {
		return err
	}
	d.mu.Lock()
	d.nodes, d.last = all, k.Snapshot.ID()
	d.fresh -= fresh
	d.mu.Unlock()
	return nil
}

// unfold reads where the batches of the logs end that a snapshot has left out,
// and takes in what waited for that. It reads the whole history.
func (d *Document) unfold() {
	logs := session.NewLog(d.keys)
	r := replay{store: d.w.store, id: d.id, logs: logs}
	if err := r.run(); err != nil {
		d.log.Warn("the ends of the batches cannot all be read", "err", err)
	}
	var entries []session.Entry
	d.mu.Lock()
	// What waits for those that cannot be read is let go as well.
	for _, replica := range append(slices.Collect(maps.Keys(r.batches)), d.logs.Folded()...) {
		waited, ok := d.logs.Unfold(replica, logs.HeadsOf(replica))
		if !ok {
			d.log.Warn("the log is another than that of the snapshot", "replica", replica.String())
		}
		entries = append(entries, waited...)
	}
	d.mu.Unlock()
	if len(entries) == 0 {
		return
	}
	if _, err := d.offer(entries); err != nil {
		d.log.Debug("refused", "err", err)
	}
}

// unfoldLater is unfold beside everything else.
func (d *Document) unfoldLater() {
	d.mu.Lock()
	begin := !d.unfolding
	d.unfolding = true
	d.mu.Unlock()
	if !begin {
		return
	}
	d.w.beside(func(context.Context) {
		d.unfold()
		d.mu.Lock()
		d.unfolding = false
		again := len(d.logs.Folded()) > 0
		d.mu.Unlock()
		if again {
			d.unfoldLater()
		}
	})
}
