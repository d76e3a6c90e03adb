package backup

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"chirograph/editor/version"
	"chirograph/storage/store"
)

var doc = [32]byte{1}

func TestMain(m *testing.M) {
	workFactor = 10
	os.Exit(m.Run())
}

// A profile is an open data folder with a text in it.
func profile(t *testing.T, dir, text string) (s *store.Store, stop func()) {
	t.Helper()
	s, err := store.Open(dir, store.Options{Install: dir + "-installs"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- s.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := errors.Join(<-ran, s.Close()); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	if text != "" {
		done := make(chan error, 2)
		s.Put(doc, "text", []byte(text), func(err error) { done <- err })
		r := store.Record{Replica: version.Replica{Author: version.Author{1}}, First: 1, Last: 1, Data: []byte(text)}
		s.Append(doc, []store.Record{r}, func(err error) { done <- err })
		if err := errors.Join(<-done, <-done); err != nil {
			t.Fatal(err)
		}
	}
	return s, stop
}

func text(t *testing.T, s *store.Store) string {
	t.Helper()
	b, err := s.Get(doc, "text")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestABackupIsPutBackElsewhereAsANewInstallation(t *testing.T) {
	for _, passphrase := range []string{"", "correct horse battery staple"} {
		dir := t.TempDir()
		home := filepath.Join(dir, "a")
		s, stop := profile(t, home, "what matters")
		seed, nonce := s.Identity()
		file := filepath.Join(dir, "backup")
		for range 2 { // the second replaces the first
			if err := Write(s, file, passphrase, home); err != nil {
				t.Fatal(err)
			}
		}
		if sealed, err := Encrypted(file); err != nil || sealed != (passphrase != "") {
			t.Errorf("encrypted: %v, %v", sealed, err)
		}
		b, _ := os.ReadFile(file)
		if bytes.Contains(b, []byte("what matters")) == (passphrase != "") {
			t.Error("the text stands in the file, or is missing in it")
		}
		for _, pattern := range []string{filepath.Join(dir, "*.new"), filepath.Join(home, "*.new")} {
			if left, _ := filepath.Glob(pattern); left != nil {
				t.Errorf("left over: %q", left)
			}
		}
		stop()
		other := filepath.Join(dir, "b")
		if aside, err := Restore(file, other, passphrase, false); err != nil || aside != "" {
			t.Fatalf("set aside %q, %v", aside, err)
		}
		s, stop = profile(t, other, "")
		if got := text(t, s); got != "what matters" {
			t.Errorf("restored it says %q", got)
		}
		if seed2, nonce2 := s.Identity(); seed2 != seed || nonce2 == nonce || !s.Copied() {
			t.Errorf("same seed %v, same nonce %v, copied %v", seed2 == seed, nonce2 == nonce, s.Copied())
		}
		stop()
		// In its old place, too, it must not go on as it was.
		if _, err := Restore(file, home, passphrase, true); err != nil {
			t.Fatal(err)
		}
		s, stop = profile(t, home, "")
		if _, nonce2 := s.Identity(); nonce2 == nonce || !s.Copied() {
			t.Error("put back in its place it goes on under the old nonce")
		}
		stop()
	}
}

func TestRestoringDestroysNothing(t *testing.T) {
	dir := t.TempDir()
	s, stop := profile(t, filepath.Join(dir, "a"), "old")
	file := filepath.Join(dir, "backup")
	if err := Write(s, file, "", ""); err != nil {
		t.Fatal(err)
	}
	stop()
	home := filepath.Join(dir, "b")
	_, stop = profile(t, home, "new")
	if _, err := Restore(file, home, "", true); !errors.Is(err, store.ErrBusy) {
		t.Errorf("while it is open: %v", err)
	}
	stop()
	if _, err := Restore(file, home, "", false); !errors.Is(err, store.ErrTaken) {
		t.Errorf("without being told to: %v", err)
	}
	aside, err := Restore(file, home, "", true)
	if err != nil {
		t.Fatal(err)
	}
	s, stop = profile(t, home, "")
	if got := text(t, s); got != "old" {
		t.Errorf("says %q", got)
	}
	stop()
	back := filepath.Join(dir, "c")
	if _, err := Restore(aside, back, "", false); err != nil {
		t.Fatal(err)
	}
	s, _ = profile(t, back, "")
	if got := text(t, s); got != "new" {
		t.Errorf("what was replaced says %q", got)
	}
}

func TestWhatIsNoWholeBackupIsRefusedUnchanged(t *testing.T) {
	dir := t.TempDir()
	home := filepath.Join(dir, "a")
	s, _ := profile(t, home, "text")
	plain, sealed := filepath.Join(dir, "plain"), filepath.Join(dir, "sealed")
	if err := errors.Join(Write(s, plain, "", home), Write(s, sealed, "secret", home)); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(dir, "b")
	change := func(name string, f func([]byte) []byte) string {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bad := filepath.Join(t.TempDir(), "changed")
		if err := os.WriteFile(bad, f(b), 0o600); err != nil {
			t.Fatal(err)
		}
		return bad
	}
	middle := func(b []byte) []byte { b[len(b)/2] ^= 1; return b }
	half := func(b []byte) []byte { return b[:len(b)/2] }
	for _, tt := range []struct {
		name, file, passphrase string
		err                    error
	}{
		{"another passphrase", sealed, "other", ErrPassphrase},
		{"no passphrase", sealed, "", ErrLocked},
		{"cut off", change(plain, half), "", ErrDamaged},
		{"a changed page", change(plain, func(b []byte) []byte { clear(b[os.Getpagesize()*3:][:os.Getpagesize()]); return b }), "", ErrDamaged},
		{"sealed and changed", change(sealed, middle), "secret", ErrDamaged},
		{"a text", change(plain, func([]byte) []byte { return []byte("Dear diary") }), "", ErrForeign},
	} {
		if _, err := Restore(tt.file, to, tt.passphrase, true); !errors.Is(err, tt.err) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.err)
		}
		if left, _ := filepath.Glob(filepath.Join(to, "*.db*")); left != nil {
			t.Errorf("%s: left over: %q", tt.name, left)
		}
		if left, _ := filepath.Glob(filepath.Join(to, "*.new")); left != nil {
			t.Errorf("%s: left over: %q", tt.name, left)
		}
	}
	diary := filepath.Join(dir, "diary")
	if err := os.WriteFile(diary, []byte("Dear diary"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(s, diary, "", home); !errors.Is(err, ErrForeign) {
		t.Errorf("over another file: %v", err)
	}
	if b, _ := os.ReadFile(diary); string(b) != "Dear diary" {
		t.Errorf("the other file is %q now", b)
	}
}
