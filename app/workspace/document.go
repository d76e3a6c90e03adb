package workspace

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"sync"
	"time"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/net/gossip"
	"chirograph/sync/identity"
	"chirograph/sync/merkle"
	"chirograph/sync/presence"
	"chirograph/sync/session"
	"chirograph/sync/wire"

	"golang.org/x/sync/errgroup"
)

// A Document is an open document. Everything on it may be called from
// anywhere at any time.
type Document struct {
	w      *Workspace
	id     identity.DocumentID
	keys   wire.Keys
	read   identity.ReadSecret
	author ed25519.PrivateKey // signs what is written here
	me     version.Replica
	log    *slog.Logger
	newest int64 // when the newest change was made that was there when it was loaded: Unix milliseconds

	// The writer's own.
	packedTo uint64 // the end of the own packs that are full

	// Guarded by the workspace's lock.
	ctx    context.Context // of run; nil before
	stop   context.CancelFunc
	ended  chan struct{} // closed when run has returned
	sought bool          // people are being looked for

	pending chan struct{} // a token when there is something to write
	stored  chan struct{} // closed and replaced when the writer has caught up; guarded by mu
	watch   watchers

	mu        sync.Mutex // guards what follows
	shut      bool       // closed for good: nothing would be stored any more
	rec       record
	buf       *buffer.Buffer
	logs      *session.Log
	cards     map[version.Author]identity.Card
	known     map[version.Author]identity.Profile // the cards, read
	labels    map[[32]byte]label                  // named versions
	seen      *sight                              // what this person saw last time; nil the first time
	durable   []wire.Head                         // as far as the store has the logs
	coming    []session.Entry                     // taken in from peers, not stored yet
	passed    int                                 // how many of them were passed on
	own       []session.Entry                     // own batches, to be sent when they are stored
	flushing  bool                                // somebody waits in Flush
	waiting   int                                 // bytes of them and of what could not be stored
	unstored  []session.Entry                     // what the writer is storing, or failed to store
	room      *sync.Cond                          // told when waiting gets less
	changes   int                                 // counts changes of the text
	fresh     int                                 // batches that are in no snapshot yet
	nodes     map[merkle.Hash]bool                // of the newest snapshot
	last      [32]byte                            // names it; zero when there is none
	unfolding bool                                // the ends that it has left out are being read
	unsaved   time.Time                           // since when something is not stored; zero when all is
	undo      []byte                              // what of undo is stored
	failed    error                               // why the last write to the store failed; nil when it did not

	stand      stand     // what the text is, when it was computed last
	counted    int       // changes, when they were looked at last
	still      time.Time // since when changes has been that
	repaired   wire.Same // the text for which a repair was tried
	repairing  bool      // it is being tried
	lastRepair *Repair   // the last one

	loose   []wire.Range    // parts of others' logs that could be packed
	arrival *arrival        // the text of a snapshot on its way, while joining
	begged  map[string]bool // peers that were asked for a snapshot

	topic    *gossip.Topic // nil when not on it
	peers    map[*peer]struct{}
	showed   map[version.Author]shown // how far others were known to have it
	board    *presence.Board
	mine     presence.State
	said     time.Time // when mine was sent last
	saidAfar time.Time // and over gossip
	moved    bool      // mine has changed since
}

// maxWaiting is how many bytes taken in from peers may wait for the disk:
// further ones wait in the network, whose flow control slows their sender.
const maxWaiting = 8 << 20

// ID is the document's id.
func (d *Document) ID() identity.DocumentID { return d.id }

// Title is what the document is called here: the title it was given, or else
// its first line.
func (d *Document) Title() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.w.titled(d.title())
}

// title is the title, "" when there is none. It needs mu.
func (d *Document) title() string {
	if !d.rec.Titled && !d.rec.Joining {
		return firstLine(d.buf.Text())
	}
	return d.rec.Title
}

// Text is the whole text.
func (d *Document) Text() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.buf.Text().String()
}

