package window

import (
	"context"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"time"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/semantic"
	"gioui.org/io/transfer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/text"

	"chirograph/app/advice"
	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/assets"
	"chirograph/sync/identity"
	"chirograph/sync/link"
)

// A ui is the state of the window.
type ui struct {
	lib    library
	shaper *text.Shaper
	post   *mailbox
	// work runs what may wait for a disk or a peer. What it returns is then
	// done on the window's goroutine.
	work   func(func(ctx context.Context) func())
	choose func(ext ...string) (io.ReadCloser, error) // asks for a file; nil where there is no way

	browse func(context.Context, string) error // opens an address on the web
	others neighbours

	docs      []workspace.Summary // the library, as it was last read
	docsAt    time.Time
	docsStale bool
	theme     *theme
	words     *phrases.Phrases // the language of the window
	prefs     preferences
	system    wishes // of the desktop
	keyboard  keyboard
	table     []command                     // in the language of the window
	filters   []event.Filter                // working memory
	inField   bool                          // a field had the keys in the last frame
	inText    bool                          // the text of now has them
	roomy     bool                          // there is room for the library beside the page
	seen      map[identity.DocumentID]sight // what this window has shown, when it did last
	title     string                        // of the window
	shown     string                        // the title the window has
	quit      bool
	now       time.Time

	welcome    welcome
	side       sidebar
	page       *page // nil at home
	home       home
	screen     screen // in place of the page; nil for none
	screenBar  screenBar
	fullScreen bool // asked for
	place      placement
	sheet      sheet // over the page; nil for none
	sheetRoll  roll
	palette    *palette // over everything; nil for none
	bars       bars
	menu       menu
	messages   messages
	waiting    []string // links and files to open once the person has a name
	pasting    int      // tag: what is pasted where nothing is written
	drawer     bool     // the library is open over the page
	fresh      bool     // a further window: it starts at home
	tips       tips
	wheel      float32 // by how much to multiply what comes from the wheel
}

func newUI(lib library, shaper *text.Shaper, post *mailbox, work func(func(context.Context) func())) *ui {
	u := &ui{lib: lib, shaper: shaper, post: post, work: work, title: "Chirograph", docsStale: true, wheel: 1}
	u.prefs = loadPreferences(lib.Setting)
	u.browse = browse
	u.others = solo{u}
	u.speak()
	u.welcome = newWelcome(lib.Me())
	u.side = newSidebar()
	return u
}

// args opens links, files and documents, by name.
func (u *ui) args(args []string) {
	if !u.lib.HasMe() {
		u.waiting = append(u.waiting, args...)
		return
	}
	for _, a := range args {
		if l, err := link.Parse(a); err == nil {
			u.sheet = newJoin(l.String())
			continue
		}
		if path, err := filepath.Abs(a); err == nil && isFile(path) {
			u.openFile(path)
			continue
		}
		if id, err := u.lib.Find(a); err == nil {
			u.open(id)
			continue
		}
		u.messages.add(phrases.With(u.words.Open.Missing, "name", a))
	}
}

