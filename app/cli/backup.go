package cli

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"chirograph/app/advice"
)

type backupOptions struct {
	out        string
	passphrase bool
	daily      string
}

var backupCommand = Command{
	Name:    "backup",
	Args:    "-o FILE [--passphrase] | --daily FOLDER|off",
	Summary: "copy everything here to a file, encrypted with a passphrase if you like, or to a folder once a day",
	flags: func(fs *flag.FlagSet) any {
		o := new(backupOptions)
		fs.StringVar(&o.out, "o", "", "the file")
		fs.BoolVar(&o.passphrase, "passphrase", false, "encrypt")
		fs.StringVar(&o.daily, "daily", "", "a folder")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		o := options.(*backupOptions)
		if len(c.args) > 0 || (o.out == "") == (o.daily == "") || o.daily != "" && o.passphrase {
			return advice.UsageError{Text: "usage: chirograph backup -o FILE [--passphrase] | --daily FOLDER|off"}
		}
		if o.daily != "" {
			return c.backUpDaily(o.daily)
		}
		name := c.path(o.out)
		passphrase := ""
		if o.passphrase {
			// Who started this command has asked for it: this process may have
			// no terminal.
			line, err := bufio.NewReader(c.Stdin).ReadString('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			if passphrase = strings.TrimRight(line, "\r\n"); passphrase == "" {
				return advice.UsageError{Text: "no passphrase was given"}
			}
		}
		if err := c.Workspace.Backup(name, passphrase); err != nil {
			return err
		}
		fi, err := os.Stat(name)
		if err != nil {
			return err
		}
		how := "Everything here was copied and read again. Keep the file where others cannot read it: it holds your texts and keys."
		if o.passphrase {
			how = "Everything here was copied, encrypted and read again. Without the passphrase nobody can read it, not even you."
		}
		fmt.Fprintln(c.Stderr, how)
		return c.print(struct {
			File      string `json:"file"`
			Bytes     int64  `json:"bytes"`
			Encrypted bool   `json:"encrypted"`
		}{name, fi.Size(), o.passphrase}, fmt.Sprintf("%s  (%s)\n", name, bytesInWords(fi.Size())))
	},
}

// backUpDaily has everything copied to a folder once a day, or no longer.
func (c *Call) backUpDaily(dir string) error {
	if dir == "off" {
		fmt.Fprintln(c.Stderr, "No more backups are made by themselves. Those that were made stay where they are.")
		return c.Workspace.SetDailyFolder("")
	}
	dir = c.path(dir)
	if err := c.Workspace.SetDailyFolder(dir); err != nil {
		return err
	}
	fmt.Fprintln(c.Stderr, "While Chirograph runs, everything here is copied to this folder once a day, and the last seven copies are kept. The first one is made.")
	return c.print(struct {
		Folder string `json:"folder"`
	}{dir}, dir+"\n")
}

// bytesInWords is a size as people read it.
func bytesInWords(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000*1000:
		return fmt.Sprintf("%.1f KB", float64(n)/1e3)
	case n < 1000*1000*1000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}
