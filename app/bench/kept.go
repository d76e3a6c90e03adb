package bench

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/storage/store"
	"chirograph/sync/identity"
)

// Store types a trace key by key as live signed batches into a data folder, and
// says how large that is and how long the document takes to open. A concurrent
// trace is typed by real programs, each in a data folder of its own.
func Store(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var file string
	var rate float64
	fs := flag.NewFlagSet("bench store", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&file, "trace-file", "", "")
	fs.Float64Var(&rate, "rate", 200, "") // edits a second and writer, of a concurrent trace
	if err := fs.Parse(args); err != nil {
		return errUsage
	}
	t, err := readTrace(file)
	if err != nil {
		return err
	}
	k := keeping{t: t, out: stdout, typed: t.typed()}
	if !t.concurrent() {
		return k.alone(ctx)
	}
	_, err = round{name: "store", txns: len(t.Txns), rate: rate, after: func(dir string) error {
		return k.together(ctx, dir)
	}}.run(ctx, file, t, stderr)
	return err
}

// typed is how many bytes of text were ever typed.
func (t *trace) typed() (n int) {
	for _, x := range t.Txns {
		for _, p := range x.Patches {
			n += len(p.inserted)
		}
	}
	return n
}

// A keeping measures what it costs to keep a trace.
type keeping struct {
	t     *trace
	out   io.Writer
	typed int
}

// loosely is how many batches are typed before the first pack is made.
const loosely = 4000

// alone types the trace of one person. The clock is that of the trace, or, where
// it has none, that of somebody who types five keys a second, unevenly.
func (k *keeping) alone(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "chirograph-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	clock := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	ws, stop, err := openIn(ctx, dir, func(c *workspace.Config) { c.Offline, c.Now = true, func() time.Time { return clock } })
	if err != nil {
		return err
	}
	d, err := ws.New("bench", "")
	if err != nil {
		return errors.Join(err, stop())
	}
	r := rand.New(rand.NewPCG(1, 1))
	before, err := ws.Size()
	if err != nil {
		return errors.Join(err, stop())
	}
	begun := time.Now()
	for i := range k.t.Txns {
		x := &k.t.Txns[i]
		if clock = clock.Add(time.Duration(200*math.Exp(0.5*r.NormFloat64())) * time.Millisecond); x.made() > 0 {
			clock = x.Time
		}
		d.Edit(func(b *buffer.Buffer) {
			for _, p := range x.Patches {
				t := b.Text()
				b.Do(buffer.Replace{From: t.OffsetOfRune(p.at), To: t.OffsetOfRune(p.at + p.deleted), Text: p.inserted}, x.made())
			}
		})
		if err := d.Flush(ctx); err != nil {
			return errors.Join(err, stop())
		}
		if i+1 == loosely {
			after, err := ws.Size()
			if err != nil {
				return errors.Join(err, stop())
			}
			fmt.Fprintf(k.out, "before packing: %d bytes a key press\n", ((after.File-after.Free)-(before.File-before.Free))/loosely)
		}
	}
	fmt.Fprintf(k.out, "%d batches typed in %.0f s\n", len(k.t.Txns), time.Since(begun).Seconds())
	if d.Text() != k.t.EndContent {
		return errors.Join(errText, stop())
	}
	if err := stop(); err != nil { // it packs, and makes a snapshot
		return err
	}
	if err := k.weigh(dir, ""); err != nil {
		return err
	}
	return k.reopen(dir, &k.t.EndContent)
}

// together lets the writers' programs begin once more, so that each packs its own
// log and gets the other's packs.
func (k *keeping) together(ctx context.Context, dir string) error {
	var folders []string
	for i := range k.t.NumAgents {
		folders = append(folders, filepath.Join(dir, strconv.Itoa(i)))
	}
	for _, f := range folders { // each by itself: it packs when it ends
		ws, stop, err := openIn(ctx, f, func(c *workspace.Config) { c.Offline = true })
		if err != nil {
			return err
		}
		for _, s := range ws.Documents() {
			_, opened := ws.Document(s.ID)
			err = errors.Join(err, opened)
		}
		if err := errors.Join(err, stop()); err != nil {
			return err
		}
	}
	var stops []func() error
	for _, f := range folders {
		_, stop, err := openIn(ctx, f, func(*workspace.Config) {})
		if err != nil {
			return err
		}
		stops = append(stops, stop)
	}
	// They ask for each other's packs after a pause of half a minute, and no more
	// than once a minute.
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(100 * time.Second):
	}
	for i, stop := range stops {
		if err := stop(); err != nil {
			return err
		}
		if err := k.weigh(folders[i], fmt.Sprintf("writer %d: ", i)); err != nil {
			return err
		}
	}
	// Typed this fast, words come to stand where the session's writers had not seen
	// others': the text need not be the published one, but it must be the same.
	var text string
	for _, f := range folders {
		if err := k.reopen(f, &text); err != nil {
			return err
		}
	}
	return nil
}

// weigh makes the folder's file as small as its content, and says how large that
// is.
func (k *keeping) weigh(dir, who string) error {
	_, size, err := store.Compact(dir, store.Options{Install: filepath.Join(dir, "install")})
	if err != nil {
		return err
	}
	fmt.Fprintf(k.out, "%safter packing: %d bytes, %.2f times the %d typed\n", who, size.File, float64(size.File)/float64(k.typed), k.typed)
	return nil
}

// reopen says how long the document takes to open, the store being open. It must
// read text, which is set if it is empty.
func (k *keeping) reopen(dir string, text *string) error {
	for range 5 {
		ws, err := workspace.Open(config(dir, func(c *workspace.Config) { c.Offline = true }))
		if err != nil {
			return err
		}
		id := ws.Documents()[0].ID
		begun := time.Now()
		d, err := ws.Document(id)
		if err != nil {
			return errors.Join(err, ws.Close())
		}
		fmt.Fprintf(k.out, "open and editable in %.1f ms\n", ms(time.Since(begun)))
		if *text == "" {
			*text = d.Text()
		}
		if d.Text() != *text {
			err = errText
		}
		if err := errors.Join(err, ws.Close()); err != nil {
			return err
		}
	}
	return nil
}

func config(dir string, change func(*workspace.Config)) workspace.Config {
	c := workspace.Config{Dir: dir, Install: filepath.Join(dir, "install"), Loopback: true, NoMDNS: true}
	change(&c)
	return c
}

// openIn runs a workspace in dir until stop is called.
func openIn(ctx context.Context, dir string, change func(*workspace.Config)) (ws *workspace.Workspace, stop func() error, err error) {
	if ws, err = workspace.Open(config(dir, change)); err != nil {
		return nil, nil, err
	}
	running, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- ws.Run(running) }()
	stop = func() error {
		cancel()
		return errors.Join(<-ended, ws.Close())
	}
	if !ws.HasMe() {
		err = ws.SetMe(identity.Profile{Name: "Writer"})
	}
	return ws, stop, err
}
