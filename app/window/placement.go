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
	size  image.Point    // device-independent pixels, when it is neither full nor maximized
	since time.Time      // it is so, and not kept yet; zero if it is
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
	size := image.Pt(u.prefs.Width, u.prefs.Height)
	if at.mode == app.Windowed {
		size = image.Pt(int(float32(px.X)/pxPerDp+0.5), int(float32(px.Y)/pxPerDp+0.5))
	}
	maximized := at.mode == app.Maximized || at.mode == app.Fullscreen && u.prefs.Maximized
	if size == image.Pt(u.prefs.Width, u.prefs.Height) && maximized == u.prefs.Maximized {
		at.since = time.Time{}
		return time.Time{}
	}
	if at.since.IsZero() || size != at.size {
		at.size, at.since = size, now
	}
	if until := at.since.Add(settles); now.Before(until) {
		return until
	}
	u.set(func(p *preferences) { p.Width, p.Height, p.Maximized = size.X, size.Y, maximized })
	at.since = time.Time{}
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
		if u.prefs.Maximized {
			want = app.Maximized
		}
	}
	if want == u.place.asked {
		return nil, false
	}
	u.place.asked = want
	return want.Option(), true
}
