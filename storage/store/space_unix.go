//go:build !windows

package store

import "golang.org/x/sys/unix"

// Space is how many bytes may still be written where dir lies.
func Space(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
