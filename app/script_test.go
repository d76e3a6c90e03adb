package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"chirograph/app/instance"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(typistFolder); dir != "" {
		typist(dir)
	}
	testscript.Main(m, map[string]func(){"chirograph": func() { os.Exit(Main()) }})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			trace, err := filepath.Abs("bench/testdata/two-halves.json")
			if err != nil {
				return err
			}
			e.Setenv("TRACE", trace)
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("CHIROGRAPH_LISTEN", "loopback")
			e.Setenv("CHIROGRAPH_MDNS", "off")
			e.Setenv("CHIROGRAPH_DHT", "off")
			e.Setenv("CHIROGRAPH_INSTALL", filepath.Join(e.WorkDir, "installs"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"field":   field,
			"serving": serving,
			"agree":   agree,
			"corrupt": corrupt,
			"exits":   exits,
			"flip":    flip,
			"spoil":   spoil,
			"same":    same,
		},
	})
}

// field VAR NAME sets an environment variable to a field of the JSON object
// that the last command printed.
func field(ts *testscript.TestScript, _ bool, args []string) {
	var v map[string]any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &v))
	s, ok := v[args[1]].(string)
	if !ok {
		ts.Fatalf("no field %q in %v", args[1], v)
	}
	ts.Setenv(args[0], s)
}

// patience is for machines that do several things at once; nothing here is
// meant to take a tenth of it.
const scriptPatience = 30 * time.Second

// serving DIR... waits until a program answers in each data folder.
func serving(ts *testscript.TestScript, _ bool, args []string) {
	for _, dir := range args {
		deadline := time.Now().Add(scriptPatience)
		for {
			_, err := instance.Call(context.Background(), ts.MkAbs(dir), []string{"list"}, strings.NewReader(""), io.Discard, io.Discard)
			if err == nil {
				break
			}
			if time.Now().After(deadline) {
				ts.Fatalf("%s: %v", dir, err)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// agree DOC FILE DIR... waits until the document reads as in the file in every
// data folder, by the program that serves it.
func agree(ts *testscript.TestScript, _ bool, args []string) {
	want := ts.ReadFile(args[1])
	for _, dir := range args[2:] {
		deadline := time.Now().Add(scriptPatience)
		for {
			var out strings.Builder
			code, err := instance.Call(context.Background(), ts.MkAbs(dir), []string{"cat", args[0]}, strings.NewReader(""), &out, io.Discard)
			if err == nil && code == 0 && out.String() == want {
				break
			}
			if time.Now().After(deadline) {
				ts.Fatalf("%s reads %q (%d, %v), want %q", dir, out.String(), code, err, want)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// exits CODE COMMAND... runs a command that must end with that exit status.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		code = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if args[0] != strconv.Itoa(code) {
		ts.Fatalf("exit status %d, want %s", code, args[0])
	}
}

// flip FILE DOC changes one bit in each copy of the first record of a document
// in a store's file: that begins with a header that names it.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	b, err := os.ReadFile(name)
	ts.Check(err)
	id, err := hex.DecodeString(args[1])
	ts.Check(err)
	n := 0
	header := append([]byte{0x01, 0x58, 0x20}, id...) // version 1, and the document as 32 bytes (CBOR)
	for at := bytes.Index(b, header); at >= 0; n++ {
		b[at+len(header)+60] ^= 1
		next := bytes.Index(b[at+1:], header)
		if next < 0 {
			n++
			break
		}
		at += 1 + next
	}
	if n == 0 {
		ts.Fatalf("no record of %s", args[1])
	}
	ts.Check(os.WriteFile(name, b, 0o600))
}

// same DOC DIR... waits until the document reads the same in every data folder,
// by the program that serves it, and is longer than at the beginning.
func same(ts *testscript.TestScript, _ bool, args []string) {
	for deadline := time.Now().Add(scriptPatience); ; time.Sleep(20 * time.Millisecond) {
		texts := map[string]bool{}
		for _, dir := range args[1:] {
			var out strings.Builder
			instance.Call(context.Background(), ts.MkAbs(dir), []string{"cat", args[0]}, strings.NewReader(""), &out, io.Discard)
			texts[out.String()] = true
		}
		for text := range texts {
			if len(texts) == 1 && strings.Contains(text, "from a") && strings.Contains(text, "from b") {
				return
			}
		}
		if time.Now().After(deadline) {
			ts.Fatalf("the texts stay different: %v", texts)
		}
	}
}

// corrupt FILE cuts a file to a third.
func corrupt(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.Truncate(ts.MkAbs(args[0]), 5000))
}

// spoil FILE TEXT flips the lowest bit of the first byte of the first place of
// TEXT in a file.
func spoil(ts *testscript.TestScript, _ bool, args []string) {
	data := []byte(ts.ReadFile(args[0]))
	at := bytes.Index(data, []byte(args[1]))
	if at < 0 {
		ts.Fatalf("no %q in %s", args[1], args[0])
	}
	data[at] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}
