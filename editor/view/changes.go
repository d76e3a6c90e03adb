package view

import (
	"cmp"
	"image"
	"image/color"
	"slices"
	"sort"

	"gioui.org/font"
	"gioui.org/layout"
	"gioui.org/op/clip"
	"gioui.org/unit"

	"chirograph/editor/buffer"
)

// A Change is a stretch of the text that differs from another version, or that
// stands for something that does. Changes are in the order of the text and
// apart.
type Change struct {
	From, To int
	Kind     ChangeKind
	Current  bool   // the one that the person is at
	Words    string // said under the mouse; "" says nothing
	Margin   string // said beside the row, where there is room
}

// A ChangeKind is how a change looks.
type ChangeKind uint8

const (
	Inserted ChangeKind = iota // washed and underlined
	Deleted                    // washed and struck out
	Ghost                      // grey and struck out: gone for long
	Chip                       // something to press that stands for what was deleted
)

// Pressed returns the change of kind [Chip] that was pressed since the last
// call, by where it begins, and false if none was.
func (v *View) Pressed() (from int, ok bool) {
	from, ok = v.chip.off, v.chip.set
	v.chip = target{}
	return from, ok
}

// changesIn are those that are between two offsets, or reach into them.
func (s *Style) changesIn(from, to int) []Change {
	i := sort.Search(len(s.Changes), func(i int) bool { return s.Changes[i].To > from })
	n := sort.Search(len(s.Changes[i:]), func(k int) bool { return s.Changes[i+k].From >= to })
	return s.Changes[i : i+n]
}

// changeAt is the change that the character at off is part of.
func (s *Style) changeAt(off int) (Change, bool) {
	if all := s.changesIn(off, off+1); len(all) > 0 {
		return all[0], true
	}
	return Change{}, false
}

// ground is what lies behind a change, and ink what its words are written in.
func (s *Style) ground(k ChangeKind) (color.NRGBA, bool) {
	switch k {
	case Inserted:
		return s.Added, true
	case Deleted, Chip:
		return s.Gone, true
	}
	return color.NRGBA{}, false
}

func (s *Style) ink(k ChangeKind) (color.NRGBA, bool) {
	switch k {
	case Deleted, Chip:
		return s.GoneInk, true
	case Ghost:
		return s.Quiet, true
	}
	return color.NRGBA{}, false
}

// drawChanges draws what lies below the words of changes, and below what is
// selected.
func (v *View) drawChanges(gtx layout.Context, s *Style) {
	inset, round := gtx.Dp(2), gtx.Dp(3)
	for _, c := range s.changesIn(v.shown()) {
		ground, ok := s.ground(c.Kind)
		if !ok {
			continue
		}
		v.bands(c.From, c.To, func(box image.Rectangle, _ int) {
			box.Min.Y, box.Max.Y = box.Min.Y+inset, box.Max.Y-inset
			if c.Kind == Chip {
				fillRound(gtx, ground, box.Inset(inset/2), gtx.Dp(6))
				outline(gtx, s.tinted(s.GoneInk, 110), box.Inset(inset/2), gtx.Dp(6))
				return
			}
			fillRound(gtx, ground, box, round)
		})
	}
}

// drawChangeLines draws what lies over the words: lines through what is gone,
// lines below what is new, and which change the person is at.
func (v *View) drawChangeLines(gtx layout.Context, s *Style) {
	v.drawMargin(gtx, s)
	thick := max(1, gtx.Dp(1.5))
	for _, c := range s.changesIn(v.shown()) {
		if c.Current {
			v.drawHere(gtx, s, c)
		}
		v.bands(c.From, c.To, func(box image.Rectangle, baseline int) {
			y := box.Min.Y + baseline
			switch c.Kind {
			case Inserted:
				fill(gtx, s.AddedInk, image.Rect(box.Min.X, y+gtx.Dp(4), box.Max.X, y+gtx.Dp(4)+thick))
			case Deleted, Ghost:
				ink, _ := s.ink(c.Kind)
				y -= v.paper.sizes[0].ppem.Round() * 5 / 16
				fill(gtx, ink, image.Rect(box.Min.X, y, box.Max.X, y+max(1, gtx.Dp(1))))
			}
		})
	}
}

// drawHere shows which change the person is at: by a frame around a few words,
// and by a bar beside more than a row.
func (v *View) drawHere(gtx layout.Context, s *Style, c Change) {
	var rows []image.Rectangle
	v.bands(c.From, c.To, func(box image.Rectangle, _ int) { rows = append(rows, box) })
	for _, box := range rows {
		if len(rows) == 1 {
			box.Min.Y, box.Max.Y = box.Min.Y+gtx.Dp(1), box.Max.Y-gtx.Dp(1)
			outline(gtx, s.Accent, box.Inset(-gtx.Dp(1)), gtx.Dp(4))
			return
		}
		x := v.column.Min.X - gtx.Dp(8)
		fill(gtx, s.Accent, image.Rect(x, box.Min.Y, x+gtx.Dp(3), box.Max.Y))
	}
}

