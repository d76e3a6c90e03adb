package cli

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"chirograph/app/workspace"
	"chirograph/sync/identity"
)

var renameCommand = Command{
	Name:    "rename",
	Args:    "DOC [TITLE]",
	Summary: "give a document a title here; without one its first line is the title again",
	run: func(_ context.Context, c *Call, _ any) error {
		if err := c.need(1, 2, "rename DOC [TITLE]"); err != nil {
			return err
		}
		id, err := c.Workspace.Find(c.args[0])
		if err != nil {
			return err
		}
		title := ""
		if len(c.args) == 2 {
			title = c.args[1]
		}
		return c.Workspace.Rename(id, title)
	},
}

type pinOptions struct{ off bool }

var pinCommand = Command{
	Name:    "pin",
	Args:    "[--off] DOC",
	Summary: "keep a document at the top of the library",
	flags: func(fs *flag.FlagSet) any {
		o := new(pinOptions)
		fs.BoolVar(&o.off, "off", false, "no longer")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		if err := c.need(1, 1, "pin [--off] DOC"); err != nil {
			return err
		}
		id, err := c.Workspace.Find(c.args[0])
		if err != nil {
			return err
		}
		return c.Workspace.Pin(id, !options.(*pinOptions).off)
	},
}

// binned is a document in the bin as bin --json shows it.
type binned struct {
	ID     string    `json:"id"`
	Title  string    `json:"title"`
	Bytes  int       `json:"bytes"`
	Binned time.Time `json:"binned"`
	Until  time.Time `json:"until"` // when it is deleted
}

type binOptions struct{ restore, empty bool }

const binUsage = "bin [DOC | --restore DOC | --empty]"

var binCommand = Command{
	Name:    "bin",
	Args:    "[DOC | --restore DOC | --empty]",
	Summary: "move a document to the bin, list what lies there, take one out, or delete all for good",
	flags: func(fs *flag.FlagSet) any {
		o := new(binOptions)
		fs.BoolVar(&o.restore, "restore", false, "take out")
		fs.BoolVar(&o.empty, "empty", false, "delete everything in the bin")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		o := options.(*binOptions)
		least, most := 0, 1
		switch {
		case o.empty:
			most = 0
		case o.restore:
			least = 1
		}
		if err := c.need(least, most, binUsage); err != nil {
			return err
		}
		switch {
		case o.empty:
			return c.emptyBin()
		case o.restore:
			return c.binOf(c.Workspace.FindBinned, c.Workspace.Recover)
		case len(c.args) == 1:
			return c.binOf(c.Workspace.Find, c.Workspace.Discard)
		}
		return c.listBin()
	},
}

// binOf does something with the document that the command line names.
func (c *Call) binOf(find func(string) (identity.DocumentID, error), do func(identity.DocumentID) error) error {
	id, err := find(c.args[0])
	if err != nil {
		return err
	}
	return do(id)
}

func (c *Call) emptyBin() error {
	for _, s := range c.Workspace.Bin() {
		if err := c.Workspace.Destroy(s.ID); err != nil {
			return err
		}
	}
	if free := c.Workspace.Free(); free > 0 {
		fmt.Fprintf(c.Stderr, "%s of the store are free now. “chirograph doctor --compact” gives them back to the disk; so does the next start.\n", bytesInWords(free))
	}
	return nil
}

func (c *Call) listBin() error {
	all := []binned{}
	var text strings.Builder
	for _, s := range c.Workspace.Bin() {
		until := s.Binned.AddDate(0, 0, workspace.BinDays)
		all = append(all, binned{s.ID.String(), s.Title, s.Size, s.Binned.UTC(), until.UTC()})
		fmt.Fprintf(&text, "%s  %s  %s  (deleted on %s)\n",
			s.ID.String()[:12], s.Binned.Local().Format("2006-01-02 15:04"), s.Title, until.Local().Format("2006-01-02"))
	}
	return c.print(all, text.String())
}
