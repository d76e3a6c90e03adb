package workspace

import (
	"errors"

	"chirograph/editor/crdt"
	"chirograph/storage/store"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// A key press by itself is a batch of some 300 bytes, which nobody needs for
// ever. So this person's own log is packed when they pause: hundreds of batches
// become one pack of a few kilobytes, which takes their place here, and at
// everybody who hears of it.

// When the own log is packed.
const (
	packLeast = 64   // batches that are in no pack
	packMost  = 4096 // such batches after which a pause is not waited for
	packFull  = wire.MaxPack / 2
)

// pack packs what of the own log is worth it, and returns when that is on the
// disk. Only the writer may call it, when all that it knows is stored.
func (d *Document) pack(least int) error {
	stretches, err := d.w.store.Stretches(d.id, d.me, d.packedTo+1)
	if err != nil {
		return err
	}
	from := loose(stretches)
	if len(stretches)-from < least {
		return nil
	}
	// Packs grow by taking in those before them that are not much larger, so that
	// there are few, and each operation is packed a few times at most.
	for from > 0 && joins(stretches, from) {
		from--
	}
	blocks, err := d.blocks(stretches[from].First)
	if err != nil {
		return err
	}
	packs, err := d.seals(blocks)
	if err != nil || len(packs) == 0 {
		return err
	}
	records := make([]store.Record, len(packs))
	for i, e := range packs {
		records[i] = recordOf(e)
	}
	done := make(chan error, 1)
	d.w.store.Append(d.id, records, func(err error) { done <- err })
	if err := <-done; err != nil {
		return err
	}
	for _, e := range packs {
		if len(e.Raw) >= packFull {
			d.packedTo = e.Unit.Span().Last
		}
	}
	d.publish(packs)
	return nil
}

// loose is where the batches begin at the end of a log that are in no pack.
func loose(s []store.Stretch) int {
	from := len(s)
	for from > 0 && !s[from-1].Whole {
		from--
	}
	return from
}

// joins tells whether the pack before from is to be packed again with what
// follows.
func joins(s []store.Stretch, from int) bool {
	before, after := s[from-1], s[len(s)-1].Last-s[from].First+1
	return before.Size < packFull && before.Last-before.First+1 <= 4*after
}

// A block is a record of the own log, opened.
type block struct {
	span    wire.Span
	changes []crdt.Change
	pack    bool
}

// blocks reads the own log from an operation on.
func (d *Document) blocks(from uint64) (out []block, err error) {
	for {
		page, err := d.w.store.Records(d.id, d.me, from, pageBytes)
		if err != nil || len(page) == 0 {
			return out, err
		}
		for _, r := range page {
			u, err := wire.ParseUnit(r.Data)
			if err != nil {
				return nil, err
			}
			b := block{span: u.Span()}
			switch u := u.(type) {
			case *wire.Batch:
				b.changes = make([]crdt.Change, 1)
				b.changes[0], err = u.Open(d.keys)
			case *wire.Pack:
				b.pack = true
				b.changes, err = u.Open(d.keys)
			}
			if err != nil {
				return nil, err
			}
			out = append(out, b)
		}
		from = page[len(page)-1].Last + 1
	}
}

// seals makes packs of blocks: one, or as many as it takes. What does not get
// smaller by it stays as it is.
func (d *Document) seals(blocks []block) ([]session.Entry, error) {
	if len(blocks) == 0 || len(blocks) == 1 && (blocks[0].pack || len(blocks[0].changes) == 1) {
		return nil, nil
	}
	n := 0
	for _, b := range blocks {
		n += len(b.changes)
	}
	if n <= wire.MaxPackBatches {
		changes := make([]crdt.Change, 0, n)
		for _, b := range blocks {
			changes = append(changes, b.changes...)
		}
		p, err := wire.SealPack(changes, blocks[0].span.Before, blocks[len(blocks)-1].span.After, d.keys, d.author)
		if err == nil {
			return []session.Entry{{Unit: &p, Raw: p.Encode()}}, nil
		}
		if !errors.Is(err, wire.ErrTooLarge) {
			return nil, err
		}
	}
	half := len(blocks) / 2
	a, err := d.seals(blocks[:half])
	if err != nil {
		return nil, err
	}
	b, err := d.seals(blocks[half:])
	return append(a, b...), err
}

// holdsPack tells whether a pack that lies where s does is here, or a larger one.
func (d *Document) holdsPack(s wire.Span) bool {
	d.mu.Lock()
	for _, e := range append(d.unstored[:len(d.unstored):len(d.unstored)], d.coming...) {
		if _, pack := e.Unit.(*wire.Pack); pack && e.Unit.Span() == s {
			d.mu.Unlock()
			return true
		}
	}
	d.mu.Unlock()
	stretches, err := d.w.store.Stretches(d.id, s.Replica, s.Last)
	return err == nil && len(stretches) > 0 && stretches[0].Whole && stretches[0].First <= s.First
}

// tidy packs the own log and makes a snapshot, as far as that is worth it. Only
// the writer may call it, when everything is stored. Nothing is lost if it fails:
// it is tried again at the next pause.
func (d *Document) tidy(packs, batches int) {
	if err := d.pack(packs); err != nil {
		d.log.Warn("the log is not packed", "err", err)
	}
	if err := d.photograph(batches); err != nil {
		d.log.Warn("no snapshot is made", "err", err)
	}
}

// lookForLoose looks for what others may have packed meanwhile. It goes through
// all that is stored.
func (d *Document) lookForLoose() {
	loose, err := d.othersLoose()
	if err != nil {
		d.log.Warn("the logs are not looked through", "err", err)
	}
	d.mu.Lock()
	d.loose = loose
	d.mu.Unlock()
}

// othersLoose looks for long parts of others' logs that are in no pack here. Their
// authors may have packed them when this computer did not hear of it.
func (d *Document) othersLoose() (out []wire.Range, err error) {
	for _, h := range d.Heads() {
		if h.Replica() == d.me {
			continue
		}
		stretches, err := d.w.store.Stretches(d.id, h.Replica(), 1)
		if err != nil {
			return nil, err
		}
		for from := 0; from < len(stretches); {
			to := from
			for to < len(stretches) && !stretches[to].Whole {
				to++
			}
			if to-from >= packLeast {
				out = append(out, wire.Range{
					Author: h.Author, Branch: h.Branch,
					From: stretches[from].First, To: stretches[to-1].Last,
				})
			}
			from = to + 1
		}
	}
	return out, nil
}
