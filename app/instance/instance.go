// Package instance lets a second start of the program hand its command line
// to the first: over a Unix socket that only its owner can open, in the data
// folder, so that there is one instance for each folder.
//
// The second process sends its arguments and its standard input, and prints
// what comes back; the command itself runs in the first. When the second goes
// away, the command's context ends.
package instance

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// ErrNone is returned by Call when no instance answers.
var ErrNone = errors.New("no instance is running")

// A Request is a command line that came from another process.
type Request struct {
	Args   []string // at least one
	Dir    string   // the other process's working folder
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	Colours bool // its output is shown to a person who wants colours
}

// The kinds of frames: one byte, the length of what follows as four bytes,
// and that.
const (
	frameRequest byte = iota + 1 // JSON of a header
	frameStdin                   // a piece; an empty one is the end
	frameStdout
	frameStderr
	frameExit // one byte
)

// maxFrame bounds a frame; longer input is sent in pieces.
const maxFrame = 1 << 20

type header struct {
	Args []string `json:"args"`
	Dir  string   `json:"dir"`

	Colours bool `json:"colours,omitempty"`
}

// A Listener is the socket of a data folder.
type Listener struct {
	net.Listener
}

// Listen opens the socket. The caller holds the folder's lock, so a socket
// that is there already was left behind and is replaced.
func Listen(dir string) (*Listener, error) {
	name, err := socket(dir)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", name)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(name, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return &Listener{l}, nil
}

// Serve answers until ctx is done; handle returns the exit status. It closes
// the listener, and returns when every call has ended.
func (l *Listener) Serve(ctx context.Context, handle func(context.Context, Request) int) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		<-ctx.Done()
		return l.Close()
	})
	g.Go(func() error {
		for {
			c, err := l.Accept()
			if ctx.Err() != nil {
				return nil
			}
			if err != nil {
				return err
			}
			g.Go(func() error {
				serve(ctx, c, handle)
				return nil
			})
		}
	})
	return g.Wait()
}

// serve runs one command for the process at the other end of c.
func serve(ctx context.Context, c net.Conn, handle func(context.Context, Request) int) {
	defer c.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c.SetReadDeadline(time.Now().Add(10 * time.Second))
	kind, body, err := readFrame(c)
	var h header
	if err != nil || kind != frameRequest || json.Unmarshal(body, &h) != nil || len(h.Args) == 0 {
		return
	}
	c.SetReadDeadline(time.Time{})

	stdin, feed := io.Pipe()
	var reading sync.WaitGroup
	reading.Go(func() {
		defer cancel() // the other process is gone
		for {
			kind, body, err := readFrame(c)
			switch {
			case err != nil || kind != frameStdin:
				feed.CloseWithError(io.ErrUnexpectedEOF)
				return
			case len(body) == 0:
				feed.Close()
			default:
				feed.Write(body) // fails when the command does not read on
			}
		}
	})
	out := &frames{w: c}
	code := handle(ctx, Request{
		Args:   h.Args,
		Dir:    h.Dir,
		Stdin:  stdin,
		Stdout: stream{out, frameStdout},
		Stderr: stream{out, frameStderr},

		Colours: h.Colours,
	})
	stdin.Close()
	out.write(frameExit, []byte{byte(code)})
	c.Close()
	reading.Wait()
}

// Colours tells whether what is written to w is shown on a terminal to a
// person who wants colours: NO_COLOR is not set (no-color.org).
func Colours(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	fi, err := f.Stat()
	return err == nil && fi.Mode()&os.ModeCharDevice != 0
}

// Call runs a command line in the instance of the data folder dir, and
// returns its exit status. stdin is read only when the instance is there.
func Call(ctx context.Context, dir string, args []string, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	name, err := socket(dir)
	if err != nil {
		return 0, err
	}
	c, err := (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "unix", name)
	if err != nil {
		return 0, ErrNone
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	cwd, err := os.Getwd()
	if err != nil {
		return 0, err
	}
	h, err := json.Marshal(header{Args: args, Dir: cwd, Colours: Colours(stdout)})
	if err != nil {
		return 0, err
	}
	out := &frames{w: c}
	if err := out.write(frameRequest, h); err != nil {
		return 0, ErrNone
	}
	// The copy ends when stdin does or the connection is closed; a read of a
	// terminal cannot be broken off, so nobody waits for it.
	go func() {
		io.Copy(stream{out, frameStdin}, stdin)
		out.write(frameStdin, nil)
	}()
	for {
		kind, body, err := readFrame(c)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if err != nil {
			return 0, fmt.Errorf("the running program went away: %w", err)
		}
		switch kind {
		case frameStdout:
			stdout.Write(body)
		case frameStderr:
			stderr.Write(body)
		case frameExit:
			if len(body) == 1 {
				return int(body[0]), nil
			}
		}
	}
}

// frames writes whole frames, from several goroutines.
type frames struct {
	mu sync.Mutex
	w  io.Writer
}

func (f *frames) write(kind byte, b []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	head := binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(b)))
	_, err := f.w.Write(append(head, b...))
	return err
}

// A stream is an io.Writer of frames of one kind.
type stream struct {
	out  *frames
	kind byte
}

func (s stream) Write(b []byte) (int, error) {
	for n := 0; n < len(b); n += maxFrame {
		if err := s.out.write(s.kind, b[n:min(n+maxFrame, len(b))]); err != nil {
			return n, err
		}
	}
	return len(b), nil
}

func readFrame(r io.Reader) (kind byte, body []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, fmt.Errorf("frame of %d bytes", n)
	}
	body = make([]byte, n)
	_, err = io.ReadFull(r, body)
	return head[0], body, err
}

// maxSocket is the longest name of a Unix socket: 104 bytes on macOS.
const maxSocket = 100

// socket is the name of a data folder's socket: in the folder, or, when that
// name is too long for a socket, in a folder of this user's own.
func socket(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "socket")
	if len(name) <= maxSocket {
		return name, nil
	}
	base := os.Getenv("XDG_RUNTIME_DIR")
	if base == "" {
		base = filepath.Join(os.TempDir(), fmt.Sprintf("chirograph-%d", os.Getuid()))
		if err := os.Mkdir(base, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
			return "", err
		}
		if err := ours(base); err != nil {
			return "", err
		}
	}
	h := sha256.Sum256([]byte(dir))
	return filepath.Join(base, fmt.Sprintf("chirograph-%x", h[:8])), nil
}
