package window

import (
	"image"
	"strings"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/unit"
	"gioui.org/widget"
)

// palette is the overlay at the top that finds commands, documents and lines
// by a few letters of their names.
type palette struct {
	what   finding
	field  field
	list   roll
	rows   []paletteRow
	clicks []widget.Clickable
	chosen int    // row
	query  string // that rows answer
	fresh  bool   // rows were made for query
	asked  bool   // the focus, for the field
	follow bool   // scroll to the chosen row with the next frame
}

// finding is what a palette looks for.
type finding int

const (
	findCommands finding = iota
	findDocuments
)

// A paletteRow is a heading, or something to choose.
type paletteRow struct {
	heading string
	name    string
	at      []int // the letters of name that were asked for
	beside  string
	keys    []string // the keys of its shortcut
	quiet   bool     // it cannot be chosen now
	ticked  bool
	does    func(u *ui, gtx layout.Context)
}

func (r *paletteRow) choosable() bool { return r.does != nil && !r.quiet }

// openPalette opens it with what stands in its field already.
func (u *ui) openPalette(what finding, query string) {
	p := &palette{what: what, field: newField("")}
	p.field.SetText(query)
	p.field.SetCaret(p.field.Len(), p.field.Len())
	p.list.Axis = layout.Vertical
	u.palette, u.menu.open, u.drawer = p, false, false
}

// closePalette gives the keys back.
func (u *ui) closePalette() {
	u.palette = nil
	u.focusFront()
}

// move goes steps rows on, over headings, and in the direction of sign where a
// row cannot be chosen. It stays where there is none further on.
func (p *palette) move(steps, sign int) {
	to := p.chosen + steps
	if p.chosen < 0 {
		to = 0
	}
	to = max(0, min(len(p.rows)-1, to))
	for _, s := range []int{sign, -sign} {
		for i := to; i >= 0 && i < len(p.rows); i += s {
			if p.rows[i].choosable() {
				p.chosen, p.follow = i, true
				return
			}
		}
	}
}

func (p *palette) update(gtx layout.Context, u *ui) {
	if !p.asked {
		p.asked = true
		gtx.Execute(key.FocusCmd{Tag: &p.field.Editor})
	}
	const page = 8
	for {
		ev, ok := gtx.Event(
			key.Filter{Focus: &p.field.Editor, Name: key.NameUpArrow},
			key.Filter{Focus: &p.field.Editor, Name: key.NameDownArrow},
			key.Filter{Focus: &p.field.Editor, Name: key.NamePageUp},
			key.Filter{Focus: &p.field.Editor, Name: key.NamePageDown},
			key.Filter{Focus: &p.field.Editor, Name: key.NameHome},
			key.Filter{Focus: &p.field.Editor, Name: key.NameEnd},
		)
		if !ok {
			break
		}
		e, ok := ev.(key.Event)
		if !ok || e.State != key.Press {
			continue
		}
		switch e.Name {
		case key.NameUpArrow:
			p.move(-1, -1)
		case key.NameDownArrow:
			p.move(+1, +1)
		case key.NamePageUp:
			p.move(-page, -1)
		case key.NamePageDown:
			p.move(+page, +1)
		case key.NameHome:
			p.move(-len(p.rows), +1)
		case key.NameEnd:
			p.move(+len(p.rows), -1)
		}
	}
	choose := -1
	for {
		ev, ok := p.field.Update(gtx)
		if !ok {
			break
		}
		if _, ok := ev.(widget.SubmitEvent); ok {
			p.find(gtx, u)
			choose = p.chosen
		}
	}
	p.find(gtx, u)
	for i := range p.rows {
		for p.clicks[i].Clicked(gtx) {
			choose = i
		}
	}
	if choose >= 0 && choose < len(p.rows) && p.rows[choose].choosable() {
		u.closePalette()
		p.rows[choose].does(u, gtx)
	}
}

const (
	paletteWidth  = unit.Dp(600)
	paletteTop    = unit.Dp(72)
	paletteRowDp  = unit.Dp(34)
	paletteHeadDp = unit.Dp(36)
)