func isFile(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// started goes on after the person has a name: to what was asked for, to where
// they left, or to an empty page.
func (u *ui) started(first bool) {
	switch {
	case len(u.waiting) > 0:
		args := u.waiting
		u.waiting = nil
		u.args(args)
	case first:
		text := assets.Welcome(u.words.Tag)
		u.work(func(context.Context) func() {
			_, err := u.fromText(text)
			return u.then(err, u.newDocument)
		})
	}
}

// complain tells the person what went wrong.
func (u *ui) complain(err error) { u.messages.add(advice.In(u.words, err).String()) }

// then returns f, or what tells the person of err.
func (u *ui) then(err error, f func()) func() {
	if err != nil {
		return func() { u.complain(err) }
	}
	return f
}

// newDocument opens an empty page, unless one is open that nobody has written on
// yet: the library is not to fill with those.
func (u *ui) newDocument() {
	if u.page != nil && u.page.blank() {
		u.screen, u.page.focus = nil, true
		return
	}
	u.work(func(context.Context) func() {
		d, err := u.lib.New("", "")
		return u.then(err, func() { u.show(d) })
	})
}

// open shows a document of the library.
func (u *ui) open(id identity.DocumentID) {
	if u.page != nil && u.page.doc.ID() == id {
		u.screen, u.page.focus = nil, true
		return
	}
	u.work(func(context.Context) func() {
		d, err := u.lib.Open(id)
		return u.then(err, func() { u.show(d) })
	})
}

// show makes d the document on the page.
func (u *ui) show(d document) {
	if u.others.elsewhere(d.ID()) {
		return
	}
	u.leavePage()
	u.bars.drop(sinceBar)
	u.page = newPage(u, d)
	u.since(u.page)
	u.changed(true)
	u.drawer = false
	u.screen = nil
	if u.sheet == nil {
		u.page.focus = true
	}
	id := d.ID()
	u.others.shows(id, true)
	u.set(func(p *preferences) { p.Last = hexID(id) })
	u.shelve(func() error { return u.lib.Opened(id) })
}

// leavePage takes the document off the page. One that nobody has ever written in,
// named, pinned or shared is deleted: it would only be in the way.
func (u *ui) leavePage() {
	if u.page == nil {
		return
	}
	s := u.page.close()
	s.when = u.now.UnixMilli()
	if u.seen == nil {
		u.seen = map[identity.DocumentID]sight{}
	}
	u.seen[u.page.doc.ID()] = s
	if !u.page.blank() {
		return
	}
	id, untitled := u.page.doc.ID(), u.words.General.Untitled
	u.shelve(func() error {
		for _, s := range u.lib.Documents() {
			if s.ID == id && s.Title == untitled && !s.Shared && !s.Pinned {
				return errors.Join(u.lib.Discard(id), u.lib.Destroy(id))
			}
		}
		return nil
	})
}

// closePage goes home.
func (u *ui) closePage() {
	if u.page != nil {
		u.leavePage()
		u.page = nil
		u.title = "Chirograph"
		u.others.shows(identity.DocumentID{}, false)
	}
}

// closeDocument closes the document, and with it a window that is not the only
// one.
func (u *ui) closeDocument() {
	if !u.others.alone() || u.page == nil {
		u.quit = true
		return
	}
	u.closePage()
}

func (u *ui) close() {
	if u.page != nil {
		u.page.close()
	}
}

// layout draws a frame.
func (u *ui) layout(gtx layout.Context) {
	u.now = gtx.Now
	u.theme = u.chosenTheme()
	l := look{theme: u.theme, shaper: u.shaper, words: u.words, prefs: &u.prefs, still: u.still(), wheel: u.wheel, tips: &u.tips, inField: &u.inField}
	window := image.Rectangle{Max: gtx.Constraints.Max}
	defer clip.Rect(window).Push(gtx.Ops).Pop()
	semantic.DescriptionOp("Chirograph").Add(gtx.Ops)
	fill(gtx, l.canvas, window)
	if !u.lib.HasMe() || u.welcome.again {
		u.welcome.layout(gtx, u, l)
		u.messages.layout(gtx, l, u.now)
		return
	}
	if !u.welcome.past {
		u.welcome.past = true
		u.tellNews()
		u.resume()
	}
	u.keys(gtx)
	u.inField = false
	u.pasted(gtx)
	u.layoutMain(gtx, l)
	if u.drawer && !u.beside(gtx) {
		u.layoutDrawer(gtx, l)
	}
	u.menu.layout(gtx, u, l)
	if u.sheet != nil {
		u.layoutSheet(gtx, l)
	}
	if u.palette != nil {
		u.palette.layout(gtx, u, l)
	}
	u.messages.foot = u.foot(gtx)
	u.messages.layout(gtx, l, u.now)
	u.tips.layout(gtx, u, l)
	if u.page != nil && u.screen == nil && u.page.focus && !u.page.waits { // what was done after the text was drawn shows in it
		gtx.Execute(op.InvalidateCmd{})
	}
}

// foot is how high the slider of the history at the foot of the page is: nothing
// is to lie over it.
func (u *ui) foot(gtx layout.Context) int {
	if !historyOpen(u) {
		return 0
	}
	return gtx.Dp(stripHeight)
}

// documents is the library. It is read anew when it has changed, but only some
// times a second: others may be typing in all of its documents.
func (u *ui) documents(gtx layout.Context) []workspace.Summary {
	const every = 200 * time.Millisecond
	switch {
	case !u.docsStale:
	case gtx.Now.Sub(u.docsAt) >= every:
		u.docs, u.docsAt, u.docsStale = u.lib.Documents(), gtx.Now, false
	default:
		gtx.Execute(op.InvalidateCmd{At: u.docsAt.Add(every)})
	}
	return u.docs
}

// changed notes that the library is to be read anew; now means with the next
// frame.
func (u *ui) changed(now bool) {
	u.docsStale = true
	if now {
		u.docsAt = time.Time{}
	}
}

// beside tells whether the library stands beside the page.
func (u *ui) beside(gtx layout.Context) bool { return u.wide(gtx) && u.prefs.Library }

func (u *ui) wide(gtx layout.Context) bool {
	return gtx.Constraints.Max.X >= gtx.Dp(wideWindow)
}

// resume opens the document that was open last, when nothing else is asked for.
func (u *ui) resume() {
	if u.page != nil || u.sheet != nil || u.fresh || len(u.waiting) > 0 {
		return
	}
	for _, s := range u.lib.Documents() {
		if hexID(s.ID) == u.prefs.Last {
			u.open(s.ID)
			return
		}
	}
}

func (u *ui) layoutMain(gtx layout.Context, l look) {
	left := 0
	if u.beside(gtx) {
		u.drawer = false
		left = gtx.Dp(sidebarWidth)
		side := gtx
		side.Constraints = layout.Exact(image.Pt(left, gtx.Constraints.Max.Y))
		if u.covered() {
			side = side.Disabled()
		}
		u.side.layout(side, u, l)
	}
	defer op.Offset(image.Pt(left, 0)).Push(gtx.Ops).Pop()
	gtx.Constraints = layout.Exact(image.Pt(gtx.Constraints.Max.X-left, gtx.Constraints.Max.Y))
	if u.covered() || u.drawer && left == 0 {
		gtx = gtx.Disabled()
		l.covered = true
	}
	if u.screen != nil {
		u.layoutScreen(gtx, l, left > 0)
		return
	}
	if u.page == nil {
		top := u.bars.layout(gtx, l)
		defer op.Offset(image.Pt(0, top)).Push(gtx.Ops).Pop()
		gtx.Constraints = layout.Exact(image.Pt(gtx.Constraints.Max.X, max(0, gtx.Constraints.Max.Y-top)))
		u.home.layout(gtx, u, l, left > 0)
		return
	}
	u.page.layout(gtx, u, l, left > 0)
}

// layoutDrawer draws the library over the page, in narrow windows.
func (u *ui) layoutDrawer(gtx layout.Context, l look) {
	size := gtx.Constraints.Max
	if u.scrim(gtx, l, &u.drawer) || pressed(gtx, key.Filter{Name: key.NameEscape}) {
		u.drawer = false
		u.focusFront()
		return
	}
	if u.covered() {
		gtx = gtx.Disabled()
	}
	gtx.Constraints = layout.Exact(image.Pt(min(size.X*4/5, gtx.Dp(sidebarWidth)), size.Y))
	u.side.layout(gtx, u, l)
}

// pasted takes in a link that is pasted where nothing is being written.
func (u *ui) pasted(gtx layout.Context) {
	if u.page != nil || u.screen != nil || u.covered() {
		return
	}
	event.Op(gtx.Ops, &u.pasting)
	if pressed(gtx, key.Filter{Name: "V", Required: key.ModShortcut}) {
		gtx.Execute(readClipboard(&u.pasting))
	}
	for {
		ev, ok := gtx.Event(transfer.TargetFilter{Target: &u.pasting, Type: "application/text"})
		if !ok {
			return
		}
		if ev, ok := ev.(transfer.DataEvent); ok {
			if s := clipboardText(ev); s != "" {
				u.sheet = newJoin(s)
			}
		}
	}
}
