package cli

import (
	"context"
	"flag"
	"time"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

type diffOptions struct{ exact bool }

// difference is what diff --json shows.
type difference struct {
	ID      string   `json:"id"`
	From    string   `json:"from"` // versions
	To      string   `json:"to"`
	Changes []change `json:"changes"`

	after string // the text at To
}

// A change is a stretch of text that differs.
type change struct {
	FromLine int    `json:"from_line"` // counted from 1
	ToLine   int    `json:"to_line"`
	FromByte int    `json:"from_byte"`
	ToByte   int    `json:"to_byte"`
	Before   string `json:"before"`
	After    string `json:"after"`
	By       []deed `json:"by"`
}

// A deed is something that somebody did between two versions.
type deed struct {
	act
	Back bool `json:"back"` // done at the first version, and not at the second
}

const diffUsage = "DOC FROM [TO] [--exact]"

var diffCommand = Command{
	Name:    "diff",
	Args:    diffUsage,
	Summary: "show what differs between two versions, by whom and when; TO is the present text if it is left out",
	flags: func(fs *flag.FlagSet) any {
		o := new(diffOptions)
		fs.BoolVar(&o.exact, "exact", false, "letters, not words")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		if err := c.need(2, 3, "diff "+diffUsage); err != nil {
			return err
		}
		d, err := c.text()
		if err != nil {
			return err
		}
		from, to := c.args[1], "now"
		if len(c.args) > 2 {
			to = c.args[2]
		}
		names := writersOf(d)
		out := &difference{ID: d.ID().String(), Changes: []change{}}
		if err := look(d, func(p *past) error {
			return out.find(p, from, to, options.(*diffOptions).exact, names)
		}); err != nil {
			return err
		}
		return quiet(c.print(out, out.String()))
	},
}

// find fills in the changes between two versions.
func (d *difference) find(p *past, from, to string, exact bool, names writers) error {
	now := time.Now()
	a, err := p.version(from, now)
	if err != nil {
		return err
	}
	b, err := p.version(to, now)
	if err != nil {
		return err
	}
	before := string(p.At(a))
	d.From, d.To, d.after = p.name(a, version.ID{}), p.name(b, version.ID{}), string(p.At(b))
	fromLines, toLines := lineCounter{text: before}, lineCounter{text: d.after}
	add := func(a, b int, before, after string, by []crdt.Cause) {
		d.Changes = append(d.Changes, change{
			FromLine: fromLines.at(a), ToLine: toLines.at(b), FromByte: a, ToByte: b,
			Before: before, After: after, By: names.deeds(by),
		})
	}
	if !exact {
		for _, r := range p.Compare(a, b) {
			add(r.A, r.B, r.Before, r.After, r.By)
		}
		return nil
	}
	for _, e := range p.Diff(a, b) {
		before, after := "", e.Text
		if e.Deleted {
			before, after = e.Text, ""
		}
		add(e.A, e.B, before, after, []crdt.Cause{e.By})
	}
	return nil
}

// deeds names who was the cause of a change.
func (w writers) deeds(by []crdt.Cause) []deed {
	all := []deed{}
	for _, c := range by {
		all = append(all, deed{w.act(c), c.Back})
	}
	return all
}
