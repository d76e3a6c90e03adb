package workspace

import (
	"fmt"
	"time"

	"chirograph/sync/canonical"
	"chirograph/sync/identity"
)

// A record is what the store keeps of a document beside its logs. It holds
// the document's keys.
type record struct {
	_       struct{} `cbor:",toarray"`
	Role    identity.Role
	Secret  identity.Secret  // of the role
	Salt    [16]byte         // the owner's key follows from it, for the owner
	Charter identity.Charter // without epochs until it is known
	Title   string           // as given, or the first line when last written
	Titled  bool             // the title was given
	Shared  bool
	Joining bool // no text has come yet
	Hints   []string
	Changed int64 // Unix milliseconds
	Size    int   // bytes of text when last written
	Copies  int   // when last written
}

// maxStored bounds a record: a charter of identity.MaxEpochs, and the rest.
const maxStored = identity.MaxEpochs*identity.MaxRecord + 8192

const recordKey = "record"

// record reads a document's record.
func (w *Workspace) record(id identity.DocumentID) (record, error) {
	var r record
	b, err := w.store.Get(id, recordKey)
	if err != nil {
		return r, err
	}
	if b == nil {
		return r, fmt.Errorf("%x: %w", id[:4], ErrUnknown)
	}
	if err := canonical.Decode(b, &r, maxStored); err != nil {
		return r, fmt.Errorf("record of %x: %w", id[:4], err)
	}
	return r, nil
}

// save stores a document's record. The result comes when it is on the disk.
// Of an open document, whoever changes the record calls this before letting go
// of the document's lock: records are then stored in the order of the changes.
func (w *Workspace) save(id identity.DocumentID, r record) <-chan error {
	done := make(chan error, 1)
	w.store.Put(id, recordKey, canonical.Encode(r), func(err error) { done <- err })
	return done
}

func (r record) write() identity.WriteSeed { return identity.WriteSeed{Secret: r.Secret} }

func (r record) read() identity.ReadSecret { return r.write().Read() }

func (r record) summary(id identity.DocumentID) Summary {
	return Summary{
		ID:      id,
		Title:   r.Title,
		Changed: time.UnixMilli(r.Changed),
		Size:    r.Size,
		Shared:  r.Shared,
		Joining: r.Joining,
		Copies:  max(r.Copies, 1),
	}
}
