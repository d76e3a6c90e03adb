package bench

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	"chirograph/editor/crdt"
	"chirograph/storage/snapshot"
)

// options are those of the comparison's external peers.
type options struct {
	peer, workload, trace, file string
	runs, budget                int
	out                         io.Writer
	release                     string
}

// Trace measures the text engine alone on a recorded session, and prints a
// JSON object a line, so that it can be set beside other engines in one run.
func Trace(args []string, release string, out io.Writer) error {
	o := options{out: out, release: release}
	fs := flag.NewFlagSet("bench trace", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.peer, "peer", "chirograph", "")
	fs.StringVar(&o.workload, "workload", "local", "")
	fs.StringVar(&o.trace, "trace", "", "")
	fs.StringVar(&o.file, "trace-file", "", "")
	fs.IntVar(&o.runs, "runs", 5, "")
	fs.IntVar(&o.budget, "budget-ms", 60000, "")
	if err := fs.Parse(args); err != nil {
		return err
	}
	t, err := readTrace(o.file)
	if err != nil {
		return err
	}
	e := engine{options: o, t: t}
	switch o.workload {
	case "local":
		return e.local()
	case "local-batch":
		return e.localBatch()
	case "updates":
		return e.updates()
	case "remote":
		return e.remote()
	case "save":
		return e.save()
	case "load":
		return e.load()
	case "memory":
		return e.memory()
	case "history":
		return e.history()
	case "bulk":
		return e.bulk()
	case "concurrent":
		return e.concurrent()
	}
	return nil // a workload that there is not: nothing to print
}

// An engine runs workloads.
type engine struct {
	options
	t *trace
}

// errText is returned when a text differs from the one published.
var errText = errors.New("the text differs from the trace's endContent")

func (e *engine) emit(metric string, value float64, extra map[string]any) {
	m := map[string]any{
		"peer": e.peer, "version": e.release, "workload": e.workload, "trace": e.trace,
		"metric": metric, "value": value,
	}
	for k, v := range extra {
		m[k] = v
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic("bench: " + err.Error())
	}
	fmt.Fprintln(e.out, string(b))
}

// timed runs once to warm up, then as often as asked for within the budget,
// and prints the median in milliseconds.
func (e *engine) timed(metric string, run func() error, after func() error) error {
	var ms []float64
	budget := time.Duration(e.budget) * time.Millisecond
	start := time.Now()
	for i := 0; i <= e.runs; i++ {
		runtime.GC()
		t0 := time.Now()
		if err := run(); err != nil {
			return err
		}
		took := time.Since(t0)
		if after != nil {
			if err := after(); err != nil {
				return fmt.Errorf("%s: %w", metric, err)
			}
		}
		if i > 0 || took > budget/3 {
			ms = append(ms, float64(took.Nanoseconds())/1e6)
		}
		if len(ms) > 0 && time.Since(start)+took > budget {
			break
		}
	}
	slices.Sort(ms)
	e.emit(metric, ms[len(ms)/2], map[string]any{"runs": len(ms), "min": ms[0]})
	return nil
}

func (e *engine) check(c *copyOf) error {
	if c.text.String() != e.t.EndContent {
		return errText
	}
	return nil
}

func (e *engine) local() error {
	var c *copyOf
	return e.timed("ms", func() error {
		c = newCopy(0)
		for i := range e.t.Txns {
			c.edit(e.t.Txns[i].Patches)
		}
		return nil
	}, func() error { return e.check(c) })
}

func (e *engine) localBatch() error {
	var c *copyOf
	return e.timed("ms", func() error {
		c = newCopy(0)
		for i := range e.t.Txns {
			c.edit(e.t.Txns[i].Patches)
		}
		c.commit(0)
		return nil
	}, func() error { return e.check(c) })
}

// messages replays the trace and returns the message of every transaction.
func (e *engine) messages() (*copyOf, [][]byte) {
	c := newCopy(0)
	var out [][]byte
	for i := range e.t.Txns {
		c.edit(e.t.Txns[i].Patches)
		out = append(out, c.message())
	}
	return c, out
}

func (e *engine) updates() error {
	var c *copyOf
	var all [][]byte
	err := e.timed("ms", func() error { c, all = e.messages(); return nil }, func() error { return e.check(c) })
	e.emit("bytes", float64(total(all)), map[string]any{"messages": len(all)})
	return err
}

func (e *engine) remote() error {
	_, all := e.messages()
	var c *copyOf
	return e.timed("ms", func() error {
		c = newCopy(1)
		return applyAll(c, all)
	}, func() error { return e.check(c) })
}

func applyAll(c *copyOf, all [][]byte) error {
	for _, m := range all {
		if err := c.apply(m); err != nil {
			return err
		}
	}
	return nil
}

func total(all [][]byte) (n int) {
	for _, m := range all {
		n += len(m)
	}
	return n
}

// saved is the file of the trace's whole history: every transaction a change of
// its own, made when the trace says.
func (e *engine) saved() ([]byte, error) {
	if e.t.concurrent() {
		p, err := e.t.plan()
		if err != nil {
			return nil, err
		}
		copies, _, err := e.replay(p)
		if err != nil {
			return nil, err
		}
		return snapshot.Encode(copies[0].text.History()), nil
	}
	return snapshot.Encode(e.written(nil).text.History()), nil
}

