package window

import (
	"time"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/phrases"
)

// playback shows one version after the other, as they were written, but rests
// in no pause for long.
type playback struct {
	playing bool
	speed   int       // one of the speeds
	begun   time.Time // when it began to play,
	from    int64     // and where, in milliseconds of the clock
}

// speeds are by how much faster than life the playback is; 0 stands for as fast
// as it takes to be through in ten seconds.
var speeds = [...]int64{1, 4, 16, 0}

const wholeTime = 10_000 // milliseconds

// togglePlay begins to play where the slider is, at the end from the beginning,
// or stops.
func (p *page) togglePlay(now time.Time) {
	h := &p.past
	if h.line == nil || h.line.Len() == 0 {
		return
	}
	if h.playing = !h.playing; !h.playing {
		return
	}
	if h.lens.on() {
		at, end := h.at, h.end
		p.endLens()
		h.at, h.end = at, end
	}
	if h.end {
		p.goToVersion(0)
	}
	h.playing = true
	h.rewind(now)
}

// rewind lets the playback go on from where the slider is.
func (p *past) rewind(now time.Time) {
	p.begun, p.from = now, int64(p.clock.Place(p.at)*float64(p.clock.Length()))
}

// quicken chooses the next speed.
func (p *past) quicken(now time.Time) {
	p.speed = (p.speed + 1) % len(speeds)
	if p.playing {
		p.rewind(now)
	}
}

// play goes on to where the playback is by now.
func (p *page) play(gtx layout.Context) {
	h := &p.past
	if !h.playing || h.line == nil {
		return
	}
	gone := gtx.Now.Sub(h.begun).Milliseconds()
	at := h.from + gone*speeds[h.speed]
	if speeds[h.speed] == 0 {
		at = h.from + gone*h.clock.Length()/wholeTime
	}
	if at >= h.clock.Length() {
		p.goToVersion(h.line.Len())
		return
	}
	n := h.clock.At(float64(at) / float64(h.clock.Length()))
	if n = max(n, h.at); n != h.at && n < h.line.Len() {
		p.goToVersion(n)
		h.playing = true
	}
	gtx.Execute(op.InvalidateCmd{})
}

// pace is how fast the playback is, in words.
func (p *playback) pace(say *phrases.Past) string {
	if n := speeds[p.speed]; n > 0 {
		return phrases.With(say.Times, "n", n)
	}
	return say.Whole
}
