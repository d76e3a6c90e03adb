// Package window is the program's window: the first run, the library, the page
// of a document, and the sheets and dialogs over it. What a document looks
// like inside is drawn by editor/view; what it is, and everything about
// people and networks, is app/workspace's. The window reads those two and
// changes them only through their methods.
//
// All of the window's state belongs to the goroutine that runs [Run]. Work
// that can wait for a disk or a peer is done in goroutines of its own, which
// post what is left to do back to the window and wake it. They end with Run.
package window

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"gioui.org/app"
	"gioui.org/io/system"
	"gioui.org/op"
	"gioui.org/unit"
	"gioui.org/x/explorer"
	"golang.org/x/sync/errgroup"

	"chirograph/app/workspace"
)

// Main calls run, which may call [Run], from the main goroutine. On macOS, where
// the system wants that for itself, it does not return but ends the process.
func Main(run func() error) error {
	if runtime.GOOS != "darwin" {
		return run()
	}
	go func() {
		if err := run(); err != nil {
			fmt.Fprintln(os.Stderr, "chirograph:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}()
	app.Main()
	return nil
}

// Run shows the window until it is closed or ctx is done. It first opens what
// is named in open, links or files, and later what comes over raise, which
// also brings the window to the front.
func Run(ctx context.Context, w *workspace.Workspace, open []string, raise <-chan []string) error {
	win := new(app.Window)
	win.Option(app.Title("Chirograph"), app.Size(1180, 780), app.MinSize(420, 360))
	asked := ctx
	ctx, stop := context.WithCancel(ctx)
	g, ctx := errgroup.WithContext(ctx)
	ended := make(chan struct{}) // closed when the window is gone
	post := &mailbox{wake: win.Invalidate}
	chooser := explorer.NewExplorer(win)
	u := newUI(real{w}, newShaper(true), post, func(work func(ctx context.Context) func()) {
		g.Go(func() error {
			if done := work(ctx); done != nil {
				post.add(done)
			}
			return nil
		})
	})
	u.choose = chooser.ChooseFile
	u.args(open)

	changes, unwatch := w.Watch()
	defer unwatch()
	g.Go(func() error {
		for {
			select {
			case <-ended:
				return nil
			case <-asked.Done():
				closeWindow(win, u, ended)
				return nil
			case <-changes:
				post.add(func() { u.changed(false) })
			case args := <-raise:
				post.add(func() {
					u.args(args)
					win.Perform(system.ActionRaise)
				})
			}
		}
	})
	g.Go(func() error {
		followSystem(ctx, func(dark bool) { post.add(func() { u.systemDark = dark }) })
		return nil
	})

	err := loop(win, u, chooser)
	close(ended)
	stop()
	u.close()
	if e := g.Wait(); err == nil {
		err = e
	}
	return err
}

// closeWindow ends the loop from outside: with its next frame, or, if the
// system asks for none because nobody can see the window, by closing it.
func closeWindow(win *app.Window, u *ui, ended <-chan struct{}) {
	u.post.add(func() { u.quit = true })
	select {
	case <-ended:
	case <-time.After(time.Second):
		win.Perform(system.ActionClose)
	}
}

// loop draws frames until the window is closed.
func loop(win *app.Window, u *ui, files *explorer.Explorer) error {
	var ops op.Ops
	for {
		e := win.Event()
		files.ListenEvents(e)
		switch e := e.(type) {
		case app.DestroyEvent:
			return e.Err
		case *app.ClosingEvent:
			// On X11 the window would be opened once more by the next
			// call of Event (Gio 0.10.3): what was typed is in the
			// documents, there is nothing left to do with it.
			return nil
		case app.FrameEvent:
			gtx := app.NewContext(&ops, e)
			gtx.Metric.PxPerSp *= u.zoom
			gtx.Metric.PxPerDp *= u.zoom
			u.post.run()
			u.layout(gtx)
			if u.title != u.shown {
				u.shown = u.title
				win.Option(app.Title(u.title))
			}
			e.Frame(gtx.Ops)
			if u.quit {
				return nil
			}
		}
	}
}

// A mailbox holds what other goroutines have left for the window's to do.
type mailbox struct {
	wake func()

	mu   sync.Mutex // guards todo
	todo []func()
}

func (m *mailbox) add(f func()) {
	m.mu.Lock()
	m.todo = append(m.todo, f)
	m.mu.Unlock()
	m.wake()
}

func (m *mailbox) run() {
	m.mu.Lock()
	todo := m.todo
	m.todo = nil
	m.mu.Unlock()
	for _, f := range todo {
		f()
	}
}

// minimum widths of the window for its three layouts.
const (
	wideWindow   = unit.Dp(1100) // the library stays open beside the page
	narrowWindow = unit.Dp(700)  // below, the bars show less
)
