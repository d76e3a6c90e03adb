// Package app puts the program together: it reads the command line, hands it
// to the program that is already running or opens the data folder itself, and
// owns everything that runs, until it ends.
package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"chirograph/app/advice"
	"chirograph/app/bench"
	"chirograph/app/cli"
	"chirograph/app/instance"
	"chirograph/app/workspace"
)

// version is set by the linker.
var version = "dev"

// Main runs the program with the process's arguments and returns its exit
// status.
func Main() int {
	// A library's hint about buffer sizes, for administrators of busy servers.
	os.Setenv("QUIC_GO_DISABLE_RECEIVE_BUFFER_WARNING", "true")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:])
	var other exit
	switch {
	case err == nil:
		return advice.OK
	case errors.As(err, &other):
		return int(other)
	}
	return complain(os.Stderr, err)
}

// complain prints what went wrong and what to do, and returns the exit status.
func complain(w io.Writer, err error) int {
	if errors.Is(err, cli.Damage{}) {
		return advice.Damaged
	}
	a := advice.For(err)
	if a.What == "" { // the output has said it
		return a.Code
	}
	fmt.Fprintln(w, "chirograph: "+a.What)
	if a.Todo != "" {
		fmt.Fprintln(w, "hint: "+a.Todo)
	}
	if detail := err.Error(); detail != a.What {
		fmt.Fprintln(w, "("+detail+")")
	}
	return a.Code
}

// An exit is the status of a command that another process has run and
// reported on already.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// own are the commands that this package runs: they need no workspace, or
// are themselves what others hand their arguments to.
var own = []cli.Command{
	{Name: "keep", Args: "--all", Summary: "hold and synchronise every document here, without a window"},
	{Name: "restore-backup", Args: "[--replace] FILE", Summary: "put a backup back; with --replace in the place of what is here, which is kept"},
	{Name: "bench", Args: "trace|live …", Summary: "measure the engine, or the whole path between several programs"},
	{Name: "version", Summary: "print the version"},
	{Name: "help", Summary: "print this"},
}

// run carries out the command line.
func run(ctx context.Context, args []string) error {
	c, err := environment()
	if err != nil {
		return advice.UsageError{Text: err.Error()}
	}
	args, err = globals(args, &c)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return open(ctx, c, nil)
	}
	switch name := args[0]; {
	case name == "help" || name == "--help" || name == "-h":
		fmt.Print(cli.Help(own))
		return nil
	case name == "version" || name == "--version":
		return printVersion(slices.Contains(args, "--json"))
	case name == "bench":
		return bench.Run(ctx, args[1:], version, os.Stdin, os.Stdout, os.Stderr)
	case name == "keep":
		return keep(ctx, c, args[1:])
	case name == "restore-backup":
		return restoreBackup(c, args[1:])
	case name == "doctor":
		return doctor(ctx, c, args)
	case cli.Has(name):
		return command(ctx, c, args)
	case name[0] == '-':
		return advice.UsageError{Text: "unknown option " + name}
	}
	return open(ctx, c, args)
}

// globals reads the options that may stand before the command, or after it,
// and takes them out.
func globals(args []string, c *config) ([]string, error) {
	var rest []string
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "--":
			return append(rest, args[i:]...), nil
		case a == "--offline" || a == "-offline":
			c.offline = true
		case a == "--data" || a == "-data":
			i++
			if i == len(args) {
				return nil, advice.UsageError{Text: "--data needs a folder"}
			}
			c.data = args[i]
		case len(a) > 7 && a[:7] == "--data=":
			c.data = a[7:]
		default:
			rest = append(rest, a)
		}
	}
	return rest, nil
}

