package workspace

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// A pack for a person is a file with what they are known to lack of a document,
// to be carried to their computer where no network goes. It is one side of a
// session, written down and sealed: docs/format.md has it byte for byte.

const (
	stickMagic = "chirograph changes 1\n"
	// MaxStick is the most bytes of such a file.
	MaxStick = 256 << 20
)

// Errors of packs for a person.
var (
	ErrNotForUs = errors.New("these changes belong to a document that is not here")
	ErrStick    = errors.New("not a file of changes, or a damaged one")
	ErrNothing  = errors.New("they have everything")
)

// PackFor returns a file with all that the person is not known to have, and with
// how many changes that is. It is ErrNothing when they have everything. For
// somebody never met it is the whole document.
func (d *Document) PackFor(person version.Author) (file []byte, changes int, err error) {
	d.mu.Lock()
	theirs := d.showed[person].Heads
	heads, charter, joining := d.durable, d.rec.Charter, d.rec.Joining
	changes = d.logs.Behind(theirs)
	d.mu.Unlock()
	if joining {
		return nil, 0, ErrUnknown
	}
	if changes == 0 && theirs != nil {
		return nil, 0, ErrNothing
	}
	var body bytes.Buffer
	add := func(m wire.Message) {
		frame := wire.Encode(m)
		body.Write(binary.AppendUvarint(nil, uint64(len(frame))))
		body.Write(frame)
	}
	add(wire.CharterMessage{Charter: charter})
	add(d.Members())
	labels, _ := d.Labels()
	for _, l := range labels {
		add(wire.Labels{Labels: [][]byte{l}})
	}
	seen := map[version.Replica]uint64{}
	for _, h := range theirs {
		seen[h.Replica()] = h.Seq
	}
	for _, h := range heads {
		for from := seen[h.Replica()] + 1; from <= h.Seq; {
			records, err := d.w.store.Records(d.id, h.Replica(), from, wire.ReplyBytes)
			if err != nil {
				return nil, 0, err
			}
			if len(records) == 0 {
				break
			}
			var page wire.Batches
			for _, r := range records[:min(len(records), wire.MaxReply)] {
				if len(r.Data) > 0 { // not lost here
					page.Batches = append(page.Batches, r.Data)
				}
				from = r.Last + 1
			}
			if len(page.Batches) > 0 {
				add(page)
			}
			if body.Len() > MaxStick/2 {
				return nil, 0, fmt.Errorf("changes: %w", wire.ErrTooLarge)
			}
		}
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	rand.Read(nonce)
	file = append([]byte(stickMagic), nonce...)
	file = append(file, stickTag(d.read, nonce)...)
	return stickCipher(d.read).Seal(file, nonce, body.Bytes(), []byte(stickMagic)), changes, nil
}

// Unpack takes in the changes in a file that [Document.PackFor] made, of a
// document that is here, and returns when they are stored. It reports how many
// batches it brought.
func (w *Workspace) Unpack(file []byte) (*Document, int, error) {
	rest, ok := bytes.CutPrefix(file, []byte(stickMagic))
	head := chacha20poly1305.NonceSizeX + sha256.Size
	if !ok || len(rest) < head || len(file) > MaxStick {
		return nil, 0, ErrStick
	}
	nonce, tag, sealed := rest[:chacha20poly1305.NonceSizeX], rest[chacha20poly1305.NonceSizeX:head], rest[head:]
	d, err := w.stickOwner(nonce, tag)
	if err != nil {
		return nil, 0, err
	}
	body, err := stickCipher(d.read).Open(nil, nonce, sealed, []byte(stickMagic))
	if err != nil {
		return d, 0, ErrStick
	}
	n, err := d.unpack(body)
	return d, n, err
}

// stickOwner is the document whose key made the tag.
func (w *Workspace) stickOwner(nonce, tag []byte) (*Document, error) {
	for _, s := range w.Documents() {
		r, err := w.record(s.ID)
		if err == nil && hmac.Equal(tag, stickTag(r.read(), nonce)) {
			return w.Document(s.ID)
		}
	}
	return nil, ErrNotForUs
}

// unpack takes in one side of a session. That the other side never answers does
// no harm: what is missing is parked, and asked for when somebody is there.
func (d *Document) unpack(body []byte) (batches int, err error) {
	before := d.stock()
	var crowded []wire.Message // of which something found no room to wait in
	for r := bytes.NewReader(body); r.Len() > 0; {
		n, err := binary.ReadUvarint(r)
		if err != nil || n > uint64(r.Len()) {
			return 0, ErrStick
		}
		frame := make([]byte, n)
		io.ReadFull(r, frame)
		m, err := wire.Parse(frame)
		if errors.Is(err, wire.ErrUnknown) {
			continue
		}
		if err == nil {
			err = d.unpackOne(m)
		}
		if errors.Is(err, session.ErrParked) {
			crowded = append(crowded, m)
		} else if err != nil && !session.Forgivable(err) {
			return 0, fmt.Errorf("%w: %w", ErrStick, err)
		}
	}
	if err := d.unpackRest(crowded); err != nil {
		return 0, err
	}
	d.landed()
	if err := d.Flush(d.w.context()); err != nil {
		return 0, err
	}
	return d.stock() - before, nil
}

// unpackRest takes in what found no room to wait in. The file has the logs one
// after the other, and two who took turns wait for each other.
func (d *Document) unpackRest(rest []wire.Message) error {
	for had := -1; len(rest) > 0 && d.stock() > had; {
		had = d.stock()
		var crowded []wire.Message
		for _, m := range rest {
			if err := d.unpackOne(m); errors.Is(err, session.ErrParked) {
				crowded = append(crowded, m)
			} else if err != nil && !session.Forgivable(err) {
				return fmt.Errorf("%w: %w", ErrStick, err)
			}
		}
		rest = crowded
	}
	return nil
}

func (d *Document) unpackOne(m wire.Message) error {
	switch m := m.(type) {
	case wire.CharterMessage:
		return d.TakeCharter(m.Charter)
	case wire.Members:
		return d.TakeMembers(m)
	case wire.Labels:
		return d.TakeLabels(m.Labels)
	case wire.Batches:
		_, err := d.Take("", m.Batches)
		return err
	}
	return nil
}

// stock is how many batches are here.
func (d *Document) stock() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.logs.Behind(nil)
}

// landed ends the joining of a document whose text has come in a file.
func (d *Document) landed() {
	d.mu.Lock()
	var saved <-chan error
	if d.rec.Joining && len(d.rec.Charter.Epochs) > 0 && len(d.logs.Heads()) > 0 {
		d.rec.Joining, d.arrival = false, nil
		d.moved = true
		saved = d.w.save(d.id, d.rec)
	}
	d.mu.Unlock()
	if saved != nil {
		if err := <-saved; err != nil {
			d.log.Error("not stored", "what", "record", "err", err)
		}
		d.notify()
	}
}

func stickCipher(r identity.ReadSecret) interface {
	Seal(dst, nonce, plaintext, additionalData []byte) []byte
	Open(dst, nonce, ciphertext, additionalData []byte) ([]byte, error)
} {
	key := r.Note("changes")
	c, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		panic("workspace: " + err.Error()) // only for keys of another length
	}
	return c
}

// stickTag tells members which document a file is for, and nobody else.
func stickTag(r identity.ReadSecret, nonce []byte) []byte {
	key := r.Note("changes tag")
	mac := hmac.New(sha256.New, key[:])
	mac.Write(nonce)
	return mac.Sum(nil)
}
