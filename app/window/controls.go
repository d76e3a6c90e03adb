package window

import (
	"image"
	"image/color"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gioui.org/font"
	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/text"
	"gioui.org/unit"
	"gioui.org/widget"

	"chirograph/app/phrases"
)

// look is what every control needs to draw itself.
type look struct {
	*theme
	shaper  *text.Shaper
	words   *phrases.Phrases
	prefs   *preferences
	still   bool    // nothing may move by itself
	covered bool    // by a sheet: nothing can be pressed, but nothing looks disabled
	wheel   float32 // by how much to multiply what comes from the wheel
	tips    *tips
	inField *bool // set while a field has the keys
}

// words is a piece of text in the interface.
type words struct {
	face   font.Typeface
	size   unit.Sp
	weight font.Weight
	colour color.NRGBA
	lines  int // at most, elided; 0 for as many as it takes
	height unit.Sp
	align  text.Alignment
}

func (l look) say(size unit.Sp, c color.NRGBA) words {
	return words{face: sans, size: size, weight: l.label, colour: c, lines: 1}
}

func (w words) heavy(weight font.Weight) words { w.weight = weight; return w }

func (w words) many() words { w.lines, w.height = 0, w.size*1.5; return w }

func (w words) layout(gtx layout.Context, l look, s string) layout.Dimensions {
	gtx.Constraints.Min.Y = 0
	if w.align == text.Start {
		gtx.Constraints.Min.X = 0
	}
	label := widget.Label{MaxLines: w.lines, LineHeight: w.height, Alignment: w.align}
	if w.height != 0 {
		label.LineHeightScale = 1
	}
	f := font.Font{Typeface: w.face, Weight: w.weight}
	return label.Layout(gtx, l.shaper, f, w.size, s, material(gtx, w.colour))
}

func material(gtx layout.Context, c color.NRGBA) op.CallOp {
	m := op.Record(gtx.Ops)
	paint.ColorOp{Color: c}.Add(gtx.Ops)
	return m.Stop()
}

func fill(gtx layout.Context, c color.NRGBA, r image.Rectangle) {
	paint.FillShape(gtx.Ops, c, clip.Rect(r).Op())
}

func fillRound(gtx layout.Context, c color.NRGBA, r image.Rectangle, radius unit.Dp) {
	paint.FillShape(gtx.Ops, c, clip.UniformRRect(r, gtx.Dp(radius)).Op(gtx.Ops))
}

// outline draws the border of r, inside it.
func outline(gtx layout.Context, c color.NRGBA, r image.Rectangle, radius, width unit.Dp) {
	w := float32(gtx.Metric.PxPerDp) * float32(width)
	in := int(w / 2)
	path := clip.UniformRRect(r.Inset(in), max(0, gtx.Dp(radius)-in)).Path(gtx.Ops)
	paint.FillShape(gtx.Ops, c, clip.Stroke{Path: path, Width: w}.Op())
}

// hair is a line of one pixel, or two at double scale.
func hair(gtx layout.Context) int { return max(1, gtx.Dp(1)) }

// behind draws what is as large as the front behind it.
func behind(gtx layout.Context, back func(size image.Point), front layout.Widget) layout.Dimensions {
	m := op.Record(gtx.Ops)
	d := front(gtx)
	call := m.Stop()
	back(d.Size)
	call.Add(gtx.Ops)
	return d
}

// A button is something to press, with the mouse, Enter or Space.
type button struct {
	widget.Clickable
	command string // that does the same, if one does: its keys are in the tip
	on      bool   // what an icon shows or hides is shown
}

type buttonKind int

const (
	plainButton   buttonKind = iota // outlined
	primaryButton                   // filled: at most one on a screen
	quietButton                     // words alone
)

// press lays out what can be pressed. While it cannot be, the keys do not go
// there either.
func (b *button) press(gtx layout.Context, w layout.Widget) layout.Dimensions {
	if gtx.Enabled() {
		return b.Clickable.Layout(gtx, w)
	}
	m := op.Record(gtx.Ops)
	d := w(gtx)
	call := m.Stop()
	defer clip.Rect(image.Rectangle{Max: d.Size}).Push(gtx.Ops).Pop()
	semantic.EnabledOp(false).Add(gtx.Ops)
	call.Add(gtx.Ops)
	return d
}

func (b *button) layout(gtx layout.Context, l look, kind buttonKind, label string) layout.Dimensions {
	return b.press(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(label).Add(gtx.Ops)
		ink, ground := l.ink, l.raised
		if kind == primaryButton {
			ink, ground = l.onAccent, l.accent
		}
		switch {
		case !gtx.Enabled() && !l.covered:
			ink = alpha(ink, 0x90)
		case b.Hovered() && kind == primaryButton:
			ground = mix(ground, l.ink, 24)
		case b.Hovered():
			ground = l.hover
		}
		return behind(gtx, func(size image.Point) {
			r := image.Rectangle{Max: size}
			if kind != quietButton || b.Hovered() {
				fillRound(gtx, ground, r, 8)
			}
			if kind == plainButton {
				outline(gtx, l.edge, r, 8, 1)
			}
			if kind == primaryButton {
				focusRing(gtx, l.onAccent, &b.Clickable, r.Inset(gtx.Dp(2)), 6)
			} else {
				focusRing(gtx, l.accent, &b.Clickable, r, 8)
			}
		}, func(gtx layout.Context) layout.Dimensions {
			side, height := unit.Dp(16), unit.Dp(32)
			if kind == quietButton {
				side, height = 10, 28
			}
			gtx.Constraints.Min.Y = max(gtx.Constraints.Min.Y, gtx.Dp(height))
			gtx.Constraints.Min.X = max(0, gtx.Constraints.Min.X-2*gtx.Dp(side))
			return layout.Inset{Left: side, Right: side}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return layout.Center.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
					return l.say(13, ink).heavy(medium).layout(gtx, l, label)
				})
			})
		})
	})
}

