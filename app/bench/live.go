package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
)

// A liveResult is one round's figures, as they are printed in JSON.
type liveResult struct {
	Round   string  `json:"round"` // "saturated" or "paced"
	Writers int     `json:"writers"`
	Edits   int     `json:"edits"`
	Seconds float64 `json:"seconds"`
	Rate    float64 `json:"edits_per_second"`
	Equal   bool    `json:"equal"` // every writer has the same text, the published one where all was replayed
	Median  float64 `json:"median_ms"`
	P95     float64 `json:"p95_ms"`
	P99     float64 `json:"p99_ms"`
	Max     float64 `json:"max_ms"`
	Samples int     `json:"samples"`
}

// liveOptions are the options of bench live.
type liveOptions struct {
	file  string
	rate  float64 // edits a second and writer in the paced round
	paced int     // edits of the paced round
	json  bool
}

// Live starts a process for each writer of a concurrent trace, lets them share
// a document over loopback and replay the trace with its causality through the
// real path: type, store, send, receive, apply. It prints edits per second of
// a saturated round, and the latency from key to remote text of a round at a
// quick typist's pace, and fails when the texts differ.
func Live(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var o liveOptions
	fs := flag.NewFlagSet("bench live", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.file, "trace-file", "", "")
	fs.Float64Var(&o.rate, "rate", 50, "")
	fs.IntVar(&o.paced, "paced", 2000, "")
	fs.BoolVar(&o.json, "json", false, "")
	if err := fs.Parse(args); err != nil {
		return errUsage
	}
	t, err := readTrace(o.file)
	if err != nil {
		return err
	}
	if !t.concurrent() {
		return fmt.Errorf("%s: written by one person alone", o.file)
	}
	for _, r := range []round{
		{name: "saturated", txns: len(t.Txns)},
		{name: "paced", txns: min(o.paced, len(t.Txns)), rate: o.rate},
	} {
		res, err := r.run(ctx, o.file, t, stderr)
		if err != nil {
			return fmt.Errorf("%s round: %w", r.name, err)
		}
		if o.json {
			b, err := json.Marshal(res)
			if err != nil {
				return err
			}
			fmt.Fprintln(stdout, string(b))
		} else {
			fmt.Fprintf(stdout, "%s: %d writers, %d edits in %.2f s, %.0f edits/s; key to remote text: median %.2f ms, p95 %.2f, p99 %.2f, max %.2f (%d samples); texts equal: %v\n",
				res.Round, res.Writers, res.Edits, res.Seconds, res.Rate, res.Median, res.P95, res.P99, res.Max, res.Samples, res.Equal)
		}
		if !res.Equal {
			return errText
		}
	}
	return nil
}

// A round is one replay.
type round struct {
	name string
	txns int     // how many of the trace's transactions
	rate float64 // edits a second and writer; 0 for as many as can be

	// after, if it is not nil, is called with the folder of the writers' data
	// folders when they have ended.
	after func(dir string) error
}

// A writerProcess is one writer, as the round sees it.
type writerProcess struct {
	cmd    *exec.Cmd
	in     *json.Encoder
	lines  *bufio.Reader
	author string
	report report
}

