package cli

import (
	"fmt"
	"strings"
)

// shownAround is how many equal lines are shown around changes.
const shownAround = 3

// unified is the difference in whole lines in the form that diff -u has and
// patch takes (POSIX, "diff", -U). For people who see it in colours, what would
// move their cursor is made visible.
func (d *difference) unified() string {
	if len(d.Changes) == 0 {
		return ""
	}
	title := strings.ReplaceAll(clean(d.title), "\n", " ")
	var b strings.Builder
	b.WriteString(d.in(headColour, fmt.Sprintf("--- %s@%s\n+++ %s@%s\n", title, d.From, title, d.To)))
	lines := linesWithEnds(d.before)
	for rest := d.Changes; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].FromLine-rest[n-1].endLine() <= 2*shownAround {
			n++
		}
		d.writeHunk(&b, lines, rest[:n])
		rest = rest[n:]
	}
	return b.String()
}

// endLine is the line of the first text that comes behind a change.
func (c *change) endLine() int { return c.FromLine + len(linesWithEnds(c.Before)) }

// writeHunk writes changes that are close together, with the lines around them.
func (d *difference) writeHunk(b *strings.Builder, lines []string, changes []change) {
	first, last := &changes[0], &changes[len(changes)-1]
	from := max(1, first.FromLine-shownAround)
	to := min(len(lines)+1, last.endLine()+shownAround)
	added := 0
	for _, c := range changes {
		added += len(linesWithEnds(c.After)) - len(linesWithEnds(c.Before))
	}
	b.WriteString(d.in(headColour, fmt.Sprintf("@@ -%s +%s @@\n",
		lineRange(from, to-from), lineRange(first.ToLine-(first.FromLine-from), to-from+added))))
	at := from
	for i := range changes {
		c := &changes[i]
		d.writeLines(b, ' ', "", lines[at-1:c.FromLine-1])
		d.writeLines(b, '-', goneColour, linesWithEnds(c.Before))
		d.writeLines(b, '+', newColour, linesWithEnds(c.After))
		at = c.endLine()
	}
	d.writeLines(b, ' ', "", lines[at-1:to-1])
}

// lineRange names lines as hunks do: those of none by the line before.
func lineRange(from, n int) string {
	if n == 0 {
		from--
	}
	return fmt.Sprintf("%d,%d", from, n)
}

func (d *difference) writeLines(b *strings.Builder, sign byte, colour string, lines []string) {
	for _, line := range lines {
		words, ended := strings.CutSuffix(line, "\n")
		if d.paint {
			words = clean(words)
		}
		words = string(sign) + words
		if colour != "" {
			words = d.in(colour, words)
		}
		b.WriteString(words + "\n")
		if !ended {
			b.WriteString("\\ No newline at end of file\n")
		}
	}
}

// linesWithEnds cuts a text into lines, each with what ends it.
func linesWithEnds(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
