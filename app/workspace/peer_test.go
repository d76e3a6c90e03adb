package workspace

import (
	"context"
	"io"
	"path/filepath"
	"testing"
	"time"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/wire"
)

// A flood is a stream on which batches come without end.
type flood struct {
	batch  []byte
	closed chan struct{}
}

func (f flood) Send([]byte) error { return nil }
func (f flood) Close() error      { close(f.closed); return nil }
func (f flood) Peer() string      { return "flood" }

func (f flood) Recv() ([]byte, error) {
	select {
	case <-f.closed:
		return nil, io.EOF
	default:
		return wire.Encode(wire.Batches{Batches: [][]byte{f.batch}, Live: true}), nil
	}
}

// TestAPeerThatWaitsForTheDiskHoldsNobodyUp has a peer wait because too much
// is not stored yet. The writer, who alone can end that, must be able to pass
// its batches on; and the session must end when the program does.
func TestAPeerThatWaitsForTheDiskHoldsNobodyUp(t *testing.T) {
	w, _ := open(t, filepath.Join(t.TempDir(), "data"), "Anna", offline)
	d, err := w.New("", "text")
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	d.waiting = maxWaiting + 1
	d.mu.Unlock()
	key := identity.AuthorKey(identity.Secret{1}, d.id, [32]byte{})
	r := version.Replica{Author: identity.Author(key)}
	other := crdt.New()
	other.Insert(r, 0, "x")
	c, _ := other.Commit(r, 0)
	batch := wire.Seal(c, wire.Hash{}, nil, d.keys, key)

	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- d.serve(ctx, flood{batch.Encode(), make(chan struct{})}) }()
	until(t, "the session has begun", func() bool { return len(d.sessions()) == 1 })
	time.Sleep(50 * time.Millisecond) // for the first batch to come

	published := make(chan struct{})
	go func() { d.publish(nil); close(published) }()
	select {
	case <-published:
	case <-time.After(patience):
		t.Fatal("the writer waits for a session that waits for the writer")
	}
	cancel()
	select {
	case <-served:
	case <-time.After(patience):
		t.Fatal("the session does not end")
	}
}
