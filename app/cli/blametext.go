package cli

import (
	"fmt"
	"strings"
)

// leastText is how many columns of each line's text are shown at least.
const leastText = 20

// blameTable is what people see of the lines of a text.
func blameTable(all []line) string {
	who := make([]string, len(all))
	when := make([]string, len(all))
	for i := range all {
		w := all[i].most()
		who[i], when[i] = w.Name, minute(all[i].last[w].UnixMilli())
		if len(all[i].bytes) > 1 {
			who[i] += fmt.Sprintf(" +%d", len(all[i].bytes)-1)
		}
	}
	digits := len(fmt.Sprint(len(all)))
	names := min(wide(who, func(s string) string { return s }), columns-leastText-digits-len(toMinute)-len("      "))
	var b strings.Builder
	for i, l := range all {
		head := fmt.Sprintf("%*d  %s  %s  ", digits, i+1, when[i], pad(cut(who[i], names), names))
		b.WriteString(strings.TrimRight(head+cut(clean(l.text), columns-width(head)), " ") + "\n")
	}
	return b.String()
}