// icon is a button with a picture. Its words are said when the mouse rests on
// it.
func (b *button) icon(gtx layout.Context, l look, icon *widget.Icon, label string) layout.Dimensions {
	return b.press(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(label).Add(gtx.Ops)
		size := gtx.Dp(30)
		r := image.Rect(0, 0, size, size)
		ink := l.ink2
		switch {
		case b.on:
			semantic.SelectedOp(true).Add(gtx.Ops)
			fillRound(gtx, l.chosen, r, 8)
			ink = l.accent
		case b.Hovered():
			fillRound(gtx, l.hover, r, 8)
		}
		if b.Hovered() {
			l.tip(gtx, &b.Clickable, label, b.command, chord{})
		}
		focusRing(gtx, l.accent, &b.Clickable, r, 8)
		drawIcon(gtx, icon, ink, r, 18)
		return layout.Dimensions{Size: r.Max}
	})
}

func drawIcon(gtx layout.Context, icon *widget.Icon, c color.NRGBA, r image.Rectangle, size unit.Dp) {
	px := gtx.Dp(size)
	at := r.Min.Add(image.Pt((r.Dx()-px)/2, (r.Dy()-px)/2))
	defer op.Offset(at).Push(gtx.Ops).Pop()
	gtx.Constraints = layout.Exact(image.Pt(px, px))
	icon.Layout(gtx, c)
}

// focusRing shows where the keyboard is: inside r, since a control clips what
// it draws.
func focusRing(gtx layout.Context, c color.NRGBA, tag event.Tag, r image.Rectangle, radius unit.Dp) {
	if gtx.Focused(tag) {
		outline(gtx, c, r, radius, 2)
	}
}

func mix(a, b color.NRGBA, part int) color.NRGBA {
	f := func(x, y uint8) uint8 { return uint8((int(x)*(255-part) + int(y)*part) / 255) }
	return color.NRGBA{R: f(a.R, b.R), G: f(a.G, b.G), B: f(a.B, b.B), A: a.A}
}

// avatar draws a person as a disc with their initials.
func avatar(gtx layout.Context, l look, name string, colour int, size unit.Dp) layout.Dimensions {
	px := gtx.Dp(size)
	r := image.Rect(0, 0, px, px)
	paint.FillShape(gtx.Ops, l.person(colour), clip.Ellipse(r).Op(gtx.Ops))
	gtx.Constraints = layout.Exact(r.Max)
	layout.Center.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min = image.Point{}
		gtx.Constraints.Max.X *= 2 // never an ellipsis in a disc
		return l.say(unit.Sp(size)*0.4, l.onPerson).heavy(bold).layout(gtx, l, initials(name))
	})
	return layout.Dimensions{Size: r.Max}
}

// initials are one or two letters that stand for a name.
func initials(name string) string {
	var out []rune
	fields := strings.Fields(name)
	for i, f := range fields {
		if i > 0 && i < len(fields)-1 {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(f); r != utf8.RuneError {
			out = append(out, unicode.ToUpper(r))
		}
	}
	if len(fields) == 1 {
		if _, n := utf8.DecodeRuneInString(fields[0]); n < len(fields[0]) && out[0] < 0x2E80 {
			r, _ := utf8.DecodeRuneInString(fields[0][n:])
			out = append(out, unicode.ToUpper(r))
		}
	}
	return string(out)
}

// dot is a small disc that shows a state beside its words.
func dot(gtx layout.Context, c color.NRGBA, size unit.Dp) layout.Dimensions {
	r := image.Rect(0, 0, gtx.Dp(size), gtx.Dp(size))
	paint.FillShape(gtx.Ops, c, clip.Ellipse(r).Op(gtx.Ops))
	return layout.Dimensions{Size: r.Max}
}

// invalidateAt asks for a frame at a time.
func invalidateAt(gtx layout.Context, t time.Time) { gtx.Execute(op.InvalidateCmd{At: t}) }

func space(w, h unit.Dp) layout.FlexChild {
	return layout.Rigid(layout.Spacer{Width: w, Height: h}.Layout)
}

// pressed reports whether the key has been pressed while f allows it.
func pressed(gtx layout.Context, f key.Filter) bool {
	for {
		ev, ok := gtx.Event(f)
		if !ok {
			return false
		}
		if ev, ok := ev.(key.Event); ok && ev.State == key.Press {
			return true
		}
	}
}
