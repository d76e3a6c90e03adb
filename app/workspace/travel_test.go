package workspace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/storage/snapshot"
	"chirograph/storage/store"
	"chirograph/sync/identity"
	"chirograph/sync/merkle"
	"chirograph/sync/session"
	"chirograph/sync/wire"
)

// An altered pipe changes what is sent; nil ends it.
type altered struct {
	pipe
	sent func(frame []byte) []byte
}

func (a altered) Send(frame []byte) error {
	if frame = a.sent(frame); frame == nil {
		return a.Close()
	}
	return a.pipe.Send(frame)
}

// long is a document with a snapshot of a long text.
func long(t *testing.T, w *Workspace) *Document {
	t.Helper()
	d, err := w.New("", "# Long\n")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		d.typesAll(t, words(i)+"\n")
	}
	if err := d.photograph(1); err != nil {
		t.Fatal(err)
	}
	return d
}

// words are some thousand words that do not repeat.
func words(seed int) string {
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	var b strings.Builder
	for range 1000 {
		fmt.Fprintf(&b, "%x ", r.Uint32N(1<<16))
	}
	return b.String()
}

// joining is x as somebody has it who has just begun to join: its papers are
// here and nothing else.
func joining(t *testing.T, w *Workspace, x *Document) *Document {
	t.Helper()
	y, err := w.add(x.ID(), record{Role: identity.Editor, Secret: x.rec.Secret, Joining: true, Shared: true}, "")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := x.Charter()
	if err := errors.Join(y.TakeCharter(c), y.TakeMembers(x.Members())); err != nil {
		t.Fatal(err)
	}
	return y
}

// early is the text that is shown of a document that is being joined.
func (d *Document) early() (string, bool) {
	s := d.Status()
	return s.Early, s.Early != ""
}

// fetch lets y fetch from lenders at once, and counts the nodes that came. sent
// changes what a lender sends.
func fetch(t *testing.T, y *Document, lenders map[*Document]func([]byte) []byte) (came int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	done := make(chan struct{}, 2*len(lenders))
	counts := make(chan int, 1000)
	for x, sent := range lenders {
		near, end := pipes("y", "x")
		far := altered{end, func(f []byte) []byte {
			if sent != nil {
				f = sent(f)
			}
			a, err := wire.ParseAnswer(f)
			if err != nil && f != nil {
				t.Error(err)
			}
			for _, n := range a.Nodes {
				counts <- min(len(n), 1)
			}
			return f
		}}
		go func() {
			y.fetchFrom(ctx, near)
			near.Close()
			done <- struct{}{}
		}()
		go func() {
			x.lend(far)
			far.Close()
			done <- struct{}{}
		}()
	}
	for range 2 * len(lenders) {
		<-done
	}
	close(counts)
	for n := range counts {
		came += n
	}
	return came
}

func TestATextTravelsBeforeItsHistory(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna", offline)
	b, stopB := open(t, filepath.Join(dir, "b"), "Ben", offline)
	x := long(t, a)
	y := joining(t, b, x)
	if _, ok := y.early(); ok {
		t.Error("a text before anything came")
	}

	// The line is cut in the middle; what came is not asked for again.
	n := 0
	first := fetch(t, y, map[*Document]func([]byte) []byte{x: func(f []byte) []byte {
		if n++; n > 3 {
			return nil
		}
		return f
	}})
	if _, ok := y.early(); ok {
		t.Error("half a text is shown")
	}
	stopB()
	b, _ = open(t, filepath.Join(dir, "b"), "", offline)
	y = reread(t, b, y)
	rest := fetch(t, y, map[*Document]func([]byte) []byte{x: nil})
	text, ok := y.early()
	if !ok || text != x.Text() || y.Text() != "" || y.Status().Ready {
		t.Fatalf("got %d bytes, %v", len(text), ok)
	}
	all := 0
	merkle.Build([]byte(text), func(merkle.Hash, []byte) { all++ })
	if first == 0 || rest == 0 || first+rest != all {
		t.Errorf("%d and then %d nodes of %d came", first, rest, all)
	}
	y.types("?") // nothing can be typed into it
	if y.Text() != "" {
		t.Error("something was typed into a text that is not there yet")
	}
}

func TestATextTravelsFromSeveralAndNoLieIsBelieved(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna", offline)
	b, _ := open(t, filepath.Join(dir, "b"), "Ben", offline)
	c, _ := open(t, filepath.Join(dir, "c"), "Cleo", offline)
	x := long(t, a)
	y := joining(t, b, x)
	z := joining(t, c, x) // a second lender: it has the logs and then a snapshot of its own
	z.Take("x", stored(t, x))
	z.landed()
	if err := z.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := z.photograph(1); err != nil {
		t.Fatal(err)
	}
	y.TakeMembers(z.Members())
	lie := func(f []byte) []byte {
		a, err := wire.ParseAnswer(f)
		if err != nil {
			t.Error(err)
		}
		for i := range a.Nodes {
			if len(a.Nodes[i]) > 0 {
				a.Nodes[i][0]++
			}
		}
		return a.Encode()
	}
	fetch(t, y, map[*Document]func([]byte) []byte{z: lie})
	if _, ok := y.early(); ok {
		t.Error("lies were believed")
	}
	fetch(t, y, map[*Document]func([]byte) []byte{x: nil, z: nil})
	if text, ok := y.early(); !ok || text != x.Text() {
		t.Errorf("got %d bytes, %v", len(text), ok)
	}
}

