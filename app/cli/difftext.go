package cli

import (
	"slices"
	"strings"
)

// leastContext is how many columns are worth saying what a change follows.
const leastContext = 8

// String is the difference for people: of each change where it is in the second
// text, who made it and when, then the words before and after it.
func (d *difference) String() string {
	var b strings.Builder
	for i, c := range d.Changes {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d.in(headColour, c.head(d.after)) + "\n")
		b.WriteString(d.in(goneColour, words("- ", c.Before)))
		b.WriteString(d.in(newColour, words("+ ", c.After)))
	}
	return b.String()
}

// head says where a change is, who made it and when.
func (c *change) head(after string) string {
	who := doers(c.By)
	line := lineHead(c.ToLine)
	words := strings.TrimSpace(clean(lineBefore(after[:c.ToByte])))
	room := columns - width(line+", after “”: "+who)
	if words != "" && room >= leastContext {
		line += ", after “" + cutLeft(words, min(room, columns/2)) + "”"
	}
	return line + ": " + who
}

// doers says who did something and when. What was done at the first version
// only comes last.
func doers(by []deed) string {
	var done, undone []deed
	for _, d := range by {
		if d.Back {
			undone = append(undone, d)
		} else {
			done = append(done, d)
		}
	}
	var parts []string
	if len(done) > 0 {
		parts = append(parts, together(done))
	}
	if len(undone) > 0 {
		parts = append(parts, "not yet by "+together(undone))
	}
	return strings.Join(parts, "; ")
}

// together is the names of those who did something, and from when to when.
func together(by []deed) string {
	first, last := by[0].Time.UnixMilli(), by[0].Time.UnixMilli()
	var names []string
	for _, d := range by {
		first, last = min(first, d.Time.UnixMilli()), max(last, d.Time.UnixMilli())
		if !slices.Contains(names, d.Name) {
			names = append(names, d.Name)
		}
	}
	return cut(strings.Join(names, ", "), columns/2) + ", " + between(first, last, toMinute)
}

// The colours of a difference, as terminals take them (ECMA-48, SGR).
const (
	headColour = "36" // cyan
	goneColour = "31" // red
	newColour  = "32" // green
)

// in is text in a colour, line by line, where colours are wanted.
func (d *difference) in(colour, text string) string {
	if !d.paint || text == "" {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		words := strings.TrimSuffix(line, "\n")
		b.WriteString("\x1b[" + colour + "m" + words + "\x1b[m" + line[len(words):])
	}
	return b.String()
}

// words are the lines of one side of a change, each behind a sign. What does
// not fit goes on below it, with no sign.
func words(sign, text string) string {
	var b strings.Builder
	if text == "" {
		return ""
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		for i, part := range wrap(visible(clean(line)), columns-len(sign)) {
			if i > 0 {
				b.WriteString(strings.Repeat(" ", len(sign)))
			} else {
				b.WriteString(sign)
			}
			b.WriteString(part + "\n")
		}
	}
	return b.String()
}

// visible is a line, or if nothing of it could be seen, signs for what it is.
func visible(line string) string {
	switch {
	case line == "":
		return "¶"
	case strings.TrimSpace(line) == "":
		return strings.Repeat("·", width(line))
	}
	return line
}
