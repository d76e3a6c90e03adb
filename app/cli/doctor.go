package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"chirograph/app/advice"
	"chirograph/app/workspace"
	"chirograph/storage/store"
)

// A grade says how good or bad a finding is.
type grade string

const (
	ok   grade = "ok"
	warn grade = "warn"
	bad  grade = "bad"
)

// A finding is one line of the doctor's.
type finding struct {
	Level grade  `json:"level"`
	About string `json:"about"`
	Says  string `json:"says"`
}

// A section is what the doctor found out about one part of the program.
type section struct {
	Name     string    `json:"name"`
	Findings []finding `json:"findings"`
}

func (s *section) add(level grade, about, format string, args ...any) {
	s.Findings = append(s.Findings, finding{level, about, fmt.Sprintf(format, args...)})
}

// A diagnosis is what the doctor says in the end.
type diagnosis struct {
	Sections []section `json:"sections"`
	Level    grade     `json:"level"` // of the worst finding
	Summary  string    `json:"summary"`
	Next     string    `json:"next"` // what to do
}

type doctorOptions struct{ compact bool }

var doctorCommand = Command{
	Name:    "doctor",
	Args:    "[--compact]",
	Summary: "check everything that is stored here; --compact gives free space back to the disk",
	flags: func(fs *flag.FlagSet) any {
		o := new(doctorOptions)
		fs.BoolVar(&o.compact, "compact", false, "")
		return o
	},
	run: func(ctx context.Context, c *Call, options any) error {
		if err := c.need(0, 0, "doctor [--compact]"); err != nil {
			return err
		}
		if options.(*doctorOptions).compact && !c.Compacted {
			return advice.UsageError{Text: "A store can only be compacted while no program has it open. Close Chirograph first."}
		}
		x, err := c.Workspace.Examine(ctx)
		if err != nil {
			return err
		}
		return c.pronounce(examined(&x))
	},
}

// pronounce prints a diagnosis. A bad one is the exit code 7.
func (c *Call) pronounce(all ...section) error {
	d := conclude(all)
	if err := c.print(d, d.text()); err != nil {
		return err
	}
	if d.Level == bad {
		return Damage{}
	}
	return nil
}

// Damage is returned by doctor when something is damaged: it has said so
// already.
type Damage struct{}

func (Damage) Error() string { return "something is damaged" }

// unreadable is about a document that is whole and cannot be opened.
const unreadable = "unreadable"

// conclude sums sections up.
func conclude(all []section) diagnosis {
	damage := false
	d := diagnosis{Sections: all, Level: ok, Summary: "Everything that was checked is fine.", Next: "There is nothing to do."}
	n := 0
	for _, s := range all {
		for _, f := range s.Findings {
			switch {
			case f.Level == bad:
				if d.Level != bad {
					n = 0
				}
				d.Level = bad
				damage = damage || f.About != unreadable
				n++
			case f.Level == warn && d.Level != bad:
				d.Level = warn
				n++
			}
		}
	}
	switch {
	case d.Level == bad && !damage:
		d.Summary = fmt.Sprintf("Nothing is damaged, but %s be opened by this version.", countOf(n, "document cannot", "documents cannot"))
		d.Next = "They are kept as they are. Update Chirograph."
	case d.Level == warn:
		d.Summary = fmt.Sprintf("Nothing is damaged, but %s attention.", countOf(n, "line needs", "lines need"))
		d.Next = "Read what is marked “warn”."
	case d.Level == bad:
		d.Summary = "Part of what is stored here is damaged; the rest is fine."
		d.Next = "Start Chirograph again: it keeps a copy of the store and recovers what it can. The others have the rest."
	}
	return d
}

func countOf(n int, one, other string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, other)
}

func (d diagnosis) text() string {
	var b strings.Builder
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "%s\n", s.Name)
		for _, f := range s.Findings {
			fmt.Fprintf(&b, "  %-4s  %-12s  %s\n", f.Level, f.About, f.Says)
		}
	}
	fmt.Fprintf(&b, "%s %s\n", d.Summary, d.Next)
	return b.String()
}

// When the doctor warns.
const (
	littleSpace = 1 << 30 // bytes
	noSpace     = 50 << 20
	skew        = 10 * time.Minute
	staleBackup = 30 * 24 * time.Hour
	staleDaily  = 3 * 24 * time.Hour
)

