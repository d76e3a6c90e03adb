package workspace

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"chirograph/editor/buffer"
	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/seal"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// A Version is a version of a document that somebody has named, for everybody
// who has the document.
type Version struct {
	ID     [32]byte // names the naming, not the version
	Name   string
	Note   string
	Author version.Author
	Time   int64 // when it was named: Unix milliseconds, by the author's clock
	At     version.Vector
	Seal   seal.Seal
	Hidden bool // here, by this person
}

// A label is a named version as it is kept: what was signed, and what it says.
type label struct {
	raw    []byte
	author version.Author
	naming wire.Naming
	hidden bool
}

// The keys of what the store keeps of versions.
const (
	labelPrefix  = "label/"  // + id
	hiddenPrefix = "hidden/" // + id of a label that this person does not want to see
	seenKey      = "seen"    // as far as this person has seen the document
)

// ErrManyVersions is returned when a document has as many named versions as it
// can have.
var ErrManyVersions = fmt.Errorf("this document has %d named versions: no more can be added", wire.MaxLabels)

// Versions lists the named versions of which everything is here, those named
// first first. The hidden ones are among them.
func (d *Document) Versions() []Version {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]Version, 0, len(d.labels))
	for id, l := range d.labels {
		if at, ok := d.versionAt(l.naming.At); ok {
			out = append(out, Version{
				ID: id, Name: l.naming.Name, Note: l.naming.Note, Author: l.author,
				Time: l.naming.Time, At: at, Seal: l.naming.Seal, Hidden: l.hidden,
			})
		}
	}
	slices.SortFunc(out, func(a, b Version) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), slices.Compare(a.ID[:], b.ID[:]))
	})
	return out
}

// versionAt is the version of a frontier, if it is here and is the one meant.
// It needs mu.
func (d *Document) versionAt(frontier []wire.Head) (version.Vector, bool) {
	t, v := d.buf.Text(), version.Vector{}
	for _, h := range frontier {
		if !t.Seen(h.ID()) {
			return nil, false
		}
		if at, ok := d.logs.HeadAt(h.ID()); ok && at.Hash != h.Hash {
			return nil, false // the other side of a fork
		}
		v.Merge(t.Past(h.ID()))
	}
	return v, true
}

// NameVersion gives a version a name and perhaps a note, for everybody. It
// returns when that is stored. The version must be one of the text here.
func (d *Document) NameVersion(at version.Vector, name, note string) error {
	n := wire.Naming{Time: d.w.now().UnixMilli(), Name: strings.TrimSpace(name), Note: strings.TrimSpace(note)}
	d.mu.Lock()
	var err error
	if n.At, err = d.frontier(at); errors.Is(err, session.ErrFolded) {
		d.mu.Unlock()
		d.unfold()
		d.mu.Lock()
		n.At, err = d.frontier(at)
	}
	if err != nil {
		d.mu.Unlock()
		return fmt.Errorf("a version ends where a change ends: %w", err)
	}
	text := d.buf.History().At(at)
	full := len(d.labels) >= wire.MaxLabels || d.labelsBy(d.me.Author) >= wire.MaxByAuthor
	d.mu.Unlock()
	if full {
		return ErrManyVersions
	}
	n.Seal = seal.OfText(text)
	if err := n.Check(); err != nil {
		return err
	}
	l := wire.NewLabel(d.id, n, d.read, d.author)
	d.mu.Lock()
	d.labels[l.ID()] = label{raw: l.Encode(), author: l.Author(), naming: n}
	d.mu.Unlock()
	done := make(chan error, 1)
	d.keepLabel(&l, func(err error) { done <- err })
	if err := <-done; err != nil {
		d.mu.Lock()
		delete(d.labels, l.ID())
		d.mu.Unlock()
		return err
	}
	d.spreadLabels([][]byte{l.Encode()})
	d.notify()
	return nil
}

// frontier are the heads of a version of the text. It fails with session.ErrFolded
// if they are not in memory. It needs mu.
func (d *Document) frontier(at version.Vector) (out []wire.Head, _ error) {
	for _, id := range d.buf.History().Frontier(at) {
		h, err := d.logs.Past(id)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// HideVersion hides a named version from this person's lists, or shows it again.
func (d *Document) HideVersion(id [32]byte, hidden bool) {
	d.mu.Lock()
	l, ok := d.labels[id]
	l.hidden = hidden
	if ok {
		d.labels[id] = l
	}
	d.mu.Unlock()
	if !ok {
		return
	}
	var value []byte
	if hidden {
		value = []byte{1}
	}
	d.w.store.Put(d.id, hiddenPrefix+string(id[:]), value, d.w.report("hidden version"))
	d.notify()
}

// Seal is the seal of the text at a version. It takes a walk over the text.
func (d *Document) Seal(at version.Vector) seal.Seal {
	var text []byte
	d.Read(func(b *buffer.Buffer) { text = b.History().At(at) })
	return seal.OfText(text)
}

// Labels are the encoded named versions known here, with their digest.
func (d *Document) Labels() ([][]byte, wire.Digest) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ids := make([][32]byte, 0, len(d.labels))
	for id := range d.labels {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b [32]byte) int { return slices.Compare(a[:], b[:]) })
	raw := make([][]byte, len(ids))
	for i, id := range ids {
		raw[i] = d.labels[id].raw
	}
	return raw, wire.DigestOf(ids)
}

