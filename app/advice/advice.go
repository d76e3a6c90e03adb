// Package advice turns errors into what a person reads: what happened and
// whether the text is safe, and what to do. The window, the command line and
// the tests use the same sentences. Scripts get an exit code.
package advice

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"chirograph/app/workspace"
	"chirograph/storage/files"
	"chirograph/storage/store"
	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// Exit codes, as documented in docs/md.
const (
	OK          = 0
	No          = 1 // the answer is no: nothing found, texts differ
	Usage       = 2
	NotFound    = 3
	NoRight     = 4
	Nobody      = 5 // nobody reachable, or out of time
	Busy        = 6 // another program has the data folder open
	Damaged     = 7
	Conflict    = 8
	IO          = 9
	Interrupted = 130
)

// A UsageError is a command line that cannot be understood.
type UsageError struct{ Text string }

func (e UsageError) Error() string { return e.Text }

// A MissingError says that something named on a command line is not there.
type MissingError struct{ Text string }

func (e MissingError) Error() string { return e.Text }

// An Advice is what a person reads when something went wrong.
type Advice struct {
	What string // happened, in a sentence
	Todo string // about it; "" when there is nothing
	Code int    // for scripts
}

// String is the advice in one piece.
func (a Advice) String() string {
	if a.Todo == "" {
		return a.What
	}
	return a.What + " " + a.Todo
}

// For says what to tell a person about err.
func For(err error) Advice {
	var usage UsageError
	var missing MissingError
	switch {
	case err == nil:
		return Advice{}
	case errors.As(err, &usage):
		return Advice{usage.Text, "Run “chirograph help” for what there is.", Usage}
	case errors.As(err, &missing):
		return Advice{missing.Text, "", NotFound}
	case errors.Is(err, link.ErrNoLink):
		return Advice{"There is no Chirograph link in this text.", "A link begins with “chirograph:d/”. Copy it again, from beginning to end.", Usage}
	case errors.Is(err, link.ErrDamaged):
		return Advice{"This link is incomplete or mistyped (the last part does not match).", "Mail programs sometimes break long links in two. Copy it again, to its very end.", Usage}
	case errors.Is(err, link.ErrVersion), errors.Is(err, identity.ErrVersion):
		return Advice{"This was made by a newer version of Chirograph.", "Update Chirograph and try again.", Usage}
	case errors.Is(err, files.ErrBinary):
		return Advice{"This file is not text: it holds zero bytes.", "Nothing was changed. Choose a text file.", Usage}
	case errors.Is(err, files.ErrEncoding):
		return Advice{"This file is not UTF-8 text.", "Nothing was changed. Save it as UTF-8 in the program it came from, and try again.", Usage}
	case errors.Is(err, files.ErrTooLarge):
		return Advice{"This text is larger than 20 MB.", "Nothing was changed. Divide it into several documents.", Usage}
	case errors.Is(err, files.ErrFolder):
		return Advice{"This is a folder, not a file.", "Choose a text file.", Usage}
	case errors.Is(err, workspace.ErrBinned):
		return Advice{"This document is in the bin.", "Take it out of the bin to open it.", NotFound}
	case errors.Is(err, workspace.ErrUnknown):
		return Advice{"There is no such document here.", "“chirograph list” shows those there are.", NotFound}
	case errors.Is(err, workspace.ErrReadOnly):
		return Advice{"This link only lets its holder read, which this version cannot do yet.", "Ask for a link that lets you edit.", NoRight}
	case errors.Is(err, identity.ErrProfile):
		return Advice{"A name has 1 to 40 characters.", "", Usage}
	case errors.Is(err, workspace.ErrOffline):
		return Advice{"This program was started offline, so nobody can be asked for the document.", "Start it without --offline.", Nobody}
	case errors.Is(err, syscall.ENOSPC):
		return Advice{"The disk is full. Nothing that was stored is lost.", "Free some space and try again.", IO}
	case errors.Is(err, store.ErrBusy):
		return Advice{"Another program has this data folder open and does not answer.", "Close it, or choose another folder with --data.", Busy}
	case errors.Is(err, store.ErrNewer):
		return Advice{"This data folder was written by a newer version of Chirograph.", "Nothing was changed. Update Chirograph.", Damaged}
	case errors.Is(err, store.ErrDamaged), errors.Is(err, workspace.ErrIncomplete):
		return Advice{"The store is damaged. It was left as it is.", "Keep a copy of the data folder. Start with another one (--data) and open your links again: the others have your texts.", Damaged}
	case errors.Is(err, store.ErrUnwritable):
		return Advice{"The data folder cannot be written.", "Check that it is a folder of yours and that there is room, or choose another one with --data.", IO}
	case errors.Is(err, context.DeadlineExceeded):
		return Advice{"Nobody who has this document is online now.", "It stays in your list and opens by itself when someone appears.", Nobody}
	case errors.Is(err, context.Canceled):
		return Advice{"Broken off.", "", Interrupted}
	case errors.Is(err, fs.ErrNotExist):
		return Advice{"There is no such file.", "Check its name.", NotFound}
	case errors.Is(err, fs.ErrPermission):
		return Advice{"This file may not be read or written.", "Check its permissions.", IO}
	}
	return Advice{"Something went wrong.", "What you have written is safe.", IO}
}
