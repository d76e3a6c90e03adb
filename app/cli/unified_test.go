package cli

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// revised draws a text, edits it, and returns its past with the versions before
// and after.
func revised(t *rapid.T) (p *past, before, after version.Vector) {
	text, me := crdt.New(), version.Replica{Author: version.Author{1}}
	piece := rapid.SampledFrom([]string{"\n", "\n\n", "a", "one two", "x\ny\n", "a line\n", "é"})
	for range rapid.IntRange(0, 30).Draw(t, "pieces") {
		text.Insert(me, text.Len(), piece.Draw(t, "piece"))
	}
	text.Commit(me, 1)
	before = text.Vector()
	for range rapid.IntRange(0, 6).Draw(t, "edits") {
		at := rapid.IntRange(0, text.Len()).Draw(t, "at")
		for at < text.Len() && !text.IsRuneStart(at) {
			at++
		}
		if to := min(text.Len(), at+rapid.IntRange(0, 9).Draw(t, "deleted")); rapid.Bool().Draw(t, "delete") {
			for to < text.Len() && !text.IsRuneStart(to) {
				to++
			}
			if at < to {
				text.Delete(me, at, to)
			}
		} else {
			text.Insert(me, at, piece.Draw(t, "piece"))
		}
	}
	text.Commit(me, 2)
	return &past{History: history.New(text), text: text}, before, text.Vector()
}

func TestWholeLinesMakeTheOneTextOfTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, a, b := revised(t)
		before, after := string(p.At(a)), string(p.At(b))
		var got strings.Builder
		at := 0
		for _, r := range wholeLines(before, after, p.Compare(a, b)) {
			if !beginsLine(before, r.A) || !beginsLine(after, r.B) || r.A < at || r.Before == r.After {
				t.Fatalf("%+v is not of whole lines, or behind %d", r, at)
			}
			got.WriteString(before[at:r.A])
			if got.Len() != r.B || before[r.A:r.A+len(r.Before)] != r.Before {
				t.Fatalf("%+v is not at byte %d", r, got.Len())
			}
			if end := r.A + len(r.Before); r.Before != "" && r.After != "" && !beginsLine(before, end) && end < len(before) {
				t.Fatalf("%+v ends within a line", r)
			}
			got.WriteString(r.After)
			at = r.A + len(r.Before)
		}
		if got.WriteString(before[at:]); got.String() != after {
			t.Fatalf("%q became %q, not %q", before, got.String(), after)
		}
	})
}

func TestUnifiedDifferencesCanBeApplied(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, a, b := revised(t)
		d := &difference{title: "a\nb"}
		d.find(p, a, b, unified, nil)
		if got := apply(t, d.before, d.unified()); got != d.after {
			t.Fatalf("%q with\n%s\nbecomes %q, not %q", d.before, d.unified(), got, d.after)
		}
	})
}

// apply does what patch does, and demands what is in the patch to the letter.
func apply(t *rapid.T, text, patch string) string {
	lines, out := linesWithEnds(text), []string{}
	rows := linesWithEnds(patch)
	if len(rows) == 0 {
		return text
	}
	if !strings.HasPrefix(rows[0], "--- ") || !strings.HasPrefix(rows[1], "+++ ") {
		t.Fatalf("no head: %q", patch)
	}
	taken := 0
	for rows = rows[2:]; len(rows) > 0; {
		var from, n, to, m int
		if _, err := fmt.Sscanf(rows[0], "@@ -%d,%d +%d,%d @@", &from, &n, &to, &m); err != nil {
			t.Fatalf("%q: %v", rows[0], err)
		}
		if n == 0 {
			from++
		}
		if m == 0 {
			to++
		}
		out = append(out, lines[taken:from-1]...)
		if len(out) != to-1 {
			t.Fatalf("%q comes behind %d lines", rows[0], len(out))
		}
		taken = from - 1
		for rows = rows[1:]; n > 0 || m > 0; rows = rows[1:] {
			line := rows[0][1:]
			if len(rows) > 1 && rows[1][0] == '\\' {
				line = strings.TrimSuffix(line, "\n")
				rows = slices.Delete(rows, 1, 2)
			}
			if rows[0][0] != '+' {
				if lines[taken] != line {
					t.Fatalf("line %d is %q, not %q", taken+1, lines[taken], line)
				}
				taken, n = taken+1, n-1
			}
			if rows[0][0] != '-' {
				out, m = append(out, line), m-1
			}
		}
	}
	return strings.Join(append(out, lines[taken:]...), "")
}

func TestChangesOfLinesThatTouchStayApart(t *testing.T) {
	got := wholeLines("ab\ncd\n", "xb\nnew\ncd\n", []history.Replacement{{Before: "a", After: "x"}, {A: 3, B: 3, After: "new\n"}})
	if len(got) != 2 || got[0].Before != "ab\n" || got[0].After != "xb\n" || got[1].Before != "" || got[1].After != "new\n" {
		t.Errorf("got %+v", got)
	}
}
