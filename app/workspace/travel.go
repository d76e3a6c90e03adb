package workspace

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"chirograph/net/direct"
	"chirograph/storage/snapshot"
	"chirograph/storage/store"
	"chirograph/sync/merkle"
	"chirograph/sync/wire"
)

// Who joins a document with a long history gets the text of the newest snapshot
// first, node by node, each checked before it is used, from all at once who have
// it. What is here after an interruption is not asked for again. The text is
// shown until the history has come, from which it is made anew.

// errNotThere ends the asking of somebody who has nothing more to offer.
var errNotThere = errors.New("they do not have it")

// snapshots are the keys by which this program answers for snapshots.
func (w *Workspace) snapshots() []direct.Key {
	w.mu.Lock()
	docs := w.open()
	w.mu.Unlock()
	var out []direct.Key
	for _, d := range docs {
		if d.shared() {
			out = append(out, d.read.Snapshots())
		}
	}
	return out
}

// travels talks on a stream about snapshots, whoever opened it.
func (w *Workspace) travels(k direct.Key, st *direct.Stream) {
	w.mu.Lock()
	var d *Document
	for _, o := range w.docs {
		if o.read.Snapshots() == k && o.ctx != nil {
			d = o
		}
	}
	w.mu.Unlock()
	if d == nil {
		return
	}
	g, ctx := errgroup.WithContext(d.ctx)
	g.Go(func() error { // unblocks Recv and Send
		<-ctx.Done()
		return st.Close()
	})
	g.Go(func() error {
		defer st.Close()
		var err error
		if st.Outgoing() {
			err = d.fetchFrom(ctx, st)
		} else {
			err = d.lend(st)
		}
		return errors.Join(err, errNotThere) // ends the other goroutine
	})
	err := g.Wait()
	d.log.Debug("snapshots", "peer", st.Peer(), "err", err)
}

