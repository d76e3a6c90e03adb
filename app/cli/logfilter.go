package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"chirograph/editor/history"
	"chirograph/editor/version"
)

// filter returns what tells whether the options ask for a period.
func (o *logOptions) filter(names writers) (func(*past, history.Period) bool, error) {
	var authors []version.Author
	if o.author != "" {
		var err error
		if authors, err = names.find(o.author); err != nil {
			return nil, err
		}
	}
	var grep *regexp.Regexp
	if o.grep != "" {
		var err error
		if grep, err = regexp.Compile("(?m)" + o.grep); err != nil {
			return nil, wrong("“%s” is no regular expression: %v.", clean(o.grep), err)
		}
	}
	return func(p *past, q history.Period) bool {
		if o.author != "" && !slices.ContainsFunc(q.Authors, func(a version.Author) bool { return slices.Contains(authors, a) }) {
			return false
		}
		if grep == nil {
			return true
		}
		came, went := p.matches(grep, q)
		return came && !o.deleted || went && o.deleted
	}, nil
}

// matches tells whether in a period matches of an expression came into lines
// that changed, and whether some went.
func (p *past) matches(grep *regexp.Regexp, q history.Period) (came, went bool) {
	from, to := p.timeline().Vector(q.From), p.timeline().Vector(q.To)
	before, after := string(p.At(from)), string(p.At(to))
	for _, r := range wholeLines(before, after, p.Compare(from, to)) {
		more := len(grep.FindAllStringIndex(r.After, -1)) - len(grep.FindAllStringIndex(r.Before, -1))
		came, went = came || more > 0, went || more < 0
	}
	return came, went
}

// find lists the writers whom a person's words name: by name, capitals or not,
// or by the beginning of a key.
func (w writers) find(words string) ([]version.Author, error) {
	var found []version.Author
	for a, name := range w {
		key := fmt.Sprintf("%x", a[:])
		if strings.EqualFold(name, words) || len(words) >= leastKey && strings.HasPrefix(key, words) {
			found = append(found, a)
		}
	}
	if len(found) == 0 {
		return nil, missing("Nobody called “%s” is among the people of this document.", clean(words))
	}
	return found, nil
}
