package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"chirograph/app/advice"
	"chirograph/app/workspace"
	"chirograph/editor/version"
	"chirograph/storage/files"
)

type packOptions struct{ person, out string }

// packed is what pack --json shows.
type packed struct {
	ID      string  `json:"id"`
	For     *writer `json:"for"` // nil when it is for everybody
	File    string  `json:"file"`
	Bytes   int     `json:"bytes"`
	Changes int     `json:"changes"`
}

const packUsage = "DOC [--for PERSON] -o FILE"

var packCommand = Command{
	Name:    "pack",
	Args:    packUsage,
	Summary: "write the changes that somebody lacks to a file, to carry to them where no network goes; without a person, all of them",
	flags: func(fs *flag.FlagSet) any {
		o := new(packOptions)
		fs.StringVar(&o.person, "for", "", "one of its people, by name or key")
		fs.StringVar(&o.out, "o", "", "the file")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		o := options.(*packOptions)
		if err := c.need(1, 1, "pack "+packUsage); err != nil || o.out == "" {
			return wrong("usage: chirograph pack %s", packUsage)
		}
		d, err := c.text()
		if err != nil {
			return err
		}
		out := packed{ID: d.ID().String(), File: o.out}
		var person version.Author
		if o.person != "" {
			names := writersOf(d)
			if person, err = names.one(o.person); err != nil {
				return err
			}
			who := names.json(person)
			out.For = &who
		}
		data, changes, err := d.PackFor(person)
		if errors.Is(err, workspace.ErrNothing) {
			return advice.NoError{Text: "They have everything already. Nothing was written."}
		} else if err != nil {
			return err
		}
		out.Bytes, out.Changes = len(data), changes
		if o.out == "-" {
			_, err := c.Stdout.Write(data)
			return quiet(err)
		}
		if err := files.Write(c.path(o.out), data); err != nil {
			return err
		}
		if c.json {
			return c.print(out, "")
		}
		fmt.Fprintf(c.Stderr, "Written: %s, %s. Only who has this document can read it, with “chirograph unpack”.\n", out.File, counted(changes))
		return nil
	},
}

// counted says how many changes there are.
func counted(n int) string {
	if n == 1 {
		return "1 change"
	}
	return fmt.Sprintf("%d changes", n)
}

// one is the writer whom a person's words name.
func (w writers) one(words string) (version.Author, error) {
	found, err := w.find(words)
	if err != nil {
		return version.Author{}, err
	}
	if len(found) > 1 {
		return version.Author{}, wrong("%d people of this document are called “%s”. “chirograph people --json” tells them apart: write some of the id.", len(found), clean(words))
	}
	return found[0], nil
}

// unpacked is what unpack --json shows.
type unpacked struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Changes int    `json:"changes"` // that were new here
}

var unpackCommand = Command{
	Name:    "unpack",
	Args:    "FILE",
	Summary: "take in the changes that somebody packed; print the document's id",
	run: func(_ context.Context, c *Call, _ any) error {
		if err := c.need(1, 1, "unpack FILE"); err != nil {
			return err
		}
		data, err := readHead(c.path(c.args[0]), workspace.MaxStick)
		if err != nil {
			return err
		}
		d, n, err := c.Workspace.Unpack(data)
		switch {
		case errors.Is(err, workspace.ErrNotForUs):
			return missing("These changes are of a document that is not here. Nothing was changed. Take the document in first, with “chirograph join” and a link to it.")
		case errors.Is(err, workspace.ErrStick):
			return wrong("This is not a file of changes, or it is damaged. Nothing is lost: ask for another one.")
		case err != nil:
			return err
		}
		out := unpacked{d.ID().String(), d.Title(), n}
		if !c.json {
			fmt.Fprintf(c.Stderr, "%s came into “%s”.\n", counted(n), clean(out.Title))
		}
		return c.print(out, out.ID+"\n")
	},
}