// run plays the round with fresh processes on fresh data folders.
func (r round) run(ctx context.Context, file string, t *trace, stderr io.Writer) (liveResult, error) {
	dir, err := os.MkdirTemp("", "chirograph-bench-")
	if err != nil {
		return liveResult{}, err
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	self, err := exec.LookPath(os.Args[0]) // as it was started, which may be by another name
	if err != nil {
		return liveResult{}, err
	}
	writers := make([]*writerProcess, t.NumAgents)
	defer func() {
		cancel()
		for _, w := range writers {
			if w != nil {
				w.cmd.Wait()
			}
		}
	}()
	for i := range writers {
		cmd := exec.CommandContext(ctx, self, "bench", writerWord,
			"--agent", strconv.Itoa(i), "--trace-file", file, "--dir", filepath.Join(dir, strconv.Itoa(i)),
			"--txns", strconv.Itoa(r.txns), "--rate", strconv.FormatFloat(r.rate, 'g', -1, 64))
		cmd.Stderr = stderr
		in, err1 := cmd.StdinPipe()
		out, err2 := cmd.StdoutPipe()
		if err := errors.Join(err1, err2, cmd.Start()); err != nil {
			return liveResult{}, err
		}
		writers[i] = &writerProcess{cmd: cmd, in: json.NewEncoder(in), lines: bufio.NewReaderSize(out, 1<<20)}
	}
	if err := introduce(writers); err != nil {
		return liveResult{}, err
	}
	start := time.Now()
	if err := relay(writers); err != nil {
		return liveResult{}, err
	}
	res := liveResult{Round: r.name, Writers: len(writers), Edits: r.txns, Equal: true}
	first, last := int64(0), start.UnixNano()
	for _, w := range writers {
		if first == 0 || w.report.Started < first {
			first = w.report.Started
		}
		last = max(last, w.report.Ended)
		res.Equal = res.Equal && w.report.Text == writers[0].report.Text
	}
	if r.txns == len(t.Txns) {
		res.Equal = res.Equal && writers[0].report.Text == digest(t.EndContent)
	}
	res.Seconds = float64(last-first) / 1e9
	res.Rate = float64(r.txns) / res.Seconds
	res.latencies(writers)
	if r.after == nil {
		return res, nil
	}
	cancel()
	for _, w := range writers {
		w.cmd.Wait() // it was killed
	}
	return res, r.after(dir)
}

// A note is a line between the round and a writer, either way.
type note struct {
	Link   string   `json:"link,omitempty"`
	Author string   `json:"author,omitempty"`
	All    []string `json:"all,omitempty"` // authors by agent: begin
	Txn    int      `json:"txn,omitempty"` // this transaction
	Seq    uint64   `json:"seq,omitempty"` // ends with this operation
	Report *report  `json:"report,omitempty"`
}

// A report is what a writer saw. Times are Unix nanoseconds.
type report struct {
	Started, Ended int64
	Text           string             // a hash
	Typed          []stamp            // own edits, at the key press
	Seen           map[string][]stamp // others' edits, when they stood in the text
}

type stamp struct {
	Seq uint64
	At  int64
}

func (w *writerProcess) read() (n note, err error) {
	line, err := w.lines.ReadBytes('\n')
	if err != nil {
		return n, fmt.Errorf("a writer ended: %w", err)
	}
	return n, json.Unmarshal(line, &n)
}

// introduce lets the first writer make the document and the others join it.
func introduce(writers []*writerProcess) error {
	n, err := writers[0].read()
	if err != nil {
		return err
	}
	for _, w := range writers[1:] {
		if err := w.in.Encode(note{Link: n.Link}); err != nil {
			return err
		}
	}
	var all []string
	for _, w := range writers {
		n, err := w.read()
		if err != nil {
			return err
		}
		w.author = n.Author
		all = append(all, n.Author)
	}
	for _, w := range writers {
		if err := w.in.Encode(note{All: all}); err != nil {
			return err
		}
	}
	return nil
}

// relay passes on which operation ends which transaction, until every writer
// has reported.
func relay(writers []*writerProcess) error {
	var g errgroup.Group
	type line struct {
		from int
		note note
	}
	lines := make(chan line, 1024)
	for i, w := range writers {
		g.Go(func() error {
			for {
				n, err := w.read()
				if err != nil {
					lines <- line{i, note{}}
					return err
				}
				lines <- line{i, n}
				if n.Report != nil {
					return nil
				}
			}
		})
	}
	for left := len(writers); left > 0; {
		l := <-lines
		switch {
		case l.note.Report != nil:
			writers[l.from].report = *l.note.Report
			left--
		case l.note.Seq == 0:
			return g.Wait()
		default:
			for i, w := range writers {
				if i != l.from {
					if err := w.in.Encode(l.note); err != nil {
						return err
					}
				}
			}
		}
	}
	return g.Wait()
}

// latencies sets the times from a key press to the text of every other writer.
func (res *liveResult) latencies(writers []*writerProcess) {
	var ms []float64
	for _, from := range writers {
		for _, to := range writers {
			seen := to.report.Seen[from.author]
			for _, typed := range from.report.Typed {
				i := sort.Search(len(seen), func(i int) bool { return seen[i].Seq >= typed.Seq })
				if i < len(seen) {
					ms = append(ms, float64(seen[i].At-typed.At)/1e6)
				}
			}
		}
	}
	slices.Sort(ms)
	if res.Samples = len(ms); res.Samples == 0 {
		return
	}
	at := func(q float64) float64 { return ms[min(int(q*float64(len(ms))), len(ms)-1)] }
	res.Median, res.P95, res.P99, res.Max = at(0.5), at(0.95), at(0.99), ms[len(ms)-1]
}
