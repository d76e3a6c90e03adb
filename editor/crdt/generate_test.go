package crdt

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"testing"

	"chirograph/editor/version"
)

var update = flag.Bool("update", false, "write testdata/two-writers.json anew")

// TestSmallTraceIsUpToDate keeps the trace in testdata what its generator
// makes: two people who write one text at once, and see each other's changes
// late. They type words forwards and letters backwards, and erase, mostly at
// the same few places.
func TestSmallTraceIsUpToDate(t *testing.T) {
	tr := generate(rand.New(rand.NewPCG(2026, 1)), 400)
	data, err := json.Marshal(tr)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(smallTrace, append(data, '\n'), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	old, err := os.ReadFile(smallTrace)
	if err != nil {
		t.Fatal(err)
	}
	if string(old) != string(data)+"\n" {
		t.Error("another trace than the generator makes: run go test -run SmallTrace -update")
	}
}

// generate lets two oracles, not texts, write: the trace is to judge the texts.
func generate(rng *rand.Rand, n int) *trace {
	type writer struct {
		oracle *oracle
		caret  int
		sent   int // transactions of the other that have arrived
	}
	tr := &trace{NumAgents: 2}
	writers := []*writer{{oracle: newOracle()}, {oracle: newOracle()}}
	var messages [2][][]oracleOp // of each writer, one a transaction
	var index [2][]int           // their places in the trace
	words := []string{"the ", "quick ", "fox\n", "naïve ", "日本 ", "jumps. "}
	for len(tr.Txns) < n {
		me := rng.IntN(2)
		w, other := writers[me], 1-me
		// See some of what the other has written: often nothing for a while.
		if rng.IntN(4) == 0 {
			for upTo := w.sent + rng.IntN(len(messages[other])-w.sent+1); w.sent < upTo; w.sent++ {
				for _, op := range messages[other][w.sent] {
					w.oracle.apply(op)
				}
			}
		}
		text := []rune(w.oracle.String())
		w.caret = min(w.caret, len(text))
		if rng.IntN(6) == 0 {
			w.caret = rng.IntN(len(text) + 1)
		}
		p := patch{at: w.caret}
		switch rng.IntN(6) {
		case 0: // erase backwards
			p.deleted = min(w.caret, 1+rng.IntN(4))
			p.at -= p.deleted
			w.caret = p.at
		case 1: // a letter, the caret staying before it
			p.inserted = string(rune('a' + rng.IntN(26)))
		default:
			p.inserted = words[rng.IntN(len(words))]
			w.caret += len([]rune(p.inserted))
		}
		if p.deleted == 0 && p.inserted == "" {
			continue
		}
		x := txn{Agent: me, Patches: []patch{p}}
		if k := len(index[me]); k > 0 {
			x.Parents = append(x.Parents, index[me][k-1])
		}
		if w.sent > 0 {
			x.Parents = append(x.Parents, index[other][w.sent-1])
		}
		at := len(string(text[:p.at]))
		end := len(string(text[:p.at+p.deleted]))
		next := version.ID{Replica: agent(me), Seq: w.oracle.seen[agent(me)] + 1}
		ops := w.oracle.delete(next, at, end)
		next.Seq += uint64(len(ops))
		ops = append(ops, w.oracle.insert(next, at, p.inserted)...)
		messages[me] = append(messages[me], ops)
		index[me] = append(index[me], len(tr.Txns))
		tr.Txns = append(tr.Txns, x)
	}
	for w := range writers {
		for _, m := range messages[1-w] {
			for _, op := range m {
				writers[w].oracle.apply(op)
			}
		}
	}
	tr.EndContent = writers[0].oracle.String()
	return tr
}
