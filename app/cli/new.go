package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"chirograph/storage/files"
)

type newOptions struct{ title string }

var newCommand = Command{
	Name:    "new",
	Args:    "[--title T] [FILE|-]",
	Summary: "make a document, empty or from a file or standard input; print its id and a link that lets others edit it",
	flags: func(fs *flag.FlagSet) any {
		o := new(newOptions)
		fs.StringVar(&o.title, "title", "", "title")
		return o
	},
	run: func(ctx context.Context, c *Call, options any) error {
		o := options.(*newOptions)
		if err := c.need(0, 1, "new [--title T] [FILE|-]"); err != nil {
			return err
		}
		text := ""
		if len(c.args) == 1 {
			var err error
			if text, err = c.read(c.args[0]); err != nil {
				return err
			}
		}
		d, err := c.Workspace.New(o.title, text)
		if err != nil {
			return err
		}
		if err := d.Flush(ctx); err != nil {
			return err
		}
		l, err := d.Link(ctx)
		if err != nil {
			return err
		}
		out := shared{ID: d.ID().String(), Link: l.String()}
		return c.print(out, fmt.Sprintf("%s\n%s\n", out.ID, out.Link))
	},
}

// read returns the text of a file, or of standard input for "-".
func (c *Call) read(name string) (string, error) {
	if name == "-" {
		return files.Read("standard input", c.Stdin)
	}
	name = c.path(name)
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if fi, err := f.Stat(); err != nil || fi.IsDir() {
		return "", fmt.Errorf("%s: %w", name, files.ErrFolder)
	}
	return files.Read(name, io.Reader(f))
}
