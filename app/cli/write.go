package cli

import (
	"context"
	"flag"

	"chirograph/editor/buffer"
)

type writeOptions struct{ add bool }

var writeCommand = Command{
	Name:    "write",
	Args:    "DOC [--append]",
	Summary: "make standard input the document's text, changing as little as possible, or put it at the end",
	flags: func(fs *flag.FlagSet) any {
		o := new(writeOptions)
		fs.BoolVar(&o.add, "append", false, "put it at the end")
		return o
	},
	run: func(ctx context.Context, c *Call, options any) error {
		if err := c.need(1, 1, "write DOC [--append]"); err != nil {
			return err
		}
		d, err := c.text()
		if err != nil {
			return err
		}
		text, err := c.read("-")
		if err != nil {
			return err
		}
		if options.(*writeOptions).add {
			d.Append(text)
		} else {
			d.Do(buffer.SetText{Text: text})
		}
		return d.Flush(ctx)
	},
}
