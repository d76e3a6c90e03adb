package bench

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the trace of our own again")

const halves = "testdata/two-halves.json"

// writeHalves makes a trace of two people who write at once, each in a half of
// their own: above and below a line. So nobody ever types where somebody else
// does at the same time, and the text at the end does not depend on keys.
func writeHalves() []byte {
	random := rand.New(rand.NewPCG(3, 4))
	const line = "\n———\n"
	type entry struct {
		Parents []int    `json:"parents"`
		Agent   int      `json:"agent"`
		Patches [][3]any `json:"patches"`
	}
	txns := []entry{{Parents: []int{}, Patches: [][3]any{{0, 0, line}}}}
	half := [2][]rune{}                // as their writers have them
	upper := [][]rune{nil}             // the upper half after each of its transactions
	ends := [2][]int{{0}, {}}          // transactions of each writer
	seen := [2]int{0, 1}               // how many of the other's each has seen
	letters := []rune("abc déf 漢字\n ") // of one, two and three bytes
	for range 400 {
		a := random.IntN(2)
		e := entry{Agent: a, Parents: []int{}}
		if n := len(ends[a]); n > 0 {
			e.Parents = append(e.Parents, ends[a][n-1])
		} else {
			e.Parents = append(e.Parents, 0)
		}
		if other := ends[1-a]; random.IntN(4) == 0 && len(other) > seen[a] {
			seen[a] = len(other)
			e.Parents = append(e.Parents, other[len(other)-1])
		}
		text := half[a]
		at, deleted, inserted := random.IntN(len(text)+1), 0, ""
		if random.IntN(3) == 0 {
			deleted = min(random.IntN(4), len(text)-at)
		}
		if deleted == 0 || random.IntN(3) == 0 {
			for range 1 + random.IntN(3) {
				inserted += string(letters[random.IntN(len(letters))])
			}
		}
		half[a] = append(append(append([]rune{}, text[:at]...), []rune(inserted)...), text[at+deleted:]...)
		if a == 0 {
			upper = append(upper, half[0])
		} else { // below the upper half, as far as it was seen, and the line
			at += len(upper[seen[1]-1]) + len([]rune(line))
		}
		e.Patches = [][3]any{{at, deleted, inserted}}
		ends[a] = append(ends[a], len(txns))
		txns = append(txns, e)
	}
	b, err := json.Marshal(map[string]any{
		"kind": "concurrent", "numAgents": 2, "txns": txns,
		"endContent": string(half[0]) + line + string(half[1]),
	})
	if err != nil {
		panic(err)
	}
	return append(b, '\n')
}

func TestTheTraceOfOurOwnReadsAsPublished(t *testing.T) {
	if *update {
		if err := os.WriteFile(halves, writeHalves(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile(halves)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(stored, writeHalves()) {
		t.Error("the trace is not what its generator makes: run with -update")
	}
	for _, workload := range []string{"concurrent", "save", "load", "memory"} {
		var out strings.Builder
		if err := Trace([]string{"--workload", workload, "--trace", "halves", "--trace-file", halves, "--runs", "1"}, "test", &out); err != nil {
			t.Errorf("%s: %v", workload, err)
		}
		for line := range strings.Lines(out.String()) {
			var v struct {
				Peer, Workload, Metric string
				Value                  *float64
			}
			if err := json.Unmarshal([]byte(line), &v); err != nil || v.Peer != "chirograph" || v.Workload != workload || v.Metric == "" || v.Value == nil {
				t.Errorf("%s prints %q (%v)", workload, line, err)
			}
		}
		if out.Len() == 0 {
			t.Errorf("%s prints nothing", workload)
		}
	}
}

func TestAWrongTextIsNoticed(t *testing.T) {
	b, err := os.ReadFile(halves)
	if err != nil {
		t.Fatal(err)
	}
	name := t.TempDir() + "/wrong.json"
	if err := os.WriteFile(name, bytes.Replace(b, []byte(`"endContent":"`), []byte(`"endContent":"x`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Trace([]string{"--workload", "concurrent", "--trace-file", name, "--runs", "1"}, "test", &strings.Builder{}); err == nil {
		t.Error("a text that differs from the published one was accepted")
	}
}
