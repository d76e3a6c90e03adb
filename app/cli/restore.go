package cli

import (
	"context"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

type restoreOptions struct {
	lines string
	dry   bool
}

// restored is what restore --json shows.
type restored struct {
	ID      string   `json:"id"`
	Version string   `json:"version"` // that was brought back
	Done    bool     `json:"done"`    // not with --dry-run
	Changes []change `json:"changes"` // in the text as it was
}

const restoreUsage = "DOC VERSION [--range FROM:TO] [--dry-run]"

var restoreCommand = Command{
	Name:    "restore",
	Args:    restoreUsage,
	Summary: "make the text, or some of its lines, what it was at a version, by new changes: nothing is removed from the history",
	flags: func(fs *flag.FlagSet) any {
		o := new(restoreOptions)
		fs.StringVar(&o.lines, "range", "", "the lines of the present text, the first and the last")
		fs.BoolVar(&o.dry, "dry-run", false, "only show what would change")
		return o
	},
	run: func(ctx context.Context, c *Call, options any) error {
		o := options.(*restoreOptions)
		lines, err := parseLines(o.lines)
		if err := c.need(2, 2, "restore "+restoreUsage); err != nil {
			return err
		}
		if err != nil {
			return err
		}
		s, err := c.source()
		if err != nil {
			return err
		}
		if s.doc == nil {
			return wrong("A bundle is not changed. “chirograph import” makes a document of it.")
		}
		v, out, diff, err := s.rehearse(c.args[1], lines)
		if err != nil {
			return err
		}
		if !o.dry && len(out.Changes) > 0 {
			if err := restore(ctx, s.doc, v, lines); err != nil {
				return err
			}
			out.Done = true
		}
		if !c.json {
			fmt.Fprintln(c.Stderr, out.String(o.dry))
		}
		if !o.dry && !c.json {
			return nil
		}
		return quiet(c.print(out, diff.String()))
	},
}

// String says how many changes a restore makes.
func (r *restored) String(dry bool) string {
	changes := counted(len(r.Changes))
	switch {
	case len(r.Changes) == 0:
		return "The text is what it was then. There is nothing to change."
	case dry:
		return fmt.Sprintf("This would make %s. Nothing was changed.", changes)
	}
	return fmt.Sprintf("%s brought the text back. Nothing was removed from the history.", changes)
}

// A lineSpan is the lines that a restore is about; the zero value is all.
type lineSpan struct{ from, to int }

// parseLines reads --range.
func parseLines(words string) (lineSpan, error) {
	if words == "" {
		return lineSpan{}, nil
	}
	from, to, _ := strings.Cut(words, ":")
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	if errA != nil || errB != nil || a < 1 || b < a {
		return lineSpan{}, wrong("“%s” are no lines. The first and the last, counted from 1, look like 3:7.", clean(words))
	}
	return lineSpan{a, b}, nil
}

// command is what makes some lines of a text what they were.
func (l lineSpan) command(t *crdt.Text, v version.Vector) (buffer.Command, error) {
	if l == (lineSpan{}) {
		return buffer.Restore{Version: v}, nil
	}
	if l.from > t.Lines() {
		return nil, missing("There is no line %d: this text has %d.", l.from, t.Lines())
	}
	to := t.Len()
	if l.to < t.Lines() {
		to = t.LineStart(l.to)
	}
	return buffer.RestorePart{Version: v, From: t.LineStart(l.from - 1), To: to}, nil
}

// restore makes the text what it was at a version.
func restore(ctx context.Context, d *workspace.Document, v version.Vector, lines lineSpan) error {
	var err error
	d.Edit(func(b *buffer.Buffer) {
		var command buffer.Command
		if command, err = lines.command(b.Text(), v); err == nil {
			b.Do(command, time.Now().UnixMilli())
		}
	})
	if err != nil {
		return err
	}
	return d.Flush(ctx)
}

// rehearse finds out what restore will do, by doing it to a copy.
func (s *source) rehearse(words string, lines lineSpan) (v version.Vector, out *restored, diff *difference, err error) {
	out, diff = &restored{ID: s.id}, &difference{Changes: []change{}}
	now, me := time.Now(), s.doc.Me()
	err = s.apart(func(p *past) error {
		if v, err = p.version(words, now); err != nil {
			return err
		}
		out.Version = p.name(v, version.ID{})
		before := p.text.Vector()
		command, err := lines.command(p.text, v)
		if err != nil {
			return err
		}
		buffer.New(p.text, me).Do(command, now.UnixMilli())
		for committed := true; committed; {
			_, committed = p.text.Commit(me, now.UnixMilli())
		}
		diff.find(&past{History: history.New(p.text), text: p.text}, before, p.text.Vector(), byWord, s.names)
		return nil
	})
	out.Changes = diff.Changes
	return v, out, diff, err
}