// layout draws the palette over the window. Escape, or a click beside it,
// closes it.
func (p *palette) layout(gtx layout.Context, u *ui, l look) {
	if pressed(gtx, key.Filter{Name: key.NameEscape}) || u.scrim(gtx, l, p) {
		u.closePalette()
		return
	}
	p.update(gtx, u)
	if u.palette != p {
		return
	}
	p.field.hint = l.words.Palette.CommandHint
	if p.what == findDocuments {
		p.field.hint = l.words.Palette.DocumentHint
	}
	size := gtx.Constraints.Max
	width := min(gtx.Dp(paletteWidth), size.X-gtx.Dp(32))
	top := min(gtx.Dp(paletteTop), size.Y/10)
	inner := gtx
	inner.Constraints = layout.Constraints{Min: image.Pt(width, 0), Max: image.Pt(width, max(0, min(size.Y-2*top, gtx.Dp(520))))}
	rec := op.Record(gtx.Ops)
	d := layout.Flex{Axis: layout.Vertical}.Layout(
		inner,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return p.layoutField(gtx, l) }),
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			return layout.Inset{Left: 8, Right: 8, Top: 8, Bottom: 8}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return p.layoutRows(gtx, l)
			})
		}),
	)
	call := rec.Stop()
	defer op.Offset(image.Pt((size.X-width)/2, top)).Push(gtx.Ops).Pop()
	card := image.Rectangle{Max: d.Size}
	l.card(gtx, card, 14)
	defer clip.UniformRRect(card, gtx.Dp(14)).Push(gtx.Ops).Pop()
	event.Op(gtx.Ops, &p.list)
	for { // the mouse must not reach what is behind
		if _, ok := gtx.Event(pointer.Filter{Target: &p.list, Kinds: pointer.Press}); !ok {
			break
		}
	}
	call.Add(gtx.Ops)
}

// layoutField is the line to write in: a line below it shows that it has the
// keys.
func (p *palette) layoutField(gtx layout.Context, l look) layout.Dimensions {
	d := p.field.bare(gtx, l, 52, 48, 20)
	drawIcon(gtx, searchIcon, l.ink2, image.Rect(gtx.Dp(16), 0, gtx.Dp(40), d.Size.Y), 20)
	if gtx.Focused(&p.field.Editor) {
		fill(gtx, l.accent, image.Rect(0, d.Size.Y-gtx.Dp(2), d.Size.X, d.Size.Y))
	} else {
		fill(gtx, l.line, image.Rect(0, d.Size.Y-hair(gtx), d.Size.X, d.Size.Y))
	}
	return d
}

func (p *palette) layoutRows(gtx layout.Context, l look) layout.Dimensions {
	if p.follow {
		p.follow = false
		p.reveal(gtx)
	}
	gtx.Constraints.Min.Y = 0
	return p.list.Layout(gtx, l, len(p.rows), func(gtx layout.Context, i int) layout.Dimensions {
		if h := p.rows[i].heading; h != "" {
			layout.Inset{Left: 12, Top: 14}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return l.say(11, l.ink2).heavy(bold).layout(gtx, l, strings.ToUpper(h))
			})
			return layout.Dimensions{Size: image.Pt(gtx.Constraints.Max.X, gtx.Dp(paletteHeadDp))}
		}
		return p.rows[i].layout(gtx, l, &p.clicks[i], i == p.chosen)
	})
}

// reveal scrolls so that the chosen row, and a heading right above it, is seen.
func (p *palette) reveal(gtx layout.Context) {
	pos := &p.list.Position
	first := p.chosen
	if first > 0 && p.rows[first-1].heading != "" {
		first--
	}
	switch {
	case p.chosen < 0 || first <= 0:
		pos.First, pos.Offset = 0, 0
	case first < pos.First || first == pos.First && pos.Offset > 0:
		pos.First, pos.Offset = first, 0
	default:
		height := gtx.Constraints.Max.Y
		i, below := p.chosen, p.height(gtx, p.chosen)
		for i > 0 && below+p.height(gtx, i-1) <= height {
			i--
			below += p.height(gtx, i)
		}
		if pos.First < i {
			pos.First, pos.Offset = i, 0
			if i > 0 { // part of the row above fills the space
				pos.First, pos.Offset = i-1, max(0, p.height(gtx, i-1)-(height-below))
			}
		}
	}
	pos.BeforeEnd = true
}

func (p *palette) height(gtx layout.Context, i int) int {
	if p.rows[i].heading != "" {
		return gtx.Dp(paletteHeadDp)
	}
	return gtx.Dp(paletteRowDp)
}
