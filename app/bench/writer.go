package bench

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// writerWord is the command that live starts its writers with.
const writerWord = "writer"

// A writer replays one agent's part of a trace in a process of its own.
type writer struct {
	agent   int
	t       *trace
	txns    int
	rate    float64
	plan    plan
	crossed []bool // transactions that others wait for

	d   *workspace.Document
	in  *json.Decoder
	out *json.Encoder

	mu      sync.Mutex     // guards what follows
	seqs    map[int]uint64 // of others' transactions: their last operation
	heard   chan struct{}  // a token when seqs has more
	authors []version.Author
	result  report
}

// write runs a writer until its part is done and reported.
func write(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) (err error) {
	w := &writer{
		in: json.NewDecoder(bufio.NewReader(stdin)), out: json.NewEncoder(stdout),
		seqs: map[int]uint64{}, heard: make(chan struct{}, 1),
	}
	var file, dir string
	fs := flag.NewFlagSet(writerWord, flag.ContinueOnError)
	fs.IntVar(&w.agent, "agent", 0, "")
	fs.StringVar(&file, "trace-file", "", "")
	fs.StringVar(&dir, "dir", "", "")
	fs.IntVar(&w.txns, "txns", 0, "")
	fs.Float64Var(&w.rate, "rate", 0, "")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if w.t, err = readTrace(file); err != nil {
		return err
	}
	w.t.Txns = w.t.Txns[:w.txns]
	if w.plan, err = w.t.plan(); err != nil {
		return err
	}
	w.crossed = make([]bool, w.txns)
	for i := range w.plan.steps {
		w.plan.steps[i].deliver = w.ends(w.plan.steps[i].deliver)
	}
	for a := range w.plan.rest {
		w.plan.rest[a] = w.ends(w.plan.rest[a])
	}

	ws, err := workspace.Open(workspace.Config{Dir: dir, Install: filepath.Join(dir, "install"), Loopback: true, NoMDNS: true})
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- ws.Run(running) }()
	defer func() {
		stop()
		err = errors.Join(err, <-ended, ws.Close())
	}()
	if err := w.meet(ctx, ws); err != nil {
		return err
	}
	go w.listen()
	if err := w.replay(ctx); err != nil {
		return err
	}
	if err := w.out.Encode(note{Report: &w.result}); err != nil {
		return err
	}
	// The others may still be fetching from here: stay until told to end.
	<-ctx.Done()
	return nil
}

// meet makes or joins the document and waits until all writers are in touch.
func (w *writer) meet(ctx context.Context, ws *workspace.Workspace) error {
	if err := ws.SetMe(identity.Profile{Name: fmt.Sprintf("Writer %d", w.agent)}); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if w.agent == 0 {
		d, err := ws.New("bench", "")
		if err != nil {
			return err
		}
		l, err := d.Link(ctx)
		if err != nil {
			return err
		}
		w.d = d
		if err := w.out.Encode(note{Link: l.String()}); err != nil {
			return err
		}
	} else {
		var n note
		if err := w.in.Decode(&n); err != nil {
			return err
		}
		l, err := link.Parse(n.Link)
		if err != nil {
			return err
		}
		if w.d, err = ws.Join(l); err != nil {
			return err
		}
	}
	changed, stop := w.d.Watch()
	defer stop()
	for {
		s := w.d.Status()
		if s.Ready && s.Here == w.t.NumAgents-1 {
			break
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("only %d others found: %w", s.Here, ctx.Err())
		}
	}
	me := w.d.Me()
	if err := w.out.Encode(note{Author: hex.EncodeToString(me.Author[:])}); err != nil {
		return err
	}
	var n note
	if err := w.in.Decode(&n); err != nil {
		return err
	}
	for _, s := range n.All {
		b, err := hex.DecodeString(s)
		if err != nil || len(b) != len(version.Author{}) {
			return fmt.Errorf("author %q", s)
		}
		w.authors = append(w.authors, version.Author(b))
	}
	return nil
}

// listen takes in which operation ends which of the others' transactions.
func (w *writer) listen() {
	for {
		var n note
		if w.in.Decode(&n) != nil {
			return
		}
		w.mu.Lock()
		w.seqs[n.Txn] = n.Seq
		w.mu.Unlock()
		select {
		case w.heard <- struct{}{}:
		default:
		}
	}
}

