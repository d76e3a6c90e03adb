package bench

import (
	"fmt"
	"time"

	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// history visits ten old versions, out of order, and takes the difference of
// neighbouring ones. What the engine keeps to answer is made anew for each run,
// and its making is part of the time.
func (e *engine) history() error {
	type mark struct {
		v    version.Vector
		text string
	}
	var marks []mark
	every := len(e.t.Txns) / 11
	c := e.written(func(c *copyOf, i int) {
		if (i+1)%every == 0 && len(marks) < 10 {
			marks = append(marks, mark{c.text.Vector(), c.text.String()})
		}
	})
	h := history.New(c.text)
	start := time.Now()
	for _, i := range []int{7, 2, 9, 0, 5, 3, 8, 1, 6, 4} {
		if string(h.At(marks[i].v)) != marks[i].text {
			return fmt.Errorf("history: %w", errText)
		}
	}
	e.emit("checkout-ms", ms(time.Since(start))/10, nil)

	x := crdt.NewIndex(c.text)
	changed := 0
	start = time.Now()
	for i := range 9 {
		for s := range x.Walk(x.At(marks[i].v), x.At(marks[i+1].v)) {
			if s.A != s.B {
				changed += len(s.Bytes())
			}
		}
	}
	e.emit("diff-ms", ms(time.Since(start))/9, map[string]any{"changed": changed})
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }
