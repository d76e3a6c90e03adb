// Package window is the program's windows: the first run, the library, the page
// of a document, and the sheets and dialogs over it. What a document looks
// like inside is drawn by editor/view; what it is, and everything about
// people and networks, is app/workspace's. The window reads those two and
// changes them only through their methods.
//
// Each window has a goroutine, to which all of its state belongs. Work that can
// wait for a disk or a peer is done in goroutines of its own, which post what
// is left to do back to the window and wake it. They end with Run.
package window

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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

// Run shows windows until the last of them is closed or ctx is done. The first
// opens what is named in open, links or files; what comes later over raise is
// for the one that was used last, which also comes to the front. How long
// frames take goes to log, at the level Debug.
func Run(ctx context.Context, w *workspace.Workspace, open []string, raise <-chan []string, log *slog.Logger) error {
	asked := ctx
	ctx, stop := context.WithCancel(ctx)
	g, ctx := errgroup.WithContext(ctx)
	d := &desk{ctx: ctx, log: log, lib: real{w}, group: g, empty: make(chan struct{})}
	d.open(func(u *ui) { u.args(open) })

	changes, unwatch := w.Watch()
	defer unwatch()
	g.Go(func() error {
		for {
			select {
			case <-d.empty:
				return nil
			case <-asked.Done():
				d.closeAll()
				return nil
			case <-changes:
				d.tell(func(u *ui) { u.changed(false) })
			case args := <-raise:
				d.raise(args)
			}
		}
	})
	g.Go(func() error {
		followSystem(ctx, func(w wishes) {
			d.mu.Lock()
			d.system = w
			d.mu.Unlock()
			d.tell(func(u *ui) { u.system = w })
		})
		return nil
	})

	<-d.empty
	stop()
	return errors.Join(d.failed, g.Wait())
}

// loop draws frames until the window is closed.
func loop(win *app.Window, u *ui, files *explorer.Explorer, log *slog.Logger) error {
	var ops op.Ops
	closing := false
	for {
		e := win.Event()
		files.ListenEvents(e)
		switch e := e.(type) {
		case app.DestroyEvent:
			return e.Err
		case *app.ClosingEvent:
			// What was typed is in the documents: there is nothing to wait for.
			closing = true
		case app.ViewEvent:
			u.wheel = wheelOf(e)
			if closing && !e.Valid() {
				// The window is gone. It would be opened once more by the next
				// call of Event (Gio 0.10.3), before that says so.
				return nil
			}
		case app.ConfigEvent:
			if e.Config.Focused {
				u.others.used()
			}
			u.configured(e.Config.Mode)
		case app.FrameEvent:
			begun := time.Now()
			gtx := app.NewContext(&ops, e)
			gtx.Metric.PxPerSp *= u.zoom()
			gtx.Metric.PxPerDp *= u.zoom()
			u.post.run()
			u.layout(gtx)
			if at := u.placed(e.Now, e.Size, e.Metric.PxPerDp); !at.IsZero() {
				invalidateAt(gtx, at)
			}
			if mode, ok := u.wished(); ok {
				win.Option(mode)
			}
			if u.title != u.shown {
				u.shown = u.title
				win.Option(app.Title(u.title))
			}
			laidOut := time.Now()
			e.Frame(gtx.Ops)
			log.Debug("frame", "layout", laidOut.Sub(begun), "draw", time.Since(laidOut))
			if u.quit && !closing {
				u.quit = false
				win.Perform(system.ActionClose)
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

// The least size of a window, and the least widths for its layouts.
const (
	minWidth, minHeight = 420, 360      // device-independent pixels
	wideWindow          = unit.Dp(1100) // the library stays open beside the page
	narrowWindow        = unit.Dp(700)  // below, the bars show less
)
