package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"chirograph/app/workspace"
	"chirograph/editor/history"
	"chirograph/editor/version"
	"chirograph/sync/seal"
	"chirograph/sync/wire"
)

// A tag is a name that somebody gave to a version.
type tag struct {
	name, note string
	author     version.Author
	time       int64 // Unix milliseconds
	at         version.Vector
	seal       seal.Seal // of its text, says who gave the name
	hidden     bool
}

// tags lists the versions that have a name, those named first first.
func (s *source) tags() (all []tag) {
	if s.doc == nil {
		past := history.New(s.bundle.Past)
		for _, v := range s.bundle.Versions {
			all = append(all, tag{v.Name, v.Note, v.Author, v.Time, v.At, seal.OfText(past.At(v.At)), false})
		}
		return all
	}
	for _, v := range s.doc.Versions() {
		all = append(all, tag{v.Name, v.Note, v.Author, v.Time, v.At, v.Seal, v.Hidden})
	}
	return all
}

// tagged is the version with a name; nil if there is none. What is hidden counts
// only if nothing else has the name.
func (p *past) tagged(name string) (version.Vector, error) {
	for _, hidden := range []bool{false, true} {
		var found []tag
		for _, t := range p.tags {
			same := func(u tag) bool { return u.at.Equal(t.at) }
			if t.name == name && t.hidden == hidden && !slices.ContainsFunc(found, same) {
				found = append(found, t)
			}
		}
		switch len(found) {
		case 0:
			continue
		case 1:
			return found[0].at, nil
		}
		var names []string
		for _, t := range found {
			names = append(names, p.name(t.at, version.ID{}))
		}
		return nil, wrong("%d versions are called “%s”: %s.", len(found), clean(name), strings.Join(names, ", "))
	}
	return nil, nil
}

// faults says of each named version whether its text has the seal that it was
// given with the name.
func (p *past) faults() (parts []partSeen) {
	for _, t := range p.tags {
		seen := partSeen{Place: fmt.Sprintf("version “%s”", clean(t.name))}
		if s := seal.OfText(p.At(t.at)); s != t.seal {
			seen.Fault = fmt.Sprintf("its text has the seal %v, and not %v as whoever named it says", s, t.seal)
		}
		parts = append(parts, seen)
	}
	return parts
}

type tagOptions struct{ note, at string }

// named is a version as tag --json shows it.
type named struct {
	Name    string    `json:"name"`
	Note    string    `json:"note"`
	By      writer    `json:"by"`
	Time    time.Time `json:"time"`
	Version string    `json:"version"`
	Seal    string    `json:"seal"`
	Hidden  bool      `json:"hidden"`
}

const tagUsage = "DOC [NAME [-m NOTE] [--at VERSION]]"

var tagCommand = Command{
	Name:    "tag",
	Args:    tagUsage,
	Summary: "give a version a name, for everybody who has the document; without a name, list those there are",
	flags: func(fs *flag.FlagSet) any {
		o := new(tagOptions)
		fs.StringVar(&o.note, "m", "", "a note")
		fs.StringVar(&o.at, "at", "now", "the version")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		o := options.(*tagOptions)
		if err := c.need(1, 2, "tag "+tagUsage); err != nil {
			return err
		}
		s, err := c.source()
		if err != nil {
			return err
		}
		if len(c.args) == 1 {
			return c.listTags(s)
		}
		if s.doc == nil {
			return wrong("A bundle is not changed. “chirograph import” makes a document of it.")
		}
		return s.tag(c.args[1], o)
	},
}

// tag gives a version a name.
func (s *source) tag(name string, o *tagOptions) error {
	if reserved(name, time.Now()) {
		return wrong("“%s” means a version already. Choose another name.", clean(name))
	}
	var at version.Vector
	if err := s.look(func(p *past) (err error) {
		at, err = p.version(o.at, time.Now())
		return err
	}); err != nil {
		return err
	}
	err := s.doc.NameVersion(at, name, o.note)
	switch {
	case errors.Is(err, wire.ErrLabel):
		return wrong("A name is one line of 1 to %d characters, a note has at most %d.", wire.MaxName, wire.MaxNote)
	case errors.Is(err, workspace.ErrManyVersions):
		return wrong("This document has as many named versions as it can have, or you have named as many as you can.")
	}
	return err
}

// reserved tells whether words name a version by themselves, or will today.
func reserved(words string, now time.Time) bool {
	tonight := time.Date(now.Year(), now.Month(), now.Day(), 23, 59, 59, 0, time.Local)
	if _, err := parseStretch(words, tonight); err == nil {
		return true
	}
	return slices.Contains([]string{"now", "start", "seen"}, words) ||
		strings.HasPrefix(words, stepsBack) || nameForm.MatchString(words)
}

// listTags prints the versions that have a name.
func (c *Call) listTags(s *source) error {
	all := []named{}
	if err := s.look(func(p *past) error {
		for _, t := range p.tags {
			all = append(all, named{
				t.name, t.note, s.names.json(t.author), utc(t.time),
				p.name(t.at, version.ID{}), t.seal.String(), t.hidden,
			})
		}
		return nil
	}); err != nil {
		return err
	}
	version := func(n named) string { return n.Version }
	w := wide(all, version)
	var b strings.Builder
	for _, n := range all {
		hidden := ""
		if n.Hidden {
			hidden = "  (hidden)"
		}
		fmt.Fprintf(&b, "%s  %s  %s  %s, %s%s\n", pad(n.Version, w), n.Seal, clean(n.Name), cut(n.By.Name, columns/4), minute(n.Time.UnixMilli()), hidden)
		for line := range strings.Lines(clean(n.Note)) {
			b.WriteString("    " + strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	return quiet(c.print(all, b.String()))
}
