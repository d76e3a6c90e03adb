package cli

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"chirograph/app/advice"
	"chirograph/editor/history"
)

type searchOptions struct {
	matchCase    bool
	since, until string
}

// searched is what search --json shows.
type searched struct {
	ID    string `json:"id"`
	All   bool   `json:"all"` // otherwise there are more
	Finds []find `json:"finds"`

	text string // as it is
}

// A find is where words stand or stood.
type find struct {
	Line     int       `json:"line"` // from 1
	Byte     int       `json:"byte"`
	Standing bool      `json:"standing"`
	By       writer    `json:"by"`
	Written  time.Time `json:"written"`
	Deleted  *act      `json:"deleted"` // nil if it is standing
}

const searchUsage = "DOC WORDS... [--match-case] [--since TIME] [--until TIME]"

var searchCommand = Command{
	Name:    "search",
	Args:    searchUsage,
	Summary: "find words in all that was ever written, and who wrote and deleted them when",
	flags: func(fs *flag.FlagSet) any {
		o := new(searchOptions)
		fs.BoolVar(&o.matchCase, "match-case", false, "tell capital letters from small ones")
		fs.StringVar(&o.since, "since", "", "written or deleted from when on")
		fs.StringVar(&o.until, "until", "", "written or deleted up to when")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		o := options.(*searchOptions)
		words := strings.Join(c.args[min(1, len(c.args)):], " ")
		if words == "" {
			return wrong("usage: chirograph search %s", searchUsage)
		}
		s, within, err := c.sourceWithin(o.since, o.until)
		if err != nil {
			return err
		}
		out := &searched{ID: s.id, Finds: []find{}}
		if err := s.look(func(p *past) error {
			out.text = p.text.String()
			out.find(p, history.Query{
				Text: words, MatchCase: o.matchCase, Since: within.since, Until: within.until,
			}, s.names)
			return nil
		}); err != nil {
			return err
		}
		if !out.All && !c.json {
			fmt.Fprintln(c.Stderr, "There are more. Add a word, or bound the time with --since and --until.")
		}
		if err := c.print(out, out.String()); err != nil {
			return quiet(err)
		}
		if len(out.Finds) == 0 {
			return advice.NoError{}
		}
		return nil
	},
}

// find fills in what a query finds.
func (s *searched) find(p *past, q history.Query, names writers) {
	finds, all := p.Search(q)
	s.All = all
	lines := lineCounter{text: s.text}
	for _, f := range finds {
		out := find{
			Line: lines.at(f.At), Byte: f.At, Standing: f.Standing,
			By: names.json(f.First.Replica.Author), Written: utc(f.Written),
		}
		if !f.Standing {
			deleted := names.act(f.Removed)
			out.Deleted = &deleted
		}
		s.Finds = append(s.Finds, out)
	}
}

// String is the finds for people: of each the words around it or, if it is
// gone, before it, then who wrote it and who deleted it.
func (s *searched) String() string {
	var b strings.Builder
	for _, f := range s.Finds {
		line := lineHead(f.Line)
		before := strings.TrimLeft(clean(lineBefore(s.text[:f.Byte])), " ")
		acts := "  written by " + act{f.By, f.Written}.String() + "\n"
		if f.Standing {
			line += ": " + cutLeft(before, columns/2-width(line))
			line += clean(lineBehind(s.text[f.Byte:]))
		} else {
			if before = strings.TrimRight(before, " "); before != "" {
				line += ", after “" + cutLeft(before, columns/2) + "”"
			}
			acts += "  deleted by " + f.Deleted.String() + "\n"
		}
		b.WriteString(cut(line, columns) + "\n" + acts)
	}
	return b.String()
}