// Read calls f under the document's lock. f must be quick and must not keep b.
func (d *Document) Read(f func(b *buffer.Buffer)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f(d.buf)
}

// Do carries out a command of this person. When it returns the text has
// changed: a key press is on the screen with the next frame. Nothing is done
// while there is no text to change, in a document that is being joined.
func (d *Document) Do(c buffer.Command) {
	d.Edit(func(b *buffer.Buffer) { b.Do(c, time.Now().UnixMilli()) })
}

// Edit calls f under the document's lock. What f does to b is then stored and
// sent. f must be quick and must not keep b. It is not called in a document that
// is being joined or was discarded.
func (d *Document) Edit(f func(b *buffer.Buffer)) {
	d.mu.Lock()
	if d.rec.Joining || d.shut {
		d.mu.Unlock()
		return
	}
	f(d.buf)
	changed := d.uncommitted()
	if changed {
		d.touch()
		d.mine.Active = time.Now().UnixMilli()
	}
	d.mu.Unlock()
	if changed {
		signal(d.pending)
		d.watch.notify()
	}
}

// uncommitted tells whether this person did something that is in no batch yet.
// It needs mu.
func (d *Document) uncommitted() bool {
	t := d.buf.Text()
	next := t.Next(d.me)
	next.Seq--
	return next.Seq > 0 && !t.Seen(next)
}

// Me is the replica that this person writes as.
func (d *Document) Me() version.Replica { return d.me }

// touch notes that the text has changed and is not stored yet. It needs mu.
func (d *Document) touch() {
	d.changes++
	if d.unsaved.IsZero() {
		d.unsaved = time.Now()
	}
}

// Append puts text at the end.
func (d *Document) Append(text string) {
	d.Edit(func(b *buffer.Buffer) {
		end := b.Text().Len()
		b.Do(buffer.Replace{From: end, To: end, Text: text}, time.Now().UnixMilli())
	})
}

// Flush waits until everything that was typed so far is stored. It fails with
// the store's error when that cannot be done.
func (d *Document) Flush(ctx context.Context) error {
	for {
		d.mu.Lock()
		done := d.unsaved.IsZero()
		err := d.failed
		stored := d.stored
		d.flushing = !done
		d.mu.Unlock()
		if done || err != nil {
			return err
		}
		signal(d.pending)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-stored:
		}
	}
}

// Await waits until the document is ready: there is a text to show.
func (d *Document) Await(ctx context.Context) error {
	changed, stop := d.Watch()
	defer stop()
	for !d.Status().Ready {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
	return nil
}

// Watch returns a channel that gets a token when the text, the people or the
// status have changed, and a function that ends this.
func (d *Document) Watch() (<-chan struct{}, func()) { return d.watch.add() }

// notify tells watchers of the document and of the list.
func (d *Document) notify() {
	d.watch.notify()
	d.w.watch.notify()
}

// summary is what a list shows.
func (d *Document) summary() Summary {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.rec.summary(d.id)
	s.Title = d.w.titled(d.title())
	s.Size = d.buf.Text().Len()
	s.Here = d.hereNow()
	s.Copies = d.copies()
	return s
}

// shared tells whether others may look for the document here.
func (d *Document) shared() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rec.Shared
}

// run writes and synchronises the document until ctx is done.
func (d *Document) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.write(ctx) })
	g.Go(func() error { return d.attend(ctx) })
	return g.Wait()
}

// A sink is a document as its log gives it what peers sent. Its methods need mu.
type sink struct{ *Document }

// Apply integrates what another author did.
func (d sink) Apply(c crdt.Change, _ string) error {
	if err := d.buf.Apply(c); err != nil {
		return err
	}
	d.fresh++
	d.touch()
	return nil
}

// Keep leaves what another author did for the writer to store.
func (d sink) Keep(e session.Entry) {
	d.coming = append(d.coming, e)
	d.waiting += len(e.Raw)
}
