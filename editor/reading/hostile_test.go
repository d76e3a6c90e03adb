package reading

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A document may have been written by somebody who wants others' programs to
// stop: each of these took seconds or hundreds of megabytes, in some kilobytes.
func TestHostileSourcesCostLittle(t *testing.T) {
	nested := func(levels int) string {
		var s strings.Builder
		for i := range levels {
			fmt.Fprintf(&s, "%s- a\n\n", strings.Repeat("  ", i))
		}
		return s.String()
	}
	notes := func(n int) string {
		var s strings.Builder
		for i := range n {
			fmt.Fprintf(&s, "[^%d]: b\n\nx[^%d]\n\n", i, i)
		}
		return s.String()
	}
	for name, source := range map[string]string{
		"blank lines in deep lists":            strings.Repeat("- ", 3500) + "x\n" + strings.Repeat("\n", 20000),
		"blank lines in code in them":          strings.Repeat("- ", 3500) + "```\n" + strings.Repeat("\n", 20000),
		"blank lines below items":              nested(300) + strings.Repeat("\n", 20000),
		"blank lines in numbered":              strings.Repeat("1. ", 2500) + "x\n" + strings.Repeat("\n", 20000),
		"short rows of a wide table":           strings.Repeat(strings.Repeat("a|", 1300)+"\n"+strings.Repeat("-|", 1300)+"\n"+strings.Repeat("a\n", 1400)+"\n", 4),
		"footnotes":                            notes(20000),
		"brackets behind a fence that is none": "```a`b\n\n" + strings.Repeat("[a](", 20000),
		"brackets behind a fence in an item":   "- a\n  ```\n\n" + strings.Repeat("[a](", 20000),
		"brackets behind a fence in HTML":      "<!--\n```\n-->\n\n" + strings.Repeat("[a](", 20000),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			begun := time.Now()
			Parse([]byte(source))
			took := time.Since(begun)
			runtime.ReadMemStats(&after)
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; took > time.Second || mb > 100 {
				t.Errorf("%d bytes took %v and %d MB", len(source), took, mb)
			}
		})
	}
}

// What is hidden from the parser is shown as it is written.
func TestCodeAndDeepListsStandAsTheyAreWritten(t *testing.T) {
	deep := strings.Repeat("- ", 40) + "x"
	code := "one\n\n\n\n\n\n\n\n" + strings.Repeat("- ", 40) + "two\n" + strings.Repeat("long ", 3000)
	source := deep + "\n\n*a*\n\n\n\n\n\n\n\n*b*\n\n```go\n" + code + "\n```\n\n| c | d |\n|---|---|\n| e |\n"
	blocks := Parse([]byte(source))
	if len(blocks) != 5 {
		t.Fatalf("got %d blocks: %+v", len(blocks), blocks)
	}
	if blocks[0].Text != deep || blocks[1].Text != "a" || blocks[2].Text != "b" {
		t.Errorf("got %q, %q and %q", blocks[0].Text, blocks[1].Text, blocks[2].Text)
	}
	if blocks[3].Kind != Code || blocks[3].Language != "go" || blocks[3].Text != code {
		t.Errorf("got code %+v", blocks[3])
	}
	if blocks[4].Kind != Table || len(blocks[4].Rows) != 2 {
		t.Errorf("got %+v", blocks[4])
	}
}
