package instance

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// serveIn answers in dir until the test ends.
func serveIn(t *testing.T, dir string, handle func(context.Context, Request) int) {
	t.Helper()
	l, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- l.Serve(ctx, handle) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestCallRunsTheCommandInTheInstance(t *testing.T) {
	long := strings.Repeat("long", 50)
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), long)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		serveIn(t, dir, func(_ context.Context, r Request) int {
			in, _ := io.ReadAll(r.Stdin)
			io.WriteString(r.Stdout, strings.Join(r.Args, " ")+":"+string(in))
			io.WriteString(r.Stderr, "told")
			return 7
		})
		input := strings.Repeat("é", 1<<20)
		var out, told bytes.Buffer
		code, err := Call(t.Context(), dir, []string{"write", "a b"}, strings.NewReader(input), &out, &told)
		if err != nil || code != 7 {
			t.Fatalf("got %d, %v, want 7", code, err)
		}
		if out.String() != "write a b:"+input || told.String() != "told" {
			t.Errorf("got %d bytes and %q", out.Len(), told.String())
		}
	}
}

func TestCallWithoutAnInstance(t *testing.T) {
	_, err := Call(t.Context(), t.TempDir(), nil, strings.NewReader(""), io.Discard, io.Discard)
	if !errors.Is(err, ErrNone) {
		t.Errorf("got %v, want %v", err, ErrNone)
	}
}

func TestACommandEndsWithTheProcessThatAskedForIt(t *testing.T) {
	dir := t.TempDir()
	ended := make(chan struct{})
	serveIn(t, dir, func(ctx context.Context, _ Request) int {
		<-ctx.Done()
		close(ended)
		return 0
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Call(ctx, dir, []string{"x"}, strings.NewReader(""), io.Discard, io.Discard); err == nil {
		t.Error("a broken-off call succeeded")
	}
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the command went on")
	}
}

func TestTheSocketIsItsOwnersOnly(t *testing.T) {
	dir := t.TempDir()
	serveIn(t, dir, func(context.Context, Request) int { return 0 })
	fi, err := os.Stat(filepath.Join(dir, "socket"))
	if err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v", fi, err)
	}
}

func TestTheInstanceIsToldWhetherColoursAreWanted(t *testing.T) {
	dir := t.TempDir()
	serveIn(t, dir, func(_ context.Context, r Request) int {
		if r.Colours {
			return 1
		}
		return 0
	})
	terminal, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a device for characters, as terminals are
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	for _, tt := range []struct {
		name, noColour, term string
		stdout               io.Writer
		want                 int
	}{
		{"a terminal", "", "xterm", terminal, 1},
		{"a terminal of somebody who wants none", "1", "xterm", terminal, 0},
		{"a terminal that has none", "", "dumb", terminal, 0},
		{"no terminal", "", "xterm", io.Discard, 0},
	} {
		t.Setenv("NO_COLOR", tt.noColour)
		t.Setenv("TERM", tt.term)
		got, err := Call(t.Context(), dir, []string{"diff"}, strings.NewReader(""), tt.stdout, io.Discard)
		if err != nil || got != tt.want {
			t.Errorf("%s: %d, %v, want %d", tt.name, got, err, tt.want)
		}
	}
}
