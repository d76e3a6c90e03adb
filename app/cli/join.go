package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"time"

	"chirograph/sync/link"
)

type joinOptions struct{ wait time.Duration }

// joined is what join --json prints.
type joined struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Ready bool   `json:"ready"` // its text is here
}

var joinCommand = Command{
	Name:    "join",
	Args:    "LINK [--wait 30s]",
	Summary: "take in a document that somebody shared, and wait until its text is here",
	flags: func(fs *flag.FlagSet) any {
		o := new(joinOptions)
		fs.DurationVar(&o.wait, "wait", 30*time.Second, "how long to wait")
		return o
	},
	run: func(ctx context.Context, c *Call, options any) error {
		if err := c.need(1, 1<<10, "join LINK [--wait 30s]"); err != nil {
			return err
		}
		l, err := link.Parse(strings.Join(c.args, " "))
		if err != nil {
			return err
		}
		d, err := c.Workspace.Join(l)
		if err != nil {
			return err
		}
		fmt.Fprintln(c.Stderr, "Looking for people who have this document…")
		ctx, cancel := context.WithTimeout(ctx, options.(*joinOptions).wait)
		defer cancel()
		err = d.Await(ctx)
		out := joined{ID: d.ID().String(), Title: d.Title(), Ready: err == nil}
		if err == nil || errors.Is(err, context.DeadlineExceeded) {
			err = errors.Join(c.print(out, out.ID+"\n"), err)
		}
		return err
	},
}
