package cli

import (
	"strings"

	"chirograph/editor/history"
)

// wholeLines widens differences to the lines they are in. Those that share a
// line become one. Lines at the ends that are the same before and after are
// left out, and so are whole differences where the same was written again.
func wholeLines(before, after string, changes []history.Replacement) []history.Replacement {
	var out []history.Replacement
	for i := 0; i < len(changes); {
		r := changes[i]
		i++
		endA, endB := r.A+len(r.Before), r.B+len(r.After)
		start := strings.LastIndexByte(before[:r.A], '\n') + 1
		r.A, r.B = start, r.B-(r.A-start)
		for !beginsLine(before, endA) || !beginsLine(after, endB) {
			// What comes next is the same in both, up to the next change.
			n := len(firstLine(before[endA:]))
			if i == len(changes) || endA+n <= changes[i].A {
				endA, endB = endA+n, endB+n
				break
			}
			next := changes[i]
			i++
			endA, endB = next.A+len(next.Before), next.B+len(next.After)
			r.By = append(r.By[:len(r.By):len(r.By)], next.By...)
		}
		r.Before, r.After = before[r.A:endA], after[r.B:endB]
		if trimLines(&r); r.Before != r.After {
			out = append(out, r)
		}
	}
	return out
}

// trimLines takes off lines that both sides begin or end with.
func trimLines(r *history.Replacement) {
	for r.Before != "" && firstLine(r.Before) == firstLine(r.After) {
		n := len(firstLine(r.Before))
		r.A, r.B = r.A+n, r.B+n
		r.Before, r.After = r.Before[n:], r.After[n:]
	}
	for r.Before != "" && lastLine(r.Before) == lastLine(r.After) {
		n := len(lastLine(r.Before))
		r.Before, r.After = r.Before[:len(r.Before)-n], r.After[:len(r.After)-n]
	}
}

// beginsLine tells whether a line begins at an offset, or would.
func beginsLine(text string, at int) bool { return at == 0 || text[at-1] == '\n' }

// firstLine is the first line of a text, with what ends it.
func firstLine(text string) string { return text[:len(text)-len(afterLine(text))] }

func afterLine(text string) string {
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		return text[i+1:]
	}
	return ""
}

// lastLine is the last line of a text, with what ends it.
func lastLine(text string) string {
	return text[strings.LastIndexByte(strings.TrimSuffix(text, "\n"), '\n')+1:]
}
