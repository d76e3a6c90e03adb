package workspace

import (
	"context"

	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// Link is a link that lets whoever has it edit the document. It carries up to
// three addresses of this computer, for which it starts the network. From now
// on the document is shared: others may look for it here.
func (d *Document) Link(ctx context.Context) (link.Link, error) {
	l := link.Link{Document: d.id, Role: identity.Editor}
	d.mu.Lock()
	l.Title = d.title()
	l.Secret = d.rec.Secret
	first := !d.rec.Shared
	d.rec.Shared = true
	var saved <-chan error
	if first {
		saved = d.w.save(d.id, d.rec)
	}
	d.mu.Unlock()
	if first {
		if err := <-saved; err != nil {
			d.mu.Lock()
			d.rec.Shared = false // so that the next attempt is a first one again
			d.mu.Unlock()
			return link.Link{}, err
		}
	}
	l.Addresses = d.w.addresses(ctx)
	if first {
		d.w.seek(d)
		d.notify()
	}
	return l, nil
}

// hints gives the network addresses where the document may be found.
func (d *Document) hints(addresses []string) {
	if len(addresses) == 0 {
		return
	}
	d.mu.Lock()
	d.rec.Hints = addresses[:min(len(addresses), link.MaxAddresses)]
	saved := d.w.save(d.id, d.rec)
	d.mu.Unlock()
	if err := <-saved; err != nil {
		d.log.Error("not stored", "what", "record", "err", err)
	}
	d.w.seek(d)
}