// drawMargin says beside the rows what there is to say of the changes in them, of
// the first in each. It says nothing where there is no room.
func (v *View) drawMargin(gtx layout.Context, s *Style) {
	left, room := v.column.Max.X+gtx.Dp(overhang+6), v.size.X-v.column.Max.X-gtx.Dp(overhang+24)
	if room < gtx.Dp(leastMargin) {
		return
	}
	const size = unit.Sp(12)
	last := -1
	for _, c := range s.changesIn(v.shown()) {
		if c.Margin == "" {
			continue
		}
		first := true
		v.bands(c.From, c.To, func(box image.Rectangle, baseline int) {
			if !first || box.Min.Y <= last {
				return
			}
			first, last = false, box.Min.Y
			words := c.Margin
			for n := len([]rune(words)); labelWidth(gtx, s, words, size, font.Normal) > room && n > 1; {
				n = n * 7 / 8
				words = string([]rune(words)[:n]) + "…"
			}
			v.drawLabel(gtx, s, words, size, font.Normal, s.Ink2, image.Pt(left, box.Min.Y+baseline))
		})
	}
}

// leastMargin is how wide the margin must be for words in it.
const leastMargin = unit.Dp(110)

// shown is the stretch of the text that is on the page.
func (v *View) shown() (from, to int) {
	return v.placed[0].from, v.placed[len(v.placed)-1].to + 1
}

// A tint is a part of a row, in pixels of the view, that is written in another
// ink.
type tint struct {
	x0, x1 int
	ink    color.NRGBA
}

// drawWords draws the words of a row, those of changes in inks of their own.
func (v *View) drawWords(gtx layout.Context, s *Style, p placed, r *row, y int) {
	var tints []tint
	for _, c := range s.changesIn(p.from+r.from, p.from+r.to) {
		ink, ok := s.ink(c.Kind)
		if !ok {
			continue
		}
		r.bands(c.From-p.from, c.To-p.from, func(x0, x1 int) {
			tints = append(tints, tint{v.column.Min.X + x0, v.column.Min.X + x1, ink})
		})
	}
	if len(tints) == 0 {
		for _, pc := range r.pieces {
			v.drawPiece(gtx, s, pc, y, r, s.colour(pc.kind, p.block.Block), p.block.size)
		}
		return
	}
	slices.SortFunc(tints, func(a, b tint) int { return cmp.Compare(a.x0, b.x0) })
	part := func(x0, x1 int, ink *color.NRGBA) {
		if x0 >= x1 {
			return
		}
		defer clip.Rect(image.Rect(x0, y-r.height, x1, y+2*r.height)).Push(gtx.Ops).Pop()
		for _, pc := range r.pieces {
			if v.column.Min.X+pc.to.Ceil() < x0 || v.column.Min.X+pc.from.Floor() > x1 {
				continue
			}
			c := s.colour(pc.kind, p.block.Block)
			if ink != nil {
				c = *ink
			}
			v.drawPiece(gtx, s, pc, y, r, c, p.block.size)
		}
	}
	x := min(0, tints[0].x0)
	for i := range tints {
		t := &tints[i]
		part(x, t.x0, nil)
		part(max(x, t.x0), t.x1, &t.ink)
		x = max(x, t.x1)
	}
	part(x, max(v.size.X, x), nil)
}

// pressChip takes in a press on a chip.
func (v *View) pressChip(b *buffer.Buffer, at image.Point) bool {
	off, ok := v.characterAt(at)
	if !ok {
		return false
	}
	c, ok := v.paper.style.changeAt(buffer.Map(off, b.Since(v.laid)))
	if !ok || c.Kind != Chip {
		return false
	}
	v.chip = target{off: c.From, set: true}
	v.drag = drag{}
	return true
}

// sayChange says under the mouse what there is to say of a change.
func (v *View) sayChange(gtx layout.Context, s *Style) bool {
	if len(s.Changes) == 0 || !v.mouse.over || v.drag.active {
		return false
	}
	off, ok := v.characterAt(v.mouse.at)
	if !ok {
		return false
	}
	c, ok := s.changeAt(off)
	if !ok || c.Words == "" {
		return false
	}
	v.drawNote(gtx, s, c.Words)
	return true
}

// drawChangeTicks shows on the scroll bar where the changes are.
func (v *View) drawChangeTicks(gtx layout.Context, s *Style, area image.Rectangle, along func(off int) int) {
	thick, x := max(1, gtx.Dp(2)), area.Min.X+gtx.Dp(3)
	last := -thick
	for _, c := range s.Changes {
		y := along(c.From)
		if y < last+thick {
			continue
		}
		last = y
		ink := s.AddedInk
		if c.Kind != Inserted {
			ink = s.GoneInk
		}
		fill(gtx, ink, image.Rect(x, y, x+gtx.Dp(4), y+thick))
	}
}
