// Package workspace is the program without its window: the documents of one
// data folder, opened, kept, written and synchronised. The window, the command
// line and the tests use it alike.
//
// A [Workspace] owns the store, the network and the documents. A [Document]
// is a value behind one mutex: Do, Edit and Read hold it for microseconds and
// never wait for a disk or a peer. What was typed goes from the document's
// outbox to the store and only then to peers; what peers send is verified,
// shown at once, stored and passed on.
//
// The network starts with the first document that is shared or joined, not
// before.
package workspace

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"chirograph/app/phrases"
	"chirograph/storage/store"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// Errors that people are told about.
var (
	ErrUnknown  = errors.New("there is no such document here")
	ErrReadOnly = errors.New("this link does not let its holder write")
	ErrOffline  = errors.New("this program was started offline")
	ErrHurt     = errors.New("part of this document is damaged in the store")
)

// MaxOpen is how many documents are kept open, and with people who have them,
// at once: the newest ones.
const MaxOpen = 32

// A Config says where and how a workspace lives. Dir is needed; the zero
// value of everything else is right for a desktop.
type Config struct {
	Dir      string        // the data folder
	Install  string        // where the install nonce is kept, outside Dir; "" for the user's configuration folder
	Offline  bool          // no network at all
	Loopback bool          // listen on this computer only, for tests
	NoMDNS   bool          // do not look for people on the local network
	Port     int           // to listen on; 0 for that of last time
	Wait     time.Duration // for another program to let go of the folder; 0 for a moment
	Log      *slog.Logger
	Now      func() time.Time // the clock by which changes are dated; nil for this computer's
}

// A Workspace is one data folder, opened.
type Workspace struct {
	config  Config
	log     *slog.Logger
	store   *store.Store
	seed    identity.Secret
	install [32]byte

	recovered *Recovery   // what was saved just now; nil when nothing was damaged
	told      atomic.Bool // the person has read that

	started   chan struct{} // closed when Run has begun
	networked chan struct{} // closed when the network has started
	watch     watchers
	language  atomic.Pointer[phrases.Phrases]

	shelving sync.Mutex // held while a shelf is changed, and a document opened or shut by it; taken before every other

	mu         sync.Mutex      // guards what follows; a document's lock is taken before it
	ctx        context.Context // of Run; nil before
	group      *errgroup.Group // of Run
	me         identity.Profile
	docs       map[identity.DocumentID]*Document // those that are open
	shuts      int                               // how many times one was shut
	net        *network                          // nil until it has started
	connecting bool                              // the network was told to start
	noNetwork  error                             // why it could not
}

// Open opens the data folder, and saves what can be saved when it is damaged.
// The errors of the store say what is wrong with it: store.ErrBusy when another program has it open, store.ErrDamaged,
// store.ErrNewer, store.ErrUnwritable.
func Open(c Config) (*Workspace, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	st, err := store.Open(c.Dir, store.Options{Timeout: c.Wait, Install: c.Install, Judge: judge{}})
	if err != nil {
		return nil, err
	}
	w := &Workspace{
		config:    c,
		log:       c.Log,
		store:     st,
		started:   make(chan struct{}),
		networked: make(chan struct{}),
		docs:      map[identity.DocumentID]*Document{},
	}
	w.language.Store(&phrases.English)
	seed, install := st.Identity()
	w.seed, w.install = identity.Secret(seed), install
	b, err := st.Setting("profile")
	if err == nil && b != nil {
		err = canonical.Decode(b, &w.me, identity.MaxRecord)
	}
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	w.recover()
	return w, nil
}

// Run serves the documents until ctx is done: it writes what was typed,
// and meets the people of shared documents. It returns when everything is
// stored and every goroutine has ended.
func (w *Workspace) Run(ctx context.Context) error {
	stored, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan error, 1)
	go func() { done <- w.store.Run(stored) }()

	g, ctx := errgroup.WithContext(ctx)
	w.mu.Lock()
	w.ctx, w.group = ctx, g
	docs := make([]*Document, 0, len(w.docs))
	for _, d := range w.docs {
		docs = append(docs, d)
	}
	w.mu.Unlock()
	close(w.started)
	for _, d := range docs {
		w.start(d)
	}
	g.Go(func() error { return w.openAll(ctx) })
	g.Go(func() error { return w.watchForRot(ctx) })
	g.Go(func() error { return w.backUpDaily(ctx) })
	g.Go(func() error { <-ctx.Done(); return nil })
	err := g.Wait() // the documents' writers have emptied their outboxes
	stop()
	return errors.Join(err, <-done)
}

