package cli

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"chirograph/app/advice"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

type logOptions struct {
	level, since, until string
	author, grep        string
	deleted             bool
	n                   int
}

// logged is a period as log --json shows it.
type logged struct {
	Version string    `json:"version"` // at its end
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
	People  []writer  `json:"people"`
	Added   int       `json:"added"` // bytes
	Deleted int       `json:"deleted"`
	Changes int       `json:"changes"`
}

var levels = map[string]history.Level{
	"session": history.Session, "passage": history.Passage, "step": history.Step, "key": history.Key,
}

const logUsage = "DOC [--level session|passage|step|key] [--since TIME] [--until TIME] [--author PERSON] [--grep RE [--deleted]] [-n N]"

var logCommand = Command{
	Name:    "log",
	Args:    logUsage,
	Summary: "list what was written when and by whom, newest last, with the versions that other commands take",
	flags: func(fs *flag.FlagSet) any {
		o := new(logOptions)
		fs.StringVar(&o.level, "level", "passage", "how closely to look")
		fs.StringVar(&o.since, "since", "", "from when on")
		fs.StringVar(&o.until, "until", "", "up to when")
		fs.StringVar(&o.author, "author", "", "a person who wrote, by name or key")
		fs.StringVar(&o.grep, "grep", "", "a regular expression for what was written")
		fs.BoolVar(&o.deleted, "deleted", false, "it was deleted, not written")
		fs.IntVar(&o.n, "n", 0, "how many, the newest; 0 for all")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		o := options.(*logOptions)
		level, ok := levels[o.level]
		if err := c.need(1, 1, "log "+logUsage); err != nil || !ok || o.n < 0 || o.deleted && o.grep == "" {
			return wrong("usage: chirograph log %s", logUsage)
		}
		s, within, err := c.sourceWithin(o.since, o.until)
		if err != nil {
			return err
		}
		wanted, err := o.filter(s.names)
		if err != nil {
			return err
		}
		all := []logged{}
		look := s.look
		if o.grep != "" { // it takes long
			look = s.apart
		}
		if err := look(func(p *past) error {
			t := p.timeline()
			periods := t.Periods(level, 0, t.Len())
			for i := len(periods) - 1; i >= 0 && (o.n == 0 || len(all) < o.n); i-- {
				if q := periods[i]; within.touches(q.First, q.Last) && wanted(p, q) {
					all = append(all, p.logged(q, s.names))
				}
			}
			slices.Reverse(all)
			return nil
		}); err != nil {
			return err
		}
		if err := c.print(all, logTable(all, level)); err != nil {
			return quiet(err)
		}
		if len(all) == 0 && (o.author != "" || o.grep != "") {
			return advice.NoError{}
		}
		return nil
	},
}

// logged describes a period.
func (p *past) logged(q history.Period, names writers) logged {
	end, before := p.timeline().Vector(q.To), p.timeline().Vector(q.To-1)
	var last version.ID
	for r, seq := range end {
		if before[r] != seq {
			last = version.ID{Replica: r, Seq: seq}
		}
	}
	l := logged{
		Version: p.name(end, last), First: utc(q.First), Last: utc(q.Last),
		People: []writer{}, Added: q.Added, Deleted: q.Deleted, Changes: q.To - q.From,
	}
	for _, a := range q.Authors {
		l.People = append(l.People, names.json(a))
	}
	return l
}

// logTable is what people see of the periods.
func logTable(all []logged, level history.Level) string {
	form := toMinute
	if level <= history.Step {
		form = toSecond
	}
	name := func(l logged) string { return l.Version }
	when := func(l logged) string { return between(l.First.UnixMilli(), l.Last.UnixMilli(), form) }
	added := func(l logged) string { return signed("+", l.Added) }
	deleted := func(l logged) string { return signed("−", l.Deleted) }
	w1, w2, w3, w4 := wide(all, name), wide(all, when), wide(all, added), wide(all, deleted)
	var b strings.Builder
	for _, l := range all {
		line := fmt.Sprintf("%s  %s  %s  %s  ", pad(name(l), w1), pad(when(l), w2), padLeft(added(l), w3), padLeft(deleted(l), w4))
		var people []string
		for _, p := range l.People {
			people = append(people, p.Name)
		}
		b.WriteString(line + cut(strings.Join(people, ", "), max(12, columns-width(line))) + "\n")
	}
	return b.String()
}

// signed is a number behind its sign; nothing for 0.
func signed(sign string, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(sign, n)
}
