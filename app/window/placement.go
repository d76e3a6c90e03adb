package window

import (
	"image"
	"time"

	"gioui.org/app"
	"gioui.org/unit"
)

// A placement is how large the window is. It is kept once the window has
// stayed so for a while: a drag at its corner makes a hundred sizes.
type placement struct {
	mode  app.WindowMode // as the system last said
	asked app.WindowMode // as the window last asked for
	now   extent         // what the last frame had
	kept  extent         // of this window: those of others are none of its business
	since time.Time      // it is as now, and not kept; zero if it is
	again bool           // it was maximized before it was full-screen: X11 goes there by way of neither
}

// An extent is how large a window is, or was before it was maximized.
type extent struct {
	size      image.Point // device-independent pixels; zero before the first frame
	maximized bool
}

const settles = time.Second

// opening are the options of a new window: as large as the last one was.
func (u *ui) opening() []app.Option {
	p := &u.prefs
	all := []app.Option{
		app.Title(u.title), app.MinSize(minWidth, minHeight),
		app.Size(unit.Dp(p.Width), unit.Dp(p.Height)),
	}
	if p.Maximized {
		all = append(all, app.Maximized.Option())
	}
	return all
}

// configured notes what the system says of the window's mode.
func (u *ui) configured(mode app.WindowMode) {
	if mode != u.place.mode {
		u.place.mode = mode
		u.fullScreen = mode == app.Fullscreen
		u.place.asked = mode
	}
}

// placed notes the size of a frame, of which pxPerDp pixels are one
// device-independent one. It returns when to look again, zero if there is
// nothing to wait for.
func (u *ui) placed(now time.Time, px image.Point, pxPerDp float32) time.Time {
	at := &u.place
	is := at.now
	if at.mode == app.Windowed || is.size == (image.Point{}) {
		is.size = image.Pt(int(float32(px.X)/pxPerDp+0.5), int(float32(px.Y)/pxPerDp+0.5))
	}
	if at.mode != app.Fullscreen {
		is.maximized = at.mode == app.Maximized
	}
	if at.kept.size == (image.Point{}) {
		at.kept = is
	}
	if is != at.now || at.since.IsZero() {
		at.now, at.since = is, now
	}
	if is == at.kept {
		at.since = time.Time{}
		return time.Time{}
	}
	if until := at.since.Add(settles); now.Before(until) {
		return until
	}
	at.kept, at.since = is, time.Time{}
	u.set(func(p *preferences) { p.Width, p.Height, p.Maximized = is.size.X, is.size.Y, is.maximized })
	return time.Time{}
}

// wished returns the mode to ask the system for, and whether there is anything
// to ask.
func (u *ui) wished() (app.Option, bool) {
	want := u.place.mode
	switch {
	case u.fullScreen:
		want = app.Fullscreen
	case u.place.asked == app.Fullscreen:
		want = app.Windowed
		u.place.again = u.place.now.maximized
	case u.place.again && want == app.Windowed:
		want = app.Maximized
		u.place.again = false
	}
	if want == u.place.asked {
		return nil, false
	}
	u.place.asked = want
	if size := u.place.now.size; want == app.Windowed && size != (image.Point{}) {
		// Or else it stays as large as the screen, and its borders come to that.
		return app.Size(unit.Dp(size.X), unit.Dp(size.Y)), true
	}
	return want.Option(), true
}