// replay types this agent's transactions, each as soon as what its writer had
// seen is here.
func (w *writer) replay(ctx context.Context) error {
	watching, stop := context.WithCancel(ctx)
	var watchers sync.WaitGroup
	w.result.Seen = map[string][]stamp{}
	watchers.Go(func() { w.observe(watching) })
	defer watchers.Wait()
	defer stop()

	changed, unwatch := w.d.Watch()
	defer unwatch()
	seen := version.Vector{} // what the writer of the trace had seen
	me := w.d.Me()
	w.result.Started = time.Now().UnixNano()
	next := time.Now()
	for _, s := range w.plan.steps {
		if s.agent != w.agent {
			continue
		}
		for _, i := range s.deliver {
			id, err := w.await(ctx, i, changed)
			if err != nil {
				return err
			}
			seen.Add(id)
		}
		if w.rate > 0 {
			time.Sleep(time.Until(next))
			next = time.Now().Add(time.Duration(float64(time.Second) / w.rate))
		}
		var last uint64
		at := time.Now().UnixNano()
		w.d.Edit(func(b *buffer.Buffer) {
			for _, p := range w.t.Txns[s.txn].Patches {
				w.patch(b, p, seen)
			}
			last = b.Text().Next(me).Seq - 1
			seen[me] = last
		})
		w.result.Typed = append(w.result.Typed, stamp{last, at})
		if w.crossed[s.txn] {
			if err := w.out.Encode(note{Txn: s.txn, Seq: last}); err != nil {
				return err
			}
		}
	}
	for _, i := range w.plan.rest[w.agent] {
		if _, err := w.await(ctx, i, changed); err != nil {
			return err
		}
	}
	w.result.Ended = time.Now().UnixNano()
	w.result.Text = digest(w.d.Text())
	return nil
}

// ends cuts a list of transactions to the last of each agent, and notes that
// these are waited for.
func (w *writer) ends(list []int) (out []int) {
	done := map[int]bool{}
	for _, i := range slices.Backward(list) {
		if a := w.t.Txns[i].Agent; !done[a] {
			done[a] = true
			w.crossed[i] = true
			out = append(out, i)
		}
	}
	return out
}

// await waits until another writer's transaction is in the text here, and
// returns its last operation.
func (w *writer) await(ctx context.Context, i int, changed <-chan struct{}) (version.ID, error) {
	id := version.ID{Replica: version.Replica{Author: w.authors[w.t.Txns[i].Agent]}}
	for {
		w.mu.Lock()
		id.Seq = w.seqs[i]
		w.mu.Unlock()
		if id.Seq > 0 {
			here := false
			w.d.Read(func(b *buffer.Buffer) { here = b.Text().Seen(id) })
			if here {
				return id, nil
			}
		}
		select {
		case <-changed:
		case <-w.heard:
		case <-ctx.Done():
			return id, ctx.Err()
		}
	}
}

// observe notes when the others' operations stand in the text here.
func (w *writer) observe(ctx context.Context) {
	changed, stop := w.d.Watch()
	defer stop()
	var last version.Vector
	for {
		var now version.Vector
		w.d.Read(func(b *buffer.Buffer) { now = b.Text().Vector() })
		at := time.Now().UnixNano()
		for i, a := range w.authors {
			r := version.Replica{Author: a}
			if i != w.agent && now[r] > last[r] {
				key := hex.EncodeToString(a[:])
				w.result.Seen[key] = append(w.result.Seen[key], stamp{now[r], at})
			}
		}
		last = now
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// patch makes one edit whose positions are those of the text that the trace's
// writer saw: what has arrived here since is stepped over.
func (w *writer) patch(b *buffer.Buffer, p patch, seen version.Vector) {
	now := time.Now().UnixMilli()
	me := w.d.Me()
	seen[me] = b.Text().Next(me).Seq - 1
	place, pieces := locate(b.Text(), seen, p.at, p.deleted)
	for _, r := range slices.Backward(pieces) {
		b.Do(buffer.Erase{From: r.from, To: r.to}, now)
	}
	if p.inserted != "" {
		b.Do(buffer.Replace{From: place, To: place, Text: p.inserted}, now)
	}
}

// digest is a hash by which texts are compared.
func digest(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}
