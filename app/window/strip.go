package window

import (
	"image"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/unit"
	"gioui.org/widget"
	"golang.org/x/exp/shiny/materialdesign/icons"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
)

var (
	beforeIcon  = mustIcon(icons.NavigationChevronLeft)
	afterIcon   = mustIcon(icons.NavigationChevronRight)
	playIcon    = mustIcon(icons.AVPlayArrow)
	pauseIcon   = mustIcon(icons.AVPause)
	closerIcon  = mustIcon(icons.ContentAdd)
	widerIcon   = mustIcon(icons.ContentRemove)
	compareIcon = mustIcon(icons.ActionCompareArrows)
	writerIcon  = mustIcon(icons.ImageColorLens)
	ghostIcon   = mustIcon(icons.EditorFormatStrikethrough)
	nameIcon    = mustIcon(icons.ActionBookmarkBorder)
	listIcon    = mustIcon(icons.ActionList)
	flagIcon    = mustIcon(icons.ContentFlag)
	hideIcon    = mustIcon(icons.ActionVisibilityOff)
)

// strip stands below the text while the history is looked at: what moves
// through time, and the slider.
type strip struct {
	before  button
	play    button
	after   button
	speed   button
	wider   button
	closer  button
	compare button
	who     button
	ghosts  button
	name    button
	list    button
	shut    button
	tag     int // keeps the mouse from what lies behind
}

const (
	stripBar    = unit.Dp(40)
	stripHeight = stripBar + sliderHeight
)

func (p *page) updateStrip(gtx layout.Context, u *ui) {
	h := &p.past
	s := &h.strip
	for s.before.Clicked(gtx) {
		p.stepHistory(h.level, -1)
	}
	for s.after.Clicked(gtx) {
		p.stepHistory(h.level, +1)
	}
	for s.play.Clicked(gtx) {
		p.togglePlay(gtx.Now)
	}
	for s.speed.Clicked(gtx) {
		h.quicken(gtx.Now)
	}
	for s.wider.Clicked(gtx) {
		h.zoom(+1)
	}
	for s.closer.Clicked(gtx) {
		h.zoom(-1)
	}
	for s.compare.Clicked(gtx) {
		p.toggleCompare()
	}
	for s.who.Clicked(gtx) {
		p.wrote.toggle()
	}
	for s.ghosts.Clicked(gtx) {
		p.toggleGhosts()
	}
	for s.name.Clicked(gtx) {
		u.nameVersion()
	}
	for s.list.Clicked(gtx) {
		p.panel.toggle(panelPast)
	}
	for s.shut.Clicked(gtx) {
		p.closeHistory(u)
	}
}

// layoutStrip draws the strip below the text.
func (p *page) layoutStrip(gtx layout.Context, u *ui, l look, people []workspace.Person) {
	h, say := &p.past, &l.words.Past
	s := &h.strip
	size := gtx.Constraints.Max
	fill(gtx, l.panel, image.Rectangle{Max: size})
	fill(gtx, l.line, image.Rect(0, 0, size.X, hair(gtx)))
	area := clip.Rect(image.Rectangle{Max: size}).Push(gtx.Ops)
	event.Op(gtx.Ops, &s.tag)
	area.Pop()
	pointer.CursorDefault.Add(gtx.Ops)
	for {
		if _, ok := gtx.Event(pointer.Filter{Target: &s.tag, Kinds: pointer.Press}); !ok {
			break
		}
	}
	if h.focus && gtx.Enabled() && h.line != nil {
		if h.focus = !gtx.Focused(&h.slider); h.focus {
			gtx.Execute(key.FocusCmd{Tag: &h.slider})
			gtx.Execute(op.InvalidateCmd{})
		}
	}
	if h.line == nil || h.line.Len() == 0 {
		words := say.Nothing
		if h.line == nil {
			words = say.Reading
		}
		gtx.Constraints.Max.Y = gtx.Dp(stripBar)
		layout.Inset{Left: 20}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = gtx.Constraints.Max
			return layout.W.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return l.say(12, l.ink2).layout(gtx, l, words)
			})
		})
		shift := op.Offset(image.Pt(size.X-gtx.Dp(46), gtx.Dp(5))).Push(gtx.Ops)
		s.shut.icon(gtx, l, closeIcon, say.Close)
		shift.Pop()
		return
	}
	bar := gtx
	bar.Constraints = layout.Exact(image.Pt(size.X, gtx.Dp(stripBar)))
	p.layoutStripBar(bar, l)
	defer op.Offset(image.Pt(0, gtx.Dp(stripBar))).Push(gtx.Ops).Pop()
	h.slider.layout(gtx, l, p, people)
}

