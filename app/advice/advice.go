// Package advice turns errors into what a person reads: what happened and
// whether the text is safe, and what to do. The window, the command line and
// the tests use the same sentences, which are those of app/phrases. Scripts get
// an exit code.
package advice

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/storage/backup"
	"chirograph/storage/bundle"
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

// A NoError is the answer no: nothing went wrong. Text may be "": then the
// output says it already.
type NoError struct{ Text string }

func (e NoError) Error() string { return e.Text }

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

// For says in English what to tell a person about err.
func For(err error) Advice { return In(&phrases.English, err) }

// In says it in a language.
func In(p *phrases.Phrases, err error) Advice {
	say := &p.Advice
	var usage UsageError
	var missing MissingError
	var no NoError
	var bundled *bundle.DamagedError
	switch {
	case err == nil:
		return Advice{}
	case errors.As(err, &usage):
		return Advice{usage.Text, say.UsageTodo, Usage}
	case errors.As(err, &no):
		return Advice{no.Text, "", No}
	case errors.As(err, &bundled):
		return about(say.BadBundle, Damaged)
	case errors.As(err, &missing):
		return Advice{missing.Text, "", NotFound}
	case errors.Is(err, link.ErrNoLink):
		return about(say.NoLink, Usage)
	case errors.Is(err, link.ErrDamaged):
		return about(say.DamagedLink, Usage)
	case errors.Is(err, link.ErrVersion), errors.Is(err, identity.ErrVersion):
		return about(say.Newer, Usage)
	case errors.Is(err, files.ErrBinary):
		return about(say.Binary, Usage)
	case errors.Is(err, files.ErrEncoding):
		return about(say.Encoding, Usage)
	case errors.Is(err, files.ErrTooLarge):
		return about(say.TooLarge, Usage)
	case errors.Is(err, files.ErrFolder):
		return about(say.Folder, Usage)
	case errors.Is(err, workspace.ErrBinned):
		return about(say.Binned, NotFound)
	case errors.Is(err, workspace.ErrUnknown):
		return about(say.Unknown, NotFound)
	case errors.Is(err, workspace.ErrReadOnly):
		return about(say.ReadOnly, NoRight)
	case errors.Is(err, identity.ErrProfile):
		return Advice{say.BadName, "", Usage}
	case errors.Is(err, workspace.ErrOffline):
		return about(say.Offline, Nobody)
	case errors.Is(err, syscall.ENOSPC):
		return about(say.DiskFull, IO)
	case errors.Is(err, store.ErrBusy):
		return about(say.Busy, Busy)
	case errors.Is(err, store.ErrNewer):
		return about(say.NewerStore, Damaged)
	case errors.Is(err, store.ErrTaken):
		return about(say.Taken, Conflict)
	case errors.Is(err, backup.ErrForeign):
		return about(say.NoBackup, Usage)
	case errors.Is(err, backup.ErrPassphrase), errors.Is(err, backup.ErrLocked):
		return about(say.Passphrase, NoRight)
	case errors.Is(err, backup.ErrDamaged):
		return about(say.BadBackup, Damaged)
	case errors.Is(err, workspace.ErrHurt):
		return about(say.DamagedPart, Damaged)
	case errors.Is(err, store.ErrDamaged), errors.Is(err, workspace.ErrIncomplete):
		return about(say.DamagedStore, Damaged)
	case errors.Is(err, store.ErrUnwritable):
		return about(say.Unwritable, IO)
	case errors.Is(err, context.DeadlineExceeded):
		return about(say.Nobody, Nobody)
	case errors.Is(err, context.Canceled):
		return Advice{say.Broken, "", Interrupted}
	case errors.Is(err, fs.ErrNotExist):
		return about(say.NoFile, NotFound)
	case errors.Is(err, fs.ErrPermission):
		return about(say.Forbidden, IO)
	}
	return about(say.Other, IO)
}

func about(t phrases.Trouble, code int) Advice { return Advice{t.What, t.Todo, code} }
