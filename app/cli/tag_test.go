package cli

import (
	"strings"
	"testing"
	"time"

	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
	"chirograph/sync/seal"
)

func TestNamesThatMeanAVersionAlreadyAreReserved(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2026, 11, 24, 0, 1, 0, 0, time.Local),
		time.Date(2026, 11, 24, 23, 59, 0, 0, time.Local),
	} {
		for words, want := range map[string]bool{
			"now": true, "now~3": true, "start": true, "seen": true, "3f2a.1042": true, "3f2a.1+4b00.2": true,
			"14:02": true, "23:59:59": true, "2026-11-24": true, "today": true, "2027-01-01T00:00": true,
			"final": false, "as sent": false, "Version as sent to all": false, "version 14:02": false, "nowhere": false,
		} {
			if got := reserved(words, now); got != want {
				t.Errorf("%q at %v: %v, want %v", words, now, got, want)
			}
		}
	}
}

// taggedPast is the past of a text with one version whose name says what its text
// is, one whose name lies, and two of one name.
func taggedPast() (p *past, first, second version.Vector) {
	t, me := crdt.New(), version.Replica{Author: version.Author{1}}
	t.Insert(me, 0, "one")
	t.Commit(me, 1)
	first = t.Vector()
	t.Insert(me, 3, " two")
	t.Commit(me, 2)
	second = t.Vector()
	one, two := seal.OfText([]byte("one")), seal.OfText([]byte("one two"))
	return &past{History: history.New(t), text: t, tags: []tag{
		{name: "true", at: first, seal: one},
		{name: "false", at: second, seal: one},
		{name: "both", at: first, seal: one},
		{name: "both", at: second, seal: two},
		{name: "seldom", at: first, seal: one, hidden: true},
		{name: "seldom", at: second, seal: two},
		{name: "again", at: second, seal: two},
		{name: "again", at: second, seal: two, hidden: true},
		{name: "hidden", at: first, seal: one, hidden: true},
	}}, first, second
}

func TestANameMeansOneVersionOrNone(t *testing.T) {
	p, first, second := taggedPast()
	for name, want := range map[string]version.Vector{
		"true": first, "false": second, "seldom": second, "again": second, "hidden": first,
	} {
		if got, err := p.version(name, time.Now()); err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, %v, want %v", name, got, err, want)
		}
	}
	for _, name := range []string{"both", "BOTH", "none"} {
		if got, err := p.version(name, time.Now()); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestANameThatLiesAboutItsTextIsFound(t *testing.T) {
	p, _, _ := taggedPast()
	for i, part := range p.faults() {
		if got, want := part.Fault != "", p.tags[i].name == "false"; got != want {
			t.Errorf("%s: %q", part.Place, part.Fault)
		}
	}
}

func TestASealFindsTheVersionThatHasIt(t *testing.T) {
	p, first, second := taggedPast()
	for text, want := range map[string]version.Vector{"one": first, "one two": second, "": {}} {
		s := seal.OfText([]byte(text))
		for _, words := range []string{s.String(), s.Full(), strings.ToLower(strings.ReplaceAll(s.String(), "-", ""))[:seal.MinRead]} {
			if got, err := p.version(words, time.Now()); err != nil || !got.Equal(want) {
				t.Errorf("%q by %s: %v, %v, want %v", text, words, got, err, want)
			}
		}
	}
	if got, err := p.version(seal.OfText([]byte("on")).String(), time.Now()); err == nil {
		t.Errorf("a text that never was: %v", got)
	}
}
