package window

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"gioui.org/app"
	"gioui.org/io/system"
	"gioui.org/x/explorer"
	"golang.org/x/sync/errgroup"

	"chirograph/sync/identity"
)

// A desk is what the windows of the program have in common: which there are,
// and what each of them shows. A document is in one window at a time, since it
// has one selection and one undo.
type desk struct {
	ctx   context.Context
	log   *slog.Logger
	lib   library
	group *errgroup.Group
	empty chan struct{} // closed when the last window is

	mu      sync.Mutex // guards what follows
	windows []*pane    // the one used last at the end
	system  wishes     // of the desktop
	failed  error      // why a window has ended by itself
}

// neighbours is what a window needs of the others.
type neighbours interface {
	used()                                   // this window has got the keyboard
	shows(id identity.DocumentID, open bool) // what is on its page now, or nothing
	elsewhere(id identity.DocumentID) bool   // brings the other window that shows it to the front
	another(prepare func(*ui))               // opens one more
	alone() bool                             // there is no other
	tell(func(*ui))                          // does something in each, this one too
	quit()                                   // closes them all
}

// solo are the neighbours of a window that has none.
type solo struct{ u *ui }

func (solo) used()                              {}
func (solo) shows(identity.DocumentID, bool)    {}
func (solo) elsewhere(identity.DocumentID) bool { return false }
func (solo) another(func(*ui))                  {}
func (solo) alone() bool                        { return true }
func (s solo) tell(f func(*ui))                 { f(s.u) }
func (s solo) quit()                            { s.u.quit = true }

// A pane is one window, and its neighbours to the ui in it. That belongs to the
// window's goroutine, the rest to the desk's lock.
type pane struct {
	desk *desk
	win  *app.Window
	ui   *ui
	doc  identity.DocumentID // what it shows
	open bool                // a document
}

// open opens a window. prepare is called before its first frame.
func (d *desk) open(prepare func(*ui)) {
	win := new(app.Window)
	post := &mailbox{wake: win.Invalidate}
	chooser := explorer.NewExplorer(win)
	u := newUI(d.lib, newShaper(true), post, func(work func(ctx context.Context) func()) {
		d.group.Go(func() error {
			if done := work(d.ctx); done != nil {
				post.add(done)
			}
			return nil
		})
	})
	p := &pane{desk: d, win: win, ui: u}
	u.choose = chooser.ChooseFile
	u.others = p
	d.mu.Lock()
	d.windows = append(d.windows, p)
	u.system = d.system
	d.mu.Unlock()
	win.Option(u.opening()...)
	prepare(u)
	d.group.Go(func() error {
		err := loop(win, u, chooser, d.log)
		u.close()
		d.gone(p, err)
		return nil
	})
}

// closeAll ends the windows: with their next frame, or, if the system asks for
// none because nobody can see them, by closing them from outside. It returns
// when they are closed.
func (d *desk) closeAll() {
	d.tell(func(u *ui) { u.quit = true })
	select {
	case <-d.empty:
		return
	case <-time.After(time.Second):
	}
	d.mu.Lock()
	left := slices.Clone(d.windows)
	d.mu.Unlock()
	for _, p := range left {
		p.win.Perform(system.ActionClose)
	}
	<-d.empty
}

// gone notes that a window has been closed.
func (d *desk) gone(p *pane, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.windows = slices.DeleteFunc(d.windows, func(q *pane) bool { return q == p })
	if err != nil {
		d.failed = err
	}
	if len(d.windows) == 0 {
		close(d.empty)
	}
}

// used notes that a window has been used last.
func (p *pane) used() {
	d := p.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.Index(d.windows, p); i >= 0 {
		d.windows = append(slices.Delete(d.windows, i, i+1), p)
	}
}

// shows notes what a window shows.
func (p *pane) shows(id identity.DocumentID, open bool) {
	p.desk.mu.Lock()
	defer p.desk.mu.Unlock()
	p.doc, p.open = id, open
}

// elsewhere brings the window to the front that shows a document, if another
// one than p does.
func (p *pane) elsewhere(id identity.DocumentID) bool {
	d := p.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, q := range d.windows {
		if q != p && q.open && q.doc == id {
			q.front()
			return true
		}
	}
	return false
}

// front asks the window, on its own goroutine, to come to the front.
func (p *pane) front() {
	p.ui.post.add(func() {
		if p.ui.page != nil {
			p.ui.page.focus = true
		}
		p.win.Perform(system.ActionRaise)
	})
}

// another opens one more window.
func (p *pane) another(prepare func(*ui)) { p.desk.open(prepare) }

// alone reports whether this is the only window.
func (p *pane) alone() bool {
	p.desk.mu.Lock()
	defer p.desk.mu.Unlock()
	return len(p.desk.windows) == 1
}

// tell does something in every window.
func (p *pane) tell(f func(*ui)) { p.desk.tell(f) }

// quit closes all windows.
func (p *pane) quit() {
	p.desk.group.Go(func() error {
		p.desk.closeAll()
		return nil
	})
}

// tell does something in every window.
func (d *desk) tell(f func(*ui)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.windows {
		p.ui.post.add(func() { f(p.ui) })
	}
}

// raise hands what a second start was asked to open to the window used last.
func (d *desk) raise(args []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.windows) == 0 {
		return
	}
	p := d.windows[len(d.windows)-1]
	p.ui.post.add(func() { p.ui.args(args) })
	p.front()
}
