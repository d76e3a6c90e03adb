package cli

import (
	"context"
	"flag"
	"time"

	"chirograph/app/advice"
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// difference is what diff --json shows.
type difference struct {
	ID      string   `json:"id"`
	From    string   `json:"from"` // versions
	To      string   `json:"to"`
	Changes []change `json:"changes"`

	title         string
	before, after string // the texts
	paint         bool   // with colours
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

const diffUsage = "DOC FROM [TO] [--word | --line | --unified | --exact] [--color auto|always|never]"

// A diffForm is how closely differences are told.
type diffForm uint8

const (
	byWord diffForm = iota
	byLine
	byLetter
	unified
)

type diffOptions struct {
	word, line, exact, unified bool
	color                      string
}

// form is the form that was asked for.
func (o *diffOptions) form() (f diffForm, ok bool) {
	n := 0
	for form, asked := range map[diffForm]bool{byWord: o.word, byLine: o.line, byLetter: o.exact, unified: o.unified} {
		if asked {
			f, n = form, n+1
		}
	}
	return f, n <= 1
}

// painting tells whether to use colours.
func (c *Call) painting(color string) (on, ok bool) {
	return color == "always" || color == "auto" && c.Colours, color == "auto" || color == "always" || color == "never"
}

var diffCommand = Command{
	Name:    "diff",
	Args:    diffUsage,
	Summary: "show what differs between two versions, by whom and when; TO is the present text if it is left out",
	flags: func(fs *flag.FlagSet) any {
		o := new(diffOptions)
		fs.BoolVar(&o.word, "word", false, "whole words (so it is if nothing is said)")
		fs.BoolVar(&o.line, "line", false, "whole lines")
		fs.BoolVar(&o.exact, "exact", false, "letters, not words")
		fs.BoolVar(&o.unified, "unified", false, "as other programs take it")
		fs.StringVar(&o.color, "color", "auto", "when to use colours")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		o := options.(*diffOptions)
		form, ok := o.form()
		colours, known := c.painting(o.color)
		if err := c.need(2, 3, "diff "+diffUsage); err != nil || !ok || !known {
			return wrong("usage: chirograph diff %s", diffUsage)
		}
		s, err := c.source()
		if err != nil {
			return err
		}
		from, to := c.args[1], "now"
		if len(c.args) > 2 {
			to = c.args[2]
		}
		out := &difference{ID: s.id, Changes: []change{}, title: s.title, paint: colours}
		if err := s.look(func(p *past) error {
			now := time.Now()
			a, err := p.version(from, now)
			if err != nil {
				return err
			}
			b, err := p.version(to, now)
			if err != nil {
				return err
			}
			out.find(p, a, b, form, s.names)
			return nil
		}); err != nil {
			return err
		}
		text := out.String()
		if form == unified {
			text = out.unified()
		}
		if err := c.print(out, text); err != nil {
			return quiet(err)
		}
		if len(out.Changes) > 0 {
			return advice.NoError{}
		}
		return nil
	},
}

// find fills in the difference of two versions.
func (d *difference) find(p *past, a, b version.Vector, form diffForm, names writers) {
	d.before, d.after = string(p.At(a)), string(p.At(b))
	d.From, d.To = p.name(a, version.ID{}), p.name(b, version.ID{})
	var changes []history.Replacement
	switch form {
	case byWord:
		changes = p.Compare(a, b)
	case byLine, unified:
		changes = wholeLines(d.before, d.after, p.Compare(a, b))
	case byLetter:
		for _, e := range p.Diff(a, b) {
			r := history.Replacement{A: e.A, B: e.B, After: e.Text, By: []crdt.Cause{e.By}}
			if e.Deleted {
				r.Before, r.After = e.Text, ""
			}
			changes = append(changes, r)
		}
	}
	fromLines, toLines := lineCounter{text: d.before}, lineCounter{text: d.after}
	for _, r := range changes {
		d.Changes = append(d.Changes, change{
			FromLine: fromLines.at(r.A), ToLine: toLines.at(r.B), FromByte: r.A, ToByte: r.B,
			Before: r.Before, After: r.After, By: names.deeds(r.By),
		})
	}
}

// deeds names who was the cause of a change.
func (w writers) deeds(by []crdt.Cause) []deed {
	all := []deed{}
	for _, c := range by {
		all = append(all, deed{w.act(c), c.Back})
	}
	return all
}
