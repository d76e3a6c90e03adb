package window

import (
	"image"
	"slices"
	"time"

	"gioui.org/f32"
	"gioui.org/io/event"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
)

// tips say what a picture stands for, and its keys, when the mouse rests on it.
type tips struct {
	mouse f32.Point // in the window

	on      event.Tag // what the mouse is on that has a tip; nil for none
	words   string
	command string    // that does the same, or
	keys    chord     // the keys that do; no name for none
	since   time.Time // the mouse has been on it
	asked   bool      // in this frame
	pressed event.Tag // what was pressed last: whoever does that knows what it is
	hushed  bool      // until the mouse has left that
}

// restsFor is how long the mouse is on something before its tip comes.
const restsFor = 600 * time.Millisecond

// tip is called by a control in each frame in which the mouse is on it.
func (l look) tip(gtx layout.Context, on event.Tag, words, command string, keys chord) {
	t := l.tips
	if !gtx.Enabled() { // it lies below something
		return
	}
	if t.on != on {
		t.on, t.since = on, gtx.Now
		invalidateAt(gtx, gtx.Now.Add(restsFor))
	}
	t.words, t.command, t.keys, t.asked = words, command, keys, true
}

// layout draws the tip there is, below the mouse, over everything.
func (t *tips) layout(gtx layout.Context, u *ui, l look) {
	if !t.asked {
		t.on = nil
	}
	t.asked = false
	t.follow(gtx)
	if t.on == nil || t.hushed || gtx.Now.Sub(t.since) < restsFor {
		return
	}
	keys := ""
	if i := slices.IndexFunc(u.table, func(c command) bool { return c.id == t.command }); i >= 0 {
		keys = u.table[i].shortcut(u.keyboard)
	} else if t.keys.name != "" {
		keys = u.keyboard.write(t.keys)
	}
	window := gtx.Constraints.Max
	rec := op.Record(gtx.Ops)
	gtx.Constraints = layout.Constraints{Max: image.Pt(min(window.X-gtx.Dp(16), gtx.Dp(360)), window.Y)}
	d := layout.Inset{Left: 10, Right: 10, Top: 6, Bottom: 6}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return l.say(12, l.canvas).layout(gtx, l, t.words) }),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				if keys == "" {
					return layout.Dimensions{}
				}
				return layout.Inset{Left: 10}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
					return l.say(12, alpha(l.canvas, 0xC8)).layout(gtx, l, keys)
				})
			}),
		)
	})
	words := rec.Stop()
	at := t.mouse.Round().Add(image.Pt(-d.Size.X/2, gtx.Dp(22)))
	if at.Y+d.Size.Y > window.Y-gtx.Dp(4) {
		at.Y = t.mouse.Round().Y - d.Size.Y - gtx.Dp(12)
	}
	at.X = max(gtx.Dp(4), min(at.X, window.X-d.Size.X-gtx.Dp(4)))
	defer op.Offset(at).Push(gtx.Ops).Pop()
	fillRound(gtx, l.ink, image.Rectangle{Max: d.Size}, 6)
	words.Add(gtx.Ops)
}

// follow notes where the mouse is. It takes nothing from what lies below.
//
// When a button of it is let go it asks for one more frame: what that did may
// be about something that had already been drawn.
func (t *tips) follow(gtx layout.Context) {
	for {
		ev, ok := gtx.Event(pointer.Filter{Target: t, Kinds: pointer.Move | pointer.Enter | pointer.Press | pointer.Release})
		if !ok {
			break
		}
		if ev, ok := ev.(pointer.Event); ok {
			t.mouse = ev.Position
			switch {
			case ev.Kind == pointer.Press:
				t.hushed, t.pressed = true, t.on
			case ev.Kind == pointer.Release:
				gtx.Execute(op.InvalidateCmd{})
			case t.on != t.pressed:
				t.hushed = false
			}
		}
	}
	defer clip.Rect(image.Rectangle{Max: gtx.Constraints.Max}).Push(gtx.Ops).Pop()
	defer pointer.PassOp{}.Push(gtx.Ops).Pop()
	event.Op(gtx.Ops, t)
}
