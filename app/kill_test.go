package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// typistFolder tells a process of this test binary to be a typist.
const typistFolder = "CHIROGRAPH_TEST_TYPIST"

// typist types numbers into the only document of a data folder, one every two
// milliseconds, and says on standard output which, until it is killed.
func typist(dir string) {
	fail := func(err error) {
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	w, err := workspace.Open(workspace.Config{Dir: dir, Install: dir + "-install", Loopback: true, NoMDNS: true})
	fail(err)
	go w.Run(context.Background())
	d, err := w.Document(w.Documents()[0].ID)
	fail(err)
	next := 0
	if words := strings.Fields(d.Text()); len(words) > 0 {
		next, err = strconv.Atoi(words[len(words)-1])
		fail(err)
	}
	for {
		next++
		d.Edit(func(b *buffer.Buffer) {
			end := b.Text().Len()
			b.Do(buffer.Replace{From: end, To: end, Text: fmt.Sprintln(next)}, time.Now().UnixMilli())
		})
		fmt.Println(next, time.Now().UnixMilli())
		time.Sleep(2 * time.Millisecond)
	}
}

// opened runs a workspace until the test ends, or stop is called.
func opened(t *testing.T, dir string) (w *workspace.Workspace, stop func()) {
	t.Helper()
	w, err := workspace.Open(workspace.Config{Dir: dir, Install: dir + "-install", Loopback: true, NoMDNS: true, Wait: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	ended := false
	stop = func() {
		if ended {
			return
		}
		ended = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		w.Close()
	}
	t.Cleanup(stop)
	return w, stop
}

// TestKillNine kills a program that is typing, again and again, while another
// program has the same document. Nothing older than 300 ms may be lost, and no
// operation's number may be given out twice: the other program would see two
// batches with one number, and never agree with the first again.
func TestKillNine(t *testing.T) {
	rounds := 50
	if n, err := strconv.Atoi(os.Getenv("CHIROGRAPH_KILLS")); err == nil {
		rounds = n
	}
	dir := filepath.Join(t.TempDir(), "typist")
	w, stop := opened(t, dir)
	d, err := w.New("numbers", "")
	if err != nil {
		t.Fatal(err)
	}
	l, err := d.Link(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	observer, _ := opened(t, filepath.Join(t.TempDir(), "observer"))
	seen := joined(t, observer, l)
	stop()

	random := rand.New(rand.NewPCG(1, 2))
	typed := 0
	for round := range rounds {
		last, at, killed := typeAndKill(t, dir, time.Duration(250+random.IntN(250))*time.Millisecond)
		typed += len(at)
		w, stop := opened(t, dir)
		text := document(t, w).Text()
		words := strings.Fields(text)
		for i, word := range words {
			if word != strconv.Itoa(i+1) {
				t.Fatalf("round %d: word %d is %q", round, i, word)
			}
		}
		for n, when := range at {
			if killed-when > 300 && n > len(words) {
				t.Fatalf("round %d: %d, typed %d ms before the end, is lost (%d of %d are there)", round, n, killed-when, len(words), last)
			}
		}
		if round == rounds-1 {
			agree2(t, document(t, w), seen)
		}
		stop()
	}
	if typed < rounds*20 {
		t.Errorf("only %d numbers were typed in %d rounds", typed, rounds)
	}
}

func document(t *testing.T, w *workspace.Workspace) *workspace.Document {
	t.Helper()
	d, err := w.Document(w.Documents()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// joined joins a document and waits until it is there.
func joined(t *testing.T, w *workspace.Workspace, l link.Link) *workspace.Document {
	t.Helper()
	if err := w.SetMe(identity.Profile{Name: "Observer"}); err != nil {
		t.Fatal(err)
	}
	d, err := w.Join(l)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), scriptPatience)
	defer cancel()
	if err := d.Await(ctx); err != nil {
		t.Fatal(err)
	}
	return d
}

// agree2 waits until two documents read the same.
func agree2(t *testing.T, a, b *workspace.Document) {
	t.Helper()
	for deadline := time.Now().Add(scriptPatience); a.Text() != b.Text(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("texts of %d and %d bytes do not become equal", len(a.Text()), len(b.Text()))
		}
	}
}

// typeAndKill runs a typist for a while and kills it. It returns the last
// number that was typed, when each was, and when the typist was killed, in
// Unix milliseconds.
func typeAndKill(t *testing.T, dir string, after time.Duration) (last int, at map[int]int64, killed int64) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), typistFolder+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	end := make(chan int64, 1)
	at = map[int]int64{}
	for lines.Scan() {
		var n int
		var when int64
		if _, err := fmt.Sscan(lines.Text(), &n, &when); err != nil {
			cmd.Process.Kill()
			cmd.Wait()
			t.Fatalf("the typist says %q", lines.Text())
		}
		if len(at) == 0 {
			time.AfterFunc(after, func() {
				end <- time.Now().UnixMilli()
				cmd.Process.Kill()
			})
		}
		last, at[n] = n, when
	}
	io.Copy(io.Discard, out)
	cmd.Wait()
	return last, at, <-end
}
