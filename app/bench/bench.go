// Package bench measures the program: the text engine alone, beside other
// engines, and the whole path between several real processes.
package bench

import (
	"context"
	"io"

	"chirograph/app/advice"
)

// errUsage is returned for arguments that cannot be understood.
var errUsage = advice.UsageError{Text: "usage: chirograph bench trace|live|store --trace-file FILE [options]"}

// Run carries out `chirograph bench`. release is this program's version.
func Run(ctx context.Context, args []string, release string, stdin io.Reader, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		return errUsage
	}
	switch args[0] {
	case "trace":
		return Trace(args[1:], release, stdout)
	case "live":
		return Live(ctx, args[1:], stdout, stderr)
	case "store":
		return Store(ctx, args[1:], stdout, stderr)
	case writerWord:
		return write(ctx, args[1:], stdin, stdout)
	}
	return errUsage
}