// Close closes the store. It must not be called before Run has returned.
func (w *Workspace) Close() error { return w.store.Close() }

// openAll opens the newest documents, so that they are synchronised whether
// or not somebody looks at them.
func (w *Workspace) openAll(ctx context.Context) error {
	w.expire()
	list := w.Documents()
	for _, s := range list[:min(len(list), MaxOpen)] {
		if ctx.Err() != nil {
			return nil
		}
		if _, err := w.Document(s.ID); err != nil {
			w.log.Warn("document cannot be opened", "err", err)
		}
	}
	return nil
}

// start runs d, if the workspace runs.
func (w *Workspace) start(d *Document) {
	shared := d.shared() // before w.mu: a document's lock is taken first
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ctx == nil || w.ctx.Err() != nil || d.ctx != nil {
		return
	}
	d.ctx, d.stop = context.WithCancel(w.ctx)
	d.ended = make(chan struct{})
	all, ctx := w.ctx, d.ctx
	w.group.Go(func() error {
		defer close(d.ended)
		err := d.run(ctx)
		if ctx.Err() != nil && all.Err() == nil { // it alone was shut: the others go on
			return nil
		}
		return err
	})
	if shared {
		w.connect()
		w.group.Go(func() error {
			w.seek(d)
			return nil
		})
	}
}

// beside runs f beside everything else, until the workspace ends; not at all if it
// does not run.
func (w *Workspace) beside(f func(context.Context)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ctx == nil || w.ctx.Err() != nil {
		return
	}
	ctx := w.ctx
	w.group.Go(func() error {
		f(ctx)
		return nil
	})
}

// context ends when the workspace does. Before it runs it does not end.
func (w *Workspace) context() context.Context {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ctx == nil {
		return context.Background()
	}
	return w.ctx
}

// HasMe tells whether a person has said what to be called.
func (w *Workspace) HasMe() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.me.Name != ""
}

// Me is this person's profile.
func (w *Workspace) Me() identity.Profile {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.me
}

// SetMe changes this person's name and colour, everywhere.
func (w *Workspace) SetMe(p identity.Profile) error {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	if err := p.Check(); err != nil {
		return err
	}
	w.store.SetSetting("profile", canonical.Encode(p), w.report("profile"))
	w.mu.Lock()
	w.me = p
	docs := w.open()
	w.mu.Unlock()
	for _, d := range docs {
		d.introduce()
	}
	w.watch.notify()
	return nil
}

// Language is the language that the workspace says in words how things are.
func (w *Workspace) Language() *phrases.Phrases { return w.language.Load() }

// SetLanguage changes it. A new workspace speaks English, the language of the
// command line.
func (w *Workspace) SetLanguage(p *phrases.Phrases) {
	w.language.Store(p)
	w.watch.notify()
}

// Folder is the data folder.
func (w *Workspace) Folder() string { return w.config.Dir }

// Setting is a setting's value, "" when it was never set.
func (w *Workspace) Setting(key string) string {
	b, err := w.store.Setting("user/" + key)
	if err != nil {
		w.log.Warn("setting cannot be read", "key", key, "err", err)
	}
	return string(b)
}

// SetSetting sets it.
func (w *Workspace) SetSetting(key, value string) error {
	w.store.SetSetting("user/"+key, []byte(value), w.report(key))
	return nil
}

// Watch returns a channel that gets a token when the list of documents or
// something in it has changed, and a function that ends this.
func (w *Workspace) Watch() (<-chan struct{}, func()) { return w.watch.add() }

