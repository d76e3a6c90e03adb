package app

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"chirograph/app/bench"
	"chirograph/app/cli"
	"chirograph/app/workspace"
	"chirograph/storage/files"
	"chirograph/storage/store"
	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// An advice is what a person reads when something went wrong: what happened
// and whether the text is safe, and what to do. code is for scripts.
type advice struct {
	what, todo string
	code       int
}

// advise turns an error into what a person reads. The window, the command
// line and the tests use the same sentences.
func advise(err error) advice {
	var usage cli.UsageError
	switch {
	case err == nil:
		return advice{}
	case errors.As(err, &usage):
		return advice{usage.Text, "Run “chirograph help” for what there is.", cli.Usage}
	case errors.Is(err, bench.ErrUsage):
		return advice{err.Error(), "docs/benchmarks.md has examples.", cli.Usage}
	case errors.Is(err, link.ErrNoLink):
		return advice{"There is no Chirograph link in this text.", "A link begins with “chirograph:d/”. Copy it again, from beginning to end.", cli.Usage}
	case errors.Is(err, link.ErrDamaged):
		return advice{"This link is incomplete or mistyped (the last part does not match).", "Mail programs sometimes break long links in two. Copy it again, to its very end.", cli.Usage}
	case errors.Is(err, link.ErrVersion), errors.Is(err, identity.ErrVersion):
		return advice{"This was made by a newer version of Chirograph.", "Update Chirograph and try again.", cli.Usage}
	case errors.Is(err, files.ErrBinary):
		return advice{"This file is not text: it holds zero bytes.", "Nothing was changed. Choose a text file.", cli.Usage}
	case errors.Is(err, files.ErrEncoding):
		return advice{"This file is not UTF-8 text.", "Nothing was changed. Save it as UTF-8 in the program it came from, and try again.", cli.Usage}
	case errors.Is(err, files.ErrTooLarge):
		return advice{"This text is larger than 20 MB.", "Nothing was changed. Divide it into several documents.", cli.Usage}
	case errors.Is(err, files.ErrFolder):
		return advice{"This is a folder, not a file.", "Choose a text file.", cli.Usage}
	case errors.Is(err, workspace.ErrUnknown):
		return advice{"There is no such document here.", "“chirograph list” shows those there are.", cli.NotFound}
	case errors.Is(err, workspace.ErrReadOnly):
		return advice{"This link only lets its holder read, which this version cannot do yet.", "Ask for a link that lets you edit.", cli.NoRight}
	case errors.Is(err, workspace.ErrOffline):
		return advice{"This program was started offline, so nobody can be asked for the document.", "Start it without --offline.", cli.Nobody}
	case errors.Is(err, syscall.ENOSPC):
		return advice{"The disk is full. Nothing that was stored is lost.", "Free some space and try again.", cli.IO}
	case errors.Is(err, store.ErrBusy):
		return advice{"Another program has this data folder open and does not answer.", "Close it, or choose another folder with --data.", cli.Busy}
	case errors.Is(err, store.ErrNewer):
		return advice{"This data folder was written by a newer version of Chirograph.", "Nothing was changed. Update Chirograph.", cli.Damaged}
	case errors.Is(err, store.ErrDamaged), errors.Is(err, workspace.ErrIncomplete):
		return advice{"The store is damaged. It was left as it is.", "Keep a copy of the data folder. Start with another one (--data) and open your links again: the others have your texts.", cli.Damaged}
	case errors.Is(err, store.ErrUnwritable):
		return advice{"The data folder cannot be written.", "Check that it is a folder of yours and that there is room, or choose another one with --data.", cli.IO}
	case errors.Is(err, context.DeadlineExceeded):
		return advice{"Nobody who has this document is online now.", "It stays in your list and opens by itself when someone appears.", cli.Nobody}
	case errors.Is(err, context.Canceled):
		return advice{"Broken off.", "", cli.Interrupted}
	case errors.Is(err, fs.ErrNotExist):
		return advice{"There is no such file.", "Check its name.", cli.NotFound}
	case errors.Is(err, fs.ErrPermission):
		return advice{"This file may not be read or written.", "Check its permissions.", cli.IO}
	}
	return advice{"Something went wrong.", "", cli.IO}
}
