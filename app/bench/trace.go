package bench

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// A trace is a recorded editing session in the format of
// github.com/josephg/editing-traces. Positions are in characters.
type trace struct {
	StartContent string
	EndContent   string
	NumAgents    int
	Txns         []txn
}

type txn struct {
	Parents []int // transactions that the writer had seen, in concurrent traces
	Agent   int
	Time    time.Time
	Patches []patch
}

// made is when the transaction was typed, in Unix milliseconds.
func (x *txn) made() int64 { return x.Time.UnixMilli() }

type patch struct {
	at, deleted int
	inserted    string
}

func (p *patch) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&p.at, &p.deleted, &p.inserted})
}

// readTrace reads a trace, which may be compressed with gzip.
func readTrace(name string) (*trace, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	t := new(trace)
	if err := json.NewDecoder(r).Decode(t); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if t.StartContent != "" {
		return nil, fmt.Errorf("%s: a trace that begins with text", name)
	}
	for i, x := range t.Txns {
		if x.Agent < 0 || x.Agent >= max(t.NumAgents, 1) ||
			slices.ContainsFunc(x.Parents, func(p int) bool { return p < 0 || p >= i }) {
			return nil, fmt.Errorf("%s: transaction %d makes no sense", name, i)
		}
	}
	t.flatten()
	return t, nil
}

// flatten lays all patches beside one another in memory, in the order in which
// they are read: what is measured is not to wait for the trace.
func (t *trace) flatten() {
	var all []patch
	for _, x := range t.Txns {
		all = append(all, x.Patches...)
	}
	for i := range t.Txns {
		n := len(t.Txns[i].Patches)
		t.Txns[i].Patches, all = all[:n:n], all[n:]
	}
}

// concurrent tells whether several people wrote at once.
func (t *trace) concurrent() bool { return t.NumAgents > 1 }

// A step is one transaction of a concurrent trace, by the replica of its
// agent, after that replica has taken in what the transaction's writer had
// seen.
type step struct {
	txn     int
	agent   int
	deliver []int // transactions of others that come first, in order
}

// A plan is the order in which a concurrent trace is replayed.
type plan struct {
	steps []step
	rest  [][]int // by agent, the transactions that it still lacks at the end
}

// plan orders a concurrent trace into steps.
func (t *trace) plan() (p plan, err error) {
	// The past of a transaction is a prefix of every agent's transactions,
	// since each agent's are totally ordered: a count for each agent.
	byAgent := make([][]int, t.NumAgents)
	past := make([][]int, len(t.Txns))
	seen := make([][]int, t.NumAgents)
	for a := range seen {
		seen[a] = make([]int, t.NumAgents)
	}
	newer := func(have, want []int) (out []int) {
		for a, n := range want {
			for i := have[a]; i < n; i++ {
				out = append(out, byAgent[a][i])
			}
		}
		slices.Sort(out) // a transaction comes after its parents
		return out
	}
	for i, x := range t.Txns {
		want := slices.Clone(seen[x.Agent])
		for _, p := range x.Parents {
			for a := range want {
				want[a] = max(want[a], past[p][a])
			}
		}
		if want[x.Agent] != len(byAgent[x.Agent]) {
			return plan{}, errors.New("an agent's transactions are not in order")
		}
		p.steps = append(p.steps, step{i, x.Agent, newer(seen[x.Agent], want)})
		byAgent[x.Agent] = append(byAgent[x.Agent], i)
		want[x.Agent]++
		past[i], seen[x.Agent] = want, slices.Clone(want)
	}
	all := make([]int, t.NumAgents)
	for a := range all {
		all[a] = len(byAgent[a])
	}
	for a := range seen {
		p.rest = append(p.rest, newer(seen[a], all))
	}
	return p, nil
}
