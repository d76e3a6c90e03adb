package cli

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"chirograph/app/advice"
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
	"chirograph/sync/seal"
)

// A past is the history of a text while its lock is held.
type past struct {
	*history.History
	text *crdt.Text
	tags []tag             // the versions that have a name
	seen version.Vector    // what this person saw last; nil if they never looked
	line *history.Timeline // nil until somebody needs it
}

// timeline is the timeline of the text as it is.
func (p *past) timeline() *history.Timeline {
	if p.line == nil {
		p.line = p.Timeline()
	}
	return p.line
}

// stepsBack is how a version so many steps ago begins.
const stepsBack = "now~"

// version is the version that a person's words name: now, now~N, start, seen, a
// name that somebody gave, a time, a seal or what name has made.
func (p *past) version(words string, now time.Time) (version.Vector, error) {
	steps, back := strings.CutPrefix(words, stepsBack)
	switch {
	case words == "now":
		return p.text.Vector(), nil
	case words == "start":
		return version.Vector{}, nil
	case words == "seen":
		if p.seen == nil {
			return nil, missing("You have not had this document open in a window on this computer before.")
		}
		return p.seen, nil
	case back:
		return p.stepsAgo(steps)
	case nameForm.MatchString(words):
		return p.named(words)
	}
	if v, err := p.tagged(words); v != nil || err != nil {
		return v, err
	}
	t, err := parseStretch(words, now)
	if err == nil {
		return p.asOf(t)
	}
	if prefix, notSeal := seal.Parse(words); notSeal == nil && !strings.Contains(words, " ") {
		if v := p.sealed(prefix); v != nil {
			return v, nil
		}
		return nil, missing("No version of this document has the name or the seal “%s”.", clean(words))
	}
	return nil, err
}

// maxSealed is how many bytes of text are looked at for a seal: they take less
// than a second.
const maxSealed = 512 << 20

// sealed is the newest version with a seal, nil if none is found. Of a long history only versions at
// the end of a step are looked at.
func (p *past) sealed(prefix seal.Prefix) version.Vector {
	t := p.timeline()
	level := history.Key
	if t.Len() > maxSealed/max(1, p.text.Len()) {
		level = history.Step
	}
	periods := t.Periods(level, 0, t.Len())
	for n := len(periods); n >= 0; n-- {
		v := version.Vector{}
		if n > 0 {
			v = t.Vector(periods[n-1].To)
		}
		if prefix.Matches(seal.OfText(p.At(v))) {
			return v
		}
	}
	return nil
}

// stepsAgo is the version before the last so many steps.
func (p *past) stepsAgo(words string) (version.Vector, error) {
	n, err := strconv.ParseUint(words, 10, 31)
	if err != nil {
		return nil, wrong("“%s%s” is no version: a number belongs behind the ~, as in now~3.", stepsBack, words)
	}
	if n == 0 {
		return p.text.Vector(), nil
	}
	steps := p.timeline().Periods(history.Step, 0, p.timeline().Len())
	if int(n) > len(steps) {
		return nil, missing("There is no now~%[2]d: steps of this document so far: %[1]d. “start” is the empty text before them.", len(steps), n)
	}
	return p.timeline().Vector(steps[len(steps)-int(n)].From), nil
}

// asOf is the version at the end of a stretch of time, by the writers' clocks.
// A time before the first change names no version, lest a slip of the finger
// restores the empty text.
func (p *past) asOf(t stretch) (version.Vector, error) {
	keys := p.timeline().Periods(history.Key, 0, p.timeline().Len())
	n := 0
	for n < len(keys) && keys[n].Last < t.to.UnixMilli() {
		n++
	}
	switch {
	case len(keys) == 0:
		return nil, missing("Nothing has been written in this document yet.")
	case n == 0:
		return nil, missing("This document began at %s. “start” is the empty text before that.", minute(keys[0].First))
	}
	return p.timeline().Vector(n), nil
}

// nameForm is what name makes: the changes that nobody had built on, each as
// the beginning of its writer's key and its number.
var nameForm = regexp.MustCompile(`^[0-9a-f]{4,64}(-[0-9a-f]{8})?\.[0-9]{1,18}(\+[0-9a-f]{4,64}(-[0-9a-f]{8})?\.[0-9]{1,18})*$`)

// leastKey is how many digits of a writer's key are shown at least. As with
// documents, people may write more.
const leastKey = 4

// name is a short name of a version that means the same on every computer that
// has the changes: it names its frontier, and so never comes to mean anything
// else when more changes arrive. last, if it is not zero, is an operation of
// the frontier.
func (p *past) name(v version.Vector, last version.ID) string {
	if len(v) == 0 {
		return "start"
	}
	all := p.text.Vector()
	heads := []version.ID{last} // as a rule that is all of it, and quickly known
	if last.IsZero() || !p.text.Past(last).Equal(v) {
		heads = p.Frontier(v)
	}
	var b strings.Builder
	for _, id := range heads {
		if b.Len() > 0 {
			b.WriteByte('+')
		}
		fmt.Fprintf(&b, "%s.%d", short(id.Replica, all), id.Seq)
	}
	return b.String()
}

// short is the beginning of a replica's key that no other writer's key has.
func short(r version.Replica, all version.Vector) string {
	key := fmt.Sprintf("%x", r.Author[:])
	n := leastKey
	for other := range all {
		for k := fmt.Sprintf("%x", other.Author[:]); k != key && k[:n] == key[:n]; {
			n++
		}
	}
	if r.Branch != (version.Branch{}) {
		return fmt.Sprintf("%s-%x", key[:n], r.Branch[:])
	}
	return key[:n]
}

// named is the version that a name means.
func (p *past) named(name string) (version.Vector, error) {
	v := version.Vector{}
	for part := range strings.SplitSeq(name, "+") {
		writer, number, _ := strings.Cut(part, ".")
		seq, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			return nil, wrong("“%s” is no version: its number is too large.", name)
		}
		r, err := p.replica(writer, name)
		if err != nil {
			return nil, err
		}
		c, ok := p.text.Change(version.ID{Replica: r, Seq: seq})
		if !ok {
			return nil, missing("There is no version %s of this document here. “chirograph log” lists those there are.", name)
		}
		v.Merge(p.text.Past(version.ID{Replica: r, Seq: c.Last}))
	}
	return v, nil
}

// replica is the replica whose key begins with some digits.
func (p *past) replica(digits, name string) (version.Replica, error) {
	key, branch, forked := strings.Cut(digits, "-")
	var found []version.Replica
	for r := range p.text.Vector() {
		if !strings.HasPrefix(fmt.Sprintf("%x", r.Author[:]), key) {
			continue
		}
		if forked && fmt.Sprintf("%x", r.Branch[:]) == branch || !forked && r.Branch == (version.Branch{}) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return version.Replica{}, missing("There is no version %s of this document here. “chirograph log” lists those there are.", name)
	case 1:
		return found[0], nil
	}
	return version.Replica{}, wrong("“%s” is the beginning of %d keys. “chirograph log” now shows more of them.", digits, len(found))
}

// wrong says that words of the command line cannot be understood.
func wrong(format string, args ...any) error {
	return advice.UsageError{Text: fmt.Sprintf(format, args...)}
}

// missing says that what was named is not there.
func missing(format string, args ...any) error {
	return advice.MissingError{Text: fmt.Sprintf(format, args...)}
}