// examined is the section about the store.
func examined(x *workspace.Examination) section {
	s := section{Name: "store"}
	s.add(ok, "folder", "%s, schema %d", x.Dir, x.Schema)
	switch {
	case x.Space < 0:
		s.add(warn, "disk", "how much is free cannot be told")
	case x.Space < noSpace:
		s.add(bad, "disk", "only %s free: soon nothing can be stored", bytesInWords(x.Space))
	case x.Space < littleSpace || x.Space < 2*x.Size.File:
		s.add(warn, "disk", "%s free", bytesInWords(x.Space))
	default:
		s.add(ok, "disk", "%s free", bytesInWords(x.Space))
	}
	var t total
	for _, d := range x.Documents {
		t.add(d)
	}
	level := ok
	if x.Size.Bloated() {
		level = warn
	}
	s.add(level, "size", "%s: texts %s, history %s, other %s, free %s%s", bytesInWords(x.Size.File), bytesInWords(t.text),
		bytesInWords(t.logs), bytesInWords(t.other), bytesInWords(x.Size.Free), map[grade]string{warn: " (“doctor --compact” gives it back)"}[level])
	if x.Rest != nil {
		s.add(bad, "values", "%v", x.Rest)
	}
	for _, d := range x.Documents {
		switch {
		case d.Err == nil:
		case errors.Is(d.Err, store.ErrDamaged):
			s.add(bad, "document", "%s: %v", naming(d), d.Err)
		default:
			s.add(bad, unreadable, "%s: %v", naming(d), d.Err)
		}
	}
	if t.wrong == 0 && x.Rest == nil {
		s.add(ok, "values", "all %d prove themselves", x.Values+t.values)
		s.add(ok, "histories", "%s of %s, without a hole, every chain right", countOf(t.records, "record", "records"), countOf(len(x.Documents), "document", "documents"))
	}
	for _, d := range x.Documents {
		if d.Missing {
			s.add(warn, "document", "%s: a part is missing here and is fetched when somebody who has it is online", naming(d))
		}
	}
	clock(&s, x)
	if r := x.Recovery; r != nil {
		s.add(warn, "recovery", "the store was damaged: %s fine, %s recovered in part; the damaged one is %s",
			countOf(r.Fine, "document", "documents"), countOf(len(r.Hurt), "document", "documents"), filepath.Base(r.Copy))
	}
	switch {
	case x.Daily != "" && x.Now.Sub(x.BackupAt) > staleDaily:
		s.add(warn, "backup", "there should be one every day in %s; the last one is of %s", x.Daily, x.BackupAt.Format("2006-01-02"))
	case x.Backup == "":
		s.add(ok, "backup", "none was made yet (“backup -o FILE” makes one)")
	case x.Now.Sub(x.BackupAt) > staleBackup:
		s.add(warn, "backup", "the last one is of %s: %s", x.BackupAt.Format("2006-01-02"), x.Backup)
	default:
		s.add(ok, "backup", "%s, %s", x.BackupAt.Format("2006-01-02 15:04"), x.Backup)
	}
	for _, name := range x.Kept {
		s.add(ok, "kept", "%s (%s)", filepath.Base(name), bytesInWords(workspace.KeptSize(name)))
	}
	return s
}

// A total sums the documents up.
type total struct {
	text, logs, other      int64
	values, records, wrong int
}

func (t *total) add(d workspace.Examined) {
	t.text += int64(d.Text)
	t.logs += d.Logs
	t.other += d.Other
	t.values += d.Values + d.Records + d.Loose + d.Nodes
	t.records += d.Records
	if d.Err != nil {
		t.wrong++
	}
}

func naming(d workspace.Examined) string {
	if d.Title == "" {
		return d.ID.String()[:12]
	}
	return fmt.Sprintf("%s “%s”", d.ID.String()[:12], d.Title)
}

// clock compares the computer's clock with what others' clocks have said.
func clock(s *section, x *workspace.Examination) {
	switch {
	case x.Now.Year() < 2026:
		s.add(warn, "clock", "it is said to be %s: times in the history look odd, their order is right", x.Now.Format("2006-01-02 15:04"))
	case x.Newest.Sub(x.Now) > skew:
		s.add(warn, "clock", "somebody has written at %s, which is in the future here: a clock is off; the order is right", x.Newest.Local().Format("2006-01-02 15:04"))
	default:
		s.add(ok, "clock", "%s", x.Now.Format("2006-01-02 15:04 MST"))
	}
}