func TestTheHistoryComesBeforeAnAnswerAboutTheSnapshot(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna", offline)
	b, _ := open(t, filepath.Join(dir, "b"), "Ben", offline)
	x := long(t, a)
	y := joining(t, b, x)
	all := stored(t, x)
	y.mu.Lock()
	y.peers[&peer{id: "x", whole: true, heads: x.Heads(), session: session.New(y, "x", y.w.now())}] = struct{}{}
	y.mu.Unlock()
	n := 0
	fetch(t, y, map[*Document]func([]byte) []byte{x: func(f []byte) []byte {
		if n++; n == 3 { // an answer is on its way
			if _, err := y.Take("x", all); err != nil {
				t.Error(err)
			}
		}
		return f
	}})
	if n < 3 || !y.Status().Ready || y.Text() != x.Text() {
		t.Errorf("%d answers, %d bytes", n, len(y.Text()))
	}
	if y.arrival != nil {
		t.Error("the snapshot is kept in memory")
	}
}

func TestASnapshotOfNoTextIsNotShown(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna", offline)
	b, _ := open(t, filepath.Join(dir, "b"), "Ben", offline)
	y := joining(t, b, long(t, a))
	for name, text := range map[string][]byte{
		"not UTF-8":    []byte("t\xffxt"),
		"far too long": bytes.Repeat([]byte("a"), 2*maxEarly),
	} {
		if err := y.begin(signed(t, y, admit(t, y, 9), text)); err == nil {
			t.Errorf("%s: it is taken", name)
		}
		if text, ok := y.early(); ok {
			t.Errorf("%s: shows %d bytes", name, len(text))
		}
	}
}

// signed is a snapshot of a text, signed by m, of which all nodes are at d.
func signed(t *testing.T, d *Document, m *member, text []byte) []byte {
	t.Helper()
	var nodes []store.Node
	r := snapshot.Plant(crdt.History{Visible: text}, func(h merkle.Hash, n []byte) {
		nodes = append(nodes, store.Node{Hash: h, Data: snapshot.Shrink(n)})
	})
	done := make(chan error, 1)
	d.w.store.PutNodes(d.id, nodes, func(err error) { done <- err })
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	p := wire.Picture{Heads: []wire.Head{wire.NewHead(m.me, 1, wire.Hash{})}, Text: wire.TreeOf(r.Text), State: wire.TreeOf(r.State)}
	s := wire.NewSnapshot(d.id, p, d.read, m.key)
	return s.Encode()
}

func TestASnapshotByAStrangerIsNotFetched(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna", offline)
	b, _ := open(t, filepath.Join(dir, "b"), "Ben", offline)
	x := long(t, a)
	y := joining(t, b, x)
	k, p, err := x.keptSnapshot()
	if err != nil {
		t.Fatal(err)
	}
	stranger := wire.NewSnapshot(x.id, p, x.read, identity.AuthorKey(identity.Secret{9}, x.id, [32]byte{}))
	if err := y.begin(stranger.Encode()); !errors.Is(err, errNotThere) {
		t.Errorf("got %v", err)
	}
	raw := k.Snapshot.Encode()
	raw[len(raw)-1]++
	if err := y.begin(raw); err == nil {
		t.Error("a changed snapshot is fetched")
	}
	if y.arrival != nil {
		t.Error("something is being fetched")
	}
}

// stored are all units of the logs of d.
func stored(t *testing.T, d *Document) (out [][]byte) {
	t.Helper()
	for _, h := range d.Heads() {
		records, err := d.w.store.Records(d.id, h.Replica(), 1, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			out = append(out, r.Data)
		}
	}
	return out
}

func TestNodesTravelOverTheNetwork(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Anna")
	b, _ := open(t, filepath.Join(dir, "b"), "Ben")
	x := long(t, a)
	y := join(t, x, b)
	until(t, "they are connected", func() bool { return len(y.sessions()) == 1 })
	until(t, "nothing is being said any more", func() bool { return y.Status().Words != "" })
	// As if the history were not here yet.
	y.mu.Lock()
	y.rec.Joining, y.arrival = true, nil
	clear(y.begged)
	for p := range y.peers {
		p.whole = false // until it says its heads again
	}
	y.mu.Unlock()
	y.fetchLater(y.sessions()[0].id)
	_, p, err := x.keptSnapshot()
	if err != nil {
		t.Fatal(err)
	}
	until(t, "the text is there", func() bool {
		text, err := merkle.Read(p.Text.Root(), wire.MaxState, func(h merkle.Hash) ([]byte, error) {
			stored, err := b.store.Node(y.id, h)
			if err != nil {
				return nil, err
			}
			return snapshot.Restore(stored)
		})
		return err == nil && string(text) == x.Text()
	})
	until(t, "the document is joined again", func() bool { return y.Status().Ready })
}
