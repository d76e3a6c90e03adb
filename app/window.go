//go:build !headless

package app

import (
	"context"
	"os"
	"path/filepath"

	"chirograph/app/instance"
	"chirograph/app/window"
	"chirograph/app/workspace"
)

// open opens the window with what args name: files, links, documents. When
// the program runs already, its window comes to the front instead.
func open(ctx context.Context, c config, args []string) error {
	for i, arg := range args { // the other program has another working folder
		if _, err := os.Stat(arg); err == nil {
			if args[i], err = filepath.Abs(arg); err != nil {
				return err
			}
		}
	}
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
			return window.Run(ctx, w, args, more, c.logger())
		})
	})
}