// command runs one command: in the program that has the data folder open, or
// else in this process.
func command(ctx context.Context, c config, args []string) error {
	var stdin io.Reader = os.Stdin
	if args[0] == "backup" && slices.ContainsFunc(args, func(a string) bool { return strings.TrimLeft(a, "-") == "passphrase" && a[0] == '-' }) {
		secret, err := passphrase(true) // here: the program that runs the command may have no terminal
		if err != nil {
			return err
		}
		stdin = strings.NewReader(secret + "\n")
	}
	code, err := instance.Call(ctx, c.data, args, stdin, os.Stdout, os.Stderr)
	if err == nil {
		if code == advice.OK {
			return nil
		}
		return exit(code)
	}
	if !errors.Is(err, instance.ErrNone) {
		return err
	}
	wd, err := os.Getwd()
	if err != nil {
		return err
	}
	return with(ctx, c, nil, func(ctx context.Context, w *workspace.Workspace) error {
		call := cli.Call{Workspace: w, Dir: wd, Stdin: stdin, Stdout: os.Stdout, Stderr: os.Stderr, Colours: instance.Colours(os.Stdout), Compacted: c.compacted}
		return call.Run(ctx, args)
	})
}

// keep holds every document and serves other processes, without a window,
// until ctx is done.
func keep(ctx context.Context, c config, args []string) error {
	fs := flag.NewFlagSet("keep", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	all := fs.Bool("all", false, "")
	if rest, err := cli.Parse(fs, args); err != nil || !*all || len(rest) > 0 {
		return advice.UsageError{Text: "usage: chirograph keep --all"}
	}
	return with(ctx, c, nil, func(ctx context.Context, w *workspace.Workspace) error {
		fmt.Fprintf(os.Stderr, "Keeping %d documents. Interrupt to stop.\n", len(w.Documents()))
		<-ctx.Done()
		return nil
	})
}

// with opens the data folder, calls f while the workspace runs and answers
// other processes, and closes everything, from the outside in.
func with(ctx context.Context, c config, raise func([]string), f func(context.Context, *workspace.Workspace) error) error {
	w, err := openWorkspace(c)
	if err != nil {
		return err
	}
	for _, news := range w.News() {
		fmt.Fprintln(os.Stderr, "chirograph: "+news)
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	ended := make(chan error, 2)
	go func() { ended <- w.Run(running) }()
	l, err := instance.Listen(c.data)
	if err != nil {
		slog.Warn("other processes cannot be answered", "err", err)
		ended <- nil
	} else {
		go func() {
			ended <- l.Serve(running, func(ctx context.Context, r instance.Request) int { return answer(ctx, w, raise, r) })
		}()
	}
	err = f(ctx, w)
	stop()
	return errors.Join(err, <-ended, <-ended, w.Close())
}

// openWord is what a second start hands over that was to open the window.
const openWord = "open"

// answer runs a command line that another process handed over. What is to be
// opened in the window goes to raise, which is nil where there is none.
func answer(ctx context.Context, w *workspace.Workspace, raise func([]string), r instance.Request) int {
	if r.Args[0] == openWord {
		if raise == nil {
			fmt.Fprintln(r.Stderr, "chirograph: the program that is running has no window.")
			return advice.Busy
		}
		raise(r.Args[1:])
		return advice.OK
	}
	call := cli.Call{Workspace: w, Dir: r.Dir, Stdin: r.Stdin, Stdout: r.Stdout, Stderr: r.Stderr, Colours: r.Colours}
	if err := call.Run(ctx, r.Args); err != nil {
		return complain(r.Stderr, err)
	}
	return advice.OK
}

// patience is how long to wait for another program to let go of the data
// folder: it may be ending at this moment.
const patience = 2 * time.Second

// openWorkspace opens the data folder.
func openWorkspace(c config) (*workspace.Workspace, error) {
	return workspace.Open(workspace.Config{
		Dir:      c.data,
		Install:  os.Getenv("CHIROGRAPH_INSTALL"),
		Offline:  c.offline,
		Loopback: c.loopback,
		NoMDNS:   !c.mdns,
		Port:     c.port,
		Wait:     patience,
		Log:      c.logger(),
	})
}

func printVersion(asJSON bool) error {
	if asJSON {
		fmt.Printf("{\"version\":%q,\"go\":%q,\"os\":%q,\"arch\":%q}\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return nil
	}
	fmt.Printf("chirograph %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
