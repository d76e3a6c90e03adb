//go:build unix

package instance

import (
	"fmt"
	"os"
	"syscall"
)

// ours makes sure that nobody else can put a socket of theirs into dir, which
// stands where everyone can write.
func ours(dir string) error {
	fi, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !fi.IsDir() || !ok || int(st.Uid) != os.Getuid() || fi.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s belongs to somebody else", dir)
	}
	return nil
}
