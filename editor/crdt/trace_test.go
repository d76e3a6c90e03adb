package crdt

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"chirograph/editor/version"
)

// A trace is a recorded editing session in the format of
// github.com/josephg/editing-traces. Positions are in runes.
type trace struct {
	StartContent string `json:"startContent"`
	EndContent   string `json:"endContent"`
	NumAgents    int    `json:"numAgents,omitempty"`
	Txns         []txn  `json:"txns"`
}

type txn struct {
	Parents []int   `json:"parents,omitempty"`
	Agent   int     `json:"agent,omitempty"`
	Patches []patch `json:"patches"`
}

type patch struct {
	at, deleted int
	inserted    string
}

func (p *patch) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&p.at, &p.deleted, &p.inserted})
}

func (p patch) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{p.at, p.deleted, p.inserted})
}

const smallTrace = "testdata/two-writers.json"

// readTrace reads a trace. The published ones are not part of the repository:
// they are looked for in the folder that CHIROGRAPH_TRACES names.
func readTrace(tb testing.TB, name string) *trace {
	tb.Helper()
	if name == smallTrace {
		data, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		return parseTrace(tb, data)
	}
	folder := cmp.Or(os.Getenv("CHIROGRAPH_TRACES"), "../../../shared/traces")
	f, err := os.Open(filepath.Join(folder, name+".json.gz"))
	if err != nil {
		tb.Skipf("no trace %s: set CHIROGRAPH_TRACES to the folder that holds the editing traces", name)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(z); err != nil {
		tb.Fatal(err)
	}
	return parseTrace(tb, b.Bytes())
}

func parseTrace(tb testing.TB, data []byte) *trace {
	tb.Helper()
	var tr trace
	if err := json.Unmarshal(data, &tr); err != nil {
		tb.Fatal(err)
	}
	return &tr
}

// edit does what a transaction says.
func (t *Text) edit(me version.Replica, patches []patch) {
	for _, p := range patches {
		at := t.OffsetOfRune(p.at)
		if p.deleted > 0 {
			t.Delete(me, at, t.OffsetOfRune(p.at+p.deleted))
		}
		if p.inserted != "" {
			t.Insert(me, at, p.inserted)
		}
	}
}

// commitAll returns all that me has not committed.
func (t *Text) commitAll(me version.Replica) []Change {
	var out []Change
	for {
		c, ok := t.Commit(me, 0)
		if !ok {
			return out
		}
		out = append(out, c)
	}
}

// play types a sequential trace and returns its changes, one a transaction.
func (tr *trace) play() (*Text, []Change) {
	t, me := New(), replica(1)
	if tr.StartContent != "" {
		t.Insert(me, 0, tr.StartContent)
	}
	var changes []Change
	for _, x := range tr.Txns {
		t.edit(me, x.Patches)
		changes = append(changes, t.commitAll(me)...)
	}
	return t, changes
}

// A delivery is what one agent does with a transaction of a concurrent trace:
// take in the changes it has not seen yet, then edit.
type delivery struct {
	agent int
	needs []int
	txn   txn
}

// plan says what each agent must have seen before each of its transactions.
func (tr *trace) plan() []delivery {
	past := make([][]int, len(tr.Txns)) // the last transaction of each agent, plus 1
	seen := make([][]int, tr.NumAgents) // and what each agent has seen
	for a := range seen {
		seen[a] = make([]int, tr.NumAgents)
	}
	out := make([]delivery, len(tr.Txns))
	for i, x := range tr.Txns {
		past[i] = make([]int, tr.NumAgents)
		for _, p := range x.Parents {
			for a, last := range past[p] {
				past[i][a] = max(past[i][a], last)
			}
		}
		out[i] = delivery{agent: x.Agent, txn: x}
		for a, last := range past[i] {
			for k := seen[x.Agent][a]; k < last; k++ {
				if tr.Txns[k].Agent == a && a != x.Agent {
					out[i].needs = append(out[i].needs, k)
				}
			}
			seen[x.Agent][a] = max(seen[x.Agent][a], last)
		}
		slices.Sort(out[i].needs)
		past[i][x.Agent] = i + 1
	}
	return out
}

// agents gives the writers of a trace keys in their order.
func agent(i int) version.Replica { return replica(byte(i + 1)) }

// replayPlan plays a concurrent trace with one text for each agent. The
// changes of transaction i are changes[i].
func (tr *trace) replayPlan(tb testing.TB, plan []delivery) (texts []*Text, changes [][]Change) {
	texts = make([]*Text, tr.NumAgents)
	for i := range texts {
		texts[i] = New()
	}
	changes = make([][]Change, len(plan))
	for i, d := range plan {
		t := texts[d.agent]
		for _, k := range d.needs {
			for _, c := range changes[k] {
				if _, err := t.Apply(c); err != nil {
					tb.Fatal(err)
				}
			}
		}
		t.edit(agent(d.agent), d.txn.Patches)
		changes[i] = t.commitAll(agent(d.agent))
	}
	return texts, changes
}

func TestSequentialTracesReadAsPublished(t *testing.T) {
	for _, name := range []string{"automerge-paper", "rustcode"} {
		t.Run(name, func(t *testing.T) {
			tr := readTrace(t, name)
			text, changes := tr.play()
			if text.String() != tr.EndContent {
				t.Error("typed: another text than the published one")
			}
			if err := text.check(); err != nil {
				t.Error(err)
			}
			other := New()
			for _, c := range changes {
				if _, err := other.Apply(c); err != nil {
					t.Fatal(err)
				}
			}
			if other.String() != tr.EndContent {
				t.Error("received: another text than the published one")
			}
		})
	}
}

func TestConcurrentTracesReadAsPublishedEverywhere(t *testing.T) {
	for _, name := range []string{smallTrace, "friendsforever"} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			tr := readTrace(t, name)
			texts, changes := tr.replayPlan(t, tr.plan())
			texts = append(texts, New()) // somebody who comes late
			for _, text := range texts {
				for _, c := range slices.Concat(changes...) {
					if _, err := text.Apply(c); err != nil {
						t.Fatal(err)
					}
				}
				if text.String() != tr.EndContent {
					t.Error("another text than the published one")
				}
				if err := text.check(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
