package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chirograph/app/instance"
	"chirograph/storage/store"
)

// doctor examines the data folder: in the program that has it open, or here.
// Compacting needs it for itself.
func doctor(ctx context.Context, c config, args []string) error {
	if !slices.ContainsFunc(args[1:], func(a string) bool { return strings.TrimLeft(a, "-") == "compact" }) {
		return command(ctx, c, args)
	}
	if _, err := instance.Call(ctx, c.data, []string{"list"}, strings.NewReader(""), io.Discard, io.Discard); err == nil {
		return command(ctx, c, args) // which says why it cannot be done
	}
	if _, err := os.Stat(filepath.Join(c.data, store.FileName)); err == nil {
		before, after, err := store.Compact(c.data, store.Options{Install: os.Getenv("CHIROGRAPH_INSTALL"), Timeout: patience})
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "The store was %d bytes and is %d now.\n", before.File, after.File)
	}
	c.compacted = true
	return command(ctx, c, args)
}
