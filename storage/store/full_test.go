//go:build linux

package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestAFullDisk runs itself again in a mount namespace of its own, with a disk
// of one megabyte.
func TestAFullDisk(t *testing.T) {
	if disk := os.Getenv("STORE_TEST_DISK"); disk != "" {
		onAFullDisk(t, disk)
		return
	}
	if os.Getuid() != 0 {
		t.Skip("only root may mount a small disk")
	}
	if _, err := exec.LookPath("unshare"); err != nil {
		t.Skip("no unshare: ", err)
	}
	disk := t.TempDir()
	cmd := exec.Command("unshare", "--mount", "sh", "-c",
		`mount -t tmpfs -o size=1m tmpfs "$STORE_TEST_DISK" || { echo cannot mount; exit 0; }
		exec "$0" -test.run '^TestAFullDisk$' -test.v`, os.Args[0])
	cmd.Env = append(os.Environ(), "STORE_TEST_DISK="+disk)
	out, err := cmd.CombinedOutput()
	if strings.HasPrefix(string(out), "cannot mount") {
		t.Skip("cannot mount a small disk")
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func onAFullDisk(t *testing.T, disk string) {
	dir, filler := filepath.Join(disk, "data"), filepath.Join(disk, "filler")
	fill := func() {
		t.Helper()
		f, err := os.Create(filler)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for _, n := range []int{4096, 1} {
			for err == nil {
				_, err = f.Write(make([]byte, n))
			}
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatal(err)
			}
			err = nil
		}
	}
	o := Options{Install: t.TempDir()} // elsewhere

	// There is no room for a new store, and then there is.
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, lockName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fill()
	if _, err := Open(dir, o); !errors.Is(err, ErrUnwritable) || !errors.Is(err, syscall.ENOSPC) || errors.Is(err, ErrDamaged) {
		t.Errorf("a new store: got %v", err)
	}
	os.Remove(filler)
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}

	// Then it fills up while somebody writes. What is reserved is the room that
	// is made later.
	reserve := filepath.Join(disk, "reserve")
	if err := os.WriteFile(reserve, make([]byte, 256<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stored := uint64(0)
	big := func(n uint64) Record {
		r := record(alice, n, n)
		r.Data = bytes.Repeat(r.Data, 1000)
		return r
	}
	for err = error(nil); err == nil; {
		if err = add(s, big(stored+1)); err == nil {
			stored++
		}
	}
	if !errors.Is(err, syscall.ENOSPC) || stored == 0 {
		t.Errorf("after %d records: got %v, want %v", stored, err, syscall.ENOSPC)
	}
	fill()
	check := func(s *Store, when string) {
		t.Helper()
		rs, err := s.Records(doc, alice, 1, 1<<30)
		if err != nil || uint64(len(rs)) != stored {
			t.Errorf("%s: %d records of %d, %v", when, len(rs), stored, err)
		}
	}
	check(s, "full")
	if err := add(s, big(stored+1)); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("still full: got %v", err)
	}
	cancel()
	if err := errors.Join(<-done, s.Close()); err != nil {
		t.Error(err)
	}

	// What is there can be read, and writing goes on when there is room.
	if s, err = Open(dir, o); err != nil {
		t.Fatal("reopened while full: ", err)
	}
	check(s, "reopened while full")
	os.Remove(reserve)
	ctx, cancel = context.WithCancel(t.Context())
	go func() { done <- s.Run(ctx) }()
	if err := add(s, record(alice, stored+1, stored+1)); err != nil {
		t.Error("after making room: ", err)
	}
	stored++
	check(s, "after making room")
	cancel()
	if err := errors.Join(<-done, s.Close()); err != nil {
		t.Error(err)
	}
}