func (p *page) layoutStripBar(gtx layout.Context, l look) {
	h, say := &p.past, &l.words.Past
	s := &h.strip
	width := gtx.Constraints.Max.X
	narrow, middling, roomy := width < gtx.Dp(520), width < gtx.Dp(720), width >= gtx.Dp(860)
	level := say.Levels[h.level]
	playing, words := playIcon, say.Play
	if h.playing {
		playing, words = pauseIcon, say.Pause
	}
	s.before.command, s.after.command, s.play.command = "past-before", "past-after", "past-play"
	s.wider.command, s.closer.command, s.compare.command = "past-wider", "past-closer", "compare"
	s.who.command, s.name.command, s.ghosts.command = "past-who", "past-name", "show-deleted"
	s.shut.command = "history"
	s.compare.on, s.who.on, s.ghosts.on, s.list.on = h.comparing, p.wrote.on, h.ghosting, p.panel.kind == panelPast
	icon := func(b *button, i *widget.Icon, words string) layout.FlexChild {
		return layout.Rigid(func(gtx layout.Context) layout.Dimensions { return b.icon(gtx, l, i, words) })
	}
	flow := []layout.FlexChild{
		icon(&s.before, beforeIcon, phrases.With(say.Before, "level", level)),
		icon(&s.play, playing, words),
		icon(&s.after, afterIcon, phrases.With(say.After, "level", level)),
	}
	if !narrow {
		flow = append(flow, space(4, 0), layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = image.Point{}
			return s.speed.chip(gtx, l, h.pace(say), phrases.With(say.Speed, "speed", h.pace(say)))
		}))
	}
	flow = append(
		flow,
		space(12, 0),
		icon(&s.wider, widerIcon, say.Wider),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = image.Pt(gtx.Dp(68), 0)
			return layout.N.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return l.say(12, l.ink2).layout(gtx, l, level)
			})
		}),
		icon(&s.closer, closerIcon, say.Closer),
		space(12, 0),
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = image.Point{}
			d := layout.Dimensions{}
			if !middling {
				d = l.say(12, l.ink2).layout(gtx, l, p.position(l, roomy, gtx))
			}
			d.Size.X = gtx.Constraints.Max.X
			return d
		}),
		space(8, 0),
		icon(&s.compare, compareIcon, say.Compare),
		icon(&s.who, writerIcon, say.WhoWrote),
	)
	if !narrow {
		flow = append(flow, icon(&s.ghosts, ghostIcon, say.Deleted), icon(&s.name, nameIcon, say.Name))
	}
	flow = append(flow, icon(&s.list, listIcon, say.List), space(4, 0), icon(&s.shut, closeIcon, say.Close))
	layout.Inset{Left: 16, Right: 16}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min.Y = gtx.Constraints.Max.Y
		return layout.Flex{Alignment: layout.Middle}.Layout(gtx, flow...)
	})
}

// position says where the slider is.
func (p *page) position(l look, roomy bool, gtx layout.Context) string {
	h := &p.past
	when := h.uncertain(l, h.at, gtx.Now)
	if h.at == 0 {
		when = l.words.Past.Beginning
	}
	if !roomy {
		return when
	}
	return phrases.With(l.words.Past.Position, "when", when, "n", l.words.Number(h.at), "all", l.words.Number(h.line.Len()))
}

// chip is a small button with words alone.
func (b *button) chip(gtx layout.Context, l look, words, description string) layout.Dimensions {
	return b.press(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(description).Add(gtx.Ops)
		return behind(gtx, func(size image.Point) {
			r := image.Rectangle{Max: size}
			if b.Hovered() {
				fillRound(gtx, l.hover, r, 6)
				l.tip(gtx, &b.Clickable, description, b.command, chord{})
			}
			focusRing(gtx, l.accent, &b.Clickable, r, 6)
		}, func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints.Min = image.Pt(gtx.Dp(30), gtx.Dp(28))
			return layout.Inset{Left: 6, Right: 6}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return layout.Center.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
					gtx.Constraints.Min = image.Point{}
					return l.say(12, l.ink2).heavy(medium).layout(gtx, l, words)
				})
			})
		})
	})
}
