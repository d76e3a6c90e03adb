package app

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"chirograph/app/advice"
	"chirograph/app/cli"
	"chirograph/storage/backup"
)

// passphraseVariable holds a passphrase for backups, where nobody is asked.
const passphraseVariable = "CHIROGRAPH_PASSPHRASE"

// passphrase asks for one at the terminal, twice when it is new.
func passphrase(isNew bool) (string, error) {
	if p := os.Getenv(passphraseVariable); p != "" {
		return p, nil
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", advice.UsageError{Text: "there is no terminal to ask for the passphrase: set " + passphraseVariable}
	}
	ask := func(words string) (string, error) {
		fmt.Fprint(os.Stderr, words)
		b, err := term.ReadPassword(in)
		fmt.Fprintln(os.Stderr)
		return string(b), err
	}
	p, err := ask("Passphrase: ")
	if err != nil {
		return "", err
	}
	if isNew {
		again, err := ask("Once more: ")
		if err != nil {
			return "", err
		}
		if p != again {
			return "", advice.UsageError{Text: "the two passphrases differ"}
		}
	}
	if p == "" {
		return "", advice.UsageError{Text: "no passphrase was given"}
	}
	return p, nil
}

// restoreBackup puts a backup back as the data folder. No program may have it
// open.
func restoreBackup(c config, args []string) error {
	fs := flag.NewFlagSet("restore-backup", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	replace := fs.Bool("replace", false, "")
	words, err := cli.Parse(fs, args)
	if err != nil || len(words) != 1 {
		return advice.UsageError{Text: "usage: chirograph restore-backup [--replace] FILE"}
	}
	sealed, err := backup.Encrypted(words[0])
	if err != nil {
		return err
	}
	secret := ""
	if sealed {
		if secret, err = passphrase(false); err != nil {
			return err
		}
	}
	aside, err := backup.Restore(words[0], c.data, secret, *replace)
	if err != nil {
		return err
	}
	said := []string{"The backup is in place."}
	if aside != "" {
		said = append(said, "What was there is kept as "+aside+".")
	}
	said = append(said, "What was written since comes back from the others when they are online.")
	fmt.Fprintln(os.Stderr, strings.Join(said, " "))
	return nil
}
