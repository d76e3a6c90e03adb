package window

import (
	"image"
	"image/color"
	"math/rand/v2"
	"os/user"
	"strings"

	"gioui.org/io/key"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/text"
	"gioui.org/unit"
	"gioui.org/widget"

	"chirograph/sync/identity"
)

// welcome is the first screen a person sees, and the one to change name and
// colour with later.
type welcome struct {
	name     field
	colour   int
	swatches [identity.Colours]widget.Clickable
	start    button
	asked    bool // the focus, for the name
	again    bool // it was asked for later
	past     bool // the first frame without it is drawn
}

func newWelcome(me identity.Profile) welcome {
	w := welcome{name: newField(""), colour: int(me.Colour)}
	name := me.Name
	if name == "" {
		name = systemName()
		w.colour = rand.IntN(identity.Colours)
	}
	w.name.MaxLen = 40
	w.name.SetText(name)
	w.name.SetCaret(w.name.Len(), 0)
	return w
}

// systemName is what the system calls the person who is logged in.
func systemName() string {
	me, err := user.Current()
	if err != nil {
		return ""
	}
	name, _, _ := strings.Cut(me.Name, ",") // the rest is an office and a telephone number
	if name = strings.TrimSpace(name); name == "" {
		name = me.Username
	}
	if r := []rune(name); len(r) > 40 {
		name = string(r[:40])
	}
	return name
}

func (w *welcome) update(gtx layout.Context, u *ui) {
	if !w.asked {
		w.asked = true
		gtx.Execute(key.FocusCmd{Tag: &w.name.Editor})
	}
	for i := range w.swatches {
		for w.swatches[i].Clicked(gtx) {
			w.colour = i
		}
	}
	start := false
	for {
		ev, ok := w.name.Update(gtx)
		if !ok {
			break
		}
		if _, ok := ev.(widget.SubmitEvent); ok {
			start = true
		}
	}
	for w.start.Clicked(gtx) {
		start = true
	}
	if w.again && pressed(gtx, key.Filter{Name: key.NameEscape}) {
		w.again = false
		return
	}
	if start && w.ready() {
		w.done(u)
	}
}

func (w *welcome) ready() bool { return strings.TrimSpace(w.name.Text()) != "" }

func (w *welcome) done(u *ui) {
	first := !u.lib.HasMe()
	p := identity.Profile{Name: strings.TrimSpace(w.name.Text()), Colour: uint8(w.colour)}
	if err := u.lib.SetMe(p); err != nil {
		u.complain(err)
		return
	}
	w.again = false
	w.past = true
	u.started(first)
	if u.page != nil {
		u.page.focus = true
	}
}

func (w *welcome) layout(gtx layout.Context, u *ui, l look) {
	w.name.hint = l.words.Welcome.NameHint
	w.update(gtx, u)
	size := gtx.Constraints.Max
	width := min(gtx.Dp(440), size.X-gtx.Dp(48))
	inner := gtx
	inner.Constraints = layout.Constraints{Min: image.Pt(width, 0), Max: image.Pt(width, size.Y)}
	m := op.Record(gtx.Ops)
	d := layout.Flex{Axis: layout.Vertical}.Layout(
		inner,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(13, l.ink2).heavy(medium).layout(gtx, l, "Chirograph")
		}),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			h := l.say(24, l.ink).heavy(bold)
			h.lines = 2
			return h.layout(gtx, l, l.words.Welcome.Question)
		}),
		space(0, 20),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return w.name.layout(gtx, l, 40, 12, 12) }),
		space(0, 24),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(13, l.ink2).layout(gtx, l, l.words.Welcome.Colour)
		}),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return w.layoutSwatches(gtx, l) }),
		space(0, 28),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			if !w.ready() {
				gtx = gtx.Disabled()
			}
			label := l.words.Welcome.Start
			if w.again {
				label = l.words.General.Done
			}
			gtx.Constraints.Min.X = 0
			gtx.Constraints.Min.Y = gtx.Dp(36)
			return w.start.layout(gtx, l, primaryButton, label)
		}),
		space(0, 20),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			p := l.say(12, l.ink2).many()
			p.align = text.Start
			return p.layout(gtx, l, l.words.Welcome.Promise)
		}),
	)
	call := m.Stop()
	defer op.Offset(image.Pt((size.X-width)/2, max(0, (size.Y-d.Size.Y)*2/5))).Push(gtx.Ops).Pop()
	call.Add(gtx.Ops)
}

// layoutSwatches shows the twelve colours, each with the person's initials as
// others will see them.
func (w *welcome) layoutSwatches(gtx layout.Context, l look) layout.Dimensions {
	const inRow = 6
	disc, gap := unit.Dp(44), unit.Dp(16)
	step := min(gtx.Dp(disc+gap), (gtx.Constraints.Max.X-gtx.Dp(disc))/(inRow-1))
	for i := range w.swatches {
		at := image.Pt(i%inRow*step, i/inRow*gtx.Dp(disc+gap))
		shift := op.Offset(at).Push(gtx.Ops)
		w.swatches[i].Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			semantic.RadioButton.Add(gtx.Ops)
			semantic.DescriptionOp(l.words.Colours[i]).Add(gtx.Ops)
			semantic.SelectedOp(i == w.colour).Add(gtx.Ops)
			d := avatar(gtx, l, w.name.Text(), i, disc)
			return d
		})
		ring := image.Rect(0, 0, gtx.Dp(disc), gtx.Dp(disc)).Inset(-gtx.Dp(4))
		if i == w.colour {
			circle(gtx, l.person(i), ring)
		}
		if gtx.Focused(&w.swatches[i]) {
			circle(gtx, l.ink, ring.Inset(-gtx.Dp(3)))
		}
		shift.Pop()
	}
	rows := (len(w.swatches) + inRow - 1) / inRow
	return layout.Dimensions{Size: image.Pt(gtx.Constraints.Max.X, rows*gtx.Dp(disc)+(rows-1)*gtx.Dp(gap))}
}

func circle(gtx layout.Context, c color.NRGBA, r image.Rectangle) {
	path := clip.Ellipse(r).Path(gtx.Ops)
	paint.FillShape(gtx.Ops, c, clip.Stroke{Path: path, Width: float32(gtx.Dp(2))}.Op())
}
