//go:build linux

package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chirograph/storage/faultfs"
)

// mounted mounts a disk for a worker, runs one and returns what it did to the
// disk and what it said on standard output.
func mounted(t *testing.T, mode string, env ...string) (disk *faultfs.FS, out string) {
	t.Helper()
	dir := t.TempDir()
	if _, err := os.Stat("/dev/fuse"); err != nil {
		if os.Getenv("CHIROGRAPH_REQUIRE_FUSE") != "" {
			t.Fatal(err)
		}
		t.Skip("no FUSE here: ", err)
	}
	disk, err := faultfs.Mount(dir)
	if errors.Is(err, os.ErrPermission) && os.Getenv("CHIROGRAPH_REQUIRE_FUSE") == "" {
		t.Skip("FUSE may not be used: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := disk.Unmount(); err != nil {
			t.Error(err)
		}
	})
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), diskChild+"="+dir, diskChild+"_MODE="+mode), env...)
	var said, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, errs.Bytes())
	}
	return disk, said.String()
}

// number is a number from the environment.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// afterPowerCut checks what a power cut has left: the store must open without
// having to be salvaged, with all that was said to be stored before.
func afterPowerCut(dir string, d *faultfs.Disk) error {
	if err := d.Write(dir); err != nil {
		return err
	}
	s, err := Open(filepath.Join(dir, "data"), Options{Install: filepath.Join(dir, "installs"), Judge: labels{}})
	if err != nil {
		return err
	}
	defer s.Close()
	if r := s.Salvaged(); r != nil && (!slices.Contains(d.Said, "damaged") || slices.Contains(d.Said, "mended")) {
		return fmt.Errorf("it had to be salvaged: %+v", r)
	}
	stored := map[byte]uint64{}
	for _, said := range d.Said {
		var id byte
		var n uint64
		if _, err := fmt.Sscan(said, &id, &n); err == nil {
			stored[id] = n
		}
	}
	for id, least := range stored {
		n, count, err := checkNumbered(s, [32]byte{id})
		if err != nil {
			return err
		}
		if n < least || count < least || count > n {
			return fmt.Errorf("document %d: %d records were stored, %d are there, counted as %d", id, least, n, count)
		}
	}
	return nil
}

// cuts tries power cuts behind random operations, and returns how many left a
// store that is not as it should be, and why the first was not.
func cuts(t *testing.T, ops []faultfs.Op, states int) (bad int, first error) {
	t.Helper()
	return cutsBetween(t, ops, 0, len(ops), states)
}

func cutsBetween(t *testing.T, ops []faultfs.Op, from, to, states int) (bad int, first error) {
	t.Helper()
	random := rand.New(rand.NewPCG(6, 6))
	tmp := t.TempDir()
	for i := range states {
		n := from + 1 + random.IntN(to-from)
		dir := filepath.Join(tmp, strconv.Itoa(i))
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := afterPowerCut(dir, faultfs.After(ops, n, random)); err != nil {
			if bad++; first == nil {
				first = fmt.Errorf("state %d, behind operation %d of %d: %w", i, n, len(ops), err)
			}
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	return bad, first
}

// TestAPowerCutLosesNothingThatWasStored makes disks as a power cut would
// leave them while a store is made, written, compacted and brought up to date.
func TestAPowerCutLosesNothingThatWasStored(t *testing.T) {
	disk, _ := mounted(t, "live")
	states := number("CHIROGRAPH_POWERCUTS", 150)
	bad, err := cuts(t, disk.Ops(), states)
	kinds := map[faultfs.Kind]int{}
	for _, o := range disk.Ops() {
		kinds[o.Kind]++
	}
	t.Logf("%d states of %d operations (%d writes, %d syncs, %d renamings): %d bad", states, len(disk.Ops()),
		kinds[faultfs.Write], kinds[faultfs.Sync]+kinds[faultfs.SyncDir], kinds[faultfs.Rename], bad)
	if err != nil {
		t.Errorf("%d of %d states are bad; the first: %v", bad, states, err)
	}
}

// TestAPowerCutWhileAFileIsSavedLosesNothing cuts the power while a damaged
// file is set aside and another one made.
func TestAPowerCutWhileAFileIsSavedLosesNothing(t *testing.T) {
	disk, _ := mounted(t, "damaged")
	ops := disk.Ops()
	from := slices.IndexFunc(ops, func(o faultfs.Op) bool { return string(o.Data) == "damaged" })
	to := slices.IndexFunc(ops, func(o faultfs.Op) bool { return string(o.Data) == "mended" })
	states := number("CHIROGRAPH_POWERCUTS", 150) / 5
	bad, err := cutsBetween(t, ops, from, to+20, states)
	t.Logf("%d states of operations %d to %d: %d bad", states, from, to+20, bad)
	if err != nil {
		t.Errorf("%d of %d states are bad; the first: %v", bad, states, err)
	}
}

// TestWithoutSyncingAPowerCutIsNoticed: the test above would notice if the
// store did not wait for the disk.
func TestWithoutSyncingAPowerCutIsNoticed(t *testing.T) {
	disk, _ := mounted(t, "unsafe")
	bad, err := cuts(t, disk.Ops(), 60)
	t.Logf("%d of 60 states are bad; the first: %v", bad, err)
	if bad < 20 {
		t.Errorf("only %d of 60 states are bad", bad)
	}
}

// TestAFullDiskAtEveryWrite lets the disk be full at one write after the
// other.
func TestAFullDiskAtEveryWrite(t *testing.T) {
	points := number("CHIROGRAPH_FULL_POINTS", 50)
	disk, out := mounted(t, "full", fmt.Sprint(diskChild, "_POINTS=", points))
	refused, err := strconv.Atoi(strings.TrimSpace(out))
	if err != nil || refused < points || disk.Refused() < points {
		t.Errorf("refused %d appends and %d changes, want %d: %v", refused, disk.Refused(), points, err)
	}
	t.Logf("the disk was full at %d write points, %d changes were refused: 0 lost", refused, disk.Refused())
}
