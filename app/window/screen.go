package window

import (
	"image"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/unit"

	"chirograph/app/phrases"
)

// A screen stands in the place of the page: the settings, the shortcuts. Its
// list scrolls under the bar with its name.
type screen interface {
	title(l look) string
	layout(gtx layout.Context, u *ui, l look) layout.Dimensions
	// focus gives the keys to the control they belong to at first.
	focus(gtx layout.Context)
}

// A screenBar is the bar over a screen.
type screenBar struct {
	library button
	shut    button
	focus   bool // give the keys to the screen with the next frame
}

// present shows s in the place of the page.
func (u *ui) present(s screen) {
	u.screen, u.drawer, u.screenBar.focus = s, false, true
}

// closeScreen goes back to the page.
func (u *ui) closeScreen() {
	u.screen = nil
	u.focusFront()
}

// closeFront closes the screen, or else the document.
func (u *ui) closeFront() {
	if u.screen != nil {
		u.closeScreen()
		return
	}
	u.closeDocument()
}

// focusFront gives the keys to what stands in the middle of the window.
func (u *ui) focusFront() {
	switch {
	case u.screen != nil:
		u.screenBar.focus = true
	case u.page != nil:
		u.page.focus = true
	}
}

// layoutScreen draws the screen, with a bar over it as a page has.
func (u *ui) layoutScreen(gtx layout.Context, l look, libraryOpen bool) {
	if u.screenBar.focus && gtx.Enabled() {
		u.screenBar.focus = false
		u.screen.focus(gtx)
	}
	for u.screenBar.library.Clicked(gtx) {
		u.drawer = true
	}
	shut := pressed(gtx, key.Filter{Name: key.NameEscape})
	for u.screenBar.shut.Clicked(gtx) {
		shut = true
	}
	if shut {
		u.closeScreen()
		return
	}
	size := gtx.Constraints.Max
	top := gtx.Dp(barHeight)
	u.title = phrases.With(l.words.Page.Window, "title", u.screen.title(l))
	fill(gtx, l.canvas, image.Rectangle{Max: size})
	body := gtx
	body.Constraints = layout.Exact(image.Pt(size.X, max(0, size.Y-top)))
	s := u.screen
	bar := gtx
	bar.Constraints = layout.Exact(image.Pt(size.X, top))
	fill(gtx, l.line, image.Rect(0, top-hair(gtx), size.X, top))
	layout.Inset{Left: 24, Right: 16}.Layout(bar, func(gtx layout.Context) layout.Dimensions {
		gtx.Constraints.Min.Y = top
		return layout.Flex{Alignment: layout.Middle}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				if libraryOpen {
					return layout.Dimensions{}
				}
				defer op.Offset(image.Pt(-gtx.Dp(10), 0)).Push(gtx.Ops).Pop()
				return u.screenBar.library.icon(gtx, l, menuIcon, l.words.Library.Title)
			}),
			layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
				d := l.say(14, l.ink).heavy(bold).layout(gtx, l, s.title(l))
				d.Size.X = gtx.Constraints.Max.X
				return d
			}),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return u.screenBar.shut.icon(gtx, l, closeIcon, l.words.General.Close)
			}),
		)
	})
	defer op.Offset(image.Pt(0, top)).Push(gtx.Ops).Pop()
	s.layout(body, u, l)
}

// A column is what a screen shows below its bar: one body, no wider than is
// good to read, that scrolls. All of it is laid out, so that the Tab key
// reaches what is out of sight as well.
type column struct {
	list roll
}

func (c *column) layout(gtx layout.Context, l look, body layout.Widget) layout.Dimensions {
	const widest = unit.Dp(720)
	size := gtx.Constraints.Max
	width := min(gtx.Dp(widest), size.X-2*gtx.Dp(24))
	c.list.Axis = layout.Vertical
	c.list.Layout(gtx, l, 1, func(gtx layout.Context, _ int) layout.Dimensions {
		defer op.Offset(image.Pt((size.X-width)/2, 0)).Push(gtx.Ops).Pop()
		gtx.Constraints = layout.Constraints{Min: image.Pt(width, 0), Max: image.Pt(width, gtx.Constraints.Max.Y)}
		d := body(gtx)
		d.Size.X = size.X
		return d
	})
	if whole := c.list.Position.Length; whole > size.Y {
		bar := gtx.Dp(6)
		from := c.list.Position.Offset * size.Y / whole
		fillRound(gtx, l.bar, image.Rect(size.X-bar-gtx.Dp(4), from, size.X-gtx.Dp(4), from+size.Y*size.Y/whole), 3)
	}
	return layout.Dimensions{Size: size}
}

// scroll scrolls by a page with the keyboard. It comes before what else would
// take the keys: a field does nothing useful with them.
func (c *column) scroll(gtx layout.Context) {
	for {
		ev, ok := gtx.Event(key.Filter{Name: key.NamePageUp}, key.Filter{Name: key.NamePageDown})
		if !ok {
			return
		}
		e, ok := ev.(key.Event)
		if !ok || e.State != key.Press {
			continue
		}
		step := gtx.Constraints.Max.Y * 7 / 8
		if e.Name == key.NamePageUp {
			step = -step
		}
		c.list.Position.Offset += step
		c.list.Position.BeforeEnd = true
	}
}
