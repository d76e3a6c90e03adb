package workspace

import (
	"errors"
	"syscall"

	"chirograph/app/phrases"
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

	// Words are five words for the text as it is: two who read the same words to
	// each other have the same text. They are "" for a moment after each change,
	// and while nobody else is here.
	Words string

	// Repair says that the text differed from somebody's who had the same changes;
	// nil if that was not found since the program began.
	Repair *Repair

	// Early is the text of a document that is being joined, before its history is
	// here, of which so many percent are. "" when there is none.
	Early   string
	Percent int
}

// Status is how the document is doing.
func (d *Document) Status() Status {
	people := d.People()
	offline, reason := d.w.offline()
	say := d.w.Language()
	d.mu.Lock()
	defer d.mu.Unlock()
	s := Status{Ready: !d.rec.Joining, Err: d.failed, Words: d.words(), Repair: d.lastRepair}
	if !s.Ready && d.arrival != nil && d.arrival.whole {
		s.Early, s.Percent = d.arrival.text, d.percent()
	}
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
		s.Saved = say.State.DiskFull
	case d.failed != nil:
		s.Level = Bad
		s.Saved = say.State.Unstored
	case s.Early != "":
		s.Saved = phrases.With(say.State.HistoryHere, "n", s.Percent)
	case !s.Ready:
		s.Saved = say.State.NothingHere
	case everyone:
		s.Saved = say.State.WithEveryone
	case len(have) > 0:
		s.Saved = phrases.With(say.State.With, "names", names(say, have, say.State.OthersAfter))
	case !d.rec.Shared:
		s.Saved = say.State.OnlyHere
	case len(here) > 0 && least > 0:
		s.Saved = phrases.With(say.State.OnItsWay, "names", names(say, here, say.State.OthersAfter))
	case least > 0:
		s.Saved = say.State.Waiting.Of(least, "n", say.Number(least))
	default:
		s.Saved = say.State.NobodyElse
	}
	switch {
	case offline && reason != nil:
		s.Connection = say.State.NoConnection
		s.Level = max(s.Level, Warn)
	case offline:
		s.Connection = say.State.Offline
		s.Level = max(s.Level, Quiet)
	case s.Here == 0 && len(d.peers) > 0:
		s.Connection = say.State.Connecting
	case s.Here > 0:
		s.Connection = say.State.Here.Of(s.Here, "names", names(say, here, say.State.Others))
	case d.rec.Shared:
		s.Connection = say.State.Nobody
		s.Level = max(s.Level, Quiet)
	default:
		s.Level = max(s.Level, Quiet)
	}
	return s
}

// names joins names as a sentence does, the fourth and later ones as a
// number.
func names(say *phrases.Phrases, all []string, others phrases.Count) string {
	if len(all) > 3 {
		all = append(all[:3:3], others.Of(len(all)-3))
	}
	return say.List(all)
}
