package window

import (
	"context"
	"sort"
	"time"

	"gioui.org/layout"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// past is the history of the document on a page, while that is looked at. The
// text of the past stands in the place of the document's own, which goes on
// behind it; at the end of time, with nothing to compare, that itself is shown
// and can be written in.
//
// Nothing is kept for a version: each is read from the document when it is
// shown.
type past struct {
	open bool

	line    *history.Timeline
	scale   *history.Scale // of the slider
	clock   *history.Scale // of the playback
	strands []history.Run
	bounds  [history.Session + 1][]int // by level, the versions at the ends of its periods
	named   []named
	reading bool
	stale   bool      // the document has changed since it was read
	next    time.Time // it is not read before
	changes int       // of the page, when it was read

	at    int            // changes of the line that are shown
	shown version.Vector // the version of that; it may have got changes in between since
	end   bool           // it is the present, and goes on with it
	level history.Level
	lens
	playback

	exhibit exhibit // what is shown
	side    exhibit // what it is compared with, side by side
	left    followed
	right   followed

	// The character that keeps its place on the page while one moves through
	// time, and how far from the top of the view its row is.
	held   version.ID
	heldY  int
	fixed  [2]int // where the page was when that was last settled: it has been scrolled since if it is elsewhere
	settle bool   // that is to be found out anew
	late   bool   // something else is to be shown than what was drawn

	pick  [2]version.ID // to be selected as soon as it is shown: a find, from its first character to its last
	later func()        // done as soon as the history is read

	focus   bool // give the keys to the slider with the next frame
	slider  slider
	strip   strip
	banner  banner
	hint    time.Time // when it was last said that nothing is written here
	compare compareBar
	preview restoreBar
}

// The measures of the slider, in milliseconds: how little room a change takes
// on it, and how much of a pause before it is shown at most.
const (
	leastTime = 200
	mostTime  = 60_000
)

// idleTime is how long the playback rests in a pause, in milliseconds.
const idleTime = 500

// toggleHistory opens the history, at the present, or closes it.
func (p *page) toggleHistory(gtx layout.Context, u *ui) {
	if p.past.open {
		p.closeHistory(u)
		return
	}
	p.openHistory(gtx)
}

func (p *page) openHistory(gtx layout.Context) {
	if p.past.open {
		return
	}
	p.past = past{open: true, end: true, stale: true, focus: true, level: history.Passage, playback: playback{speed: 0}}
	p.doc.Read(func(b *buffer.Buffer) { p.past.hold(b, p) })
	if _, over := (&panel{kind: panelPast}).width(gtx); !over {
		p.panel.kind = panelPast
	}
}

func (p *page) closeHistory(u *ui) {
	p.toNow()
	p.past = past{}
	if p.panel.kind == panelPast {
		p.panel.kind = noPanel
	}
	p.focus = true
	u.changed(false)
}

// empty reports whether there is no history to go through, or not yet.
func (p *past) empty() bool { return p.line == nil || p.line.Len() == 0 }

// inPast is true while the page shows something else than the document as it
// is.
func (p *page) inPast() bool {
	return p.past.open && p.past.line != nil && (!p.past.end || p.past.lens.on())
}

// hold notes which row of the document's own text keeps its place.
func (p *past) hold(b *buffer.Buffer, pg *page) {
	off, y := pg.view.Place(b.Text())
	p.held, p.heldY = characterAt(b, off), y
}

// toNow leaves the past. What stands on the page stays there.
func (p *page) toNow() {
	if !p.inPast() {
		p.past.end = true
		return
	}
	p.doc.Read(func(b *buffer.Buffer) {
		if off, ok := b.History().Locate(b.Text().Vector(), p.past.held); ok {
			p.view.Hold(off, p.past.heldY)
		}
	})
	p.past.end, p.past.at = true, p.past.line.Len()
	p.past.lens, p.past.playing = lens{way: p.past.way}, false
	p.past.forget()
	p.focus, p.past.focus = false, true
	p.wrote.anew()
}

// refresh reads the history anew when it has changed, beside the window: with
// 260,000 changes it takes 80 ms, during which the document waits.
func (p *past) refresh(gtx layout.Context, u *ui, pg *page) {
	p.stale = p.stale || p.changes != pg.changes
	if !p.open || p.reading || !p.stale {
		return
	}
	if gtx.Now.Before(p.next) {
		invalidateAt(gtx, p.next)
		return
	}
	p.reading, p.stale, p.changes = true, false, pg.changes
	doc := pg.doc
	u.work(func(context.Context) func() {
		begun := time.Now()
		var line *history.Timeline
		var strands []history.Run
		doc.Read(func(b *buffer.Buffer) {
			line = b.History().Timeline()
			strands = b.History().Parallel(line)
		})
		scale, clock := line.Scale(leastTime, mostTime), line.Scale(1, idleTime)
		versions := doc.Versions()
		wait := max(readEvery, readShare*time.Since(begun))
		return func() {
			pg.past.take(line, strands, scale, clock, versions)
			pg.past.next = u.now.Add(wait)
			if f := pg.past.later; f != nil && pg.past.open {
				pg.past.later = nil
				f()
			}
		}
	})
}

// take puts a history that was read in the place of the one there was. What is
// shown stays the same.
func (p *past) take(line *history.Timeline, strands []history.Run, scale, clock *history.Scale, versions []workspace.Version) {
	p.reading = false
	if !p.open {
		return
	}
	last := version.ID{}
	if p.line != nil && !p.end && p.at > 0 {
		last = p.line.ID(p.at - 1)
	}
	p.line, p.strands, p.scale, p.clock = line, strands, scale, clock
	p.bounds = [history.Session + 1][]int{}
	p.slider.columns = nil
	if k, ok := line.Find(last); ok {
		p.at = k + 1
	} else if p.end {
		p.at = line.Len()
	}
	if p.comparing {
		p.other = line.Reach(p.otherAt)
	}
	p.label(versions)
}

// ends returns the versions at which the periods of a level end, the empty text
// first.
func (p *past) ends(level history.Level) []int {
	if p.bounds[level] == nil {
		out := []int{0}
		for _, q := range p.line.Periods(level, 0, p.line.Len()) {
			out = append(out, q.To)
		}
		p.bounds[level] = out
	}
	return p.bounds[level]
}

// goToVersion shows the version with the first n changes of the line.
func (p *page) goToVersion(n int) {
	h := &p.past
	if h.line == nil {
		return
	}
	n = max(0, min(n, h.line.Len()))
	if n == h.line.Len() && !h.lens.on() {
		h.playing = false
		p.toNow()
		return
	}
	if !p.inPast() {
		p.doc.Read(func(b *buffer.Buffer) { h.hold(b, p) })
	}
	h.at, h.end = n, n == h.line.Len()
	h.shown = h.line.Vector(n)
	h.forget()
	p.wrote.anew()
}

// forget lets what is shown be put together anew.
func (p *past) forget() {
	p.exhibit.of, p.side.of, p.comparison, p.ghosts = nil, nil, nil, nil
	p.unfolded, p.current = nil, -1
	p.settle, p.late = false, true
}

// stepHistory goes to the next version at a level, or the one before.
func (p *page) stepHistory(level history.Level, by int) {
	h := &p.past
	if h.line == nil {
		return
	}
	h.playing = false
	p.goToVersion(h.beside(level, by))
}

// beside is the version next to the one shown at a level.
func (p *past) beside(level history.Level, by int) int {
	if level == history.Key {
		return p.at + by
	}
	ends := p.ends(level)
	if by > 0 {
		k := sort.SearchInts(ends, p.at+1)
		return ends[min(k, len(ends)-1)]
	}
	k := sort.SearchInts(ends, p.at)
	return ends[max(0, k-1)]
}

// higher is the level above, if there is one.
func higher(l history.Level) history.Level { return min(l+1, history.Session) }

func (p *past) zoom(by int) {
	p.level = history.Level(max(int(history.Key), min(int(p.level)+by, int(history.Session))))
}

// when says when the version with n changes was.
func (p *past) when(l look, n int, now time.Time) string {
	switch {
	case p.line == nil || n >= p.line.Len():
		return l.words.Past.Now
	case n == 0:
		return ""
	}
	_, ms := p.line.Change(n - 1)
	at := time.UnixMilli(ms).Local()
	if p.level <= history.Step { // a minute has many of them
		return l.words.MomentExact(at, now.Local())
	}
	return l.words.Moment(at, now.Local())
}

// vector is the version with n changes, or for the one shown that itself.
func (p *past) vector(n int) version.Vector {
	if n == p.at && !p.end && p.shown != nil {
		return p.shown
	}
	return p.line.Vector(n)
}
