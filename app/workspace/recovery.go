package workspace

import (
	"slices"
	"strings"
	"time"

	"chirograph/app/phrases"
	"chirograph/storage/store"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

// A Recovery says what was saved when the store was found damaged.
type Recovery struct {
	_    struct{} `cbor:",toarray"`
	Copy string   // where the damaged store is kept
	Fine int      // documents of which nothing is missing
	Hurt []identity.DocumentID
	UpTo int64 // Unix milliseconds: the newest change of those that was saved; 0 for none
}

// The settings that keep what a person has not read yet.
const (
	recoveryKey = "recovery"
	copiedKey   = "copied"
)

// maxRecovery bounds an encoded Recovery.
const maxRecovery = 1 << 20

// Recovery is what was saved when the store was found damaged, until
// ForgetRecovery is called; nil when it was not.
func (w *Workspace) Recovery() *Recovery {
	switch {
	case w.told.Load():
		return nil
	case w.recovered != nil:
		return w.recovered
	}
	b, err := w.store.Setting(recoveryKey)
	if err != nil || len(b) == 0 {
		return nil
	}
	var r Recovery
	if err := canonical.Decode(b, &r, maxRecovery); err != nil {
		w.log.Warn("setting cannot be read", "key", recoveryKey, "err", err)
		return nil
	}
	return &r
}

// ForgetRecovery notes that the person has read what was recovered.
func (w *Workspace) ForgetRecovery() {
	w.told.Store(true)
	w.store.SetSetting(recoveryKey, nil, w.report(recoveryKey))
}

// Copied tells whether the data folder was copied here from elsewhere, or from
// a backup, until ForgetCopied is called.
func (w *Workspace) Copied() bool {
	b, err := w.store.Setting(copiedKey)
	return err == nil && len(b) > 0
}

// ForgetCopied notes that the person has read that.
func (w *Workspace) ForgetCopied() { w.store.SetSetting(copiedKey, nil, w.report(copiedKey)) }

// In says it in words, of a language.
func (r *Recovery) In(p *phrases.Phrases, now time.Time) string {
	say := &p.State
	all := []string{say.StoreFine.Of(r.Fine, "n", p.Number(r.Fine))}
	switch {
	case len(r.Hurt) > 0 && r.UpTo != 0:
		all = append(all, say.StoreHurt.Of(len(r.Hurt), "n", p.Number(len(r.Hurt)), "time", p.Moment(time.UnixMilli(r.UpTo), now)))
	case len(r.Hurt) > 0:
		all = append(all, say.StoreLost.Of(len(r.Hurt), "n", p.Number(len(r.Hurt))))
	}
	return phrases.With(say.StoreDamaged, "documents", strings.Join(all, "; "))
}

// News is what happened to the data folder when it was opened just now, in
// words: nothing, most times.
func (w *Workspace) News() (all []string) {
	if w.recovered != nil {
		all = append(all, w.recovered.In(w.Language(), w.now()))
	}
	if w.store.Copied() {
		all = append(all, w.Language().State.StoreCopied)
	}
	return all
}

// recover takes note of where the store comes from and what it has saved.
func (w *Workspace) recover() {
	if w.store.Copied() {
		w.store.SetSetting(copiedKey, []byte{1}, w.report(copiedKey))
	}
	saved := w.store.Salvaged()
	if saved == nil {
		return
	}
	r := Recovery{Copy: saved.Copy, Fine: len(saved.Fine)}
	for _, id := range saved.Hurt {
		r.Hurt = append(r.Hurt, id)
		d, err := w.load(id)
		if err != nil {
			w.log.Warn("damaged document cannot be read", "err", err)
			continue
		}
		r.UpTo = max(r.UpTo, d.newest)
		d.readmit()
	}
	w.log.Warn("the store was damaged", "copy", saved.Copy, "fine", len(saved.Fine), "hurt", len(saved.Hurt),
		"records", saved.Records, "loose", saved.Loose, "identity", saved.Identity, "rest", saved.Rest)
	w.recovered = &r
	w.store.SetSetting(recoveryKey, canonical.Encode(r), w.report(recoveryKey))
}

// readmit lets authors write whose certificates are lost while what they wrote
// is here: it was taken in, so they had one. d is not shared yet.
func (d *Document) readmit() {
	if len(d.rec.Charter.Epochs) == 0 {
		return
	}
	for _, h := range d.logs.Heads() {
		if d.logs.MayWrite(h.Author) {
			continue
		}
		c := identity.Certify(d.id, 0, h.Author, identity.Editor, d.rec.write().Key())
		d.w.store.Put(d.id, certPrefix+string(c.Author[:]), canonical.Encode(c), d.w.report("certificate"))
	}
}

// judge tells the store where a value belongs.
type judge struct{}

// Record reads a batch or a pack.
func (judge) Record(data []byte) (doc [32]byte, r store.Record, ok bool) {
	if wire.IsPack(data) {
		p, err := wire.ParsePack(data)
		h := &p.Header
		return h.Document, store.Record{Replica: h.Replica(), First: h.First, Last: h.Last}, err == nil
	}
	b, err := wire.ParseBatch(data)
	h := &b.Header
	return h.Document, store.Record{Replica: h.Replica(), First: h.First, Last: h.Last}, err == nil
}

// Value reads settings, and what is signed for a document.
func (judge) Value(key string, value []byte) (store.Place, bool) {
	kind, name, prefixed := strings.Cut(key, "/")
	switch {
	case slices.Contains([]string{"profile", recoveryKey, copiedKey}, key), prefixed && (kind == "user" || kind == "generation" || kind == "backup"):
		return store.Place{Setting: true}, true
	case key == recordKey:
		var r record
		if err := canonical.Decode(value, &r, maxStored); err != nil || len(r.Charter.Epochs) == 0 {
			return store.Place{}, false
		}
		return store.Place{Doc: r.Charter.Genesis.ID(), Rank: r.Changed}, true
	case key == certPrefix+name:
		var c identity.Certificate
		err := canonical.Decode(value, &c, maxStored)
		return store.Place{Doc: c.Document}, err == nil
	case key == cardPrefix+name:
		var c identity.Card
		err := canonical.Decode(value, &c, maxStored)
		return store.Place{Doc: c.Document, Rank: c.Time}, err == nil
	case key == labelPrefix+name:
		l, err := wire.ParseLabel(value)
		return store.Place{Doc: l.Note.Document}, err == nil
	case key == snapshotKey:
		var k kept
		err := canonical.Decode(value, &k, maxKept)
		var behind uint64
		for _, n := range k.Batches {
			behind += n
		}
		return store.Place{Doc: k.Snapshot.Note.Document, Rank: int64(behind)}, err == nil
	}
	return store.Place{}, false
}
