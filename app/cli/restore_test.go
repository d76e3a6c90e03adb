package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/sync/seal"
)

// A shell runs command lines in a workspace without a network.
type shell struct {
	t   *testing.T
	w   *workspace.Workspace
	dir string
}

func newShell(t *testing.T) *shell {
	t.Helper()
	dir := t.TempDir()
	w, err := workspace.Open(workspace.Config{Dir: filepath.Join(dir, "data"), Install: filepath.Join(dir, "install"), Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return &shell{t, w, dir}
}

// run returns what a command prints.
func (s *shell) run(stdin string, args ...string) string {
	s.t.Helper()
	var out, messages bytes.Buffer
	c := Call{Workspace: s.w, Dir: s.dir, Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &messages}
	if err := c.Run(context.Background(), args); err != nil {
		s.t.Fatalf("%v: %v", args, err)
	}
	return out.String()
}

// file returns what is in a file.
func (s *shell) file(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

// write writes a document at random, and returns its id and the texts that
// were its present one after a change.
func (s *shell) write(rng *rand.Rand, changes int) (id string, texts map[string]bool) {
	s.t.Helper()
	id = strings.Fields(s.run("", "new"))[0]
	all, err := s.w.Find(id)
	if err != nil {
		s.t.Fatal(err)
	}
	d, err := s.w.Document(all)
	if err != nil {
		s.t.Fatal(err)
	}
	words := []string{"word ", "\n", "Grüße, ", "文書", "\r\n", "a longer passage that is pasted, more than anybody types at once, into it\n", "\t", "🙂"}
	texts = map[string]bool{"": true}
	for range changes {
		n := len(d.Text())
		from := rng.IntN(n + 1)
		switch rng.IntN(5) {
		case 0:
			d.Do(buffer.Replace{From: from, To: min(n, from+rng.IntN(30))})
		case 1:
			d.Do(buffer.Undo{})
		default:
			d.Do(buffer.Replace{From: from, To: from, Text: words[rng.IntN(len(words))]})
		}
		if err := d.Flush(context.Background()); err != nil {
			s.t.Fatal(err)
		}
		texts[d.Text()] = true
	}
	return id, texts
}

// A version is one text, however it is asked for: printed, exported, brought
// back, and in a bundle.
func TestARestoredVersionIsItsExportToTheByte(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			s := newShell(t)
			rng := rand.New(rand.NewPCG(seed, seed))
			id, texts := s.write(rng, 25)
			s.run("", "export", id, "-o", "all.zip")
			var versions []struct{ Version string }
			if err := json.Unmarshal([]byte(s.run("", "log", id, "--level", "key", "--json")), &versions); err != nil {
				t.Fatal(err)
			}
			if len(versions) < 10 {
				t.Fatalf("%d versions", len(versions))
			}
			rng.Shuffle(len(versions), func(i, j int) { versions[i], versions[j] = versions[j], versions[i] })
			for _, v := range versions {
				text := s.run("", "cat", id+"@"+v.Version)
				if !texts[text] {
					t.Fatalf("%s was never the text: %q", v.Version, text)
				}
				s.run("", "export", id, "--at", v.Version, "-o", "one.md")
				s.run("", "restore", id, v.Version)
				for name, got := range map[string]string{
					"exported":     s.file("one.md"),
					"brought back": s.run("", "cat", id),
					"in a bundle":  s.run("", "cat", "all.zip@"+v.Version),
				} {
					if got != text {
						t.Fatalf("%s, %s: %q, not %q", v.Version, name, got, text)
					}
				}
				s.run("", "verify", "one.md", seal.OfText([]byte(text)).String())
				s.run("", "verify", id, seal.OfText([]byte(text)).Full())
			}
		})
	}
}

// What is not in the lines named stays; the lines and what stood there come
// back.
func TestRestoringLinesLeavesTheOthers(t *testing.T) {
	s := newShell(t)
	id := strings.Fields(s.run("", "new"))[0]
	s.run("one\ntwo\nthree\nfour\n", "write", id)
	old := strings.Fields(s.run("", "log", id, "--level", "key", "-n", "1"))[0]
	s.run("ONE\nTWO\nthree and a half\nFOUR\n", "write", id)
	s.run("", "restore", id, old, "--range", "2:3")
	if got, want := s.run("", "cat", id), "ONE\ntwo\nthree\nFOUR\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
