package window

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"chirograph/app/phrases"
)

// The keys in docs/window.md are those of the table of commands.
const (
	manual     = "../../docs/window.md"
	keysBegin  = "<!-- keys: made by go test ./app/window -run Manual -update -->\n"
	keysFinish = "<!-- end of keys -->\n"
)

func TestManualListsEveryCommandWithItsKeys(t *testing.T) {
	page, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(page), keysBegin)
	old, after, ok2 := strings.Cut(rest, keysFinish)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the keys", manual)
	}
	k := keyboard{say: &phrases.English}
	var table strings.Builder
	table.WriteString("| command | keys |\n| --- | --- |\n")
	last := group(-1)
	for _, c := range commands(k) {
		if c.group != last {
			last = c.group
			fmt.Fprintf(&table, "| **%s** | |\n", c.group.name(k.say))
		}
		keys := ""
		if len(c.keys) > 0 {
			keys = k.write(c.keys[0])
		}
		fmt.Fprintf(&table, "| %s | %s |\n", c.name, strings.ReplaceAll(keys, "|", `\|`))
	}
	if old == table.String() {
		return
	}
	if !*update {
		t.Fatalf("%s lists other keys than the program has (run with -update to make it right)", manual)
	}
	if err := os.WriteFile(manual, []byte(before+keysBegin+table.String()+keysFinish+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
