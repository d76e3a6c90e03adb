package workspace

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// A Level says how a status is to be shown.
type Level int

// The levels, from nothing to worry about to something to do.
const (
	Fine  Level = iota // saved and in touch
	Quiet              // saved; nobody else is here
	Warn               // something to know
	Bad                // something to do
)

// A Status is what the status bar says.
type Status struct {
	Saved      string // where the text is safe, in words
	Connection string // who is here and how, in words
	Level      Level
	Ready      bool // there is a text to show
	Here       int  // other people who have it open
	Err        error
}

// Status is how the document is doing.
func (d *Document) Status() Status {
	people := d.People()
	offline, reason := d.w.offline()
	d.mu.Lock()
	defer d.mu.Unlock()
	s := Status{Ready: !d.rec.Joining, Err: d.failed}
	var have, here []string
	everyone := len(people) > 1
	least := -1 // what the best-served other person lacks
	for _, p := range people[1:] {
		if p.Missing == 0 {
			have = append(have, p.Name)
		} else {
			everyone = false
		}
		if p.Missing >= 0 && (least < 0 || p.Missing < least) {
			least = p.Missing
		}
		if p.Online {
			here = append(here, p.Name)
			s.Here++
		}
	}
	switch {
	case errors.Is(d.failed, syscall.ENOSPC):
		s.Level = Bad
		s.Saved = "The disk is full. Your last changes are only in memory. Free space or copy the text elsewhere now."
	case d.failed != nil:
		s.Level = Bad
		s.Saved = "Your last changes are only in memory: they cannot be stored. Copy the text elsewhere now."
	case !s.Ready:
		s.Saved = "Nothing of this document is here yet"
	case everyone:
		s.Saved = "Saved here · with everyone"
	case len(have) > 0:
		s.Saved = "Saved here · with " + names(have)
	case !d.rec.Shared:
		s.Saved = "Saved here · only on this computer"
	case len(here) > 0 && least > 0:
		s.Saved = "Saved here · on its way to " + names(here)
	case least > 0:
		s.Saved = fmt.Sprintf("Saved here · %s waiting to reach somebody", count(least, "change"))
	default:
		s.Saved = "Saved here · nobody else has it yet"
	}
	switch {
	case offline && reason != nil:
		s.Connection = "No connection can be made. Everything is saved here."
		s.Level = max(s.Level, Warn)
	case offline:
		s.Connection = "You're offline. Everything is saved here and will be sent later."
		s.Level = max(s.Level, Quiet)
	case s.Here == 0 && len(d.peers) > 0:
		s.Connection = "Connecting…"
	case s.Here > 0:
		s.Connection = names(here) + " " + plural(s.Here, "is", "are") + " here"
	case d.rec.Shared:
		s.Connection = "Nobody else is here now."
		s.Level = max(s.Level, Quiet)
	default:
		s.Level = max(s.Level, Quiet)
	}
	return s
}

// names joins names as a sentence does, the fourth and later ones as a
// number.
func names(all []string) string {
	if len(all) > 3 {
		all = append(all[:3:3], count(len(all)-3, "other"))
	}
	if len(all) == 1 {
		return all[0]
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}

func count(n int, what string) string {
	return fmt.Sprintf("%d %s", n, plural(n, what, what+"s"))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
