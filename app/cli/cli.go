// Package cli is the command line: what the window does for documents, in
// words. A command runs in the program that has the data folder open, which
// may be this process or another that handed its arguments over.
//
// Data goes to standard output and messages to standard error; with --json
// the data is one JSON value whose fields are documented in docs/cli.md and
// stay as they are.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"chirograph/app/advice"
	"chirograph/app/workspace"
)

// A Call is one command line and what surrounds it.
type Call struct {
	Workspace *workspace.Workspace
	Dir       string // the working folder that file names start from
	Stdin     io.Reader
	Stdout    io.Writer
	Stderr    io.Writer
	Colours   bool // Stdout is shown to a person who wants colours
	Compacted bool // the store was compacted just now

	args []string
	json bool
}

// A Command is a word of the command line. The help, the shell completions
// and the manual are made from this table.
type Command struct {
	Name    string
	Args    string // as shown in the help
	Summary string
	flags   func(*flag.FlagSet) any
	run     func(context.Context, *Call, any) error
}

// Commands are the commands that need a workspace, in the order of the help.
var Commands = []Command{newCommand, listCommand, catCommand, logCommand, diffCommand, blameCommand, searchCommand, restoreCommand, verifyCommand, proveCommand, exportCommand, importCommand, tagCommand, packCommand, unpackCommand, writeCommand, shareCommand, joinCommand, peopleCommand, renameCommand, pinCommand, binCommand, backupCommand, doctorCommand}

// Has tells whether name is one of the Commands.
func Has(name string) bool {
	return slices.ContainsFunc(Commands, func(c Command) bool { return c.Name == name })
}

// Run carries out the command line args, whose first word Has. What goes wrong
// is returned, not printed.
func (c *Call) Run(ctx context.Context, args []string) error {
	i := slices.IndexFunc(Commands, func(c Command) bool { return c.Name == args[0] })
	cmd := Commands[i]
	fs := flag.NewFlagSet(cmd.Name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&c.json, "json", false, "print JSON")
	var options any
	if cmd.flags != nil {
		options = cmd.flags(fs)
	}
	var err error
	if c.args, err = Parse(fs, args[1:]); err != nil {
		return advice.UsageError{Text: fmt.Sprintf("%s: %v", cmd.Name, err)}
	}
	return cmd.run(ctx, c, options)
}

// Parse reads flags from anywhere among args, and returns the other words.
// Behind "--" every word counts as it is.
func Parse(fs *flag.FlagSet, args []string) ([]string, error) {
	var words []string
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		rest := fs.Args()
		parsed := len(args) - len(rest)
		if parsed > 0 && args[parsed-1] == "--" || len(rest) == 0 {
			return append(words, rest...), nil
		}
		words, args = append(words, rest[0]), rest[1:]
	}
}

// document finds and opens the document that a command's first word names.
func (c *Call) document() (*workspace.Document, error) {
	id, err := c.Workspace.Find(c.args[0])
	if err != nil {
		return nil, err
	}
	return c.Workspace.Document(id)
}

// text is the document that a command's first word names, if there is a text
// of it here.
func (c *Call) text() (*workspace.Document, error) {
	d, err := c.document()
	if err != nil {
		return nil, err
	}
	if !d.Status().Ready {
		return nil, errNotYet
	}
	return d, nil
}

// need checks the number of words.
func (c *Call) need(least, most int, what string) error {
	if len(c.args) < least || len(c.args) > most {
		return advice.UsageError{Text: "usage: chirograph " + what}
	}
	return nil
}

// print writes v as JSON when that was asked for, otherwise text.
func (c *Call) print(v any, text string) error {
	if !c.json {
		_, err := io.WriteString(c.Stdout, text)
		return err
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = c.Stdout.Write(append(b, '\n'))
	return err
}

// Help is the text of the help command.
func Help(extra []Command) string {
	var b strings.Builder
	b.WriteString("Chirograph: write text together with no server. Everyone keeps a copy. The copies agree.\n\n")
	b.WriteString("  chirograph [FILE | LINK | DOC]...\n        open the window\n")
	for _, cmd := range slices.Concat(Commands, extra) {
		fmt.Fprintf(&b, "  chirograph %s\n        %s\n", strings.TrimSpace(cmd.Name+" "+cmd.Args), cmd.Summary)
	}
	b.WriteString(`
Everywhere: --data DIR (the data folder), --offline (no network), --json.
DOC is a document's id, the beginning of it, its title or a link to it. Where
nothing is changed it may also be the file of a bundle.
VERSION, FROM and TO are now, now~N (before the last N steps), start (the empty
text), seen (what you saw last), a name that tag gave or log prints, a TIME, or
a seal. TIME looks like 2026-11-24T14:02, 2026-11-24, 14:02, today or yesterday.
Exit codes: 0 ok, 1 no, 2 usage, 3 not found, 4 no right, 5 nobody reachable or
out of time, 6 busy, 7 damaged, 8 conflict, 9 disk, 130 interrupted.
`)
	return b.String()
}

// errNotYet is returned for a document of which nothing is here yet.
var errNotYet = fmt.Errorf("nothing of this document is here yet: %w", context.DeadlineExceeded)

// quiet drops the error of a reader that went away: that is no failure.
func quiet(err error) error {
	if errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	return err
}
