package window

import (
	"errors"
	"io/fs"

	"chirograph/app/workspace"
	"chirograph/storage/files"
	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// explain says in a sentence or two what went wrong and what to do about it.
func explain(err error) string {
	switch {
	case errors.Is(err, link.ErrNoLink):
		return "This is not a Chirograph link. A link begins with chirograph:d/"
	case errors.Is(err, link.ErrVersion):
		return "This link was made by a newer version of Chirograph. Update to open it."
	case errors.Is(err, link.ErrDamaged):
		return "This link is incomplete or mistyped. Copy it again, to its very end."
	case errors.Is(err, workspace.ErrReadOnly):
		return "This version of Chirograph only opens links that let you edit. Ask for one."
	case errors.Is(err, workspace.ErrOffline):
		return "You're offline. Start Chirograph without --offline to open a link."
	case errors.Is(err, workspace.ErrTooMany):
		return "Too many documents are open. Close one and try again."
	case errors.Is(err, workspace.ErrUnknown):
		return "This document is not on this computer any more."
	case errors.Is(err, identity.ErrProfile):
		return "A name has 1 to 40 characters."
	case errors.Is(err, files.ErrBinary), errors.Is(err, files.ErrEncoding), errors.Is(err, files.ErrFolder):
		return "This is not a text file in UTF-8, so it cannot be opened. Nothing was changed."
	case errors.Is(err, files.ErrTooLarge):
		return "This file has more than 20 MB. Nothing was changed."
	case errors.Is(err, fs.ErrNotExist):
		return "There is no such file. Check the name and try again."
	case errors.Is(err, fs.ErrPermission):
		return "You have no permission to read this file."
	}
	return "That did not work: " + err.Error() + ". What you have written is safe."
}