// lend answers somebody who fetches a snapshot.
func (d *Document) lend(st stream) error {
	for {
		frame, err := st.Recv()
		if err != nil {
			return err
		}
		ask, err := wire.ParseAsk(frame)
		if err != nil {
			return err
		}
		answer := wire.Answer{Nodes: make([][]byte, len(ask.Nodes))}
		if ask.Newest {
			if k, _, err := d.keptSnapshot(); err == nil {
				answer.Snapshot = k.Snapshot.Encode()
			}
		}
		err = d.w.store.Nodes(d.id, func(get func([32]byte) ([]byte, error)) error {
			size := 0
			for i, h := range ask.Nodes {
				stored, err := get(h)
				if err != nil || stored == nil || size > wire.ReplyBytes {
					continue // they ask again, or somebody else
				}
				if answer.Nodes[i], err = snapshot.Restore(stored); err != nil {
					answer.Nodes[i] = nil
				}
				size += len(answer.Nodes[i])
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := st.Send(answer.Encode()); err != nil {
			return err
		}
	}
}

// An arrival is the text of a snapshot on its way here.
type arrival struct {
	picture wire.Picture
	fetch   *merkle.Fetch
	asked   map[merkle.Hash]time.Time // of somebody, and not answered yet
	text    string                    // once it is all here
	whole   bool
}

// percent is how much of the history is here that those connected have. It needs
// mu.
func (d *Document) percent() int {
	all, have := uint64(0), uint64(0)
	for p := range d.peers {
		a, h := uint64(0), uint64(0)
		for _, head := range p.heads {
			a += head.Seq
			h += min(head.Seq, d.logs.Head(head.Replica()).Seq)
		}
		if a > all {
			all, have = a, h
		}
	}
	if all == 0 {
		return 0
	}
	return int(100 * have / all)
}

// fetchLater fetches the newest snapshot from somebody connected, if the document
// is being joined. It is called when their papers are known.
func (d *Document) fetchLater(id string) {
	nw := d.w.network()
	d.mu.Lock()
	wanted := nw != nil && nw.snaps != nil && d.rec.Joining && len(d.rec.Charter.Epochs) > 0 && !d.begged[id]
	if wanted {
		d.begged[id] = true
	}
	d.mu.Unlock()
	if !wanted {
		return
	}
	d.w.beside(func(ctx context.Context) {
		if err := nw.snaps.Open(ctx, id, d.read.Snapshots()); err != nil {
			d.log.Debug("no snapshot", "peer", id, "err", err)
		}
	})
}

// fetchFrom fetches the text of a snapshot from one of those who have it, until it
// is here or they have no more.
func (d *Document) fetchFrom(ctx context.Context, st stream) error {
	newest := true
	for {
		wants, more := d.wants(newest)
		if !more {
			return nil
		}
		if len(wants) == 0 && !newest { // others were asked for all that is known to be missing
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(betweenWants):
			}
			continue
		}
		ask := wire.Ask{Newest: newest}
		for _, w := range wants {
			ask.Nodes = append(ask.Nodes, w.Hash)
		}
		if err := st.Send(ask.Encode()); err != nil {
			return err
		}
		frame, err := st.Recv()
		if err != nil {
			return err
		}
		answer, err := wire.ParseAnswer(frame)
		if err != nil {
			return err
		}
		if newest {
			if err := d.begin(answer.Snapshot); err != nil {
				return err
			}
			newest = false
			continue
		}
		if err := d.arriveNodes(wants, answer.Nodes); err != nil {
			return err
		}
	}
}

// betweenWants is how often somebody who was not asked for anything is thought of
// again.
const betweenWants = 100 * time.Millisecond

// patienceWithNode is after how long a node is asked of somebody else, too.
const patienceWithNode = 5 * time.Second

// wants are nodes to ask somebody for: none that another was asked for just now.
// It reports false when nothing is to be fetched any more.
func (d *Document) wants(newest bool) ([]merkle.Want, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.rec.Joining || d.shut {
		return nil, false
	}
	if newest || d.arrival == nil {
		return nil, newest
	}
	now, room := d.w.now(), wire.ReplyBytes
	var out []merkle.Want
	for _, w := range d.arrival.fetch.Need(8 * wire.MaxAsked) {
		if at, asked := d.arrival.asked[w.Hash]; asked && now.Sub(at) < patienceWithNode {
			continue
		}
		if room -= w.MaxBytes(); len(out) == wire.MaxAsked || room < 0 && len(out) > 0 {
			break
		}
		d.arrival.asked[w.Hash] = now
		out = append(out, w)
	}
	return out, !d.arrival.fetch.Done()
}

// begin takes up a snapshot that somebody offers, if it is signed by one who may
// write here and newer than the one that is being fetched.
func (d *Document) begin(raw []byte) error {
	if len(raw) == 0 {
		return errNotThere
	}
	s, err := wire.ParseSnapshot(raw)
	if err == nil {
		err = s.Verify(d.id)
	}
	if err != nil {
		return err
	}
	p, err := s.Open(d.read)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.rec.Joining || !d.logs.MayWrite(s.Author()) {
		return errNotThere
	}
	if d.arrival != nil && reach(p) <= reach(d.arrival.picture) {
		return nil // they may have nodes of the one that is being fetched
	}
	have := func(h merkle.Hash) ([]byte, bool) {
		stored, err := d.w.store.Node(d.id, h)
		if err != nil || stored == nil {
			return nil, false
		}
		node, err := snapshot.Restore(stored)
		return node, err == nil
	}
	f, err := merkle.NewFetch(p.Text.Root(), wire.MaxState, have)
	if err != nil {
		return err
	}
	d.arrival = &arrival{picture: p, fetch: f, asked: map[merkle.Hash]time.Time{}}
	return d.finish()
}

// reach is how many operations a snapshot holds.
func reach(p wire.Picture) (n uint64) {
	for _, h := range p.Heads {
		n += h.Seq
	}
	return n
}

// arriveNodes takes in what somebody answered. Who sends other nodes than those
// asked for is not asked again.
func (d *Document) arriveNodes(wants []merkle.Want, nodes [][]byte) error {
	var keep []store.Node
	d.mu.Lock()
	a := d.arrival
	if a == nil || d.shut { // everything is here, or nothing is wanted, meanwhile
		d.mu.Unlock()
		return errNotThere
	}
	got := 0
	var refused error
	for i, node := range nodes {
		if i >= len(wants) {
			break
		}
		delete(a.asked, wants[i].Hash)
		if len(node) == 0 {
			continue
		}
		switch err := a.fetch.Put(wants[i].Hash, node); {
		case err == nil:
			got++
			keep = append(keep, store.Node{Hash: wants[i].Hash, Data: snapshot.Shrink(node)})
		case !errors.Is(err, merkle.ErrUnwanted):
			refused = err
		default:
			got++ // another was quicker
		}
	}
	d.mu.Unlock()
	done := make(chan error, 1)
	d.w.store.PutNodes(d.id, keep, func(err error) { done <- err })
	if err := <-done; err != nil {
		return err
	}
	if refused != nil {
		return refused
	}
	if got == 0 {
		return errNotThere
	}
	d.mu.Lock()
	err := d.finish()
	d.mu.Unlock()
	d.notify()
	return err
}

// finish reads the text, if all of it is here. It needs mu.
func (d *Document) finish() error {
	a := d.arrival
	if a == nil || a.whole || !a.fetch.Done() {
		return nil
	}
	text, err := merkle.Read(a.picture.Text.Root(), wire.MaxState, func(h merkle.Hash) ([]byte, error) {
		stored, err := d.w.store.Node(d.id, h)
		if err != nil {
			return nil, err
		}
		return snapshot.Restore(stored)
	})
	if err != nil {
		return err
	}
	a.text, a.whole = string(text), true
	return nil
}