// New makes a document that this person owns, with text in it.
func (w *Workspace) New(title, text string) (*Document, error) {
	r := record{Role: identity.Owner, Title: title, Titled: title != "", Changed: time.Now().UnixMilli()}
	rand.Read(r.Salt[:])
	rand.Read(r.Secret[:])
	owner := identity.OwnerKey(w.seed, r.Salt)
	g := identity.NewGenesis(identity.Author(owner), r.Salt)
	write := identity.WriteSeed{Secret: r.Secret}
	r.Charter = identity.Charter{
		Genesis: g,
		Epochs:  []identity.Epoch{identity.NewEpoch(g.ID(), nil, identity.Author(write.Key()), owner)},
	}
	return w.add(g.ID(), r, text)
}

// Join takes a document in by its link. When it is here already, it is just
// opened. Otherwise it stays empty, and not Ready, until somebody who has it
// is found.
func (w *Workspace) Join(l link.Link) (*Document, error) {
	if l.Role != identity.Editor {
		return nil, ErrReadOnly
	}
	d, err := w.Document(l.Document)
	if errors.Is(err, ErrBinned) { // who opens its link wants it back
		if err := w.Recover(l.Document); err != nil {
			return nil, err
		}
		d, err = w.Document(l.Document)
	}
	if err == nil {
		d.hints(l.Addresses)
		return d, nil
	} else if !errors.Is(err, ErrUnknown) {
		return nil, err
	}
	if w.config.Offline {
		return nil, ErrOffline
	}
	return w.add(l.Document, record{
		Role:    l.Role,
		Secret:  l.Secret,
		Title:   l.Title,
		Hints:   l.Addresses,
		Shared:  true,
		Joining: true,
		Changed: time.Now().UnixMilli(),
	}, "")
}

// add stores the record of a new document and opens it.
func (w *Workspace) add(id identity.DocumentID, r record, text string) (*Document, error) {
	if err := <-w.save(id, r); err != nil {
		return nil, err
	}
	d, err := w.Document(id)
	if err != nil {
		return nil, err
	}
	if text != "" {
		d.Append(text)
	}
	w.watch.notify()
	return d, nil
}

// Document opens a document, or returns it when it is open. It is ErrUnknown
// when there is none, and ErrBinned when it is in the bin.
func (w *Workspace) Document(id identity.DocumentID) (*Document, error) {
	for {
		if kept, err := w.shelf(id); err != nil {
			return nil, err
		} else if kept.Binned != 0 {
			return nil, fmt.Errorf("%x: %w", id[:4], ErrBinned)
		}
		w.mu.Lock()
		d, shuts := w.docs[id], w.shuts
		w.mu.Unlock()
		if d != nil {
			return d, nil
		}
		d, err := w.load(id)
		if errors.Is(err, store.ErrDamaged) {
			return nil, fmt.Errorf("%w: %w", ErrHurt, err)
		}
		if err != nil {
			return nil, err
		}
		if d, ok := w.adopt(d, shuts); ok {
			return d, nil
		}
	}
}

// adopt opens a document that was loaded, unless somebody else was quicker. It
// reports false if one was shut since shuts was read: what was loaded may be
// older than what is stored now, or lie in the bin.
func (w *Workspace) adopt(d *Document, shuts int) (*Document, bool) {
	w.shelving.Lock()
	defer w.shelving.Unlock()
	w.mu.Lock()
	other := w.docs[d.id]
	stale := w.shuts != shuts
	if other == nil && !stale {
		w.docs[d.id] = d
	}
	w.mu.Unlock()
	switch {
	case stale:
		return nil, false
	case other != nil:
		return other, true
	}
	w.start(d)
	w.watch.notify()
	return d, true
}

// open lists the documents that are open. The caller holds mu.
func (w *Workspace) open() []*Document {
	out := make([]*Document, 0, len(w.docs))
	for _, d := range w.docs {
		out = append(out, d)
	}
	return out
}

// now is the time by this computer's clock, or by the one that was handed in.
func (w *Workspace) now() time.Time {
	if w.config.Now != nil {
		return w.config.Now()
	}
	return time.Now()
}

// report returns a callback that logs a write that failed.
func (w *Workspace) report(what string) func(error) {
	return func(err error) {
		if err != nil {
			w.log.Error("not stored", "what", what, "err", err)
		}
	}
}

// Size tells how large the store is.
func (w *Workspace) Size() (store.Size, error) { return w.store.Size() }
