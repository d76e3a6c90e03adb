package files

import (
	"errors"
	"os"
	"path/filepath"
)

// Write makes data the content of a file. The file has what it had before or
// all of data at every moment, whatever fails: data is written beside it and
// takes its place when it is on the disk.
func Write(name string, data []byte) error {
	part := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".chirograph.part")
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if fi, statErr := os.Stat(name); statErr == nil {
		err = f.Chmod(fi.Mode().Perm())
	}
	_, writeErr := f.Write(data)
	if err = errors.Join(err, writeErr, f.Sync(), f.Close()); err == nil {
		err = os.Rename(part, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return nil
}
