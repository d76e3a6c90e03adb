//go:build linux

package workspace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"chirograph/storage/faultfs"
)

// fullDisk tells a process of this test binary to write on a disk that is full
// now and then; its _POINTS says how often.
const fullDisk = "WORKSPACE_TEST_FULL"

func TestMain(m *testing.M) {
	if dir := os.Getenv(fullDisk); dir != "" {
		if err := onAFullDisk(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// onAFullDisk types while the disk is full, at one of its writes after the
// other: that must go on under a red bar, and be stored when there is room.
func onAFullDisk(dir string) error {
	points, err := strconv.Atoi(os.Getenv(fullDisk + "_POINTS"))
	if err != nil {
		return err
	}
	retry = 2 * time.Millisecond
	control, err := os.OpenFile(filepath.Join(dir, faultfs.Control), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	want, seen := "", 0
	for seen < points {
		n, err := openOnAFullDisk(dir, control, &want, min(100, points-seen))
		if err != nil {
			return err
		}
		seen += n
	}
	fmt.Println(seen)
	return nil
}

// openOnAFullDisk is one run of the program.
func openOnAFullDisk(dir string, control *os.File, want *string, points int) (seen int, err error) {
	w, err := Open(Config{Dir: filepath.Join(dir, "data"), Install: filepath.Join(dir, "installs"), Offline: true})
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	defer func() {
		cancel()
		err = errors.Join(err, <-done, w.Close())
	}()
	var d *Document
	if *want == "" {
		d, err = w.New("", "")
	} else {
		d, err = w.Document(w.Documents()[0].ID)
	}
	if err != nil {
		return 0, err
	}
	if got := d.Text(); got != *want {
		return 0, fmt.Errorf("opened anew it reads %d bytes, want %d", len(got), len(*want))
	}
	return typeOnAFullDisk(d, control, want, points)
}

func typeOnAFullDisk(d *Document, control *os.File, want *string, points int) (seen int, err error) {
	typed := func(s string) {
		d.types(s)
		*want += s
	}
	for round := 0; seen < points; round++ {
		if _, err := fmt.Fprintf(control, "crammed %d\n", round%3); err != nil {
			return seen, err
		}
		typed(strings.Repeat(strconv.Itoa(round)+" ", 20) + "\n")
		err := d.Flush(context.Background())
		if err != nil {
			if !errors.Is(err, syscall.ENOSPC) {
				return seen, err
			}
			st := d.Status()
			if st.Level != Bad || st.Saved != d.w.Language().State.DiskFull {
				return seen, fmt.Errorf("on a full disk it says %q (%d)", st.Saved, st.Level)
			}
			seen++
			typed("typed on\n")
		}
		if got := d.Text(); got != *want {
			return seen, fmt.Errorf("round %d: the text has %d bytes, want %d", round, len(got), len(*want))
		}
		if _, err := fmt.Fprintln(control, "free"); err != nil {
			return seen, err
		}
		for deadline := time.Now().Add(10 * time.Second); d.Flush(context.Background()) != nil; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				return seen, errors.New("nothing is stored although there is room")
			}
		}
		if st := d.Status(); st.Level == Bad {
			return seen, fmt.Errorf("with room again it says %q", st.Saved)
		}
	}
	return seen, nil
}

func TestTypingGoesOnWhileTheDiskIsFull(t *testing.T) {
	dir := t.TempDir()
	if _, err := os.Stat("/dev/fuse"); err != nil && os.Getenv("CHIROGRAPH_REQUIRE_FUSE") == "" {
		t.Skip("no FUSE here: ", err)
	}
	disk, err := faultfs.Mount(dir)
	if errors.Is(err, os.ErrPermission) && os.Getenv("CHIROGRAPH_REQUIRE_FUSE") == "" {
		t.Skip("FUSE may not be used: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := disk.Unmount(); err != nil {
			t.Error(err)
		}
	}()
	points := 40
	if n, err := strconv.Atoi(os.Getenv("CHIROGRAPH_FULL_POINTS")); err == nil {
		points = n
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fullDisk+"="+dir, fmt.Sprint(fullDisk, "_POINTS=", points))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := strings.TrimSpace(string(out)); got != strconv.Itoa(points) || disk.Refused() < points {
		t.Errorf("the red bar was seen %s times, want %d", got, points)
	}
	t.Logf("the disk was full %d times while somebody typed, %d changes of it were refused: 0 lost", points, disk.Refused())
}
