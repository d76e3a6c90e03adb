// Package backup writes everything of a profile to one file, and puts it back.
//
// A backup is a store's file, or one encrypted with a passphrase in the format
// of age (age-encryption.org/v1): both can be read without this program.
package backup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"chirograph/storage/store"
)

// Errors of Write and Restore.
var (
	ErrForeign    = errors.New("this file is something else than a backup")
	ErrPassphrase = errors.New("the backup is encrypted with another passphrase")
	ErrLocked     = errors.New("the backup is encrypted")
	ErrDamaged    = errors.New("the backup is damaged")
)

// A Source is a store that is open.
type Source interface {
	Backup(name string) error
}

// workFactor is how much work a guess at the passphrase takes, as a power of
// two: about a second here.
var workFactor = 18

const ageIntro = "age-encryption.org/v1\n"

// Write writes a backup to the file name, encrypted unless passphrase is "".
// It replaces an older backup of that name, and nothing else, when the new one
// is whole, was read again and is on the disk. scratch is a folder where the
// unencrypted copy may lie for a moment: one where the store itself lies.
func Write(s Source, name, passphrase, scratch string) error {
	switch is, err := Is(name); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !is:
		return fmt.Errorf("%s: %w", name, ErrForeign)
	}
	part := name + ".new"
	plain := part
	if passphrase != "" {
		plain = filepath.Join(scratch, "backup.new")
		defer os.Remove(plain)
	}
	if err := s.Backup(plain); err != nil {
		return err
	}
	if passphrase != "" {
		if err := encrypt(part, plain, passphrase); err != nil {
			return errors.Join(err, os.Remove(part))
		}
	}
	if err := os.Rename(part, name); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return store.SyncFolder(filepath.Dir(name))
}

// encrypt encrypts a file and compares what comes out again.
func encrypt(to, from, passphrase string) error {
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	r.SetWorkFactor(workFactor)
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	w, err := age.Encrypt(out, r)
	if err == nil {
		_, err = io.Copy(w, in)
		err = errors.Join(err, w.Close(), out.Sync())
	}
	if err == nil {
		err = same(out, in, passphrase)
	}
	return errors.Join(err, out.Close())
}

// same tells whether an encrypted file holds what another one does.
func same(sealed, plain io.ReadSeeker, passphrase string) error {
	for _, f := range []io.Seeker{sealed, plain} {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
	opened, err := decrypted(sealed, passphrase)
	if err != nil {
		return err
	}
	a, b := make([]byte, 1<<16), make([]byte, 1<<16)
	for {
		n, errA := io.ReadFull(opened, a)
		m, errB := io.ReadFull(plain, b)
		if !bytes.Equal(a[:n], b[:m]) {
			return errors.New("the backup reads otherwise than it was written")
		}
		if errA != nil || errB != nil {
			if end(errA) && end(errB) {
				return nil
			}
			return errors.Join(errA, errB)
		}
	}
}

func end(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

func decrypted(r io.Reader, passphrase string) (io.Reader, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, ErrLocked
	}
	out, err := age.Decrypt(r, id)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrPassphrase
	}
	return out, err
}

// Is tells whether a file looks like a backup.
func Is(name string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, 64)
	n, err := io.ReadFull(f, head)
	if err != nil && !end(err) {
		return false, err
	}
	return bytes.HasPrefix(head[:n], []byte(ageIntro)) || store.IsFile(head[:n]), nil
}

// Encrypted tells whether a backup needs a passphrase.
func Encrypted(name string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, len(ageIntro))
	n, err := io.ReadFull(f, head)
	if err != nil && !end(err) {
		return false, err
	}
	return string(head[:n]) == ageIntro, nil
}

// Restore puts a backup back as the store of a data folder; see store.Restore.
func Restore(name, dir, passphrase string, replace bool) (aside string, err error) {
	is, err := Is(name)
	if err != nil {
		return "", err
	}
	if !is {
		return "", fmt.Errorf("%s: %w", name, ErrForeign)
	}
	sealed, err := Encrypted(name)
	if err != nil {
		return "", err
	}
	if !sealed {
		return restore(name, dir, replace)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	plain, err := os.CreateTemp(dir, "restore-*.new")
	if err != nil {
		return "", err
	}
	defer os.Remove(plain.Name())
	f, err := os.Open(name)
	if err != nil {
		return "", errors.Join(err, plain.Close())
	}
	defer f.Close()
	r, err := decrypted(f, passphrase)
	if err == nil {
		if _, err = io.Copy(plain, r); err != nil {
			err = fmt.Errorf("%s: %w: %w", name, ErrDamaged, err)
		}
	}
	if err := errors.Join(err, plain.Close()); err != nil {
		return "", err
	}
	return restore(plain.Name(), dir, replace)
}

func restore(name, dir string, replace bool) (string, error) {
	if err := store.Verify(name); errors.Is(err, store.ErrDamaged) {
		return "", fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return store.Restore(name, dir, replace)
}