// written is a copy in which the trace was typed. after is called after each
// transaction.
func (e *engine) written(after func(c *copyOf, i int)) *copyOf {
	c := newCopy(0)
	for i := range e.t.Txns {
		c.edit(e.t.Txns[i].Patches)
		c.commit(e.t.Txns[i].made())
		if after != nil {
			after(c, i)
		}
	}
	return c
}

func (e *engine) save() error {
	c := e.written(nil)
	var b []byte
	err := e.timed("ms", func() error { b = snapshot.Encode(c.text.History()); return nil }, nil)
	e.emit("bytes", float64(len(b)), map[string]any{"history": true, "text": len(e.t.EndContent)})
	return err
}

// maxHistory bounds the files read here.
const maxHistory = 1 << 30

// read makes a copy of a file, which can be edited.
func read(b []byte) (*copyOf, error) {
	f, err := snapshot.Open(b, maxHistory)
	if err != nil {
		return nil, err
	}
	h, err := f.History()
	if err != nil {
		return nil, err
	}
	c := newCopy(99)
	c.text, err = crdt.FromHistory(h)
	return c, err
}

// load reads a file: as ms all of it, to a text that can be edited, and that
// text, and as readable-ms the text alone.
func (e *engine) load() error {
	b, err := e.saved()
	if err != nil {
		return err
	}
	var text string
	check := func() error {
		if text != e.t.EndContent {
			return errText
		}
		return nil
	}
	err = e.timed("ms", func() error {
		c, err := read(b)
		if err == nil {
			text = c.text.String()
		}
		return err
	}, check)
	if err != nil {
		return err
	}
	return e.timed("readable-ms", func() error {
		f, err := snapshot.Open(b, maxHistory)
		if err != nil {
			return err
		}
		all, err := f.Text()
		text = string(all)
		return err
	}, check)
}

// bulk merges the whole history, as few changes as it fits into, into an empty
// replica.
func (e *engine) bulk() error {
	c := newCopy(0)
	for i := range e.t.Txns {
		c.edit(e.t.Txns[i].Patches)
	}
	all := c.message()
	return e.timed("ms", func() error {
		c = newCopy(1)
		return c.apply(all)
	}, func() error { return e.check(c) })
}

// loaded is how many documents memory loads at once.
const loaded = 10

func (e *engine) memory() error {
	b, err := e.saved()
	if err != nil {
		return err
	}
	load := func() (*copyOf, error) {
		c, err := read(b)
		if err != nil {
			return nil, err
		}
		return c, e.check(c)
	}
	if _, err := load(); err != nil {
		return err
	}
	heap0, rss0 := memory()
	var keep []*copyOf
	for range loaded {
		c, err := load()
		if err != nil {
			return err
		}
		keep = append(keep, c)
	}
	heap1, rss1 := memory()
	e.emit("rss-bytes", (rss1-rss0)/loaded, nil)
	e.emit("heap-bytes", (heap1-heap0)/loaded, nil)
	runtime.KeepAlive(keep)
	return nil
}

// memory is what the process holds after garbage collection, in bytes.
func memory() (heap, rss float64) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if b, err := os.ReadFile("/proc/self/statm"); err == nil {
		var size, resident float64
		fmt.Sscan(string(b), &size, &resident)
		rss = resident * float64(os.Getpagesize())
	}
	return float64(m.HeapInuse), rss
}

// replay plays a concurrent trace with one copy for each agent.
func (e *engine) replay(p plan) ([]*copyOf, [][]byte, error) {
	copies := make([]*copyOf, e.t.NumAgents)
	for a := range copies {
		copies[a] = newCopy(a)
	}
	all := make([][]byte, len(e.t.Txns))
	for _, s := range p.steps {
		c := copies[s.agent]
		for _, i := range s.deliver {
			if err := c.apply(all[i]); err != nil {
				return nil, nil, err
			}
		}
		c.edit(e.t.Txns[s.txn].Patches)
		all[s.txn] = c.message()
	}
	for a, list := range p.rest {
		for _, i := range list {
			if err := copies[a].apply(all[i]); err != nil {
				return nil, nil, err
			}
		}
	}
	return copies, all, nil
}

func (e *engine) concurrent() error {
	if !e.t.concurrent() {
		return nil
	}
	p, err := e.t.plan()
	if err != nil {
		return err
	}
	var copies []*copyOf
	var all [][]byte
	err = e.timed("replay-ms", func() (err error) { copies, all, err = e.replay(p); return err }, func() error {
		for _, c := range copies {
			if err := e.check(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	e.emit("bytes", float64(total(all)), map[string]any{"messages": len(p.steps)})
	var c *copyOf
	err = e.timed("merge-ms", func() error {
		c = newCopy(99)
		return applyAll(c, all)
	}, func() error { return e.check(c) })
	if err != nil {
		return err
	}
	whole := snapshot.Encode(copies[0].text.History())
	e.emit("save-bytes", float64(len(whole)), nil)
	return e.timed("load-ms", func() error {
		c, err = read(whole)
		return err
	}, func() error { return e.check(c) })
}
