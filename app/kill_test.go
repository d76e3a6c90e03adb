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
	"sync/atomic"
	"testing"
	"time"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// typistFolder tells a process of this test binary to be a typist.
const typistFolder = "CHIROGRAPH_TEST_TYPIST"

// typist types numbers into the only document of a data folder, one every two
// milliseconds, until it is killed. It says on standard output which it has
// typed when, and which are stored.
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
	if words := strings.Fields(d.Text()); len(words) > 0 && words[len(words)-1] != mark {
		next, err = strconv.Atoi(words[len(words)-1])
		fail(err)
	}
	var typed atomic.Int64
	go func() {
		for {
			n := typed.Load()
			fail(d.Flush(context.Background()))
			fmt.Println("saved", n)
			time.Sleep(time.Millisecond)
		}
	}()
	for {
		next++
		d.Edit(func(b *buffer.Buffer) {
			end := b.Text().Len()
			b.Do(buffer.Replace{From: end, To: end, Text: fmt.Sprintln(next)}, time.Now().UnixMilli())
		})
		typed.Store(int64(next))
		fmt.Println("typed", next, time.Now().UnixMilli())
		time.Sleep(2 * time.Millisecond)
	}
}

// mark is what the other program writes, again and again, at the beginning.
const mark = "x"

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
// program has the same document and writes in it, too. Nothing that was said
// to be stored may be lost, nor anything older than a second, and no operation's
// number may be given out twice: the other program would see two batches with
// one number, and never agree with the first again.
func TestKillNine(t *testing.T) {
	rounds := 20
	if n, err := strconv.Atoi(os.Getenv("CHIROGRAPH_KILLS")); err == nil {
		rounds = n
	}
	const series = 40 // rounds with one document, which gets longer all the time
	var k killing
	for k.rounds < rounds {
		k.series(t, min(series, rounds-k.rounds))
	}
	t.Logf("%d kills: %d numbers typed, %d of them said to be stored; %d times the other had some of a round before the kill; 0 lost, 0 numbers given out twice",
		k.rounds, k.typed, k.saved, k.synced)
	if k.typed < rounds*20 || k.saved < rounds*5 || k.synced < rounds/2 {
		t.Error("that is too little to prove anything")
	}
}

// A killing counts what was done.
type killing struct{ rounds, typed, saved, synced int }

func (k *killing) series(t *testing.T, rounds int) {
	dir := t.TempDir()
	own := filepath.Join(dir, "typist")
	w, stop := opened(t, own)
	d, err := w.New("numbers", mark+"\n")
	if err != nil {
		t.Fatal(err)
	}
	l, err := d.Link(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	observer, stopObserver := opened(t, filepath.Join(dir, "observer"))
	defer stopObserver()
	seen := joined(t, observer, l)
	stop()

	random := rand.New(rand.NewPCG(1, uint64(k.rounds)))
	for round := range rounds {
		before := count(t, seen.Text())
		seen.Edit(func(b *buffer.Buffer) {
			b.Do(buffer.Replace{Text: mark + "\n"}, time.Now().UnixMilli())
		})
		after := time.Duration(100+random.IntN(300)) * time.Millisecond
		if round%10 == 5 {
			after += 1500 * time.Millisecond
		}
		r := typeAndKill(t, own, after)
		k.rounds++
		k.typed += len(r.at)
		for n := range r.at {
			if n <= r.saved {
				k.saved++
			}
		}
		if count(t, seen.Text()) > before {
			k.synced++
		}
		w, stop := opened(t, own)
		d := document(t, w)
		there := count(t, d.Text())
		if r.last > 0 && there < r.saved {
			t.Fatalf("round %d: %d was stored and is lost: %d are there", round, r.saved, there)
		}
		for n, when := range r.at {
			if r.killed-when > 1000 && n > there {
				t.Fatalf("round %d: %d, typed %d ms before the end, is lost (%d of %d are there)", round, n, r.killed-when, there, r.last)
			}
		}
		if round%10 == 9 || round == rounds-1 {
			agree2(t, d, seen)
		}
		for _, p := range append(seen.People(), d.People()...) {
			if p.Receipt == phrases.English.State.TwoCopies {
				t.Fatalf("round %d: a number was given out twice", round)
			}
		}
		stop()
	}
}

// count checks that text is marks and then the numbers from 1 on, and returns
// how many these are.
func count(t *testing.T, text string) (n int) {
	t.Helper()
	for _, word := range strings.Fields(text) {
		if n == 0 && word == mark {
			continue
		}
		if n++; word != strconv.Itoa(n) {
			t.Fatalf("where %d should be there is %q", n, word)
		}
	}
	return n
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

// A round is what a typist said before it was killed.
type round struct {
	last, saved int           // numbers typed, and stored
	at          map[int]int64 // when each was typed: Unix milliseconds
	killed      int64         // when the typist was
}

// typeAndKill runs a typist for a while and kills it.
func typeAndKill(t *testing.T, dir string, after time.Duration) (r round) {
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
	r.at = map[int]int64{}
	for lines.Scan() {
		var n int
		var when int64
		if _, err := fmt.Sscanf(lines.Text(), "saved %d", &n); err == nil {
			r.saved = n
			continue
		}
		if _, err := fmt.Sscanf(lines.Text(), "typed %d %d", &n, &when); err != nil {
			cmd.Process.Kill()
			cmd.Wait()
			t.Fatalf("the typist says %q", lines.Text())
		}
		if len(r.at) == 0 {
			time.AfterFunc(after, func() {
				end <- time.Now().UnixMilli()
				cmd.Process.Kill()
			})
		}
		r.last, r.at[n] = n, when
	}
	io.Copy(io.Discard, out)
	cmd.Wait()
	r.killed = <-end
	return r
}
