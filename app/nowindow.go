//go:build headless

package app

import (
	"context"

	"chirograph/app/advice"
)

// open says that this build has no window.
func open(context.Context, config, []string) error {
	return advice.UsageError{Text: "This build of Chirograph has no window. It keeps documents and runs commands."}
}
