//go:build !headless

package app

import (
	"context"
	"os"

	"chirograph/app/instance"
	"chirograph/app/window"
	"chirograph/app/workspace"
)

// open opens the window with what args name: files, links, documents. When
// the program runs already, its window comes to the front instead.
func open(ctx context.Context, c config, args []string) error {
	code, err := instance.Call(ctx, c.data, append([]string{openWord}, args...), os.Stdin, os.Stdout, os.Stderr)
	if err == nil {
		if code != 0 {
			return exit(code)
		}
		return nil
	}
	more := make(chan []string, 16)
	raise := func(args []string) {
		select {
		case more <- args:
		default: // the window is not reading: it is closing
		}
	}
	return window.Main(func() error {
		return with(ctx, c, raise, func(ctx context.Context, w *workspace.Workspace) error {
			return window.Run(ctx, w, args, more)
		})
	})
}