// TakeLabels takes in named versions that somebody sent. Those of authors who
// may not write here, as far as is known, are left out.
func (d *Document) TakeLabels(labels [][]byte) error {
	var fresh [][]byte
	for _, raw := range labels {
		l, err := wire.ParseLabel(raw)
		if err != nil {
			return err
		}
		isNew, err := d.takeLabel(&l, raw)
		if err != nil {
			return err
		}
		if isNew {
			fresh = append(fresh, raw)
		}
	}
	if len(fresh) > 0 {
		d.spreadLabels(fresh)
		d.notify()
	}
	return nil
}

func (d *Document) takeLabel(l *wire.Label, raw []byte) (bool, error) {
	id := l.ID()
	d.mu.Lock()
	_, known := d.labels[id]
	ok := !known && d.logs.MayWrite(l.Author()) &&
		len(d.labels) < wire.MaxLabels && d.labelsBy(l.Author()) < wire.MaxByAuthor
	d.mu.Unlock()
	if !ok {
		return false, nil
	}
	if err := l.Verify(d.id); err != nil {
		return false, err
	}
	n, err := l.Open(d.read)
	if err != nil {
		return false, err
	}
	d.mu.Lock()
	d.labels[id] = label{raw: raw, author: l.Author(), naming: n}
	d.mu.Unlock()
	d.keepLabel(l, d.w.report("named version"))
	return true, nil
}

func (d *Document) keepLabel(l *wire.Label, done func(error)) {
	id := l.ID()
	d.w.store.Put(d.id, labelPrefix+string(id[:]), canonical.Encode(*l), done)
}

// labelsBy is how many labels an author has here. It needs mu.
func (d *Document) labelsBy(a version.Author) (n int) {
	for _, l := range d.labels {
		if l.author == a {
			n++
		}
	}
	return n
}

// readLabels reads the named versions from the store. d is not shared yet.
func (d *Document) readLabels() error {
	err := each(d.w.store, d.id, labelPrefix, func(l wire.Label) error {
		n, err := l.Open(d.read)
		if err == nil {
			d.labels[l.ID()] = label{raw: l.Encode(), author: l.Author(), naming: n}
		}
		return err
	})
	if err != nil {
		return err
	}
	hidden, err := d.w.store.Keys(d.id, hiddenPrefix)
	for _, k := range hidden {
		if id := [32]byte([]byte(k[len(hiddenPrefix):])); len(k) == len(hiddenPrefix)+32 {
			if l, ok := d.labels[id]; ok {
				l.hidden = true
				d.labels[id] = l
			}
		}
	}
	return err
}

// spreadLabels tells everybody connected of named versions that are new here.
// Whoever does not hear of it finds out by comparing digests.
func (d *Document) spreadLabels(fresh [][]byte) {
	for _, p := range d.sessions() {
		for page := range slices.Chunk(fresh, wire.ReplyBytes/wire.MaxLabel) {
			p.tell(wire.Labels{Labels: page})
		}
	}
}

// A sight is as far as this person has seen a document.
type sight struct {
	_    struct{} `cbor:",toarray"`
	Time int64    // Unix milliseconds
	At   []seenOf
}

type seenOf struct {
	_      struct{} `cbor:",toarray"`
	Author version.Author
	Branch version.Branch
	Seq    uint64
}

// Seen is the version that this person saw last, and when that was in Unix
// milliseconds; false when they never closed the document on this computer. It
// is what [Document.Look] remembered last before the document was opened.
func (d *Document) Seen() (at version.Vector, when int64, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.seen == nil {
		return nil, 0, false
	}
	at = version.Vector{}
	for _, s := range d.seen.At {
		id := version.ID{Replica: version.Replica{Author: s.Author, Branch: s.Branch}, Seq: s.Seq}
		if d.buf.Text().Seen(id) {
			at.Merge(d.buf.Text().Past(id))
		}
	}
	return at, d.seen.Time, true
}

// Look notes that this person has the present version before their eyes. What
// [Document.Seen] says stays what it was until the document is opened again.
func (d *Document) Look() {
	d.mu.Lock()
	past := d.buf.History()
	now := sight{Time: d.w.now().UnixMilli()}
	for _, id := range past.Frontier(d.buf.Text().Vector()) {
		now.At = append(now.At, seenOf{Author: id.Replica.Author, Branch: id.Replica.Branch, Seq: id.Seq})
	}
	d.w.store.Put(d.id, seenKey, canonical.Encode(now), d.w.report("what was seen"))
	d.mu.Unlock()
}

// readSeen reads as far as this person had seen the document. d is not shared
// yet. Without it everything else works.
func (d *Document) readSeen() {
	b, err := d.w.store.Get(d.id, seenKey)
	if err == nil && b != nil {
		var s sight
		if err = canonical.Decode(b, &s, maxStored); err == nil {
			d.seen = &s
		}
	}
	if err != nil {
		d.log.Warn("what was seen last cannot be read", "err", err)
	}
}
